//! Grievances about support.

use super::organisation;

diesel::table! {
    use diesel::sql_types::{BigInt, Integer, Nullable, Text};
    use htx_kit::db::types::{CivilDate, Instant, Uuid};

    grievance (id) {
        id -> Uuid,
        organisation_id -> Uuid,
        application_id -> Nullable<Uuid>,
        subject -> Text,
        state -> Text,
        agency -> Text,
        level -> Integer,
        filed_on -> CivilDate,
        received_on -> CivilDate,
        acknowledged_on -> Nullable<CivilDate>,
        answered_on -> Nullable<CivilDate>,
        due_on -> Nullable<CivilDate>,
        closed_on -> Nullable<CivilDate>,
        version -> BigInt,
        recorded_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::Text;
    use htx_kit::db::types::Uuid;

    grievance_words (grievance_id) {
        grievance_id -> Uuid,
        content -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::{Bool, Nullable, Text};
    use htx_kit::db::types::{CivilDate, Instant, Uuid};

    grievance_step (id) {
        id -> Uuid,
        grievance_id -> Uuid,
        action -> Nullable<Text>,
        to_state -> Text,
        agency -> Text,
        due_on -> Nullable<CivilDate>,
        late -> Bool,
        actor_name -> Text,
        actor_agency -> Nullable<Text>,
        actor_agency_name -> Nullable<Text>,
        recorded_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::Text;
    use htx_kit::db::types::Uuid;

    grievance_step_words (step_id) {
        step_id -> Uuid,
        words -> Text,
    }
}

diesel::joinable!(grievance -> organisation (organisation_id));
diesel::joinable!(grievance_step_words -> grievance_step (step_id));
diesel::allow_tables_to_appear_in_same_query!(grievance, grievance_step, organisation);
diesel::allow_tables_to_appear_in_same_query!(grievance_step, grievance_step_words);
