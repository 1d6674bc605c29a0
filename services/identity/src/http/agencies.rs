//! `GET /v1/agencies`, `GET /v1/agencies/competent`, `GET /v1/agencies/{code}`

use actix_web::{
    HttpResponse, get,
    http::header::CACHE_CONTROL,
    web::{Data, Path},
};
use htx_kit::{
    failure::Failure,
    http::{PageRequest, StrictQuery},
};
use htx_model::{
    administrative::{CommuneCode, DistrictCode, Territory},
    agency::{Agency, AgencyKind},
    date::Date,
    refusal::{Refusal, Text},
};
use serde::{Deserialize, Serialize};

use crate::{
    state::State,
    usecase::find_agencies::{self, Filter},
};

/// Public, and the same for everybody.
const CACHED: &str = "public, max-age=300";

/// What a list of agencies is asked for.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct AgenciesQuery {
    /// Of this kind by origin (loại cơ quan).
    kind: Option<AgencyKind>,
    /// That exist on this day.
    in_force_on: Option<Date>,
    /// How many on a page.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// The `next` of the page before.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

/// A page of agencies.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct AgencyPage {
    /// The agencies, by code.
    #[schema(max_items = 200)]
    items: Vec<Agency>,
    /// The cursor of the next page; null on the last.
    #[schema(required)]
    next: Option<String>,
}

/// List agencies (danh sách cơ quan)
///
/// The agencies of all times with their succession; none is ever deleted. Public.
#[utoipa::path(
    tag = "agencies",
    params(AgenciesQuery),
    responses((status = 200, description = "A page of agencies.", body = AgencyPage)),
)]
#[get("/v1/agencies")]
pub(super) async fn list_agencies(
    state: Data<State>,
    query: StrictQuery<AgenciesQuery>,
) -> Result<HttpResponse, Failure> {
    let StrictQuery(AgenciesQuery { kind, in_force_on, limit, cursor }) = query;
    let filter = Filter { kind, in_force_on };
    let key = &state.runtime.cursor_key;
    let list = format!("agencies {filter:?}");
    let page = PageRequest::<String>::read(key, list, limit, cursor.as_deref())?;
    let fetch = usize::try_from(page.fetch()).unwrap_or_default();
    let rows = find_agencies::list(&state, &filter, page.after.as_deref(), fetch);
    let page = page.page(key, rows, |agency| agency.code.to_string(), |agency| agency)?;
    let page = AgencyPage { items: page.items, next: page.next };
    Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, CACHED)).json(page))
}

/// Read an agency (xem cơ quan)
///
/// Whether or not it still exists. Public.
#[utoipa::path(
    tag = "agencies",
    params((
        "code" = String, Path, description = "The agency's code (mã cơ quan).",
        max_length = 40, pattern = "^[a-z0-9]+(-[a-z0-9]+)*$", example = "so-tc",
    )),
    responses((status = 200, description = "The agency.", body = Agency)),
)]
#[get("/v1/agencies/{code}")]
pub(super) async fn read_agency(
    state: Data<State>,
    code: Path<String>,
) -> Result<HttpResponse, Failure> {
    let agency = find_agencies::get(&state, &code)?;
    Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, CACHED)).json(agency))
}

/// Who answers for what.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct CompetentQuery {
    /// The letter of the duty in section III.4 of the plan (nhiệm vụ).
    #[param(min_length = 1, max_length = 4, example = "b")]
    duty: String,
    /// On this day; today if not said.
    #[param(example = "2026-01-10")]
    on: Option<Date>,
    /// In this district, until 2025-06-30 (quận, huyện, thị xã).
    #[param(value_type = Option<String>, pattern = "^[0-9]{3}$", example = "276")]
    district: Option<DistrictCode>,
    /// In this commune (xã, phường). A commune that has ended by that day is taken for the one that
    /// took its place.
    #[param(value_type = Option<String>, pattern = "^[0-9]{5}$", example = "10030")]
    commune: Option<CommuneCode>,
}

/// Find the competent agency (cơ quan có thẩm quyền)
///
/// Who answers for a duty of the plan, in a territory, on a day: by origin or by succession. Public.
#[utoipa::path(
    tag = "agencies",
    params(CompetentQuery),
    responses(
        (status = 200, description = "The agency.", body = Agency),
        (status = 404, description = "`not_found`: no single agency answers for it.", content_type = "application/problem+json", body = htx_kit::http::Problem),
    ),
)]
#[get("/v1/agencies/competent")]
pub(super) async fn find_competent_agency(
    state: Data<State>,
    query: StrictQuery<CompetentQuery>,
) -> Result<HttpResponse, Failure> {
    let StrictQuery(CompetentQuery { duty, on, district, commune }) = query;
    if duty.is_empty() || duty.chars().count() > 4 {
        return Err(Refusal::parameter(
            "duty",
            Text::fixed(
                "duty là chữ cái của nhiệm vụ, như b.",
                "duty is the letter of a duty, such as b.",
            ),
        )
        .into());
    }
    let territory = match (district, commune) {
        (None, None) => Territory::City,
        (Some(district), None) => Territory::District(district),
        (None, Some(commune)) => Territory::Commune(commune),
        (Some(_), Some(_)) => {
            return Err(Refusal::parameter(
                "commune",
                Text::fixed(
                    "Chỉ nêu district hoặc commune.",
                    "Name district or commune, not both.",
                ),
            )
            .into());
        }
    };
    let on = on.unwrap_or_else(|| state.runtime.ids.now().date());
    let agency = find_agencies::competent(&state, &duty, territory, on)?;
    Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, CACHED)).json(agency))
}
