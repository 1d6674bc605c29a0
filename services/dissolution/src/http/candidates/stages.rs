//! `POST /v1/dissolution-candidates/warn`, `/warn-again`, `/decide` and `/withdraw`

use std::num::NonZeroU32;

use actix_web::{HttpRequest, post, web::Data};
use htx_kit::{
    act::write_by,
    auth::Authorized,
    failure::Failure,
    http::{IdempotencyKey, Keyed, KeyedOnce, Reply, language},
};
use htx_model::{
    date::Date,
    dissolution::planning::{BulkOutcome, CandidateAction, CandidateState},
    id::{DissolutionCandidateId, DissolutionId},
    language::Language,
    permission::{Permit, permit},
};
use serde::{Deserialize, Serialize};

use crate::{
    Dissolutions,
    usecase::{
        candidate::{self as usecase, Item, Own, Staged, Staging},
        hold::Caller,
    },
};

/// A candidate with the version that was read (đề xuất).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CandidateItem {
    /// Which.
    candidate_id: DissolutionCandidateId,
    /// The version that was read: where it has changed since, nothing is done with it.
    #[schema(value_type = u64, minimum = 1, maximum = 4_294_967_295_u64)]
    version: NonZeroU32,
}

/// With which candidates a stage is taken (các đề xuất).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CandidateStage {
    /// Which.
    #[schema(min_items = 1, max_items = 500)]
    items: Vec<CandidateItem>,
}

/// A candidate that is decided, with what is decided of it by itself (đề xuất được quyết định).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DecidedCandidate {
    /// Which.
    candidate_id: DissolutionCandidateId,
    /// The version that was read: where it has changed since, nothing is done with it.
    #[schema(value_type = u64, minimum = 1, maximum = 4_294_967_295_u64)]
    version: NonZeroU32,
    /// The legal document relied on for this one (căn cứ riêng): that of all where it is not said.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 300, examples("48/QĐ-UBND"))]
    legal_basis: Option<String>,
    /// The login name of the officer who is responsible for its case (cán bộ phụ trách): the one of
    /// the plan in force where nobody is named, else whoever proposed it.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 200, examples("commune-10045.officer"))]
    responsible_officer: Option<String>,
}

/// Which candidates are decided (quyết định).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CandidateDecision {
    /// Which: one, or up to 500 at once.
    #[schema(min_items = 1, max_items = 500)]
    items: Vec<DecidedCandidate>,
    /// The legal document relied on (căn cứ): that of the cases that are opened.
    #[schema(min_length = 1, max_length = 300, examples("2645/UBND-KHĐT"))]
    legal_basis: String,
}

/// Which candidates are withdrawn (rút).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CandidateWithdrawal {
    /// Which.
    #[schema(min_items = 1, max_items = 500)]
    items: Vec<CandidateItem>,
    /// Why (lý do).
    #[schema(min_length = 1, max_length = 1000, examples("Hợp tác xã đã hoạt động trở lại"))]
    reason: String,
}

/// What came of one candidate (kết quả).
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = StagedDissolutionCandidate)]
pub(super) struct StagedView {
    /// Which.
    candidate_id: DissolutionCandidateId,
    /// Whether it was done (kết quả).
    outcome: BulkOutcome,
    /// Where it stands now; null where nothing was done.
    #[schema(required)]
    state: Option<CandidateState>,
    /// Its version now; null where nothing was done.
    #[schema(required, minimum = 1)]
    version: Option<i64>,
    /// The case that was opened (hồ sơ giải thể).
    #[schema(required)]
    dissolution_id: Option<DissolutionId>,
    /// Why nothing was done: a code as problems have it.
    #[schema(required, max_length = 50, examples("state_conflict"))]
    code: Option<&'static str>,
    /// The same in words (lý do).
    #[schema(required, max_length = 2000)]
    detail: Option<String>,
}

impl StagedView {
    fn of(staged: Staged, language: Language) -> Self {
        let id = staged.id;
        match staged.outcome {
            Ok(candidate) => Self {
                candidate_id: id,
                outcome: BulkOutcome::Done,
                state: Some(candidate.state),
                version: Some(candidate.version),
                dissolution_id: candidate.dissolution,
                code: None,
                detail: None,
            },
            Err(refusal) => Self {
                candidate_id: id,
                outcome: BulkOutcome::Refused,
                state: None,
                version: None,
                dissolution_id: None,
                code: Some(refusal.code.code()),
                detail: Some(refusal.detail.in_language(language).to_owned()),
            },
        }
    }
}

/// What came of a stage (kết quả từng đề xuất).
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = DissolutionCandidateStaging)]
pub(super) struct StagingView {
    /// The day.
    on: Date,
    /// With how many it was taken (đã thực hiện).
    #[schema(minimum = 0, maximum = 500)]
    done: usize,
    /// With how many it was not (không thực hiện).
    #[schema(minimum = 0, maximum = 500)]
    refused: usize,
    /// Each, in the order in which it was named.
    #[schema(max_items = 500)]
    items: Vec<StagedView>,
}

