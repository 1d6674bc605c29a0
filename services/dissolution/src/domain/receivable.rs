//! Receivables (khoản phải thu): what others owe the organisation, collected by the cash book or proved
//! to be uncollectable.

pub use htx_model::dissolution::money::{ReceivableAction, ReceivableState};
use htx_model::{
    date::{Date, Instant},
    dissolution::money::DebtKind,
    id::{DissolutionId, ReceivableId},
    money::Dong,
    permission::Permission,
    refusal::{Refusal, Text},
};
use serde_json::{Value, json};

use super::{claim::Ruling, party::Party, step::Exhibit};

/// What somebody owes the organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receivable {
    /// Its id.
    pub id: ReceivableId,
    /// In which case.
    pub case: DissolutionId,
    /// Who owes it, by kind.
    pub debt_kind: DebtKind,
    /// Who owes it.
    pub debtor: Party,
    /// How much.
    pub amount: Dong,
    /// How much was collected.
    pub collected: Dong,
    /// Where it stands.
    pub state: ReceivableState,
    /// What it rests on, in words.
    pub basis: String,
    /// When it was entered.
    pub registered_on: Date,
    /// What proves it.
    pub evidence: Vec<Exhibit>,
    /// That it cannot be collected.
    pub finding: Option<Ruling>,
    /// Its version.
    pub version: i64,
    /// When this version was written.
    pub recorded_at: Instant,
}

impl Receivable {
    /// The receivable as the log has it.
    #[must_use]
    pub fn logged(&self) -> Value {
        json!({
            "id": self.id,
            "debt_kind": self.debt_kind,
            "debtor": self.debtor.logged(),
            "amount_vnd": self.amount,
            "collected_vnd": self.collected,
            "state": self.state,
            "registered_on": self.registered_on,
            "evidence": self.evidence,
            "finding": self.finding.as_ref().map(|one| json!({
                "on": one.on, "documents": one.documents,
            })),
            "version": self.version,
        })
    }

    /// What the log only commits to.
    #[must_use]
    pub fn personal(&self) -> Value {
        json!({
            "debtor": self.debtor.holder.is_personal().then_some(&self.debtor),
            "basis": self.basis,
            "finding": self.finding.as_ref().and_then(|one| one.reason.clone()),
        })
    }

    /// What is still to be collected.
    #[must_use]
    pub fn outstanding(&self) -> Dong {
        Dong(self.amount.0.saturating_sub(self.collected.0).max(0))
    }

    /// The receivable after a collection, or after taking one back (a negative amount).
    #[must_use]
    pub fn with_collection(mut self, amount: Dong) -> Self {
        self.collected = Dong(self.collected.0.saturating_add(amount.0));
        self.state = match self.collected >= self.amount {
            true => ReceivableState::Collected,
            false => ReceivableState::Open,
        };
        self
    }
}

/// The table: the state after an action, or nothing where the state does not allow it. A collection
/// leads to `collected` with the last đồng only.
#[must_use]
pub const fn after(state: ReceivableState, action: ReceivableAction) -> Option<ReceivableState> {
    use ReceivableAction as A;
    use ReceivableState as S;
    match (state, action) {
        (S::Open, A::Collect) => Some(S::Collected),
        (S::Open | S::Collected, A::Uncollect) => Some(S::Open),
        (S::Open, A::GiveUp) => Some(S::Uncollectable),
        (S::Uncollectable, A::Reopen) => Some(S::Open),
        (S::Open | S::Collected, A::Reopen)
        | (S::Collected | S::Uncollectable, A::Collect | A::GiveUp)
        | (S::Uncollectable, A::Uncollect) => None,
    }
}

/// What an action demands of the caller: whoever enters a receivable does not give it up.
#[must_use]
pub const fn needs(action: ReceivableAction) -> Permission {
    match action {
        ReceivableAction::Collect | ReceivableAction::Uncollect | ReceivableAction::Reopen => {
            Permission::DissolutionPrepare
        }
        ReceivableAction::GiveUp => Permission::DissolutionDecide,
    }
}

/// Enforces the table.
///
/// # Errors
/// [`ErrorCode::StateConflict`](htx_model::refusal::ErrorCode::StateConflict).
pub fn require(
    state: ReceivableState,
    action: ReceivableAction,
) -> Result<ReceivableState, Refusal> {
    after(state, action).ok_or_else(|| {
        Refusal::wrong_state(Text::fixed("Khoản phải thu", "receivable"), state, action)
    })
}

#[cfg(test)]
mod tests {
    use htx_model::code_list::CodeList as _;

    use super::*;

    #[test]
    fn the_table_of_states_and_actions_is_the_golden_one() {
        let mut table = String::from("| state | action | by | then |\n|---|---|---|---|\n");
        for state in ReceivableState::all() {
            for action in ReceivableAction::all() {
                let then = after(*state, *action);
                let word = then.map_or("refused", |state| state.code());
                table.push_str(&format!("| {state} | {action} | {} | {word} |\n", needs(*action)));
                assert_eq!(require(*state, *action).ok(), then);
            }
        }
        insta::assert_snapshot!("receivable_states", table);
    }
}
