//! What the indicators of the plan count: one or two queries each, whatever the size of the city.

use std::collections::HashMap;

use diesel::{
    BoolExpressionMethods as _, ExpressionMethods as _, JoinOnDsl as _,
    NullableExpressionMethods as _, QueryDsl as _, RunQueryDsl as _,
    dsl::{count_star, exists, sql},
    expression::SqlLiteral,
    sql_types::BigInt,
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
    alliance_membership, application, entry_sum, organisation, organisation_succession, rating_sum,
    report_sum,
};
use crate::domain::indicator::{Definition, Indicator, Period, Tally};

/// A sum of many amounts as two that fit 64 bits: whole millions, and what is left of them.
const MILLION: i128 = 1_000_000;

/// The kind of succession whose successor was there before.
pub(super) const MERGER: &str = "merger";
/// The kind of application that founds an organisation, and its state once it is approved.
pub(super) const ESTABLISHMENT: &str = "establishment";
pub(super) const APPROVED: &str = "approved";

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
        Indicator::AverageRevenue => mean_of(REVENUE, connection, definition, year, &mut places)?,
        Indicator::AverageProfit => mean_of(PROFIT, connection, definition, year, &mut places)?,
        Indicator::AverageWorkerIncome => {
            mean_of(INCOME, connection, definition, year, &mut places)?
        }
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
    let counted: Vec<OfPlace<i64>> = organisation::table
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
    let by_application: Vec<OfPlace<i64>> = organisation::table
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
    let counted: Vec<OfPlace<i64>> = alliance_membership::table
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

/// Adds up sums of a year by place: those stated by the day as of which it is asked. (The type of a query
/// names its table, so this is no function.)
macro_rules! stated {
    ($sum:ident, $definition:expr, $year:expr, $columns:expr) => {{
        let query = $sum::table
            .filter($sum::year.eq(i32::from($year.year)))
            .filter($sum::kind.eq_any(kinds($definition)))
            .group_by(($sum::district_code, $sum::current_commune_code))
            .select(($sum::district_code, $sum::current_commune_code, $columns))
            .into_boxed();
        match $year.as_of {
            Some(day) => query.filter($sum::stated_on.le(Bind(day))),
            None => query,
        }
    }};
}

/// What was added up for a place: its district, its commune of today, the sums.
type OfPlace<Sums> = (Option<String>, String, Sums);

fn sum(column: &str) -> SqlLiteral<BigInt> {
    // The columns are ours, never a caller's.
    sql::<BigInt>(&format!("CAST(SUM({column}) AS BIGINT)"))
}

fn rated(
    connection: &mut Connection,
    definition: &Definition,
    year: Period,
    places: &mut Places,
) -> Result<(), Failure> {
    let columns = (sum("confirmed"), sum("rated"), sum("good_or_fair"));
    let found: Vec<OfPlace<(i64, i64, i64)>> =
        stated!(rating_sum, definition, year, columns).load(connection)?;
    for (district, commune, (confirmed, rated, good_or_fair)) in found {
        // What was taken back altogether leaves nothing.
        if confirmed != 0 {
            let tally = places.at((district, commune));
            (tally.reported, tally.denominator, tally.counted) = (confirmed, rated, good_or_fair);
            tally.numerator = i128::from(good_or_fair);
        }
    }
    expected(connection, definition, year, places)
}

/// What a mean is of: columns of sums.
#[derive(Clone, Copy)]
struct Mean {
    /// How many reported what is needed.
    count: &'static str,
    /// All amounts, as whole millions.
    millions: &'static str,
    /// What is left of them.
    rest: &'static str,
    /// By what they are weighted.
    weight: &'static str,
}

const REVENUE: Mean = Mean {
    count: "revenue_count",
    millions: "revenue_millions",
    rest: "revenue_rest",
    weight: "revenue_count",
};
const PROFIT: Mean = Mean {
    count: "profit_count",
    millions: "profit_millions",
    rest: "profit_rest",
    weight: "profit_count",
};
const INCOME: Mean =
    Mean { count: "income_count", millions: "pay_millions", rest: "pay_rest", weight: "workers" };

fn mean_of(
    mean: Mean,
    connection: &mut Connection,
    definition: &Definition,
    year: Period,
    places: &mut Places,
) -> Result<(), Failure> {
    let columns = (sum(mean.count), sum(mean.millions), sum(mean.rest), sum(mean.weight));
    let found: Vec<OfPlace<(i64, i64, i64, i64)>> =
        stated!(report_sum, definition, year, columns).load(connection)?;
    for (district, commune, (count, millions, rest, weight)) in found {
        if count != 0 {
            let tally = places.at((district, commune));
            (tally.counted, tally.reported, tally.denominator) = (count, count, weight);
            tally.numerator = i128::from(millions) * MILLION + i128::from(rest);
        }
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
    // Named by what it is not: SQLite would otherwise find the year's entries by their status.
    let asleep: Vec<&str> = OrganisationStatus::all()
        .iter()
        .filter(|status| status.has_ended() || **status == OrganisationStatus::Dormant)
        .map(|status| status.code())
        .collect();
    let before: Vec<OfPlace<i64>> = entry_sum::table
        .filter(entry_sum::kind.eq_any(kinds(definition)))
        .filter(entry_sum::status.ne_all(&asleep))
        .filter(
            entry_sum::registered_year
                .is_null()
                .or(entry_sum::registered_year.assume_not_null().lt(i32::from(year.year))),
        )
        .group_by((entry_sum::district_code, entry_sum::current_commune_code))
        .select((entry_sum::district_code, entry_sum::current_commune_code, sum("entries")))
        .load(connection)?;
    // Of the year itself it goes by days.
    let of_the_year: Vec<OfPlace<i64>> = organisation::table
        .filter(organisation::registered_on.ge(Bind(year.from)))
        .filter(organisation::registered_on.le(Bind(year.to)))
        .filter(organisation::kind.eq_any(kinds(definition)))
        .filter(organisation::status.ne_all(&asleep))
        .group_by((organisation::district_code, organisation::current_commune_code))
        .select((organisation::district_code, organisation::current_commune_code, count_star()))
        .load(connection)?;
    for (district, commune, count) in before.into_iter().chain(of_the_year) {
        if count != 0 {
            places.at((district, commune)).expected += count;
        }
    }
    Ok(())
}
