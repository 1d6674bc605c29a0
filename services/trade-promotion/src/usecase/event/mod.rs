//! Events: entered and prepared by an officer of the organiser, decided by its approver. Whatever is done
//! with an event or with an application for it is done while the event is held, so that no place is given
//! twice and the waiting list keeps its order.

pub mod change;
pub mod correct;
pub mod decide;
pub mod hold;
pub mod plan;
pub mod read;

use htx_kit::{act::Act, failure::Failure, http::IfMatch, log};
use htx_model::{
    agency::AgencyCode,
    event::{Event as Logged, Place, Subject},
    faults::Faults,
    id::{DocumentId, TradeEventId},
    refusal::{ErrorCode, Refusal, Text},
    scope::Scope,
    trade::events::{TradeEventAction, TradeEventState},
    words::REASON_LENGTH_MAX,
};
use serde_json::{Value, json};

use super::documents::exhibits;
use crate::{
    domain::{
        event::{Event, lifecycle},
        step::Step,
    },
    store::{self, document::Folder, event::StoredEvent},
};

/// What the subject of every happening of an event is called.
pub const SUBJECT: &str = "trade_event";
/// The most characters of a document's number.
pub const DOCUMENT_LENGTH_MAX: usize = 100;

/// What is said with an action.
#[derive(Debug, Clone, Default)]
pub struct Said {
    /// Why.
    pub reason: Option<String>,
    /// The number of the document that it rests on.
    pub document_number: Option<String>,
    /// Documents of the event that it rests on.
    pub document_ids: Vec<DocumentId>,
}

/// An event that does not exist.
#[must_use]
pub fn unknown() -> Refusal {
    Refusal::not_found("sự kiện", "trade event")
}

/// Takes an event's turn until the transaction ends.
pub(super) fn lock(act: &mut Act<'_>, id: TradeEventId) -> Result<(), Failure> {
    Ok(act.connection.lock(&format!("trade event {id}"))?)
}

/// The event with this id. Whoever may act on it is asked elsewhere: events themselves everybody may know.
pub(super) fn find(act: &mut Act<'_>, id: TradeEventId) -> Result<StoredEvent, Failure> {
    Ok(store::event::find(act.connection, &Scope::everything(), id)?.ok_or_else(unknown)?)
}

/// Refuses whoever does not organise the event today.
pub(super) fn require_organiser(act: &Act<'_>, organiser: &AgencyCode) -> Result<(), Refusal> {
    if act.holds(organiser) {
        return Ok(());
    }
    let holder = act.agencies.successor(organiser, act.today());
    let (vi, en) = holder.map_or((organiser.as_str(), organiser.as_str()), |one| {
        (one.name_vi.as_str(), one.name_en.as_str())
    });
    Err(Refusal::new(
        ErrorCode::PermissionDenied,
        Text::made(
            format!("Sự kiện này do {vi} tổ chức."),
            format!("This event is organised by: {en}."),
        ),
    )
    .advising(Text::fixed("Hãy liên hệ cơ quan tổ chức.", "Turn to the organiser.")))
}

/// Takes an event's turn for an action of its organiser.
///
/// # Errors
/// Not found; another organiser; a stale version; a state that does not allow the action; for a
/// decision, whoever prepared it.
fn hold(
    act: &mut Act<'_>,
    (id, seen): (TradeEventId, &IfMatch),
    action: TradeEventAction,
) -> Result<(StoredEvent, TradeEventState), Failure> {
    lock(act, id)?;
    let stored = find(act, id)?;
    require_organiser(act, &stored.event.organiser)?;
    seen.check(stored.version)?;
    let next = lifecycle::require(stored.event.state, action)?;
    if lifecycle::decides(action) {
        stored.event.prepared_by.require_other_person(act.who)?;
    }
    Ok((stored, next))
}

/// What was said, put right.
pub(super) fn heard(said: Said, needs_reason: bool) -> Result<Said, Refusal> {
    let mut faults = Faults::default();
    let reason = match (said.reason, needs_reason) {
        (None, true) => {
            let detail = Text::fixed("Phải nêu lý do.", "A reason must be given.");
            faults.add("/reason", "missing", detail);
            None
        }
        (given, _) => given.map(|given| faults.words("/reason", &given, REASON_LENGTH_MAX)),
    };
    let document_number = said
        .document_number
        .map(|given| faults.words("/document_number", &given, DOCUMENT_LENGTH_MAX));
    faults.refuse()?;
    Ok(Said { reason, document_number, document_ids: said.document_ids })
}

/// The word of an action in the kinds of events.
const fn word(action: TradeEventAction) -> &'static str {
    match action {
        TradeEventAction::Change => "trade_event.changed",
        TradeEventAction::Amend => "trade_event.amended",
        TradeEventAction::AddBooth => "trade_event.booth_added",
        TradeEventAction::Open => "trade_event.opened",
        TradeEventAction::Close => "trade_event.closed",
        TradeEventAction::Hold => "trade_event.held",
        TradeEventAction::CorrectAttendance => "trade_event.attendance_corrected",
        TradeEventAction::Settle => "trade_event.settled",
        TradeEventAction::Cancel => "trade_event.cancelled",
    }
}

/// What is written down of a step beside who took it and where it led.
#[derive(Debug, Default)]
struct Taken {
    said: Said,
    /// What else the log tells of it.
    more: Option<Value>,
}

/// Writes a step down: the event as it is after it, what the log tells, the step itself.
fn save(
    act: &mut Act<'_>,
    before: StoredEvent,
    mut after: Event,
    action: TradeEventAction,
    taken: Taken,
) -> Result<StoredEvent, Failure> {
    if !lifecycle::decides(action) {
        after.prepared_by.note(act.who);
    }
    store::event::save(act.connection, &after, before.version, act.context.now)?;
    let Taken { said, more } = taken;
    let folder = Folder::Event(after.id);
    let documents = exhibits(act.connection, folder, &said.document_ids, "/document_ids")?;
    let told = tell(act, word(action), (Some(&before.event), &after), (more, &said))?;
    let step = Step {
        id: act.context.ids.make(),
        event: after.id,
        application: None,
        action,
        from: Some(before.event.state),
        to: after.state,
        booth: None,
        caused_by: None,
        document_number: said.document_number,
        documents,
        actor: act.context.actor.id,
        actor_name: act.context.actor.name.clone(),
        agency: act.context.actor.agency.clone(),
        agency_name: act.agency_name(),
        logged: told.id,
        recorded_at: act.context.now,
    };
    store::step::insert(act.connection, &step, said.reason.as_deref())?;
    Ok(StoredEvent { event: after, version: before.version + 1, recorded_at: act.context.now })
}

/// Writes down in the log what an event is now.
fn tell(
    act: &mut Act<'_>,
    kind: &str,
    (before, after): (Option<&Event>, &Event),
    (more, said): (Option<Value>, &Said),
) -> Result<Logged, Failure> {
    let subject = Subject { kind: SUBJECT.to_owned(), id: after.id.uuid() };
    // In no district: a fair is the city's.
    let place = Place { commune: after.content.commune.clone(), ..Place::default() };
    let before = before.map(Event::logged);
    let mut state = after.logged();
    if let (Some(more), Some(state)) = (more, state.as_object_mut()) {
        state.insert("recorded".to_owned(), more);
    }
    let mut told = act.context.event(kind, subject, place, before.as_ref(), state);
    told.documents.clone_from(&said.document_ids);
    let personal = said.reason.as_ref().map(|reason| json!({ "reason": reason }));
    log::append(act.connection, &told, personal.as_ref(), &act.context.ids)?;
    Ok(told)
}
