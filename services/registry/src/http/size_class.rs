//! `GET /v1/organisations/{id}/size-class`

use actix_web::{
    get,
    web::{Data, Json},
};
use htx_kit::{
    auth::Authorized,
    failure::Failure,
    http::{PathId, StrictQuery},
};
use htx_model::{
    date::Date, id::OrganisationId, organisation::SizeClass, permission::permit,
    refusal::LegalBasis,
};
use serde::{Deserialize, Serialize};

use super::year;
use crate::{
    Registry,
    domain::size_class::{FactSource, SizeField, Threshold},
    usecase::size_class::{self as usecase, SizeFound},
};

/// For which year.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct OfYear {
    /// By the report on this year; by the newest if not given (năm).
    #[param(minimum = 1900, maximum = 2200, example = 2024)]
    year: Option<i16>,
}

/// The size class of an organisation with what decided it (quy mô).
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct SizeClassification {
    /// The year whose report was used.
    #[schema(minimum = 1900, maximum = 2200, examples(2024))]
    year: i16,
    /// The class (quy mô).
    size_class: SizeClass,
    /// The field whose thresholds apply (nhóm lĩnh vực).
    field: SizeField,
    /// The facts used.
    facts: SizeFacts,
    /// The threshold reached; null for micro.
    #[schema(required)]
    reached: Option<SizeThreshold>,
    /// The next larger threshold, not reached; null for large.
    #[schema(required)]
    missed: Option<SizeThreshold>,
    /// The rule. `verified` only where every threshold that decided was read in the decree.
    legal_basis: LegalBasis,
}

/// The facts that decide the size.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct SizeFacts {
    /// Official members (thành viên chính thức).
    #[schema(required, minimum = 0, maximum = 10_000_000)]
    members: Option<u32>,
    /// Where the members were taken from.
    members_from: FactSource,
    /// Revenue (doanh thu).
    #[schema(required)]
    revenue_vnd: Option<i64>,
    /// Where the revenue was taken from.
    revenue_from: FactSource,
    /// Total capital, or the charter capital where no report says it (tổng nguồn vốn).
    #[schema(required)]
    capital_vnd: Option<i64>,
    /// Where the capital was taken from.
    capital_from: FactSource,
}

/// What a class needs at least: the members, and the revenue or the capital.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct SizeThreshold {
    /// The class.
    size_class: SizeClass,
    /// Official members.
    #[schema(minimum = 0, maximum = 10_000_000)]
    members: u32,
    /// Revenue.
    revenue_vnd: i64,
    /// Total capital.
    capital_vnd: i64,
    /// The first day on which it holds.
    valid_from: Date,
    /// The last; null while it holds.
    #[schema(required)]
    valid_to: Option<Date>,
    /// Whether it was read in the decree.
    legal_basis: LegalBasis,
}

impl From<&Threshold> for SizeThreshold {
    fn from(threshold: &Threshold) -> Self {
        Self {
            size_class: threshold.class,
            members: threshold.members,
            revenue_vnd: threshold.revenue_vnd,
            capital_vnd: threshold.capital_vnd,
            valid_from: threshold.valid_from,
            valid_to: threshold.valid_to,
            legal_basis: threshold.legal_basis.clone(),
        }
    }
}

impl From<SizeFound> for SizeClassification {
    fn from(found: SizeFound) -> Self {
        Self {
            year: found.year,
            size_class: found.sizing.class,
            field: found.sizing.field,
            facts: SizeFacts {
                members: found.facts.members,
                members_from: found.members_from,
                revenue_vnd: found.facts.revenue_vnd,
                revenue_from: found.revenue_from,
                capital_vnd: found.facts.capital_vnd,
                capital_from: found.capital_from,
            },
            reached: found.sizing.reached.map(SizeThreshold::from),
            missed: found.sizing.missed.map(SizeThreshold::from),
            legal_basis: found.sizing.legal_basis,
        }
    }
}

/// Read the size class (quy mô)
///
/// By official members, and revenue or capital (Decree 113/2024/NĐ-CP article 5), with the rule, the
/// facts used and whether the thresholds were read.
#[utoipa::path(
    tag = "annual reports",
    params(PathId<OrganisationId>, OfYear),
    responses((status = 200, description = "The class with what decided it.", body = SizeClassification)),
    security(("access_token" = ["organisation.read"])),
)]
#[get("/v1/organisations/{id}/size-class")]
pub(super) async fn read_size_class(
    registry: Data<Registry>,
    caller: Authorized<permit::OrganisationRead>,
    id: PathId<OrganisationId>,
    query: StrictQuery<OfYear>,
) -> Result<Json<SizeClassification>, Failure> {
    let year = query.0.year;
    year::check(year)?;
    let this_year = registry.runtime.ids.now().date().year();
    let found = registry
        .runtime
        .database
        .read(move |connection| {
            usecase::size_class(connection, &caller.scope, id.0, year, this_year)
        })
        .await?;
    Ok(Json(found.into()))
}
