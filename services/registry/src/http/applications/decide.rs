//! `POST /v1/applications/{id}/approve` and `POST /v1/applications/{id}/reject`

use actix_web::{post, web::Data};
use htx_kit::{
    auth::Authorized,
    failure::Failure,
    http::{Changed, IfMatch, PathId, Reply, Submitted},
};
use htx_model::{id::ApplicationId, permission::permit};
use serde::Deserialize;

use super::{
    act::{Acting, Answer, act},
    view::ApplicationView,
};
use crate::{
    Registry,
    usecase::application::{self as usecase, Approval},
};

/// What an application is approved by.
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ApplicationApproval {
    /// The article relied on (căn cứ); the decree on registration where it is not said.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 300, examples("92/2024/NĐ-CP"))]
    legal_basis: Option<String>,
    /// The registration numbers that the tax system gave meanwhile (mã số), one for each new
    /// organisation in the order of the proposal; those of the proposal where they are left out.
    #[serde(default)]
    #[schema(max_items = 20)]
    registration_numbers: Vec<GivenNumber>,
}

/// A registration number that the tax system gave (mã số).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(transparent)]
#[schema(pattern = "^[0-9]{10}(-[0-9]{3})?$", examples("0101248141"))]
pub(super) struct GivenNumber(String);

/// Why an application is rejected.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ApplicationRejection {
    /// The reason (lý do từ chối).
    #[schema(min_length = 1, max_length = 1000, examples("Ngành nghề bị cấm kinh doanh"))]
    reason: String,
    /// The article relied on (căn cứ).
    #[schema(min_length = 1, max_length = 300, examples("17/2023/QH15"))]
    legal_basis: String,
}

/// Approve an application (chấp thuận)
///
/// All is checked anew by the register as it stands; the register is changed and the certificate
/// issued in one transaction. Never by who prepared the file. A certificate is issued where what it
/// certifies changes: not for branches, pauses and their end.
#[utoipa::path(
    tag = "applications",
    params(PathId<ApplicationId>, IfMatch),
    request_body = ApplicationApproval,
    responses(Changed<ApplicationView>),
    security(("access_token" = ["application.decide"])),
)]
#[post("/v1/applications/{id}/approve")]
pub(super) async fn approve_application(
    registry: Data<Registry>,
    caller: Authorized<permit::ApplicationDecide>,
    id: PathId<ApplicationId>,
    seen: IfMatch,
    submitted: Submitted<ApplicationApproval>,
) -> Result<Reply, Failure> {
    let Submitted { body: ApplicationApproval { legal_basis, registration_numbers }, once } =
        submitted;
    act(registry, caller, once, Answer::Changed, move |acting| {
        let Acting { connection, context, caller, ground } = acting;
        let registration_numbers =
            registration_numbers.into_iter().map(|GivenNumber(number)| number).collect();
        let approval = Approval { legal_basis, registration_numbers };
        usecase::approve(connection, context, caller, ground, (id.0, &seen), approval)
    })
    .await
}

/// Reject an application (từ chối)
///
/// With the reason and the article. Never by who prepared the file.
#[utoipa::path(
    tag = "applications",
    params(PathId<ApplicationId>, IfMatch),
    request_body = ApplicationRejection,
    responses(Changed<ApplicationView>),
    security(("access_token" = ["application.decide"])),
)]
#[post("/v1/applications/{id}/reject")]
pub(super) async fn reject_application(
    registry: Data<Registry>,
    caller: Authorized<permit::ApplicationDecide>,
    id: PathId<ApplicationId>,
    seen: IfMatch,
    submitted: Submitted<ApplicationRejection>,
) -> Result<Reply, Failure> {
    let Submitted { body: ApplicationRejection { reason, legal_basis }, once } = submitted;
    act(registry, caller, once, Answer::Changed, move |acting| {
        let Acting { connection, context, caller, .. } = acting;
        usecase::reject(connection, context, caller, (id.0, &seen), reason, legal_basis)
    })
    .await
}
