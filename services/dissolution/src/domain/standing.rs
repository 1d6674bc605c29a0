//! Why a case is not closed: the smallest list of what is still missing, who must act, since when,
//! and by which step it can go on. It follows from the guards that the transitions enforce.

use htx_model::{
    agency::AgencyCode,
    code_list::CodeList as _,
    date::Date,
    dissolution::{
        DissolutionAction as Action, DissolutionState as State, Guard, GuardOwner,
        answers::BlockerState,
    },
    language::Language,
    refusal::{LegalBasis, Text, UnmetGuard},
};
use uuid::Uuid;

/// A question that still stops a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenQuestion {
    /// The blocker.
    pub record: Uuid,
    /// The guard that it keeps from being met.
    pub guard: Guard,
    /// The agency that was asked.
    pub agency: AgencyCode,
    /// Where it stands.
    pub state: BlockerState,
    /// When the matter was raised.
    pub raised_on: Date,
}

/// An objection that is not decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenObjection {
    /// The objection.
    pub record: Uuid,
    /// When it was filed.
    pub filed_on: Date,
}

/// What is known of a case that is to be closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Situation {
    /// Where it stands.
    pub state: State,
    /// The day of its last step.
    pub last_step_on: Date,
    /// What each step on the way to its end still needs, in the order of the steps.
    pub ahead: Vec<(Action, Vec<UnmetGuard>)>,
    /// The questions that still stop it.
    pub questions: Vec<OpenQuestion>,
    /// The objections that are not decided.
    pub objections: Vec<OpenObjection>,
}

/// Something that a case still lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// The guard that is not met, or the step that is to be taken: a code.
    pub code: &'static str,
    /// The step that cannot be taken without it.
    pub for_step: Action,
    /// The blocker or objection that it is about.
    pub record: Option<Uuid>,
    /// Who must act.
    pub owner: GuardOwner,
    /// The agency that was asked, where one was.
    pub agency: Option<AgencyCode>,
    /// Since when.
    pub since: Date,
    /// Of how many things, where they are counted and not named one by one.
    pub count: Option<u32>,
    /// What is missing, in words.
    pub detail: Text,
    /// The article behind it.
    pub legal_basis: Option<LegalBasis>,
    /// The operation by which it can go on, with its path.
    pub way: &'static str,
}

/// The steps from a state to the end, in their order. Nothing from a state that has ended.
#[must_use]
pub const fn ahead(state: State) -> &'static [Action] {
    const ALL: &[Action] =
        &[Action::Survey, Action::Decide, Action::StartSettling, Action::Settle, Action::Close];
    match state {
        State::Identified => ALL,
        State::Surveyed => ALL.split_at(1).1,
        State::Decided => ALL.split_at(2).1,
        State::Settling => ALL.split_at(3).1,
        State::Settled => ALL.split_at(4).1,
        State::Suspended => &[Action::Resume],
        State::Closed | State::Withdrawn | State::Bankruptcy => &[],
    }
}

/// The smallest list of what keeps a case from its end. What the next step needs; beside it what
/// stands open already and a later step will need, since it can be worked on now. Where the next
/// step needs nothing more, it is that step which is missing.
#[must_use]
pub fn missing(situation: &Situation) -> Vec<Missing> {
    let Some(((next, needed), later)) = situation.ahead.split_first() else { return Vec::new() };
    let mut found: Vec<Missing> =
        needed.iter().flat_map(|guard| each(*next, guard, situation)).collect();
    if found.is_empty() {
        found.push(step(*next, situation.last_step_on));
    }
    for (action, unmet) in later {
        for guard in unmet.iter().filter(|guard| guard.count.is_some()) {
            if !found.iter().any(|one| one.code == guard.code) {
                found.extend(each(*action, guard, situation));
            }
        }
    }
    found
}

/// A guard as what it lacks: each question and objection by itself, the rest as one.
fn each(action: Action, unmet: &UnmetGuard, situation: &Situation) -> Vec<Missing> {
    let Some(guard) = Guard::parse(unmet.code) else { return Vec::new() };
    let whole = Missing {
        code: unmet.code,
        for_step: action,
        record: None,
        owner: super::guard::owner(guard),
        agency: None,
        since: unmet.since.unwrap_or(situation.last_step_on),
        count: unmet.count,
        detail: unmet.detail.clone(),
        legal_basis: Some(unmet.legal_basis.clone()),
        way: if unmet.count.is_some() { way(guard) } else { first_way(guard) },
    };
    let questions = situation.questions.iter().filter(|question| question.guard == guard);
    let mut all: Vec<Missing> = questions.map(|question| about(&whole, question)).collect();
    if guard == Guard::ObjectionsDecided {
        all.extend(situation.objections.iter().map(|objection| Missing {
            record: Some(objection.record),
            since: objection.filed_on,
            count: None,
            ..whole.clone()
        }));
    }
    if all.is_empty() { vec![whole] } else { all }
}

