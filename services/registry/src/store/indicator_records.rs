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
    indicator::{APPROVED, ESTABLISHMENT, MERGER, known},
    organisation::{self as entries, Filter, Stored, code, within_scope},
    schema::{
        alliance_membership, annual_report, application, organisation, organisation_succession,
        yearly_rating,
    },
};
use crate::domain::{
    indicator::{Definition, Indicator, Period},
    rating::RatingState,
};

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
        let is_rated = [Rating::Good, Rating::Fair, Rating::Average, Rating::Weak];
        let is_rated: Vec<&str> = is_rated.into_iter().map(|rating| rating.code()).collect();
        let query = yearly_rating::table
            .inner_join(organisation::table.on(organisation::id.eq(yearly_rating::organisation_id)))
            .filter(yearly_rating::year.eq(i32::from(self.period.year)))
            .filter(yearly_rating::state.eq(RatingState::Confirmed.code()))
            .filter(yearly_rating::rating.eq_any(is_rated))
            .into_boxed();
        let query = known!(query, yearly_rating, self.period);
        let found: Vec<(OrganisationId, Option<String>, Id<()>)> =
            narrowed!(query, self, yearly_rating::organisation_id)
                .select((yearly_rating::organisation_id, yearly_rating::rating, yearly_rating::id))
                .load(connection)?;
        let counted = |(id, rating, ground): (OrganisationId, Option<String>, Id<()>)| {
            let rating = rating.as_deref().map(code).transpose()?;
            Ok((id, Counted { rating, ground: Some(ground), ..Counted::default() }))
        };
        found.into_iter().map(counted).collect()
    }

    fn reported(&self, connection: &mut Connection) -> Result<Found, Failure> {
        let query = annual_report::table
            .inner_join(organisation::table.on(organisation::id.eq(annual_report::organisation_id)))
            .filter(annual_report::year.eq(i32::from(self.period.year)))
            .into_boxed();
        let query = known!(query, annual_report, self.period);
        let query = match self.definition.indicator {
            Indicator::AverageRevenue => query.filter(annual_report::revenue_vnd.is_not_null()),
            Indicator::AverageProfit => query.filter(annual_report::profit_vnd.is_not_null()),
            _ => query
                .filter(annual_report::worker_pay_vnd.is_not_null())
                .filter(annual_report::worker_count.gt(0)),
        };
        let found: Vec<Figures> = narrowed!(query, self, annual_report::organisation_id)
            .select((
                annual_report::organisation_id,
                annual_report::revenue_vnd,
                annual_report::profit_vnd,
                annual_report::worker_pay_vnd,
                annual_report::worker_count,
                annual_report::id,
            ))
            .load(connection)?;
        let counted = |(id, revenue, profit, pay, workers, ground): Figures| {
            let (amount_vnd, workers) = match self.definition.indicator {
                Indicator::AverageRevenue => (revenue, None),
                Indicator::AverageProfit => (profit, None),
                _ => (pay, workers.map(i64::from)),
            };
            (id, Counted { amount_vnd, workers, ground: Some(ground), ..Counted::default() })
        };
        Ok(found.into_iter().map(counted).collect())
    }
}

/// Revenue, profit, pay and workers of an organisation's report, and that report.
type Figures = (OrganisationId, Option<i64>, Option<i64>, Option<i64>, Option<i32>, Id<()>);
