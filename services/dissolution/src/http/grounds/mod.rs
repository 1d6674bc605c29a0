//! What the steps of a case rest on: survey, custody, decision, tax clearance.

mod custody;
mod decision;
mod decision_view;
mod import_surveys;
mod read_survey_import;
mod survey;
mod survey_import_view;
mod tax_clearances;

use htx_kit::http::Routes;

/// Registers the operations.
pub(super) fn routes(config: &mut Routes) {
    config
        .service(survey::read_survey)
        .service(survey::write_survey)
        .service(import_surveys::import_surveys)
        .service(read_survey_import::read_survey_import)
        .service(custody::read_custody)
        .service(custody::write_custody)
        .service(decision::read_decision)
        .service(decision::prepare_decision)
        .service(tax_clearances::list_tax_clearances)
        .service(tax_clearances::record_tax_clearance);
}
