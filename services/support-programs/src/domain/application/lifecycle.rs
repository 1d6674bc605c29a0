//! The states of a support application: one table, for enforcement, for `available_actions`, and for
//! the golden file (DOMAIN section 6).

pub use htx_model::support::applications::{SupportAction as Action, SupportState as State};
use htx_model::{
    code_list::CodeList as _,
    permission::Permission,
    refusal::{Refusal, Text},
};

/// Where an action leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// To this state, which may be the same.
    To(State),
    /// To the end, or to waiting for money that was paid out and has not come back.
    WhereTheMoneyStands,
}

/// The table: where an action leads from a state; nothing where the state does not allow it.
#[must_use]
pub const fn after(state: State, action: Action) -> Option<Next> {
    use Action as A;
    use State as S;
    const fn to(state: State) -> Option<Next> {
        Some(Next::To(state))
    }
    match state {
        S::Draft | S::Returned => match action {
            A::Change => to(state),
            A::Submit => to(S::Submitted),
            A::Withdraw => to(S::Withdrawn),
            A::StartReview
            | A::Endorse
            | A::Return
            | A::ReturnFromAppraisal
            | A::Propose
            | A::Approve
            | A::Reject
            | A::Disburse
            | A::Accept
            | A::Complete
            | A::Cancel
            | A::Recover
            | A::Reverse => None,
        },
        S::Submitted => match action {
            A::StartReview => to(S::DistrictReview),
            A::Withdraw => to(S::Withdrawn),
            A::Change
            | A::Submit
            | A::Endorse
            | A::Return
            | A::ReturnFromAppraisal
            | A::Propose
            | A::Approve
            | A::Reject
            | A::Disburse
            | A::Accept
            | A::Complete
            | A::Cancel
            | A::Recover
            | A::Reverse => None,
        },
        S::DistrictReview => match action {
            A::Endorse => to(S::Appraisal),
            A::Return => to(S::Returned),
            A::Withdraw => to(S::Withdrawn),
            A::Change
            | A::Submit
            | A::StartReview
            | A::ReturnFromAppraisal
            | A::Propose
            | A::Approve
            | A::Reject
            | A::Disburse
            | A::Accept
            | A::Complete
            | A::Cancel
            | A::Recover
            | A::Reverse => None,
        },
        S::Appraisal => match action {
            A::ReturnFromAppraisal => to(S::Returned),
            A::Propose => to(S::Appraisal),
            A::Approve => to(S::Approved),
            A::Reject => to(S::Rejected),
            A::Withdraw => to(S::Withdrawn),
            A::Change
            | A::Submit
            | A::StartReview
            | A::Endorse
            | A::Return
            | A::Disburse
            | A::Accept
            | A::Complete
            | A::Cancel
            | A::Recover
            | A::Reverse => None,
        },
        S::Approved => match action {
            A::Disburse => to(S::Approved),
            A::Accept => to(S::Accepted),
            A::Cancel => Some(Next::WhereTheMoneyStands),
            A::Reverse => to(S::Approved),
            A::Change
            | A::Submit
            | A::Withdraw
            | A::StartReview
            | A::Endorse
            | A::Return
            | A::ReturnFromAppraisal
            | A::Propose
            | A::Approve
            | A::Reject
            | A::Complete
            | A::Recover => None,
        },
        S::Accepted => match action {
            A::Disburse => to(S::Accepted),
            A::Complete => to(S::Completed),
            A::Cancel => Some(Next::WhereTheMoneyStands),
            A::Reverse => to(S::Accepted),
            A::Change
            | A::Submit
            | A::Withdraw
            | A::StartReview
            | A::Endorse
            | A::Return
            | A::ReturnFromAppraisal
            | A::Propose
            | A::Approve
            | A::Reject
            | A::Accept
            | A::Recover => None,
        },
        S::Recovering => match action {
            A::Recover | A::Reverse => Some(Next::WhereTheMoneyStands),
            A::Change
            | A::Submit
            | A::Withdraw
            | A::StartReview
            | A::Endorse
            | A::Return
            | A::ReturnFromAppraisal
            | A::Propose
            | A::Approve
            | A::Reject
            | A::Disburse
            | A::Accept
            | A::Complete
            | A::Cancel => None,
        },
        // What turns out afterwards: it was wrongly given, or wrongly entered.
        S::Completed => match action {
            A::Cancel => Some(Next::WhereTheMoneyStands),
            A::Reverse => to(S::Accepted),
            A::Change
            | A::Submit
            | A::Withdraw
            | A::StartReview
            | A::Endorse
            | A::Return
            | A::ReturnFromAppraisal
            | A::Propose
            | A::Approve
            | A::Reject
            | A::Disburse
            | A::Accept
            | A::Complete
            | A::Recover => None,
        },
        S::Cancelled => match action {
            A::Reverse => Some(Next::WhereTheMoneyStands),
            A::Change
            | A::Submit
            | A::Withdraw
            | A::StartReview
            | A::Endorse
            | A::Return
            | A::ReturnFromAppraisal
            | A::Propose
            | A::Approve
            | A::Reject
            | A::Disburse
            | A::Accept
            | A::Complete
            | A::Cancel
            | A::Recover => None,
        },
        S::Rejected | S::Withdrawn => None,
    }
}

