//! Advice given to founders.

diesel::table! {
    use diesel::sql_types::{BigInt, Integer, Nullable, Text};
    use htx_kit::db::types::{CivilDate, Instant, Uuid};

    advice (id) {
        id -> Uuid,
        agency_code -> Text,
        officer -> Text,
        advised_on -> CivilDate,
        planned_kind -> Nullable<Text>,
        planned_sector -> Nullable<Text>,
        commune_code -> Text,
        district_code -> Nullable<Text>,
        current_commune_code -> Text,
        subject -> Text,
        founder_count -> Integer,
        follow_up_count -> Integer,
        organisation_id -> Nullable<Uuid>,
        linked_on -> Nullable<CivilDate>,
        version -> BigInt,
        recorded_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{Integer, Nullable, Text};
    use htx_kit::db::types::Uuid;

    advice_founder (advice_id, ordinal) {
        advice_id -> Uuid,
        ordinal -> Integer,
        name -> Text,
        phone -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::{Integer, Text};
    use htx_kit::db::types::{CivilDate, Instant, Uuid};

    advice_follow_up (advice_id, ordinal) {
        advice_id -> Uuid,
        ordinal -> Integer,
        done_on -> CivilDate,
        note -> Text,
        officer -> Text,
        recorded_at -> Instant,
    }
}
