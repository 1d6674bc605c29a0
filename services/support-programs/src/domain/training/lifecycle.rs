//! The states of a training class: one table.

pub use htx_model::support::training::{TrainingAction as Action, TrainingState as State};
use htx_model::{
    permission::Permission,
    refusal::{Refusal, Text},
};

/// The table: the state after an action, or nothing where the state does not allow it.
#[must_use]
pub const fn after(state: State, action: Action) -> Option<State> {
    use Action as A;
    use State as S;
    match (state, action) {
        (S::Planned, A::Change | A::Schedule) => Some(S::Planned),
        (S::Planned, A::Open) => Some(S::Open),
        (S::Open, A::Change | A::Schedule | A::Register | A::Withdraw | A::RecordAttendance) => {
            Some(S::Open)
        }
        (S::Open, A::Hold) => Some(S::Held),
        (S::Held, A::RecordAttendance) => Some(S::Held),
        (S::Held, A::Complete) => Some(S::Completed),
        (S::Planned | S::Open | S::Held, A::Cancel) => Some(S::Cancelled),
        (S::Planned, A::Register | A::Withdraw | A::RecordAttendance | A::Hold | A::Complete)
        | (S::Open, A::Open | A::Complete)
        | (S::Held, A::Change | A::Schedule | A::Open | A::Register | A::Withdraw | A::Hold)
        | (
            S::Completed | S::Cancelled,
            A::Change
            | A::Schedule
            | A::Open
            | A::Register
            | A::Withdraw
            | A::RecordAttendance
            | A::Hold
            | A::Complete
            | A::Cancel,
        ) => None,
    }
}

/// What an action demands of who takes it.
#[must_use]
pub const fn needs(action: Action) -> Permission {
    match action {
        Action::Register | Action::Withdraw => Permission::TrainingRegister,
        Action::Change
        | Action::Schedule
        | Action::Open
        | Action::RecordAttendance
        | Action::Hold
        | Action::Cancel => Permission::TrainingManage,
        Action::Complete => Permission::TrainingConfirm,
    }
}

/// Whether an action decides: who prepared anything does not take it.
#[must_use]
pub const fn decides(action: Action) -> bool {
    matches!(needs(action), Permission::TrainingConfirm)
}

/// Enforces the table.
///
/// # Errors
/// [`ErrorCode::StateConflict`](htx_model::refusal::ErrorCode::StateConflict).
pub fn require(state: State, action: Action) -> Result<State, Refusal> {
    let subject = Text::fixed("Lớp tập huấn", "training class");
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
        insta::assert_snapshot!("training_states", table);
    }

    #[test]
    fn a_class_counts_only_after_another_person_confirmed_that_it_was_held() {
        for state in State::all() {
            for action in Action::all() {
                let completed = after(*state, *action) == Some(State::Completed);
                assert!(!completed || (*state == State::Held && decides(*action)));
            }
        }
    }
}
