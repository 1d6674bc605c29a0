//! Blockers, notices, objections, and what follows from the facts of each case.

diesel::table! {
    use diesel::sql_types::{BigInt, Bool, Integer, Nullable, Text};
    use htx_kit::db::types::{CivilDate, Instant, Uuid};

    blocker (id) {
        id -> Uuid,
        dissolution_id -> Uuid,
        kind -> Text,
        duty -> Text,
        blocking -> Bool,
        state -> Text,
        question -> Text,
        asked_agency -> Text,
        asked_agency_name -> Text,
        raised_on -> CivilDate,
        asked_on -> CivilDate,
        due_on -> CivilDate,
        round -> Integer,
        outcome -> Nullable<Text>,
        answer -> Nullable<Text>,
        answered_on -> Nullable<CivilDate>,
        answered_agency -> Nullable<Text>,
        answered_agency_name -> Nullable<Text>,
        closed_on -> Nullable<CivilDate>,
        closing -> Nullable<Text>,
        version -> BigInt,
        recorded_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{Integer, Nullable, Text};
    use htx_kit::db::types::{CivilDate, Uuid};

    blocker_round (blocker_id, round) {
        blocker_id -> Uuid,
        round -> Integer,
        question -> Text,
        asked_agency -> Text,
        asked_agency_name -> Text,
        asked_on -> CivilDate,
        due_on -> CivilDate,
        outcome -> Nullable<Text>,
        answer -> Nullable<Text>,
        answered_on -> Nullable<CivilDate>,
        answered_agency -> Nullable<Text>,
        answered_agency_name -> Nullable<Text>,
        closed_on -> Nullable<CivilDate>,
        closing -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::{Integer, Text};
    use htx_kit::db::types::Uuid;

    blocker_document (blocker_id, round, step, document_id) {
        blocker_id -> Uuid,
        round -> Integer,
        step -> Text,
        document_id -> Uuid,
        sha256 -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Integer, Nullable, Text};
    use htx_kit::db::types::{CivilDate, Instant, Uuid};

    dissolution_notice (id) {
        id -> Uuid,
        dissolution_id -> Uuid,
        number -> Text,
        agency_code -> Text,
        year -> Integer,
        sequence -> Integer,
        state -> Text,
        published_on -> CivilDate,
        window_ends_on -> CivilDate,
        published -> Text,
        replaces -> Nullable<Uuid>,
        reason -> Nullable<Text>,
        version -> BigInt,
        recorded_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::Nullable;
    use htx_kit::db::types::{CivilDate, Instant, Uuid};

    tax_information (dissolution_id) {
        dissolution_id -> Uuid,
        informed_on -> CivilDate,
        document_id -> Nullable<Uuid>,
        recorded_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use htx_kit::db::types::{CivilDate, Instant, Uuid};

    objection (id) {
        id -> Uuid,
        dissolution_id -> Uuid,
        objector -> Text,
        objector_name -> Nullable<Text>,
        amount_vnd -> Nullable<BigInt>,
        grounds -> Text,
        state -> Text,
        filed_on -> CivilDate,
        filed_agency -> Nullable<Text>,
        filed_agency_name -> Nullable<Text>,
        filed_by -> Uuid,
        decided_on -> Nullable<CivilDate>,
        decision -> Nullable<Text>,
        decided_agency -> Nullable<Text>,
        decided_agency_name -> Nullable<Text>,
        version -> BigInt,
        recorded_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{Nullable, Text};
    use htx_kit::db::types::Uuid;

    objection_person (objection_id) {
        objection_id -> Uuid,
        name -> Text,
        contact -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::Text;
    use htx_kit::db::types::Uuid;

    objection_document (objection_id, step, document_id) {
        objection_id -> Uuid,
        step -> Text,
        document_id -> Uuid,
        sha256 -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::{Nullable, Text};
    use htx_kit::db::types::{CivilDate, Uuid};

    case_deadline (dissolution_id, kind, record_id) {
        dissolution_id -> Uuid,
        kind -> Text,
        record_id -> Uuid,
        agency_code -> Nullable<Text>,
        started_on -> CivilDate,
        due_on -> Nullable<CivilDate>,
    }
}

diesel::table! {
    use diesel::sql_types::{Nullable, Text};
    use htx_kit::db::types::{CivilDate, Uuid};

    case_missing (dissolution_id, code, record_id) {
        dissolution_id -> Uuid,
        code -> Text,
        record_id -> Uuid,
        owner -> Text,
        agency_code -> Nullable<Text>,
        since -> CivilDate,
    }
}

diesel::table! {
    use diesel::sql_types::Nullable;
    use htx_kit::db::types::{CivilDate, Uuid};

    case_standing (dissolution_id) {
        dissolution_id -> Uuid,
        holds_until -> Nullable<CivilDate>,
    }
}

diesel::joinable!(blocker_round -> blocker (blocker_id));
diesel::joinable!(blocker_document -> blocker (blocker_id));
diesel::joinable!(objection_person -> objection (objection_id));
diesel::joinable!(objection_document -> objection (objection_id));

diesel::allow_tables_to_appear_in_same_query!(
    blocker,
    blocker_round,
    blocker_document,
    dissolution_notice,
    tax_information,
    objection,
    objection_person,
    objection_document,
    case_deadline,
    case_missing,
    case_standing,
);

/// Lets a table of this page be joined with cases and their organisations.
macro_rules! joined_with_cases {
    ($($table:ident),+) => {
        $(
            diesel::joinable!($table -> dissolution (dissolution_id));
            diesel::allow_tables_to_appear_in_same_query!($table, dissolution);
            diesel::allow_tables_to_appear_in_same_query!($table, organisation);
            diesel::allow_tables_to_appear_in_same_query!($table, dissolution_agency);
        )+
    };
}

use super::{dissolution, dissolution_agency, organisation};

diesel::allow_tables_to_appear_in_same_query!(objection_person, dissolution);
diesel::allow_tables_to_appear_in_same_query!(objection_person, organisation);
diesel::allow_tables_to_appear_in_same_query!(objection_person, dissolution_agency);

joined_with_cases!(
    blocker,
    dissolution_notice,
    tax_information,
    objection,
    case_deadline,
    case_missing,
    case_standing
);

diesel::allow_columns_to_appear_in_same_group_by_clause!(
    blocker::asked_agency,
    organisation::district_code,
    organisation::current_commune_code,
    blocker::state,
    blocker::raised_on,
    blocker::due_on,
);
