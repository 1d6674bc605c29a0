//! The registry's tables as Diesel sees them; a test compares them with both databases.

mod advice_log;
mod alliance;
mod applications;
mod certification;
mod dissolution;
mod duty;
pub(super) mod national_system;
mod people;
mod personal_data;
mod sums;

pub(super) use alliance::{alliance_membership, petition};
pub(super) use people::{contribution, manager, member, signing_rule};
pub(super) use personal_data::personal_data_read;

pub(in crate::store) use advice_log::{advice, advice_follow_up, advice_founder};
pub(in crate::store) use applications::{
    application, application_content, application_party, branch, branch_person,
    organisation_succession, suspension,
};
pub(in crate::store) use certification::{certificate, certificate_person};
pub(in crate::store) use dissolution::dissolution_case;
pub(in crate::store) use sums::{entry_sum, rating_sum, report_sum};

pub(in crate::store) use duty::{
    annual_report, dormancy_proposal, earlier_annual_report, earlier_rating, rating_criteria,
    tax_activity, yearly_rating,
};

diesel::table! {
    use diesel::sql_types::{BigInt, Binary, Bool, Integer, Nullable, Text};
    use htx_kit::db::types::{CivilDate, Instant, Uuid};

    organisation (id) {
        id -> Uuid,
        kind -> Text,
        name -> Text,
        name_key -> Text,
        name_sort -> Binary,
        registration_number -> Nullable<Text>,
        registered_on -> Nullable<CivilDate>,
        status -> Text,
        address_line -> Nullable<Text>,
        commune_code -> Text,
        district_code -> Nullable<Text>,
        current_commune_code -> Text,
        needs_address_review -> Bool,
        main_business_line -> Nullable<Text>,
        sector -> Nullable<Text>,
        people_credit_fund -> Bool,
        charter_capital_vnd -> Nullable<BigInt>,
        member_count -> Nullable<Integer>,
        worker_count -> Nullable<Integer>,
        alliance_member -> Bool,
        version -> BigInt,
        recorded_at -> Instant,
        address_reviewed_on -> Nullable<CivilDate>,
        size_class -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::{Nullable, Text};
    use htx_kit::db::types::Uuid;

    representative (organisation_id) {
        organisation_id -> Uuid,
        name -> Nullable<Text>,
        phone -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::{Double, Integer, Nullable, Text};
    use htx_kit::db::types::CivilDate;

    administrative_unit (ordinal) {
        ordinal -> Integer,
        level -> Text,
        code -> Text,
        kind -> Text,
        name -> Text,
        district_code -> Nullable<Text>,
        valid_from -> Nullable<CivilDate>,
        valid_to -> Nullable<CivilDate>,
        latitude -> Nullable<Double>,
        longitude -> Nullable<Double>,
    }
}

diesel::table! {
    use diesel::sql_types::{Bool, Text};

    administrative_succession (from_code, to_code) {
        from_code -> Text,
        to_code -> Text,
        is_default -> Bool,
    }
}

diesel::table! {
    use diesel::sql_types::Text;
    use htx_kit::db::types::Instant;

    reference_document (name) {
        name -> Text,
        content -> Text,
        recorded_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{Bool, Nullable, Text};
    use htx_kit::db::types::{Instant, Uuid};

    import_run (id) {
        id -> Uuid,
        file_name -> Text,
        sha256 -> Text,
        dry_run -> Bool,
        actor_name -> Text,
        agency_code -> Nullable<Text>,
        report -> Text,
        recorded_at -> Instant,
    }
}

diesel::allow_tables_to_appear_in_same_query!(
    organisation,
    representative,
    annual_report,
    member,
    yearly_rating,
    dormancy_proposal,
    tax_activity,
);
diesel::allow_tables_to_appear_in_same_query!(organisation, suspension);
diesel::allow_tables_to_appear_in_same_query!(organisation, alliance_membership);
diesel::allow_tables_to_appear_in_same_query!(organisation, petition);
diesel::allow_tables_to_appear_in_same_query!(organisation, earlier_annual_report);
diesel::allow_tables_to_appear_in_same_query!(organisation, earlier_rating);
diesel::allow_tables_to_appear_in_same_query!(organisation, application);
diesel::allow_tables_to_appear_in_same_query!(organisation, organisation_succession);

diesel::joinable!(representative -> organisation (organisation_id));
diesel::joinable!(annual_report -> organisation (organisation_id));
diesel::joinable!(yearly_rating -> organisation (organisation_id));
diesel::joinable!(dormancy_proposal -> organisation (organisation_id));

#[cfg(test)]
mod tests {
    #[test]
    fn the_declared_tables_are_those_of_both_databases() {
        let folder = env!("CARGO_MANIFEST_DIR");
        htx_kit::testing::declared_tables_are_real(folder, crate::SERVICE.migrations);
    }
}
