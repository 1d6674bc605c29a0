//! Expressions of interest in an offer or a demand: one table of states.

pub use htx_model::trade::products::{InterestAction as Action, InterestState as State};
use htx_model::{
    agency::AgencyCode,
    date::{Date, Instant},
    id::{InterestId, OrganisationId},
    money::Dong,
    refusal::{Refusal, Text},
};
use serde_json::{Value, json};
use uuid::Uuid;

/// An expression of interest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interest {
    /// Its id.
    pub id: InterestId,
    /// In which offer or demand.
    pub listing: Uuid,
    /// Which organisation is interested.
    pub organisation: Option<OrganisationId>,
    /// Or which agency, for a buyer of its.
    pub agency: Option<AgencyCode>,
    /// Where it stands.
    pub state: State,
    /// What is said.
    pub message: Option<String>,
    /// What is answered.
    pub answer: Option<String>,
    /// The number of the contract that it led to.
    pub contract_number: Option<String>,
    /// What that is worth.
    pub contract: Option<Dong>,
    /// When it was sent.
    pub sent_on: Date,
    /// When it was answered.
    pub answered_on: Option<Date>,
    /// Its version.
    pub version: i64,
    /// When this version was written.
    pub recorded_at: Instant,
}

/// Who takes an action: whoever is interested, whoever is asked, or either.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Whoever is interested.
    Interested,
    /// Whose offer or demand it is.
    Asked,
}

/// The table: the state after an action, or nothing where the state does not allow it.
#[must_use]
pub const fn after(state: State, action: Action) -> Option<State> {
    match (state, action) {
        (State::Sent, Action::Accept) => Some(State::Accepted),
        (State::Sent, Action::Decline) => Some(State::Declined),
        (State::Sent | State::Accepted, Action::Withdraw) => Some(State::Withdrawn),
        (State::Accepted, Action::Contract) => Some(State::Contracted),
        (State::Sent, Action::Contract)
        | (State::Accepted, Action::Accept | Action::Decline)
        | (State::Declined | State::Withdrawn | State::Contracted, _) => None,
    }
}

/// Whose matter an action is.
#[must_use]
pub const fn side(action: Action) -> Side {
    match action {
        Action::Accept | Action::Decline | Action::Contract => Side::Asked,
        Action::Withdraw => Side::Interested,
    }
}

/// Enforces the table.
///
/// # Errors
/// [`ErrorCode::StateConflict`](htx_model::refusal::ErrorCode::StateConflict).
pub fn require(state: State, action: Action) -> Result<State, Refusal> {
    let subject = Text::fixed("Bày tỏ quan tâm", "expression of interest");
    after(state, action).ok_or_else(|| Refusal::wrong_state(subject, state, action))
}

impl Interest {
    /// It as the log has it, without what people wrote.
    #[must_use]
    pub fn logged(&self) -> Value {
        json!({
            "id": self.id,
            "listing_id": self.listing,
            "organisation_id": self.organisation,
            "agency": self.agency,
            "state": self.state,
            "contract_number": self.contract_number,
            "contract_vnd": self.contract,
            "sent_on": self.sent_on,
            "answered_on": self.answered_on,
        })
    }
}

#[cfg(test)]
mod tests {
    use htx_model::code_list::CodeList as _;

    use super::*;

    #[test]
    fn the_table_of_states_and_actions_is_the_golden_one() {
        let mut table = String::from("| state | action | then | whose |\n|---|---|---|---|\n");
        for state in State::all() {
            for action in Action::all() {
                let then = after(*state, *action);
                let word = then.map_or("-", |state| state.code());
                let whose = side(*action);
                table.push_str(&format!("| {state} | {action} | {word} | {whose:?} |\n"));
                assert_eq!(require(*state, *action).ok(), then);
            }
        }
        insta::assert_snapshot!("interest_states", table);
    }
}
