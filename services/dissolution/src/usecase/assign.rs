//! Makes another officer responsible for a case.

use htx_kit::{context::Context, db::Connection, failure::Failure, http::IfMatch, log};
use htx_model::{
    dissolution::CaseRecord, faults::Faults, id::DissolutionId, words::REASON_LENGTH_MAX,
};
use serde_json::json;

use super::{
    hold::{self, Caller},
    open_case::responsible,
    record,
};
use crate::store::{self, case::StoredCase};

/// Makes an officer responsible for a case that the caller has seen.
///
/// # Errors
/// Not found outside the scope; another authority's case; a state that admits no change; a stale
/// version; every fault of what was sent.
pub fn assign(
    connection: &mut Connection,
    context: &Context,
    caller: &Caller,
    id: DissolutionId,
    seen: &IfMatch,
    (officer, reason): (&str, Option<&str>),
) -> Result<StoredCase, Failure> {
    let stored = hold::write(connection, &caller.scope, id, CaseRecord::Responsibility)?;
    seen.check(stored.version)?;
    let mut faults = Faults::default();
    let officer = responsible(&mut faults, officer);
    let reason = faults.given("/reason", reason, REASON_LENGTH_MAX);
    faults.refuse()?;
    let mut after = stored.case.clone();
    after.responsible_officer = officer;
    after.note_preparer(caller.id);
    store::case::save(connection, &after, stored.version, context.now)?;
    let kind = "dissolution.responsibility_changed";
    let before = Some(&stored.case);
    let event = record::of_case(context, kind, &stored.organisation, before, &after)?;
    let personal = reason.as_ref().map(|reason| json!({ "reason": reason }));
    log::append(connection, &event, personal.as_ref(), &context.ids)?;
    let version = stored.version + 1;
    Ok(StoredCase { case: after, version, recorded_at: context.now, ..stored })
}
