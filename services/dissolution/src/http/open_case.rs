//! `POST /v1/dissolutions`

use actix_web::{HttpRequest, post, web::Data};
use htx_kit::{
    auth::Authorized,
    failure::Failure,
    http::{Created, IdempotencyKey, Keyed, Reply},
};
use htx_model::{date::Date, dissolution::Route, id::OrganisationId, permission::permit};
use serde::Deserialize;

use super::{
    act::{Acting, Answer, act},
    case_view::CaseView,
};
use crate::{
    Dissolutions,
    domain::step::Said,
    usecase::open_case::{self as usecase, Opening},
};

/// A case as an officer opens it.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewDissolution {
    /// Of which organisation (tổ chức).
    organisation_id: OrganisationId,
    /// By which way (hình thức giải thể).
    route: Route,
    /// The legal document and article relied on (căn cứ).
    #[schema(min_length = 1, max_length = 300, examples("2645/UBND-KHĐT"))]
    legal_basis: String,
    /// Why (lý do).
    #[serde(default)]
    #[schema(min_length = 1, max_length = 1000, examples("Ngừng hoạt động từ năm 2016"))]
    reason: Option<String>,
    /// The day from which it holds (ngày hiệu lực); today where it is not said.
    #[serde(default)]
    effective_on: Option<Date>,
    /// The login name of whoever is responsible (cán bộ phụ trách); the caller's where nobody is
    /// named.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 200, examples("commune-10045.officer"))]
    responsible_officer: Option<String>,
}

/// Open a dissolution case (mở hồ sơ giải thể)
///
/// By an officer of the district or commune of the seat; of unions, by the planning agency. One open
/// case for each organisation. Nothing changes in the register yet.
#[utoipa::path(
    tag = "dissolutions",
    params(IdempotencyKey),
    request_body = NewDissolution,
    responses(Created<CaseView>),
    security(("access_token" = ["dissolution.prepare"])),
)]
#[post("/v1/dissolutions")]
pub(super) async fn open_dissolution(
    request: HttpRequest,
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionPrepare>,
    submitted: Keyed<NewDissolution>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let opening = Opening {
        organisation: body.organisation_id,
        route: body.route,
        said: Said {
            effective_on: body.effective_on,
            legal_basis: body.legal_basis,
            reason: body.reason,
        },
        responsible_officer: body.responsible_officer,
    };
    act(&request, &service, caller, once, Answer::Created, move |acting| {
        let Acting { connection, context, caller, agency_name } = acting;
        usecase::open_case(connection, context, caller, agency_name, opening)
    })
    .await
}
