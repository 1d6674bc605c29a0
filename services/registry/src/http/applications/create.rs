//! `POST /v1/applications`

use actix_web::{post, web::Data};
use htx_kit::{
    auth::Authorized,
    failure::Failure,
    http::{Created, Reply, Submitted},
};
use htx_model::{id::OrganisationId, permission::permit};
use serde::Deserialize;

use super::{
    act::{Acting, Answer, act},
    view::ApplicationView,
};
use crate::{
    Registry,
    domain::application::{Attachment, Proposal},
    usecase::application::{self as usecase, NewApplication},
};

/// What is applied for.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewApplication)]
pub(super) struct NewApplicationBody {
    /// The organisation that applies: for all kinds but an establishment (tổ chức nộp hồ sơ).
    #[serde(default)]
    organisation_id: Option<OrganisationId>,
    /// What is asked for (nội dung đề nghị).
    proposal: Proposal,
    /// The documents: uploaded before at `/v1/documents` (thành phần hồ sơ).
    #[serde(default)]
    #[schema(max_items = 50)]
    attachments: Vec<Attachment>,
}

/// Begin an application (lập hồ sơ)
///
/// A draft, which may lack what is needed to hand it in. An organisation files for itself, an officer
/// for founders and for the organisations of the agency's territory.
#[utoipa::path(
    tag = "applications",
    request_body = NewApplicationBody,
    responses(Created<ApplicationView>),
    security(("access_token" = ["application.prepare"])),
)]
#[post("/v1/applications")]
pub(super) async fn create_application(
    registry: Data<Registry>,
    caller: Authorized<permit::ApplicationPrepare>,
    submitted: Submitted<NewApplicationBody>,
) -> Result<Reply, Failure> {
    let documents = caller.scope_of::<permit::DocumentRead>();
    let Submitted { body, once } = submitted;
    let NewApplicationBody { organisation_id: organisation, proposal, attachments } = body;
    act(registry, caller, once, Answer::Created, move |acting| {
        let Acting { connection, context, caller, ground } = acting;
        let new = NewApplication { organisation, proposal, attachments };
        usecase::create(connection, context, caller, ground, &documents, new)
    })
    .await
}
