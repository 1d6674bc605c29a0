//! `POST /v1/applications/{id}/start-review` and `POST /v1/applications/{id}/return`

use actix_web::{post, web::Data};
use htx_kit::{
    auth::Authorized,
    failure::Failure,
    http::{Changed, IfMatch, PathId, Reply, Submitted},
};
use htx_model::{id::ApplicationId, permission::permit};
use serde::Deserialize;

use super::{
    act::{Acting, Answer, NothingFurther, act},
    view::ApplicationView,
};
use crate::{Registry, domain::application::Finding, usecase::application as usecase};

/// What the applicant must mend.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ApplicationReturn {
    /// Each document or field with what is to be mended there (nội dung cần bổ sung).
    #[schema(min_items = 1, max_items = 100)]
    findings: Vec<Finding>,
}

/// Take an application up (tiếp nhận thẩm định)
///
/// Whoever does so has prepared the file, and cannot decide it.
#[utoipa::path(
    tag = "applications",
    params(PathId<ApplicationId>, IfMatch),
    request_body = NothingFurther,
    responses(Changed<ApplicationView>),
    security(("access_token" = ["application.review"])),
)]
#[post("/v1/applications/{id}/start-review")]
pub(super) async fn start_review(
    registry: Data<Registry>,
    caller: Authorized<permit::ApplicationReview>,
    id: PathId<ApplicationId>,
    seen: IfMatch,
    submitted: Submitted<NothingFurther>,
) -> Result<Reply, Failure> {
    act(registry, caller, submitted.once, Answer::Changed, move |acting| {
        let Acting { connection, context, caller, .. } = acting;
        usecase::start_review(connection, context, caller, (id.0, &seen))
    })
    .await
}

/// Return an application (yêu cầu bổ sung)
///
/// With everything that is to be mended. The authority's clock stands still until it is handed in
/// again.
#[utoipa::path(
    tag = "applications",
    params(PathId<ApplicationId>, IfMatch),
    request_body = ApplicationReturn,
    responses(Changed<ApplicationView>),
    security(("access_token" = ["application.review"])),
)]
#[post("/v1/applications/{id}/return")]
pub(super) async fn return_application(
    registry: Data<Registry>,
    caller: Authorized<permit::ApplicationReview>,
    id: PathId<ApplicationId>,
    seen: IfMatch,
    submitted: Submitted<ApplicationReturn>,
) -> Result<Reply, Failure> {
    let Submitted { body: ApplicationReturn { findings }, once } = submitted;
    act(registry, caller, once, Answer::Changed, move |acting| {
        let Acting { connection, context, caller, ground } = acting;
        usecase::give_back(connection, context, caller, ground, (id.0, &seen), findings)
    })
    .await
}
