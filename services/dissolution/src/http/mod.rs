//! The operations on dissolutions: the only place that knows actix and utoipa.

mod act;
mod answers;
mod assign;
mod audit;
mod candidates;
mod case_view;
mod documents;
mod grounds;
mod indicators;
mod list_cases;
mod money;
mod open_case;
mod personal_data;
mod plans;
mod read_case;
mod register;
mod statistics;
mod steps;

use htx_kit::{feed, http::Routes, indicator};
use htx_model::permission::permit;

use crate::{Dissolutions, SERVICE};

/// Registers every operation.
pub(crate) fn routes(config: &mut Routes) {
    config
        .service(list_cases::list_dissolutions)
        .service(open_case::open_dissolution)
        .service(read_case::read_dissolution)
        .service(documents::upload_case_document)
        .service(documents::list_case_documents)
        .service(documents::read_case_document)
        .service(documents::download_case_document)
        .service(assign::assign_responsible_officer)
        .configure(grounds::routes)
        .configure(steps::routes)
        .configure(answers::routes)
        .configure(audit::routes)
        .configure(register::routes)
        .configure(money::routes)
        .configure(plans::routes)
        .configure(candidates::routes)
        .service(statistics::read_dissolution_statistics)
        .service(indicators::list_dissolution_indicators)
        .service(indicators::read_dissolution_indicator)
        .service(indicators::list_dissolution_indicator_records)
        .configure(indicator::internal::<Dissolutions>(SERVICE.name))
        .service(personal_data::list_case_personal_data_reads)
        .configure(feed::operations::<Dissolutions, permit::DissolutionFeedRead>(SERVICE.name));
}
