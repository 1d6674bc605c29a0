//! The registry's operations: the only place that knows actix and utoipa.

mod address_reviews;
mod administrative_units;
mod advice;
mod alliance;
mod annual_reports;
mod applications;
mod branches;
mod certificate;
mod change_organisation;
mod documents;
mod dormancy;
mod import_register;
mod indicator_records;
mod indicators;
mod list_organisations;
mod listed;
mod match_organisations;
mod national_system;
mod organisation_brief;
mod organisation_history;
mod organisation_succession;
mod organisation_table;
mod organisation_view;
mod people;
mod personal_data;
mod ratings;
mod read_organisation;
mod reference_documents;
mod register_organisation;
mod reminders;
mod size_class;
mod suspensions;
mod tax_activity;
mod uploaded_file;
mod year;

use htx_kit::{feed, http::Routes, indicator};
use htx_model::permission::permit;

use crate::Registry;

/// Registers every operation.
pub(crate) fn routes(config: &mut Routes) {
    config
        .service(list_organisations::list_organisations)
        .service(register_organisation::register_organisation)
        .service(match_organisations::match_organisations)
        .service(read_organisation::read_organisation_by_number)
        .service(read_organisation::read_organisation)
        .service(change_organisation::change_organisation)
        .service(organisation_history::read_organisation_history)
        .configure(annual_reports::routes)
        .configure(ratings::routes)
        .configure(dormancy::routes)
        .service(size_class::read_size_class)
        .service(reminders::list_reminders)
        .service(tax_activity::list_tax_activity)
        .service(tax_activity::record_tax_activity)
        .service(certificate::list::list_certificates)
        .service(certificate::verify::verify_certificate)
        .service(certificate::read::read_certificate)
        .service(certificate::document::print_certificate)
        .service(certificate::revoke::revoke_certificate)
        .service(documents::upload_document)
        .service(documents::read_document)
        .service(documents::download_document)
        .service(address_reviews::list_address_reviews)
        .service(address_reviews::resolve_address_review)
        .service(advice::list::list_advice)
        .service(advice::record::record_advice)
        .service(advice::record::read_advice)
        .service(advice::act::follow_advice_up)
        .service(advice::act::link_advice)
        .service(people::members::list_members)
        .service(people::members::read_member)
        .service(people::change_members::admit_member)
        .service(people::change_members::leave)
        .service(people::contributions::record_contribution)
        .service(people::contributions::list_contributions)
        .service(people::managers::list_managers)
        .service(people::managers::appoint_manager)
        .service(people::managers::end_office)
        .service(people::signing::read_signing_rule)
        .service(people::signing::set_signing_rule)
        .service(people::signing::check_signing)
        .service(people::unions::list_unions)
        .service(personal_data::list_personal_data_reads)
        .service(alliance::memberships::list_alliance_memberships)
        .service(alliance::memberships::join_alliance)
        .service(alliance::memberships::read_alliance_membership)
        .service(alliance::memberships::end_alliance_membership)
        .service(alliance::petitions::list_petitions)
        .service(alliance::petitions::file_petition)
        .service(alliance::petitions::read_petition)
        .service(alliance::petition_steps::forward_petition)
        .service(alliance::petition_steps::answer_petition)
        .service(alliance::petition_steps::close_petition)
        .service(alliance::petition_steps::withdraw_petition)
        .service(branches::list_branches)
        .service(organisation_succession::read_succession)
        .service(suspensions::list_suspensions)
        .configure(applications::routes)
        .service(import_register::import_register)
        .service(import_register::read_import)
        .service(indicators::list_indicators)
        .service(indicators::read_indicator)
        .service(indicator_records::list_indicator_records)
        .configure(indicator::internal::<Registry>("registry"))
        .service(national_system::reconcile)
        .service(national_system::list_reconciliations)
        .service(national_system::read_reconciliation)
        .service(national_system::list_differences)
        .service(national_system::accept_differences)
        .service(national_system::export_national_system)
        .service(national_system::list_national_columns)
        .service(administrative_units::list_administrative_units)
        .service(administrative_units::resolve_commune)
        .service(reference_documents::read_reference_document)
        .configure(feed::operations::<Registry, permit::EventRead>("registry"));
}
