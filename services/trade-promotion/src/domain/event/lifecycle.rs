//! The states of an event: one table, for enforcement, for `available_actions`, and for the golden
//! file (DOMAIN section 7).

pub use htx_model::trade::events::{TradeEventAction as Action, TradeEventState as State};
use htx_model::{
    code_list::CodeList as _,
    permission::Permission,
    refusal::{Refusal, Text},
};

/// The table: where an action leads from a state; nothing where the state does not allow it.
#[must_use]
pub const fn after(state: State, action: Action) -> Option<State> {
    use Action as A;
    use State as S;
    match state {
        S::Planned => match action {
            A::Change => Some(S::Planned),
            A::Open => Some(S::Open),
            A::Cancel => Some(S::Cancelled),
            A::Amend | A::AddBooth | A::Close | A::Hold | A::CorrectAttendance | A::Settle => None,
        },
        S::Open => match action {
            A::Amend | A::AddBooth => Some(S::Open),
            A::Close => Some(S::Closed),
            A::Cancel => Some(S::Cancelled),
            A::Change | A::Open | A::Hold | A::CorrectAttendance | A::Settle => None,
        },
        S::Closed => match action {
            A::Amend | A::AddBooth => Some(S::Closed),
            A::Hold => Some(S::Held),
            A::Cancel => Some(S::Cancelled),
            A::Change | A::Open | A::Close | A::CorrectAttendance | A::Settle => None,
        },
        S::Held => match action {
            A::CorrectAttendance => Some(S::Held),
            A::Settle => Some(S::Settled),
            A::Change | A::Amend | A::AddBooth | A::Open | A::Close | A::Hold | A::Cancel => None,
        },
        S::Settled | S::Cancelled => None,
    }
}

/// What an action demands of who takes it.
#[must_use]
pub const fn needs(action: Action) -> Permission {
    match action {
        Action::Change
        | Action::Amend
        | Action::AddBooth
        | Action::Close
        | Action::Hold
        | Action::CorrectAttendance => Permission::TradeEventPrepare,
        Action::Open | Action::Settle | Action::Cancel => Permission::TradeEventDecide,
    }
}

/// Whether an action decides: who prepared anything does not take it.
#[must_use]
pub const fn decides(action: Action) -> bool {
    matches!(needs(action), Permission::TradeEventDecide)
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
pub fn require(state: State, action: Action) -> Result<State, Refusal> {
    after(state, action).ok_or_else(|| {
        let subject = Text::fixed("Sự kiện xúc tiến thương mại", "trade event");
        let ended = Text::fixed(
            "Sự kiện đã kết thúc; hãy lập sự kiện mới nếu cần.",
            "The event has ended; enter a new one where one is needed.",
        );
        Refusal::wrong_state(subject, state, action).offering(open_actions(state), ended)
    })
}

#[cfg(test)]
mod tests {
    use htx_model::principal::Role;

    use super::*;

    #[test]
    fn the_table_of_states_and_actions_is_the_golden_one() {
        let mut table =
            String::from("| state | action | leads to | needs | roles |\n|---|---|---|---|---|\n");
        for state in State::all() {
            for action in Action::all() {
                let next = after(*state, *action);
                let to = next.map_or("-", |next| next.code());
                let needs = needs(*action);
                let holds = |role: &&Role| {
                    htx_model::policy::rules()
                        .any(|rule| rule.permission == needs && rule.roles.contains(role))
                };
                let roles: Vec<_> =
                    Role::all().iter().filter(holds).map(|role| role.code()).collect();
                let roles = roles.join(", ");
                table.push_str(&format!("| {state} | {action} | {to} | {needs} | {roles} |\n"));
                assert_eq!(require(*state, *action).ok(), next);
            }
        }
        insta::assert_snapshot!("trade_event_states", table);
    }

    #[test]
    fn what_binds_the_organiser_is_decided_and_what_has_ended_leads_nowhere() {
        for state in State::all() {
            let ended = matches!(state, State::Settled | State::Cancelled);
            assert_eq!(open_actions(*state).next().is_none(), ended, "{state}");
            for action in open_actions(*state) {
                let to = after(*state, action);
                let binds = to != Some(*state)
                    && matches!(to, Some(State::Open | State::Settled | State::Cancelled));
                assert_eq!(binds, decides(action), "{state} {action}");
            }
        }
    }
}
