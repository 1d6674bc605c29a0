//! Prices on markets.

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use htx_kit::db::types::{CivilDate, Instant, Uuid};

    market_price (id) {
        id -> Uuid,
        agency_code -> Text,
        product -> Text,
        product_key -> Text,
        group_code -> Text,
        market -> Text,
        market_key -> Text,
        commune_code -> Nullable<Text>,
        unit -> Text,
        price_vnd -> BigInt,
        observed_on -> CivilDate,
        recorded_at -> Instant,
    }
}
