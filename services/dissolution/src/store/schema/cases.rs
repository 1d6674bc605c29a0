//! The directory of organisations, and cases with their steps.

htx_kit::directory_table!();

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use htx_kit::db::types::{CivilDate, Instant, Uuid};

    dissolution (id) {
        id -> Uuid,
        organisation_id -> Uuid,
        opened_as -> Text,
        route -> Text,
        state -> Text,
        resume_state -> Nullable<Text>,
        opened_on -> CivilDate,
        opened_by_agency -> Nullable<Text>,
        responsible_officer -> Text,
        last_step_on -> CivilDate,
        decided_on -> Nullable<CivilDate>,
        ended_on -> Nullable<CivilDate>,
        prepared_by -> Text,
        sync_state -> Nullable<Text>,
        sync_status -> Nullable<Text>,
        sync_since -> Nullable<Instant>,
        sync_position -> Nullable<BigInt>,
        version -> BigInt,
        recorded_at -> Instant,
        registered_on -> Nullable<CivilDate>,
        planned_month -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::Text;
    use htx_kit::db::types::Uuid;

    dissolution_agency (dissolution_id, agency_code) {
        dissolution_id -> Uuid,
        agency_code -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::{Nullable, Text};
    use htx_kit::db::types::{CivilDate, Instant, Uuid};

    dissolution_step (id) {
        id -> Uuid,
        dissolution_id -> Uuid,
        action -> Nullable<Text>,
        from_state -> Nullable<Text>,
        to_state -> Text,
        effective_on -> CivilDate,
        legal_basis -> Text,
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

    dissolution_step_reason (step_id) {
        step_id -> Uuid,
        reason -> Text,
    }
}

diesel::table! {
    use htx_kit::db::types::Uuid;

    dissolution_document (dissolution_id, document_id) {
        dissolution_id -> Uuid,
        document_id -> Uuid,
    }
}

diesel::allow_tables_to_appear_in_same_query!(
    organisation,
    dissolution,
    dissolution_agency,
    dissolution_step,
    dissolution_step_reason,
    dissolution_document,
);

diesel::joinable!(dissolution -> organisation (organisation_id));
diesel::joinable!(dissolution_step -> dissolution (dissolution_id));
diesel::joinable!(dissolution_step_reason -> dissolution_step (step_id));

diesel::allow_columns_to_appear_in_same_group_by_clause!(
    organisation::district_code,
    dissolution::route,
    dissolution_step::to_state,
    dissolution_step::from_state,
);
