//! The operations on support: the only place that knows actix and utoipa.

mod application;
mod budget;
mod commune_grades;
mod credit_records;
mod dry_run;
mod eligibility;
mod eligibility_facts;
mod filters;
mod grievance_view;
mod grievances;
mod indicators;
mod loan;
mod outcomes;
mod programme_version;
mod programmes;
mod readings;
mod record_totals;
mod standing;
mod support_records;
mod training;
mod young_worker_view;
mod young_workers;

use htx_kit::{feed, http::Routes, indicator};
use htx_model::permission::permit;

use crate::{SERVICE, SupportPrograms};

/// Registers every operation.
pub(crate) fn routes(config: &mut Routes) {
    config
        .service(programmes::list_programmes)
        .service(programmes::read_programme)
        .configure(programme_version::routes)
        .service(eligibility::test_eligibility)
        .service(dry_run::try_eligibility_rules)
        .service(eligibility_facts::list_eligibility_facts)
        .service(commune_grades::list_commune_grades)
        .service(commune_grades::record_commune_grade)
        .service(commune_grades::correct_commune_grade)
        .configure(application::routes)
        .configure(budget::routes)
        .configure(loan::routes)
        .service(credit_records::list_credit_records)
        .service(credit_records::record_credit)
        .service(credit_records::correct_credit_record)
        .service(support_records::list_support_records)
        .service(support_records::list_support_register)
        .service(record_totals::sum_up_support_records)
        .service(record_totals::sum_up_support_register)
        .service(outcomes::compare_support_outcomes)
        .configure(training::routes)
        .service(readings::list_support_personal_data_reads)
        .service(young_workers::list_young_workers)
        .service(young_workers::read_young_worker)
        .service(young_workers::place_young_worker)
        .service(young_workers::record_young_worker_months)
        .service(young_workers::end_young_worker)
        .configure(grievances::routes)
        .service(indicators::list_support_indicators)
        .service(indicators::read_support_indicator)
        .service(indicators::list_support_indicator_records)
        .configure(indicator::internal::<SupportPrograms>(SERVICE.name))
        .configure(feed::operations::<SupportPrograms, permit::SupportFeedRead>(SERVICE.name));
}
