//! Applications for events: handed in by the organisation or for it, decided by the organiser, moved up
//! from the waiting list by the service itself. All while the event is held.

pub mod apply;
pub mod place;
pub mod read;
pub mod select;

use htx_kit::{act::Act, failure::Failure, http::IfMatch, log};
use htx_model::{
    directory::Organisation,
    event::{Event as Logged, Subject},
    id::TradeApplicationId,
    refusal::Refusal,
    trade::events::{TradeApplicationAction as Action, TradeApplicationState as State},
};

use super::event::lock;
use crate::{
    domain::{
        application::{
            Application,
            lifecycle::{self, Next},
        },
        step::Step,
    },
    store::{self, application::StoredApplication},
};

/// What the subject of every happening of an application is called.
pub const SUBJECT: &str = "trade_application";

/// An application that does not exist, or not for this caller.
#[must_use]
pub fn unknown() -> Refusal {
    Refusal::not_found("đăng ký tham gia sự kiện", "application for the event")
}

/// Takes the turn of an application's event, until the transaction ends, for an action.
///
/// # Errors
/// Not found, or outside the scope; a stale version; states that do not allow the action.
fn hold(
    act: &mut Act<'_>,
    (id, seen): (TradeApplicationId, &IfMatch),
    action: Action,
) -> Result<(StoredApplication, Next), Failure> {
    let held = act.held_names();
    let found = store::application::find(act.connection, (act.scope, &held), id)?;
    let event = found.ok_or_else(unknown)?.event.event.id;
    lock(act, event)?;
    // Read again: whoever had the turn before may have changed it.
    let found = store::application::find(act.connection, (act.scope, &held), id)?;
    let stored = found.ok_or_else(unknown)?;
    seen.check(stored.version)?;
    let event = &stored.event.event;
    let state = Some(stored.application.state);
    let next = lifecycle::require(event.state, event.content.allotment, state, action)?;
    Ok((stored, next))
}

/// The state that an action leads to wherever there are places.
fn plain(next: Next) -> Result<State, Failure> {
    match next {
        Next::To(state) => Ok(state),
        Next::PlaceOrWait => Err(Failure::unexpected("the state follows from the places")),
    }
}

/// The word of an action in the kinds of events.
const fn word(action: Action) -> &'static str {
    match action {
        Action::Apply => "trade_application.submitted",
        Action::Change => "trade_application.changed",
        Action::Withdraw => "trade_application.withdrawn",
        Action::Select => "trade_application.selected",
        Action::Refuse => "trade_application.refused",
        Action::Remove => "trade_application.removed",
        Action::MoveUp => "trade_application.moved_up",
    }
}

/// What is written down of a step beside who took it and where it led.
#[derive(Debug, Default)]
struct Taken {
    reason: Option<String>,
    caused_by: Option<TradeApplicationId>,
}

/// Writes a step down: the application as it is after it, what the log tells, the step itself.
fn save(
    act: &mut Act<'_>,
    before: StoredApplication,
    after: Application,
    action: Action,
    taken: &Taken,
) -> Result<StoredApplication, Failure> {
    store::application::save(act.connection, &after, before.version, act.context.now)?;
    let states = (Some(&before.application), &after);
    let told = tell(act, word(action), &before.organisation, states, taken)?;
    step(act, (action, Some(before.application.state)), &after, taken, &told)?;
    let (version, recorded_at) = (before.version + 1, act.context.now);
    Ok(StoredApplication { application: after, version, recorded_at, ..before })
}

fn tell(
    act: &mut Act<'_>,
    kind: &str,
    organisation: &Organisation,
    (before, after): (Option<&Application>, &Application),
    taken: &Taken,
) -> Result<Logged, Failure> {
    let subject = Subject { kind: SUBJECT.to_owned(), id: after.id.uuid() };
    let before = before.map(Application::logged);
    let place = organisation.place();
    let told = act.context.event(kind, subject, place, before.as_ref(), after.logged());
    let personal = after.personal(taken.reason.as_deref());
    log::append(act.connection, &told, Some(&personal), &act.context.ids)?;
    Ok(told)
}

fn step(
    act: &mut Act<'_>,
    (action, from): (Action, Option<State>),
    after: &Application,
    taken: &Taken,
    told: &Logged,
) -> Result<(), Failure> {
    let step = Step {
        id: act.context.ids.make(),
        event: after.event,
        application: Some(after.id),
        action,
        from,
        to: after.state,
        booth: after.booth,
        caused_by: taken.caused_by,
        document_number: None,
        documents: Vec::new(),
        actor: act.context.actor.id,
        actor_name: act.context.actor.name.clone(),
        agency: act.context.actor.agency.clone(),
        agency_name: act.agency_name(),
        logged: told.id,
        recorded_at: act.context.now,
    };
    store::step::insert(act.connection, &step, taken.reason.as_deref())
}
