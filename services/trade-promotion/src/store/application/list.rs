//! Lists of applications: by key, within a scope, typed filters.

use diesel::{ExpressionMethods as _, QueryDsl as _, RunQueryDsl as _, SelectableHelper as _};
use htx_kit::{
    db::{Bind, Connection},
    failure::Failure,
    within_place,
};
use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    agency::AgencyCode,
    code_list::CodeList as _,
    id::{OrganisationId, TradeApplicationId, TradeEventId},
    scope::Scope,
    trade::events::{Attendance, TradeApplicationState},
};

use super::{ApplicationRow, EventRow, Rows, StoredApplication, read};
use crate::store::schema::{organisation, trade_application, trade_event};

/// What a list is narrowed to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// For this event.
    pub event: Option<TradeEventId>,
    /// Of this organisation.
    pub organisation: Option<OrganisationId>,
    /// In this state.
    pub state: Option<TradeApplicationState>,
    /// Of whoever came, or did not.
    pub attendance: Option<Attendance>,
    /// Of organisations registered in this district.
    pub district: Option<DistrictCode>,
    /// Of organisations in this commune of today.
    pub commune: Option<CommuneCode>,
}

/// Narrows a boxed query that joins applications with their organisations and events to those within a
/// scope: by the place of the organisation today, or because the caller organises the event.
macro_rules! within_reach {
    ($query:expr, $scope:expr, $held:expr) => {{
        use diesel::{
            BoolExpressionMethods as _, ExpressionMethods as _, NullableExpressionMethods as _,
            QueryDsl as _,
        };
        use $crate::store::schema::{organisation, trade_event};
        let scope: &htx_model::scope::Scope = $scope;
        let held: &[htx_model::agency::AgencyCode] = $held;
        let text = |code: &str| code.to_owned();
        let districts: Vec<String> = scope.districts().map(|one| text(one.as_str())).collect();
        let communes: Vec<String> = scope.communes().map(|one| text(one.as_str())).collect();
        let agencies: Vec<String> = held.iter().map(|one| text(one.as_str())).collect();
        let own: Vec<_> = scope.organisations().map(htx_kit::db::Bind).collect();
        if scope.is_everything() {
            $query
        } else {
            $query.filter(
                organisation::district_code
                    .is_not_null()
                    .and(organisation::district_code.assume_not_null().eq_any(districts))
                    .or(organisation::current_commune_code.eq_any(communes))
                    .or(organisation::id.eq_any(own))
                    .or(trade_event::organiser_agency.eq_any(agencies)),
            )
        }
    }};
}
pub(in crate::store) use within_reach;

/// A page of applications within a scope, in the order in which they were handed in.
///
/// # Errors
/// What the database reports.
pub fn list(
    connection: &mut Connection,
    (scope, held): (&Scope, &[AgencyCode]),
    filter: &Filter,
    after: Option<&TradeApplicationId>,
    limit: i64,
) -> Result<Vec<StoredApplication>, Failure> {
    let query = trade_application::table
        .inner_join(organisation::table)
        .inner_join(trade_event::table)
        .order(trade_application::id)
        .limit(limit)
        .into_boxed();
    let mut query = within_reach!(query, scope, held);
    if let Some(after) = after {
        query = query.filter(trade_application::id.gt(Bind(*after)));
    }
    if let Some(event) = filter.event {
        query = query.filter(trade_application::event_id.eq(Bind(event)));
    }
    if let Some(of) = filter.organisation {
        query = query.filter(trade_application::organisation_id.eq(Bind(of)));
    }
    if let Some(state) = filter.state {
        query = query.filter(trade_application::state.eq(state.code()));
    }
    if let Some(attendance) = filter.attendance {
        query = query.filter(trade_application::attendance.eq(attendance.code()));
    }
    query = within_place!(
        query,
        filter,
        organisation::district_code,
        organisation::current_commune_code
    );
    let rows: Vec<Rows> = query
        .select((ApplicationRow::as_select(), organisation::all_columns, EventRow::as_select()))
        .load(connection)?;
    rows.into_iter().map(read).collect()
}
