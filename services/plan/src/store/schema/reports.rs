//! Report windows and reports.

diesel::table! {
    use diesel::sql_types::Text;
    use htx_kit::db::types::{CivilDate, Instant, Uuid};

    report_window (id) {
        id -> Uuid,
        plan_id -> Uuid,
        name -> Text,
        opens_on -> CivilDate,
        due_on -> CivilDate,
        remind_on -> CivilDate,
        opened_by_name -> Text,
        recorded_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Integer, Nullable, Text};
    use htx_kit::db::types::{CivilDate, Instant, Uuid};

    plan_report (id) {
        id -> Uuid,
        window_id -> Uuid,
        agency_code -> Text,
        agency_name -> Text,
        number -> Integer,
        corrects -> Nullable<Uuid>,
        state -> Text,
        content -> Text,
        figures -> Nullable<Text>,
        written_by -> Text,
        written_by_name -> Nullable<Text>,
        signed_by -> Nullable<Uuid>,
        signed_by_name -> Nullable<Text>,
        signed_by_agency -> Nullable<Text>,
        signed_on -> Nullable<CivilDate>,
        first_signed_on -> Nullable<CivilDate>,
        decided_by_name -> Nullable<Text>,
        decided_on -> Nullable<CivilDate>,
        reason -> Nullable<Text>,
        version -> BigInt,
        recorded_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{Integer, Text};
    use htx_kit::db::types::Uuid;

    plan_report_number (window_id, agency_code) {
        window_id -> Uuid,
        agency_code -> Text,
        number -> Integer,
    }
}

diesel::table! {
    use diesel::sql_types::{Integer, Nullable, Text};
    use htx_kit::db::types::{CivilDate, Instant, Uuid};

    city_report (id) {
        id -> Uuid,
        window_id -> Uuid,
        number -> Integer,
        corrects -> Nullable<Uuid>,
        signed_by_name -> Text,
        signed_on -> CivilDate,
        content -> Text,
        recorded_at -> Instant,
    }
}
