//! Proposes more or less money for a budget: the lead agency drafts, finance decides.

use htx_kit::{act::Act, failure::Failure};
use htx_model::{date::Date, faults::Faults, id::BudgetId, money::Dong, words::REASON_LENGTH_MAX};
use serde_json::json;

use super::{hold, tell};
use crate::{
    domain::budget::{Allocation, AllocationKind, AllocationState, posting},
    store,
};

/// The most characters of a document's number.
pub const NUMBER_LENGTH_MAX: usize = 100;

/// A proposal on its way.
#[derive(Debug, Clone)]
pub struct Proposal {
    /// More or less.
    pub kind: AllocationKind,
    /// How much.
    pub amount_vnd: i64,
    /// The number of the decision by which the money is allotted.
    pub document_number: String,
    /// The day of that decision.
    pub document_on: Date,
    /// What the lead agency says of it.
    pub note: Option<String>,
}

/// Drafts a proposal. Nothing moves yet.
///
/// # Errors
/// Not found outside the scope; every fault of what was sent; a cut of what is not available.
pub fn propose(
    act: &mut Act<'_>,
    budget: BudgetId,
    proposal: Proposal,
) -> Result<Allocation, Failure> {
    let held = hold(act, budget)?;
    let mut faults = Faults::default();
    let amount = Dong(proposal.amount_vnd);
    if let Err(fault) = held.ledger.post(posting(proposal.kind), amount) {
        faults.push(fault);
    }
    let document_number =
        faults.words("/document_number", &proposal.document_number, NUMBER_LENGTH_MAX);
    faults.past("/document_on", proposal.document_on, act.today());
    let note = proposal.note.as_deref().map(|note| faults.words("/note", note, REASON_LENGTH_MAX));
    faults.refuse()?;
    let allocation = Allocation {
        id: act.context.ids.make(),
        budget,
        kind: proposal.kind,
        amount,
        state: AllocationState::Drafted,
        document_number,
        document_on: proposal.document_on,
        note,
        drafted_by: act.who,
        drafted_by_name: act.context.actor.name.clone(),
        drafted_on: act.today(),
        decided_by_name: None,
        decided_on: None,
        refusal_reason: None,
        version: 1,
        recorded_at: act.context.now,
    };
    store::allocation::insert(act.connection, &allocation)?;
    let personal = json!({ "note": allocation.note });
    let (kind, of) = ("support_budget.proposed", (budget, "allocation"));
    tell(act.connection, act.context, kind, of, (None, &allocation), Some(&personal))?;
    Ok(allocation)
}
