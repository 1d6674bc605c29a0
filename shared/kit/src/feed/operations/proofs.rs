//! What proves the log: its newest checkpoint, and the hashes that lead to it.

use actix_web::{
    HttpResponse,
    web::{Data, Json},
};
use htx_model::{
    id::EventId,
    permission::{Permit, permit},
    refusal::Refusal,
};
use serde::Deserialize;

use crate::{
    auth::Authorized,
    failure::Failure,
    http::{PathId, Problem, StrictQuery},
    log::{
        checkpoint,
        proof::{self, ConsistencyProof, InclusionProof},
    },
    service::Runtime,
};

/// Read the newest checkpoint (điểm kiểm chứng)
///
/// A signed note (C2SP tlog-checkpoint, Ed25519) that states size and root of this service's log.
/// Keep it: a later log that does not extend it has been rewritten. It is public.
#[utoipa::path(
    get,
    path = "/checkpoint",
    operation_id = "read_service_checkpoint",
    responses(
        (status = 200, description = "The signed note.", content_type = "text/plain", body = String),
        (status = 404, description = "`not_found`: nothing was signed yet.", content_type = "application/problem+json", body = Problem),
    ),
)]
pub(super) async fn read_checkpoint<S: AsRef<Runtime> + 'static>(
    state: Data<S>,
) -> Result<HttpResponse, Failure> {
    let latest = state.get_ref().as_ref().database.read(checkpoint::latest).await?;
    let signed =
        latest.ok_or_else(|| Refusal::not_found("điểm kiểm chứng nào", "checkpoint yet"))?;
    Ok(HttpResponse::Ok().content_type("text/plain; charset=utf-8").body(signed.note))
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
/// that states that root. For events that the caller may read.
#[utoipa::path(
    get,
    path = "/events/{id}/proof",
    operation_id = "prove_service_event",
    params(("id" = EventId, Path, description = "The event's id."), ProofQuery),
    responses(
        (status = 200, description = "The proof.", body = InclusionProof),
        (status = 409, description = "`state_conflict`: the event is not sealed yet, or not within that size.", content_type = "application/problem+json", body = Problem),
    ),
)]
pub(super) async fn prove_event<S, P>(
    state: Data<S>,
    caller: Authorized<permit::LogVerify>,
    id: PathId<EventId>,
    query: StrictQuery<ProofQuery>,
) -> Result<Json<InclusionProof>, Failure>
where
    S: AsRef<Runtime> + 'static,
    P: Permit,
{
    let (PathId(id), StrictQuery(ProofQuery { size })) = (id, query);
    // A proof holds the event itself: it is for those who may read it.
    let scope = caller.scope_of::<P>();
    let database = &state.get_ref().as_ref().database;
    database.read(move |connection| proof::inclusion(connection, &scope, id, size)).await.map(Json)
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
///
/// The hashes that lead from the root at the smaller size to the root at the larger (RFC 6962):
/// compare both with the checkpoints that you kept.
#[utoipa::path(
    get,
    path = "/consistency",
    operation_id = "prove_service_consistency",
    params(ConsistencyQuery),
    responses(
        (status = 200, description = "The proof.", body = ConsistencyProof),
        (status = 409, description = "`state_conflict`: the log does not have these sizes.", content_type = "application/problem+json", body = Problem),
    ),
)]
pub(super) async fn prove_consistency<S: AsRef<Runtime> + 'static>(
    state: Data<S>,
    _caller: Authorized<permit::LogVerify>,
    query: StrictQuery<ConsistencyQuery>,
) -> Result<Json<ConsistencyProof>, Failure> {
    let StrictQuery(ConsistencyQuery { from, to }) = query;
    let database = &state.get_ref().as_ref().database;
    database.read(move |connection| proof::consistency(connection, from, to)).await.map(Json)
}
