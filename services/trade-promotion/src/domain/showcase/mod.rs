//! Showcase points: proposed, approved, funded by periods, reporting what they sell. One table of states.

pub mod money;

pub use htx_model::trade::products::{ShowcaseAction as Action, ShowcaseState as State};
use htx_model::{
    administrative::CommuneCode,
    agency::AgencyCode,
    date::{Date, Instant},
    id::{OrganisationId, ShowcasePointId},
    permission::Permission,
    refusal::{Refusal, Text},
};
use serde_json::{Value, json};

use super::preparers::Preparers;

/// A showcase point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShowcasePoint {
    /// Its id.
    pub id: ShowcasePointId,
    /// What it is called.
    pub name: String,
    /// Where it is.
    pub address: String,
    /// In which commune of today.
    pub commune: CommuneCode,
    /// Who runs it.
    pub operator: OrganisationId,
    /// The agency that entered it.
    pub agency: AgencyCode,
    /// The name that it had then.
    pub agency_name: String,
    /// Where it stands.
    pub state: State,
    /// The number of the decision on it.
    pub decision_number: Option<String>,
    /// Its day.
    pub decided_on: Option<Date>,
    /// When it was refused or closed.
    pub ended_on: Option<Date>,
    /// Why.
    pub reason: Option<String>,
    /// Everybody who prepared anything in it: none of them may decide.
    pub prepared_by: Preparers,
    /// Its version.
    pub version: i64,
    /// When this version was written.
    pub recorded_at: Instant,
}

/// The table: the state after an action, or nothing where the state does not allow it.
#[must_use]
pub const fn after(state: State, action: Action) -> Option<State> {
    use Action as A;
    use State as S;
    match (state, action) {
        (S::Proposed, A::Change) => Some(S::Proposed),
        (S::Proposed, A::Approve) => Some(S::Operating),
        (S::Proposed, A::Reject) => Some(S::Rejected),
        (S::Operating, A::Fund | A::Revoke | A::Report) => Some(S::Operating),
        (S::Operating, A::Close) => Some(S::Closed),
        // What was sold in the last month is reported after the closing, and what was granted wrongly is
        // found even later.
        (S::Closed, A::Report | A::Revoke) => Some(S::Closed),
        (S::Proposed, A::Fund | A::Revoke | A::Report | A::Close)
        | (S::Operating, A::Change | A::Approve | A::Reject)
        | (S::Closed, A::Change | A::Approve | A::Reject | A::Fund | A::Close)
        | (S::Rejected, _) => None,
    }
}

/// What an action demands of who takes it.
#[must_use]
pub const fn needs(action: Action) -> Permission {
    match action {
        Action::Change => Permission::ShowcasePrepare,
        Action::Approve | Action::Reject | Action::Fund | Action::Revoke | Action::Close => {
            Permission::ShowcaseDecide
        }
        Action::Report => Permission::ShowcaseReport,
    }
}

/// Whether an action decides: who prepared anything does not take it.
#[must_use]
pub const fn decides(action: Action) -> bool {
    matches!(needs(action), Permission::ShowcaseDecide)
}

/// Enforces the table.
///
/// # Errors
/// [`ErrorCode::StateConflict`].
pub fn require(state: State, action: Action) -> Result<State, Refusal> {
    let subject = Text::fixed("Điểm giới thiệu, bán sản phẩm", "showcase point");
    after(state, action).ok_or_else(|| Refusal::wrong_state(subject, state, action))
}

impl ShowcasePoint {
    /// The point as the log has it.
    #[must_use]
    pub fn logged(&self) -> Value {
        json!({
            "id": self.id,
            "name": self.name,
            "address": self.address,
            "commune": self.commune,
            "operator_id": self.operator,
            "state": self.state,
            "decision_number": self.decision_number,
            "decided_on": self.decided_on,
            "ended_on": self.ended_on,
        })
    }
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
        insta::assert_snapshot!("showcase_states", table);
    }
}
