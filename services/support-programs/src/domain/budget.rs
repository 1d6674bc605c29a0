//! Budgets of programmes, and what is proposed for them.

pub use htx_model::support::money::{
    AllocationAction, AllocationKind, AllocationState, BudgetSource,
};
use htx_model::{
    agency::AgencyCode,
    date::{Date, Instant},
    id::{AllocationId, BudgetId},
    money::Dong,
    permission::Permission,
    refusal::{ErrorCode, Refusal, Text},
};
use serde::Serialize;
use uuid::Uuid;

use super::ledger::{Ledger, Operation};

/// The first year of which there may be a budget.
pub const YEAR_FIRST: i16 = 2020;
/// The last.
pub const YEAR_LAST: i16 = 2050;

/// A budget.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Budget {
    /// Its id.
    pub id: BudgetId,
    /// Of which programme.
    pub programme_code: String,
    /// Of which year.
    pub year: i16,
    /// From which source.
    pub source: BudgetSource,
    /// The agency that leads the programme, as the programme names it.
    pub lead_agency: AgencyCode,
    /// When it was opened.
    pub opened_on: Date,
    /// The login name of whoever opened it.
    pub opened_by: String,
    /// How its ledger stands.
    #[serde(skip)]
    pub ledger: Ledger,
    /// When it was entered.
    #[serde(skip)]
    pub recorded_at: Instant,
}

/// A proposal to allot money to a budget, or to take it back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Allocation {
    /// Its id.
    pub id: AllocationId,
    /// For which budget.
    #[serde(rename = "budget_id")]
    pub budget: BudgetId,
    /// More or less.
    pub kind: AllocationKind,
    /// How much.
    #[serde(rename = "amount_vnd")]
    pub amount: Dong,
    /// Where it stands.
    pub state: AllocationState,
    /// The number of the decision by which the money is allotted.
    pub document_number: String,
    /// The day of that decision.
    pub document_on: Date,
    /// What the lead agency says of it.
    #[serde(skip)]
    pub note: Option<String>,
    /// Who drafted it.
    #[serde(skip)]
    pub drafted_by: Uuid,
    /// The login name.
    pub drafted_by_name: String,
    /// When.
    pub drafted_on: Date,
    /// The login name of whoever decided.
    pub decided_by_name: Option<String>,
    /// When.
    pub decided_on: Option<Date>,
    /// Why it was refused.
    #[serde(skip)]
    pub refusal_reason: Option<String>,
    /// Its version.
    pub version: i64,
    /// When this version was written.
    #[serde(skip)]
    pub recorded_at: Instant,
}

/// The posting that confirms a proposal.
#[must_use]
pub const fn posting(kind: AllocationKind) -> Operation {
    match kind {
        AllocationKind::Allocate => Operation::Allocate,
        AllocationKind::Cut => Operation::Cut,
    }
}

/// The table: where an action leads from a state.
#[must_use]
pub const fn after(state: AllocationState, action: AllocationAction) -> Option<AllocationState> {
    match (state, action) {
        (AllocationState::Drafted, AllocationAction::Confirm) => Some(AllocationState::Confirmed),
        (AllocationState::Drafted, AllocationAction::Refuse) => Some(AllocationState::Refused),
        (
            AllocationState::Confirmed | AllocationState::Refused,
            AllocationAction::Confirm | AllocationAction::Refuse,
        ) => None,
    }
}

/// What an action demands: finance decides what the lead agency drafted.
#[must_use]
pub const fn needs(action: AllocationAction) -> Permission {
    match action {
        AllocationAction::Confirm | AllocationAction::Refuse => Permission::BudgetConfirm,
    }
}

/// Enforces the table, and that whoever drafted a proposal does not decide it.
///
/// # Errors
/// [`ErrorCode::StateConflict`], [`ErrorCode::PermissionDenied`].
pub fn require(
    allocation: &Allocation,
    action: AllocationAction,
    who: Uuid,
) -> Result<AllocationState, Refusal> {
    let subject = Text::fixed("Đề xuất kinh phí", "allocation");
    let next = after(allocation.state, action)
        .ok_or_else(|| Refusal::wrong_state(subject, allocation.state, action))?;
    if allocation.drafted_by == who {
        let detail = Text::fixed(
            "Người lập đề xuất kinh phí không được xác nhận hoặc từ chối đề xuất đó.",
            "Whoever drafted an allocation neither confirms nor refuses it.",
        );
        let advice = Text::fixed(
            "Hãy chuyển cho người phê duyệt khác của cơ quan tài chính.",
            "Pass it to another approver of the finance agency.",
        );
        return Err(Refusal::new(ErrorCode::PermissionDenied, detail).advising(advice));
    }
    Ok(next)
}

#[cfg(test)]
mod tests {
    use htx_model::code_list::CodeList as _;

    use super::*;

    #[test]
    fn the_table_of_proposals_is_the_golden_one() {
        let mut table = String::from("| state | action | then | posting |\n|---|---|---|---|\n");
        for state in AllocationState::all() {
            for action in AllocationAction::all() {
                let then = after(*state, *action);
                let word = then.map_or("-", |state| state.code());
                let confirmed = then == Some(AllocationState::Confirmed);
                let posted = AllocationKind::all().iter().map(|kind| posting(*kind).code());
                let posted: Vec<_> = posted.filter(|_| confirmed).collect();
                let posted = if posted.is_empty() { "-".to_owned() } else { posted.join(" or ") };
                table.push_str(&format!("| {state} | {action} | {word} | {posted} |\n"));
            }
        }
        insta::assert_snapshot!("allocation_states", table);
    }
}
