//! `GET /v1/administrative-units`, and where an old commune lies today.

use actix_web::{
    get,
    web::{Data, Json},
};
use htx_kit::{
    auth::Authorized,
    failure::Failure,
    http::{Page, PageRequest, PathId, StrictQuery},
};
use htx_model::{
    administrative::{AdministrativeUnit, CommuneCode, DistrictCode, Successor, UnitLevel},
    date::Date,
    permission::permit,
    refusal::Refusal,
};
use serde::{Deserialize, Serialize};

use crate::Registry;

/// Which units.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct UnitsQuery {
    /// Districts or communes only (cấp).
    level: Option<UnitLevel>,
    /// Communes of this district only (until 2025-06-30).
    #[param(value_type = Option<String>, pattern = "^[0-9]{3}$", example = "276")]
    district: Option<DistrictCode>,
    /// Those that existed on this day only.
    on: Option<Date>,
    /// How many on a page.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// The `next` of the page before.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

type AdministrativeUnitPage = Page<AdministrativeUnit>;

/// List districts and communes (đơn vị hành chính)
///
/// Every unit with the days of its existence: thirty districts and their communes until 2025-06-30,
/// 126 communes since. Codes were reused: a unit is known by level, code and day.
#[utoipa::path(
    tag = "administrative units",
    params(UnitsQuery),
    responses((status = 200, description = "A page of units.", body = AdministrativeUnitPage)),
    security(("access_token" = ["agency.read"])),
)]
#[get("/v1/administrative-units")]
pub(super) async fn list_administrative_units(
    registry: Data<Registry>,
    _caller: Authorized<permit::AgencyRead>,
    query: StrictQuery<UnitsQuery>,
) -> Result<Json<AdministrativeUnitPage>, Failure> {
    let StrictQuery(query) = query;
    let list =
        format!("administrative units {:?} {:?} {:?}", query.level, query.district, query.on);
    let cursor_key = &registry.runtime.cursor_key;
    let page: PageRequest<usize> =
        PageRequest::read(cursor_key, list, query.limit, query.cursor.as_deref())?;
    let after = page.after.map_or(0, |at| at + 1);
    let wanted = |unit: &&AdministrativeUnit| {
        query.level.is_none_or(|level| unit.level == level)
            && query.district.as_ref().is_none_or(|code| unit.district_code.as_ref() == Some(code))
            && query.on.is_none_or(|day| unit.exists_on(day))
    };
    let rows: Vec<(usize, AdministrativeUnit)> = registry
        .units
        .all()
        .iter()
        .enumerate()
        .skip(after)
        .filter(|(_, unit)| wanted(unit))
        .take(usize::try_from(page.fetch()).unwrap_or_default())
        .map(|(at, unit)| (at, unit.clone()))
        .collect();
    page.page(cursor_key, rows, |(at, _)| *at, |(_, unit)| unit).map(Json)
}

/// Where an old commune lies today.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct CommuneSuccession {
    /// The commune as it was.
    commune: AdministrativeUnit,
    /// The communes that took its territory; empty while it exists.
    #[schema(max_items = 50)]
    successors: Vec<Successor>,
    /// Whether it was split, so that an address must be looked at.
    needs_address_review: bool,
}

/// Read a commune's succession (kế thừa địa giới)
///
/// The communes of today that took the territory of an older one. A commune of today has none.
#[utoipa::path(
    tag = "administrative units",
    params(("code" = inline(CommuneCode), Path, description = "The code of a commune of before 2025-07-01, or of today.")),
    responses((status = 200, description = "The commune and those that took its territory.", body = CommuneSuccession)),
    security(("access_token" = ["agency.read"])),
)]
#[get("/v1/administrative-units/communes/{code}/succession")]
pub(super) async fn resolve_commune(
    registry: Data<Registry>,
    _caller: Authorized<permit::AgencyRead>,
    code: PathId<CommuneCode>,
) -> Result<Json<CommuneSuccession>, Failure> {
    let PathId(code) = code;
    let commune = registry
        .units
        .with_code(UnitLevel::Commune, code.as_str())
        .next()
        .ok_or_else(|| Refusal::not_found("xã, phường", "commune"))?;
    let successors = if commune.valid_to.is_some() {
        registry.units.succession(&code).to_vec()
    } else {
        Vec::new()
    };
    Ok(Json(CommuneSuccession {
        commune: commune.clone(),
        needs_address_review: successors.len() > 1,
        successors,
    }))
}
