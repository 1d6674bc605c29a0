//! The states of a webhook: one table, for enforcement, for `available_actions`, and for the golden file.
//! It is disabled by what became of its messages, by nobody's action ([`super::delivery`]).

pub use htx_model::notification::{WebhookAction as Action, WebhookState as State};
use htx_model::{
    code_list::CodeList as _,
    refusal::{Refusal, Text},
};

/// The table: where an action leads from a state; nothing where the state does not allow it.
#[must_use]
pub const fn after(state: State, action: Action) -> Option<State> {
    match (state, action) {
        (State::Active | State::Paused | State::Disabled, Action::End) => Some(State::Ended),
        (State::Paused | State::Disabled, Action::Resume)
        | (State::Active, Action::Test | Action::Replay) => Some(State::Active),
        (State::Active, Action::Pause) => Some(State::Paused),
        (
            State::Active | State::Paused | State::Disabled,
            Action::Change | Action::RotateSecret,
        ) => Some(state),
        (State::Active | State::Paused | State::Disabled, _) | (State::Ended, _) => None,
    }
}

/// Where an action leads.
///
/// # Errors
/// [`ErrorCode::StateConflict`](htx_model::refusal::ErrorCode::StateConflict).
pub fn next(state: State, action: Action) -> Result<State, Refusal> {
    after(state, action).ok_or_else(|| {
        let what = Text::fixed("Webhook", "webhook");
        Refusal::wrong_state(what, state, action).advising(Text::fixed(
            "Các thao tác được phép nằm trong available_actions của webhook.",
            "What is allowed stands in the webhook's available_actions.",
        ))
    })
}

/// What the state allows.
pub fn open_actions(state: State) -> impl Iterator<Item = Action> {
    Action::all().iter().copied().filter(move |action| after(state, *action).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_webhooks_is_the_golden_one() {
        let mut table = String::from("| state | action | leads to |\n|---|---|---|\n");
        for state in State::all() {
            for action in Action::all() {
                let to = after(*state, *action).map_or("-", |to| to.code());
                table.push_str(&format!("| {state} | {action} | {to} |\n"));
                assert_eq!(next(*state, *action).is_ok(), to != "-");
            }
        }
        insta::assert_snapshot!("webhook_states", table);
    }
}
