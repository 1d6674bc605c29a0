//! `GET /v1/registry/events`, and the proofs of the registry's log.

use std::time::Duration;

use actix_web::{
    get,
    web::{Data, Json},
};
use htx_kit::{
    auth::Authorized,
    failure::Failure,
    feed::{self, FeedFilter, FeedPage, FeedQuery},
    http::{PathId, StrictQuery},
    log::{
        checkpoint,
        proof::{self, ConsistencyProof, InclusionProof},
    },
};
use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    id::EventId,
    permission::permit,
    refusal::Refusal,
};
use serde::Deserialize;

use crate::Registry;

/// From where to read the feed, and what of it.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct EventsQuery {
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
    /// Of this type only.
    #[serde(rename = "type")]
    #[param(max_length = 100, example = "organisation.changed")]
    kind: Option<String>,
    /// Of this district only.
    #[param(value_type = Option<String>, pattern = "^[0-9]{3}$", example = "276")]
    district: Option<DistrictCode>,
    /// Of this commune of today only.
    #[param(value_type = Option<String>, pattern = "^[0-9]{5}$", example = "10030")]
    commune: Option<CommuneCode>,
}

/// Read the registry's change feed (dòng sự kiện)
///
/// Every change, in the order of the log, within the caller's territory. At least once: keep
/// `next_after` in the transaction of your effect and go on from there. With `wait` the answer comes
/// as soon as there is an event.
#[utoipa::path(
    tag = "registry log",
    params(EventsQuery),
    responses(
        (status = 200, description = "A page of the feed.", body = FeedPage),
        (status = 410, description = "`position_gone`: events after this position are no longer kept; the advice tells where to go on.", content_type = "application/problem+json", body = htx_kit::http::Problem),
    ),
    security(("access_token" = ["event.read"])),
)]
#[get("/v1/registry/events")]
pub(super) async fn read_registry_events(
    registry: Data<Registry>,
    caller: Authorized<permit::EventRead>,
    query: StrictQuery<EventsQuery>,
) -> Result<Json<FeedPage>, Failure> {
    let StrictQuery(query) = query;
    let limit = query.limit.unwrap_or(100);
    require_range("limit", limit, 1, feed::FEED_LIMIT_MAX)?;
    require_range("wait", query.wait, 0, 30)?;
    let wanted = FeedQuery {
        after: query.after,
        limit,
        scope: caller.scope.clone(),
        filter: FeedFilter {
            types: query.kind.into_iter().collect(),
            districts: query.district.into_iter().collect(),
            communes: query.commune.into_iter().collect(),
            ..FeedFilter::default()
        },
    };
    let runtime = &registry.runtime;
    let wait = Duration::from_secs(u64::from(query.wait));
    feed::long_poll(&runtime.database, runtime.sealed.subscribe(), wanted, wait).await.map(Json)
}

fn require_range(name: &str, value: u32, least: u32, most: u32) -> Result<(), Refusal> {
    use htx_model::refusal::Text;
    if (least..=most).contains(&value) {
        return Ok(());
    }
    Err(Refusal::parameter(
        name,
        Text::made(
            format!("{name} phải từ {least} đến {most}."),
            format!("{name} must be from {least} to {most}."),
        ),
    ))
}

/// Read the registry's newest checkpoint (điểm kiểm chứng)
///
/// A signed note (C2SP tlog-checkpoint, Ed25519) that states size and root of the log. Keep it: a
/// later log that does not extend it has been rewritten.
#[utoipa::path(
    tag = "registry log",
    responses((status = 200, description = "The signed note.", content_type = "text/plain", body = String)),
)]
#[get("/v1/registry/checkpoint")]
pub(super) async fn read_registry_checkpoint(
    registry: Data<Registry>,
) -> Result<actix_web::HttpResponse, Failure> {
    let latest = registry.runtime.database.read(checkpoint::latest).await?;
    let signed =
        latest.ok_or_else(|| Refusal::not_found("điểm kiểm chứng nào", "checkpoint yet"))?;
    Ok(actix_web::HttpResponse::Ok().content_type("text/plain; charset=utf-8").body(signed.note))
}

/// Which size of the log a proof is for.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ProofQuery {
    /// The size; the newest checkpoint's if not said.
    #[param(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    size: Option<u64>,
}

/// Prove an event (chứng minh sự kiện)
///
/// The hashes that lead from the event to the root of the log (RFC 6962), with the signed checkpoint
/// that states that root.
#[utoipa::path(
    tag = "registry log",
    params(("id" = EventId, Path, description = "The event's id."), ProofQuery),
    responses((status = 200, description = "The proof.", body = InclusionProof)),
    security(("access_token" = ["log.verify"])),
)]
#[get("/v1/registry/events/{id}/proof")]
pub(super) async fn prove_registry_event(
    registry: Data<Registry>,
    _caller: Authorized<permit::LogVerify>,
    id: PathId<EventId>,
    query: StrictQuery<ProofQuery>,
) -> Result<Json<InclusionProof>, Failure> {
    let (PathId(id), StrictQuery(ProofQuery { size })) = (id, query);
    let proof = registry
        .runtime
        .database
        .read(move |connection| proof::inclusion(connection, id, size))
        .await?;
    Ok(Json(proof))
}

/// Between which sizes of the log a proof is for.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ConsistencyQuery {
    /// The smaller size.
    #[param(minimum = 1, maximum = 9_007_199_254_740_991_i64, example = 1)]
    from: u64,
    /// The larger size.
    #[param(minimum = 1, maximum = 9_007_199_254_740_991_i64, example = 1)]
    to: u64,
}

/// Prove that the log only grew (chứng minh nhật ký không bị viết lại)
#[utoipa::path(
    tag = "registry log",
    params(ConsistencyQuery),
    responses((status = 200, description = "The proof.", body = ConsistencyProof)),
    security(("access_token" = ["log.verify"])),
)]
#[get("/v1/registry/consistency")]
pub(super) async fn prove_registry_consistency(
    registry: Data<Registry>,
    _caller: Authorized<permit::LogVerify>,
    query: StrictQuery<ConsistencyQuery>,
) -> Result<Json<ConsistencyProof>, Failure> {
    let StrictQuery(ConsistencyQuery { from, to }) = query;
    let proof = registry
        .runtime
        .database
        .read(move |connection| proof::consistency(connection, from, to))
        .await?;
    Ok(Json(proof))
}
