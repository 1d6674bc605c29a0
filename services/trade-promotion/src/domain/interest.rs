//! Expressions of interest in an offer or a demand: one table of states.

pub use htx_model::trade::products::{InterestAction as Action, InterestState as State};
use htx_model::{
    agency::AgencyCode,
    date::{Date, Instant},
    faults::Faults,
    id::{InterestId, OrganisationId},
    money::Dong,
    refusal::{Refusal, Text},
    words::REASON_LENGTH_MAX,
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::listing::check::{self, NUMBER_LENGTH_MAX};

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

/// What is said with an action.
#[derive(Debug, Clone, Default)]
pub struct Said {
    /// In words.
    pub answer: Option<String>,
    /// The number of the contract.
    pub contract_number: Option<String>,
    /// What it is worth.
    pub contract_vnd: Option<i64>,
}

/// Who takes an action: whoever is interested, or whoever is asked.
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
    /// It after an action: an answer is the asked side's, a contract has a number and a worth.
    ///
    /// # Errors
    /// A state that does not allow it; every fault of what was said.
    pub fn taken(&self, action: Action, said: Said, today: Date) -> Result<Self, Refusal> {
        let state = require(self.state, action)?;
        let mut faults = Faults::default();
        let answers = side(action) == Side::Asked;
        if said.answer.is_some() && !answers {
            let detail = Text::fixed(
                "Lời trả lời là của bên được hỏi; khi rút thì không ghi.",
                "An answer is the asked side's; nothing is said where it is taken back.",
            );
            faults.add("/answer", "out_of_place", detail);
        }
        let answer = said.answer.map(|text| faults.words("/answer", &text, REASON_LENGTH_MAX));
        let contract = match action {
            Action::Contract => {
                Some(contract(&mut faults, said.contract_number, said.contract_vnd))
            }
            Action::Accept | Action::Decline | Action::Withdraw => {
                if said.contract_number.is_some() || said.contract_vnd.is_some() {
                    let detail = Text::fixed(
                        "Chỉ ghi hợp đồng khi thao tác là ký hợp đồng.",
                        "A contract is named where one is recorded only.",
                    );
                    faults.add("/contract_number", "out_of_place", detail);
                }
                None
            }
        };
        faults.refuse()?;
        let (contract_number, contract) = contract.unzip();
        Ok(Self {
            state,
            answer: answer.or_else(|| self.answer.clone()),
            contract_number,
            contract,
            answered_on: self.answered_on.or(answers.then_some(today)),
            ..self.clone()
        })
    }

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

fn contract(faults: &mut Faults, number: Option<String>, worth: Option<i64>) -> (String, Dong) {
    let number = faults.words("/contract_number", &number.unwrap_or_default(), NUMBER_LENGTH_MAX);
    let worth = worth.unwrap_or_default();
    check::price_of_one(faults, "/contract_vnd", worth);
    (number, Dong(worth))
}

#[cfg(test)]
mod tests {
    use htx_model::code_list::CodeList as _;

    use super::*;

    fn sent() -> Interest {
        Interest {
            id: InterestId::from_uuid(Uuid::from_u128(1)),
            listing: Uuid::from_u128(2),
            organisation: Some(OrganisationId::from_uuid(Uuid::from_u128(3))),
            agency: None,
            state: State::Sent,
            message: Some("Đủ hàng".to_owned()),
            answer: None,
            contract_number: None,
            contract: None,
            sent_on: Date::new(2025, 5, 12).unwrap(),
            answered_on: None,
            version: 1,
            recorded_at: Instant::from_microseconds(0),
        }
    }

    fn faults(refusal: &Refusal) -> Vec<(&str, &str)> {
        refusal.faults.iter().map(|fault| (&*fault.pointer, fault.code)).collect()
    }

    #[test]
    fn whoever_takes_it_back_neither_answers_nor_changes_the_answer() {
        let (one, other) = (Date::new(2025, 5, 13).unwrap(), Date::new(2025, 5, 14).unwrap());
        let says = |text: &str| Said { answer: Some(text.to_owned()), ..Said::default() };
        let unanswered = sent().taken(Action::Withdraw, Said::default(), one).unwrap();
        assert_eq!((unanswered.state, unanswered.answered_on), (State::Withdrawn, None));
        let accepted = sent().taken(Action::Accept, says("Mời trao đổi"), one).unwrap();
        let refused = accepted.taken(Action::Withdraw, says("Không"), other).unwrap_err();
        assert_eq!(faults(&refused), [("/answer", "out_of_place")]);
        let withdrawn = accepted.taken(Action::Withdraw, Said::default(), other).unwrap();
        assert_eq!(withdrawn.answer.as_deref(), Some("Mời trao đổi"));
        assert_eq!(withdrawn.answered_on, Some(one));
    }

    #[test]
    fn a_contract_has_a_number_and_a_worth_and_nothing_else_has() {
        let day = Date::new(2025, 5, 13).unwrap();
        let accepted = sent().taken(Action::Accept, Said::default(), day).unwrap();
        let wordless = accepted.taken(Action::Contract, Said::default(), day).unwrap_err();
        assert_eq!(
            faults(&wordless),
            [("/contract_number", "text_length"), ("/contract_vnd", "amount_out_of_range")]
        );
        let said = Said {
            answer: None,
            contract_number: Some("12/HĐ".to_owned()),
            contract_vnd: Some(900_000_000),
        };
        let early = sent().taken(Action::Accept, said.clone(), day).unwrap_err();
        assert_eq!(faults(&early), [("/contract_number", "out_of_place")]);
        let done = accepted.taken(Action::Contract, said, day).unwrap();
        assert_eq!(done.contract, Some(Dong(900_000_000)));
    }

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
