//! What every act on an application has in common.

use actix_web::web::Data;
use htx_kit::{
    act::write_by,
    auth::Authorized,
    context::Context,
    db::Connection,
    failure::Failure,
    http::{Once, Reply},
};
use htx_model::permission::{Permission, Permit};
use serde::Deserialize;

use super::view::{ApplicationView, Onlooker};
use crate::{
    Registry,
    store::application::StoredApplication,
    usecase::application::{Caller, Ground, Written},
};

/// An act that needs nothing further.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NothingFurther {}

/// What an act is done with.
pub(super) struct Acting<'a> {
    pub(super) connection: &'a mut Connection,
    pub(super) context: &'a Context,
    pub(super) caller: &'a Caller,
    pub(super) ground: Ground<'a>,
}

/// How an act answers.
#[derive(Clone, Copy)]
pub(super) enum Answer {
    Created,
    Changed,
}

/// Does something to an application, once, and answers with it as it is then. The one who acts sees
/// the personal data that the act is about where it is theirs to see.
pub(super) async fn act<P, F>(
    registry: Data<Registry>,
    caller: Authorized<P>,
    once: Once,
    answer: Answer,
    work: F,
) -> Result<Reply, Failure>
where
    P: Permit,
    F: FnOnce(Acting<'_>) -> Result<Written, Failure> + Send + 'static,
{
    let (units, holidays) = (registry.units.clone(), registry.holidays.clone());
    write_by(&registry.runtime, caller, once, move |connection, context, caller| {
        let acting = Acting {
            connection,
            context,
            caller: &Caller { id: caller.principal().id, scope: caller.scope.clone() },
            ground: Ground { units: &units, holidays: &holidays },
        };
        let Written { application, content, version, recorded_at } = work(acting)?;
        let reach = caller.principal().scope(Permission::PersonalDataRead);
        let unmasked = reach.covers(&application.placement());
        let id = application.id;
        let stored = StoredApplication { application, version, recorded_at };
        let today = context.today();
        let onlooker = Onlooker { principal: caller.principal(), holidays: &holidays, today };
        let view = ApplicationView::whole(stored, Some(content), unmasked, &onlooker);
        let reply = match answer {
            Answer::Created => Reply::created(format!("/v1/applications/{id}"), version, &view)?,
            Answer::Changed => Reply::changed(version, &view)?,
        };
        reply.keeping(&view.masked())
    })
    .await
}
