//! The events of a case: the subject is always the case, so that its whole history is one query; the
//! state after holds what the event is about.

use htx_kit::{context::Context, db::Connection, failure::Failure, log};
use htx_model::{
    date::Date,
    dissolution::DissolutionAction,
    event::{Event, Subject},
    id::DissolutionId,
};
use serde::Serialize;
use serde_json::{Value, json};

use crate::{
    domain::{
        case::Dissolution,
        organisation::Organisation,
        step::{Exhibit, Footing, Step},
    },
    store::{self, case::StoredCase},
};

/// What the subject of every event of a case is called.
pub const SUBJECT: &str = "dissolution";

/// The event of a change to the case itself: its state is the case.
///
/// # Errors
/// None in practice.
pub fn of_case(
    context: &Context,
    kind: &str,
    organisation: &Organisation,
    before: Option<&Dissolution>,
    after: &Dissolution,
) -> Result<Event, Failure> {
    let before = before.map(serde_json::to_value).transpose().map_err(Failure::unexpected)?;
    let state = serde_json::to_value(after).map_err(Failure::unexpected)?;
    Ok(context.event(kind, subject(after.id), organisation.place(), before.as_ref(), state))
}

/// The event of something that was written in a case: its state is `{ "<name>": … }`, without
/// personal data.
///
/// # Errors
/// None in practice.
pub fn in_case<T: Serialize>(
    context: &Context,
    kind: &str,
    (id, organisation): (DissolutionId, &Organisation),
    name: &str,
    (before, after): (Option<&T>, &T),
) -> Result<Event, Failure> {
    let named = |one: &T| -> Result<Value, Failure> {
        let value = serde_json::to_value(one).map_err(Failure::unexpected)?;
        Ok(json!({ name: value }))
    };
    let before = before.map(named).transpose()?;
    Ok(context.event(kind, subject(id), organisation.place(), before.as_ref(), named(after)?))
}

/// What is told of a record of a case.
pub(super) struct Told<'a> {
    /// What happened, such as `claim.registered`.
    pub(super) kind: &'static str,
    /// The record's name in the state, such as `claim`.
    pub(super) name: &'static str,
    /// The record before, as the log has it.
    pub(super) before: Option<Value>,
    /// The record after.
    pub(super) after: Value,
    /// What the log only commits to.
    pub(super) personal: Value,
    /// The documents that prove it.
    pub(super) documents: &'a [Exhibit],
    /// The day from which it holds.
    pub(super) effective_on: Option<Date>,
}

/// Tells of something that was written in a case.
///
/// # Errors
/// What the database reports.
pub(super) fn tell(
    connection: &mut Connection,
    context: &Context,
    stored: &StoredCase,
    told: Told<'_>,
) -> Result<(), Failure> {
    let of = (stored.case.id, &stored.organisation);
    let states = (told.before.as_ref(), &told.after);
    let mut event = in_case(context, told.kind, of, told.name, states)?;
    event.documents = told.documents.iter().map(|exhibit| exhibit.document_id).collect();
    event.effective_on = told.effective_on.unwrap_or(event.effective_on);
    log::append(connection, &event, Some(&told.personal), &context.ids)
}

/// A step of a case on its way into its rows.
pub(super) struct Stepped<'a> {
    /// What happened, such as `dissolution.decided`.
    pub(super) kind: &'static str,
    /// The action; nothing for the opening.
    pub(super) action: Option<DissolutionAction>,
    /// The case before; nothing for the opening.
    pub(super) before: Option<&'a Dissolution>,
    /// The case after.
    pub(super) after: &'a Dissolution,
    /// What it rests on.
    pub(super) footing: Footing,
    /// The documents that prove it.
    pub(super) documents: Vec<Exhibit>,
    /// The name of the agency that it is done for, today.
    pub(super) agency_name: Option<String>,
}

/// Notes a step of a case down: its event, with the case as it is then, and its row.
///
/// # Errors
/// What the database reports.
pub(super) fn note_step(
    connection: &mut Connection,
    context: &Context,
    organisation: &Organisation,
    stepped: Stepped<'_>,
) -> Result<(), Failure> {
    let Stepped { kind, action, before, after, footing, documents, agency_name } = stepped;
    let mut event = of_case(context, kind, organisation, before, after)?;
    (event.effective_on, event.legal_basis) = (footing.on, Some(footing.legal_basis.clone()));
    event.documents = documents.iter().map(|exhibit| exhibit.document_id).collect();
    let personal = footing.reason.as_ref().map(|reason| json!({ "reason": reason }));
    log::append(connection, &event, personal.as_ref(), &context.ids)?;
    let step = Step {
        id: context.ids.make(),
        case: after.id,
        action,
        from: before.map(|before| before.state),
        to: after.state,
        effective_on: footing.on,
        legal_basis: footing.legal_basis,
        documents,
        actor: context.actor.id,
        actor_name: context.actor.name.clone(),
        agency: context.actor.agency.clone(),
        agency_name,
        event: event.id,
        recorded_at: context.now,
    };
    store::step::insert(connection, &step, footing.reason.as_deref())
}

/// Saves a case for which another month is planned, and tells of it.
///
/// # Errors
/// What the database reports.
pub(super) fn note_planned(
    connection: &mut Connection,
    context: &Context,
    stored: &StoredCase,
    after: &Dissolution,
) -> Result<(), Failure> {
    store::case::save(connection, after, stored.version, context.now)?;
    let before = Some(&stored.case);
    let event = of_case(context, "dissolution.planned", &stored.organisation, before, after)?;
    log::append(connection, &event, None, &context.ids)
}

fn subject(id: DissolutionId) -> Subject {
    Subject { kind: SUBJECT.to_owned(), id: id.uuid() }
}
