//! What the indicator of the plan counts: cooperatives whose case was legally closed in the period.

use diesel::{
    ExpressionMethods as _, NullableExpressionMethods as _, QueryDsl as _, RunQueryDsl as _,
    dsl::count_star,
};
use htx_kit::{
    db::{
        Bind, Connection,
        stored::{code, foreign},
    },
    failure::Failure,
    within_place, within_scope,
};
use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    code_list::CodeList as _,
    date::Date,
    dissolution::DissolutionState,
    id::DissolutionId,
    indicator::{Period, Tally},
    organisation::OrganisationStatus,
    scope::Scope,
};

use super::{
    organisation::OrganisationRow,
    schema::{dissolution, organisation},
};
use crate::domain::{indicator::Definition, organisation::Organisation};

/// Narrows a query on cases and their organisations to what is counted.
macro_rules! counted {
    ($query:expr, $definition:expr, $period:expr) => {{
        let kinds = $definition.kinds.iter().map(|kind| kind.code());
        $query
            .filter(dissolution::state.eq(DissolutionState::Closed.code()))
            .filter(
                dissolution::ended_on
                    .assume_not_null()
                    .between(Bind($period.from), Bind($period.to)),
            )
            .filter(organisation::kind.eq_any(kinds.collect::<Vec<_>>()))
    }};
}

/// What is counted of each place in a period.
///
/// # Errors
/// What the database reports.
pub fn tallies(
    connection: &mut Connection,
    definition: &Definition,
    period: Period,
) -> Result<Vec<Tally>, Failure> {
    let query = dissolution::table.inner_join(organisation::table);
    let rows: Vec<(Option<String>, String, String, i64)> = counted!(query, definition, period)
        .group_by((
            organisation::district_code,
            organisation::current_commune_code,
            organisation::status,
        ))
        .select((
            organisation::district_code,
            organisation::current_commune_code,
            organisation::status,
            count_star(),
        ))
        .load(connection)?;
    let tally = |(district, commune, status, count): (Option<String>, String, String, i64)| {
        let district = district.map(|text| DistrictCode::parse(&text).map_err(|_| foreign(&text)));
        let shown = status == OrganisationStatus::Dissolved.code();
        Ok(Tally {
            district: district.transpose()?,
            commune: Some(CommuneCode::parse(&commune).map_err(|_| foreign(&commune))?),
            counted: count,
            numerator: i128::from(count),
            denominator: count,
            by_application: 0,
            reported: if shown { count } else { 0 },
            expected: count,
        })
    };
    rows.into_iter().map(tally).collect()
}

/// How many cases stand in each state today.
///
/// # Errors
/// What the database reports.
pub fn stages(connection: &mut Connection) -> Result<Vec<(&'static str, i64)>, Failure> {
    let rows: Vec<(String, i64)> = dissolution::table
        .group_by(dissolution::state)
        .select((dissolution::state, count_star()))
        .load(connection)?;
    let stage =
        |(state, count): (String, i64)| Ok((code::<DissolutionState>(&state)?.code(), count));
    rows.into_iter().map(stage).collect()
}

/// One cooperative that is counted.
#[derive(Debug, Clone)]
pub struct Record {
    /// Its case.
    pub case: DissolutionId,
    /// When the case was closed.
    pub closed_on: Option<Date>,
    /// The cooperative as it is today.
    pub organisation: Organisation,
}

/// Which records.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Of this district as registered.
    pub district: Option<DistrictCode>,
    /// In this commune of today.
    pub commune: Option<CommuneCode>,
}

/// A page of what is counted within a scope, by case.
///
/// # Errors
/// What the database reports.
pub fn records(
    connection: &mut Connection,
    scope: &Scope,
    (definition, period): (&Definition, Period),
    filter: &Filter,
    after: Option<&DissolutionId>,
    limit: i64,
) -> Result<Vec<Record>, Failure> {
    let query = dissolution::table
        .inner_join(organisation::table)
        .order(dissolution::id)
        .limit(limit)
        .select((dissolution::id, dissolution::ended_on, organisation::all_columns))
        .into_boxed();
    let query = counted!(query, definition, period);
    let mut query = within_scope!(
        query,
        scope,
        organisation::district_code,
        organisation::current_commune_code,
        organisation::id
    );
    query = within_place!(
        query,
        filter,
        organisation::district_code,
        organisation::current_commune_code
    );
    if let Some(after) = after {
        query = query.filter(dissolution::id.gt(Bind(*after)));
    }
    let rows: Vec<(DissolutionId, Option<Date>, OrganisationRow)> = query.load(connection)?;
    rows.into_iter()
        .map(|(case, closed_on, of)| Ok(Record { case, closed_on, organisation: of.try_into()? }))
        .collect()
}
