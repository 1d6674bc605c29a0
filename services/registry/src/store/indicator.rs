//! What the indicators of the plan count: one or two queries each, whatever the size of the city.

use std::collections::HashMap;

use diesel::{
    BoolExpressionMethods as _, ExpressionMethods as _, JoinOnDsl as _,
    NullableExpressionMethods as _, QueryDsl as _, RunQueryDsl as _,
    dsl::{count_star, exists, sql},
    sql_types::{BigInt, Bool},
};
use htx_kit::{
    db::{Bind, Connection},
    failure::Failure,
};
use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    code_list::CodeList as _,
    organisation::OrganisationStatus,
};

use super::schema::{
    alliance_membership, annual_report, application, organisation, organisation_succession,
    yearly_rating,
};
use crate::domain::{
    indicator::{Definition, Indicator, Period, Tally},
    rating::RatingState,
};

/// A sum of many amounts as two that fit 64 bits: whole millions, and what is left of them.
const MILLION: i128 = 1_000_000;

/// The kind of succession whose successor was there before.
pub(super) const MERGER: &str = "merger";
/// The kind of application that founds an organisation, and its state once it is approved.
pub(super) const ESTABLISHMENT: &str = "establishment";
pub(super) const APPROVED: &str = "approved";

/// How many of the confirmed ratings say how an organisation does, and how many say: well.
const RATED: &str = "CAST(SUM(CASE WHEN yearly_rating.rating IN \
    ('good', 'fair', 'average', 'weak') THEN 1 ELSE 0 END) AS BIGINT)";
const GOOD_OR_FAIR: &str = "CAST(SUM(CASE WHEN yearly_rating.rating IN ('good', 'fair') \
    THEN 1 ELSE 0 END) AS BIGINT)";

/// Narrows a boxed query on statements about a year to those that were recorded by the day as of which
/// it is asked. One that was recorded anew since then is left out: it is not known as it was.
macro_rules! known {
    ($query:expr, $statement:ident, $period:expr) => {{
        let query = $query;
        match $period.known_before() {
            Some(instant) => query.filter($statement::recorded_at.lt(Bind(instant))),
            None => query,
        }
    }};
}
pub(super) use known;

/// District as registered and commune of today.
type Place = (Option<String>, String);

/// What an indicator counts of each place in a year.
///
/// # Errors
/// What the database reports.
pub fn tallies(
    connection: &mut Connection,
    definition: &Definition,
    year: Period,
) -> Result<Vec<Tally>, Failure> {
    let mut places = Places::default();
    match definition.indicator {
        Indicator::NewCooperatives | Indicator::NewCooperativeUnions => {
            established(connection, definition, year, &mut places)?;
        }
        Indicator::RatedGoodOrFairShare => rated(connection, definition, year, &mut places)?,
        Indicator::AverageRevenue => {
            mean_of("revenue_vnd", connection, definition, year, &mut places)?
        }
        Indicator::AverageProfit => {
            mean_of("profit_vnd", connection, definition, year, &mut places)?
        }
        Indicator::AverageWorkerIncome => income(connection, definition, year, &mut places)?,
        Indicator::NewAllianceMembers => joined(connection, definition, year, &mut places)?,
    }
    places.tallies()
}

/// The tallies by place.
#[derive(Default)]
struct Places(HashMap<Place, Tally>);

impl Places {
    fn at(&mut self, place: Place) -> &mut Tally {
        self.0.entry(place).or_default()
    }

    fn tallies(self) -> Result<Vec<Tally>, Failure> {
        let tally = |((district, commune), tally): (Place, Tally)| {
            let district = district.map(|code| DistrictCode::parse(&code)).transpose();
            Ok(Tally {
                district: district.map_err(Failure::unexpected)?,
                commune: Some(CommuneCode::parse(&commune).map_err(Failure::unexpected)?),
                ..tally
            })
        };
        self.0.into_iter().map(tally).collect()
    }
}

fn kinds(definition: &Definition) -> Vec<&'static str> {
    definition.kinds.iter().map(|kind| kind.code()).collect()
}

