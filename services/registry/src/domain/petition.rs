//! Petitions (kiến nghị): what may be done with one in which state, by whom. One table for
//! enforcement, for `available_actions` and for the golden file.

pub use htx_model::people::{PetitionAction, PetitionState};
use htx_model::{
    agency::AgencyCode,
    date::{Date, Instant},
    id::{OrganisationId, PetitionId},
    permission::Permission,
    refusal::{Refusal, Text},
};
use serde::Serialize;

/// What an action demands of the caller.
#[must_use]
pub const fn permission(action: PetitionAction) -> Permission {
    match action {
        PetitionAction::Forward | PetitionAction::Close => Permission::AllianceManage,
        PetitionAction::Answer => Permission::PetitionAnswer,
        PetitionAction::Withdraw => Permission::PetitionFile,
    }
}

/// A petition. What it says may name persons: it is no part of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Petition {
    /// Its id.
    #[serde(skip)]
    pub id: PetitionId,
    /// Whose; none where the alliance speaks for all.
    #[serde(rename = "organisation_id")]
    pub organisation: Option<OrganisationId>,
    /// What it is about.
    #[serde(skip)]
    pub title: String,
    /// What it asks.
    #[serde(skip)]
    pub content: String,
    /// Where it stands.
    pub state: PetitionState,
    /// When it was filed.
    pub received_on: Date,
    /// Which agency is asked.
    #[serde(rename = "agency_code")]
    pub agency: Option<AgencyCode>,
    /// By when it is to answer.
    pub due_on: Option<Date>,
    /// The answer.
    #[serde(skip)]
    pub answer: Option<String>,
    /// When it was answered.
    pub answered_on: Option<Date>,
    /// When it was closed or withdrawn.
    pub closed_on: Option<Date>,
    /// Its version.
    #[serde(skip)]
    pub version: i64,
    /// When this version was written.
    #[serde(skip)]
    pub recorded_at: Instant,
}

impl Petition {
    /// Whether an answer was due before a day and has not come.
    #[must_use]
    pub fn is_overdue(&self, today: Date) -> bool {
        self.state == PetitionState::Forwarded && self.due_on.is_some_and(|due| due < today)
    }
}

/// The table: the state after an action, or nothing where the state does not allow it.
#[must_use]
pub const fn after(state: PetitionState, action: PetitionAction) -> Option<PetitionState> {
    use PetitionAction::{Answer, Close, Forward, Withdraw};
    use PetitionState::{Answered, Closed, Forwarded, Received, Withdrawn};
    match (state, action) {
        // What went to the wrong agency is forwarded again, and so is what it did not answer.
        (Received | Forwarded | Answered, Forward) => Some(Forwarded),
        (Forwarded, Answer) => Some(Answered),
        // The alliance may settle what needs no agency.
        (Received | Answered, Close) => Some(Closed),
        (Received | Forwarded, Withdraw) => Some(Withdrawn),
        (Received | Answered, Answer)
        | (Forwarded, Close)
        | (Answered, Withdraw)
        | (Closed | Withdrawn, Forward | Answer | Close | Withdraw) => None,
    }
}

/// Enforces the table.
///
/// # Errors
/// [`ErrorCode::StateConflict`].
pub fn require(state: PetitionState, action: PetitionAction) -> Result<PetitionState, Refusal> {
    after(state, action)
        .ok_or_else(|| Refusal::wrong_state(Text::fixed("Kiến nghị", "petition"), state, action))
}

#[cfg(test)]
mod tests {
    use htx_model::code_list::CodeList as _;

    use super::*;

    #[test]
    fn the_table_of_states_and_actions_is_the_golden_one() {
        let mut table = String::from("| state | action | by | then |\n|---|---|---|---|\n");
        for state in PetitionState::all() {
            for action in PetitionAction::all() {
                let then = after(*state, *action);
                let word = then.map_or("refused", |state| state.code());
                let by = permission(*action);
                table.push_str(&format!("| {state} | {action} | {by} | {word} |\n"));
                assert_eq!(require(*state, *action).ok(), then);
            }
        }
        insta::assert_snapshot!("petition_states", table);
    }
}