/// Warn candidates (cảnh báo)
///
/// Those that are proposed; up to 500 in one transaction, each with its own outcome.
#[utoipa::path(
    tag = "dissolution candidates",
    params(IdempotencyKey),
    request_body = CandidateStage,
    responses((status = 200, description = "What came of each.", body = StagingView)),
    security(("access_token" = ["dissolution.prepare"])),
)]
#[post("/v1/dissolution-candidates/warn")]
pub(super) async fn warn_dissolution_candidates(
    request: HttpRequest,
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionPrepare>,
    submitted: Keyed<CandidateStage>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    take(&request, &service, caller, once, staging(CandidateAction::Warn, body.items)).await
}

/// Warn candidates again (cảnh báo lần hai)
///
/// Those that were warned, once the waiting period has passed; up to 500 in one transaction, each
/// with its own outcome.
#[utoipa::path(
    tag = "dissolution candidates",
    params(IdempotencyKey),
    request_body = CandidateStage,
    responses((status = 200, description = "What came of each.", body = StagingView)),
    security(("access_token" = ["dissolution.prepare"])),
)]
#[post("/v1/dissolution-candidates/warn-again")]
pub(super) async fn warn_dissolution_candidates_again(
    request: HttpRequest,
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionPrepare>,
    submitted: Keyed<CandidateStage>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    take(&request, &service, caller, once, staging(CandidateAction::WarnAgain, body.items)).await
}

/// Decide candidates (quyết định mở hồ sơ giải thể)
///
/// Those that were warned twice, once the waiting period has passed, by somebody who neither proposed
/// nor warned them: a dissolution case is opened for each that the rule still finds. One by one, or up
/// to 500 in one transaction, each with its own outcome, and its own document and officer where they
/// are named.
#[utoipa::path(
    tag = "dissolution candidates",
    params(IdempotencyKey),
    request_body = CandidateDecision,
    responses((status = 200, description = "What came of each.", body = StagingView)),
    security(("access_token" = ["dissolution.decide"])),
)]
#[post("/v1/dissolution-candidates/decide")]
pub(super) async fn decide_dissolution_candidates(
    request: HttpRequest,
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionDecide>,
    submitted: Keyed<CandidateDecision>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let item = |one: DecidedCandidate| Item {
        id: one.candidate_id,
        version: one.version.get().into(),
        own: Own { legal_basis: one.legal_basis, responsible_officer: one.responsible_officer },
    };
    let staging = Staging {
        action: CandidateAction::Decide,
        items: body.items.into_iter().map(item).collect(),
        reason: None,
        legal_basis: Some(body.legal_basis),
    };
    take(&request, &service, caller, once, staging).await
}

/// Withdraw candidates (rút đề xuất)
///
/// At any stage before the decision, for a reason; up to 500 in one transaction, each with its own
/// outcome.
#[utoipa::path(
    tag = "dissolution candidates",
    params(IdempotencyKey),
    request_body = CandidateWithdrawal,
    responses((status = 200, description = "What came of each.", body = StagingView)),
    security(("access_token" = ["dissolution.prepare"])),
)]
#[post("/v1/dissolution-candidates/withdraw")]
pub(super) async fn withdraw_dissolution_candidates(
    request: HttpRequest,
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionPrepare>,
    submitted: Keyed<CandidateWithdrawal>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let mut staging = staging(CandidateAction::Withdraw, body.items);
    staging.reason = Some(body.reason);
    take(&request, &service, caller, once, staging).await
}

fn staging(action: CandidateAction, items: Vec<CandidateItem>) -> Staging {
    let item = |one: CandidateItem| Item {
        id: one.candidate_id,
        version: one.version.get().into(),
        own: Own::default(),
    };
    let items = items.into_iter().map(item).collect();
    Staging { action, items, reason: None, legal_basis: None }
}

async fn take<P: Permit>(
    request: &HttpRequest,
    service: &Data<Dissolutions>,
    caller: Authorized<P>,
    once: KeyedOnce,
    staging: Staging,
) -> Result<Reply, Failure> {
    let language = language(request);
    let own = service.clone();
    write_by(&service.runtime, caller, once, move |connection, context, caller| {
        let who = Caller { id: caller.principal().id, scope: caller.scope.clone() };
        let agency = context.actor.agency.as_ref().and_then(|code| own.agencies.get(code));
        let whom = (&who, agency.map(|agency| agency.name_vi.as_str()));
        let staged = usecase::stage(connection, context, &own, whom, &staging)?;
        let done = staged.iter().filter(|one| one.outcome.is_ok()).count();
        Reply::done(&StagingView {
            on: context.today(),
            done,
            refused: staged.len() - done,
            items: staged.into_iter().map(|one| StagedView::of(one, language)).collect(),
        })
    })
    .await
}
