//! The yearly rating (Circular 01/2020/TT-BKHĐT): the organisation assesses itself, another officer
//! confirms or returns it.

pub mod criteria;
pub mod exemption;

pub use htx_model::duty::{RatingAction, RatingState};
use htx_model::{
    id::{OrganisationId, RatingCriteriaId, YearlyRatingId},
    organisation::Rating,
    refusal::{LegalBasis, Refusal, Text},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use criteria::{AssessedPoints, ConfirmedPoints};
use exemption::Stop;

/// The circular: bands and criteria stand on the domain page, its articles were not read.
pub const CIRCULAR: LegalBasis = LegalBasis::unverified("01/2020/TT-BKHĐT", "-");

/// The table: whether an action is open in a state.
#[must_use]
pub const fn allows(state: RatingState, action: RatingAction) -> bool {
    match (state, action) {
        (RatingState::Assessed, RatingAction::Reassess)
        | (RatingState::Assessed, RatingAction::Return)
        | (RatingState::Assessed, RatingAction::Confirm)
        | (RatingState::Returned, RatingAction::Reassess) => true,
        (RatingState::Returned, RatingAction::Return)
        | (RatingState::Returned, RatingAction::Confirm)
        | (RatingState::Confirmed, RatingAction::Reassess)
        | (RatingState::Confirmed, RatingAction::Return)
        | (RatingState::Confirmed, RatingAction::Confirm) => false,
    }
}

/// Enforces the table.
///
/// # Errors
/// [`ErrorCode::StateConflict`] where the state does not allow the action.
pub fn require(state: RatingState, action: RatingAction) -> Result<(), Refusal> {
    if allows(state, action) {
        return Ok(());
    }
    Err(Refusal::wrong_state(Text::fixed("Xếp loại", "rating"), state, action).under(CIRCULAR))
}

/// An organisation's rating for a year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct YearlyRating {
    /// Its id.
    pub id: YearlyRatingId,
    /// Whose.
    pub organisation: OrganisationId,
    /// For which year.
    pub year: i16,
    /// Where it stands.
    pub state: RatingState,
    /// The rating, once it is confirmed.
    pub rating: Option<Rating>,
    /// The criteria in force at the end of the year; none for what an imported register said.
    pub criteria: Option<RatingCriteriaId>,
    /// The points that were assessed; none where no rating is due.
    pub assessment: Vec<AssessedPoints>,
    /// The points that were confirmed.
    pub confirmation: Vec<ConfirmedPoints>,
    /// When it stopped in the year, if it did.
    pub stop: Stop,
    /// Why it was returned, where it was.
    pub return_reason: Option<String>,
    /// Who assessed it: none of them may confirm.
    pub authors: Vec<Uuid>,
}

impl YearlyRating {
    /// A rating that an imported register holds.
    #[must_use]
    pub fn imported(
        id: YearlyRatingId,
        organisation: OrganisationId,
        year: i16,
        rating: Rating,
    ) -> Self {
        Self {
            id,
            organisation,
            year,
            state: RatingState::Confirmed,
            rating: Some(rating),
            criteria: None,
            assessment: Vec::new(),
            confirmation: Vec::new(),
            stop: Stop::default(),
            return_reason: None,
            authors: Vec::new(),
        }
    }

    /// Whether it was read off an imported register, so that another import may replace it.
    #[must_use]
    pub fn is_imported(&self) -> bool {
        self.criteria.is_none() && self.authors.is_empty()
    }

    /// The points that were assessed.
    #[must_use]
    pub fn assessed_points(&self) -> Option<u32> {
        let given = !self.assessment.is_empty();
        given.then(|| self.assessment.iter().map(|one| one.points).sum())
    }

    /// The points that were confirmed.
    #[must_use]
    pub fn confirmed_points(&self) -> Option<u32> {
        let given = !self.confirmation.is_empty();
        given.then(|| self.confirmation.iter().map(|one| one.points).sum())
    }

    /// The same as the log tells it: what is said in evidence and reasons may name people.
    #[must_use]
    pub fn without_words(&self) -> Self {
        let assessment = self.assessment.iter();
        let assessment = assessment.map(|one| AssessedPoints { evidence: None, ..one.clone() });
        let confirmation = self.confirmation.iter();
        let confirmation = confirmation.map(|one| ConfirmedPoints { reason: None, ..one.clone() });
        Self {
            assessment: assessment.collect(),
            confirmation: confirmation.collect(),
            return_reason: None,
            ..self.clone()
        }
    }

    /// Whether somebody assessed it and so may not confirm or return it.
    #[must_use]
    pub fn is_by(&self, person: Uuid) -> bool {
        self.authors.contains(&person)
    }
}

#[cfg(test)]
mod tests {
    use htx_model::code_list::CodeList as _;

    use super::*;

    #[test]
    fn the_table_of_ratings_is_the_golden_one() {
        let mut table = String::from("| state | action | allowed |\n|---|---|---|\n");
        for state in RatingState::all() {
            for action in RatingAction::all() {
                let allowed = if allows(*state, *action) { "yes" } else { "no" };
                table.push_str(&format!("| {state} | {action} | {allowed} |\n"));
                assert_eq!(require(*state, *action).is_ok(), allows(*state, *action));
            }
        }
        insta::assert_snapshot!("rating_states", table);
    }
}
