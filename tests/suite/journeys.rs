//! One story, from the first administrator's login to the auditor's proof, through the gateway: in
//! one process and in three, on each database.

mod accounts;
mod applications;
mod audit;
mod feed;
mod market;
mod plan;
mod plan_reports;
mod register;
mod support;
mod trade;
mod webhooks;

use serde_json::Value;

use crate::harness::{Backend, Login, Place, Shape, Suite};

/// The sample of a district office's spreadsheet, and what is in it.
pub(crate) const SAMPLE: &[u8] =
    include_bytes!("../../services/registry/tests/data/register-sample.xlsx");
const TRUTH: &str = include_str!("../../services/registry/tests/data/register-sample.truth.json");

/// What the sample holds.
pub(crate) fn truth() -> Value {
    serde_json::from_str(TRUTH).unwrap()
}

/// Who takes part.
struct Story {
    suite: Suite,
    administrator: Login,
    planning: Login,
}

#[tokio::test]
async fn everything_in_one_process_on_sqlite() {
    tell(Backend::Sqlite, Shape::OneProcess).await;
}

#[tokio::test]
async fn gateway_identity_and_registry_apart_on_sqlite() {
    tell(Backend::Sqlite, Shape::SeparateProcesses).await;
}

#[tokio::test]
async fn everything_in_one_process_on_postgresql() {
    tell(Backend::Postgresql, Shape::OneProcess).await;
}

#[tokio::test]
async fn gateway_identity_and_registry_apart_on_postgresql() {
    tell(Backend::Postgresql, Shape::SeparateProcesses).await;
}

async fn tell(backend: Backend, shape: Shape) {
    let Some(place) = Place::on(backend) else { return };
    // The systems that are told stand on this machine.
    let receivers = ["--allow-private-webhooks"];
    let suite = Suite::start_as_with(place, shape, &receivers, &receivers).await;
    let administrator = suite.administrator().await;
    let planning = suite.new_user(&administrator, "officer", "so-tc").await;
    let story = Story { suite, administrator, planning };

    story.planning_imports_the_sample().await;
    story.the_figures_are_those_of_the_truth().await;
    let own = story.a_commune_reads_only_its_own().await;
    let changed = story.the_commune_changes_one(&own).await;
    story.the_auditor_reads_its_past(&changed).await;
    story.the_auditor_proves_the_change_offline(&changed).await;
    story.a_department_s_system_follows_the_feed(&changed).await;
    story.founders_become_a_cooperative(&own).await;
    story.cooperatives_go_to_a_fair(&own).await;
    story.cooperatives_sell(&own).await;
    story.the_plan_is_allocated_and_everybody_sees_where_it_stands().await;
    story.agencies_report_and_planning_makes_the_city_s_report_of_it().await;
    story.each_agency_gives_the_support_that_is_its_duty(&own).await;
    story.systems_of_agencies_are_told_by_webhook(&own).await;
    story.a_login_goes_on_and_ends().await;
    story.a_disabled_user_is_refused_within_seconds().await;
}
