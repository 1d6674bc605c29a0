//! Reads applications, and keeps them with the agency that is competent today.

use std::collections::{BTreeMap, BTreeSet};

use htx_kit::{
    context::Context,
    db::{Connection, Database},
    failure::Failure,
    log::{self, Entry},
};
use htx_model::{
    administrative::{AdministrativeUnits, CommuneCode},
    date::Date,
    event::{Event, Subject},
    id::ApplicationId,
    refusal::{ErrorCode, Refusal, Text},
    scope::Scope,
};

use super::{SUBJECT, lock_name, unknown};
use crate::{
    domain::{
        application::{Application, Content, Seat},
        organisation::Address,
        personal_data::{PersonalDataKind, Purpose},
    },
    store::{self, application::StoredApplication},
    usecase::personal_data::read_unmasked,
};

/// An application with what people wrote in it, unless that was erased.
pub struct Found {
    /// The application.
    pub stored: StoredApplication,
    /// What people wrote.
    pub content: Option<Content>,
}

/// The application with this id.
///
/// # Errors
/// Not found, or out of the scope.
pub fn by_id(
    connection: &mut Connection,
    scope: &Scope,
    id: ApplicationId,
) -> Result<Found, Failure> {
    let stored = store::application::find(connection, scope, id)?.ok_or_else(unknown)?;
    let content = store::application::content_of(connection, id)?;
    Ok(Found { stored, content })
}

/// Notes down that the personal data in an application is given out unmasked. That of founders, who
/// are no organisation yet, stands in the log alone.
///
/// # Errors
/// [`ErrorCode::PermissionDenied`] where the reach does not cover it.
pub fn note_unmasked(
    connection: &mut Connection,
    context: &Context,
    reach: &Scope,
    application: &Application,
    purpose: &Purpose,
) -> Result<(), Failure> {
    if let Some(id) = application.organisation {
        let found = store::organisation::find(connection, &Scope::everything(), id)?;
        let organisation = found.ok_or_else(unknown)?.organisation;
        let what = PersonalDataKind::Application;
        return read_unmasked(connection, context, reach, &organisation, what, 1, purpose);
    }
    if !reach.covers(&application.placement()) {
        let detail = Text::fixed(
            "Tài khoản không có quyền xem dữ liệu cá nhân không che của hồ sơ này.",
            "The account may not read the personal data of this application unmasked.",
        );
        return Err(Refusal::new(ErrorCode::PermissionDenied, detail).into());
    }
    let subject = Subject { kind: SUBJECT.to_owned(), id: application.id.uuid() };
    let state = serde_json::to_value(application).map_err(Failure::unexpected)?;
    let place = application.place();
    let event = context.event("personal_data.read", subject, place, Some(&state), state.clone());
    let event = Event { purpose: Some(purpose.as_str().to_owned()), ..event };
    log::append(connection, &event, None, &context.ids)
}

/// Passes open applications of communes that have ended to their successors: open work passes to
/// whoever is competent today. Tells how many.
///
/// # Errors
/// What the database reports; what was passed before stays passed.
pub async fn follow_succession(
    database: &Database,
    context: &Context,
    units: &AdministrativeUnits,
    ended: &[CommuneCode],
) -> Result<usize, Failure> {
    // Looked for where nobody waits: mostly there is none.
    let (of, today, into) = (ended.to_vec(), context.today(), units.clone());
    let any = move |connection: &mut Connection| {
        let waiting = store::application::open_in(connection, &of)?;
        Ok(waiting.iter().any(|stored| moved(&into, &stored.application.seat, today).is_some()))
    };
    if !database.read(any).await? {
        return Ok(0);
    }
    let mut passed = 0;
    loop {
        let (context, units, ended) = (context.clone(), units.clone(), ended.to_vec());
        let work =
            move |connection: &mut Connection| pass_batch(connection, &context, &units, &ended);
        match database.write(work).await? {
            0 => return Ok(passed),
            batch => passed += batch,
        }
    }
}

fn pass_batch(
    connection: &mut Connection,
    context: &Context,
    units: &AdministrativeUnits,
    ended: &[CommuneCode],
) -> Result<usize, Failure> {
    connection.lock("registry succession")?;
    let waiting = store::application::open_in(connection, ended)?;
    if waiting.is_empty() {
        return Ok(0);
    }
    connection.lock_all(waiting.iter().map(|stored| lock_name(stored.application.id)))?;
    // Read again once they are held: who held them before may have changed them.
    let held: BTreeSet<_> = waiting.iter().map(|stored| stored.application.id).collect();
    let mut by_commune: BTreeMap<CommuneCode, Vec<ApplicationId>> = BTreeMap::new();
    let mut events = Vec::new();
    for stored in store::application::open_in(connection, ended)? {
        let before = stored.application;
        let seat =
            moved(units, &before.seat, context.today()).filter(|_| held.contains(&before.id));
        let Some(seat) = seat else { continue };
        by_commune.entry(seat.current_commune.clone()).or_default().push(before.id);
        let after = Application { seat, ..before.clone() };
        let state = |one: &Application| serde_json::to_value(one).map_err(Failure::unexpected);
        let subject = Subject { kind: SUBJECT.to_owned(), id: after.id.uuid() };
        let (kind, place) = ("application.passed_on", after.place());
        events.push(context.event(kind, subject, place, Some(&state(&before)?), state(&after)?));
    }
    // One statement for each commune that takes some over.
    for (commune, ids) in &by_commune {
        store::application::pass_on(connection, ids, commune, context.now)?;
    }
    let entries: Vec<_> = events.iter().map(|event| Entry { event, personal: None }).collect();
    log::append_many(connection, &entries, &context.ids)?;
    Ok(events.len())
}

/// The seat where it lies today; nothing where the map has no other answer.
fn moved(units: &AdministrativeUnits, seat: &Seat, today: Date) -> Option<Seat> {
    let Seat { commune, district, current_commune } = seat.clone();
    let resolved = Address::resolve(units, None, commune.clone(), district.clone(), today)?;
    (resolved.current_commune != current_commune).then_some(Seat {
        commune,
        district,
        current_commune: resolved.current_commune,
    })
}
