//! Plans with their versions.

diesel::table! {
    use diesel::sql_types::{Integer, Text};
    use htx_kit::db::types::{Instant, Uuid};

    plan (id) {
        id -> Uuid,
        code -> Text,
        year -> Integer,
        period -> Text,
        recorded_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Integer, Nullable, Text};
    use htx_kit::db::types::{CivilDate, Instant, Uuid};

    plan_version (id) {
        id -> Uuid,
        plan_id -> Uuid,
        subject -> Text,
        number -> Integer,
        state -> Text,
        valid_from -> Nullable<CivilDate>,
        content -> Text,
        prepared_by -> Text,
        prepared_by_name -> Text,
        decided_by_name -> Nullable<Text>,
        decided_on -> Nullable<CivilDate>,
        reason -> Nullable<Text>,
        version -> BigInt,
        recorded_at -> Instant,
    }
}

diesel::joinable!(plan_version -> plan (plan_id));
diesel::allow_tables_to_appear_in_same_query!(plan, plan_version);
