//! Budgets, and applications of every kind in every state.

mod deciding;

use std::collections::BTreeMap;

use htx_kit::{db::Connection, documents::Received, failure::Failure, http::IfMatch};
use htx_model::{
    agency::AgencyCode,
    date::Date,
    directory::Organisation,
    id::{BudgetId, DocumentId, SupportApplicationId},
    money::Dong,
    policy::Reach,
    principal::Role,
    support::{
        applications::{EntitlementForm, SupportAction, SupportKind, SupportState},
        money::{AllocationKind, BudgetSource},
        programmes::CommuneGradeKind,
    },
};

use super::{
    lines::{LINES, Line, details},
    stage::{Desk, Stage},
};
use crate::{
    domain::{application::cost::Cost, young_worker::Worker},
    store::application::StoredApplication,
    usecase::{
        application::{
            Said, close, decide, documents,
            file::{self, Content, Drafting},
            pay::{self, NewPayment},
            propose::{self, Proposed},
            review,
        },
        budget, programme_terms, record_commune_grade, young_worker,
    },
};

const fn day(month: i8, day: i8) -> Date {
    Date(jiff::civil::date(2025, month, day))
}

/// What an application costs, and how much of it is granted.
const COST: i64 = 72_000_000;
const GRANT: i64 = 36_000_000;

/// An application on its way through the city.
struct Case<'a> {
    organisation: &'a Organisation,
    line: &'static Line,
    /// Where it is to stand in the end.
    goal: SupportState,
    lead: AgencyCode,
    id: SupportApplicationId,
    paper: Option<DocumentId>,
    at: StoredApplication,
}

/// Where the second application of each kind is to stand.
const GOALS: &[SupportState] = &[
    SupportState::Draft,
    SupportState::Submitted,
    SupportState::DistrictReview,
    SupportState::Appraisal,
    SupportState::Returned,
    SupportState::Approved,
    SupportState::Rejected,
    SupportState::Withdrawn,
    SupportState::Accepted,
    SupportState::Recovering,
    SupportState::Cancelled,
    SupportState::Completed,
    SupportState::Approved,
];

/// How far an application comes: a goal implies every step before it.
fn rank(state: SupportState) -> u8 {
    use SupportState as S;
    match state {
        S::Draft => 0,
        S::Submitted | S::Withdrawn => 1,
        S::DistrictReview | S::Returned => 2,
        S::Appraisal => 3,
        S::Rejected => 4,
        S::Approved | S::Cancelled => 5,
        S::Recovering => 6,
        S::Accepted => 7,
        S::Completed => 8,
    }
}

/// One round: two applications of each kind.
pub(super) fn run(
    connection: &mut Connection,
    stage: &Stage,
    paper: &Received,
    round: usize,
    of: &[Organisation],
) -> Result<usize, Failure> {
    stage.turn_to(day(7, 7));
    let mut budgets = BTreeMap::new();
    for line in LINES.iter().filter(|line| line.form != EntitlementForm::NonMonetary) {
        if round == 0 && !budgets.contains_key(line.programme) {
            let money = (BudgetSource::CityBudget, 5_000_000_000);
            open_budget(connection, stage, line.programme, money)?;
        }
        let filter = crate::store::budget::Filter {
            programme: Some(line.programme.to_owned()),
            ..crate::store::budget::Filter::default()
        };
        let everything = htx_model::scope::Scope::everything();
        let found = crate::store::budget::list(connection, &everything, &[], &filter, None, 1)?;
        budgets.extend(found.into_iter().map(|budget| (line.programme, budget.id)));
    }
    grade(connection, stage, of)?;
    let mut cases = Vec::new();
    stage.turn_to(day(7, 14));
    for (at, line) in LINES.iter().enumerate() {
        for second in [false, true] {
            let organisation = of.get(at * 2 + usize::from(second));
            let Some(organisation) = organisation else { continue };
            let goal = match (second, line.kind) {
                (false, SupportKind::YoungWorkers) => SupportState::Approved,
                (false, _) => SupportState::Completed,
                (true, _) => {
                    GOALS.get((at + round) % GOALS.len()).copied().unwrap_or(SupportState::Draft)
                }
            };
            let free = line.form == EntitlementForm::NonMonetary;
            // What takes no money is never recovered.
            let goal = if free && goal == SupportState::Recovering {
                SupportState::Cancelled
            } else {
                goal
            };
            cases.push(draft(connection, stage, organisation, line, goal)?);
        }
    }
    review_all(connection, stage, &mut cases)?;
    deciding::decide_all(connection, stage, paper, &mut cases, &budgets)?;
    deciding::finish_all(connection, stage, &mut cases)?;
    Ok(cases.len())
}

