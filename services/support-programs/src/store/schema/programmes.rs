//! The directory of organisations, and programmes with their versions.

htx_kit::directory_table!();

diesel::table! {
    use diesel::sql_types::{BigInt, Text};
    use htx_kit::db::types::{Instant, Uuid};

    programme (id) {
        id -> Uuid,
        code -> Text,
        kind -> Text,
        lead_agency -> Text,
        version -> BigInt,
        recorded_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Integer, Nullable, Text};
    use htx_kit::db::types::{CivilDate, Instant, Uuid};

    programme_version (id) {
        id -> Uuid,
        programme_id -> Uuid,
        number -> Integer,
        state -> Text,
        valid_from -> Nullable<CivilDate>,
        content -> Text,
        prepared_by -> Text,
        prepared_by_name -> Text,
        decided_by_name -> Nullable<Text>,
        decided_on -> Nullable<CivilDate>,
        reason -> Nullable<Text>,
        version -> BigInt,
        recorded_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::Text;
    use htx_kit::db::types::Uuid;

    programme_co_lead (programme_id, agency) {
        programme_id -> Uuid,
        agency -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::{Bool, Text};
    use htx_kit::db::types::{Instant, Uuid};

    programme_opinion (id) {
        id -> Uuid,
        version_id -> Uuid,
        agency -> Text,
        agency_name -> Text,
        favourable -> Bool,
        given_by -> Text,
        recorded_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::Text;
    use htx_kit::db::types::Uuid;

    programme_opinion_words (opinion_id) {
        opinion_id -> Uuid,
        words -> Text,
    }
}

diesel::allow_tables_to_appear_in_same_query!(organisation, programme_version);
diesel::allow_tables_to_appear_in_same_query!(programme, programme_version);
diesel::allow_tables_to_appear_in_same_query!(programme_version, programme_co_lead);
diesel::allow_tables_to_appear_in_same_query!(programme_opinion, programme_opinion_words);
diesel::joinable!(programme_co_lead -> programme (programme_id));
diesel::joinable!(programme_opinion_words -> programme_opinion (opinion_id));

diesel::joinable!(programme_version -> programme (programme_id));

diesel::table! {
    use diesel::sql_types::{Bool, Integer, Nullable, Text};
    use htx_kit::db::types::{CivilDate, Instant, Uuid};

    commune_grade (id) {
        id -> Uuid,
        commune_code -> Text,
        grade -> Text,
        valid_from -> CivilDate,
        document_number -> Text,
        document_issued_on -> Nullable<CivilDate>,
        recorded_by -> Text,
        recorded_at -> Instant,
        sequence -> Integer,
        corrects -> Nullable<Uuid>,
        withdrawn -> Bool,
    }
}
