//! The states of a plan: one table, for enforcement, for `available_actions`, and for the golden
//! file.

use htx_model::{
    code_list::CodeList as _,
    dissolution::{PlanAction, PlanState},
    permission::Permission,
    refusal::{Refusal, Text},
};

/// The table: the state after an action, or nothing where the state does not allow it. To amend an
/// approved revision begins the next; the approved one stays as it is.
#[must_use]
pub const fn after(state: PlanState, action: PlanAction) -> Option<PlanState> {
    match (state, action) {
        (PlanState::Draft, PlanAction::Change)
        | (PlanState::Submitted, PlanAction::Return)
        | (PlanState::Approved, PlanAction::Reopen) => Some(PlanState::Draft),
        (PlanState::Draft, PlanAction::Submit) => Some(PlanState::Submitted),
        (PlanState::Submitted, PlanAction::Approve) => Some(PlanState::Approved),
        (PlanState::Draft, PlanAction::Return | PlanAction::Approve | PlanAction::Reopen)
        | (PlanState::Submitted, PlanAction::Change | PlanAction::Submit | PlanAction::Reopen)
        | (
            PlanState::Approved,
            PlanAction::Change | PlanAction::Submit | PlanAction::Return | PlanAction::Approve,
        ) => None,
    }
}

/// What an action demands of who takes it.
#[must_use]
pub const fn needs(action: PlanAction) -> Permission {
    match action {
        PlanAction::Change | PlanAction::Submit | PlanAction::Reopen => {
            Permission::DissolutionPlanPrepare
        }
        PlanAction::Return | PlanAction::Approve => Permission::DissolutionPlanApprove,
    }
}

/// The actions that the table opens in a state.
pub fn open_actions(state: PlanState) -> impl Iterator<Item = PlanAction> {
    PlanAction::all().iter().copied().filter(move |action| after(state, *action).is_some())
}

/// Enforces the table.
///
/// # Errors
/// [`ErrorCode::StateConflict`](htx_model::refusal::ErrorCode::StateConflict), with what can be done
/// instead.
pub fn require(state: PlanState, action: PlanAction) -> Result<PlanState, Refusal> {
    after(state, action).ok_or_else(|| {
        let subject = Text::fixed("Kế hoạch giải thể", "dissolution plan");
        let refusal = Refusal::wrong_state(subject, state, action);
        match state {
            PlanState::Draft => refusal,
            PlanState::Submitted => refusal.advising(Text::fixed(
                "Người phê duyệt trả lại kế hoạch thì mới sửa được.",
                "It can be changed once whoever approves has returned it.",
            )),
            PlanState::Approved => refusal.advising(Text::fixed(
                "Kế hoạch đã duyệt không sửa được; hãy mở bản điều chỉnh (reopen).",
                "What is approved never changes; begin an amendment (reopen).",
            )),
        }
    })
}

#[cfg(test)]
mod tests {
    use htx_model::{agency::AgencyKind, principal::Role};

    use super::*;

    /// The roles of a district or commune that may take an action on its own plan.
    fn roles(action: PlanAction) -> String {
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
        for state in PlanState::all() {
            for action in PlanAction::all() {
                let next = after(*state, *action);
                let to = next.map_or("refused", |state| state.code());
                table.push_str(&format!("| {state} | {action} | {to} | {} |\n", roles(*action)));
                assert_eq!(require(*state, *action).ok(), next);
            }
        }
        insta::assert_snapshot!("plan_states", table);
    }
}
