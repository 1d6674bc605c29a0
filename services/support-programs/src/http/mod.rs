//! The operations on support: the only place that knows actix and utoipa.

mod application;
mod budget;
mod credit_records;
mod filters;
mod loan;
mod support_records;
mod write;

use htx_kit::feed;
use htx_model::permission::permit;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{SERVICE, SupportPrograms};

/// Registers every operation.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .configure(application::routes)
        .configure(budget::routes)
        .configure(loan::routes)
        .service(credit_records::list_credit_records)
        .service(credit_records::record_credit)
        .service(support_records::list_support_records)
        .service(feed::operations::<SupportPrograms, permit::EventRead>(SERVICE.name));
}
