//! The records behind an indicator's figure, by the organisation's id.

use std::collections::{BTreeMap, BTreeSet};

use diesel::{
    ExpressionMethods as _, JoinOnDsl as _, QueryDsl as _, RunQueryDsl as _, alias,
    dsl::{exists, not},
};
use htx_kit::{
    db::{Bind, Connection},
    failure::Failure,
};
use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    code_list::CodeList as _,
    date::Date,
    id::{Id, OrganisationId},
    organisation::Rating,
    scope::Scope,
};

use super::{
    indicator::{APPROVED, ESTABLISHMENT, MERGER},
    organisation::{self as entries, Filter, Stored, code, within_scope},
    schema::{
        alliance_membership, annual_report, application, earlier_annual_report, earlier_rating,
        organisation, organisation_succession, yearly_rating,
    },
};
use crate::domain::{
    indicator::{Definition, Indicator, Period},
    rating::RatingState,
};

/// Narrows a boxed query on the newest statements about a year to those that were recorded by the day as
/// of which it is asked.
macro_rules! newest {
    ($query:expr, $statement:ident, $period:expr) => {{
        let query = $query;
        match $period.known_before() {
            Some(instant) => query.filter($statement::recorded_at.lt(Bind(instant))),
            None => query,
        }
    }};
}

/// Narrows a boxed query on statements that were replaced to those that stood at an instant.
macro_rules! stood {
    ($query:expr, $statement:ident, $instant:expr) => {
        $query
            .filter($statement::recorded_at.lt(Bind($instant)))
            .filter($statement::replaced_at.ge(Bind($instant)))
    };
}

/// What is counted of an organisation.
#[derive(Debug, Clone)]
pub struct Record {
    /// The organisation.
    pub stored: Stored,
    /// What was counted of it.
    pub counted: Counted,
}

/// What was counted of an organisation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counted {
    /// The day that counts: of registration, of joining.
    pub on: Option<Date>,
    /// The amount that counts.
    pub amount_vnd: Option<i64>,
    /// The workers that count.
    pub workers: Option<i64>,
    /// The rating that counts.
    pub rating: Option<Rating>,
    /// Whether it came by an application, where that is asked.
    pub by_application: Option<bool>,
    /// The report, rating or membership by which it counts; nothing where it is the entry itself.
    pub ground: Option<Id<()>>,
}

impl Counted {
    /// What it adds above and below the line.
    #[must_use]
    pub fn adds(&self) -> (i64, i64) {
        if let Some(rating) = self.rating {
            return (i64::from(matches!(rating, Rating::Good | Rating::Fair)), 1);
        }
        (self.amount_vnd.unwrap_or(1), self.workers.unwrap_or(1))
    }
}

/// Which records.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RecordFilter {
    /// Of this district as registered.
    pub district: Option<DistrictCode>,
    /// Of this commune of today.
    pub commune: Option<CommuneCode>,
}

/// The records that an indicator counts in a year after an organisation's id, within a scope.
///
/// # Errors
/// What the database reports.
pub fn records(
    connection: &mut Connection,
    scope: &Scope,
    (definition, period): (&Definition, Period),
    filter: &RecordFilter,
    after: Option<OrganisationId>,
    limit: i64,
) -> Result<Vec<Record>, Failure> {
    let asked = Asked { scope, definition, period, filter, after, limit };
    let mut counted = match definition.indicator {
        Indicator::NewCooperatives | Indicator::NewCooperativeUnions => {
            asked.established(connection)?
        }
        Indicator::RatedGoodOrFairShare => asked.rated(connection)?,
        Indicator::AverageRevenue | Indicator::AverageProfit | Indicator::AverageWorkerIncome => {
            asked.reported(connection)?
        }
        Indicator::NewAllianceMembers => asked.joined(connection)?,
    };
    let ids: Vec<OrganisationId> = counted.keys().copied().collect();
    // They were found within the scope.
    let rows = entries::with_ids(connection, &Scope::everything(), &Filter::default(), &ids)?;
    let record = |stored: Stored| {
        let counted = counted.remove(&stored.organisation.id)?;
        Some(Record { stored, counted })
    };
    Ok(rows.into_iter().filter_map(record).collect())
}

