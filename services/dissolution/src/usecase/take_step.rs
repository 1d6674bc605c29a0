//! Takes a step of a case: the nine of them differ by what the tables say of them.

use htx_kit::{context::Context, db::Connection, failure::Failure, http::IfMatch};
use htx_model::{
    faults::Faults,
    id::{DissolutionId, DocumentId},
    refusal::Text,
};

use super::{
    documents::exhibits,
    facts,
    hold::{self, Caller},
    record::{self, Stepped},
};
use crate::{
    domain::{
        lifecycle::{self, Action},
        payment_order,
        step::{self, Exhibit, Footing, Said},
    },
    store::{self, case::StoredCase},
};

/// A step on its way.
#[derive(Debug, Clone)]
pub struct Taking {
    /// What is done.
    pub action: Action,
    /// What is said of it.
    pub said: Said,
    /// What proves it.
    pub documents: Vec<DocumentId>,
}

/// Takes a step in a case that the caller has seen.
///
/// # Errors
/// Not found outside the scope; another authority's case; `permission_denied` for whoever prepared a
/// case and would decide it; a stale version; a state that does not allow it; every fault of what was
/// sent; `guards_unmet` with all that is still missing.
pub fn take_step(
    connection: &mut Connection,
    context: &Context,
    caller: &Caller,
    agency_name: Option<String>,
    (id, seen): (DissolutionId, &IfMatch),
    taking: Taking,
) -> Result<StoredCase, Failure> {
    let Taking { action, said, documents } = taking;
    let stored = hold::run(connection, &caller.scope, id)?;
    let before = &stored.case;
    if !lifecycle::prepares(action) {
        hold::require_other_person(&stored, caller.id)?;
    }
    seen.check(stored.version)?;
    // Before what was sent is looked at: where the state does not allow it, nothing else matters.
    lifecycle::require(before.state, action)?;
    let mut faults = Faults::default();
    let today = context.today();
    let footing = Footing::check(&said, Some(before.last_step_on), today, &mut faults);
    if step::needs_reason(action) && said.reason.is_none() {
        faults.add("/reason", "missing_reason", REASON);
    }
    if action == Action::Decide {
        let ordered = payment_order::check_decided_on(footing.on).map_err(Failure::unexpected)?;
        faults.or(ordered);
    }
    let documents = proofs(connection, id, action, &documents, &footing, &mut faults)?;
    faults.refuse()?;
    let facts = facts::of(connection, &stored, today)?;
    let after = before.take(action, &facts, (footing.on, caller.id, context.now))?;
    store::case::save(connection, &after, stored.version, context.now)?;
    let stepped = Stepped {
        kind: step::event(action),
        action: Some(action),
        before: Some(before),
        after: &after,
        footing,
        documents,
        agency_name,
    };
    record::note_step(connection, context, &stored.organisation, stepped)?;
    let version = stored.version + 1;
    Ok(StoredCase { case: after, version, recorded_at: context.now, ..stored })
}

/// What proves a step: what was sent with it, and what it rests on in the case.
fn proofs(
    connection: &mut Connection,
    id: DissolutionId,
    action: Action,
    given: &[DocumentId],
    footing: &Footing,
    faults: &mut Faults,
) -> Result<Vec<Exhibit>, Failure> {
    let mut documents = exhibits(connection, id, given, "/document_ids")?;
    if step::needs_document(action) && action != Action::Decide && documents.is_empty() {
        faults.add("/document_ids", "missing_document", DOCUMENT);
    }
    documents.extend(rests_on(connection, id, action, footing, faults)?);
    documents.sort_by_key(|exhibit| exhibit.document_id);
    documents.dedup_by_key(|exhibit| exhibit.document_id);
    Ok(documents)
}

/// The documents of what a step rests on: the survey's, the one that decides, the last word on taxes.
/// Where it is missing, the guards say so.
fn rests_on(
    connection: &mut Connection,
    id: DissolutionId,
    action: Action,
    footing: &Footing,
    faults: &mut Faults,
) -> Result<Vec<Exhibit>, Failure> {
    match action {
        Action::Survey => {
            Ok(store::survey::find(connection, id)?.map(|one| one.documents).unwrap_or_default())
        }
        Action::Decide => {
            let decision = store::decision::find(connection, id)?;
            let Some(deed) = decision.and_then(|one| one.document) else { return Ok(Vec::new()) };
            if footing.on < deed.issued_on {
                faults.add("/effective_on", "before_the_document", BEFORE);
            }
            Ok(deed.documents)
        }
        Action::Settle => store::tax_clearance::last_documents(connection, id),
        Action::StartSettling
        | Action::Close
        | Action::Suspend
        | Action::Resume
        | Action::Withdraw
        | Action::DeclareBankruptcy => Ok(Vec::new()),
    }
}

const BEFORE: Text = Text::fixed(
    "Quyết định không có hiệu lực trước ngày của văn bản làm căn cứ.",
    "The decision cannot hold before the day of the document that it rests on.",
);
const REASON: Text = Text::fixed("Bước này phải nêu lý do.", "This step must say why.");
const DOCUMENT: Text = Text::fixed(
    "Bước này phải kèm ít nhất một tài liệu của hồ sơ.",
    "This step needs at least one document of the case.",
);
