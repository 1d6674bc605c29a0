//! Candidates for dissolution.

use super::{dissolution, organisation};

diesel::table! {
    use diesel::sql_types::{BigInt, Integer, Nullable, Text};
    use htx_kit::db::types::{CivilDate, Instant, Uuid};

    dissolution_candidate (id) {
        id -> Uuid,
        organisation_id -> Uuid,
        rule -> Text,
        years -> Nullable<Integer>,
        route -> Text,
        state -> Text,
        proposed_on -> CivilDate,
        proposed_by -> Uuid,
        warned_on -> Nullable<CivilDate>,
        warned_by -> Nullable<Uuid>,
        warned_again_on -> Nullable<CivilDate>,
        warned_again_by -> Nullable<Uuid>,
        ended_on -> Nullable<CivilDate>,
        reason -> Nullable<Text>,
        dissolution_id -> Nullable<Uuid>,
        agency_code -> Text,
        agency_name -> Text,
        version -> BigInt,
        recorded_at -> Instant,
        proposed_by_name -> Nullable<Text>,
    }
}

// What the directory knows of the years in which an organisation reported.
diesel::table! {
    use diesel::sql_types::{BigInt, Integer, Nullable, SmallInt};
    use htx_kit::db::types::{CivilDate, Uuid};

    organisation_report (organisation_id, year) {
        organisation_id -> Uuid,
        year -> SmallInt,
        revenue_vnd -> Nullable<BigInt>,
        profit_vnd -> Nullable<BigInt>,
        total_capital_vnd -> Nullable<BigInt>,
        official_member_count -> Nullable<Integer>,
        worker_count -> Nullable<Integer>,
        general_meeting_on -> Nullable<CivilDate>,
        position -> BigInt,
    }
}

diesel::joinable!(dissolution_candidate -> organisation (organisation_id));
diesel::allow_tables_to_appear_in_same_query!(dissolution_candidate, organisation);
diesel::allow_tables_to_appear_in_same_query!(organisation, organisation_report);
diesel::allow_tables_to_appear_in_same_query!(dissolution_candidate, dissolution);
