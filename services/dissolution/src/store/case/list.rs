//! Lists of cases: by key, within a scope, typed filters.

use diesel::{ExpressionMethods as _, QueryDsl as _, RunQueryDsl as _, SelectableHelper as _};
use htx_kit::{
    db::{Bind, Connection},
    failure::Failure,
    within_place,
};
use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    code_list::CodeList as _,
    date::Date,
    dissolution::{DissolutionState, Route},
    id::{DissolutionId, OrganisationId},
    organisation::OrganisationKind,
    scope::Scope,
};
use serde::Serialize;

use super::{CaseRow, OrganisationRow, StoredCase, read};
use crate::store::schema::{dissolution, organisation};

/// What a list is narrowed to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Filter {
    /// In this state.
    pub state: Option<DissolutionState>,
    /// By this way.
    pub route: Option<Route>,
    /// Of organisations of this kind.
    pub kind: Option<OrganisationKind>,
    /// Of organisations registered in this district.
    pub district: Option<DistrictCode>,
    /// Of organisations in this commune of today.
    pub commune: Option<CommuneCode>,
    /// Of this organisation.
    pub organisation: Option<OrganisationId>,
    /// With this responsible officer.
    pub responsible_officer: Option<String>,
    /// Opened on or after this day.
    pub opened_from: Option<Date>,
    /// Opened on or before this day.
    pub opened_to: Option<Date>,
}

/// Narrows a boxed query that joins cases with their organisations to those within a scope: by the
/// place of the organisation today, or because the agency was asked in the case.
macro_rules! within_reach {
    ($query:expr, $scope:expr) => {{
        use diesel::{
            BoolExpressionMethods as _, ExpressionMethods as _, NullableExpressionMethods as _,
            QueryDsl as _,
        };
        use $crate::store::schema::{dissolution, dissolution_agency, organisation};
        let scope: &htx_model::scope::Scope = $scope;
        let text = |code: &str| code.to_owned();
        let districts: Vec<String> = scope.districts().map(|one| text(one.as_str())).collect();
        let communes: Vec<String> = scope.communes().map(|one| text(one.as_str())).collect();
        let agencies: Vec<String> = scope.agencies().map(|one| text(one.as_str())).collect();
        let own: Vec<_> = scope.organisations().map(htx_kit::db::Bind).collect();
        let asked = dissolution_agency::table
            .filter(dissolution_agency::agency_code.eq_any(agencies))
            .select(dissolution_agency::dissolution_id);
        if scope.is_everything() {
            $query
        } else {
            $query.filter(
                organisation::district_code
                    .is_not_null()
                    .and(organisation::district_code.assume_not_null().eq_any(districts))
                    .or(organisation::current_commune_code.eq_any(communes))
                    .or(organisation::id.eq_any(own))
                    .or(dissolution::id.eq_any(asked)),
            )
        }
    }};
}
pub(in crate::store) use within_reach;

/// A page of cases within a scope, in the order in which they were opened.
///
/// # Errors
/// What the database reports.
pub fn list(
    connection: &mut Connection,
    scope: &Scope,
    filter: &Filter,
    after: Option<&DissolutionId>,
    limit: i64,
) -> Result<Vec<StoredCase>, Failure> {
    let query = dissolution::table
        .inner_join(organisation::table)
        .order(dissolution::id)
        .limit(limit)
        .into_boxed();
    let mut query = within_reach!(query, scope);
    if let Some(after) = after {
        query = query.filter(dissolution::id.gt(Bind(*after)));
    }
    if let Some(state) = filter.state {
        query = query.filter(dissolution::state.eq(state.code()));
    }
    if let Some(route) = filter.route {
        query = query.filter(dissolution::route.eq(route.code()));
    }
    if let Some(kind) = filter.kind {
        query = query.filter(organisation::kind.eq(kind.code()));
    }
    query = within_place!(
        query,
        filter,
        organisation::district_code,
        organisation::current_commune_code
    );
    if let Some(of) = filter.organisation {
        query = query.filter(dissolution::organisation_id.eq(Bind(of)));
    }
    if let Some(officer) = &filter.responsible_officer {
        query = query.filter(dissolution::responsible_officer.eq(officer.clone()));
    }
    if let Some(day) = filter.opened_from {
        query = query.filter(dissolution::opened_on.ge(Bind(day)));
    }
    if let Some(day) = filter.opened_to {
        query = query.filter(dissolution::opened_on.le(Bind(day)));
    }
    let rows: Vec<(CaseRow, OrganisationRow)> =
        query.select((CaseRow::as_select(), organisation::all_columns)).load(connection)?;
    rows.into_iter().map(read).collect()
}
