//! Grievances of organisations about support: one table of states, deadlines in working days, and the
//! agencies to which one is passed on.

use std::sync::LazyLock;

pub use htx_model::support::grievances::{GrievanceAction as Action, GrievanceState as State};
use htx_model::{
    agency::{Agencies, Agency, AgencyCode, AgencyKind},
    date::{Date, Instant},
    dated::{Dated, DatedRules},
    id::{GrievanceId, GrievanceStepId, OrganisationId, SupportApplicationId},
    permission::Permission,
    policy,
    reference::{self, Embedded, ReferenceError},
    refusal::{ErrorCode, Refusal, Text},
    support::grievances::GrievanceSubject,
    working_days::{Holidays, add_working_days},
};
use serde::Deserialize;
use serde_json::{Value, json};

/// The most characters of a grievance or an answer.
pub const CONTENT_LENGTH_MAX: usize = 4_000;
/// The most steps of a grievance that are read: it is passed on twice at the most.
pub const STEPS_MAX: i64 = 100;
const FILE: &str = "grievance-rules.json";

/// A grievance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grievance {
    /// Its id.
    pub id: GrievanceId,
    /// Of which organisation.
    pub organisation: OrganisationId,
    /// About which application.
    pub application: Option<SupportApplicationId>,
    /// What it is about.
    pub subject: GrievanceSubject,
    /// Where it stands.
    pub state: State,
    /// The agency that has to act, as it was named when the grievance came to it.
    pub agency: AgencyCode,
    /// How often it was passed on.
    pub level: u32,
    /// When it was handed in.
    pub filed_on: Date,
    /// When the agency got it.
    pub received_on: Date,
    /// When the agency took note of it.
    pub acknowledged_on: Option<Date>,
    /// When the agency answered.
    pub answered_on: Option<Date>,
    /// Until when the agency has to take its next step.
    pub due_on: Option<Date>,
    /// When it was closed.
    pub closed_on: Option<Date>,
    /// Its version.
    pub version: i64,
    /// When this version was written.
    pub recorded_at: Instant,
}

/// A step of a grievance. It is never changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Its id.
    pub id: GrievanceStepId,
    /// Of which grievance.
    pub grievance: GrievanceId,
    /// What was done; nothing for the first.
    pub action: Option<Action>,
    /// Where the grievance stands since.
    pub to: State,
    /// The agency that has to act since.
    pub agency: AgencyCode,
    /// Until when.
    pub due_on: Option<Date>,
    /// Whether it came after the day on which it was due.
    pub late: bool,
    /// The login name of whoever did it.
    pub actor_name: String,
    /// The agency that it was done for.
    pub actor_agency: Option<AgencyCode>,
    /// The name that the agency had then.
    pub actor_agency_name: Option<String>,
    /// When it was written down.
    pub recorded_at: Instant,
}

/// The table: the state after an action, or nothing where the state does not allow it. It is passed on
/// where the agency is late, or where its answer does not satisfy.
#[must_use]
pub const fn after(state: State, action: Action) -> Option<State> {
    use Action as A;
    use State as S;
    match (state, action) {
        (S::Filed | S::Escalated, A::Acknowledge) => Some(S::Acknowledged),
        (S::Filed | S::Acknowledged | S::Escalated, A::Answer) => Some(S::Answered),
        (S::Filed | S::Acknowledged | S::Answered | S::Escalated, A::Escalate) => {
            Some(S::Escalated)
        }
        (S::Filed | S::Acknowledged | S::Answered | S::Escalated, A::Close) => Some(S::Closed),
        (S::Acknowledged | S::Answered, A::Acknowledge)
        | (S::Answered, A::Answer)
        | (S::Closed, A::Acknowledge | A::Answer | A::Escalate | A::Close) => None,
    }
}

/// What an action demands of who takes it.
#[must_use]
pub const fn needs(action: Action) -> Permission {
    match action {
        Action::Acknowledge | Action::Answer => Permission::GrievanceAnswer,
        Action::Escalate | Action::Close => Permission::GrievanceFile,
    }
}

/// Whether an agency answers grievances on a day: by the policy somebody there may.
#[must_use]
pub fn answers(agencies: &Agencies, agency: &AgencyCode, today: Date) -> bool {
    let kinds = agencies.kinds_on(agency, today);
    policy::rules()
        .filter(|rule| rule.permission == Permission::GrievanceAnswer)
        .any(|rule| rule.held.agency_kinds().iter().any(|kind| kinds.contains(kind)))
}

/// Enforces the table.
///
/// # Errors
/// [`ErrorCode::StateConflict`].
pub fn require(state: State, action: Action) -> Result<State, Refusal> {
    let subject = Text::fixed("Phản ánh", "grievance");
    after(state, action).ok_or_else(|| Refusal::wrong_state(subject, state, action))
}

/// Deadlines, and to whom a grievance is passed on.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GrievanceRule {
    /// Working days to take note of it.
    pub acknowledge_days: u32,
    /// Working days to answer it.
    pub answer_days: u32,
    /// The kinds of agencies to which it is passed on.
    pub escalates_to: Vec<AgencyKind>,
}

/// The rules of every time.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct GrievanceRules(DatedRules<GrievanceRule>);

impl GrievanceRules {
    /// The rules that the service is built with.
    ///
    /// # Errors
    /// None in practice: a test reads them.
    pub fn embedded() -> Embedded<Self> {
        static RULES: LazyLock<Result<GrievanceRules, ReferenceError>> = LazyLock::new(|| {
            reference::read(FILE, include_str!("../../data/grievance-rules.json"))
        });
        RULES.as_ref()
    }

