//! Yearly plans of the communes, and proposals at every stage.

use std::collections::{BTreeMap, VecDeque};

use htx_kit::{failure::Failure, http::IfMatch};
use htx_model::{
    administrative::CommuneCode,
    date::Date,
    dissolution::planning::{CandidateAction, CandidateRule},
    id::DissolutionCandidateId,
};

use super::{
    OPENED, PLANNED, day,
    folder::LAW,
    stage::{Acting, Stage},
};
use crate::{
    domain::{
        organisation::Organisation,
        plan::{Entry, PlanMonth},
    },
    usecase::{
        candidate::{self, Finding, Item, Own, Proposal, Staging},
        plan::{self, Acting as PlanActing},
    },
};

/// How many organisations of a round are proposed, and withdrawn or taken on from there.
pub(super) const CANDIDATES: usize = 5;
/// The year that is planned.
const YEAR: i16 = 2026;
/// The months by which the organisations of a plan are to be dissolved, in turn.
const MONTHS: [&str; 4] = ["2026-06", "2026-09", "2026-11", "2026-12"];
/// Every so manieth plan is not approved yet.
const UNAPPROVED_EVERY: usize = 9;
const WARNED: Date = day(2026, 3, 6);
const WARNED_AGAIN: Date = day(2026, 4, 8);
const DECIDED: Date = day(2026, 5, 12);

/// Makes the plans of the communes whose organisations are to be dissolved: most are approved, a few
/// were submitted only.
pub(super) async fn plan(stage: &Stage, organisations: Vec<Organisation>) -> Result<(), Failure> {
    let mut communes: BTreeMap<CommuneCode, Vec<Organisation>> = BTreeMap::new();
    for one in organisations {
        communes.entry(one.seat.current_commune.clone()).or_default().push(one);
    }
    for (at, of) in communes.into_values().enumerate() {
        let stage_of = stage.clone();
        let approved = at % UNAPPROVED_EVERY != UNAPPROVED_EVERY - 1;
        let work = move |connection: &mut htx_kit::db::Connection| {
            plan_one(&stage_of, connection, &of, approved)
        };
        stage.service.runtime.database.write(work).await?;
    }
    Ok(())
}

fn plan_one(
    stage: &Stage,
    connection: &mut htx_kit::db::Connection,
    of: &[Organisation],
    approved: bool,
) -> Result<(), Failure> {
    let Some(first) = of.first() else { return Ok(()) };
    let desk = stage.authority(first)?;
    let Acting { context, caller } = stage.officer(&desk, PLANNED);
    let service = &stage.service;
    let opened = plan::open(connection, &context, service, &caller, YEAR)?;
    let months = MONTHS.iter().cycle();
    let entries: Result<Vec<Entry>, Failure> = of
        .iter()
        .zip(months)
        .map(|(one, month)| {
            Ok(Entry {
                organisation: one.id,
                responsible_officer: format!("{}.officer", desk.agency),
                expected_month: PlanMonth::parse(month).map_err(Failure::unexpected)?,
            })
        })
        .collect();
    let id = opened.plan.id;
    let seen = IfMatch::version(opened.plan.version);
    let written = plan::write(connection, &context, &caller, id, &seen, entries?)?;
    let seen = IfMatch::version(written.plan.version);
    let (who, submit) = ((&caller, &caller.scope), PlanActing::Submit);
    let submitted = plan::act(connection, &context, service, who, id, &seen, &submit)?;
    if !approved {
        return Ok(());
    }
    let Acting { context, caller } = stage.approver(&desk, PLANNED.plus_days(1));
    let seen = IfMatch::version(submitted.plan.version);
    let approve = PlanActing::Approve("07/KH-UBND".to_owned());
    let who = (&caller, &caller.scope);
    plan::act(connection, &context, service, who, id, &seen, &approve)?;
    Ok(())
}

/// How far a proposal goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stop {
    Proposed,
    Warned,
    WarnedAgain,
    Decided,
    Withdrawn,
}

const STOPS: [Stop; CANDIDATES] =
    [Stop::Decided, Stop::WarnedAgain, Stop::Warned, Stop::Withdrawn, Stop::Proposed];

/// Organisations that are proposed to be dissolved, on their way.
pub(super) struct Hopefuls {
    waiting: Vec<(Organisation, Stop)>,
    begun: Vec<(Organisation, Stop, DissolutionCandidateId, i64)>,
}

