//! The sums behind the indicators, which the tables keep themselves.

diesel::table! {
    use diesel::sql_types::{BigInt, Bool, Integer, Nullable, Text};
    use htx_kit::db::types::CivilDate;

    report_sum (id) {
        id -> BigInt,
        year -> Integer,
        kind -> Text,
        district_code -> Nullable<Text>,
        current_commune_code -> Text,
        stated_on -> CivilDate,
        revenue_count -> BigInt,
        revenue_millions -> BigInt,
        revenue_rest -> BigInt,
        profit_count -> BigInt,
        profit_millions -> BigInt,
        profit_rest -> BigInt,
        income_count -> BigInt,
        pay_millions -> BigInt,
        pay_rest -> BigInt,
        workers -> BigInt,
        merged -> Bool,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Bool, Integer, Nullable, Text};
    use htx_kit::db::types::CivilDate;

    rating_sum (id) {
        id -> BigInt,
        year -> Integer,
        kind -> Text,
        district_code -> Nullable<Text>,
        current_commune_code -> Text,
        stated_on -> CivilDate,
        confirmed -> BigInt,
        rated -> BigInt,
        good_or_fair -> BigInt,
        merged -> Bool,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Bool, Integer, Nullable, Text};

    entry_sum (id) {
        id -> BigInt,
        kind -> Text,
        status -> Text,
        district_code -> Nullable<Text>,
        current_commune_code -> Text,
        registered_year -> Nullable<Integer>,
        entries -> BigInt,
        merged -> Bool,
    }
}
