//! The city's figures of a year: planned, opened, closed; and the records behind each.

use diesel::{
    BoolExpressionMethods as _, ExpressionMethods as _, NullableExpressionMethods as _,
    QueryDsl as _, RunQueryDsl as _,
    dsl::{count_star, exists, not},
};
use htx_kit::{
    db::{Bind, Connection, stored::code},
    failure::Failure,
    within_scope,
};
use htx_model::{
    administrative::DistrictCode,
    code_list::CodeList as _,
    date::Date,
    dissolution::{DissolutionState, planning::PlanFigure},
    id::{DissolutionId, Id, OrganisationId},
    organisation::OrganisationKind,
    scope::Scope,
};

use super::entry::{InForceRow, PlannedCase, cases_of, in_force_columns, planned, planned_of};
use crate::{
    domain::{organisation::Organisation, plan::Planned},
    store::{
        organisation::OrganisationRow,
        schema::{dissolution, organisation, planned_dissolution},
    },
};

/// A case of the planned organisation that was not given up: what makes it more than planned.
macro_rules! begun {
    () => {
        dissolution::table
            .filter(dissolution::organisation_id.eq(planned_dissolution::organisation_id))
            .filter(dissolution::state.ne(DissolutionState::Withdrawn.code()))
    };
}

/// Narrows a boxed query on organisations to a scope.
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

/// The days of a year.
fn days(year: i16) -> Result<(Date, Date), Failure> {
    let days = Date::new(year, 1, 1).zip(Date::new(year, 12, 31));
    days.ok_or_else(|| Failure::unexpected("a year without days"))
}

/// A figure of a year by the district as registered, within a scope.
///
/// # Errors
/// What the database reports.
pub fn counts(
    connection: &mut Connection,
    scope: &Scope,
    year: i16,
    figure: PlanFigure,
) -> Result<Vec<(Option<String>, i64)>, Failure> {
    let (first, last) = days(year)?;
    let plans = || {
        planned_dissolution::table
            .inner_join(organisation::table)
            .filter(planned_dissolution::year.eq(year))
            .group_by(organisation::district_code)
            .select((organisation::district_code, count_star()))
            .into_boxed()
    };
    let cases = || {
        dissolution::table
            .inner_join(organisation::table)
            .group_by(organisation::district_code)
            .select((organisation::district_code, count_star()))
            .into_boxed()
    };
    Ok(match figure {
        PlanFigure::Planned => within!(plans(), scope).load(connection)?,
        PlanFigure::NotBegun => {
            within!(plans().filter(not(exists(begun!()))), scope).load(connection)?
        }
        PlanFigure::Opened => {
            let opened = dissolution::opened_on.between(Bind(first), Bind(last));
            within!(cases().filter(opened), scope).load(connection)?
        }
        PlanFigure::Closed => {
            let closed = dissolution::state
                .eq(DissolutionState::Closed.code())
                .and(dissolution::ended_on.assume_not_null().between(Bind(first), Bind(last)));
            within!(cases().filter(closed), scope).load(connection)?
        }
        PlanFigure::ClosedCooperatives => {
            let closed = dissolution::state
                .eq(DissolutionState::Closed.code())
                .and(dissolution::ended_on.assume_not_null().between(Bind(first), Bind(last)))
                .and(organisation::kind.eq(OrganisationKind::Cooperative.code()));
            within!(cases().filter(closed), scope).load(connection)?
        }
    })
}

/// One thing that a figure counts.
#[derive(Debug, Clone)]
pub struct Record {
    /// The organisation.
    pub organisation: Organisation,
    /// What the plan of the year says of it.
    pub planned: Option<Planned>,
    /// Its case: the one that is counted, or the newest.
    pub case: Option<PlannedCase>,
    key: Id<()>,
}

impl Record {
    /// Where the list goes on after it.
    #[must_use]
    pub const fn key(&self) -> Id<()> {
        self.key
    }
}

/// What the records are of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Narrowing {
    /// The year.
    pub year: i16,
    /// The figure.
    pub figure: PlanFigure,
    /// Only organisations registered in this district.
    pub district: Option<DistrictCode>,
}

