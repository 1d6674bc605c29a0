//! What the indicators of the plan count: organisations, each once.

use std::collections::BTreeMap;

use diesel::{
    BoolExpressionMethods as _, ExpressionMethods as _, NullableExpressionMethods as _,
    QueryDsl as _, RunQueryDsl as _, dsl::count_star,
};
use htx_kit::{
    db::{Bind, Connection, stored::foreign},
    directory::OrganisationRow,
    failure::Failure,
    within_place, within_scope,
};
use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    code_list::CodeList as _,
    date::Date,
    directory::Organisation,
    id::{Id, OrganisationId},
    indicator::{Period, Tally, TradeIndicator},
    scope::Scope,
    trade::events::{Attendance, TradeEventState},
};

use super::schema::{
    organisation, showcase_funding, showcase_point, trade_application, trade_event,
};
use crate::domain::indicator::Definition;

/// The states of an event that has taken place.
fn held() -> [&'static str; 2] {
    [TradeEventState::Held.code(), TradeEventState::Settled.code()]
}

/// The participations that target 4 counts: came, supported, to an event that ended in the period.
macro_rules! participations {
    ($period:expr) => {
        trade_application::table
            .inner_join(trade_event::table)
            .filter(trade_application::attendance.eq(Attendance::Attended.code()))
            .filter(trade_application::supported.eq(true))
            .filter(trade_event::state.eq_any(held()))
            .filter(trade_event::ends_on.between(Bind($period.from), Bind($period.to)))
    };
}

/// The fundings that target 7 counts: not revoked, with days in the period on which the point still stood.
macro_rules! fundings {
    ($period:expr) => {
        showcase_funding::table
            .inner_join(showcase_point::table)
            .filter(showcase_funding::revoked_on.is_null())
            .filter(showcase_funding::from_day.le(Bind($period.to)))
            .filter(showcase_funding::to_day.ge(Bind($period.from)))
            .filter(
                showcase_point::ended_on.is_null().or(showcase_point::ended_on
                    .ge(Bind($period.from))
                    .and(showcase_point::ended_on.ge(showcase_funding::from_day.nullable()))),
            )
    };
}

/// Narrows a boxed query on organisations to those that an indicator counts: begun with the few that came,
/// and not with the whole directory.
macro_rules! counted {
    ($query:expr, $definition:expr, $period:expr) => {{
        let kinds: Vec<&str> = $definition.kinds.iter().map(|kind| kind.code()).collect();
        let query = $query.filter(organisation::kind.eq_any(kinds));
        match $definition.indicator {
            TradeIndicator::TradePromotionCooperatives => query.filter(
                organisation::id
                    .eq_any(participations!($period).select(trade_application::organisation_id)),
            ),
            TradeIndicator::ShowcasePointCooperatives => query.filter(
                organisation::id.eq_any(fundings!($period).select(showcase_point::operator_id)),
            ),
        }
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
    let query = organisation::table
        .group_by((organisation::district_code, organisation::current_commune_code))
        .select((organisation::district_code, organisation::current_commune_code, count_star()))
        .into_boxed();
    let rows: Vec<(Option<String>, String, i64)> =
        counted!(query, definition, period).load(connection)?;
    let tally = |(district, commune, count): (Option<String>, String, i64)| {
        let district = district.map(|text| DistrictCode::parse(&text).map_err(|_| foreign(&text)));
        Ok(Tally {
            district: district.transpose()?,
            commune: Some(CommuneCode::parse(&commune).map_err(|_| foreign(&commune))?),
            counted: count,
            numerator: i128::from(count),
            denominator: count,
            by_application: 0,
            reported: 0,
            expected: 0,
        })
    };
    rows.into_iter().map(tally).collect()
}

/// Why an organisation is counted: the application for an event, or the funding of a showcase point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ground {
    /// Its id.
    pub id: Id<()>,
    /// The day that counts.
    pub on: Date,
    /// What the log's events of it are about: the application, or the showcase point.
    pub subject: Id<()>,
}

/// An organisation that is counted.
#[derive(Debug, Clone)]
pub struct Record {
    /// The organisation as it is today.
    pub organisation: Organisation,
    /// Why, by their days.
    pub grounds: Vec<Ground>,
}

/// Which records.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Of this district as registered.
    pub district: Option<DistrictCode>,
    /// In this commune of today.
    pub commune: Option<CommuneCode>,
}

/// A page of what is counted within a scope, by organisation.
///
/// # Errors
/// What the database reports.
pub fn records(
    connection: &mut Connection,
    scope: &Scope,
    (definition, period): (&Definition, Period),
    filter: &Filter,
    after: Option<&OrganisationId>,
    limit: i64,
) -> Result<Vec<Record>, Failure> {
    let query = organisation::table
        .order(organisation::id)
        .limit(limit)
        .select(organisation::all_columns)
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
        query = query.filter(organisation::id.gt(Bind(*after)));
    }
    let rows: Vec<OrganisationRow> = query.load(connection)?;
    let organisations: Vec<Organisation> =
        rows.into_iter().map(Organisation::try_from).collect::<Result<_, Failure>>()?;
    let ids: Vec<OrganisationId> = organisations.iter().map(|one| one.id).collect();
    let mut grounds = grounds(connection, (definition, period), &ids)?;
    let record = |organisation: Organisation| {
        let grounds = grounds.remove(&organisation.id).unwrap_or_default();
        Record { organisation, grounds }
    };
    Ok(organisations.into_iter().map(record).collect())
}

/// Why each of these organisations is counted.
fn grounds(
    connection: &mut Connection,
    (definition, period): (&Definition, Period),
    of: &[OrganisationId],
) -> Result<BTreeMap<OrganisationId, Vec<Ground>>, Failure> {
    let ids = of.iter().copied().map(Bind);
    let rows: Vec<(OrganisationId, Id<()>, Date, Id<()>)> = match definition.indicator {
        TradeIndicator::TradePromotionCooperatives => participations!(period)
            .filter(trade_application::organisation_id.eq_any(ids))
            .order((trade_event::ends_on, trade_application::id))
            .select((
                trade_application::organisation_id,
                trade_application::id,
                trade_event::ends_on,
                trade_application::id,
            ))
            .load(connection)?,
        TradeIndicator::ShowcasePointCooperatives => fundings!(period)
            .filter(showcase_point::operator_id.eq_any(ids))
            .order((showcase_funding::from_day, showcase_funding::id))
            .select((
                showcase_point::operator_id,
                showcase_funding::id,
                showcase_funding::from_day,
                showcase_point::id,
            ))
            .load(connection)?,
    };
    let mut grounds: BTreeMap<OrganisationId, Vec<Ground>> = BTreeMap::new();
    for (organisation, id, on, subject) in rows {
        // A funding that began before the period counts from its first day on.
        let on = on.max(period.from);
        grounds.entry(organisation).or_default().push(Ground { id, on, subject });
    }
    Ok(grounds)
}
