//! Certificates of registration.

diesel::table! {
    use diesel::sql_types::{BigInt, Integer, Nullable, Text};
    use htx_kit::db::types::{CivilDate, Instant, Uuid};

    certificate (id) {
        id -> Uuid,
        organisation_id -> Uuid,
        agency_code -> Text,
        year -> Integer,
        sequence -> Integer,
        number -> Text,
        verification_code -> Text,
        status -> Text,
        change_number -> Integer,
        issued_on -> CivilDate,
        authority -> Text,
        certified -> Text,
        application_id -> Nullable<Uuid>,
        reason -> Nullable<Text>,
        legal_basis -> Nullable<Text>,
        replaces -> Nullable<Uuid>,
        replaced_by -> Nullable<Uuid>,
        ended_on -> Nullable<CivilDate>,
        end_reason -> Nullable<Text>,
        end_legal_basis -> Nullable<Text>,
        version -> BigInt,
        recorded_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::Text;
    use htx_kit::db::types::Uuid;

    certificate_person (certificate_id) {
        certificate_id -> Uuid,
        representative_name -> Text,
    }
}
