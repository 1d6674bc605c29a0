//! What every act on a case has in common.

use actix_web::HttpRequest;
use htx_kit::{
    act::write_by,
    auth::Authorized,
    context::Context,
    db::Connection,
    failure::Failure,
    http::{KeyedOnce, Reply, language},
};
use htx_model::permission::Permit;

use super::case_view::{CaseView, Onlooker};
use crate::{
    Dissolutions,
    store::case::StoredCase,
    usecase::{hold::Caller, read_case},
};

/// What an act is done with.
pub(super) struct Acting<'a> {
    pub(super) connection: &'a mut Connection,
    pub(super) context: &'a Context,
    pub(super) caller: &'a Caller,
    /// The name that the caller's agency has today: what a step is signed with.
    pub(super) agency_name: Option<String>,
}

/// How an act answers.
#[derive(Clone, Copy)]
pub(super) enum Answer {
    Created,
    Changed,
}

/// Does something to a case, once, and answers with the case as it is then. It needs an
/// `Idempotency-Key`: state moves.
pub(super) async fn act<P, F>(
    request: &HttpRequest,
    service: &Dissolutions,
    caller: Authorized<P>,
    once: KeyedOnce,
    answer: Answer,
    work: F,
) -> Result<Reply, Failure>
where
    P: Permit,
    F: FnOnce(Acting<'_>) -> Result<StoredCase, Failure> + Send + 'static,
{
    let language = language(request);
    let agencies = service.agencies.clone();
    write_by(&service.runtime, caller, once, move |connection, context, caller| {
        let agency = context.actor.agency.as_ref().and_then(|code| agencies.get(code));
        let stored = work(Acting {
            connection,
            context,
            caller: &Caller { id: caller.principal().id, scope: caller.scope.clone() },
            agency_name: agency.map(|agency| agency.name_vi.clone()),
        })?;
        let found = read_case::found(connection, stored, context.today())?;
        let (id, version) = (found.stored.case.id, found.stored.version);
        let onlooker = Onlooker { principal: caller.principal(), language };
        let view = CaseView::whole(found, &onlooker);
        let reply = match answer {
            Answer::Created => Reply::created(format!("/v1/dissolutions/{id}"), version, &view)?,
            Answer::Changed => Reply::changed(version, &view)?,
        };
        reply.keeping(&view.without_words())
    })
    .await
}

/// Writes in a case, once: money or state moves, so it needs an `Idempotency-Key`.
pub(super) async fn write<P, F>(
    service: &Dissolutions,
    caller: Authorized<P>,
    once: KeyedOnce,
    work: F,
) -> Result<Reply, Failure>
where
    P: Permit,
    F: FnOnce(&mut Connection, &Context, &Caller) -> Result<Reply, Failure> + Send + 'static,
{
    write_by(&service.runtime, caller, once, move |connection, context, caller| {
        let caller = Caller { id: caller.principal().id, scope: caller.scope.clone() };
        work(connection, context, &caller)
    })
    .await
}
