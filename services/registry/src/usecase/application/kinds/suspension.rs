//! Pauses: noticed ahead, begun on their day, ended by resuming.

use std::collections::BTreeSet;

use htx_kit::{
    context::Context,
    db::{Connection, Database},
    failure::Failure,
    log::{self, Entry},
};
use htx_model::{
    date::Date,
    event::{Event, Subject},
    id::SuspensionId,
    organisation::OrganisationStatus,
    refusal::Fault,
    scope::Scope,
};

use super::{Applied, Case, own};
use crate::{
    domain::{
        application::{
            pause::{self, Suspension},
            proposal::Pause,
        },
        organisation::Organisation,
    },
    store::{
        self,
        organisation::{Filter, Stored},
    },
    usecase::record,
};

/// Notices begun in one transaction.
const BATCH: i64 = 200;

/// What stands against a notice.
pub(super) fn faults(
    connection: &mut Connection,
    case: &Case<'_>,
    proposal: &Pause,
) -> Result<Vec<Fault>, Failure> {
    let organisation = own(connection, case)?.organisation;
    let open = store::suspension::open_of(connection, organisation.id)?;
    let busy_until = open.first().map(|latest| latest.to);
    // The notice is given when it is handed in.
    let notice_on = case.application.submitted_on.unwrap_or_else(|| case.today());
    let checked = pause::check(proposal, notice_on, busy_until, case.ground.holidays);
    Ok(checked.err().unwrap_or_default())
}

/// Enters a notice. Where its first day has come already, the pause begins at once; otherwise the
/// registry's hourly job begins it on its day.
pub(super) fn apply(
    connection: &mut Connection,
    case: &Case<'_>,
    proposal: &Pause,
) -> Result<Applied, Failure> {
    let stored = own(connection, case)?;
    let organisation = &stored.organisation;
    case.require_competence(organisation)?;
    let begun = proposal.from <= case.today();
    let entered = Suspension {
        id: case.context.ids.make(),
        organisation: organisation.id,
        application: case.application.id,
        from: proposal.from,
        to: proposal.to,
        begun,
        resumed_on: None,
    };
    store::suspension::insert(connection, &entered, case.context.now)?;
    let subject = Subject { kind: "suspension".to_owned(), id: entered.id.uuid() };
    let state = serde_json::to_value(&entered).map_err(Failure::unexpected)?;
    let place = organisation.place();
    let event = case.context.event("suspension.noticed", subject, place, None, state);
    let event = case.resting(event);
    log::append(connection, &event, None, &case.context.ids)?;
    let id = organisation.id;
    if begun && organisation.status == OrganisationStatus::Active {
        let suspended = with_status(organisation, OrganisationStatus::Suspended);
        store::organisation::save(connection, &suspended, stored.version, case.context.now)?;
        let told = case.event("organisation.suspended", Some(organisation), &suspended)?;
        let told = Event { effective_on: proposal.from, ..told };
        log::append(connection, &told, None, &case.context.ids)?;
    }
    Ok(Case::applied(id, event.id, None))
}

/// Ends every pause, and the standstill of an organisation that stopped without saying so.
pub(super) fn resume(connection: &mut Connection, case: &Case<'_>) -> Result<Applied, Failure> {
    let Stored { organisation: before, version, .. } = own(connection, case)?;
    case.require_competence(&before)?;
    let after = with_status(&before, OrganisationStatus::Active);
    store::organisation::save(connection, &after, version, case.context.now)?;
    store::suspension::end_all(connection, &[after.id], case.today())?;
    let event = case.event("organisation.resumed", Some(&before), &after)?;
    log::append(connection, &event, None, &case.context.ids)?;
    Ok(Case::applied(after.id, event.id, None))
}

fn with_status(organisation: &Organisation, status: OrganisationStatus) -> Organisation {
    Organisation { status, ..organisation.clone() }
}

/// Begins the pauses whose first day has come; tells how many. Where there is none, that costs one
/// query.
///
/// # Errors
/// What the database reports; what was begun before stays begun.
pub async fn begin_due(database: &Database, context: &Context) -> Result<usize, Failure> {
    let mut begun = 0;
    loop {
        let context = context.clone();
        let work = move |connection: &mut Connection| begin_batch(connection, &context);
        match database.write(work).await? {
            0 => return Ok(begun),
            batch => begun += batch,
        }
    }
}

fn begin_batch(connection: &mut Connection, context: &Context) -> Result<usize, Failure> {
    connection.lock("registry suspensions")?;
    let due = hold_due(connection, context.today())?;
    if due.is_empty() {
        return Ok(0);
    }
    let mut ids: Vec<_> = due.iter().map(|one| one.organisation).collect();
    ids.sort_unstable();
    ids.dedup();
    let (everything, filter) = (Scope::everything(), Filter::default());
    let active: Vec<Stored> =
        store::organisation::with_ids(connection, &everything, &filter, &ids)?
            .into_iter()
            // Who is frozen or gone meanwhile stays so; who is suspended already is.
            .filter(|stored| stored.organisation.status == OrganisationStatus::Active)
            .collect();
    let suspended: Vec<(Organisation, i64)> = active
        .iter()
        .map(|stored| {
            (with_status(&stored.organisation, OrganisationStatus::Suspended), stored.version)
        })
        .collect();
    let saved: Vec<_> = suspended.iter().map(|(after, version)| (after, *version)).collect();
    store::organisation::save_many(connection, &saved, context.now)?;
    let events = active
        .iter()
        .zip(&suspended)
        .map(|(before, (after, _))| {
            let (before, since) = (&before.organisation, first_day(&due, after, context));
            let event = record::event(context, "organisation.suspended", Some(before), after)?;
            Ok(Event { effective_on: since, ..event })
        })
        .collect::<Result<Vec<_>, Failure>>()?;
    let entries: Vec<_> = events.iter().map(|event| Entry { event, personal: None }).collect();
    log::append_many(connection, &entries, &context.ids)?;
    let begun: Vec<SuspensionId> = due.iter().map(|one| one.id).collect();
    store::suspension::mark_begun(connection, &begun)?;
    Ok(due.len())
}

/// Notices that should have begun by a day, their organisations held against changes. They are read again
/// once those are held: who resumed meanwhile has ended its notices, also those whose day has come.
fn hold_due(connection: &mut Connection, by: Date) -> Result<Vec<Suspension>, Failure> {
    let waiting = store::suspension::to_begin(connection, by, BATCH)?;
    let held: BTreeSet<_> = waiting.iter().map(|one| one.organisation).collect();
    if held.is_empty() {
        return Ok(Vec::new());
    }
    connection.lock_all(held.iter().map(|id| record::lock_name(*id)))?;
    let mut due = store::suspension::to_begin(connection, by, BATCH)?;
    due.retain(|one| held.contains(&one.organisation));
    Ok(due)
}

/// The first day of an organisation's pause.
fn first_day(due: &[Suspension], of: &Organisation, context: &Context) -> Date {
    let own = due.iter().filter(|one| one.organisation == of.id).map(|one| one.from);
    own.min().unwrap_or_else(|| context.today())
}
