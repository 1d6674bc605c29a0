//! Keeps the running service in order.

use std::{sync::Arc, time::Duration};

use actix_web::rt::time::sleep;
use htx_kit::{auth::JwksClient, context::Context, db::Connection, failure::Failure, http};
use htx_model::date::Instant;

use super::rotate_signing_key;
use crate::{
    state::State,
    store::{guess, login, revocation},
};

/// How often this process looks at what others of its service revoked.
const REVOCATIONS_PERIOD: Duration = Duration::from_secs(1);
/// How many of those periods pass between two rounds of cleaning and of looking at the keys.
const ROUND: u32 = 30;
/// A transaction shows its revocations at most this much later than the instant that they bear.
const OVERLAP_SECONDS: i64 = 60;

/// Runs until it is dropped.
pub(crate) async fn tend(state: Arc<State>, external: Option<JwksClient>) {
    let poll = async {
        if let Some(client) = external {
            client.run().await;
        }
    };
    tokio::join!(poll, rounds(&state));
}

async fn rounds(state: &Arc<State>) {
    let mut beat = 0_u32;
    loop {
        let now = state.runtime.ids.now();
        report(take_over_revocations(state, now.plus_seconds(-OVERLAP_SECONDS)).await);
        if beat == 0 {
            report(round(state, now).await);
        }
        beat = (beat + 1) % ROUND;
        sleep(REVOCATIONS_PERIOD).await;
    }
}

/// A round that failed is made up for by the next.
fn report(outcome: Result<(), Failure>) {
    match outcome {
        Ok(()) => {}
        Err(Failure::Unavailable(cause)) => tracing::debug!(%cause, "identity could not be tended"),
        Err(failure) => tracing::error!(%failure, "identity could not be tended"),
    }
}

/// Applies what was revoked after an instant, by any process.
pub(crate) async fn take_over_revocations(
    state: &Arc<State>,
    after: Instant,
) -> Result<(), Failure> {
    let read = move |connection: &mut Connection| revocation::after(connection, after);
    for revocation in state.runtime.database.read(read).await? {
        state.revocations.revoke(revocation);
    }
    Ok(())
}

async fn round(state: &Arc<State>, now: Instant) -> Result<(), Failure> {
    state.limiter.forget();
    rotate_signing_key::reload(state, now).await?;
    let context = Context::of_operator("identity", &state.runtime.ids);
    rotate_signing_key::rotate_if_due(state, context).await?;
    let write = move |connection: &mut Connection| {
        login::forget(connection, now)?;
        guess::forget(connection, now)?;
        revocation::forget(connection, now)?;
        http::forget_old(connection, now).map(drop)
    };
    state.runtime.database.write(write).await
}
