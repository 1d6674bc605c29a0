//! `GET /v1/advice`

use actix_web::{HttpRequest, HttpResponse, get, web::Data};
use htx_kit::{
    auth::Authorized,
    db::Connection,
    failure::Failure,
    http::{
        Page, Paged, StrictQuery,
        table::{Representation, Table},
    },
};
use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    agency::AgencyCode,
    date::Date,
    id::AdviceId,
    organisation::{OrganisationKind, Sector},
    permission::permit,
};
use serde::Deserialize;

use super::view::AdviceView;
use crate::{
    Registry,
    http::listed::{Listed, column},
    store::advice::{self, AdviceFilter, StoredAdvice},
};

/// Which advice.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct AdviceQuery {
    /// For an establishment in this district (quận, huyện, thị xã).
    #[param(value_type = Option<String>, pattern = "^[0-9]{3}$", example = "277")]
    district: Option<DistrictCode>,
    /// For an establishment in this commune of today (xã, phường).
    #[param(value_type = Option<String>, pattern = "^[0-9]{5}$", example = "10045")]
    commune: Option<CommuneCode>,
    /// Of this planned kind (loại hình dự kiến).
    planned_kind: Option<OrganisationKind>,
    /// In this planned field (lĩnh vực dự kiến).
    planned_sector: Option<Sector>,
    /// Given by this agency (cơ quan tư vấn).
    #[param(value_type = Option<String>, pattern = "^[a-z0-9]+(-[a-z0-9]+)*$", max_length = 40, example = "lmhtx")]
    agency: Option<AgencyCode>,
    /// Given on or after this day.
    advised_from: Option<Date>,
    /// Given on or before this day.
    advised_to: Option<Date>,
    /// With (true) or without (false) an establishment that followed.
    linked: Option<bool>,
    /// How many on a page. Only in JSON: CSV, XLSX and NDJSON hold the whole list.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// The `next` of the page before.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

/// The log as a table. The founders are no part of a list.
static ADVICE: Table = Table {
    name: "advice",
    columns: &[
        column("id", "Mã định danh", "Id", "/id"),
        column("advised_on", "Ngày tư vấn", "Advised on", "/advised_on"),
        column("agency", "Cơ quan tư vấn", "Agency", "/agency"),
        column("officer", "Cán bộ", "Officer", "/officer"),
        column("planned_kind", "Loại hình dự kiến", "Planned kind", "/planned_kind"),
        column("planned_sector", "Lĩnh vực dự kiến", "Planned sector", "/planned_sector"),
        column("commune", "Xã, phường", "Commune", "/commune"),
        column("district", "Quận, huyện", "District", "/district"),
        column("current_commune", "Xã, phường hiện nay", "Commune of today", "/current_commune"),
        column("founder_count", "Số sáng lập viên", "Founders", "/founder_count"),
        column("follow_up_count", "Số lần theo dõi", "Follow-ups", "/follow_up_count"),
        column("organisation", "Tổ chức được thành lập", "Organisation", "/organisation"),
        column("linked_on", "Ngày gắn", "Linked on", "/linked_on"),
    ],
};

/// List advice (nhật ký tư vấn thành lập mới)
///
/// Within the caller's territory, in the order in which it was recorded, without what may name
/// people. `Accept` chooses JSON by pages, or the whole log as CSV, XLSX or NDJSON.
#[utoipa::path(
    tag = "advice",
    params(AdviceQuery),
    responses(Paged<Page<AdviceView>>),
    security(("access_token" = ["advice.read"])),
)]
#[get("/v1/advice")]
pub(in crate::http) async fn list_advice(
    request: HttpRequest,
    registry: Data<Registry>,
    caller: Authorized<permit::AdviceRead>,
    query: StrictQuery<AdviceQuery>,
    representation: Representation,
) -> Result<HttpResponse, Failure> {
    let StrictQuery(query) = query;
    let filter = AdviceFilter {
        district: query.district,
        commune: query.commune,
        planned_kind: query.planned_kind,
        planned_sector: query.planned_sector,
        agency: query.agency,
        advised_from: query.advised_from,
        advised_to: query.advised_to,
        linked: query.linked,
    };
    let listed = Listed {
        request: &request,
        runtime: &registry.runtime,
        representation,
        table: &ADVICE,
        name: format!("advice {filter:?}"),
        limit: query.limit,
        cursor: query.cursor,
    };
    let read = move |connection: &mut Connection, after: Option<&AdviceId>, limit: i64| {
        advice::list(connection, &caller.scope, &filter, after.copied(), limit)
    };
    listed.answer(read, |row: &StoredAdvice| row.advice.id, AdviceView::from).await
}
