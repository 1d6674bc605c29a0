//! Blockers (vướng mắc): what may be done with one in which state, and how late it is. One table for
//! enforcement, for `available_actions` and for the golden file.

use htx_model::{
    agency::AgencyCode,
    code_list::CodeList as _,
    date::{Date, Instant},
    dissolution::answers::{AgeBand, BlockerAction, BlockerKind, BlockerOutcome, BlockerState},
    id::{BlockerId, DissolutionId},
    refusal::{Refusal, Text},
};
use serde::Serialize;

use super::step::Exhibit;

/// An agency under the name that it had when it was asked, or signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Signatory {
    /// Its code.
    #[serde(rename = "agency")]
    pub code: AgencyCode,
    /// Its name then.
    pub name: String,
}

/// What an agency answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// In one word.
    pub outcome: BlockerOutcome,
    /// In its words. They may name persons, and are no part of the log.
    #[serde(skip)]
    pub text: String,
    /// When.
    pub on: Date,
    /// Which.
    #[serde(flatten)]
    pub by: Signatory,
}

/// How a round ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Closing {
    /// When.
    pub on: Date,
    /// Why, in words. They may name persons, and are no part of the log.
    #[serde(skip)]
    pub reason: String,
}

/// A question with what came of it: the first, or one that was asked again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Round {
    /// From 1.
    pub number: u32,
    /// What is asked. It may name persons, and is no part of the log.
    #[serde(skip)]
    pub question: String,
    /// Which agency was asked.
    pub asked: Signatory,
    /// When.
    pub asked_on: Date,
    /// By when it is to answer.
    pub due_on: Date,
    /// Its answer.
    pub answer: Option<Answer>,
    /// How the round ended.
    pub closing: Option<Closing>,
}

/// Something that stops a dissolution.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Blocker {
    /// Its id.
    pub id: BlockerId,
    /// In which case.
    #[serde(skip)]
    pub case: DissolutionId,
    /// What it is.
    pub kind: BlockerKind,
    /// The duty by which it is answered: a letter of section III.4 of the plan.
    pub duty: String,
    /// Whether the case cannot be settled before it is out of the way.
    pub blocking: bool,
    /// Where it stands.
    pub state: BlockerState,
    /// When the matter was first raised.
    pub raised_on: Date,
    /// The question as it stands now.
    #[serde(flatten)]
    pub round: Round,
    /// Its version.
    #[serde(skip)]
    pub version: i64,
    /// When this version was written.
    #[serde(skip)]
    pub recorded_at: Instant,
}

impl Blocker {
    /// Whether an answer was due before a day and has not come.
    #[must_use]
    pub fn is_overdue(&self, today: Date) -> bool {
        self.state.awaits_answer() && self.round.due_on < today
    }

    /// Days by which the answer is, or was, late.
    #[must_use]
    pub fn days_late(&self, today: Date) -> u32 {
        let answered = self.round.answer.as_ref().map(|answer| answer.on);
        let ended = answered.or(self.round.closing.as_ref().map(|closing| closing.on));
        days_late(self.round.due_on, ended, today)
    }
}

/// At which step of a round a document was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PaperOf {
    /// With the question.
    Question,
    /// With the answer.
    Answer,
    /// With the resolution or the withdrawal.
    Closing,
}

impl PaperOf {
    /// As a column holds it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Question => "question",
            Self::Answer => "answer",
            Self::Closing => "closing",
        }
    }

    /// Reads a column.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        [Self::Question, Self::Answer, Self::Closing].into_iter().find(|one| one.code() == code)
    }
}

/// A document of a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    /// Of which round.
    pub round: u32,
    /// Of which step.
    pub of: PaperOf,
    /// The document.
    pub exhibit: Exhibit,
}

/// Who may take an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Party {
    /// The agency that holds the question.
    Asked,
    /// The authority that runs the case.
    Asking,
}

/// Whose an action is.
#[must_use]
pub const fn party(action: BlockerAction) -> Party {
    match action {
        BlockerAction::Answer => Party::Asked,
        BlockerAction::Resolve | BlockerAction::Withdraw | BlockerAction::Reopen => Party::Asking,
    }
}

/// The table: the state after an action, or nothing where the state does not allow it.
#[must_use]
pub const fn after(state: BlockerState, action: BlockerAction) -> Option<BlockerState> {
    use BlockerAction::{Answer, Reopen, Resolve, Withdraw};
    use BlockerState::{Answered, Asked, Reopened, Resolved, Withdrawn};
    match (state, action) {
        (Asked | Reopened, Answer) => Some(Answered),
        // Nothing is resolved over the head of the agency that was asked.
        (Answered, Resolve) => Some(Resolved),
        (Asked | Answered | Reopened, Withdraw) => Some(Withdrawn),
        // An answer that does not satisfy, a settled matter that comes up again, a question taken
        // back too early.
        (Answered | Resolved | Withdrawn, Reopen) => Some(Reopened),
        (Answered, Answer)
        | (Asked | Reopened, Resolve | Reopen)
        | (Resolved | Withdrawn, Answer | Resolve | Withdraw) => None,
    }
}

