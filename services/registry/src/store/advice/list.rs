//! The log of advice, narrowed.

use diesel::{ExpressionMethods as _, QueryDsl as _, RunQueryDsl as _, SelectableHelper as _};
use htx_kit::{
    db::{Bind, Connection},
    failure::Failure,
};
use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    agency::AgencyCode,
    code_list::CodeList as _,
    date::Date,
    id::AdviceId,
    organisation::{OrganisationKind, Sector},
    scope::Scope,
};

use super::{AdviceRow, StoredAdvice, advice, within};

/// What a list is narrowed to.
#[derive(Debug, Clone, Default)]
pub struct AdviceFilter {
    /// In this district.
    pub district: Option<DistrictCode>,
    /// In this commune of today.
    pub commune: Option<CommuneCode>,
    /// Of this planned kind.
    pub planned_kind: Option<OrganisationKind>,
    /// In this planned field.
    pub planned_sector: Option<Sector>,
    /// Given by this agency.
    pub agency: Option<AgencyCode>,
    /// Given on or after this day.
    pub advised_from: Option<Date>,
    /// Given on or before this day.
    pub advised_to: Option<Date>,
    /// With or without an establishment that followed.
    pub linked: Option<bool>,
}

/// A page of the log within a scope, in the order in which it was written.
///
/// # Errors
/// What the database reports.
pub fn list(
    connection: &mut Connection,
    scope: &Scope,
    filter: &AdviceFilter,
    after: Option<AdviceId>,
    limit: i64,
) -> Result<Vec<StoredAdvice>, Failure> {
    let mut query = advice::table.order(advice::id).limit(limit).into_boxed();
    if let Some(condition) = within(scope) {
        query = query.filter(condition);
    }
    if let Some(after) = after {
        query = query.filter(advice::id.gt(Bind(after)));
    }
    if let Some(district) = &filter.district {
        query = query.filter(advice::district_code.eq(district.as_str()));
    }
    if let Some(commune) = &filter.commune {
        query = query.filter(advice::current_commune_code.eq(commune.as_str()));
    }
    if let Some(kind) = filter.planned_kind {
        query = query.filter(advice::planned_kind.eq(kind.code()));
    }
    if let Some(sector) = filter.planned_sector {
        query = query.filter(advice::planned_sector.eq(sector.code()));
    }
    if let Some(agency) = &filter.agency {
        query = query.filter(advice::agency_code.eq(agency.as_str()));
    }
    if let Some(day) = filter.advised_from {
        query = query.filter(advice::advised_on.ge(Bind(day)));
    }
    if let Some(day) = filter.advised_to {
        query = query.filter(advice::advised_on.le(Bind(day)));
    }
    query = match filter.linked {
        Some(true) => query.filter(advice::organisation_id.is_not_null()),
        Some(false) => query.filter(advice::organisation_id.is_null()),
        None => query,
    };
    let rows: Vec<AdviceRow> = query.select(AdviceRow::as_select()).load(connection)?;
    rows.into_iter().map(StoredAdvice::try_from).collect()
}
