//! The program under test: in a data folder of its own, on either database, in one process or
//! several, and how to speak to it.

pub(crate) mod compose;
mod databases;
mod form;
mod http;
mod issuer;
mod organisations;
mod place;
mod process;
mod receiver;
mod server;
mod speaker;
mod suite;

pub(crate) use form::Form;
pub(crate) use http::{Answer, Request};
pub(crate) use issuer::ExternalIssuer;
pub(crate) use organisations::{NewGroup, communes};
pub(crate) use place::{Backend, Place, program};
pub(crate) use process::{Finished, Process};
pub(crate) use receiver::{Message, Receiver};
pub(crate) use speaker::{Login, Speaker};
pub(crate) use suite::{ADMINISTRATOR_PASSWORD, Shape, Suite, free_address};

use std::time::{Duration, Instant};

/// How long anything may take that is not to be waited for at all on a machine in order.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// Asks again and again until there is an answer.
pub(crate) async fn eventually<T>(what: &str, ask: impl AsyncFnMut() -> Option<T>) -> T {
    eventually_within(PATIENCE, what, ask).await
}

/// Likewise, of what may take longer on a machine in order.
pub(crate) async fn eventually_within<T>(
    patience: Duration,
    what: &str,
    mut ask: impl AsyncFnMut() -> Option<T>,
) -> T {
    let started = Instant::now();
    loop {
        if let Some(found) = ask().await {
            return found;
        }
        assert!(started.elapsed() < patience, "waited in vain: {what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
