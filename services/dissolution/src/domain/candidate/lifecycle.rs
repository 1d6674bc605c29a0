//! The states of a candidate: one table, for enforcement, for `available_actions`, and for the
//! golden file.

use htx_model::{
    code_list::CodeList as _,
    dissolution::planning::{CandidateAction as Action, CandidateState as State},
    permission::Permission,
    refusal::{Refusal, Text},
};

/// The table: the state after an action, or nothing where the state does not allow it. No stage is
/// passed over.
#[must_use]
pub const fn after(state: State, action: Action) -> Option<State> {
    match (state, action) {
        (State::Proposed, Action::Warn) => Some(State::Warned),
        (State::Warned, Action::WarnAgain) => Some(State::WarnedAgain),
        (State::WarnedAgain, Action::Decide) => Some(State::Decided),
        (State::Proposed | State::Warned | State::WarnedAgain, Action::Withdraw) => {
            Some(State::Withdrawn)
        }
        (State::Proposed, Action::WarnAgain | Action::Decide)
        | (State::Warned, Action::Warn | Action::Decide)
        | (State::WarnedAgain, Action::Warn | Action::WarnAgain)
        | (
            State::Decided | State::Withdrawn,
            Action::Warn | Action::WarnAgain | Action::Decide | Action::Withdraw,
        ) => None,
    }
}

/// Whether nothing has ended it yet.
#[must_use]
pub const fn is_open(state: State) -> bool {
    match state {
        State::Proposed | State::Warned | State::WarnedAgain => true,
        State::Decided | State::Withdrawn => false,
    }
}

/// What an action demands of who takes it.
#[must_use]
pub const fn needs(action: Action) -> Permission {
    match action {
        Action::Warn | Action::WarnAgain | Action::Withdraw => Permission::DissolutionPrepare,
        Action::Decide => Permission::DissolutionDecide,
    }
}

/// The actions that the table opens in a state.
pub fn open_actions(state: State) -> impl Iterator<Item = Action> {
    Action::all().iter().copied().filter(move |action| after(state, *action).is_some())
}

/// Enforces the table.
///
/// # Errors
/// [`ErrorCode::StateConflict`](htx_model::refusal::ErrorCode::StateConflict).
pub fn require(state: State, action: Action) -> Result<State, Refusal> {
    after(state, action).ok_or_else(|| {
        Refusal::wrong_state(Text::fixed("Đề xuất giải thể", "candidate"), state, action)
    })
}

#[cfg(test)]
mod tests {
    use htx_model::{agency::AgencyKind, principal::Role};

    use super::*;

    /// The roles of a district or commune that may take an action on its own candidate.
    fn roles(action: Action) -> String {
        let of = |role: &&Role| {
            htx_model::policy::rules().any(|rule| {
                rule.permission == needs(action)
                    && rule.held.agency_kinds().contains(&AgencyKind::Commune)
                    && rule.roles.contains(role)
            })
        };
        let roles: Vec<_> = Role::all().iter().filter(of).map(|role| role.code()).collect();
        roles.join(", ")
    }

    #[test]
    fn the_table_of_states_actions_and_roles_is_the_golden_one() {
        let mut table = String::from("| state | action | leads to | role |\n|---|---|---|---|\n");
        for state in State::all() {
            for action in Action::all() {
                let next = after(*state, *action);
                let to = next.map_or("refused", |state| state.code());
                table.push_str(&format!("| {state} | {action} | {to} | {} |\n", roles(*action)));
                assert_eq!(require(*state, *action).ok(), next);
            }
        }
        insta::assert_snapshot!("candidate_states", table);
    }

    #[test]
    fn every_open_state_leads_on_and_no_ended_one_leads_anywhere() {
        for state in State::all() {
            assert_eq!(open_actions(*state).next().is_some(), is_open(*state), "{state}");
        }
    }
}