impl Hopefuls {
    /// Those of so many rounds, or as many as there are.
    pub(super) fn of(stopped: VecDeque<Organisation>, rounds: usize) -> Self {
        let stops = STOPS.iter().copied().cycle();
        let waiting = stopped.into_iter().take(CANDIDATES * rounds).zip(stops).collect();
        Self { waiting, begun: Vec::new() }
    }

    /// Proposes them, and warns those that go on.
    pub(super) async fn begin(mut self, stage: &Stage) -> Result<Self, Failure> {
        for (of, stop) in std::mem::take(&mut self.waiting) {
            let (at, organisation) = (stage.clone(), of.clone());
            let work = move |connection: &mut htx_kit::db::Connection| {
                propose(&at, connection, &organisation, stop)
            };
            if let Some((id, version)) = stage.service.runtime.database.write(work).await? {
                self.begun.push((of, stop, id, version));
            }
        }
        Ok(self)
    }

    /// Warns those again that go on, decides and withdraws.
    pub(super) async fn go_on(self, stage: &Stage) -> Result<(), Failure> {
        for (of, stop, id, version) in self.begun {
            let at = stage.clone();
            let work = move |connection: &mut htx_kit::db::Connection| -> Result<(), Failure> {
                let mut version = version;
                for (action, on) in after_the_warning(stop) {
                    let item = Item { id, version, own: Own::default() };
                    version = staged(&at, connection, &of, *action, *on, item)?;
                }
                Ok(())
            };
            stage.service.runtime.database.write(work).await?;
        }
        Ok(())
    }
}

const fn after_the_warning(stop: Stop) -> &'static [(CandidateAction, Date)] {
    match stop {
        Stop::Proposed | Stop::Warned => &[],
        Stop::WarnedAgain => &[(CandidateAction::WarnAgain, WARNED_AGAIN)],
        Stop::Decided => {
            &[(CandidateAction::WarnAgain, WARNED_AGAIN), (CandidateAction::Decide, DECIDED)]
        }
        Stop::Withdrawn => &[(CandidateAction::Withdraw, WARNED_AGAIN)],
    }
}

fn propose(
    stage: &Stage,
    connection: &mut htx_kit::db::Connection,
    of: &Organisation,
    stop: Stop,
) -> Result<Option<(DissolutionCandidateId, i64)>, Failure> {
    let desk = stage.authority(of)?;
    let Acting { context, caller } = stage.officer(&desk, OPENED);
    let finding =
        Finding { rule: CandidateRule::Dormant, years: None, district: None, commune: None };
    let proposal = Proposal { finding, only: Some(vec![of.id]) };
    let proposed = candidate::propose(connection, &context, &stage.service, &caller, proposal)?;
    let Some((one, _)) = proposed.candidates.first() else { return Ok(None) };
    let item = Item { id: one.id, version: one.version, own: Own::default() };
    if stop == Stop::Proposed {
        return Ok(Some((one.id, item.version)));
    }
    let version = staged(stage, connection, of, CandidateAction::Warn, WARNED, item)?;
    Ok(Some((one.id, version)))
}

/// Takes a stage with one candidate, and gives its version.
fn staged(
    stage: &Stage,
    connection: &mut htx_kit::db::Connection,
    of: &Organisation,
    action: CandidateAction,
    on: Date,
    item: Item,
) -> Result<i64, Failure> {
    let desk = stage.authority(of)?;
    let decides = matches!(action, CandidateAction::Decide);
    let Acting { context, caller } =
        if decides { stage.approver(&desk, on) } else { stage.officer(&desk, on) };
    let withdraws = matches!(action, CandidateAction::Withdraw);
    let staging = Staging {
        action,
        items: vec![item],
        reason: withdraws.then(|| "Hợp tác xã đã hoạt động trở lại".to_owned()),
        legal_basis: decides.then(|| LAW.to_owned()),
    };
    let who = (&caller, Some(desk.name.as_str()));
    let outcomes = candidate::stage(connection, &context, &stage.service, who, &staging)?;
    let outcome = outcomes.into_iter().next();
    let outcome = outcome.ok_or_else(|| Failure::unexpected("a stage has its outcome"))?.outcome;
    Ok(outcome?.version)
}
