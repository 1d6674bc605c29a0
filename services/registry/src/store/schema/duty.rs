//! Yearly duties: reports, ratings, and who stopped.

diesel::table! {
    use diesel::sql_types::{BigInt, Bool, Integer, Nullable, Text};
    use htx_kit::db::types::{CivilDate, Instant, Uuid};

    annual_report (organisation_id, year) {
        id -> Uuid,
        organisation_id -> Uuid,
        year -> Integer,
        origin -> Text,
        revenue_vnd -> Nullable<BigInt>,
        profit_vnd -> Nullable<BigInt>,
        total_capital_vnd -> Nullable<BigInt>,
        undivided_fund_vnd -> Nullable<BigInt>,
        official_member_count -> Nullable<Integer>,
        associate_contributing_count -> Nullable<Integer>,
        associate_non_contributing_count -> Nullable<Integer>,
        worker_count -> Nullable<Integer>,
        worker_pay_vnd -> Nullable<BigInt>,
        internal_share_bp -> Nullable<Integer>,
        general_meeting_on -> Nullable<CivilDate>,
        restatement_reason -> Nullable<Text>,
        flags -> Text,
        flagged -> Bool,
        version -> BigInt,
        recorded_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{Bool, Text};
    use htx_kit::db::types::{CivilDate, Instant, Uuid};

    rating_criteria (id) {
        id -> Uuid,
        valid_from -> CivilDate,
        document -> Text,
        article -> Text,
        verified -> Bool,
        maximum_points -> Text,
        recorded_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Integer, Nullable, Text};
    use htx_kit::db::types::{CivilDate, Instant, Uuid};

    yearly_rating (id) {
        id -> Uuid,
        organisation_id -> Uuid,
        year -> Integer,
        state -> Text,
        rating -> Nullable<Text>,
        criteria_id -> Nullable<Uuid>,
        assessment -> Nullable<Text>,
        confirmation -> Nullable<Text>,
        assessed_points -> Nullable<Integer>,
        confirmed_points -> Nullable<Integer>,
        stopped_on -> Nullable<CivilDate>,
        resumed_on -> Nullable<CivilDate>,
        return_reason -> Nullable<Text>,
        authors -> Text,
        version -> BigInt,
        recorded_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{Nullable, Text};
    use htx_kit::db::types::{CivilDate, Instant, Uuid};

    tax_activity (id) {
        id -> Uuid,
        organisation_id -> Uuid,
        active_on -> CivilDate,
        note -> Nullable<Text>,
        recorded_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Bool, Integer, Nullable, Text};
    use htx_kit::db::types::{CivilDate, Instant, Uuid};

    dormancy_proposal (id) {
        id -> Uuid,
        organisation_id -> Uuid,
        state -> Text,
        since_year -> Integer,
        detected -> Bool,
        reason -> Nullable<Text>,
        decision_reason -> Nullable<Text>,
        decided_on -> Nullable<CivilDate>,
        proposer -> Text,
        version -> BigInt,
        recorded_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Integer, Nullable};
    use htx_kit::db::types::{Instant, Uuid};

    earlier_annual_report (organisation_id, year, recorded_at) {
        organisation_id -> Uuid,
        year -> Integer,
        id -> Uuid,
        revenue_vnd -> Nullable<BigInt>,
        profit_vnd -> Nullable<BigInt>,
        worker_pay_vnd -> Nullable<BigInt>,
        worker_count -> Nullable<Integer>,
        recorded_at -> Instant,
        replaced_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{Integer, Nullable, Text};
    use htx_kit::db::types::{Instant, Uuid};

    earlier_rating (organisation_id, year, recorded_at) {
        organisation_id -> Uuid,
        year -> Integer,
        id -> Uuid,
        rating -> Nullable<Text>,
        recorded_at -> Instant,
        replaced_at -> Instant,
    }
}
