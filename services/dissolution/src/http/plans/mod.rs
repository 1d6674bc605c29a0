//! Yearly dissolution plans, and the city's figures of them.

mod change_plan;
mod city;
mod city_records;
mod list_plans;
mod open_plan;
mod plan_steps;
mod plan_view;
mod read_plan;

use htx_kit::http::Routes;

pub(super) use plan_view::PlannedView;

/// Registers every operation.
pub(super) fn routes(config: &mut Routes) {
    config
        .service(list_plans::list_dissolution_plans)
        .service(open_plan::open_dissolution_plan)
        // Before the one that takes any id.
        .service(city::read_city_dissolution_plan)
        .service(city_records::list_city_dissolution_plan_records)
        .service(read_plan::read_dissolution_plan)
        .service(read_plan::read_dissolution_plan_revision)
        .service(change_plan::change_dissolution_plan)
        .service(plan_steps::submit_dissolution_plan)
        .service(plan_steps::return_dissolution_plan)
        .service(plan_steps::approve_dissolution_plan)
        .service(plan_steps::reopen_dissolution_plan);
}
