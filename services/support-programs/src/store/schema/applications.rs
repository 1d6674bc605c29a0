//! Applications for support with their steps, documents and payments, and the costs that are supported.

use super::{commune_grade, organisation, programme, programme_co_lead};

diesel::table! {
    use diesel::sql_types::{BigInt, Integer, Nullable, Text};
    use htx_kit::db::types::{CivilDate, Instant, Uuid};

    support_application (id) {
        id -> Uuid,
        organisation_id -> Uuid,
        programme_code -> Text,
        lead_agency -> Text,
        kind -> Text,
        state -> Text,
        details -> Text,
        costs -> Text,
        requested_vnd -> BigInt,
        drafted_on -> CivilDate,
        submitted_on -> Nullable<CivilDate>,
        form -> Nullable<Text>,
        proposed_vnd -> Nullable<BigInt>,
        budget_id -> Nullable<Uuid>,
        norms -> Text,
        decision_number -> Nullable<Text>,
        decided_on -> Nullable<CivilDate>,
        decided_by_agency -> Nullable<Text>,
        decided_by_agency_name -> Nullable<Text>,
        approved_vnd -> Nullable<BigInt>,
        ended_on -> Nullable<CivilDate>,
        prepared_by -> Text,
        version -> BigInt,
        recorded_at -> Instant,
        programme_version -> Nullable<Integer>,
        filed_by_agency -> Nullable<Text>,
        filed_by_agency_name -> Nullable<Text>,
        filed_by -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::Text;
    use htx_kit::db::types::{CivilDate, Instant, Uuid};

    support_eligibility (id) {
        id -> Uuid,
        application_id -> Uuid,
        moment -> Text,
        told_on -> CivilDate,
        version_id -> Uuid,
        eligibility -> Text,
        record -> Text,
        recorded_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Bool, Nullable, Text};
    use htx_kit::db::types::{Instant, Uuid};

    support_step (id) {
        id -> Uuid,
        application_id -> Uuid,
        action -> Nullable<Text>,
        from_state -> Nullable<Text>,
        to_state -> Text,
        favourable -> Nullable<Bool>,
        amount_vnd -> Nullable<BigInt>,
        documents -> Text,
        actor_id -> Nullable<Uuid>,
        actor_name -> Text,
        agency_code -> Nullable<Text>,
        agency_name -> Nullable<Text>,
        event_id -> Uuid,
        recorded_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::Text;
    use htx_kit::db::types::Uuid;

    support_step_reason (step_id) {
        step_id -> Uuid,
        reason -> Text,
    }
}

diesel::table! {
    use htx_kit::db::types::Uuid;

    support_document (application_id, document_id) {
        application_id -> Uuid,
        document_id -> Uuid,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Integer, Nullable, Text};
    use htx_kit::db::types::{CivilDate, Instant, Uuid};

    support_payment (id) {
        id -> Uuid,
        application_id -> Uuid,
        sequence -> BigInt,
        direction -> Text,
        form -> Text,
        amount_vnd -> BigInt,
        worker_months -> Nullable<Integer>,
        paid_on -> CivilDate,
        reference -> Text,
        reference_key -> Text,
        documents -> Text,
        recorded_by -> Text,
        recorded_at -> Instant,
        reverses -> Nullable<Uuid>,
    }
}

diesel::table! {
    use diesel::sql_types::{Nullable, Text};
    use htx_kit::db::types::{CivilDate, Uuid};

    funded_cost (application_id, cost_digest) {
        application_id -> Uuid,
        cost_digest -> Text,
        reference_digest -> Nullable<Text>,
        organisation_id -> Uuid,
        programme_code -> Text,
        lead_agency -> Text,
        funded_on -> CivilDate,
        released_on -> Nullable<CivilDate>,
    }
}

diesel::joinable!(support_application -> organisation (organisation_id));
diesel::joinable!(support_step_reason -> support_step (step_id));
diesel::allow_tables_to_appear_in_same_query!(
    support_application,
    support_payment,
    commune_grade,
    organisation,
    programme,
    programme_co_lead
);
diesel::allow_columns_to_appear_in_same_group_by_clause!(
    organisation::district_code,
    organisation::current_commune_code,
);
diesel::allow_tables_to_appear_in_same_query!(support_step, support_step_reason);
