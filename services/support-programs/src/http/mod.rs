//! The operations on support: the only place that knows actix and utoipa.

mod application;
mod budget;
mod commune_grades;
mod credit_records;
mod dry_run;
mod eligibility;
mod eligibility_facts;
mod filters;
mod loan;
mod programme_version;
mod programmes;
mod readings;
mod standing;
mod support_records;
mod training;
mod write;

use htx_kit::feed;
use htx_model::permission::permit;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{SERVICE, SupportPrograms};

/// Registers every operation.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(programmes::list_programmes)
        .service(programmes::read_programme)
        .configure(programme_version::routes)
        .service(eligibility::test_eligibility)
        .service(dry_run::try_eligibility_rules)
        .service(eligibility_facts::list_eligibility_facts)
        .service(commune_grades::list_commune_grades)
        .service(commune_grades::record_commune_grade)
        .configure(application::routes)
        .configure(budget::routes)
        .configure(loan::routes)
        .service(credit_records::list_credit_records)
        .service(credit_records::record_credit)
        .service(support_records::list_support_records)
        .configure(training::routes)
        .service(readings::list_support_personal_data_reads)
        .service(feed::operations::<SupportPrograms, permit::EventRead>(SERVICE.name));
}
