//! The State Bank records what an organisation owes a credit institution on a day, and corrects what was
//! recorded wrongly, by a record that names it.

use htx_kit::{act::Act, failure::Failure, log};
use htx_model::{
    date::Date,
    directory::Organisation,
    event::Subject,
    faults::Faults,
    id::{CreditRecordId, OrganisationId},
    money::Dong,
    refusal::{Fault, Refusal, Text},
    text,
    words::REASON_LENGTH_MAX,
};
use serde_json::json;

use super::corrected;
use crate::{
    domain::{
        correction::{self, Place},
        credit::{self, CreditRecord},
    },
    store,
};

/// What the subject of every event of a record is called.
pub const SUBJECT: &str = "credit_record";
/// The most characters of a credit institution's name.
pub const INSTITUTION_LENGTH_MAX: usize = 200;

/// A record on its way.
#[derive(Debug, Clone)]
pub struct Recording {
    /// Of which organisation.
    pub organisation: OrganisationId,
    /// To which institution.
    pub credit_institution: String,
    /// On which day.
    pub as_of: Date,
    /// How much is owed.
    pub outstanding_vnd: i64,
    /// How much of it is overdue.
    pub overdue_vnd: i64,
    /// Since when the oldest of that is.
    pub overdue_since: Option<Date>,
}

/// Records it.
///
/// # Errors
/// An organisation that there is none of; every fault of what was sent; a record of the institution for
/// the day that there is already.
pub fn record(act: &mut Act<'_>, new: Recording) -> Result<CreditRecord, Failure> {
    let found = store::organisation::find(act.connection, act.scope, new.organisation)?;
    let organisation = found.ok_or_else(|| Refusal::not_found("tổ chức", "organisation"))?;
    let amounts = (new.outstanding_vnd, new.overdue_vnd);
    let checked = credit::check(amounts, new.overdue_since, new.as_of);
    let mut faults = Faults::from(checked.err().unwrap_or_default());
    let pointer = "/credit_institution";
    let credit_institution = faults.words(pointer, &new.credit_institution, INSTITUTION_LENGTH_MAX);
    if !credit_institution.is_empty() && text::words(&credit_institution).is_empty() {
        let detail = Text::fixed("Phải có chữ hoặc số.", "It must have letters or digits.");
        faults.add(pointer, "no_words", detail);
    }
    faults.past("/as_of", new.as_of, act.today());
    faults.refuse()?;
    let record = CreditRecord {
        id: act.context.ids.make(),
        organisation: organisation.id,
        credit_institution,
        as_of: new.as_of,
        outstanding: Dong(new.outstanding_vnd),
        overdue: Dong(new.overdue_vnd),
        overdue_since: new.overdue_since,
        recorded_by: act.context.actor.name.clone(),
        recorded_at: act.context.now,
        place: Place::first(),
    };
    store::credit_record::insert(act.connection, &record)?;
    tell(act, "credit.recorded", &organisation, &record, None)?;
    Ok(record)
}

/// What an organisation owes, said anew.
#[derive(Debug, Clone, Copy)]
pub struct Figures {
    /// How much is owed.
    pub outstanding_vnd: i64,
    /// How much of it is overdue.
    pub overdue_vnd: i64,
    /// Since when the oldest of that is.
    pub overdue_since: Option<Date>,
}

/// Corrects a record: by other figures for the same institution and day, or by withdrawing it where there are
/// none. What was recorded stays.
///
/// # Errors
/// Not found outside the scope; one that was corrected already; nothing to withdraw; every fault of what was
/// sent.
pub fn correct(
    act: &mut Act<'_>,
    id: CreditRecordId,
    figures: Option<Figures>,
    reason: &str,
) -> Result<CreditRecord, Failure> {
    let found = store::credit_record::find(act.connection, act.scope, id)?;
    let (before, organisation) = found.ok_or_else(unknown)?;
    let turn = (before.organisation, &before.credit_institution, before.as_of);
    act.connection.lock(&format!("credit record of {} {} {}", turn.0, turn.1, turn.2))?;
    if store::credit_record::is_corrected(act.connection, id)? {
        return Err(correction::corrected_already().into());
    }
    if figures.is_none() && before.place.withdrawn {
        return Err(correction::withdrawn_already().into());
    }
    let mut faults = Faults::default();
    if let Some(of) = figures {
        let amounts = (of.outstanding_vnd, of.overdue_vnd);
        let checked = credit::check(amounts, of.overdue_since, before.as_of);
        faults.extend(checked.err().unwrap_or_default().into_iter().map(beneath));
    }
    let reason = faults.words("/reason", reason, REASON_LENGTH_MAX);
    faults.refuse()?;
    let record = CreditRecord {
        id: act.context.ids.make(),
        outstanding: Dong(figures.map_or(0, |of| of.outstanding_vnd)),
        overdue: Dong(figures.map_or(0, |of| of.overdue_vnd)),
        overdue_since: figures.and_then(|of| of.overdue_since),
        recorded_by: act.context.actor.name.clone(),
        recorded_at: act.context.now,
        place: before.place.after(id, figures.is_none()),
        ..before
    };
    store::credit_record::insert(act.connection, &record)?;
    let kind = if figures.is_some() { "credit.corrected" } else { "credit.withdrawn" };
    tell(act, kind, &organisation, &record, Some(&reason))?;
    Ok(record)
}

/// A fault of the figures, which stand beneath.
fn beneath(fault: Fault) -> Fault {
    Fault { pointer: format!("/figures{}", fault.pointer).into(), ..fault }
}

fn unknown() -> Refusal {
    Refusal::not_found("số liệu tín dụng", "credit record")
}

fn tell(
    act: &mut Act<'_>,
    kind: &str,
    organisation: &Organisation,
    record: &CreditRecord,
    reason: Option<&str>,
) -> Result<(), Failure> {
    let state = serde_json::to_value(record).map_err(Failure::unexpected)?;
    let subject = Subject { kind: SUBJECT.to_owned(), id: record.id.uuid() };
    let mut event = act.context.event(kind, subject, organisation.place(), None, state);
    if let Some(before) = record.place.corrects {
        event.corrects = corrected::event_of(act.connection, before.uuid(), |_| true)?;
    }
    let personal = reason.map(|reason| json!({ "reason": reason }));
    log::append(act.connection, &event, personal.as_ref(), &act.context.ids)
}