fn lead_of(stage: &Stage, named: &AgencyCode) -> AgencyCode {
    let holder = stage.agencies.successor(named, stage.today());
    holder.map_or_else(|| named.clone(), |one| one.code.clone())
}

pub(super) fn open_budget(
    connection: &mut Connection,
    stage: &Stage,
    programme: &str,
    (source, amount_vnd): (BudgetSource, i64),
) -> Result<BudgetId, Failure> {
    let terms = programme_terms::of_programme(connection, programme, stage.today())?;
    let lead = lead_of(stage, &terms.lead_agency);
    let officer = stage.of_agency(&lead, Role::Officer, Reach::OwnAgency);
    let opened = stage.act(connection, &officer, |act| {
        let opening = budget::open::Opening { programme: programme.to_owned(), year: 2025, source };
        let opened = budget::open::open(act, opening)?;
        let proposal = budget::propose::Proposal {
            kind: AllocationKind::Allocate,
            amount_vnd,
            document_number: "GL-01/QĐ-UBND".to_owned(),
            document_on: act.today(),
            note: Some("Kinh phí của thành phố giả lập, không có thật".to_owned()),
        };
        let allocation = budget::propose::propose(act, opened.id, proposal)?;
        Ok((opened.id, allocation))
    })?;
    let finance = AgencyCode::parse("so-tc").map_err(Failure::unexpected)?;
    let approver = stage.of_agency(&finance, Role::Approver, Reach::City);
    stage.act(connection, &approver, |act| {
        let seen = IfMatch::version(opened.1.version);
        budget::decide::confirm(act, (opened.0, opened.1.id), &seen)
    })?;
    Ok(opened.0)
}

/// The communes of the first cooperatives are advanced, every third one a model, unless recorded already.
fn grade(connection: &mut Connection, stage: &Stage, of: &[Organisation]) -> Result<(), Failure> {
    stage.turn_to(day(7, 10));
    let agriculture = AgencyCode::parse("so-nnmt").map_err(Failure::unexpected)?;
    let officer = stage.of_agency(&agriculture, Role::Officer, Reach::City);
    for (at, one) in of.iter().take(6).enumerate() {
        let commune = &one.seat.current_commune;
        let known =
            crate::store::commune_grade::on(connection, &[commune.as_str()], stage.today())?;
        if !known.is_empty() {
            continue;
        }
        let model = at % 3 == 2;
        let recording = record_commune_grade::Recording {
            commune: commune.clone(),
            grade: if model {
                CommuneGradeKind::ModelNewRural
            } else {
                CommuneGradeKind::AdvancedNewRural
            },
            valid_from: day(7, 2),
            document_number: "GL-02/QĐ-UBND".to_owned(),
            document_issued_on: Some(day(7, 2)),
        };
        stage.act(connection, &officer, |act| record_commune_grade::record(act, recording))?;
    }
    Ok(())
}

