//! Organisations that stopped without saying so: found by what is missing, proposed by an officer,
//! decided by another. Nothing becomes dormant by itself.

pub use htx_model::duty::{DormancyAction, DormancyState};
use htx_model::{
    date::Date,
    id::{DormancyProposalId, OrganisationId},
    refusal::{LegalBasis, Refusal, Text},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The guidance on organisations that stopped; it was not read.
pub const GUIDANCE: LegalBasis = LegalBasis::unverified("2645", "-");
/// The years without a sign of life after which one is proposed, if not said otherwise.
/// Configuration that no article was read for.
pub const YEARS_DEFAULT: u8 = 2;
/// The most years that a detection looks back.
pub const YEARS_MAX: u8 = 10;
/// The most proposals of one detection: another one goes on.
pub const DETECTED_MAX: i64 = 1_000;
/// For how long a dismissed proposal is not made again by detection, in days.
pub const DISMISSAL_HOLDS_DAYS: i64 = 365;

/// The table: whether an action is open in a state.
#[must_use]
pub const fn allows(state: DormancyState, action: DormancyAction) -> bool {
    match (state, action) {
        (DormancyState::Proposed, DormancyAction::Confirm | DormancyAction::Dismiss) => true,
        (
            DormancyState::Confirmed | DormancyState::Dismissed,
            DormancyAction::Confirm | DormancyAction::Dismiss,
        ) => false,
    }
}

/// Enforces the table.
///
/// # Errors
/// [`ErrorCode::StateConflict`] where the state does not allow the action.
pub fn require(state: DormancyState, action: DormancyAction) -> Result<(), Refusal> {
    if allows(state, action) {
        return Ok(());
    }
    Err(Refusal::wrong_state(Text::fixed("Đề xuất", "proposal"), state, action).under(GUIDANCE))
}

/// A proposal to record that an organisation has stopped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DormancyProposal {
    /// Its id.
    pub id: DormancyProposalId,
    /// Of which organisation.
    pub organisation: OrganisationId,
    /// Where it stands.
    pub state: DormancyState,
    /// The first year without a sign of life.
    pub since_year: i16,
    /// Whether a detection made it.
    pub detected: bool,
    /// Why, in the words of whoever proposed it.
    pub reason: Option<String>,
    /// Why it was confirmed or dismissed.
    pub decision_reason: Option<String>,
    /// When it was decided.
    pub decided_on: Option<Date>,
    /// Who proposed it, who may not decide.
    pub proposer: Option<Uuid>,
}

impl DormancyProposal {
    /// The same as the log tells it: reasons may name people.
    #[must_use]
    pub fn without_words(&self) -> Self {
        Self { reason: None, decision_reason: None, ..self.clone() }
    }
}

/// The first year and day of a silence of so many whole years before today.
#[must_use]
pub fn silence(today: Date, years: u8) -> Option<(i16, Date)> {
    let year = today.year().checked_sub(i16::from(years))?;
    Some((year, Date::new(year, 1, 1)?))
}

#[cfg(test)]
mod tests {
    use htx_model::code_list::CodeList as _;

    use super::*;

    #[test]
    fn the_table_of_proposals_is_the_golden_one() {
        let mut table = String::from("| state | action | allowed |\n|---|---|---|\n");
        for state in DormancyState::all() {
            for action in DormancyAction::all() {
                let allowed = if allows(*state, *action) { "yes" } else { "no" };
                table.push_str(&format!("| {state} | {action} | {allowed} |\n"));
                assert_eq!(require(*state, *action).is_ok(), allows(*state, *action));
            }
        }
        insta::assert_snapshot!("dormancy_states", table);
    }

    #[test]
    fn a_silence_of_two_years_begins_with_the_year_before_last() {
        let today = Date::parse("2025-05-12").unwrap();
        let first = Date::parse("2023-01-01").unwrap();
        assert_eq!(silence(today, 2), Some((2023, first)));
    }
}
