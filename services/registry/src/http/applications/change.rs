//! `PATCH /v1/applications/{id}`

use actix_web::{patch, web::Data};
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
    domain::application::{Attachment, Proposal},
    http::change_organisation::given,
    usecase::application::{self as usecase, Amendment},
};

/// A change: what is given replaces as a whole, what is absent stays.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ApplicationChange {
    /// What is asked for, of the same kind (nội dung đề nghị).
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    proposal: Option<Proposal>,
    /// The documents (thành phần hồ sơ).
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false, max_items = 50)]
    attachments: Option<Vec<Attachment>>,
}

/// Change an application (sửa hồ sơ)
///
/// A draft, or one that was returned.
#[utoipa::path(
    tag = "applications",
    params(PathId<ApplicationId>, IfMatch),
    request_body = ApplicationChange,
    responses(Changed<ApplicationView>),
    security(("access_token" = ["application.prepare"])),
)]
#[patch("/v1/applications/{id}")]
pub(super) async fn change_application(
    registry: Data<Registry>,
    caller: Authorized<permit::ApplicationPrepare>,
    id: PathId<ApplicationId>,
    seen: IfMatch,
    submitted: Submitted<ApplicationChange>,
) -> Result<Reply, Failure> {
    let documents = caller.scope_of::<permit::DocumentRead>();
    let Submitted { body: ApplicationChange { proposal, attachments }, once } = submitted;
    act(registry, caller, once, Answer::Changed, move |acting| {
        let Acting { connection, context, caller, ground } = acting;
        let amendment = Amendment { proposal, attachments };
        usecase::change(connection, context, caller, ground, &documents, (id.0, &seen), amendment)
    })
    .await
}
