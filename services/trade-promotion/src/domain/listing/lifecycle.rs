//! The states of what is published: one table for products, offers, demands, bulletins and calls for
//! investment; for enforcement, for `available_actions`, and for the golden file.

pub use htx_model::trade::products::{ListingAction as Action, ListingState as State};
use htx_model::{
    code_list::CodeList as _,
    refusal::{Refusal, Text},
};

/// The table: where an action leads from a state; nothing where the state does not allow it. What was
/// published and is written in anew is reviewed anew.
#[must_use]
pub const fn after(state: State, action: Action) -> Option<State> {
    use Action as A;
    use State as S;
    match state {
        S::Draft => match action {
            A::Change => Some(S::Draft),
            A::Submit => Some(S::Submitted),
            A::Withdraw => Some(S::Withdrawn),
            A::Publish | A::Return | A::Hide => None,
        },
        S::Submitted => match action {
            A::Publish => Some(S::Published),
            A::Return => Some(S::Draft),
            A::Withdraw => Some(S::Withdrawn),
            A::Change | A::Submit | A::Hide => None,
        },
        S::Published => match action {
            A::Change => Some(S::Draft),
            A::Hide => Some(S::Hidden),
            A::Withdraw => Some(S::Withdrawn),
            A::Submit | A::Publish | A::Return => None,
        },
        S::Hidden => match action {
            A::Change | A::Return => Some(S::Draft),
            A::Publish => Some(S::Published),
            A::Withdraw => Some(S::Withdrawn),
            A::Submit | A::Hide => None,
        },
        S::Withdrawn => None,
    }
}

/// Whether an action is a review: who prepared anything does not take it.
#[must_use]
pub const fn reviews(action: Action) -> bool {
    match action {
        Action::Publish | Action::Return | Action::Hide => true,
        Action::Change | Action::Submit | Action::Withdraw => false,
    }
}

/// Whether a reason must be given.
#[must_use]
pub const fn needs_reason(action: Action) -> bool {
    matches!(action, Action::Return | Action::Hide)
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
pub fn require(subject: Text, state: State, action: Action) -> Result<State, Refusal> {
    after(state, action).ok_or_else(|| {
        let ended = Text::fixed(
            "Nội dung đã rút hẳn; hãy lập mới nếu cần.",
            "It was taken back for good; enter it anew where it is needed.",
        );
        Refusal::wrong_state(subject, state, action).offering(open_actions(state), ended)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SUBJECT: Text = Text::fixed("Sản phẩm", "product");

    #[test]
    fn the_table_of_states_and_actions_is_the_golden_one() {
        let mut table = String::from(
            "| state | action | leads to | review | reason |\n|---|---|---|---|---|\n",
        );
        for state in State::all() {
            for action in Action::all() {
                let next = after(*state, *action);
                let to = next.map_or("-", |next| next.code());
                let review = if reviews(*action) { "yes" } else { "no" };
                let reason = if needs_reason(*action) { "yes" } else { "no" };
                table.push_str(&format!("| {state} | {action} | {to} | {review} | {reason} |\n"));
                assert_eq!(require(SUBJECT, *state, *action).ok(), next);
            }
        }
        insta::assert_snapshot!("listing_states", table);
    }

    #[test]
    fn nothing_is_published_but_by_a_review_and_nothing_leaves_its_end() {
        for state in State::all() {
            for action in Action::all() {
                let to = after(*state, *action);
                assert_eq!(
                    to == Some(State::Published),
                    to.is_some() && *action == Action::Publish
                );
                assert!(to.is_none() || reviews(Action::Publish));
            }
            let ended = open_actions(*state).next().is_none();
            assert_eq!(ended, *state == State::Withdrawn);
        }
    }
}
