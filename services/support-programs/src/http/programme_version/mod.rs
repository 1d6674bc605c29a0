//! Versions of programmes: written by the lead agency, adopted by its approver, never rewritten.

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
use crate::{SupportPrograms, usecase::programme::Found};

/// Registers the operations.
pub(super) fn routes(config: &mut Routes) {
    config
        .service(drafting::begin_programme)
        .service(drafting::draft_programme_version)
        .service(versions::list_programme_versions)
        .service(versions::read_programme_version)
        .service(drafting::change_programme_version)
        .service(acts::submit_programme_version)
        .service(acts::return_programme_version)
        .service(acts::adopt_programme_version)
        .service(acts::discard_programme_version)
        .service(acts::give_opinion_on_programme_version);
}

/// How a write answers.
#[derive(Clone, Copy)]
enum Answer {
    Created,
    Changed,
}

/// Does something to a version, once, and answers with the version as it is then.
async fn act<P, F>(
    service: &SupportPrograms,
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
        let (id, version) = (found.version.id, found.version.version);
        let view = VersionView::whole(found, (&principal, act.agencies, act.today()));
        let reply = match answer {
            Answer::Created => {
                Reply::created(format!("/v1/programme-versions/{id}"), version, &view)?
            }
            Answer::Changed => Reply::changed(version, &view)?,
        };
        reply.keeping(&view.without_words())
    })
    .await
}
