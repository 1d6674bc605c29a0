//! The size class of each entry, kept beside it for lists: it follows from the entry and its newest
//! report, so whatever writes one of them finds it anew.

use std::collections::{BTreeMap, HashMap};

use diesel::{ExpressionMethods as _, QueryDsl as _, RunQueryDsl as _};
use htx_kit::{
    db::{
        Bind, Connection,
        stored::{code, number},
    },
    failure::Failure,
};
use htx_model::{code_list::CodeList as _, id::OrganisationId, money::Dong, organisation::Sector};

use super::organisation;
use crate::{
    domain::{
        organisation::Organisation,
        size_class::{Facts, size_class},
    },
    store::schema::annual_report,
};

/// The code of an entry's class, by what its newest report says.
pub(super) fn class_of(entry: &Organisation, reported: Facts) -> &'static str {
    let registered = Facts {
        members: entry.member_count,
        revenue_vnd: None,
        capital_vnd: entry.charter_capital_vnd.map(|Dong(amount)| amount),
    };
    size_class(entry.sector, &reported.or(registered)).class.code()
}

/// What the newest reports of some organisations say of their size.
pub(super) fn reported(
    connection: &mut Connection,
    ids: &[OrganisationId],
) -> Result<HashMap<OrganisationId, Facts>, Failure> {
    type Reported = (OrganisationId, Option<i32>, Option<i64>, Option<i64>);
    let rows: Vec<Reported> = annual_report::table
        .filter(annual_report::organisation_id.eq_any(ids.iter().copied().map(Bind)))
        .order((annual_report::organisation_id, annual_report::year.desc()))
        .select((
            annual_report::organisation_id,
            annual_report::official_member_count,
            annual_report::revenue_vnd,
            annual_report::total_capital_vnd,
        ))
        .load(connection)?;
    let mut newest = HashMap::with_capacity(ids.len());
    for (id, members, revenue_vnd, capital_vnd) in rows {
        let facts = Facts { members: number(members)?, revenue_vnd, capital_vnd };
        newest.entry(id).or_insert(facts);
    }
    Ok(newest)
}

/// Finds the classes of some organisations anew.
///
/// # Errors
/// What the database reports.
pub fn size_anew(connection: &mut Connection, ids: &[OrganisationId]) -> Result<(), Failure> {
    type Entry = (OrganisationId, Option<String>, Option<i32>, Option<i64>, Option<String>);
    let entries: Vec<Entry> = organisation::table
        .filter(organisation::id.eq_any(ids.iter().copied().map(Bind)))
        .select((
            organisation::id,
            organisation::sector,
            organisation::member_count,
            organisation::charter_capital_vnd,
            organisation::size_class,
        ))
        .load(connection)?;
    let reported = reported(connection, ids)?;
    let mut changed: BTreeMap<&'static str, Vec<OrganisationId>> = BTreeMap::new();
    for (id, sector, members, capital_vnd, known) in entries {
        let sector: Option<Sector> = sector.as_deref().map(code).transpose()?;
        let registered = Facts { members: number(members)?, revenue_vnd: None, capital_vnd };
        let facts = reported.get(&id).copied().unwrap_or_default().or(registered);
        let class = size_class(sector, &facts).class.code();
        if known.as_deref() != Some(class) {
            changed.entry(class).or_default().push(id);
        }
    }
    for (class, ids) in changed {
        diesel::update(organisation::table)
            .filter(organisation::id.eq_any(ids.into_iter().map(Bind)))
            .set(organisation::size_class.eq(class))
            .execute(connection)?;
    }
    Ok(())
}

/// Some of the entries that were written before sizes were kept.
///
/// # Errors
/// What the database reports.
pub fn without_size(
    connection: &mut Connection,
    limit: i64,
) -> Result<Vec<OrganisationId>, Failure> {
    let found = organisation::table
        .filter(organisation::size_class.is_null())
        .order(organisation::id)
        .limit(limit)
        .select(organisation::id)
        .load(connection)?;
    Ok(found)
}
