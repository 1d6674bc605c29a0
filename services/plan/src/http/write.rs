//! What every write has in common.

use htx_kit::act::Act;
use htx_kit::{
    auth::Authorized,
    context::Context,
    failure::Failure,
    http::{KeyedOnce, Reply, write_once},
};
use htx_model::permission::Permit;

pub(super) use htx_kit::http::Nothing;

use crate::PlanService;

/// Writes, once: money or state moves, so it needs an `Idempotency-Key`.
pub(super) async fn write<P, F>(
    service: &PlanService,
    caller: Authorized<P>,
    once: KeyedOnce,
    work: F,
) -> Result<Reply, Failure>
where
    P: Permit,
    F: FnOnce(&mut Act<'_>) -> Result<Reply, Failure> + Send + 'static,
{
    let context = Context::new(caller.actor(), &service.runtime.ids);
    let (principal, now) = (caller.principal().id, context.now);
    let agencies = service.agencies.clone();
    let runtime = &service.runtime;
    write_once(&runtime.database, &runtime.running, principal, now, once, move |connection| {
        work(&mut Act {
            connection,
            context: &context,
            who: principal,
            scope: &caller.scope,
            agencies: &agencies,
        })
    })
    .await
}
