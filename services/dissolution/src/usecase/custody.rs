//! Where seal and certificate are: said anew, what was said before stays.

use htx_kit::{context::Context, db::Connection, failure::Failure, http::IfMatch};
use htx_model::{
    date::Date,
    dissolution::CaseRecord,
    faults::Faults,
    id::{DissolutionId, DocumentId},
    refusal::Text,
    scope::Scope,
};
use serde_json::json;

use super::{
    documents::exhibits,
    hold::{self, Caller},
    record::{Told, tell},
};
use crate::{
    domain::{
        custody::{self, Custody, CustodyEntry, CustodyItem},
        day::past,
    },
    store::{self, case::StoredCase, custody::ENTRIES_MAX},
};

/// What is said of one of the two.
#[derive(Debug, Clone)]
pub struct NewCustody {
    /// Where it is.
    pub custody: Custody,
    /// Since when: today where it is not said.
    pub since: Option<Date>,
    /// Who holds it, how it was lost, why it cannot be got back.
    pub reason: Option<String>,
    /// What proves it.
    pub documents: Vec<DocumentId>,
}

/// Says where seal and certificate are, from what the caller has seen of it. What is not said of one
/// of the two stays as it was.
///
/// # Errors
/// Not found outside the scope; another authority's case; a state that admits no custody; a stale
/// version; every fault of what was sent.
pub fn put(
    connection: &mut Connection,
    context: &Context,
    caller: &Caller,
    id: DissolutionId,
    seen: &IfMatch,
    said: Vec<(CustodyItem, NewCustody)>,
) -> Result<Vec<CustodyEntry>, Failure> {
    let mut stored = hold::write(connection, &caller.scope, id, CaseRecord::Custody)?;
    let mut entries = store::custody::of_case(connection, id)?;
    seen.check(version(&entries))?;
    let new = write(connection, context, &stored, version(&entries), said)?;
    entries.extend(new);
    hold::note_preparer(connection, &mut stored, caller.id, context.now)?;
    Ok(entries)
}

/// Writes what is said of a case that is held.
///
/// # Errors
/// Every fault of what was sent.
pub(super) fn write(
    connection: &mut Connection,
    context: &Context,
    stored: &StoredCase,
    before: i64,
    said: Vec<(CustodyItem, NewCustody)>,
) -> Result<Vec<CustodyEntry>, Failure> {
    let mut faults = Faults::default();
    if said.is_empty() {
        faults.add("", "nothing_said", NOTHING);
    }
    if before + 2 > ENTRIES_MAX {
        faults.add("", "too_many", TOO_MANY);
    }
    let mut new = Vec::with_capacity(said.len());
    for ((item, one), sequence) in said.into_iter().zip(before + 1..) {
        let (pointer, documents_at) = match item {
            CustodyItem::Seal => ("/seal", "/seal/document_ids"),
            CustodyItem::Certificate => ("/certificate", "/certificate/document_ids"),
        };
        let since = past(&mut faults, format!("{pointer}/since"), one.since, context.today());
        let (given, documented) = (one.reason.as_deref(), !one.documents.is_empty());
        let reason = custody::reason(pointer, one.custody, given, documented);
        let reason = reason.map_err(|found| faults.extend(found)).unwrap_or_default();
        new.push(CustodyEntry {
            case: stored.case.id,
            sequence,
            item,
            custody: one.custody,
            since,
            reason,
            documents: exhibits(connection, stored.case.id, &one.documents, documents_at)?,
            recorded_by: context.actor.name.clone(),
            recorded_at: context.now,
        });
    }
    faults.refuse()?;
    store::custody::insert(connection, &new)?;
    for entry in &new {
        let told = Told {
            kind: "dissolution.custody_recorded",
            name: "custody",
            before: None,
            after: entry.logged(),
            personal: json!({ "reason": entry.reason }),
            documents: &entry.documents,
            effective_on: Some(entry.since),
        };
        tell(connection, context, stored, told)?;
    }
    Ok(new)
}

const NOTHING: Text = Text::fixed(
    "Phải nêu con dấu hoặc giấy chứng nhận.",
    "Say something of the seal or of the certificate.",
);
const TOO_MANY: Text = Text::fixed(
    "Hồ sơ đã có quá nhiều lần ghi nhận con dấu, giấy chứng nhận.",
    "Too much was said of seal and certificate of this case.",
);

/// The version of what was said: how many entries there are.
#[must_use]
pub fn version(entries: &[CustodyEntry]) -> i64 {
    entries.last().map_or(0, |last| last.sequence)
}

/// What was said of seal and certificate of a case within a scope, in the order in which it was said.
///
/// # Errors
/// Not found, or outside the scope.
pub fn read(
    connection: &mut Connection,
    scope: &Scope,
    id: DissolutionId,
) -> Result<Vec<CustodyEntry>, Failure> {
    store::case::find(connection, scope, id)?.ok_or_else(hold::unknown)?;
    store::custody::of_case(connection, id)
}
