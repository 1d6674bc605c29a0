//! What every write has in common.

use htx_kit::{
    auth::Authorized,
    context::Context,
    failure::Failure,
    http::{KeyedOnce, Reply, write_once},
};
use htx_model::permission::permit;

use crate::{Notifications, usecase::act::Act};

/// Writes, once: state moves, so it needs an `Idempotency-Key`.
pub(super) async fn write<F>(
    service: &Notifications,
    caller: Authorized<permit::WebhookManage>,
    once: KeyedOnce,
    work: F,
) -> Result<Reply, Failure>
where
    F: FnOnce(&mut Act<'_>) -> Result<Reply, Failure> + Send + 'static,
{
    let context = Context::new(caller.actor(), &service.runtime.ids);
    let (principal, now) = (caller.principal().id, context.now);
    let runtime = &service.runtime;
    write_once(&runtime.database, &runtime.running, principal, now, once, move |connection| {
        work(&mut Act { connection, context: &context, scope: &caller.scope })
    })
    .await
}
