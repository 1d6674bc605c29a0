//! Rounds of matching, what fitted, and expressions of interest.

use super::{listing, organisation};

diesel::table! {
    use diesel::sql_types::{BigInt, Integer, Nullable, Text};
    use htx_kit::db::types::{CivilDate, Instant, Uuid};

    matching_round (id) {
        id -> Uuid,
        matched_on -> CivilDate,
        offer_count -> Integer,
        demand_count -> Integer,
        match_count -> Integer,
        points_since -> CivilDate,
        started_by -> Text,
        agency_code -> Nullable<Text>,
        recorded_at -> Instant,
        offer_position -> BigInt,
        demand_position -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::{Integer, Text};
    use htx_kit::db::types::Uuid;

    supply_match (id) {
        id -> Uuid,
        round_id -> Uuid,
        demand_id -> Uuid,
        offer_id -> Uuid,
        points -> Integer,
        reasons -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use htx_kit::db::types::{CivilDate, Instant, Uuid};

    interest (id) {
        id -> Uuid,
        listing_id -> Uuid,
        organisation_id -> Nullable<Uuid>,
        agency_code -> Nullable<Text>,
        state -> Text,
        message -> Nullable<Text>,
        answer -> Nullable<Text>,
        contract_number -> Nullable<Text>,
        contract_vnd -> Nullable<BigInt>,
        sent_on -> CivilDate,
        answered_on -> Nullable<CivilDate>,
        version -> BigInt,
        recorded_at -> Instant,
    }
}

diesel::joinable!(interest -> listing (listing_id));
diesel::allow_tables_to_appear_in_same_query!(interest, listing);
diesel::allow_tables_to_appear_in_same_query!(interest, organisation);
