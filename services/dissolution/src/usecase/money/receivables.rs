//! Receivables: entered by an officer, collected by the cash book, given up by another person with
//! proof.

use htx_kit::{context::Context, db::Connection, failure::Failure, http::IfMatch};
use htx_model::{
    dissolution::{
        CaseRecord,
        money::{DebtKind, ReceivableAction, ReceivableState},
    },
    id::{DissolutionId, DocumentId, ReceivableId},
    money::{self, Dong},
    refusal::{Refusal, Text},
    scope::Scope,
    words::REASON_LENGTH_MAX,
};

use super::{Faults, Told, claims::Grounds, require_document, require_room, tell};
use crate::{
    domain::{
        amount::RECORDS_MAX,
        claim::Ruling,
        party::Party,
        receivable::{self, Receivable},
        step::Exhibit,
    },
    store::{self, case::StoredCase, money::receivable as table},
    usecase::{
        documents::exhibits,
        hold::{self, Caller},
    },
};

/// A receivable on its way.
#[derive(Debug, Clone)]
pub struct NewReceivable {
    /// Who owes it, by kind.
    pub debt_kind: DebtKind,
    /// Who owes it.
    pub debtor: Party,
    /// How much.
    pub amount_vnd: i64,
    /// What it rests on.
    pub basis: String,
    /// What proves it.
    pub evidence: Vec<DocumentId>,
}

/// Enters a receivable.
///
/// # Errors
/// Not found outside the scope; another authority's case; a state that admits none; every fault of
/// what was sent.
pub fn register(
    connection: &mut Connection,
    context: &Context,
    caller: &Caller,
    case: DissolutionId,
    new: NewReceivable,
) -> Result<Receivable, Failure> {
    let mut stored = hold::write(connection, &caller.scope, case, CaseRecord::Receivable)?;
    let mut faults = Faults::default();
    let amount = faults.or(money::amount("/amount_vnd", new.amount_vnd, 1));
    let basis = faults.words("/basis", &new.basis, REASON_LENGTH_MAX);
    let debtor = Party::check(new.debtor.clone(), "/debtor");
    let debtor = debtor.map_err(|found| faults.extend(found)).unwrap_or(new.debtor);
    faults.refuse()?;
    require_room(table::count(connection, case)?, RECORDS_MAX)?;
    let evidence = exhibits(connection, case, &new.evidence, "/evidence_document_ids")?;
    let entered = Receivable {
        id: context.ids.make(),
        case,
        debt_kind: new.debt_kind,
        debtor,
        amount,
        collected: Dong::ZERO,
        state: ReceivableState::Open,
        basis,
        registered_on: context.today(),
        evidence,
        finding: None,
        version: 1,
        recorded_at: context.now,
    };
    table::insert(connection, &entered)?;
    let kind = "receivable.registered";
    tell_of(connection, context, &stored, kind, None, &entered, &entered.evidence)?;
    hold::note_preparer(connection, &mut stored, caller.id, context.now)?;
    Ok(entered)
}

/// Gives up a receivable that the caller has seen, or goes on collecting it.
///
/// # Errors
/// Not found outside the scope; a stale version; a state that does not allow it; `permission_denied`
/// for whoever prepared the case and would give it up; no reason; no proof.
pub fn act(
    connection: &mut Connection,
    context: &Context,
    caller: &Caller,
    (case, id): (DissolutionId, ReceivableId),
    seen: &IfMatch,
    action: ReceivableAction,
    grounds: Grounds,
) -> Result<Receivable, Failure> {
    let mut stored = hold::write(connection, &caller.scope, case, CaseRecord::Receivable)?;
    let before = table::find(connection, case, id)?.ok_or_else(unknown)?;
    let gives_up = action == ReceivableAction::GiveUp;
    if gives_up {
        hold::require_other_person(&stored, caller.id)?;
    }
    seen.check(before.version)?;
    let state = receivable::require(before.state, action)?;
    let mut faults = Faults::default();
    let reason = faults.given("/reason", grounds.reason.as_deref(), REASON_LENGTH_MAX);
    if grounds.reason.is_none() {
        let detail = Text::fixed("Phải nêu lý do.", "There must be a reason.");
        faults.add("/reason", "missing_reason", detail);
    }
    faults.refuse()?;
    let documents = exhibits(connection, case, &grounds.documents, "/document_ids")?;
    if gives_up {
        require_document(&documents)?;
    }
    let said = Ruling { on: Some(context.today()), reason, documents: documents.clone() };
    let after = Receivable {
        state,
        finding: gives_up.then_some(said),
        version: before.version + 1,
        recorded_at: context.now,
        ..before.clone()
    };
    table::save(connection, &after)?;
    let kind = if gives_up { "receivable.given_up" } else { "receivable.reopened" };
    tell_of(connection, context, &stored, kind, Some(&before), &after, &documents)?;
    if !gives_up {
        hold::note_preparer(connection, &mut stored, caller.id, context.now)?;
    }
    Ok(after)
}

/// One receivable of a case within a scope.
///
/// # Errors
/// Not found, or outside the scope.
pub fn read(
    connection: &mut Connection,
    scope: &Scope,
    case: DissolutionId,
    id: ReceivableId,
) -> Result<(Receivable, StoredCase), Failure> {
    let stored = store::case::find(connection, scope, case)?.ok_or_else(hold::unknown)?;
    Ok((table::find(connection, case, id)?.ok_or_else(unknown)?, stored))
}

/// A receivable that the case does not have.
#[must_use]
pub fn unknown() -> Refusal {
    Refusal::not_found("khoản phải thu", "receivable")
}

pub(super) fn tell_of(
    connection: &mut Connection,
    context: &Context,
    stored: &StoredCase,
    kind: &'static str,
    before: Option<&Receivable>,
    after: &Receivable,
    documents: &[Exhibit],
) -> Result<(), Failure> {
    let told = Told {
        kind,
        name: "receivable",
        before: before.map(Receivable::logged),
        after: after.logged(),
        personal: after.personal(),
        documents,
        effective_on: None,
    };
    tell(connection, context, stored, told)
}
