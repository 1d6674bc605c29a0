//! The states of an application: one table, for enforcement, for `available_actions`, and for the
//! golden file.

use htx_model::{
    application::{ApplicationAction as Action, ApplicationState as State},
    code_list::CodeList as _,
    permission::Permission,
    refusal::{Refusal, Text},
};

/// The table: where an action leads from a state; nothing where the state does not allow it.
#[must_use]
pub const fn after(state: State, action: Action) -> Option<State> {
    match (state, action) {
        (State::Draft, Action::Change) => Some(State::Draft),
        (State::Draft, Action::Submit) => Some(State::Submitted),
        (State::Returned, Action::Change) => Some(State::Returned),
        (State::Returned, Action::Resubmit) => Some(State::Submitted),
        (State::Submitted, Action::StartReview) => Some(State::UnderReview),
        (State::UnderReview, Action::Return) => Some(State::Returned),
        (State::UnderReview, Action::Approve) => Some(State::Approved),
        (State::UnderReview, Action::Reject) => Some(State::Rejected),
        (
            State::Draft | State::Submitted | State::UnderReview | State::Returned,
            Action::Withdraw,
        ) => Some(State::Withdrawn),
        (
            State::Draft,
            Action::StartReview
            | Action::Return
            | Action::Resubmit
            | Action::Approve
            | Action::Reject,
        )
        | (
            State::Submitted,
            Action::Change
            | Action::Submit
            | Action::Return
            | Action::Resubmit
            | Action::Approve
            | Action::Reject,
        )
        | (
            State::UnderReview,
            Action::Change | Action::Submit | Action::StartReview | Action::Resubmit,
        )
        | (
            State::Returned,
            Action::Submit
            | Action::StartReview
            | Action::Return
            | Action::Approve
            | Action::Reject,
        )
        | (
            State::Approved | State::Rejected | State::Withdrawn,
            Action::Change
            | Action::Submit
            | Action::StartReview
            | Action::Return
            | Action::Resubmit
            | Action::Approve
            | Action::Reject
            | Action::Withdraw,
        ) => None,
    }
}

/// What an action demands of who takes it.
#[must_use]
pub const fn needs(action: Action) -> Permission {
    match action {
        Action::Change | Action::Submit | Action::Resubmit | Action::Withdraw => {
            Permission::ApplicationPrepare
        }
        Action::StartReview | Action::Return => Permission::ApplicationReview,
        Action::Approve | Action::Reject => Permission::ApplicationDecide,
    }
}

/// Whether who takes the action has prepared the file by it, and so may not decide it.
#[must_use]
pub const fn prepares(action: Action) -> bool {
    match action {
        Action::Change
        | Action::Submit
        | Action::StartReview
        | Action::Return
        | Action::Resubmit => true,
        Action::Approve | Action::Reject | Action::Withdraw => false,
    }
}

/// Whether the authority's clock runs.
#[must_use]
pub const fn clock_runs(state: State) -> bool {
    match state {
        State::Submitted | State::UnderReview => true,
        State::Draft | State::Returned | State::Approved | State::Rejected | State::Withdrawn => {
            false
        }
    }
}

/// Whether nothing has been decided yet.
#[must_use]
pub const fn is_open(state: State) -> bool {
    after(state, Action::Withdraw).is_some()
}

/// Enforces the table.
///
/// # Errors
/// [`ErrorCode::StateConflict`], with what can be done instead.
pub fn require(state: State, action: Action) -> Result<State, Refusal> {
    after(state, action).ok_or_else(|| {
        let open = Action::all().iter().copied();
        let open = open.filter(|other| after(state, *other).is_some());
        let ended = Text::fixed(
            "Hồ sơ đã kết thúc; hãy lập hồ sơ mới nếu cần.",
            "The file is closed; file a new application where one is needed.",
        );
        let what = Text::fixed("Hồ sơ", "application");
        Refusal::wrong_state(what, state, action).offering(open, ended)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_states_and_actions_is_the_golden_one() {
        let mut table = String::from(
            "| state | action | leads to | needs | prepares |\n|---|---|---|---|---|\n",
        );
        for state in State::all() {
            for action in Action::all() {
                let next = after(*state, *action);
                let to = next.map_or("-", |state| state.code());
                let (needs, prepares) = (needs(*action), prepares(*action));
                table.push_str(&format!("| {state} | {action} | {to} | {needs} | {prepares} |\n"));
                assert_eq!(require(*state, *action).ok(), next);
            }
        }
        insta::assert_snapshot!("application_states", table);
    }

    #[test]
    fn every_open_state_leads_to_a_decision_and_no_closed_one_leads_anywhere() {
        for state in State::all() {
            let leads = Action::all().iter().any(|action| after(*state, *action).is_some());
            assert_eq!(leads, is_open(*state), "{state}");
            assert!(!clock_runs(*state) || is_open(*state));
        }
    }
}
