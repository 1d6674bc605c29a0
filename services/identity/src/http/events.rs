//! `GET /v1/identity/events`

use std::time::Duration;

use actix_web::{
    get,
    web::{Data, Json},
};
use htx_kit::{
    auth::Authorized,
    failure::Failure,
    feed::{self, FEED_LIMIT_MAX, FeedFilter, FeedPage, FeedQuery, POSITION_MAX},
    http::{StrictQuery, within_range},
};
use htx_model::permission::permit;
use serde::Deserialize;

use crate::state::State;

/// From where to read the feed.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct IdentityEventsQuery {
    /// The `next_after` of the page before; 0 from the beginning.
    #[serde(default)]
    #[param(minimum = 0, maximum = 9_007_199_254_740_991_i64, default = 0)]
    after: u64,
    /// The most events on the page.
    #[param(minimum = 1, maximum = 1000, default = 100)]
    limit: Option<u32>,
    /// Seconds to wait for an event where there is none.
    #[serde(default)]
    #[param(minimum = 0, maximum = 30, default = 0)]
    wait: u32,
}

/// Read the identity service's change feed (dòng sự kiện)
///
/// Every change of accounts, logins and keys, in the order of the log: for those who may read all
/// accounts, such as the auditors. Holds no secret and no person's name.
#[utoipa::path(
    tag = "identity log",
    params(IdentityEventsQuery),
    responses(
        (status = 200, description = "A page of the feed.", body = FeedPage),
        (status = 410, description = "`position_gone`: events after this position are no longer kept; the advice tells where to go on.", content_type = "application/problem+json", body = htx_kit::http::Problem),
    ),
    security(("access_token" = ["user.read"])),
)]
#[get("/v1/identity/events")]
pub(super) async fn read_identity_events(
    state: Data<State>,
    caller: Authorized<permit::UserRead>,
    query: StrictQuery<IdentityEventsQuery>,
) -> Result<Json<FeedPage>, Failure> {
    let StrictQuery(IdentityEventsQuery { after, limit, wait }) = query;
    let limit = limit.unwrap_or(100);
    within_range("after", after, 0..=POSITION_MAX)?;
    within_range("limit", limit, 1..=FEED_LIMIT_MAX)?;
    within_range("wait", wait, 0..=30)?;
    let scope = caller.scope.clone();
    let wanted = FeedQuery { after, limit, scope, filter: FeedFilter::default() };
    let runtime = &state.runtime;
    let wait = Duration::from_secs(u64::from(wait));
    feed::long_poll(&runtime.database, runtime.sealed.subscribe(), wanted, wait).await.map(Json)
}
