//! What the steps of a case rest on: survey, custody, decision, tax clearance.

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use htx_kit::db::types::{CivilDate, Instant, Uuid};

    survey (dissolution_id) {
        dissolution_id -> Uuid,
        surveyed_on -> CivilDate,
        records -> Nullable<Text>,
        records_explanation -> Nullable<Text>,
        people -> Nullable<Text>,
        people_explanation -> Nullable<Text>,
        assets -> Nullable<Text>,
        asset_lines -> Nullable<Text>,
        assets_explanation -> Nullable<Text>,
        debts -> Nullable<Text>,
        debt_lines -> Nullable<Text>,
        debts_explanation -> Nullable<Text>,
        documents -> Text,
        version -> BigInt,
        recorded_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{Nullable, Text};
    use htx_kit::db::types::{Instant, Uuid};

    survey_import (id) {
        id -> Uuid,
        agency_code -> Nullable<Text>,
        recorded_at -> Instant,
        report -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use htx_kit::db::types::{CivilDate, Instant, Uuid};

    custody_entry (dissolution_id, sequence) {
        dissolution_id -> Uuid,
        sequence -> BigInt,
        item -> Text,
        custody -> Text,
        since -> CivilDate,
        reason -> Nullable<Text>,
        documents -> Text,
        recorded_by -> Text,
        recorded_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Integer, Nullable, Text};
    use htx_kit::db::types::{CivilDate, Instant, Uuid};

    decision (dissolution_id) {
        dissolution_id -> Uuid,
        kind -> Nullable<Text>,
        number -> Nullable<Text>,
        issued_on -> Nullable<CivilDate>,
        issuer -> Nullable<Text>,
        documents -> Nullable<Text>,
        council_size -> Nullable<Integer>,
        no_council_reason -> Nullable<Text>,
        acting_agency -> Nullable<Text>,
        acting_agency_name -> Nullable<Text>,
        undivided -> Nullable<Text>,
        capital_lines -> Nullable<Text>,
        capital_explanation -> Nullable<Text>,
        version -> BigInt,
        recorded_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{Integer, Nullable, Text};
    use htx_kit::db::types::Uuid;

    council_member (dissolution_id, position) {
        dissolution_id -> Uuid,
        position -> Integer,
        role -> Text,
        name -> Text,
        citizen_id -> Nullable<Text>,
        phone -> Nullable<Text>,
        address -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use htx_kit::db::types::{CivilDate, Instant, Uuid};

    tax_clearance (id) {
        id -> Uuid,
        dissolution_id -> Uuid,
        outcome -> Text,
        number -> Text,
        issued_on -> CivilDate,
        amount_vnd -> Nullable<BigInt>,
        note -> Nullable<Text>,
        documents -> Text,
        agency_code -> Text,
        agency_name -> Text,
        recorded_by -> Text,
        recorded_at -> Instant,
    }
}