/// What an action demands of who takes it.
#[must_use]
pub const fn needs(action: Action) -> Permission {
    match action {
        Action::Change | Action::Submit | Action::Withdraw => Permission::SupportApplicationPrepare,
        Action::StartReview | Action::Endorse | Action::Return => {
            Permission::SupportApplicationReview
        }
        Action::ReturnFromAppraisal | Action::Propose => Permission::SupportApplicationAppraise,
        Action::Approve | Action::Reject | Action::Complete | Action::Cancel | Action::Reverse => {
            Permission::SupportApplicationDecide
        }
        Action::Disburse | Action::Accept | Action::Recover => Permission::SupportDisburse,
    }
}

/// Whether an action decides: who prepared anything does not take it.
#[must_use]
pub const fn decides(action: Action) -> bool {
    matches!(needs(action), Permission::SupportApplicationDecide)
}

/// Whether nothing has ended it yet. Of what has ended, only a decision may show that it should not have.
#[must_use]
pub const fn is_open(state: State) -> bool {
    !matches!(state, State::Rejected | State::Withdrawn | State::Completed | State::Cancelled)
}

/// The actions that the table opens in a state.
pub fn open_actions(state: State) -> impl Iterator<Item = Action> {
    Action::all().iter().copied().filter(move |action| after(state, *action).is_some())
}

/// Whether anything can still be done with it, be it to put right what was done.
#[must_use]
pub fn may_go_on(state: State) -> bool {
    open_actions(state).next().is_some()
}

/// Enforces the table.
///
/// # Errors
/// [`ErrorCode::StateConflict`](htx_model::refusal::ErrorCode::StateConflict), with what can be done
/// instead.
pub fn require(state: State, action: Action) -> Result<Next, Refusal> {
    after(state, action).ok_or_else(|| {
        let subject = Text::fixed("Hồ sơ hỗ trợ", "support application");
        let ended = Text::fixed(
            "Hồ sơ đã kết thúc; hãy lập hồ sơ mới nếu cần.",
            "The application has ended; file a new one where one is needed.",
        );
        Refusal::wrong_state(subject, state, action).offering(open_actions(state), ended)
    })
}

#[cfg(test)]
mod tests {
    use htx_model::principal::Role;

    use super::*;

    /// The roles that may take an action, whatever their agency.
    fn roles(action: Action) -> String {
        let of = |role: &Role| {
            htx_model::policy::rules()
                .any(|rule| rule.permission == needs(action) && rule.roles.contains(role))
        };
        let roles: Vec<_> =
            Role::all().iter().filter(|role| of(role)).map(|one| one.code()).collect();
        roles.join(", ")
    }

    #[test]
    fn the_table_of_states_and_actions_is_the_golden_one() {
        let mut table =
            String::from("| state | action | leads to | needs | roles |\n|---|---|---|---|---|\n");
        for state in State::all() {
            for action in Action::all() {
                let next = after(*state, *action);
                let to = match next {
                    Some(Next::To(next)) => next.code(),
                    Some(Next::WhereTheMoneyStands) => "recovering or cancelled",
                    None => "-",
                };
                let (needs, roles) = (needs(*action), roles(*action));
                table.push_str(&format!("| {state} | {action} | {to} | {needs} | {roles} |\n"));
                assert_eq!(require(*state, *action).ok(), next);
            }
        }
        insta::assert_snapshot!("support_application_states", table);
    }

    #[test]
    fn every_open_state_leads_on_and_what_was_given_is_opened_again_by_a_decision_alone() {
        for state in State::all() {
            let mut open = open_actions(*state);
            match state {
                State::Rejected | State::Withdrawn => assert_eq!(open.next(), None, "{state}"),
                State::Completed | State::Cancelled => assert!(open.all(decides), "{state}"),
                _ => assert!(is_open(*state) && open.next().is_some(), "{state}"),
            }
        }
    }

    #[test]
    fn money_is_promised_and_the_end_is_reached_by_a_decision_alone() {
        for state in State::all() {
            for action in open_actions(*state) {
                let to = after(*state, action);
                let promised = to == Some(Next::To(State::Approved)) && *state != State::Approved;
                let ends = matches!(to, Some(Next::To(State::Rejected | State::Completed)));
                assert!(!(promised || ends) || decides(action), "{state} {action}");
            }
        }
    }
}
