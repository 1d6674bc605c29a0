//! The tables of the directory, as `migrations/directory` makes them.

#![allow(missing_docs, reason = "the migrations describe tables and columns")]

/// Declares the directory's table `organisation` in the schema of a service whose queries join it.
/// (Diesel lets tables of one crate only appear in one query.) Its rows are read with
/// `organisation::all_columns` as [`OrganisationRow`](crate::directory::OrganisationRow).
#[macro_export]
macro_rules! directory_table {
    () => {
        diesel::table! {
            use diesel::sql_types::{BigInt, Bool, Integer, Nullable, Text};
            use $crate::db::types::{CivilDate, Uuid};

            organisation (id) {
                id -> Uuid,
                kind -> Text,
                name -> Text,
                name_key -> Text,
                registration_number -> Nullable<Text>,
                registered_on -> Nullable<CivilDate>,
                status -> Text,
                commune_code -> Text,
                district_code -> Nullable<Text>,
                current_commune_code -> Text,
                main_business_line -> Nullable<Text>,
                sector -> Nullable<Text>,
                people_credit_fund -> Bool,
                charter_capital_vnd -> Nullable<BigInt>,
                member_count -> Nullable<Integer>,
                worker_count -> Nullable<Integer>,
                alliance_member -> Bool,
                position -> BigInt,
            }
        }
    };
}

directory_table!();

diesel::table! {
    use diesel::sql_types::{BigInt, Integer, Nullable, SmallInt};
    use crate::db::types::{CivilDate, Uuid};

    organisation_report (organisation_id, year) {
        organisation_id -> Uuid,
        year -> SmallInt,
        revenue_vnd -> Nullable<BigInt>,
        profit_vnd -> Nullable<BigInt>,
        total_capital_vnd -> Nullable<BigInt>,
        official_member_count -> Nullable<Integer>,
        worker_count -> Nullable<Integer>,
        general_meeting_on -> Nullable<CivilDate>,
        position -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, SmallInt, Text};
    use crate::db::types::Uuid;

    organisation_rating (organisation_id, year) {
        organisation_id -> Uuid,
        year -> SmallInt,
        rating -> Text,
        position -> BigInt,
    }
}

diesel::allow_tables_to_appear_in_same_query!(
    organisation,
    organisation_report,
    organisation_rating
);
