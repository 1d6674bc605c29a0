//! Members, their capital, managers, signatures.

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use htx_kit::db::types::{CivilDate, Uuid};

    member (id) {
        id -> Uuid,
        organisation_id -> Uuid,
        kind -> Text,
        name -> Text,
        contribution_vnd -> BigInt,
        joined_on -> Nullable<CivilDate>,
        holder -> Text,
        member_organisation_id -> Nullable<Uuid>,
        citizen_id -> Nullable<Text>,
        birth_date -> Nullable<CivilDate>,
        phone -> Nullable<Text>,
        address -> Nullable<Text>,
        left_on -> Nullable<CivilDate>,
        leave_reason -> Nullable<Text>,
        version -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use htx_kit::db::types::{CivilDate, Instant, Uuid};

    contribution (id) {
        id -> Uuid,
        organisation_id -> Uuid,
        member_id -> Uuid,
        kind -> Text,
        amount_vnd -> BigInt,
        effective_on -> CivilDate,
        document_id -> Nullable<Uuid>,
        recorded_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Bool, Nullable, Text};
    use htx_kit::db::types::{CivilDate, Instant, Uuid};

    manager (id) {
        id -> Uuid,
        organisation_id -> Uuid,
        position -> Text,
        member_id -> Nullable<Uuid>,
        legal_representative -> Bool,
        name -> Text,
        citizen_id -> Nullable<Text>,
        phone -> Nullable<Text>,
        held_from -> CivilDate,
        held_to -> Nullable<CivilDate>,
        version -> BigInt,
        recorded_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Integer, Nullable, Text};
    use htx_kit::db::types::{CivilDate, Instant, Uuid};

    signing_rule (organisation_id, version) {
        id -> Uuid,
        organisation_id -> Uuid,
        version -> BigInt,
        kind -> Text,
        signers -> Nullable<Integer>,
        combinations -> Nullable<Text>,
        valid_from -> CivilDate,
        recorded_at -> Instant,
    }
}
