//! Kept figures and declarations.

diesel::table! {
    use diesel::sql_types::{Bool, Text};
    use htx_kit::db::types::Instant;

    kept_figure (question) {
        question -> Text,
        answer -> Text,
        of_a_day -> Bool,
        computed_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use htx_kit::db::types::{CivilDate, Instant, Uuid};

    declaration (id) {
        id -> Uuid,
        plan_id -> Uuid,
        target -> Text,
        agency_code -> Text,
        agency_name -> Text,
        district_code -> Nullable<Text>,
        commune_code -> Nullable<Text>,
        value -> BigInt,
        as_of -> CivilDate,
        document_number -> Text,
        document_issued_on -> Nullable<CivilDate>,
        declared_by -> Uuid,
        declared_by_name -> Text,
        withdrawn_on -> Nullable<CivilDate>,
        withdrawn_by_name -> Nullable<Text>,
        version -> BigInt,
        recorded_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{Nullable, Text};
    use htx_kit::db::types::Uuid;

    declaration_words (declaration_id) {
        declaration_id -> Uuid,
        note -> Nullable<Text>,
        withdrawal_reason -> Nullable<Text>,
    }
}

diesel::joinable!(declaration_words -> declaration (declaration_id));
diesel::allow_tables_to_appear_in_same_query!(declaration, declaration_words);
