//! Membership of the Cooperative Alliance, and petitions.

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use htx_kit::db::types::{CivilDate, Instant, Uuid};

    alliance_membership (id) {
        id -> Uuid,
        organisation_id -> Uuid,
        joined_on -> CivilDate,
        left_on -> Nullable<CivilDate>,
        decision_number -> Nullable<Text>,
        decision_document_id -> Nullable<Uuid>,
        version -> BigInt,
        recorded_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use htx_kit::db::types::{CivilDate, Instant, Uuid};

    petition (id) {
        id -> Uuid,
        organisation_id -> Nullable<Uuid>,
        title -> Text,
        content -> Text,
        state -> Text,
        received_on -> CivilDate,
        agency_code -> Nullable<Text>,
        due_on -> Nullable<CivilDate>,
        answer -> Nullable<Text>,
        answered_on -> Nullable<CivilDate>,
        closed_on -> Nullable<CivilDate>,
        version -> BigInt,
        recorded_at -> Instant,
    }
}
