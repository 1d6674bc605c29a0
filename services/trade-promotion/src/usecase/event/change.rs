//! What an officer of the organiser changes: an event that is planned as a whole; of one that was
//! announced the days and the place, and how many places it has.

use htx_kit::{failure::Failure, http::IfMatch};
use htx_model::{
    administrative::CommuneCode,
    date::Date,
    faults::Faults,
    id::TradeEventId,
    refusal::{Refusal, Text},
    trade::events::TradeEventAction as Action,
};

use super::{
    Act, Said, Taken, heard, hold,
    plan::{Planning, known_commune},
    save,
};
use crate::{
    domain::event::{Booth, Content, Event, check},
    store::{self, event::StoredEvent},
    usecase::application::place,
};

/// Changes what a planned event says: all of it, as it was sent.
///
/// # Errors
/// As [`hold`]; every fault of what was sent.
pub fn change(
    act: &mut Act<'_>,
    (id, seen): (TradeEventId, &IfMatch),
    planning: Planning,
) -> Result<StoredEvent, Failure> {
    let (before, next) = hold(act, (id, seen), Action::Change)?;
    let content = check::content(planning.content, act.today())?;
    known_commune(act, &content)?;
    let booths = check::booths(planning.booths)?;
    store::booth::remove_all(act.connection, id)?;
    store::booth::insert(act.connection, id, &booths)?;
    let booth_count = u32::try_from(booths.len()).map_err(Failure::unexpected)?;
    let after = Event { content, booth_count, state: next, ..before.event.clone() };
    save(act, before, after, Action::Change, Taken::default())
}

/// When and where an event takes place after all.
#[derive(Debug, Clone)]
pub struct Amendment {
    /// Where.
    pub venue: String,
    /// The commune of today, at home and where it is known.
    pub commune: Option<CommuneCode>,
    /// The first day.
    pub starts_on: Date,
    /// The last day.
    pub ends_on: Date,
    /// The last day on which applications are taken.
    pub apply_until: Date,
}

/// Moves an event that was announced, with a reason. The calendar tells everybody.
///
/// # Errors
/// As [`change`].
pub fn amend(
    act: &mut Act<'_>,
    (id, seen): (TradeEventId, &IfMatch),
    amendment: Amendment,
    said: Said,
) -> Result<StoredEvent, Failure> {
    let (before, next) = hold(act, (id, seen), Action::Amend)?;
    let said = heard(said, true)?;
    let content = Content {
        venue: amendment.venue,
        commune: amendment.commune,
        starts_on: amendment.starts_on,
        ends_on: amendment.ends_on,
        apply_until: amendment.apply_until,
        ..before.event.content.clone()
    };
    let content = check::content(content, act.today())?;
    known_commune(act, &content)?;
    let revision = before.event.revision + 1;
    let after = Event { content, revision, state: next, ..before.event.clone() };
    save(act, before, after, Action::Amend, Taken { said, more: None })
}

/// Gives an event one more place, which whoever has waited longest gets.
///
/// # Errors
/// As [`change`]; an event that has as many places as there may be.
pub fn add_booth(
    act: &mut Act<'_>,
    (id, seen): (TradeEventId, &IfMatch),
    (label, area_m2): (Option<String>, Option<u32>),
) -> Result<StoredEvent, Failure> {
    let (before, next) = hold(act, (id, seen), Action::AddBooth)?;
    let booth = one_more(act, &before.event, (label, area_m2))?;
    store::booth::insert(act.connection, id, std::slice::from_ref(&booth))?;
    let booth_count = booth.number;
    let after = Event { booth_count, state: next, ..before.event.clone() };
    let saved = save(act, before, after, Action::AddBooth, Taken::default())?;
    place::move_up(act, &saved.event, None)?;
    Ok(saved)
}

/// The place with the next number.
fn one_more(
    act: &mut Act<'_>,
    event: &Event,
    given: (Option<String>, Option<u32>),
) -> Result<Booth, Failure> {
    let mut faults = Faults::default();
    let most = u32::try_from(check::BOOTHS_MAX).unwrap_or(u32::MAX);
    if event.booth_count >= most {
        let detail = Text::made(
            format!("Sự kiện đã có {most} gian hàng, là số lớn nhất."),
            format!("The event has {most} booths, which is the most."),
        );
        faults.add("/label", "booth_count", detail);
    }
    let [booth]: [Booth; 1] = check::booths(vec![given])
        .map_err(flat)?
        .try_into()
        .map_err(|_| Failure::unexpected("one booth was given"))?;
    let others = store::booth::of_event(act.connection, event.id)?;
    let same = |other: &Booth| {
        let (mine, its) = (booth.label.as_deref(), other.label.as_deref());
        mine.zip(its).is_some_and(|(mine, its)| mine.to_lowercase() == its.to_lowercase())
    };
    if others.iter().any(|(other, _)| same(other)) {
        let detail = Text::fixed(
            "Hai gian hàng không được cùng ký hiệu.",
            "Two booths cannot have the same label.",
        );
        faults.add("/label", "booth_label_repeated", detail);
    }
    faults.refuse()?;
    Ok(Booth { number: event.booth_count + 1, ..booth })
}

/// The faults of a list of one, as those of the one.
fn flat(mut refusal: Refusal) -> Refusal {
    for fault in &mut refusal.faults {
        fault.pointer = fault.pointer.replacen("/booths/0", "", 1).into();
    }
    refusal
}
