//! Events of trade promotion with their places.

diesel::table! {
    use diesel::sql_types::{BigInt, Integer, Nullable, Text};
    use htx_kit::db::types::{CivilDate, Instant, Uuid};

    trade_event (id) {
        id -> Uuid,
        kind -> Text,
        reach -> Text,
        title -> Text,
        summary -> Nullable<Text>,
        venue -> Text,
        commune_code -> Nullable<Text>,
        country -> Nullable<Text>,
        starts_on -> CivilDate,
        ends_on -> CivilDate,
        apply_until -> CivilDate,
        allotment -> Text,
        planned_state_vnd -> BigInt,
        planned_participants_vnd -> BigInt,
        organiser_agency -> Text,
        organiser_name -> Text,
        booth_count -> Integer,
        state -> Text,
        opened_on -> Nullable<CivilDate>,
        ended_on -> Nullable<CivilDate>,
        cancel_reason -> Nullable<Text>,
        actual_state_vnd -> Nullable<BigInt>,
        actual_participants_vnd -> Nullable<BigInt>,
        revision -> Integer,
        prepared_by -> Text,
        version -> BigInt,
        recorded_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{Integer, Nullable, Text};
    use htx_kit::db::types::Uuid;

    trade_booth (event_id, number) {
        event_id -> Uuid,
        number -> Integer,
        label -> Nullable<Text>,
        area_m2 -> Nullable<Integer>,
    }
}
