//! The size class of an organisation, with the facts that decided it.

use htx_kit::{
    db::{Connection, Database},
    failure::Failure,
};
use htx_model::{id::OrganisationId, scope::Scope};

use super::read_organisation;
use crate::{
    domain::size_class::{self, FactSource, Facts, Sizing},
    store,
};

/// A size class, the facts used, and where they were taken from.
#[derive(Debug, Clone)]
pub struct SizeFound {
    /// The year.
    pub year: i16,
    /// The class with its rule.
    pub sizing: Sizing,
    /// The facts.
    pub facts: Facts,
    /// Where the members were taken from.
    pub members_from: FactSource,
    /// Where the revenue was taken from.
    pub revenue_from: FactSource,
    /// Where the capital was taken from.
    pub capital_from: FactSource,
}

/// The size class by the report on a year; without a year by the newest report. What the report does
/// not say is taken from the entry: members, and the charter capital.
///
/// # Errors
/// Not found, or out of the scope.
pub fn size_class(
    connection: &mut Connection,
    scope: &Scope,
    id: OrganisationId,
    year: Option<i16>,
    this_year: i16,
) -> Result<SizeFound, Failure> {
    let stored = store::organisation::find(connection, scope, id)?;
    let organisation = stored.ok_or_else(read_organisation::unknown)?.organisation;
    let report = match year {
        Some(year) => store::annual_report::find(connection, id, year)?,
        None => store::annual_report::of(connection, &[id], None)?.into_iter().next(),
    };
    let year = year.or(report.as_ref().map(|stored| stored.report.year)).unwrap_or(this_year);
    let figures = report.map(|stored| stored.report.figures).unwrap_or_default();
    let (members, members_from) = first(figures.official_member_count, organisation.member_count);
    let (revenue_vnd, revenue_from) = first(figures.revenue_vnd, None);
    let registered = organisation.charter_capital_vnd.map(|amount| amount.0);
    let (capital_vnd, capital_from) = first(figures.total_capital_vnd, registered);
    let facts = Facts { members, revenue_vnd, capital_vnd };
    let sizing = size_class::size_class(organisation.sector, &facts);
    Ok(SizeFound { year, sizing, facts, members_from, revenue_from, capital_from })
}

/// Entries sized in one transaction.
const BATCH: i64 = 500;

/// Finds the sizes of the entries that were written before sizes were kept. Tells how many; none
/// costs one query.
///
/// # Errors
/// What the database reports; what was sized before stays so.
pub async fn size_entries(database: &Database) -> Result<usize, Failure> {
    let mut sized = 0;
    loop {
        let work = |connection: &mut Connection| {
            let ids = store::organisation::without_size(connection, BATCH)?;
            store::organisation::size_anew(connection, &ids).map(|()| ids.len())
        };
        match database.write(work).await? {
            0 => return Ok(sized),
            batch => sized += batch,
        }
    }
}

fn first<T>(reported: Option<T>, registered: Option<T>) -> (Option<T>, FactSource) {
    match (reported, registered) {
        (Some(fact), _) => (Some(fact), FactSource::AnnualReport),
        (None, Some(fact)) => (Some(fact), FactSource::Register),
        (None, None) => (None, FactSource::Unknown),
    }
}
