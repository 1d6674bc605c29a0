//! Yearly plans of what is to be dissolved.

use super::{dissolution, organisation};

diesel::table! {
    use diesel::sql_types::{BigInt, Integer, Nullable, SmallInt, Text};
    use htx_kit::db::types::{Instant, Uuid};

    dissolution_plan (id) {
        id -> Uuid,
        year -> SmallInt,
        district_code -> Nullable<Text>,
        commune_code -> Nullable<Text>,
        agency_code -> Text,
        agency_name -> Text,
        revision -> Integer,
        state -> Text,
        approved_revision -> Nullable<Integer>,
        entry_count -> Integer,
        prepared_by -> Text,
        reason -> Nullable<Text>,
        version -> BigInt,
        recorded_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{Integer, Text};
    use htx_kit::db::types::Uuid;

    dissolution_plan_entry (plan_id, revision, organisation_id) {
        plan_id -> Uuid,
        revision -> Integer,
        organisation_id -> Uuid,
        responsible_officer -> Text,
        expected_month -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::{Integer, Nullable, Text};
    use htx_kit::db::types::{CivilDate, Uuid};

    dissolution_plan_approval (plan_id, revision) {
        plan_id -> Uuid,
        revision -> Integer,
        approved_on -> CivilDate,
        legal_basis -> Text,
        agency_code -> Nullable<Text>,
        agency_name -> Nullable<Text>,
        actor_name -> Text,
        event_id -> Uuid,
    }
}

diesel::table! {
    use diesel::sql_types::{Integer, SmallInt, Text};
    use htx_kit::db::types::Uuid;

    planned_dissolution (organisation_id, year) {
        organisation_id -> Uuid,
        year -> SmallInt,
        plan_id -> Uuid,
        revision -> Integer,
        responsible_officer -> Text,
        expected_month -> Text,
    }
}

diesel::joinable!(dissolution_plan_entry -> organisation (organisation_id));
diesel::joinable!(planned_dissolution -> organisation (organisation_id));
diesel::allow_tables_to_appear_in_same_query!(dissolution_plan_entry, organisation);
diesel::allow_tables_to_appear_in_same_query!(planned_dissolution, organisation);
diesel::allow_tables_to_appear_in_same_query!(planned_dissolution, dissolution);