/// A page of what a figure counts, within a scope.
///
/// # Errors
/// What the database reports.
pub fn records(
    connection: &mut Connection,
    scope: &Scope,
    of: &Narrowing,
    after: Option<&Id<()>>,
    limit: i64,
) -> Result<Vec<Record>, Failure> {
    match of.figure {
        PlanFigure::Planned | PlanFigure::NotBegun => {
            planned_records(connection, scope, of, after, limit)
        }
        PlanFigure::Opened | PlanFigure::Closed | PlanFigure::ClosedCooperatives => {
            case_records(connection, scope, of, after, limit)
        }
    }
}

fn planned_records(
    connection: &mut Connection,
    scope: &Scope,
    of: &Narrowing,
    after: Option<&Id<()>>,
    limit: i64,
) -> Result<Vec<Record>, Failure> {
    let query = planned_dissolution::table
        .inner_join(organisation::table)
        .filter(planned_dissolution::year.eq(of.year))
        .order(planned_dissolution::organisation_id)
        .limit(limit)
        .select((in_force_columns!(), organisation::all_columns))
        .into_boxed();
    let mut query = within!(query, scope);
    if of.figure == PlanFigure::NotBegun {
        query = query.filter(not(exists(begun!())));
    }
    if let Some(district) = &of.district {
        query = query.filter(organisation::district_code.eq(district.as_str().to_owned()));
    }
    if let Some(after) = after {
        let after = OrganisationId::from_uuid(after.uuid());
        query = query.filter(planned_dissolution::organisation_id.gt(Bind(after)));
    }
    let rows: Vec<(InForceRow, OrganisationRow)> = query.load(connection)?;
    let mut found = Vec::with_capacity(rows.len());
    for (row, of) in rows {
        found.push((planned(row)?, Organisation::try_from(of)?));
    }
    let ids: Vec<OrganisationId> = found.iter().map(|(_, of)| of.id).collect();
    let cases = cases_of(connection, &ids)?;
    let record = |(planned, organisation): (Planned, Organisation)| Record {
        case: cases.get(&organisation.id).copied(),
        key: Id::from_uuid(organisation.id.uuid()),
        planned: Some(planned),
        organisation,
    };
    Ok(found.into_iter().map(record).collect())
}

fn case_records(
    connection: &mut Connection,
    scope: &Scope,
    of: &Narrowing,
    after: Option<&Id<()>>,
    limit: i64,
) -> Result<Vec<Record>, Failure> {
    type Row = ((DissolutionId, String, Date, Option<Date>), OrganisationRow);
    let (first, last) = days(of.year)?;
    let query = dissolution::table
        .inner_join(organisation::table)
        .order(dissolution::id)
        .limit(limit)
        .select((
            (dissolution::id, dissolution::state, dissolution::opened_on, dissolution::ended_on),
            organisation::all_columns,
        ))
        .into_boxed();
    let mut query = within!(query, scope);
    query = if of.figure == PlanFigure::Opened {
        query.filter(dissolution::opened_on.between(Bind(first), Bind(last)))
    } else {
        query
            .filter(dissolution::state.eq(DissolutionState::Closed.code()))
            .filter(dissolution::ended_on.assume_not_null().between(Bind(first), Bind(last)))
    };
    if of.figure == PlanFigure::ClosedCooperatives {
        query = query.filter(organisation::kind.eq(OrganisationKind::Cooperative.code()));
    }
    if let Some(district) = &of.district {
        query = query.filter(organisation::district_code.eq(district.as_str().to_owned()));
    }
    if let Some(after) = after {
        query = query.filter(dissolution::id.gt(Bind(DissolutionId::from_uuid(after.uuid()))));
    }
    let rows: Vec<Row> = query.load(connection)?;
    let mut found = Vec::with_capacity(rows.len());
    for ((id, state, opened_on, ended_on), of) in rows {
        let case = PlannedCase { id, state: code(&state)?, opened_on, ended_on };
        found.push((case, Organisation::try_from(of)?));
    }
    let ids: Vec<OrganisationId> = found.iter().map(|(_, of)| of.id).collect();
    let planned = planned_of(connection, &ids, of.year)?;
    let record = |(case, organisation): (PlannedCase, Organisation)| Record {
        planned: planned.get(&organisation.id).cloned(),
        key: Id::from_uuid(case.id.uuid()),
        case: Some(case),
        organisation,
    };
    Ok(found.into_iter().map(record).collect())
}
