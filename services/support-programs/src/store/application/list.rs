//! Lists of applications: by key, within a scope, typed filters.

use diesel::{ExpressionMethods as _, QueryDsl as _, RunQueryDsl as _, SelectableHelper as _};
use htx_kit::{
    db::{Bind, Connection},
    directory::OrganisationRow,
    failure::Failure,
    within_place,
};
use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    agency::AgencyCode,
    code_list::CodeList as _,
    date::Date,
    id::{BudgetId, OrganisationId, SupportApplicationId},
    scope::Scope,
    support::applications::{SupportKind, SupportState},
};

use super::{ApplicationRow, StoredApplication, read};
use crate::store::schema::{organisation, support_application};

/// What a list is narrowed to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// In this state.
    pub state: Option<SupportState>,
    /// Of this kind.
    pub kind: Option<SupportKind>,
    /// Under this programme.
    pub programme: Option<String>,
    /// Of this organisation.
    pub organisation: Option<OrganisationId>,
    /// Of organisations registered in this district.
    pub district: Option<DistrictCode>,
    /// Of organisations in this commune of today.
    pub commune: Option<CommuneCode>,
    /// Out of this budget.
    pub budget: Option<BudgetId>,
    /// Handed in on or after this day.
    pub submitted_from: Option<Date>,
    /// Handed in on or before this day.
    pub submitted_to: Option<Date>,
    /// Granted, whatever became of it.
    pub granted: bool,
    /// Decided on or after this day.
    pub decided_from: Option<Date>,
    /// Decided on or before this day.
    pub decided_to: Option<Date>,
    /// Decided by this agency.
    pub decided_by: Option<AgencyCode>,
}

/// Whose programmes' applications are within reach beside those of a place.
#[derive(Debug, Clone, Copy)]
pub(in crate::store) enum Led<'a> {
    /// Led by one of these agencies by name: for whoever writes.
    Alone(&'a [AgencyCode]),
    /// Led by one of them, alone or with others: for whoever reads.
    OrWithOthers(&'a [AgencyCode]),
}

impl Led<'_> {
    /// The names, and those of agencies that lead with others.
    pub(in crate::store) fn names(self) -> (Vec<String>, Vec<String>) {
        let names = |agencies: &[AgencyCode]| -> Vec<String> {
            agencies.iter().map(|one| one.as_str().to_owned()).collect()
        };
        match self {
            Self::Alone(agencies) => (names(agencies), Vec::new()),
            Self::OrWithOthers(agencies) => (names(agencies), names(agencies)),
        }
    }
}

/// Narrows a boxed query that joins applications with their organisations to those within a scope: by
/// the place of the organisation today, or because the caller leads the programme.
macro_rules! within_reach {
    ($query:expr, $scope:expr, $led:expr) => {{
        use diesel::{
            BoolExpressionMethods as _, ExpressionMethods as _, NullableExpressionMethods as _,
            QueryDsl as _,
        };
        use $crate::store::schema::{
            organisation, programme, programme_co_lead, support_application,
        };
        let scope: &htx_model::scope::Scope = $scope;
        let led: $crate::store::application::Led<'_> = $led;
        let text = |code: &str| code.to_owned();
        let districts: Vec<String> = scope.districts().map(|one| text(one.as_str())).collect();
        let communes: Vec<String> = scope.communes().map(|one| text(one.as_str())).collect();
        let own: Vec<_> = scope.organisations().map(htx_kit::db::Bind).collect();
        let (alone, others) = led.names();
        let with_others = programme_co_lead::table
            .inner_join(programme::table)
            .filter(programme_co_lead::agency.eq_any(others))
            .select(programme::code);
        if scope.is_everything() {
            $query
        } else {
            $query.filter(
                organisation::district_code
                    .is_not_null()
                    .and(organisation::district_code.assume_not_null().eq_any(districts))
                    .or(organisation::current_commune_code.eq_any(communes))
                    .or(organisation::id.eq_any(own))
                    .or(support_application::lead_agency.eq_any(alone))
                    .or(support_application::programme_code.eq_any(with_others)),
            )
        }
    }};
}
pub(in crate::store) use within_reach;

/// A page of applications within a scope, in the order in which they were begun, to be read: also those
/// under programmes that the caller leads with others.
///
/// # Errors
/// What the database reports.
pub fn list(
    connection: &mut Connection,
    (scope, led): (&Scope, &[AgencyCode]),
    filter: &Filter,
    after: Option<&SupportApplicationId>,
    limit: i64,
) -> Result<Vec<StoredApplication>, Failure> {
    let query = support_application::table
        .inner_join(organisation::table)
        .order(support_application::id)
        .limit(limit)
        .into_boxed();
    let mut query = within_reach!(query, scope, Led::OrWithOthers(led));
    if let Some(after) = after {
        query = query.filter(support_application::id.gt(Bind(*after)));
    }
    if let Some(state) = filter.state {
        query = query.filter(support_application::state.eq(state.code()));
    }
    if let Some(kind) = filter.kind {
        query = query.filter(support_application::kind.eq(kind.code()));
    }
    if let Some(programme) = &filter.programme {
        query = query.filter(support_application::programme_code.eq(programme.clone()));
    }
    if let Some(of) = filter.organisation {
        query = query.filter(support_application::organisation_id.eq(Bind(of)));
    }
    query = within_place!(
        query,
        filter,
        organisation::district_code,
        organisation::current_commune_code
    );
    if let Some(budget) = filter.budget {
        query = query.filter(support_application::budget_id.eq(Bind(budget)));
    }
    if let Some(day) = filter.submitted_from {
        query = query.filter(support_application::submitted_on.ge(Bind(day)));
    }
    if let Some(day) = filter.submitted_to {
        query = query.filter(support_application::submitted_on.le(Bind(day)));
    }
    if filter.granted {
        query = query.filter(support_application::approved_vnd.is_not_null());
    }
    if let Some(day) = filter.decided_from {
        query = query.filter(support_application::decided_on.ge(Bind(day)));
    }
    if let Some(day) = filter.decided_to {
        query = query.filter(support_application::decided_on.le(Bind(day)));
    }
    if let Some(agency) = &filter.decided_by {
        query = query.filter(support_application::decided_by_agency.eq(agency.as_str().to_owned()));
    }
    let rows: Vec<(ApplicationRow, OrganisationRow)> =
        query.select((ApplicationRow::as_select(), organisation::all_columns)).load(connection)?;
    rows.into_iter().map(read).collect()
}
