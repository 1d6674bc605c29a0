//! The tables as Diesel sees them.

diesel::table! {
    use diesel::sql_types::{Integer, Nullable, Text};
    use htx_kit::db::types::CivilDate;

    agency (code) {
        code -> Text,
        ordinal -> Integer,
        kind -> Text,
        name_vi -> Text,
        name_en -> Text,
        duty -> Nullable<Text>,
        valid_from -> Nullable<CivilDate>,
        valid_to -> Nullable<CivilDate>,
        succeeded_by -> Text,
        territory -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Bool, Text};
    use htx_kit::db::types::{Instant, Uuid};

    account (id) {
        id -> Uuid,
        kind -> Text,
        name -> Text,
        display_name -> Text,
        secret_hash -> Text,
        active -> Bool,
        change_required -> Bool,
        token_family -> Uuid,
        version -> BigInt,
        created_at -> Instant,
        changed_at -> Instant,
        secret_made_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{Integer, Nullable, Text};
    use htx_kit::db::types::Uuid;

    assignment (account_id, ordinal) {
        account_id -> Uuid,
        ordinal -> Integer,
        role -> Text,
        agency_code -> Nullable<Text>,
        organisation_id -> Nullable<Uuid>,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Binary, Nullable};
    use htx_kit::db::types::{Instant, Uuid};

    login (id) {
        id -> Uuid,
        account_id -> Uuid,
        nonce -> Binary,
        generation -> BigInt,
        started_at -> Instant,
        refreshed_at -> Instant,
        ended_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::{Binary, Integer};
    use htx_kit::db::types::Instant;

    guess (name_digest, address_digest) {
        name_digest -> Binary,
        address_digest -> Binary,
        failures -> Integer,
        failed_at -> Instant,
    }
}

diesel::table! {
    use htx_kit::db::types::{Instant, Uuid};

    revocation (id) {
        id -> Uuid,
        revoked_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{Binary, Nullable, Text};
    use htx_kit::db::types::Instant;

    signing_key (id) {
        id -> Text,
        sealed -> Binary,
        created_at -> Instant,
        signs_from -> Instant,
        valid_until -> Nullable<Instant>,
    }
}

diesel::allow_tables_to_appear_in_same_query!(account, assignment);
