//! `GET /v1/applications/{id}`

use actix_web::{get, web::Data};
use htx_kit::{
    auth::Authorized,
    db::Connection,
    failure::Failure,
    http::{PathId, StrictQuery, Tagged},
};
use htx_model::{id::ApplicationId, permission::permit};
use serde::Deserialize;

use super::view::{ApplicationView, Onlooker};
use crate::{
    Registry,
    http::personal_data,
    usecase::application::{self as usecase, Found},
};

/// Whether personal data is asked for.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ApplicationQuery {
    /// Personal data unmasked, for who may read it and says why.
    unmasked: Option<bool>,
    /// Why personal data is read (mục đích); is noted in the log and shown to the organisation.
    #[param(min_length = 5, max_length = 300, example = "Thẩm định hồ sơ thành lập")]
    purpose: Option<String>,
}

/// Read an application (xem hồ sơ)
///
/// With its proposal, the authority's clock, and what the caller may do with it now. Personal data is
/// masked. Who holds `personal_data.read` for the place reads it with `unmasked=true` and a
/// `purpose`; that is noted in the log and shown to the organisation.
#[utoipa::path(
    tag = "applications",
    params(PathId<ApplicationId>, ApplicationQuery),
    responses(Tagged<ApplicationView>),
    security(("access_token" = ["application.read"])),
)]
#[get("/v1/applications/{id}")]
pub(super) async fn read_application(
    registry: Data<Registry>,
    caller: Authorized<permit::ApplicationRead>,
    id: PathId<ApplicationId>,
    query: StrictQuery<ApplicationQuery>,
) -> Result<Tagged<ApplicationView>, Failure> {
    let StrictQuery(ApplicationQuery { unmasked, purpose }) = query;
    let purpose = personal_data::wanted(unmasked, purpose.as_deref())?;
    let holidays = registry.holidays.clone();
    let today = registry.runtime.ids.now().date();
    let context = personal_data::context(&caller, &registry);
    let writes = purpose.is_some();
    let work = move |connection: &mut Connection| {
        let Found { stored, content } = usecase::by_id(connection, &caller.scope, id.0)?;
        if let Some(purpose) = &purpose {
            let reach = caller.scope_of::<permit::PersonalDataRead>();
            usecase::note_unmasked(connection, &context, &reach, &stored.application, purpose)?;
        }
        let version = stored.version;
        let onlooker = Onlooker { principal: caller.principal(), holidays: &holidays, today };
        let resource = ApplicationView::whole(stored, content, purpose.is_some(), &onlooker);
        Ok(Tagged { version, resource })
    };
    let database = &registry.runtime.database;
    if writes { database.write(work).await } else { database.read_briefly(work).await }
}
