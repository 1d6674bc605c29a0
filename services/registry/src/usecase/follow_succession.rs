//! Follows the reorganisation of communes: an entry keeps its address as registered, and is found in
//! the commune that took its territory.

use std::collections::HashSet;

use htx_kit::{
    context::Context,
    db::{Connection, Database},
    failure::Failure,
    log::{self, Entry},
};
use htx_model::{
    administrative::{AdministrativeUnit, AdministrativeUnits, CommuneCode},
    date::Date,
    event::Event,
};

use super::{application, record};
use crate::{
    domain::organisation::{Address, Organisation},
    store::{self, organisation::Stored},
};

/// Entries moved in one transaction.
const BATCH: i64 = 500;

/// Moves the entries whose commune has ended by today to its successor, each with its event, which
/// holds from the day after the old commune's last. Tells how many. Where nothing has ended since
/// they were written, that is none, and costs three queries: of advice, of entries, of applications.
///
/// # Errors
/// What the database reports; what was moved before stays moved.
pub async fn follow_succession(
    database: &Database,
    context: &Context,
    units: &AdministrativeUnits,
) -> Result<usize, Failure> {
    let ended = ended_communes(units, context.today());
    if ended.is_empty() {
        return Ok(0);
    }
    move_advice(database, units, &ended).await?;
    let mut moved = 0;
    // Looked for where nobody waits: whoever writes would, for as long as it takes to find that there is none.
    let mut left = any_still_in(database, &ended).await?;
    while left {
        let (context, units, ended) = (context.clone(), units.clone(), ended.clone());
        let work =
            move |connection: &mut Connection| move_batch(connection, &context, &units, &ended);
        match database.write(work).await? {
            0 => left = false,
            batch => moved += batch,
        }
    }
    // Open work passes with the territory.
    Ok(moved + application::follow_succession(database, context, units, &ended).await?)
}

async fn any_still_in(database: &Database, ended: &[CommuneCode]) -> Result<bool, Failure> {
    let ended = ended.to_vec();
    let any = move |connection: &mut Connection| {
        Ok(!store::organisation::still_in(connection, &ended, 1)?.is_empty())
    };
    database.read(any).await
}

/// Lets the log of advice stand in the communes of today as well.
async fn move_advice(
    database: &Database,
    units: &AdministrativeUnits,
    ended: &[CommuneCode],
) -> Result<(), Failure> {
    let successor = |code: &CommuneCode| {
        let successors = units.succession(code);
        let default = successors.iter().find(|one| one.default).or(successors.first());
        default.map(|to| (code.clone(), to.code.clone()))
    };
    let successors: Vec<_> =
        ended.iter().filter_map(successor).filter(|(from, to)| from != to).collect();
    let of: Vec<CommuneCode> = successors.iter().map(|(from, _)| from.clone()).collect();
    let any =
        move |connection: &mut Connection| Ok(!store::advice::left_in(connection, &of)?.is_empty());
    if !database.read(any).await? {
        return Ok(());
    }
    database
        .write(move |connection| store::advice::follow_succession(connection, &successors))
        .await
}

/// The communes whose addresses lie elsewhere today, or must be looked at.
fn ended_communes(units: &AdministrativeUnits, today: Date) -> Vec<CommuneCode> {
    let ended = units.all().iter().filter(|unit| unit.valid_to.is_some_and(|last| last < today));
    ended
        .filter_map(AdministrativeUnit::commune_code)
        .filter(|code| {
            let successors = units.succession(code);
            successors.len() > 1 || successors.iter().any(|one| one.code != *code)
        })
        .collect()
}

fn move_batch(
    connection: &mut Connection,
    context: &Context,
    units: &AdministrativeUnits,
    ended: &[CommuneCode],
) -> Result<usize, Failure> {
    connection.lock("registry succession")?;
    let stale = hold(connection, ended)?;
    let mut moved = Vec::with_capacity(stale.len());
    for stored in &stale {
        let before = &stored.organisation;
        let Address { line, commune, district, .. } = before.address.clone();
        let resolved = Address::resolve(units, line, commune, district, context.today());
        // Where the map has no answer, an officer must find it.
        let address =
            resolved.unwrap_or_else(|| Address { needs_review: true, ..before.address.clone() });
        moved.push((Organisation { address, ..before.clone() }, stored.version));
    }
    let saved: Vec<_> = moved.iter().map(|(after, version)| (after, *version)).collect();
    store::organisation::save_many(connection, &saved, context.now)?;
    let mut events = Vec::with_capacity(moved.len() * 2);
    for (Stored { organisation: before, .. }, (after, _)) in stale.iter().zip(&moved) {
        let event = record::event(context, "organisation.relocated", Some(before), after)?;
        let effective_on = first_day_after(units, after).unwrap_or(event.effective_on);
        let departure = record::departure(context, before, after)?;
        let both = std::iter::once(event).chain(departure);
        events.extend(both.map(|event| Event { effective_on, ..event }));
    }
    let entries: Vec<_> = events.iter().map(|event| Entry { event, personal: None }).collect();
    log::append_many(connection, &entries, &context.ids)?;
    Ok(moved.len())
}

/// Entries that are still in communes that have ended, held against changes. They are read again
/// once they are held: who held them before may have changed them.
fn hold(connection: &mut Connection, ended: &[CommuneCode]) -> Result<Vec<Stored>, Failure> {
    let held: HashSet<_> = store::organisation::still_in(connection, ended, BATCH)?
        .iter()
        .map(|stored| stored.organisation.id)
        .collect();
    if held.is_empty() {
        return Ok(Vec::new());
    }
    connection.lock_all(held.iter().map(|id| record::lock_name(*id)))?;
    let mut stale = store::organisation::still_in(connection, ended, BATCH)?;
    stale.retain(|stored| held.contains(&stored.organisation.id));
    Ok(stale)
}

/// The day after the registered commune's last.
fn first_day_after(units: &AdministrativeUnits, organisation: &Organisation) -> Option<Date> {
    let Address { commune, district, .. } = &organisation.address;
    let mut registered = units
        .with_code(htx_model::administrative::UnitLevel::Commune, commune.as_str())
        .filter(|unit| unit.district_code == *district);
    registered.find_map(|unit| unit.valid_to).map(|last| last.plus_days(1))
}
