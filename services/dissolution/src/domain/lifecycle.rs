//! The states of a dissolution: one table, for enforcement, for `available_actions`, and for the
//! golden file (DOMAIN section 5).

pub use htx_model::dissolution::{DissolutionAction as Action, DissolutionState as State};
use htx_model::{
    code_list::CodeList as _,
    organisation::OrganisationStatus,
    permission::Permission,
    refusal::{Refusal, Text},
};

/// Where an action leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// To this state.
    To(State),
    /// Back to where it stood before it was suspended.
    Back,
}

/// The table: where an action leads from a state; nothing where the state does not allow it.
#[must_use]
pub const fn after(state: State, action: Action) -> Option<Next> {
    match (state, action) {
        (State::Identified, Action::Survey) => Some(Next::To(State::Surveyed)),
        (State::Surveyed, Action::Decide) => Some(Next::To(State::Decided)),
        (State::Decided, Action::StartSettling) => Some(Next::To(State::Settling)),
        (State::Settling, Action::Settle) => Some(Next::To(State::Settled)),
        (State::Settled, Action::Close) => Some(Next::To(State::Closed)),
        (State::Suspended, Action::Resume) => Some(Next::Back),
        (
            State::Identified | State::Surveyed | State::Decided | State::Settling | State::Settled,
            Action::Suspend,
        ) => Some(Next::To(State::Suspended)),
        (
            State::Identified
            | State::Surveyed
            | State::Decided
            | State::Settling
            | State::Settled
            | State::Suspended,
            Action::Withdraw,
        ) => Some(Next::To(State::Withdrawn)),
        (
            State::Identified
            | State::Surveyed
            | State::Decided
            | State::Settling
            | State::Suspended,
            Action::DeclareBankruptcy,
        ) => Some(Next::To(State::Bankruptcy)),
        // What is settled owes nothing, and so cannot be bankrupt.
        (State::Settled, Action::DeclareBankruptcy)
        | (State::Suspended, Action::Suspend)
        | (
            State::Identified | State::Surveyed | State::Decided | State::Settling | State::Settled,
            Action::Resume,
        )
        | (
            State::Surveyed | State::Decided | State::Settling | State::Settled | State::Suspended,
            Action::Survey,
        )
        | (
            State::Identified
            | State::Decided
            | State::Settling
            | State::Settled
            | State::Suspended,
            Action::Decide,
        )
        | (
            State::Identified
            | State::Surveyed
            | State::Settling
            | State::Settled
            | State::Suspended,
            Action::StartSettling,
        )
        | (
            State::Identified
            | State::Surveyed
            | State::Decided
            | State::Settled
            | State::Suspended,
            Action::Settle,
        )
        | (
            State::Identified
            | State::Surveyed
            | State::Decided
            | State::Settling
            | State::Suspended,
            Action::Close,
        )
        | (
            State::Closed | State::Withdrawn | State::Bankruptcy,
            Action::Survey
            | Action::Decide
            | Action::StartSettling
            | Action::Settle
            | Action::Close
            | Action::Suspend
            | Action::Resume
            | Action::Withdraw
            | Action::DeclareBankruptcy,
        ) => None,
    }
}

/// What an action demands of who takes it.
#[must_use]
pub const fn needs(action: Action) -> Permission {
    match action {
        Action::Survey | Action::StartSettling | Action::Settle => Permission::DissolutionPrepare,
        Action::Decide
        | Action::Close
        | Action::Suspend
        | Action::Resume
        | Action::Withdraw
        | Action::DeclareBankruptcy => Permission::DissolutionDecide,
    }
}

/// Whether who takes the action has prepared the case by it, and so may not decide it later.
#[must_use]
pub const fn prepares(action: Action) -> bool {
    matches!(needs(action), Permission::DissolutionPrepare)
}

/// The status that the register is to have after an action; nothing where it stays. The inner
/// nothing is the status before.
#[must_use]
pub const fn registry_follows(action: Action) -> Option<Option<OrganisationStatus>> {
    match action {
        Action::Decide => Some(Some(OrganisationStatus::Dissolving)),
        Action::Close => Some(Some(OrganisationStatus::Dissolved)),
        Action::DeclareBankruptcy => Some(Some(OrganisationStatus::Bankrupt)),
        Action::Withdraw => Some(None),
        Action::Survey
        | Action::StartSettling
        | Action::Settle
        | Action::Suspend
        | Action::Resume => None,
    }
}

/// Whether nothing has ended it yet.
#[must_use]
pub const fn is_open(state: State) -> bool {
    match state {
        State::Identified
        | State::Surveyed
        | State::Decided
        | State::Settling
        | State::Settled
        | State::Suspended => true,
        State::Closed | State::Withdrawn | State::Bankruptcy => false,
    }
}

/// The actions that the table opens in a state.
pub fn open_actions(state: State) -> impl Iterator<Item = Action> {
    Action::all().iter().copied().filter(move |action| after(state, *action).is_some())
}

/// Enforces the table.
///
/// # Errors
/// [`ErrorCode::StateConflict`](htx_model::refusal::ErrorCode::StateConflict), with what can be done
/// instead.
pub fn require(state: State, action: Action) -> Result<Next, Refusal> {
    after(state, action).ok_or_else(|| {
        let ended = Text::fixed(
            "Hồ sơ đã kết thúc; hãy mở hồ sơ mới nếu cần.",
            "The case has ended; open a new one where one is needed.",
        );
        Refusal::wrong_state(Text::fixed("Hồ sơ giải thể", "case"), state, action)
            .offering(open_actions(state), ended)
    })
}

#[cfg(test)]
mod tests {
    use htx_model::{agency::AgencyKind, principal::Role};

    use super::*;

    /// The roles of a district or commune that may take an action on its own case.
    fn roles(action: Action) -> Vec<&'static str> {
        let of = |role: &Role| {
            htx_model::policy::rules().any(|rule| {
                rule.permission == needs(action)
                    && rule.held.agency_kinds().contains(&AgencyKind::Commune)
                    && rule.roles.contains(role)
            })
        };
        Role::all().iter().filter(|role| of(role)).map(|role| role.code()).collect()
    }

    #[test]
    fn the_table_of_states_actions_and_roles_is_the_golden_one() {
        let mut table = String::from(
            "| state | action | leads to | role | register |\n|---|---|---|---|---|\n",
        );
        for state in State::all() {
            for action in Action::all() {
                let next = after(*state, *action);
                let to = match next {
                    Some(Next::To(state)) => state.code(),
                    Some(Next::Back) => "(before)",
                    None => "-",
                };
                let register = match registry_follows(*action).filter(|_| next.is_some()) {
                    Some(Some(status)) => status.code(),
                    Some(None) => "(before)",
                    None => "-",
                };
                let roles = roles(*action).join(", ");
                table.push_str(&format!("| {state} | {action} | {to} | {roles} | {register} |\n"));
                assert_eq!(require(*state, *action).ok(), next);
            }
        }
        insta::assert_snapshot!("dissolution_states", table);
    }

    #[test]
    fn every_open_state_leads_on_and_no_ended_one_leads_anywhere() {
        for state in State::all() {
            assert_eq!(open_actions(*state).next().is_some(), is_open(*state), "{state}");
        }
    }
}
