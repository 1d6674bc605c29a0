//! The State Bank records what an organisation owes a credit institution on a day.

use htx_kit::{failure::Failure, log};
use htx_model::{
    date::Date,
    event::Subject,
    id::OrganisationId,
    money::Dong,
    refusal::{Refusal, Text},
    text,
};

use super::act::{Act, Faults};
use crate::{
    domain::credit::{self, CreditRecord},
    store,
};

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
    let mut faults = Faults(checked.err().unwrap_or_default());
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
    };
    store::credit_record::insert(act.connection, &record)?;
    let state = serde_json::to_value(&record).map_err(Failure::unexpected)?;
    let subject = Subject { kind: "credit_record".to_owned(), id: record.id.uuid() };
    let event = act.context.event("credit.recorded", subject, organisation.place(), None, state);
    log::append(act.connection, &event, None, &act.context.ids)?;
    Ok(record)
}