fn established(
    connection: &mut Connection,
    definition: &Definition,
    year: Period,
    places: &mut Places,
) -> Result<(), Failure> {
    // A conversion, division, separation or consolidation makes a new entry, and nothing new.
    let follows = || {
        organisation_succession::table
            .filter(organisation_succession::successor_id.eq(organisation::id))
            .filter(organisation_succession::kind.ne(MERGER))
    };
    let counted: Vec<(Option<String>, String, i64)> = organisation::table
        .filter(organisation::kind.eq_any(kinds(definition)))
        .filter(organisation::registered_on.ge(Bind(year.from)))
        .filter(organisation::registered_on.le(Bind(year.to)))
        .filter(diesel::dsl::not(exists(follows())))
        .group_by((organisation::district_code, organisation::current_commune_code))
        .select((organisation::district_code, organisation::current_commune_code, count_star()))
        .load(connection)?;
    for (district, commune, count) in counted {
        let tally = places.at((district, commune));
        (tally.counted, tally.denominator) = (count, count);
        tally.numerator = i128::from(count);
    }
    let by_application: Vec<(Option<String>, String, i64)> = organisation::table
        .inner_join(
            application::table.on(application::organisation_id.eq(organisation::id.nullable())),
        )
        .filter(application::kind.eq(ESTABLISHMENT))
        .filter(application::state.eq(APPROVED))
        .filter(organisation::kind.eq_any(kinds(definition)))
        .filter(organisation::registered_on.ge(Bind(year.from)))
        .filter(organisation::registered_on.le(Bind(year.to)))
        .group_by((organisation::district_code, organisation::current_commune_code))
        .select((
            organisation::district_code,
            organisation::current_commune_code,
            sql::<BigInt>("COUNT(DISTINCT organisation.id)"),
        ))
        .load(connection)?;
    for (district, commune, count) in by_application {
        places.at((district, commune)).by_application = count;
    }
    Ok(())
}

fn joined(
    connection: &mut Connection,
    definition: &Definition,
    year: Period,
    places: &mut Places,
) -> Result<(), Failure> {
    let counted: Vec<(Option<String>, String, i64)> = alliance_membership::table
        .inner_join(
            organisation::table.on(organisation::id.eq(alliance_membership::organisation_id)),
        )
        .filter(alliance_membership::joined_on.ge(Bind(year.from)))
        .filter(alliance_membership::joined_on.le(Bind(year.to)))
        .filter(organisation::kind.eq_any(kinds(definition)))
        .group_by((organisation::district_code, organisation::current_commune_code))
        .select((
            organisation::district_code,
            organisation::current_commune_code,
            sql::<BigInt>("COUNT(DISTINCT organisation.id)"),
        ))
        .load(connection)?;
    for (district, commune, count) in counted {
        let tally = places.at((district, commune));
        (tally.counted, tally.denominator) = (count, count);
        tally.numerator = i128::from(count);
    }
    Ok(())
}

fn rated(
    connection: &mut Connection,
    definition: &Definition,
    year: Period,
    places: &mut Places,
) -> Result<(), Failure> {
    let query = yearly_rating::table
        .inner_join(organisation::table.on(organisation::id.eq(yearly_rating::organisation_id)))
        .filter(yearly_rating::year.eq(i32::from(year.year)))
        .filter(yearly_rating::state.eq(RatingState::Confirmed.code()))
        .filter(organisation::kind.eq_any(kinds(definition)))
        .group_by((organisation::district_code, organisation::current_commune_code))
        .select((
            organisation::district_code,
            organisation::current_commune_code,
            count_star(),
            sql::<BigInt>(RATED),
            sql::<BigInt>(GOOD_OR_FAIR),
        ))
        .into_boxed();
    let query = known!(query, yearly_rating, year);
    let counted: Vec<(Option<String>, String, i64, i64, i64)> = query.load(connection)?;
    for (district, commune, confirmed, rated, good_or_fair) in counted {
        let tally = places.at((district, commune));
        (tally.reported, tally.denominator, tally.counted) = (confirmed, rated, good_or_fair);
        tally.numerator = i128::from(good_or_fair);
    }
    expected(connection, definition, year, places)
}

/// Place, how many reported, and the sum in millions and the rest.
type Sums = Vec<(Option<String>, String, i64, i64, i64)>;

