//! Tasks and their evidence.

diesel::table! {
    use diesel::sql_types::{BigInt, Bool, Integer, Nullable, Text};
    use htx_kit::db::types::{CivilDate, Instant, Uuid};

    plan_task (id) {
        id -> Uuid,
        plan_id -> Uuid,
        duty -> Text,
        section -> Text,
        text -> Text,
        agency_code -> Text,
        agency_name -> Text,
        agency_assumed -> Bool,
        due_on -> Nullable<CivilDate>,
        state -> Text,
        reason -> Nullable<Text>,
        evidence_count -> Integer,
        worked_by -> Text,
        moved_by_name -> Nullable<Text>,
        moved_by_agency -> Nullable<Text>,
        moved_on -> Nullable<CivilDate>,
        version -> BigInt,
        recorded_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{Nullable, Text};
    use htx_kit::db::types::{CivilDate, Instant, Uuid};

    task_evidence (id) {
        id -> Uuid,
        task_id -> Uuid,
        kind -> Text,
        text -> Nullable<Text>,
        dated -> CivilDate,
        entered_by -> Uuid,
        entered_by_name -> Text,
        entered_by_agency -> Text,
        recorded_at -> Instant,
    }
}
