//! `POST /v1/applications/{id}/withdraw`

use actix_web::{post, web::Data};
use htx_kit::{
    auth::Authorized,
    failure::Failure,
    http::{Changed, IfMatch, PathId, Reply, Submitted},
};
use htx_model::{id::ApplicationId, permission::permit};

use super::{
    act::{Acting, Answer, NothingFurther, act},
    view::ApplicationView,
};
use crate::{Registry, usecase::application as usecase};

/// Withdraw an application (rút hồ sơ)
///
/// Before it is decided.
#[utoipa::path(
    tag = "applications",
    params(PathId<ApplicationId>, IfMatch),
    request_body = NothingFurther,
    responses(Changed<ApplicationView>),
    security(("access_token" = ["application.prepare"])),
)]
#[post("/v1/applications/{id}/withdraw")]
pub(super) async fn withdraw_application(
    registry: Data<Registry>,
    caller: Authorized<permit::ApplicationPrepare>,
    id: PathId<ApplicationId>,
    seen: IfMatch,
    submitted: Submitted<NothingFurther>,
) -> Result<Reply, Failure> {
    act(registry, caller, submitted.once, Answer::Changed, move |acting| {
        let Acting { connection, context, caller, .. } = acting;
        usecase::withdraw(connection, context, caller, (id.0, &seen))
    })
    .await
}
