//! The registry's operations: the only place that knows actix and utoipa.

mod administrative_units;
mod change_organisation;
mod events;
mod import_register;
mod list_organisations;
mod organisation_history;
mod read_organisation;
mod reference_documents;
mod register_organisation;
mod reports_and_members;
mod wire;

use utoipa_actix_web::service_config::ServiceConfig;

/// Registers every operation.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_organisations::list_organisations)
        .service(register_organisation::register_organisation)
        .service(read_organisation::read_organisation_by_number)
        .service(read_organisation::read_organisation)
        .service(change_organisation::change_organisation)
        .service(organisation_history::read_organisation_history)
        .service(reports_and_members::list_annual_reports)
        .service(reports_and_members::list_members)
        .service(import_register::import_register)
        .service(import_register::read_import)
        .service(administrative_units::list_administrative_units)
        .service(administrative_units::resolve_commune)
        .service(reference_documents::read_reference_document)
        .service(events::read_registry_events)
        .service(events::read_registry_checkpoint)
        .service(events::prove_registry_event)
        .service(events::prove_registry_consistency);
}
