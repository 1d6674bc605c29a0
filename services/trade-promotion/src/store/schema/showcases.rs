//! Showcase points, what they are funded with, what they sell.

use super::organisation;

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use htx_kit::db::types::{CivilDate, Instant, Uuid};

    showcase_point (id) {
        id -> Uuid,
        name -> Text,
        address -> Text,
        commune_code -> Text,
        operator_id -> Uuid,
        agency_code -> Text,
        agency_name -> Text,
        state -> Text,
        decision_number -> Nullable<Text>,
        decided_on -> Nullable<CivilDate>,
        ended_on -> Nullable<CivilDate>,
        reason -> Nullable<Text>,
        prepared_by -> Text,
        version -> BigInt,
        recorded_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use htx_kit::db::types::{CivilDate, Instant, Uuid};

    showcase_funding (id) {
        id -> Uuid,
        showcase_point_id -> Uuid,
        from_day -> CivilDate,
        to_day -> CivilDate,
        rent_vnd -> BigInt,
        operation_vnd -> BigInt,
        source -> Text,
        decision_number -> Text,
        decided_on -> CivilDate,
        revoked_on -> Nullable<CivilDate>,
        revoke_reason -> Nullable<Text>,
        recorded_by -> Text,
        recorded_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Integer, Nullable, Text};
    use htx_kit::db::types::{Instant, Uuid};

    showcase_sales (id) {
        id -> Uuid,
        showcase_point_id -> Uuid,
        year -> Integer,
        month -> Integer,
        revenue_vnd -> BigInt,
        visitor_count -> Integer,
        note -> Nullable<Text>,
        reported_by -> Text,
        recorded_at -> Instant,
    }
}

diesel::joinable!(showcase_point -> organisation (operator_id));
diesel::allow_tables_to_appear_in_same_query!(showcase_point, organisation);
diesel::joinable!(showcase_funding -> showcase_point (showcase_point_id));
diesel::allow_tables_to_appear_in_same_query!(showcase_funding, showcase_point);
diesel::allow_tables_to_appear_in_same_query!(showcase_funding, organisation);
