//! `POST /v1/plans`, `POST /v1/plans/{code}/versions`,
//! `POST /v1/plans/{code}/targets/{target}/allocations`, `PATCH /v1/plan-versions/{id}`

use actix_web::{patch, post, web::Data};
use htx_kit::{
    act::Act,
    auth::Authorized,
    failure::Failure,
    http::{Changed, Created, IdempotencyKey, IfMatch, Keyed, PathId, PathIds, Reply},
};
use htx_model::{
    id::PlanVersionId,
    permission::permit,
    plan::Receivers,
    refusal::{ErrorCode, Refusal, Text},
};
use serde::Deserialize;

use super::{Answer, act, view::VersionView};
use crate::{
    PlanService,
    domain::{
        allocation,
        plan::{self, Head},
        version::Said,
    },
    usecase::version::{change, draft},
};

/// A plan as planning begins it (kế hoạch mới).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[schema(as = NewPlan)]
#[serde(deny_unknown_fields)]
pub(super) struct PlanBegun {
    /// Its code (mã kế hoạch), for ever once a version is adopted.
    #[schema(
        min_length = 1,
        max_length = 40,
        pattern = "^[a-z0-9]+(-[a-z0-9]+)*$",
        examples("hn-2026")
    )]
    code: String,
    /// The year (năm): one plan each.
    #[schema(minimum = 2021, maximum = 2100, examples(2026))]
    year: i16,
    /// The years that it belongs to (giai đoạn).
    #[schema(
        min_length = 9,
        max_length = 9,
        pattern = "^[0-9]{4}-[0-9]{4}$",
        examples("2026-2030")
    )]
    period: String,
    /// What it says (nội dung).
    content: plan::Content,
}

/// Begin a yearly plan (lập kế hoạch năm)
///
/// With its first version as a draft; the plan is known to others once that is adopted. Targets refer to
/// indicators by their code; one that no service computes has declared figures only. By an officer of
/// planning.
#[utoipa::path(
    tag = "plans",
    params(IdempotencyKey),
    request_body = PlanBegun,
    responses(Created<VersionView>),
    security(("access_token" = ["plan.prepare"])),
)]
#[post("/v1/plans")]
pub(super) async fn begin_plan(
    service: Data<PlanService>,
    caller: Authorized<permit::PlanPrepare>,
    submitted: Keyed<PlanBegun>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let PlanBegun { code, year, period, content } = body;
    let head = Head { code, year, period };
    act(&service, caller, once, Answer::Created, move |act| draft::begin(act, head, content)).await
}

/// The next version of a plan (phiên bản tiếp theo của kế hoạch).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewPlanVersion {
    /// What it says (nội dung): what the last adopted version says, where nothing is given.
    #[serde(default)]
    content: Option<plan::Content>,
}

/// Begin the next version of a plan (điều chỉnh kế hoạch)
///
/// One at a time. Without `content` it is a copy of the last adopted version, to be changed. By an
/// officer of planning.
#[utoipa::path(
    tag = "plans",
    params(("code" = String, Path, description = "The plan's code (mã kế hoạch).", max_length = 40, pattern = "^[a-z0-9-]+$", example = "hn-2025"), IdempotencyKey),
    request_body = NewPlanVersion,
    responses(Created<VersionView>),
    security(("access_token" = ["plan.prepare"])),
)]
#[post("/v1/plans/{code}/versions")]
pub(super) async fn draft_plan_version(
    service: Data<PlanService>,
    caller: Authorized<permit::PlanPrepare>,
    code: PathId<String>,
    submitted: Keyed<NewPlanVersion>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let work = move |act: &mut Act<'_>| draft::next(act, &code.0, body.content);
    act(&service, caller, once, Answer::Created, work).await
}

/// An allocation of a target (phân bổ chỉ tiêu).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewAllocation {
    /// Among whom (phân bổ cho).
    receivers: Receivers,
    /// Who is to reach how much (nội dung).
    content: allocation::Content,
}

/// Begin the allocation of a target, or its next version (lập phân bổ chỉ tiêu)
///
/// Among the city's agencies, the districts or the communes; one at a time of each. Of a count, what is
/// given out and what is kept add up to the target when it is handed in; of a share or a mean, each line
/// is the level that its receiver is to reach. By an officer of planning.
#[utoipa::path(
    tag = "plan allocations",
    params(
        ("code" = String, Path, description = "The plan's code (mã kế hoạch).", max_length = 40, pattern = "^[a-z0-9-]+$", example = "hn-2025"),
        ("target" = String, Path, description = "The target's code, or its number in the plan (chỉ tiêu).", max_length = 60, pattern = "^[0-9a-z_.]+$", example = "training_classes"),
        IdempotencyKey,
    ),
    request_body = NewAllocation,
    responses(Created<VersionView>),
    security(("access_token" = ["plan.prepare"])),
)]
#[post("/v1/plans/{code}/targets/{target}/allocations")]
pub(super) async fn draft_allocation(
    service: Data<PlanService>,
    caller: Authorized<permit::PlanPrepare>,
    of: PathIds<String, String>,
    submitted: Keyed<NewAllocation>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let NewAllocation { receivers, content } = body;
    let work = move |act: &mut Act<'_>| draft::allocate(act, (&of.0, &of.1), receivers, content);
    act(&service, caller, once, Answer::Created, work).await
}

/// What a version says, anew, all of it (nội dung mới): `plan` of a plan, `allocation` of an allocation.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PlanVersionChange {
    /// What the plan says (nội dung kế hoạch).
    #[serde(default)]
    plan: Option<plan::Content>,
    /// How the target is allocated (nội dung phân bổ).
    #[serde(default)]
    allocation: Option<allocation::Content>,
    /// What the plan is called, and of which years it is, put right (mã, năm, giai đoạn): while no version of
    /// it was ever adopted. As it is where nothing is given.
    #[serde(default)]
    #[schema(required = false)]
    head: Option<Head>,
}

impl PlanVersionChange {
    fn said(self) -> Result<(Said, Option<Head>), Refusal> {
        let head = self.head;
        let said = match (self.plan, self.allocation) {
            (Some(content), None) => Said::Plan(content),
            (None, Some(content)) => Said::Allocation(content),
            (Some(_), Some(_)) | (None, None) => {
                return Err(Refusal::new(
                    ErrorCode::InvalidBody,
                    Text::fixed(
                        "Phải có đúng một trong hai: “plan” hoặc “allocation”.",
                        "There must be one of “plan” and “allocation”.",
                    ),
                ));
            }
        };
        Ok((said, head))
    }
}

/// Write in a version of a plan or allocation (sửa bản kế hoạch, bản phân bổ)
///
/// While it is a draft. Each fault is told at its place. Until a version of the plan is adopted, its code,
/// year and period are put right with it. By an officer of planning.
#[utoipa::path(
    tag = "plans",
    params(PathId<PlanVersionId>, IfMatch, IdempotencyKey),
    request_body = PlanVersionChange,
    responses(Changed<VersionView>),
    security(("access_token" = ["plan.prepare"])),
)]
#[patch("/v1/plan-versions/{id}")]
pub(super) async fn change_plan_version(
    service: Data<PlanService>,
    caller: Authorized<permit::PlanPrepare>,
    id: PathId<PlanVersionId>,
    seen: IfMatch,
    submitted: Keyed<PlanVersionChange>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let work = move |act: &mut Act<'_>| {
        let (said, head) = body.said()?;
        change::change(act, (id.0, &seen), said, head)
    };
    act(&service, caller, once, Answer::Changed, work).await
}