fn means(found: Sums, places: &mut Places) {
    for (district, commune, count, millions, rest) in found {
        let tally = places.at((district, commune));
        (tally.counted, tally.reported, tally.denominator) = (count, count, count);
        tally.numerator = i128::from(millions) * MILLION + i128::from(rest);
    }
}

/// The mean of a column of money of the newest reports. `column` is one of ours, never a caller's.
fn mean_of(
    column: &'static str,
    connection: &mut Connection,
    definition: &Definition,
    year: Period,
    places: &mut Places,
) -> Result<(), Failure> {
    let query = annual_report::table
        .inner_join(organisation::table.on(organisation::id.eq(annual_report::organisation_id)))
        .filter(annual_report::year.eq(i32::from(year.year)))
        .filter(sql::<Bool>(&format!("annual_report.{column} IS NOT NULL")))
        .filter(organisation::kind.eq_any(kinds(definition)))
        .group_by((organisation::district_code, organisation::current_commune_code))
        .select((
            organisation::district_code,
            organisation::current_commune_code,
            count_star(),
            sql::<BigInt>(&format!("CAST(SUM(annual_report.{column} / 1000000) AS BIGINT)")),
            sql::<BigInt>(&format!("CAST(SUM(annual_report.{column} % 1000000) AS BIGINT)")),
        ))
        .into_boxed();
    let found: Sums = known!(query, annual_report, year).load(connection)?;
    means(found, places);
    expected(connection, definition, year, places)
}

fn income(
    connection: &mut Connection,
    definition: &Definition,
    year: Period,
    places: &mut Places,
) -> Result<(), Failure> {
    let query = annual_report::table
        .inner_join(organisation::table.on(organisation::id.eq(annual_report::organisation_id)))
        .filter(annual_report::year.eq(i32::from(year.year)))
        .filter(annual_report::worker_pay_vnd.is_not_null())
        .filter(annual_report::worker_count.gt(0))
        .filter(organisation::kind.eq_any(kinds(definition)))
        .group_by((organisation::district_code, organisation::current_commune_code))
        .select((
            organisation::district_code,
            organisation::current_commune_code,
            count_star(),
            sql::<BigInt>("CAST(SUM(annual_report.worker_pay_vnd / 1000000) AS BIGINT)"),
            sql::<BigInt>("CAST(SUM(annual_report.worker_pay_vnd % 1000000) AS BIGINT)"),
            sql::<BigInt>("CAST(SUM(annual_report.worker_count) AS BIGINT)"),
        ))
        .into_boxed();
    let query = known!(query, annual_report, year);
    let found: Vec<(Option<String>, String, i64, i64, i64, i64)> = query.load(connection)?;
    for (district, commune, count, millions, rest, workers) in found {
        let tally = places.at((district, commune));
        (tally.counted, tally.reported, tally.denominator) = (count, count, workers);
        tally.numerator = i128::from(millions) * MILLION + i128::from(rest);
    }
    expected(connection, definition, year, places)
}

/// How many should have reported: registered by the end of the year, neither ended nor dormant
/// today. What an organisation was at the end of the year only its history tells.
fn expected(
    connection: &mut Connection,
    definition: &Definition,
    year: Period,
    places: &mut Places,
) -> Result<(), Failure> {
    // Named by what it is not: SQLite would otherwise find each row by its status and sort them all,
    // instead of reading the index of places in its order (five times as fast).
    let asleep: Vec<&str> = OrganisationStatus::all()
        .iter()
        .filter(|status| status.has_ended() || **status == OrganisationStatus::Dormant)
        .map(|status| status.code())
        .collect();
    let found: Vec<(Option<String>, String, i64)> = organisation::table
        .filter(organisation::kind.eq_any(kinds(definition)))
        .filter(organisation::status.ne_all(asleep))
        .filter(
            organisation::registered_on
                .is_null()
                .or(organisation::registered_on.assume_not_null().le(Bind(year.to))),
        )
        .group_by((organisation::district_code, organisation::current_commune_code))
        .select((organisation::district_code, organisation::current_commune_code, count_star()))
        .load(connection)?;
    for (district, commune, count) in found {
        places.at((district, commune)).expected = count;
    }
    Ok(())
}
