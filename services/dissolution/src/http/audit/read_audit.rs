//! `GET /v1/dissolutions/{id}/audit`

use actix_web::{
    get,
    web::{Data, Json},
};
use htx_kit::{
    auth::Authorized,
    failure::Failure,
    http::{PathId, StrictQuery},
    log::{
        TreeHash,
        history::LoggedBody,
        proof::{Paths, leaf_hash},
    },
};
use htx_model::{
    date::{Date, Instant},
    id::{DissolutionId, EventId},
    permission::permit,
    refusal::{Refusal, Text},
};
use serde::{Deserialize, Serialize};

use crate::{
    Dissolutions,
    domain::dossier::{Dossier, Moment},
    usecase::audit::{self as usecase, Audited},
};

/// Of when.
#[derive(Debug, Clone, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct AuditQuery {
    /// The day on which facts held in law (ngày xem); the day of `known_at`, or today, where it is not
    /// said.
    as_of: Option<Date>,
    /// The instant by which they were known: what the newest checkpoint of the log covers that was signed
    /// by then. All that is recorded where it is not said.
    known_at: Option<Instant>,
}

/// The moment that is asked for: never one to come, of which nobody knows.
pub(super) fn moment(
    as_of: Option<Date>,
    known_at: Option<Instant>,
    now: Instant,
) -> Result<Moment, Refusal> {
    let future = |name| {
        let (vi, en) = ("Thời điểm này chưa đến.", "That moment has not come yet.");
        Refusal::parameter(name, Text::fixed(vi, en))
    };
    if known_at.is_some_and(|instant| instant > now) {
        return Err(future("known_at"));
    }
    let day = as_of.unwrap_or_else(|| known_at.unwrap_or(now).date());
    if day > now.date() {
        return Err(future("as_of"));
    }
    Ok(Moment { as_of: day, known_at })
}

/// Proof that a step stands in the log (chứng minh trong nhật ký).
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct StepProof {
    /// The step's event.
    event_id: EventId,
    /// Whether it has its position in the log; until then it is recorded, and can be proven in a
    /// moment.
    sealed: bool,
    /// Its position, from 1.
    #[schema(required, minimum = 1)]
    position: Option<u64>,
    /// The hash of its bytes as a leaf of the tree (RFC 6962).
    leaf_hash: TreeHash,
    /// The hashes beside the path from the leaf to the root of the checkpoint; null where the
    /// checkpoint does not cover it yet.
    #[schema(required, max_items = 128)]
    inclusion: Option<Vec<TreeHash>>,
}

/// The log behind the view (nhật ký).
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct AuditLog {
    /// The public key of the log, as `htx verify --key` takes it.
    #[schema(
        max_length = 300,
        examples("htx/dissolution+5d7a1c3e+AVUx4q0b2hCq8Qq2Jt2iRj4bR2mCqS0bYJm5x4yq7r3E")
    )]
    key: String,
    /// The newest signed checkpoint, against which is proven; null before the first.
    #[schema(required, max_length = 2000)]
    checkpoint: Option<String>,
    /// How many events were recorded about the case by then.
    #[schema(minimum = 1, maximum = 20_000)]
    events: u32,
    /// How many of them are not sealed yet.
    #[schema(minimum = 0, maximum = 20_000)]
    unsealed: u32,
    /// The proof of each step, in the order of the steps.
    #[schema(max_items = 1000)]
    steps: Vec<StepProof>,
}

/// A case as an auditor reads it, with its proofs.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = ProvenDissolutionAudit)]
pub(super) struct AuditView {
    /// What the events of the case say.
    audit: Dossier,
    /// The proofs.
    log: AuditLog,
}

impl AuditView {
    fn of(audited: Audited, mut paths: Option<Paths>, key: String) -> Self {
        let mut proof = |body: &LoggedBody| StepProof {
            event_id: body.id,
            sealed: body.position.is_some(),
            position: body.position,
            leaf_hash: leaf_hash(&body.body),
            inclusion: paths
                .as_mut()
                .zip(body.position)
                .and_then(|(paths, position)| paths.hashes.remove(&position)),
        };
        let steps = audited.steps().map(&mut proof).collect();
        let count = |number| u32::try_from(number).unwrap_or(u32::MAX);
        let unsealed = audited.bodies.iter().filter(|body| body.position.is_none()).count();
        let log = AuditLog {
            key,
            checkpoint: paths.map(|paths| paths.checkpoint),
            events: count(audited.bodies.len()),
            unsealed: count(unsealed),
            steps,
        };
        Self { audit: audited.dossier, log }
    }
}

/// Read a case as an auditor (xem hồ sơ giải thể để kiểm toán)
///
/// Everything at once: state, route, each step with who decided it, under the agency's name then, with
/// legal basis, documents and digests; the money in sums, blockers, notices, objections, deadlines,
/// what is missing; and the proof of each step in the log. It is made out of the case's events alone.
/// `as_of` gives what held on an earlier day, `known_at` what the record said at an earlier instant:
/// what is corrected later never changes an answer about before.
#[utoipa::path(
    tag = "dissolution audit",
    params(PathId<DissolutionId>, AuditQuery),
    responses((status = 200, description = "The case.", body = AuditView)),
    security(("access_token" = ["dissolution_audit.read"])),
)]
#[get("/v1/dissolutions/{id}/audit")]
pub(super) async fn read_dissolution_audit(
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionAuditRead>,
    id: PathId<DissolutionId>,
    query: StrictQuery<AuditQuery>,
) -> Result<Json<AuditView>, Failure> {
    let (PathId(id), StrictQuery(query)) = (id, query);
    let runtime = &service.runtime;
    let at = moment(query.as_of, query.known_at, runtime.ids.now())?;
    let key = runtime.log_key()?.verifier().to_string();
    let own = service.clone();
    let work = move |connection: &mut _| {
        let audited = usecase::read(connection, &own, &caller.scope, id, at)?;
        let paths = usecase::prove_steps(connection, &audited)?;
        Ok(AuditView::of(audited, paths, key))
    };
    runtime.database.read(work).await.map(Json)
}
