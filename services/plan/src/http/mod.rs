//! The operations of the plan: the only place that knows actix and utoipa.

mod allocations;
mod city_report;
mod declarations;
mod evidence;
mod overview;
mod periods;
mod plans;
mod progress;
mod report;
mod task;
mod version;

use htx_kit::{feed, http::Routes};
use htx_model::permission::permit;

use crate::{PlanService, SERVICE};

/// Registers every operation.
pub(crate) fn routes(config: &mut Routes) {
    config
        .service(plans::list_plans)
        .service(plans::read_plan)
        .configure(version::routes)
        .service(allocations::read_plan_allocations)
        .service(progress::read_plan_progress)
        .service(overview::read_plan_overview)
        .service(periods::read_plan_period)
        .service(evidence::read_target_evidence)
        .service(declarations::declare_target)
        .service(declarations::list_declarations)
        .service(declarations::read_declaration)
        .service(declarations::withdraw_declaration)
        .configure(task::routes)
        .configure(report::routes)
        .configure(city_report::routes)
        .configure(feed::operations::<PlanService, permit::PlanFeedRead>(SERVICE.name));
}