/// What is asked for.
struct Asked<'a> {
    scope: &'a Scope,
    definition: &'a Definition,
    period: Period,
    filter: &'a RecordFilter,
    after: Option<OrganisationId>,
    limit: i64,
}

type Found = BTreeMap<OrganisationId, Counted>;

/// Narrows a boxed query that is joined with `organisation` to what is asked for. (The type of a
/// condition names the join, so this is no function.)
macro_rules! narrowed {
    ($query:expr, $asked:expr, $own:expr) => {{
        let asked: &Asked<'_> = $asked;
        let kinds: Vec<&str> = asked.definition.kinds.iter().map(|kind| kind.code()).collect();
        let mut query = within_scope!($query, asked.scope, $own);
        query = query.filter(organisation::kind.eq_any(kinds)).order($own).limit(asked.limit);
        if let Some(district) = &asked.filter.district {
            query = query.filter(organisation::district_code.eq(district.as_str().to_owned()));
        }
        if let Some(commune) = &asked.filter.commune {
            let commune = commune.as_str().to_owned();
            query = query.filter(organisation::current_commune_code.eq(commune));
        }
        if let Some(after) = asked.after {
            query = query.filter($own.gt(Bind(after)));
        }
        query
    }};
}

/// The ratings of the year that say how an organisation does, from one of the tables of them.
macro_rules! ratings {
    ($rating:ident, $asked:expr) => {{
        let is_rated = [Rating::Good, Rating::Fair, Rating::Average, Rating::Weak];
        let is_rated: Vec<&str> = is_rated.into_iter().map(|rating| rating.code()).collect();
        $rating::table
            .inner_join(organisation::table.on(organisation::id.eq($rating::organisation_id)))
            .filter($rating::year.eq(i32::from($asked.period.year)))
            .filter($rating::rating.eq_any(is_rated))
    }};
}

/// The reports of the year that have what is needed, from one of the tables of them.
macro_rules! reports {
    ($report:ident, $asked:expr) => {{
        let query = $report::table
            .inner_join(organisation::table.on(organisation::id.eq($report::organisation_id)))
            .filter($report::year.eq(i32::from($asked.period.year)))
            .into_boxed();
        match $asked.definition.indicator {
            Indicator::AverageRevenue => query.filter($report::revenue_vnd.is_not_null()),
            Indicator::AverageProfit => query.filter($report::profit_vnd.is_not_null()),
            _ => query
                .filter($report::worker_pay_vnd.is_not_null())
                .filter($report::worker_count.gt(0)),
        }
    }};
}

macro_rules! figures {
    ($query:expr, $report:ident) => {
        $query.select((
            $report::organisation_id,
            $report::revenue_vnd,
            $report::profit_vnd,
            $report::worker_pay_vnd,
            $report::worker_count,
            $report::id,
        ))
    };
}

