//! The states of an application: one table, for enforcement, for `available_actions`, and for the
//! golden file (DOMAIN section 7). It depends on where the event stands.

pub use htx_model::trade::events::{
    TradeApplicationAction as Action, TradeApplicationState as State,
};
use htx_model::{
    code_list::CodeList as _,
    permission::Permission,
    refusal::{ErrorCode, Refusal, Text},
    trade::events::{Allotment, TradeEventState},
};

/// Where an action leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// To this state, which may be the same.
    To(State),
    /// To a place where one is free, else to the end of the waiting list.
    PlaceOrWait,
}

/// The table: where an action leads from a state, while the event stands so; nothing where that is not
/// allowed. `None` is before the application.
#[must_use]
pub const fn after(
    event: TradeEventState,
    allotment: Allotment,
    state: Option<State>,
    action: Action,
) -> Option<Next> {
    let open = match event {
        TradeEventState::Open => true,
        TradeEventState::Closed => false,
        TradeEventState::Planned
        | TradeEventState::Held
        | TradeEventState::Settled
        | TradeEventState::Cancelled => return None,
    };
    match (state, action) {
        (None, Action::Apply) if open => match allotment {
            Allotment::Selection => Some(Next::To(State::Submitted)),
            Allotment::FirstCome => Some(Next::PlaceOrWait),
        },
        (Some(State::Submitted), Action::Change) if open => Some(Next::To(State::Submitted)),
        (Some(State::Waiting), Action::Change) if open => Some(Next::To(State::Waiting)),
        (Some(State::Selected), Action::Change) if open => Some(Next::To(State::Selected)),
        (Some(State::Submitted | State::Waiting | State::Selected), Action::Withdraw) => {
            Some(Next::To(State::Withdrawn))
        }
        (Some(State::Submitted), Action::Select) => Some(Next::PlaceOrWait),
        (Some(State::Submitted), Action::Refuse) => Some(Next::To(State::Refused)),
        (Some(State::Waiting | State::Selected), Action::Remove) => Some(Next::To(State::Removed)),
        (Some(State::Waiting), Action::MoveUp) => Some(Next::To(State::Selected)),
        _ => None,
    }
}

/// What an action demands of who takes it; nothing where the service itself does.
#[must_use]
pub const fn needs(action: Action) -> Option<Permission> {
    match action {
        Action::Apply | Action::Change | Action::Withdraw => {
            Some(Permission::TradeApplicationPrepare)
        }
        Action::Select | Action::Refuse | Action::Remove => {
            Some(Permission::TradeApplicationDecide)
        }
        Action::MoveUp => None,
    }
}

/// The actions that the table opens to people.
pub fn open_actions(
    event: TradeEventState,
    allotment: Allotment,
    state: State,
) -> impl Iterator<Item = Action> {
    Action::all().iter().copied().filter(move |action| {
        needs(*action).is_some() && after(event, allotment, Some(state), *action).is_some()
    })
}

/// Enforces the table.
///
/// # Errors
/// [`ErrorCode::StateConflict`], with where the event stands.
pub fn require(
    event: TradeEventState,
    allotment: Allotment,
    state: Option<State>,
    action: Action,
) -> Result<Next, Refusal> {
    after(event, allotment, state, action).ok_or_else(|| match state {
        Some(state) => {
            let subject = Text::fixed("Đăng ký tham gia sự kiện", "application for the event");
            Refusal::wrong_state(subject, state, action).advising(stands(event))
        }
        None => Refusal::new(
            ErrorCode::StateConflict,
            Text::fixed("Sự kiện không nhận đăng ký.", "The event takes no applications."),
        )
        .advising(stands(event)),
    })
}

fn stands(event: TradeEventState) -> Text {
    use htx_model::language::Language;
    Text::made(
        format!("Sự kiện đang ở trạng thái “{}”.", event.label(Language::Vi)),
        format!("The event is “{}”.", event.label(Language::En)),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_states_and_actions_is_the_golden_one() {
        let mut table = String::from(
            "| event | allotment | state | action | leads to | needs |\n|---|---|---|---|---|---|\n",
        );
        let states = || std::iter::once(None).chain(State::all().iter().copied().map(Some));
        for event in TradeEventState::all() {
            for allotment in Allotment::all() {
                for (state, action) in
                    states().flat_map(|state| Action::all().iter().map(move |one| (state, *one)))
                {
                    let next = after(*event, *allotment, state, action);
                    assert_eq!(require(*event, *allotment, state, action).ok(), next);
                    let Some(next) = next else { continue };
                    let to = match next {
                        Next::To(state) => state.code(),
                        Next::PlaceOrWait => "selected or waiting",
                    };
                    let state = state.map_or("-", |state| state.code());
                    let needs = needs(action).map_or("the service", |needs| needs.code());
                    table.push_str(&format!(
                        "| {event} | {allotment} | {state} | {action} | {to} | {needs} |\n"
                    ));
                }
            }
        }
        insta::assert_snapshot!("trade_application_states", table);
    }

    #[test]
    fn nobody_gets_a_place_in_an_event_by_selection_but_by_a_decision_or_by_moving_up() {
        for event in TradeEventState::all() {
            for state in State::all() {
                for action in Action::all() {
                    let next = after(*event, Allotment::Selection, Some(*state), *action);
                    let gains = *state != State::Selected
                        && matches!(next, Some(Next::PlaceOrWait | Next::To(State::Selected)));
                    let decided = needs(*action) == Some(Permission::TradeApplicationDecide);
                    assert!(!gains || decided || *action == Action::MoveUp, "{state} {action}");
                }
            }
        }
    }
}
