//! The states of a loan: one table.

pub use htx_model::support::money::{LoanAction as Action, LoanState as State};
use htx_model::{
    permission::Permission,
    refusal::{Refusal, Text},
};

/// The table: the state after an action, or nothing where the state does not allow it. A repayment of
/// the last đồng settles the loan; one that was entered wrongly is taken back whatever it settled.
#[must_use]
pub const fn after(state: State, action: Action) -> Option<State> {
    use Action as A;
    use State as S;
    match (state, action) {
        (S::Applied | S::Appraised, A::Appraise) => Some(S::Appraised),
        (S::Appraised, A::Approve) => Some(S::Approved),
        // One that was approved is refused after all while it is not paid out: its borrower dissolves.
        (S::Applied | S::Appraised | S::Approved, A::Reject) => Some(S::Rejected),
        (S::Applied | S::Appraised | S::Approved, A::Withdraw) => Some(S::Withdrawn),
        (S::Approved, A::PayOut) => Some(S::Active),
        (S::Active, A::Repay) | (S::Active | S::Settled, A::ReverseRepayment) => Some(S::Active),
        (S::Active, A::ReversePayOut) => Some(S::Approved),
        (
            S::Applied,
            A::Approve | A::PayOut | A::Repay | A::ReverseRepayment | A::ReversePayOut,
        )
        | (S::Appraised, A::PayOut | A::Repay | A::ReverseRepayment | A::ReversePayOut)
        | (
            S::Approved,
            A::Appraise | A::Approve | A::Repay | A::ReverseRepayment | A::ReversePayOut,
        )
        | (S::Active, A::Appraise | A::Approve | A::Reject | A::Withdraw | A::PayOut)
        | (
            S::Settled,
            A::Appraise
            | A::Approve
            | A::Reject
            | A::Withdraw
            | A::PayOut
            | A::Repay
            | A::ReversePayOut,
        )
        | (
            S::Rejected | S::Withdrawn,
            A::Appraise
            | A::Approve
            | A::Reject
            | A::Withdraw
            | A::PayOut
            | A::Repay
            | A::ReverseRepayment
            | A::ReversePayOut,
        ) => None,
    }
}

/// What an action demands of who takes it.
#[must_use]
pub const fn needs(action: Action) -> Permission {
    match action {
        Action::Withdraw => Permission::LoanApply,
        Action::Appraise | Action::PayOut | Action::Repay => Permission::LoanManage,
        // A wrong entry is taken back by another person than who made it.
        Action::Approve | Action::Reject | Action::ReverseRepayment | Action::ReversePayOut => {
            Permission::LoanDecide
        }
    }
}

/// Whether an action decides: who prepared anything does not take it.
#[must_use]
pub const fn decides(action: Action) -> bool {
    matches!(needs(action), Permission::LoanDecide)
}

/// Enforces the table.
///
/// # Errors
/// [`ErrorCode::StateConflict`](htx_model::refusal::ErrorCode::StateConflict).
pub fn require(state: State, action: Action) -> Result<State, Refusal> {
    let subject = Text::fixed("Khoản vay", "loan");
    after(state, action).ok_or_else(|| Refusal::wrong_state(subject, state, action))
}

#[cfg(test)]
mod tests {
    use htx_model::code_list::CodeList as _;

    use super::*;

    #[test]
    fn the_table_of_states_and_actions_is_the_golden_one() {
        let mut table = String::from("| state | action | then | needs |\n|---|---|---|---|\n");
        for state in State::all() {
            for action in Action::all() {
                let then = after(*state, *action);
                let word = then.map_or("-", |state| state.code());
                let needs = needs(*action);
                table.push_str(&format!("| {state} | {action} | {word} | {needs} |\n"));
                assert_eq!(require(*state, *action).ok(), then);
            }
        }
        insta::assert_snapshot!("loan_states", table);
    }
}
