//! `/v1/plan-versions`: plans and allocations on their way.

mod acts;
mod drafting;
mod versions;
mod view;

use htx_kit::{
    act::{Act, write},
    auth::Authorized,
    failure::Failure,
    http::{KeyedOnce, Reply, Routes},
};
use htx_model::permission::Permit;

use self::view::VersionView;
use crate::{PlanService, usecase::version::Found};

/// Registers the operations.
pub(super) fn routes(config: &mut Routes) {
    config
        .service(drafting::begin_plan)
        .service(drafting::draft_plan_version)
        .service(drafting::draft_allocation)
        .service(versions::list_plan_versions)
        .service(versions::read_plan_version)
        .service(drafting::change_plan_version)
        .service(acts::submit_plan_version)
        .service(acts::return_plan_version)
        .service(acts::adopt_plan_version)
        .service(acts::discard_plan_version);
}

/// How a write answers.
#[derive(Clone, Copy)]
enum Answer {
    Created,
    Changed,
}

/// Does something to a version, once, and answers with the version as it is then.
async fn act<P, F>(
    service: &PlanService,
    caller: Authorized<P>,
    once: KeyedOnce,
    answer: Answer,
    work: F,
) -> Result<Reply, Failure>
where
    P: Permit,
    F: FnOnce(&mut Act<'_>) -> Result<Found, Failure> + Send + 'static,
{
    let principal = caller.principal().clone();
    write(&service.runtime, caller, once, move |act| {
        let found = work(act)?;
        let (id, version) = (found.1.id, found.1.version);
        let view = VersionView::of(found, &principal);
        let reply = match answer {
            Answer::Created => Reply::created(format!("/v1/plan-versions/{id}"), version, &view)?,
            Answer::Changed => Reply::changed(version, &view)?,
        };
        reply.keeping(&view.without_words())
    })
    .await
}
