//! Grouped counts over all cases as of a day.

use diesel::{
    BoolExpressionMethods as _, ExpressionMethods as _, NullableExpressionMethods as _,
    QueryDsl as _, RunQueryDsl as _, dsl::count_star,
};
use htx_kit::{
    db::{Bind, Connection, stored::code},
    failure::Failure,
    within_scope,
};
use htx_model::{
    code_list::CodeList as _, date::Date, dissolution::DissolutionAction, scope::Scope,
};

use super::schema::{dissolution, dissolution_step, organisation};
use crate::domain::statistics::{Standing, Taken};

/// The most groups of one query: districts, routes and states are few, and days are those of some
/// years.
const GROUPS_MAX: i64 = 50_000;

/// Narrows a boxed query on cases to a scope.
macro_rules! within {
    ($query:expr, $scope:expr) => {
        within_scope!(
            $query,
            $scope,
            organisation::district_code,
            organisation::current_commune_code,
            organisation::id
        )
    };
}

type Group = (Option<String>, String, Option<String>, i64);

/// What entered and what left each state up to a day, by district and route.
///
/// # Errors
/// What the database reports.
pub fn standings(
    connection: &mut Connection,
    scope: &Scope,
    as_of: Date,
) -> Result<Vec<Standing>, Failure> {
    let steps = || {
        dissolution_step::table
            .inner_join(dissolution::table.inner_join(organisation::table))
            .filter(dissolution_step::effective_on.le(Bind(as_of)))
    };
    let entered = steps()
        .group_by((organisation::district_code, dissolution::route, dissolution_step::to_state))
        .select((
            organisation::district_code,
            dissolution::route,
            dissolution_step::to_state.nullable(),
            count_star(),
        ))
        .limit(GROUPS_MAX)
        .into_boxed();
    let entered: Vec<Group> = within!(entered, scope).load(connection)?;
    let left = steps()
        .filter(dissolution_step::from_state.is_not_null())
        .group_by((organisation::district_code, dissolution::route, dissolution_step::from_state))
        .select((
            organisation::district_code,
            dissolution::route,
            dissolution_step::from_state,
            count_star(),
        ))
        .limit(GROUPS_MAX)
        .into_boxed();
    let left: Vec<Group> = within!(left, scope).load(connection)?;
    let signed =
        entered.into_iter().map(|row| (row, 1)).chain(left.into_iter().map(|row| (row, -1)));
    signed
        .map(|((district, route, state, count), sign)| {
            let state = state.ok_or_else(|| Failure::unexpected("a step without a state"))?;
            Ok(Standing {
                district,
                route: code(&route)?,
                state: code(&state)?,
                count: count * sign,
            })
        })
        .collect()
}

/// How many cases were opened, decided and closed on each day of a span.
///
/// # Errors
/// What the database reports.
pub fn taken(
    connection: &mut Connection,
    scope: &Scope,
    (first, last): (Date, Date),
) -> Result<Vec<Taken>, Failure> {
    let counted = [DissolutionAction::Decide, DissolutionAction::Close].map(|action| action.code());
    let query = dissolution_step::table
        .inner_join(dissolution::table.inner_join(organisation::table))
        .filter(dissolution_step::effective_on.between(Bind(first), Bind(last)))
        .filter(
            dissolution_step::action
                .is_null()
                .or(dissolution_step::action.assume_not_null().eq_any(counted)),
        )
        .group_by((dissolution_step::action, dissolution_step::effective_on))
        .select((dissolution_step::action, dissolution_step::effective_on, count_star()))
        .limit(GROUPS_MAX)
        .into_boxed();
    let rows: Vec<(Option<String>, Date, i64)> = within!(query, scope).load(connection)?;
    rows.into_iter()
        .map(|(action, on, count)| {
            let action = action.as_deref().map(code).transpose()?;
            Ok(Taken { action, on, count })
        })
        .collect()
}

/// The days on which the cases that were open on a day were opened, with how many.
///
/// # Errors
/// What the database reports.
pub fn open_since(
    connection: &mut Connection,
    scope: &Scope,
    as_of: Date,
) -> Result<Vec<(Date, i64)>, Failure> {
    let query = dissolution::table
        .inner_join(organisation::table)
        .filter(dissolution::opened_on.le(Bind(as_of)))
        .filter(
            dissolution::ended_on
                .is_null()
                .or(dissolution::ended_on.assume_not_null().gt(Bind(as_of))),
        )
        .group_by(dissolution::opened_on)
        .select((dissolution::opened_on, count_star()))
        .limit(GROUPS_MAX)
        .into_boxed();
    Ok(within!(query, scope).load(connection)?)
}
