//! Training classes with those who teach and take part.

use super::organisation;

diesel::table! {
    use diesel::sql_types::{BigInt, Integer, Nullable, Text};
    use htx_kit::db::types::{CivilDate, Instant, Uuid};

    training_class (id) {
        id -> Uuid,
        title -> Text,
        subject -> Text,
        sector -> Nullable<Text>,
        organiser -> Text,
        organiser_name -> Text,
        programme_code -> Text,
        place -> Text,
        commune_code -> Text,
        district_code -> Nullable<Text>,
        starts_on -> CivilDate,
        ends_on -> CivilDate,
        capacity -> Integer,
        registered -> Integer,
        state -> Text,
        cancelled_reason -> Nullable<Text>,
        completed_on -> Nullable<CivilDate>,
        prepared_by -> Text,
        version -> BigInt,
        recorded_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{Integer, Nullable, Text};
    use htx_kit::db::types::{CivilDate, Uuid};

    training_session (id) {
        id -> Uuid,
        class_id -> Uuid,
        number -> Integer,
        held_on -> CivilDate,
        minutes -> Integer,
        topic -> Text,
        attendance_recorded_on -> Nullable<CivilDate>,
    }
}

diesel::table! {
    use diesel::sql_types::Integer;
    use htx_kit::db::types::Uuid;

    training_trainer (id) {
        id -> Uuid,
        class_id -> Uuid,
        number -> Integer,
    }
}

diesel::table! {
    use diesel::sql_types::{Nullable, Text};
    use htx_kit::db::types::Uuid;

    training_trainer_person (trainer_id) {
        trainer_id -> Uuid,
        name -> Text,
        position -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::{Nullable, Text};
    use htx_kit::db::types::{CivilDate, Instant, Uuid};

    training_participant (id) {
        id -> Uuid,
        class_id -> Uuid,
        kind -> Text,
        organisation_id -> Nullable<Uuid>,
        agency_code -> Nullable<Text>,
        registered_by -> Text,
        registered_on -> CivilDate,
        withdrawn_on -> Nullable<CivilDate>,
        recorded_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{Nullable, Text};
    use htx_kit::db::types::Uuid;

    training_participant_person (participant_id) {
        participant_id -> Uuid,
        class_id -> Uuid,
        name -> Text,
        phone -> Nullable<Text>,
        position -> Nullable<Text>,
        person_key -> Nullable<Text>,
    }
}

diesel::table! {
    use htx_kit::db::types::Uuid;

    training_attendance (session_id, participant_id) {
        session_id -> Uuid,
        participant_id -> Uuid,
    }
}

diesel::table! {
    use diesel::sql_types::{Integer, SmallInt, Text};
    use htx_kit::db::types::{CivilDate, Uuid};

    training_certificate (participant_id) {
        participant_id -> Uuid,
        class_id -> Uuid,
        organiser -> Text,
        year -> SmallInt,
        sequence -> Integer,
        number -> Text,
        attended_minutes -> Integer,
        issued_on -> CivilDate,
    }
}

diesel::joinable!(training_trainer_person -> training_trainer (trainer_id));
diesel::joinable!(training_participant_person -> training_participant (participant_id));
diesel::joinable!(training_certificate -> training_participant (participant_id));
diesel::joinable!(training_participant -> organisation (organisation_id));
diesel::joinable!(training_attendance -> training_session (session_id));
diesel::allow_tables_to_appear_in_same_query!(
    organisation,
    training_attendance,
    training_certificate,
    training_class,
    training_participant,
    training_participant_person,
    training_session,
    training_trainer,
    training_trainer_person,
);
diesel::allow_columns_to_appear_in_same_group_by_clause!(
    training_class::district_code,
    training_class::commune_code,
    training_class::state,
);
