//! Records a sign of life that the tax department saw.

use htx_kit::{context::Context, db::Connection, failure::Failure, log};
use htx_model::{
    date::Date,
    event::Subject,
    id::OrganisationId,
    refusal::{Fault, Refusal, Text},
    scope::Scope,
};
use serde_json::json;

use super::{read_organisation, record};
use crate::store::{self, tax_activity::TaxActivity};

/// The longest note, in characters.
const NOTE_LENGTH_MAX: usize = 1_000;

/// Records that an organisation declared, paid or invoiced on a day. The note may say more than the
/// log should hold, so the log only commits to it.
///
/// # Errors
/// Not found outside the scope; a day in the future.
pub fn record_tax_activity(
    connection: &mut Connection,
    context: &Context,
    scope: &Scope,
    id: OrganisationId,
    active_on: Date,
    note: Option<&str>,
) -> Result<TaxActivity, Failure> {
    connection.lock(&record::lock_name(id))?;
    let stored = store::organisation::find(connection, scope, id)?;
    let organisation = stored.ok_or_else(read_organisation::unknown)?.organisation;
    let note = note.map(htx_model::text::normalise).filter(|note| !note.is_empty());
    check(active_on, note.as_deref(), context.today()).map_err(Refusal::rules)?;
    let activity = TaxActivity {
        id: context.ids.make(),
        organisation_id: id,
        active_on,
        note,
        recorded_at: context.now,
    };
    store::tax_activity::insert(connection, &activity)?;
    let subject = Subject { kind: "tax_activity".to_owned(), id: activity.id.uuid() };
    let state = json!({ "id": activity.id, "organisation": id, "active_on": active_on });
    let event = context.event("tax_activity.recorded", subject, organisation.place(), None, state);
    let personal = activity.note.as_ref().map(|note| json!({ "note": note }));
    log::append(connection, &event, personal.as_ref(), &context.ids)?;
    Ok(activity)
}

fn check(active_on: Date, note: Option<&str>, today: Date) -> Result<(), Vec<Fault>> {
    let fault = |pointer: &'static str, code, detail| Fault::new(pointer, code, detail);
    let mut faults = Vec::new();
    if active_on > today {
        let detail = Text::fixed(
            "Ngày phát sinh thuế không được sau hôm nay.",
            "The day of the activity cannot lie in the future.",
        );
        faults.push(fault("/active_on", "date_in_future", detail));
    }
    if note.is_some_and(|note| note.chars().count() > NOTE_LENGTH_MAX) {
        let detail = Text::made(
            format!("Dài quá {NOTE_LENGTH_MAX} ký tự."),
            format!("Longer than {NOTE_LENGTH_MAX} characters."),
        );
        faults.push(fault("/note", "text_too_long", detail));
    }
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}
