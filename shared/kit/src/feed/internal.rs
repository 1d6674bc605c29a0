//! The feed as the suite's other processes read it: all of it, beneath `/internal`. Not an operation
//! of the interface: no document names it.

use std::time::Duration;

use actix_web::{
    HttpRequest, HttpResponse, Resource,
    web::{self, Data},
};
use serde::Deserialize;

use super::{FEED_LIMIT_MAX, FeedQuery, POSITION_MAX, long_poll};
use crate::{
    failure::Failure,
    http::{StrictQuery, upstream, within_range},
    service::Runtime,
};

/// Where a service tells its events to the suite's other processes.
#[must_use]
pub fn internal_path(service: &str) -> String {
    format!("/internal/v1/{service}/events")
}

pub(super) fn resource<S: AsRef<Runtime> + 'static>(service: &str) -> Resource {
    web::resource(internal_path(service)).route(web::get().to(tell::<S>))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Question {
    after: u64,
    limit: u32,
    wait: u32,
}

async fn tell<S: AsRef<Runtime> + 'static>(
    request: HttpRequest,
    state: Data<S>,
    question: StrictQuery<Question>,
) -> Result<HttpResponse, Failure> {
    let Runtime { database, sealed, waits, internal, .. } = state.get_ref().as_ref();
    internal.require(&request)?;
    let StrictQuery(Question { after, limit, wait }) = question;
    within_range("after", after, 0..=POSITION_MAX)?;
    within_range("limit", limit, 1..=FEED_LIMIT_MAX)?;
    let wanted = FeedQuery::everything(after, limit);
    let wait = Duration::from_secs(u64::from(wait));
    upstream::tell(long_poll(database, sealed.subscribe(), waits, wanted, wait).await)
}
