//! `GET /v1/reminders`

use actix_web::{HttpRequest, HttpResponse, get, web::Data};
use htx_kit::{
    auth::Authorized,
    failure::Failure,
    http::{
        Page, Paged, StrictQuery,
        table::{Representation, Table},
        within_range,
    },
};
use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    id::OrganisationId,
    organisation::{OrganisationKind, Sector},
    permission::permit,
    refusal::Refusal,
};
use serde::Deserialize;

use super::{
    listed::{Listed, column},
    organisation_brief::OrganisationBrief,
};
use crate::{
    Registry,
    domain::{
        annual_report::FIRST_YEAR,
        organisation::Organisation,
        reminder::{self, ReminderKind},
    },
    store::{self, organisation::Whose, reminder::ReminderFilter},
};

/// Whom to remind of what.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ReminderQuery {
    /// The year (năm): from 2000 to this one.
    #[param(minimum = 2000, maximum = 2200, example = 2024)]
    year: i16,
    /// The duty not attended to (việc chưa thực hiện).
    #[param(inline)]
    kind: ReminderKind,
    /// Organisations of this kind (loại hình).
    organisation_kind: Option<OrganisationKind>,
    /// Organisations in this field (lĩnh vực).
    sector: Option<Sector>,
    /// Organisations registered in this district (quận, huyện, thị xã).
    #[param(value_type = Option<String>, pattern = "^[0-9]{3}$", example = "276")]
    district: Option<DistrictCode>,
    /// Organisations in this commune of today (xã, phường).
    #[param(value_type = Option<String>, pattern = "^[0-9]{5}$", example = "10030")]
    commune: Option<CommuneCode>,
    /// How many on a page. Only in JSON: CSV, XLSX and NDJSON hold the whole list.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// The `next` of the page before.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

/// List who is to be reminded (nhắc việc hằng năm)
///
/// Organisations that work today, were registered by the end of the year, and have not reported on
/// it, not met on it, or not been rated for it; of the rating only those that were twelve months old
/// then. Within the caller's territory; `Accept` chooses JSON by pages, or the whole list as CSV,
/// XLSX or NDJSON, streamed.
#[utoipa::path(
    tag = "annual reports",
    params(ReminderQuery),
    responses(Paged<Page<OrganisationBrief>>),
    security(("access_token" = ["organisation.read"])),
)]
#[get("/v1/reminders")]
pub(super) async fn list_reminders(
    request: HttpRequest,
    registry: Data<Registry>,
    caller: Authorized<permit::OrganisationRead>,
    query: StrictQuery<ReminderQuery>,
    representation: Representation,
) -> Result<HttpResponse, Failure> {
    let StrictQuery(query) = query;
    let this_year = registry.runtime.ids.now().date().year();
    within_range("year", query.year, FIRST_YEAR..=this_year)?;
    let registered_by = reminder::registered_by(query.kind, query.year)
        .ok_or_else(|| Refusal::not_found("năm", "year"))?;
    let whose = Whose {
        kind: query.organisation_kind,
        sector: query.sector,
        district: query.district,
        commune: query.commune,
    };
    let filter = ReminderFilter { whose, kind: query.kind, year: query.year, registered_by };
    let wanted = Listed {
        request: &request,
        runtime: &registry.runtime,
        representation,
        table: &REMINDERS,
        name: format!("reminders {filter:?}"),
        limit: query.limit,
        cursor: query.cursor,
    };
    let rows = move |connection: &mut _, after: Option<&OrganisationId>, limit| {
        store::reminder::list(connection, &caller.scope, &filter, after, limit)
    };
    wanted.answer(rows, key, OrganisationBrief::from).await
}

fn key(organisation: &Organisation) -> OrganisationId {
    organisation.id
}

/// Whom to remind, as a table.
static REMINDERS: Table = Table {
    name: "reminders",
    columns: &[
        column("id", "Mã định danh", "Id", "/id"),
        column("registration_number", "Mã số", "Registration number", "/registration_number"),
        column("name", "Tên", "Name", "/name"),
        column("kind", "Loại hình", "Kind", "/kind"),
        column("district", "Quận, huyện", "District", "/district"),
        column("current_commune", "Xã, phường", "Commune", "/current_commune"),
    ],
};