fn about(whole: &Missing, question: &OpenQuestion) -> Missing {
    let awaited = question.state.awaits_answer();
    Missing {
        record: Some(question.record),
        // Once the agency has answered, the authority draws its conclusion.
        owner: if awaited { GuardOwner::CompetentAgency } else { GuardOwner::Authority },
        agency: awaited.then(|| question.agency.clone()),
        since: question.raised_on,
        count: None,
        way: if awaited {
            "POST /v1/blockers/{id}/answer"
        } else {
            "POST /v1/blockers/{id}/resolve"
        },
        ..whole.clone()
    }
}

/// The step itself, which lacks nothing but somebody who takes it.
fn step(action: Action, since: Date) -> Missing {
    let (vi, en) = (action.label(Language::Vi), action.label(Language::En));
    Missing {
        code: action.code(),
        for_step: action,
        record: None,
        owner: GuardOwner::Authority,
        agency: None,
        since,
        count: None,
        detail: Text::made(
            format!("Đã đủ điều kiện; cần thực hiện bước: {vi}."),
            format!("Nothing is missing; the step is to be taken: {en}."),
        ),
        legal_basis: None,
        way: match action {
            Action::Survey => "POST /v1/dissolutions/{id}/survey",
            Action::Decide => "POST /v1/dissolutions/{id}/decide",
            Action::StartSettling => "POST /v1/dissolutions/{id}/start-settling",
            Action::Settle => "POST /v1/dissolutions/{id}/settle",
            Action::Close => "POST /v1/dissolutions/{id}/close",
            Action::Suspend => "POST /v1/dissolutions/{id}/suspend",
            Action::Resume => "POST /v1/dissolutions/{id}/resume",
            Action::Withdraw => "POST /v1/dissolutions/{id}/withdraw",
            Action::DeclareBankruptcy => "POST /v1/dissolutions/{id}/declare-bankruptcy",
        },
    }
}

/// The operation by which a guard comes to be met.
#[must_use]
pub const fn way(guard: Guard) -> &'static str {
    match guard {
        Guard::SurveyRecords | Guard::SurveyPeople | Guard::SurveyAssets | Guard::SurveyDebts => {
            "PUT /v1/dissolutions/{id}/survey"
        }
        Guard::SurveySeal
        | Guard::SurveyCertificate
        | Guard::SealAccounted
        | Guard::CertificateAccounted => "PUT /v1/dissolutions/{id}/custody",
        Guard::DecisionDocument | Guard::Council | Guard::CapitalList => {
            "PUT /v1/dissolutions/{id}/decision"
        }
        Guard::NoticePublished => "POST /v1/dissolutions/{id}/notices",
        // The registry follows by itself; nobody but the operator can hasten it.
        Guard::RegistryDissolving => "GET /v1/dissolutions/{id}",
        Guard::TaxInformed => "POST /v1/dissolutions/{id}/inform-tax",
        Guard::BlockersResolved | Guard::NoDispute => "GET /v1/blockers",
        Guard::ClaimsSettled => "POST /v1/dissolutions/{id}/claims/{claim_id}/settle",
        Guard::ReceivablesSettled => "GET /v1/dissolutions/{id}/receivables",
        Guard::AssetsDisposed => "POST /v1/dissolutions/{id}/assets/{asset_id}/dispose",
        Guard::UndividedHandedOver => "POST /v1/dissolutions/{id}/assets/{asset_id}/hand-over",
        // Each payment by its counter-entry.
        Guard::PaymentsTakenBack => "POST /v1/dissolutions/{id}/cash-entries/{entry_id}/reverse",
        Guard::CashDistributed => "POST /v1/dissolutions/{id}/waterfall",
        Guard::TaxCleared => "POST /v1/dissolutions/{id}/tax-clearances",
        // Time must pass.
        Guard::ObjectionWindowOver => "GET /v1/dissolutions/{id}/deadlines",
        Guard::ObjectionsDecided => "POST /v1/objections/{id}/accept",
    }
}

