//! The tables of the log, as `migrations/*/00000000000001_event_log` makes them.

diesel::table! {
    use diesel::sql_types::{Nullable, Text};
    // Under the name `Date`, Diesel would want arithmetic.
    use crate::db::types::{CivilDate, Instant, Uuid};

    event (id) {
        id -> Uuid,
        kind -> Text,
        subject_kind -> Text,
        subject_id -> Uuid,
        organisation_id -> Nullable<Uuid>,
        district_code -> Nullable<Text>,
        commune_code -> Nullable<Text>,
        effective_on -> CivilDate,
        recorded_at -> Instant,
        body -> Text,
    }
}

diesel::table! {
    use crate::db::types::Uuid;

    event_pending (event_id) {
        event_id -> Uuid,
    }
}

diesel::table! {
    use diesel::sql_types::BigInt;
    use crate::db::types::Uuid;

    event_seal (position) {
        position -> BigInt,
        event_id -> Uuid,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Binary};

    tree_hash (hash_index) {
        hash_index -> BigInt,
        hash -> Binary,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Binary, Text};
    use crate::db::types::Instant;

    checkpoint (size) {
        size -> BigInt,
        root -> Binary,
        note -> Text,
        signed_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{Binary, Text};
    use crate::db::types::Uuid;

    event_personal (event_id) {
        event_id -> Uuid,
        salt -> Binary,
        content -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Text};

    subscription (name) {
        name -> Text,
        position -> BigInt,
    }
}

diesel::allow_tables_to_appear_in_same_query!(event, event_pending, event_seal, event_personal);
