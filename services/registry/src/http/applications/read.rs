//! `GET /v1/applications/{id}`

use actix_web::{get, web::Data};
use htx_kit::{
    auth::Authorized,
    failure::Failure,
    http::{PathId, Tagged},
};
use htx_model::{id::ApplicationId, permission::permit};

use super::view::{ApplicationView, Onlooker};
use crate::{
    Registry,
    usecase::application::{self as usecase, Found},
};

/// Read an application (xem hồ sơ)
///
/// With its proposal, in which personal data is masked unless the caller's task needs it, the
/// authority's clock, and what the caller may do with it now.
#[utoipa::path(
    tag = "applications",
    params(("id" = ApplicationId, Path, description = "The application's id.")),
    responses(
        (
            status = 200,
            description = "The application.",
            body = ApplicationView,
            headers(("ETag" = String, description = "Its version.")),
        ),
        (status = 304, description = "Not changed since the version in If-None-Match."),
    ),
    security(("access_token" = ["application.read"])),
)]
#[get("/v1/applications/{id}")]
pub(super) async fn read_application(
    registry: Data<Registry>,
    caller: Authorized<permit::ApplicationRead>,
    id: PathId<ApplicationId>,
) -> Result<Tagged<ApplicationView>, Failure> {
    let holidays = registry.holidays.clone();
    let today = registry.runtime.ids.now().date();
    registry
        .runtime
        .database
        .read_briefly(move |connection| {
            let Found { stored, content } = usecase::by_id(connection, &caller.scope, id.0)?;
            let reach = caller.scope_of::<permit::PersonalDataRead>();
            let unmasked = reach.covers(&stored.application.placement());
            let version = stored.version;
            let onlooker = Onlooker { principal: caller.principal(), holidays: &holidays, today };
            let resource = ApplicationView::whole(stored, content, unmasked, &onlooker);
            Ok(Tagged { version, resource })
        })
        .await
}
