//! The tables of reconciliations with the national system.

diesel::table! {
    use diesel::sql_types::{Bool, Nullable, Text};
    use htx_kit::db::types::{Instant, Uuid};

    reconciliation (id) {
        id -> Uuid,
        file_name -> Text,
        sha256 -> Text,
        actor_name -> Text,
        agency_code -> Nullable<Text>,
        counts -> Text,
        report -> Text,
        complete -> Bool,
        recorded_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Integer, Nullable, Text};
    use htx_kit::db::types::{Instant, Uuid};

    national_difference (id) {
        id -> Uuid,
        reconciliation_id -> Uuid,
        kind -> Text,
        state -> Text,
        organisation_id -> Nullable<Uuid>,
        organisation_version -> Nullable<BigInt>,
        row_number -> Nullable<Integer>,
        name -> Text,
        registration_number -> Nullable<Text>,
        district_code -> Nullable<Text>,
        commune_code -> Text,
        score -> Nullable<Integer>,
        reasons -> Text,
        fields -> Text,
        theirs -> Nullable<Text>,
        decision_reason -> Nullable<Text>,
        decided_by -> Nullable<Text>,
        decided_at -> Nullable<Instant>,
    }
}