/// The same where nothing is counted yet: what is to be dealt with is entered first.
const fn first_way(guard: Guard) -> &'static str {
    match guard {
        Guard::ClaimsSettled => "POST /v1/dissolutions/{id}/claims",
        Guard::AssetsDisposed | Guard::UndividedHandedOver => "POST /v1/dissolutions/{id}/assets",
        _ => way(guard),
    }
}

#[cfg(test)]
mod tests {
    use htx_model::dissolution::Route;

    use super::*;
    use crate::domain::{facts::Facts, guard, lifecycle};

    fn date(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    fn situation(state: State, facts: &Facts) -> Situation {
        let unmet = |action: &Action| (*action, guard::unmet(*action, facts));
        Situation {
            state,
            last_step_on: date("2025-05-12"),
            ahead: ahead(state).iter().map(unmet).collect(),
            questions: Vec::new(),
            objections: Vec::new(),
        }
    }

    fn codes(situation: &Situation) -> Vec<&'static str> {
        missing(situation).iter().map(|one| one.code).collect()
    }

    fn empty() -> Facts {
        Facts::none(Route::Voluntary, date("2025-06-02"))
    }

    #[test]
    fn the_way_ahead_is_that_of_the_table_of_states() {
        for state in State::all() {
            let mut at = *state;
            for action in ahead(*state) {
                match lifecycle::after(at, *action) {
                    Some(lifecycle::Next::To(next)) => at = next,
                    Some(lifecycle::Next::Back) => {}
                    None => panic!("{at} does not allow {action}"),
                }
            }
            let goes_on = lifecycle::is_open(*state) && *state != State::Suspended;
            assert_eq!(at == State::Closed, goes_on || *state == State::Closed, "{state}");
        }
    }

    #[test]
    fn a_new_case_lacks_its_survey_and_nothing_that_comes_later() {
        let found = codes(&situation(State::Identified, &empty()));
        let survey: Vec<_> = guard::of(Action::Survey).iter().map(|guard| guard.code()).collect();
        assert_eq!(found, survey);
    }

    #[test]
    fn where_nothing_is_missing_it_is_the_step() {
        let settled = situation(State::Suspended, &empty());
        let found = missing(&settled);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].code, found[0].owner), ("resume", GuardOwner::Authority));
        assert_eq!(found[0].since, date("2025-05-12"));
        assert_eq!(codes(&situation(State::Closed, &empty())), [""; 0]);
    }

    #[test]
    fn a_question_already_asked_is_told_early_once_and_by_whom_it_waits() {
        let mut facts = empty();
        facts.blockers.open = 2;
        facts.blockers.open_since = Some(date("2025-05-13"));
        let question = |record, agency: &str, state| OpenQuestion {
            record: Uuid::from_u128(record),
            guard: Guard::BlockersResolved,
            agency: AgencyCode::parse(agency).unwrap(),
            state,
            raised_on: date("2025-05-13"),
        };
        let case = Situation {
            questions: vec![
                question(1, "so-tnmt", BlockerState::Asked),
                question(2, "cuc-thue", BlockerState::Answered),
            ],
            ..situation(State::Identified, &facts)
        };
        let found = missing(&case);
        let of: Vec<_> = found.iter().filter(|one| one.code == "blockers_resolved").collect();
        assert_eq!(of.len(), 2);
        assert_eq!(of[0].owner, GuardOwner::CompetentAgency);
        assert_eq!(of[0].agency, AgencyCode::parse("so-tnmt").ok());
        assert_eq!((of[1].owner, of[1].agency.clone()), (GuardOwner::Authority, None));
        assert_eq!(of[1].way, "POST /v1/blockers/{id}/resolve");
        assert!(of.iter().all(|one| one.for_step == Action::Settle && one.count.is_none()));
        // What nobody has begun is not told before its step comes.
        assert!(!codes(&case).contains(&"tax_cleared") && !codes(&case).contains(&"council"));
    }

    #[test]
    fn each_open_objection_is_named() {
        let mut facts = empty();
        facts.objections.open = 1;
        facts.objections.open_since = Some(date("2025-05-20"));
        let case = Situation {
            objections: vec![OpenObjection {
                record: Uuid::from_u128(9),
                filed_on: date("2025-05-20"),
            }],
            ..situation(State::Settling, &facts)
        };
        let found = missing(&case);
        let of: Vec<_> = found.iter().filter(|one| one.code == "objections_decided").collect();
        assert_eq!(of.len(), 1);
        assert_eq!((of[0].record, of[0].since), (Some(Uuid::from_u128(9)), date("2025-05-20")));
    }
}
