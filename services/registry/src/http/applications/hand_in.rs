//! `POST /v1/applications/{id}/submit` and `POST /v1/applications/{id}/resubmit`

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

/// Hand an application in (nộp hồ sơ)
///
/// Refused with everything that it lacks; `/completeness` tells who can mend each. The authority's
/// clock begins to run.
#[utoipa::path(
    tag = "applications",
    params(PathId<ApplicationId>, IfMatch),
    request_body = NothingFurther,
    responses(Changed<ApplicationView>),
    security(("access_token" = ["application.prepare"])),
)]
#[post("/v1/applications/{id}/submit")]
pub(super) async fn submit_application(
    registry: Data<Registry>,
    caller: Authorized<permit::ApplicationPrepare>,
    id: PathId<ApplicationId>,
    seen: IfMatch,
    submitted: Submitted<NothingFurther>,
) -> Result<Reply, Failure> {
    act(registry, caller, submitted.once, Answer::Changed, move |acting| {
        let Acting { connection, context, caller, ground } = acting;
        usecase::submit(connection, context, caller, ground, (id.0, &seen))
    })
    .await
}

/// Hand an application in again (nộp lại hồ sơ)
///
/// After it was returned and mended. The authority's clock goes on.
#[utoipa::path(
    tag = "applications",
    params(PathId<ApplicationId>, IfMatch),
    request_body = NothingFurther,
    responses(Changed<ApplicationView>),
    security(("access_token" = ["application.prepare"])),
)]
#[post("/v1/applications/{id}/resubmit")]
pub(super) async fn resubmit_application(
    registry: Data<Registry>,
    caller: Authorized<permit::ApplicationPrepare>,
    id: PathId<ApplicationId>,
    seen: IfMatch,
    submitted: Submitted<NothingFurther>,
) -> Result<Reply, Failure> {
    act(registry, caller, submitted.once, Answer::Changed, move |acting| {
        let Acting { connection, context, caller, ground } = acting;
        usecase::resubmit(connection, context, caller, ground, (id.0, &seen))
    })
    .await
}