fn draft<'a>(
    connection: &mut Connection,
    stage: &Stage,
    organisation: &'a Organisation,
    line: &'static Line,
    goal: SupportState,
) -> Result<Case<'a>, Failure> {
    let own = stage.of_organisation(organisation);
    let free = line.form == EntitlementForm::NonMonetary;
    let cost = Cost {
        kind: line.cost,
        name: format!("Chi phí giả lập {}", line.kind),
        year: 2025,
        reference: None,
        issuer: None,
        amount: Dong(COST),
    };
    let commune = organisation.seat.current_commune.as_str();
    let grades = crate::store::commune_grade::on(connection, &[commune], stage.today())?;
    let grade = grades.get(commune).copied().unwrap_or(CommuneGradeKind::AdvancedNewRural);
    let content = Content {
        details: details(line.kind, commune, grade),
        costs: if free { Vec::new() } else { vec![cost] },
        requested_vnd: if free { 0 } else { GRANT },
    };
    let drafting = Drafting {
        organisation: organisation.id,
        programme: line.programme.to_owned(),
        kind: line.kind,
        content,
        on_behalf_reason: None,
    };
    let at = stage.act(connection, &own, |act| file::draft(act, drafting))?;
    let lead = lead_of(stage, &at.application.lead_agency);
    Ok(Case { organisation, line, goal, lead, id: at.application.id, paper: None, at })
}

impl Case<'_> {
    fn is_to(&self, state: SupportState) -> bool {
        rank(self.goal) >= rank(state)
    }

    fn seen(&self) -> IfMatch {
        IfMatch::version(self.at.version)
    }

    fn officer(&self, stage: &Stage) -> Desk {
        stage.of_agency(&self.lead, Role::Officer, Reach::OwnAgency)
    }

    fn approver(&self, stage: &Stage) -> Desk {
        stage.of_agency(&self.lead, Role::Approver, Reach::OwnAgency)
    }

    fn said(&self) -> Said {
        let reason = Some("Thành phố giả lập".to_owned());
        Said { reason, documents: self.paper.into_iter().collect() }
    }

    /// Takes a step as somebody, and keeps the application as it is after it.
    fn step(
        &mut self,
        connection: &mut Connection,
        stage: &Stage,
        desk: &Desk,
        work: impl FnOnce(
            &mut htx_kit::act::Act<'_>,
            (SupportApplicationId, &IfMatch),
        ) -> Result<StoredApplication, Failure>,
    ) -> Result<(), Failure> {
        let seen = self.seen();
        self.at = stage.act(connection, desk, |act| work(act, (self.id, &seen)))?;
        Ok(())
    }
}

fn review_all(
    connection: &mut Connection,
    stage: &Stage,
    cases: &mut [Case<'_>],
) -> Result<(), Failure> {
    stage.turn_to(day(7, 21));
    for case in cases.iter_mut().filter(|case| case.is_to(SupportState::Submitted)) {
        let own = stage.of_organisation(case.organisation);
        case.step(connection, stage, &own, |act, of| file::submit(act, of, Said::default()))?;
        if case.goal == SupportState::Withdrawn {
            let said = case.said();
            case.step(connection, stage, &own, |act, of| file::withdraw(act, of, said))?;
        }
    }
    stage.turn_to(day(8, 4));
    for case in cases.iter_mut().filter(|case| case.is_to(SupportState::DistrictReview)) {
        let code = format!("commune-{}", case.organisation.seat.current_commune);
        let commune = AgencyCode::parse(&code).map_err(Failure::unexpected)?;
        let officer = stage.of_agency(&commune, Role::Officer, Reach::OwnTerritory);
        case.step(connection, stage, &officer, |act, of| {
            review::start_review(act, of, Said::default())
        })?;
        let said = case.said();
        if case.goal == SupportState::Returned {
            case.step(connection, stage, &officer, |act, of| {
                review::give_back(act, of, SupportAction::Return, said)
            })?;
        } else if case.is_to(SupportState::Appraisal) {
            case.step(connection, stage, &officer, |act, of| review::endorse(act, of, true, said))?;
        }
    }
    Ok(())
}
