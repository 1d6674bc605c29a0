//! What the register followed of dissolution cases.

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use htx_kit::db::types::{Instant, Uuid};

    dissolution_case (id) {
        id -> Uuid,
        organisation_id -> Uuid,
        status_before -> Nullable<Text>,
        last_step -> Text,
        not_followed -> Nullable<Text>,
        position -> BigInt,
        recorded_at -> Instant,
    }
}
