//! `GET /v1/suspensions`

use actix_web::{
    get,
    web::{Data, Json},
};
use htx_kit::{
    auth::Authorized,
    failure::Failure,
    http::{Page, PageRequest, StrictQuery},
};
use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    date::Date,
    id::{ApplicationId, OrganisationId, SuspensionId},
    permission::permit,
    refusal::{Refusal, Text},
};
use serde::{Deserialize, Serialize};

use crate::{
    Registry,
    domain::application::pause::Suspension,
    store::suspension::{self as store, Filter},
};

/// Which notices are wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct SuspensionsQuery {
    /// Of this organisation.
    organisation: Option<OrganisationId>,
    /// Of a seat in this district (quận, huyện, thị xã).
    #[param(value_type = Option<String>, pattern = "^[0-9]{3}$", example = "277")]
    district: Option<DistrictCode>,
    /// Of a seat in this commune of today (xã, phường).
    #[param(value_type = Option<String>, pattern = "^[0-9]{5}$", example = "10045")]
    commune: Option<CommuneCode>,
    /// `true`: whose last day has passed without anybody having said how it goes on (quá hạn tạm
    /// ngừng). Left out, all.
    #[param(inline)]
    expired: Option<bool>,
    /// How many on a page.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// The `next` of the page before.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

/// A notice of suspension (thông báo tạm ngừng kinh doanh).
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Suspension)]
pub(super) struct SuspensionView {
    /// Its id.
    id: SuspensionId,
    /// Whose.
    organisation_id: OrganisationId,
    /// The first day (từ ngày).
    from: Date,
    /// The last day (đến ngày).
    to: Date,
    /// Whether it has begun: the status follows within the hour of its first day.
    begun: bool,
    /// The day on which business was resumed, or the organisation ended (ngày hoạt động trở lại).
    #[schema(required)]
    resumed_on: Option<Date>,
    /// Whether its last day has passed without anybody having said how it goes on.
    expired: bool,
    /// The application that it was approved on.
    application_id: ApplicationId,
}

type SuspensionPage = Page<SuspensionView>;

/// List suspensions (tạm ngừng kinh doanh)
///
/// Notices within the caller's territory, in the order of their approval. A notice whose first day
/// lies ahead takes effect on that day, by the registry's hourly job.
#[utoipa::path(
    tag = "organisations",
    params(SuspensionsQuery),
    responses((status = 200, description = "A page of notices.", body = SuspensionPage)),
    security(("access_token" = ["organisation.read"])),
)]
#[get("/v1/suspensions")]
pub(super) async fn list_suspensions(
    registry: Data<Registry>,
    caller: Authorized<permit::OrganisationRead>,
    query: StrictQuery<SuspensionsQuery>,
) -> Result<Json<SuspensionPage>, Failure> {
    let StrictQuery(query) = query;
    if query.expired == Some(false) {
        let detail = Text::fixed(
            "expired chỉ nhận true; bỏ tham số để xem tất cả.",
            "expired takes true only; leave it out to see all.",
        );
        return Err(Refusal::parameter("expired", detail).into());
    }
    let cursor_key = registry.runtime.cursor_key.clone();
    let today = registry.runtime.ids.now().date();
    let filter = Filter {
        organisation: query.organisation,
        district: query.district,
        commune: query.commune,
        ended_before: query.expired.map(|_| today),
    };
    let Filter { organisation, district, commune, .. } = &filter;
    let list = format!("suspensions {organisation:?} {district:?} {commune:?} {:?}", query.expired);
    let page: PageRequest<SuspensionId> =
        PageRequest::read(&cursor_key, list, query.limit, query.cursor.as_deref())?;
    registry
        .runtime
        .database
        .read(move |connection| {
            let rows = store::list(connection, &caller.scope, &filter, page.after, page.fetch())?;
            page.page(&cursor_key, rows, |row| row.id, |row| view(row, today))
        })
        .await
        .map(Json)
}

fn view(suspension: Suspension, today: Date) -> SuspensionView {
    SuspensionView {
        id: suspension.id,
        organisation_id: suspension.organisation,
        from: suspension.from,
        to: suspension.to,
        begun: suspension.begun,
        resumed_on: suspension.resumed_on,
        expired: suspension.has_expired(today),
        application_id: suspension.application,
    }
}
