//! What an approver of the organiser decides on applications, each with a reason. Whoever prepared the
//! event or the application does not select.

use htx_kit::{failure::Failure, http::IfMatch};
use htx_model::{
    id::TradeApplicationId, refusal::Refusal, trade::events::TradeApplicationAction as Action,
};

use super::{Act, Taken, apply::leave, hold, place, plain, save};
use crate::{
    domain::application::{Application, lifecycle::Next},
    store::application::StoredApplication,
    usecase::{
        acting_for::require_living,
        event::{Said, heard},
    },
};

fn another_person(act: &Act<'_>, stored: &StoredApplication) -> Result<(), Refusal> {
    stored.application.prepared_by.require_other_person(act.who)?;
    stored.event.event.prepared_by.require_other_person(act.who)
}

/// Selects whoever applied: it has a place from now on, or waits until one is free.
///
/// # Errors
/// Not found, or of another organiser; a stale version; a state that does not allow it; whoever
/// prepared it; an organisation that is no more; no reason; a place that somebody has.
pub fn select(
    act: &mut Act<'_>,
    (id, seen): (TradeApplicationId, &IfMatch),
    wanted: Option<u32>,
    said: Said,
) -> Result<StoredApplication, Failure> {
    let (before, next) = hold(act, (id, seen), Action::Select)?;
    another_person(act, &before)?;
    require_living(&before.organisation)?;
    let said = heard(said, true)?;
    let mut after = before.application.clone();
    match next {
        Next::To(state) => after.state = state,
        Next::PlaceOrWait => place::give(act, before.event.event.id, &mut after, wanted)?,
    }
    let taken = Taken { reason: said.reason, caused_by: None };
    save(act, before, after, Action::Select, &taken)
}

/// Does not select whoever applied.
///
/// # Errors
/// As [`select`].
pub fn refuse(
    act: &mut Act<'_>,
    (id, seen): (TradeApplicationId, &IfMatch),
    said: Said,
) -> Result<StoredApplication, Failure> {
    let (before, next) = hold(act, (id, seen), Action::Refuse)?;
    another_person(act, &before)?;
    let said = heard(said, true)?;
    let after = Application { state: plain(next)?, ..before.application.clone() };
    let taken = Taken { reason: said.reason, caused_by: None };
    save(act, before, after, Action::Refuse, &taken)
}

/// Takes off whoever was selected or waits. The place goes to whoever has waited longest.
///
/// # Errors
/// As [`select`].
pub fn remove(
    act: &mut Act<'_>,
    (id, seen): (TradeApplicationId, &IfMatch),
    said: Said,
) -> Result<StoredApplication, Failure> {
    let (before, next) = hold(act, (id, seen), Action::Remove)?;
    another_person(act, &before)?;
    let said = heard(said, true)?;
    leave(act, before, plain(next)?, Action::Remove, said)
}
