//! Lists of applications: by key, within a scope, typed filters.

use diesel::{
    BoolExpressionMethods as _, BoxableExpression, ExpressionMethods as _,
    NullableExpressionMethods as _, QueryDsl as _, RunQueryDsl as _, SelectableHelper as _,
    sql_types::Bool,
};
use htx_kit::{
    db::{Backend, Bind, Connection},
    failure::Failure,
    within_place,
};
use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    application::{ApplicationKind, ApplicationState},
    code_list::CodeList as _,
    date::Date,
    id::{ApplicationId, OrganisationId},
    scope::Scope,
};

use super::{ApplicationRow, StoredApplication, application, application_party, with_others};

/// What a list is narrowed to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Of this kind.
    pub kind: Option<ApplicationKind>,
    /// In this state.
    pub state: Option<ApplicationState>,
    /// Of a seat in this district.
    pub district: Option<DistrictCode>,
    /// Of a seat in this commune of today.
    pub commune: Option<CommuneCode>,
    /// In which this organisation takes part.
    pub organisation: Option<OrganisationId>,
    /// Submitted on or after this day.
    pub submitted_from: Option<Date>,
    /// Submitted on or before this day.
    pub submitted_to: Option<Date>,
    /// Whose time limit ended before this day, undecided; or which are not so.
    pub overdue: Option<(Date, bool)>,
    /// Undecided, and due between these days.
    pub due: Option<(Date, Date)>,
}

type Condition = Box<dyn BoxableExpression<application::table, Backend, SqlType = Bool>>;
type Query<'a> = application::BoxedQuery<'a, Backend>;

/// A page of applications within a scope, in the order in which they were begun.
///
/// # Errors
/// What the database reports.
pub fn list(
    connection: &mut Connection,
    scope: &Scope,
    filter: &Filter,
    after: Option<ApplicationId>,
    limit: i64,
) -> Result<Vec<StoredApplication>, Failure> {
    let mut query = narrowed(scope, filter).order(application::id).limit(limit);
    if let Some(after) = after {
        query = query.filter(application::id.gt(Bind(after)));
    }
    let rows = query.select(ApplicationRow::as_select()).load(connection)?;
    with_others(connection, rows)
}

fn narrowed<'a>(scope: &Scope, filter: &Filter) -> Query<'a> {
    let mut query = application::table.into_boxed();
    if let Some(condition) = within(scope) {
        query = query.filter(condition);
    }
    if let Some(kind) = filter.kind {
        query = query.filter(application::kind.eq(kind.code()));
    }
    if let Some(state) = filter.state {
        query = query.filter(application::state.eq(state.code()));
    }
    query =
        within_place!(query, filter, application::district_code, application::current_commune_code);
    if let Some(organisation) = filter.organisation {
        query = query.filter(of_organisations(vec![organisation]));
    }
    if let Some(day) = filter.submitted_from {
        query = query.filter(application::submitted_on.ge(Bind(day)));
    }
    if let Some(day) = filter.submitted_to {
        query = query.filter(application::submitted_on.le(Bind(day)));
    }
    if let Some((from, to)) = filter.due {
        query = query
            .filter(application::due_on.ge(Bind(Some(from))))
            .filter(application::due_on.le(Bind(Some(to))));
    }
    match filter.overdue {
        Some((today, true)) => query.filter(application::due_on.lt(Bind(today))),
        Some((today, false)) => query.filter(
            application::due_on.is_null().or(application::due_on.assume_not_null().ge(Bind(today))),
        ),
        None => query,
    }
}

/// In which one of these organisations takes part.
fn of_organisations(organisations: Vec<OrganisationId>) -> Condition {
    let taking_part = application_party::table
        .filter(application_party::organisation_id.eq_any(organisations.into_iter().map(Bind)))
        .select(application_party::application_id);
    Box::new(application::id.eq_any(taking_part))
}

/// A scope as a condition; nothing where it reaches everything.
fn within(scope: &Scope) -> Option<Condition> {
    if scope.is_everything() {
        return None;
    }
    let districts: Vec<String> = scope.districts().map(|code| code.as_str().to_owned()).collect();
    let communes: Vec<String> = scope.communes().map(|code| code.as_str().to_owned()).collect();
    let organisations: Vec<OrganisationId> = scope.organisations().collect();
    let district = application::district_code.assume_not_null();
    let has_district = application::district_code.is_not_null();
    let condition: Condition = match (&districts[..], &communes[..], &organisations[..]) {
        ([only], [], []) => Box::new(has_district.and(district.eq(only.clone()))),
        ([], [only], []) => Box::new(application::current_commune_code.eq(only.clone())),
        ([], [], _) => of_organisations(organisations),
        _ => Box::new(
            has_district
                .and(district.eq_any(districts))
                .or(application::current_commune_code.eq_any(communes))
                .or(of_organisations(organisations)),
        ),
    };
    Some(condition)
}