/// Enforces the table.
///
/// # Errors
/// [`ErrorCode::StateConflict`](htx_model::refusal::ErrorCode::StateConflict).
pub fn require(state: BlockerState, action: BlockerAction) -> Result<BlockerState, Refusal> {
    after(state, action)
        .ok_or_else(|| Refusal::wrong_state(Text::fixed("Vướng mắc", "blocker"), state, action))
}

/// Days by which an answer is, or was, late: none while it is not.
#[must_use]
pub fn days_late(due_on: Date, answered_on: Option<Date>, today: Date) -> u32 {
    days_between(due_on, answered_on.unwrap_or(today))
}

/// Whole days from one day to a later one; none where it is not later.
#[must_use]
pub fn days_between(from: Date, to: Date) -> u32 {
    let days = from.0.until(to.0).map_or(0, |span| span.get_days());
    u32::try_from(days).unwrap_or(0)
}

/// The band of a question that was asked so many days ago.
#[must_use]
pub fn age_band(days: u32) -> AgeBand {
    let within = |band: &&AgeBand| band.most_days().is_none_or(|most| i64::from(days) <= most);
    AgeBand::all().iter().find(within).copied().unwrap_or(AgeBand::Longer)
}

/// The days on which a question of a band was asked, as seen today: the first and the last, either
/// open at the end.
#[must_use]
pub fn asked_within(band: AgeBand, today: Date) -> (Option<Date>, Option<Date>) {
    let bands = AgeBand::all();
    let before = bands.iter().position(|one| *one == band).and_then(|at| at.checked_sub(1));
    let younger = before.and_then(|at| bands.get(at)).and_then(|band| band.most_days());
    let first = band.most_days().map(|most| today.plus_days(-most));
    let last = younger.map(|most| today.plus_days(-most - 1));
    (first, last)
}

/// Whether an outcome needs a document that proves it: a proposal on how to handle an asset or a
/// debt is a paper (DOMAIN section 5).
#[must_use]
pub const fn needs_document(outcome: BlockerOutcome) -> bool {
    matches!(outcome, BlockerOutcome::Proposal)
}

/// Whether a matter always stops the case, whatever whoever asks says: dissolution only when no
/// dispute is open (Law 17/2023/QH15 article 97).
#[must_use]
pub const fn always_blocks(kind: BlockerKind) -> bool {
    matches!(kind, BlockerKind::Dispute)
}

/// Whether whoever asks must name the duty by which it is answered.
#[must_use]
pub const fn needs_duty(kind: BlockerKind) -> bool {
    matches!(kind, BlockerKind::Other)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    #[test]
    fn the_table_of_states_and_actions_is_the_golden_one() {
        let mut table = String::from("| state | action | by | then |\n|---|---|---|---|\n");
        for state in BlockerState::all() {
            for action in BlockerAction::all() {
                let then = after(*state, *action);
                let word = then.map_or("refused", |state| state.code());
                let by = match party(*action) {
                    Party::Asked => "agency asked",
                    Party::Asking => "authority",
                };
                table.push_str(&format!("| {state} | {action} | {by} | {word} |\n"));
                assert_eq!(require(*state, *action).ok(), then);
                // What still stops the case can be ended or answered; what does not can come back.
                assert!(then != Some(*state));
            }
        }
        insta::assert_snapshot!("blocker_states", table);
    }

    #[test]
    fn an_answer_is_late_from_the_day_after_the_due_day() {
        for (due, answered, today, late) in [
            ("2025-02-28", None, "2025-02-28", 0),
            ("2025-02-28", None, "2025-03-01", 1),
            ("2025-06-30", None, "2025-07-01", 1),
            ("2025-06-30", Some("2025-06-30"), "2025-09-01", 0),
            ("2025-06-30", Some("2025-07-10"), "2025-09-01", 10),
            ("2025-06-30", None, "2025-06-01", 0),
        ] {
            assert_eq!(
                days_late(date(due), answered.map(date), date(today)),
                late,
                "{due} {today}"
            );
        }
    }

    #[test]
    fn each_age_is_in_the_one_band_whose_days_hold_it() {
        let today = date("2025-07-01");
        for days in 0..400 {
            let asked = today.plus_days(-days);
            let band = age_band(u32::try_from(days).unwrap());
            let holding: Vec<_> = AgeBand::all()
                .iter()
                .filter(|band| {
                    let (first, last) = asked_within(**band, today);
                    first.is_none_or(|first| first <= asked)
                        && last.is_none_or(|last| asked <= last)
                })
                .collect();
            assert_eq!(holding, [&band], "{days}");
        }
        assert_eq!((age_band(7), age_band(8)), (AgeBand::Week, AgeBand::Month));
        assert_eq!((age_band(180), age_band(181)), (AgeBand::HalfYear, AgeBand::Longer));
    }
}
