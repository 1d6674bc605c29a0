//! The tables of applications and of what their approval leaves.

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use htx_kit::db::types::{CivilDate, Instant, Uuid};

    application (id) {
        id -> Uuid,
        kind -> Text,
        state -> Text,
        organisation_kind -> Text,
        organisation_id -> Nullable<Uuid>,
        name -> Text,
        commune_code -> Text,
        district_code -> Nullable<Text>,
        current_commune_code -> Text,
        attachments -> Text,
        filed_by -> Uuid,
        prepared_by -> Text,
        submitted_on -> Nullable<CivilDate>,
        due_on -> Nullable<CivilDate>,
        stops -> Text,
        decided_on -> Nullable<CivilDate>,
        decided_by_agency -> Nullable<Text>,
        legal_basis -> Nullable<Text>,
        certificate_id -> Nullable<Uuid>,
        effect_event_id -> Nullable<Uuid>,
        version -> BigInt,
        recorded_at -> Instant,
    }
}

diesel::table! {
    use htx_kit::db::types::Uuid;

    application_party (application_id, organisation_id) {
        application_id -> Uuid,
        organisation_id -> Uuid,
    }
}

diesel::table! {
    use diesel::sql_types::{Nullable, Text};
    use htx_kit::db::types::Uuid;

    application_content (application_id) {
        application_id -> Uuid,
        proposal -> Text,
        findings -> Text,
        reason -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::{Bool, Integer, Nullable, Text};
    use htx_kit::db::types::{CivilDate, Instant, Uuid};

    branch (id) {
        id -> Uuid,
        organisation_id -> Uuid,
        kind -> Text,
        sequence -> Integer,
        name -> Text,
        address_line -> Nullable<Text>,
        commune_code -> Text,
        district_code -> Nullable<Text>,
        current_commune_code -> Text,
        needs_address_review -> Bool,
        business_line -> Nullable<Text>,
        application_id -> Uuid,
        registered_on -> CivilDate,
        recorded_at -> Instant,
        closed_on -> Nullable<CivilDate>,
    }
}

diesel::table! {
    use diesel::sql_types::{Nullable, Text};
    use htx_kit::db::types::Uuid;

    branch_person (branch_id) {
        branch_id -> Uuid,
        name -> Text,
        phone -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::Bool;
    use diesel::sql_types::Nullable;
    use htx_kit::db::types::{CivilDate, Instant, Uuid};

    suspension (id) {
        id -> Uuid,
        organisation_id -> Uuid,
        application_id -> Uuid,
        from_on -> CivilDate,
        to_on -> CivilDate,
        begun -> Bool,
        resumed_on -> Nullable<CivilDate>,
        recorded_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::Text;
    use htx_kit::db::types::{CivilDate, Uuid};

    organisation_succession (predecessor_id, successor_id) {
        predecessor_id -> Uuid,
        successor_id -> Uuid,
        kind -> Text,
        application_id -> Uuid,
        effective_on -> CivilDate,
    }
}

diesel::allow_tables_to_appear_in_same_query!(application, application_party, application_content);