    /// The rule of a grievance that an agency gets on a day. Days before the first rule take the first.
    #[must_use]
    pub fn on(&self, day: Date) -> Option<&Dated<GrievanceRule>> {
        self.0.on_or_first(day, |_| true)
    }
}

impl GrievanceRule {
    /// Until when the agency has to act in a state; nothing where it has not.
    #[must_use]
    pub fn due(&self, state: State, received_on: Date, holidays: &Holidays) -> Option<Date> {
        let days = match state {
            State::Filed | State::Escalated => self.acknowledge_days,
            State::Acknowledged => self.answer_days,
            State::Answered | State::Closed => return None,
        };
        Some(add_working_days(received_on, days, holidays))
    }

    /// The agency of a day to which a grievance is passed on from another: the next in the chain, which
    /// that one is not itself.
    #[must_use]
    pub fn next<'a>(
        &self,
        agencies: &'a Agencies,
        from: &AgencyCode,
        today: Date,
    ) -> Option<&'a Agency> {
        let holder = agencies.successor(from, today).map_or(from, |one| &one.code);
        let kinds = agencies.kinds_on(holder, today);
        let at = self.escalates_to.iter().rposition(|kind| kinds.contains(kind));
        let rest = at.map_or(&self.escalates_to[..], |at| &self.escalates_to[at + 1..]);
        rest.iter().find_map(|kind| {
            let of_kind = |one: &&Agency| agencies.kinds_on(&one.code, today).contains(kind);
            agencies.in_force(today).find(of_kind).filter(|one| one.code != *holder)
        })
    }
}

impl Grievance {
    /// Whether the agency is late on a day.
    #[must_use]
    pub fn is_overdue(&self, today: Date) -> bool {
        self.due_on.is_some_and(|due| due < today)
    }

    /// It is passed on where the agency is late, or has answered.
    ///
    /// # Errors
    /// [`ErrorCode::StateConflict`], with the day until which to wait.
    pub fn require_escalable(&self, today: Date) -> Result<(), Refusal> {
        let Some(due) = self.due_on.filter(|_| !self.is_overdue(today)) else { return Ok(()) };
        let detail = Text::made(
            format!("Cơ quan còn thời hạn đến hết ngày {due} nên chưa thể chuyển cấp trên."),
            format!("The agency has until {due}, so the grievance cannot be passed on yet."),
        );
        let advice = Text::fixed(
            "Hãy chuyển sau khi quá hạn, hoặc khi đã có trả lời mà chưa đồng ý.",
            "Pass it on once the agency is late, or where its answer does not satisfy.",
        );
        Err(Refusal::new(ErrorCode::StateConflict, detail).advising(advice))
    }

    /// The grievance as the log has it, without what people wrote.
    #[must_use]
    pub fn logged(&self) -> Value {
        json!({
            "id": self.id,
            "organisation_id": self.organisation,
            "application_id": self.application,
            "subject": self.subject,
            "state": self.state,
            "agency": self.agency,
            "level": self.level,
            "filed_on": self.filed_on,
            "received_on": self.received_on,
            "acknowledged_on": self.acknowledged_on,
            "answered_on": self.answered_on,
            "due_on": self.due_on,
            "closed_on": self.closed_on,
        })
    }
}

#[cfg(test)]
mod tests {
    use htx_model::code_list::CodeList as _;

    use super::*;

    fn day(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

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
        insta::assert_snapshot!("grievance_states", table);
    }

    #[test]
    fn deadlines_are_in_working_days_and_none_was_verified() {
        let holidays = Holidays::embedded().unwrap();
        let rules = GrievanceRules::embedded().unwrap();
        let rule = rules.on(day("2025-05-12")).unwrap();
        assert!(!rule.basis.verified);
        // Monday 12 May, three working days later is Thursday.
        let due = |state| rule.due(state, day("2025-05-12"), &holidays);
        assert_eq!(due(State::Filed), Some(day("2025-05-15")));
        assert_eq!(due(State::Acknowledged), Some(day("2025-06-02")));
        assert_eq!(due(State::Answered), None);
    }

    #[test]
    fn whoever_gives_or_reviews_support_answers_and_whoever_only_reads_does_not() {
        let agencies = Agencies::embedded().unwrap();
        let answers =
            |code: &str, on| answers(agencies, &AgencyCode::parse(code).unwrap(), day(on));
        for code in ["so-nnmt", "so-ct", "lmhtx", "nhnn-hn", "ubnd-tp", "commune-10045"] {
            assert!(answers(code, "2025-07-07"), "{code}");
        }
        assert!(answers("district-277", "2025-05-12"));
        for code in ["kiem-toan", "mttq"] {
            assert!(!answers(code, "2025-07-07"), "{code}");
        }
    }

    #[test]
    fn a_grievance_is_passed_on_to_planning_then_to_the_city_and_no_further() {
        let agencies = Agencies::embedded().unwrap();
        let rules = GrievanceRules::embedded().unwrap();
        let rule = rules.on(day("2025-05-12")).unwrap();
        let next = |from: &str, today| {
            let from = AgencyCode::parse(from).unwrap();
            rule.next(agencies, &from, day(today)).map(|one| one.code.to_string())
        };
        assert_eq!(next("so-nnmt", "2025-05-12").as_deref(), Some("so-tc"));
        assert_eq!(next("so-nnptnt", "2025-02-12").as_deref(), Some("so-khdt"));
        assert_eq!(next("so-khdt", "2025-05-12").as_deref(), Some("ubnd-tp"));
        assert_eq!(next("so-tc", "2025-05-12").as_deref(), Some("ubnd-tp"));
        assert_eq!(next("ubnd-tp", "2025-05-12"), None);
    }
}