impl Asked<'_> {
    fn established(&self, connection: &mut Connection) -> Result<Found, Failure> {
        let follows = organisation_succession::table
            .filter(organisation_succession::successor_id.eq(organisation::id))
            .filter(organisation_succession::kind.ne(MERGER));
        let query = organisation::table
            .filter(organisation::registered_on.ge(Bind(self.period.from)))
            .filter(organisation::registered_on.le(Bind(self.period.to)))
            .filter(not(exists(follows)))
            .into_boxed();
        let found: Vec<(OrganisationId, Option<Date>)> = narrowed!(query, self, organisation::id)
            .select((organisation::id, organisation::registered_on))
            .load(connection)?;
        let ids = found.iter().map(|(id, _)| Bind(Some(*id)));
        let applied: Vec<Option<OrganisationId>> = application::table
            .filter(application::organisation_id.eq_any(ids))
            .filter(application::kind.eq(ESTABLISHMENT))
            .filter(application::state.eq(APPROVED))
            .select(application::organisation_id)
            .load(connection)?;
        let applied: BTreeSet<OrganisationId> = applied.into_iter().flatten().collect();
        let counted = |(id, on)| {
            let by_application = Some(applied.contains(&id));
            (id, Counted { on, by_application, ..Counted::default() })
        };
        Ok(found.into_iter().map(counted).collect())
    }

    /// An organisation that joined twice in a year is there once, with the first day.
    fn joined(&self, connection: &mut Connection) -> Result<Found, Failure> {
        let again = alias!(alliance_membership as earlier);
        let earlier = again
            .filter(
                again
                    .field(alliance_membership::organisation_id)
                    .eq(alliance_membership::organisation_id),
            )
            .filter(again.field(alliance_membership::joined_on).ge(Bind(self.period.from)))
            .filter(again.field(alliance_membership::id).lt(alliance_membership::id))
            .filter(again.field(alliance_membership::joined_on).le(Bind(self.period.to)));
        let query = alliance_membership::table
            .inner_join(
                organisation::table.on(organisation::id.eq(alliance_membership::organisation_id)),
            )
            .filter(alliance_membership::joined_on.ge(Bind(self.period.from)))
            .filter(alliance_membership::joined_on.le(Bind(self.period.to)))
            .filter(not(exists(earlier)))
            .into_boxed();
        let found: Vec<(OrganisationId, Date, Id<()>)> =
            narrowed!(query, self, alliance_membership::organisation_id)
                .select((
                    alliance_membership::organisation_id,
                    alliance_membership::joined_on,
                    alliance_membership::id,
                ))
                .load(connection)?;
        let counted = |(id, on, ground)| {
            (id, Counted { on: Some(on), ground: Some(ground), ..Counted::default() })
        };
        Ok(found.into_iter().map(counted).collect())
    }

    fn rated(&self, connection: &mut Connection) -> Result<Found, Failure> {
        let query = ratings!(yearly_rating, self)
            .filter(yearly_rating::state.eq(RatingState::Confirmed.code()))
            .into_boxed();
        let query = newest!(query, yearly_rating, self.period);
        let mut found: Vec<Rated> = narrowed!(query, self, yearly_rating::organisation_id)
            .select((yearly_rating::organisation_id, yearly_rating::rating, yearly_rating::id))
            .load(connection)?;
        if let Some(instant) = self.period.known_before() {
            let query = ratings!(earlier_rating, self).into_boxed();
            let query = stood!(query, earlier_rating, instant);
            let earlier: Vec<Rated> = narrowed!(query, self, earlier_rating::organisation_id)
                .select((
                    earlier_rating::organisation_id,
                    earlier_rating::rating,
                    earlier_rating::id,
                ))
                .load(connection)?;
            found.extend(earlier);
        }
        let counted = |(id, rating, ground): Rated| {
            let rating = rating.as_deref().map(code).transpose()?;
            Ok((id, Counted { rating, ground: Some(ground), ..Counted::default() }))
        };
        let found = found.into_iter().map(counted).collect::<Result<Found, Failure>>()?;
        Ok(self.page(found))
    }

    fn reported(&self, connection: &mut Connection) -> Result<Found, Failure> {
        let query = newest!(reports!(annual_report, self), annual_report, self.period);
        let query = narrowed!(query, self, annual_report::organisation_id);
        let mut found: Vec<Figures> = figures!(query, annual_report).load(connection)?;
        if let Some(instant) = self.period.known_before() {
            let query =
                stood!(reports!(earlier_annual_report, self), earlier_annual_report, instant);
            let query = narrowed!(query, self, earlier_annual_report::organisation_id);
            let earlier: Vec<Figures> = figures!(query, earlier_annual_report).load(connection)?;
            found.extend(earlier);
        }
        let counted = |(id, revenue, profit, pay, workers, ground): Figures| {
            let (amount_vnd, workers) = match self.definition.indicator {
                Indicator::AverageRevenue => (revenue, None),
                Indicator::AverageProfit => (profit, None),
                _ => (pay, workers.map(i64::from)),
            };
            (id, Counted { amount_vnd, workers, ground: Some(ground), ..Counted::default() })
        };
        Ok(self.page(found.into_iter().map(counted).collect()))
    }

    /// The first of what was found in two tables, of each as many as are asked for.
    fn page(&self, mut found: Found) -> Found {
        while i64::try_from(found.len()).is_ok_and(|count| count > self.limit) {
            found.pop_last();
        }
        found
    }
}

/// An organisation's rating, and which it is.
type Rated = (OrganisationId, Option<String>, Id<()>);

/// Revenue, profit, pay and workers of an organisation's report, and that report.
type Figures = (OrganisationId, Option<i64>, Option<i64>, Option<i64>, Option<i32>, Id<()>);
