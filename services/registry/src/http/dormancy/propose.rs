//! `POST /v1/dormancy-proposals` and `POST /v1/dormancy-proposals/detect`

use actix_web::{post, web::Data};
use htx_kit::{
    act::write_by,
    auth::Authorized,
    failure::Failure,
    http::{Created, Reply, Submitted},
};
use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    id::OrganisationId,
    permission::permit,
    refusal::{Fault, Refusal, Text},
};
use serde::{Deserialize, Serialize};

use super::view::{ProposalView, Viewer};
use crate::{
    Registry,
    domain::dormancy::{YEARS_DEFAULT, YEARS_MAX},
    store::organisation::Whose,
    usecase::propose_dormancy as usecase,
};

/// A proposal as an officer makes it.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewDormancyProposal {
    /// The organisation that has stopped.
    organisation: OrganisationId,
    /// The first year without a sign of life.
    #[schema(minimum = 1900, maximum = 2200, examples(2023))]
    since_year: i16,
    /// Why it is thought to have stopped (lý do).
    #[schema(min_length = 1, max_length = 1000, examples("Trụ sở đóng cửa, không liên hệ được"))]
    reason: String,
}

/// Propose dormancy (đề xuất ghi nhận ngừng hoạt động)
///
/// Changes nothing of the organisation: an approver decides. One open proposal for each organisation.
#[utoipa::path(
    tag = "dormancy",
    request_body = NewDormancyProposal,
    responses(Created<ProposalView>),
    security(("access_token" = ["dormancy.propose"])),
)]
#[post("/v1/dormancy-proposals")]
pub(super) async fn propose_dormancy(
    registry: Data<Registry>,
    caller: Authorized<permit::DormancyPropose>,
    submitted: Submitted<NewDormancyProposal>,
) -> Result<Reply, Failure> {
    let Submitted { body, once } = submitted;
    write_by(&registry.runtime, caller, once, move |connection, context, caller| {
        let NewDormancyProposal { organisation, since_year, reason } = body;
        let (scope, why) = (&caller.scope, (since_year, reason.as_str()));
        let found = usecase::propose_dormancy(
            connection,
            context,
            scope,
            organisation,
            why,
            caller.principal().id,
        )?;
        let location = format!("/v1/dormancy-proposals/{}", found.1.proposal.id);
        let (version, view) = (found.1.version, Viewer::of(caller).view(found));
        Reply::created(location, version, &view)?.keeping(&view.without_words())
    })
    .await
}

/// What to look for.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DormancyDetection {
    /// So many whole years without a report, a general meeting or tax activity.
    #[serde(default = "years")]
    #[schema(minimum = 1, maximum = 10, default = 2)]
    years: u8,
    /// Only in this district (quận, huyện, thị xã).
    #[schema(value_type = Option<String>, pattern = "^[0-9]{3}$", examples("276"))]
    district: Option<DistrictCode>,
    /// Only in this commune of today (xã, phường).
    #[schema(value_type = Option<String>, pattern = "^[0-9]{5}$", examples("10030"))]
    commune: Option<CommuneCode>,
}

const fn years() -> u8 {
    YEARS_DEFAULT
}

/// What a detection did.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct DormancyDetected {
    /// How many proposals it made.
    #[schema(minimum = 0, maximum = 1000)]
    proposed: usize,
    /// Whether there may be more: another detection goes on.
    more: bool,
}

/// Detect organisations that stopped (rà soát ngừng hoạt động)
///
/// Proposes those of the caller's territory that work by the register but gave no sign of life for
/// whole years: no report, no general meeting, no tax activity on record. At most a thousand at a
/// time. Nobody becomes dormant by it: an approver decides each proposal. One that was dismissed is
/// not proposed again for a year.
#[utoipa::path(
    tag = "dormancy",
    request_body = DormancyDetection,
    responses((status = 200, description = "What was proposed.", body = DormancyDetected)),
    security(("access_token" = ["dormancy.propose"])),
)]
#[post("/v1/dormancy-proposals/detect")]
pub(super) async fn detect_dormancy(
    registry: Data<Registry>,
    caller: Authorized<permit::DormancyPropose>,
    submitted: Submitted<DormancyDetection>,
) -> Result<Reply, Failure> {
    let Submitted { body, once } = submitted;
    let DormancyDetection { years, district, commune } = body;
    if !(1..=YEARS_MAX).contains(&years) {
        return Err(Refusal::rules(vec![out_of_range()]).into());
    }
    write_by(&registry.runtime, caller, once, move |connection, context, caller| {
        let whose = Whose { kind: None, sector: None, district, commune };
        let (scope, what) = (&caller.scope, (whose, years));
        let detected =
            usecase::detect_dormancy(connection, context, scope, what, caller.principal().id)?;
        Reply::done(&DormancyDetected { proposed: detected.made, more: detected.more })
    })
    .await
}

fn out_of_range() -> Fault {
    Fault::new(
        "/years",
        "out_of_range",
        Text::made(
            format!("Số năm phải từ 1 đến {YEARS_MAX}."),
            format!("The years are from 1 to {YEARS_MAX}."),
        ),
    )
}
