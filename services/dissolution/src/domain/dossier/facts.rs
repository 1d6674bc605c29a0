//! What the guards and the clock look at, out of the records of a case as they stood.

use htx_model::{
    date::Date,
    dissolution::{
        DissolutionAction, DissolutionState, Guard,
        answers::{BlockerKind, ObjectionState},
        grounds::InventoryFinding,
        money::{AssetDivision, AssetState, ReceivableState},
    },
    money::Dong,
};

use super::{
    AuditedDeadline, AuditedMissing, AuditedStep,
    fold::{Records, Tables},
    money::{balance, count},
    records::{AssetRecord, BlockerRecord, InventoryRecord},
};
use crate::domain::{
    case::Dissolution,
    claim,
    clock::{self, Dates, Deadline, Protest, Question},
    facts::{
        AssetFacts, BlockerFacts, ClaimFacts, CustodyFacts, DecisionFacts, Facts, NoticeFacts,
        ObjectionFacts, RegistryFacts, SurveyFacts, TaxFacts,
    },
    guard,
    standing::{self, Missing, OpenObjection, OpenQuestion, Situation},
};

/// Whether an asset is neither disposed of nor handed over.
pub(super) fn is_left(asset: &AssetRecord) -> bool {
    !matches!(asset.state, AssetState::Disposed | AssetState::HandedOver)
}

/// All deadlines of a case as of a day.
pub(super) fn deadlines(
    case: &Dissolution,
    steps: &[AuditedStep],
    records: &Records,
    day: Date,
    tables: &Tables<'_>,
) -> Vec<AuditedDeadline> {
    let dates = dates(case, steps, records);
    let all = clock::deadlines(&dates, tables.periods, tables.holidays, day);
    let view = |deadline: Deadline| AuditedDeadline {
        overdue: deadline.overdue(day),
        kind: deadline.kind,
        record_id: deadline.record,
        started_on: deadline.started_on,
        days: deadline.days,
        day_count: deadline.count,
        stopped_days: deadline.stopped_days,
        due_on: deadline.due_on,
        done_on: deadline.done_on,
        legal_basis: deadline.basis,
    };
    all.into_iter().map(view).collect()
}

fn dates(case: &Dissolution, steps: &[AuditedStep], records: &Records) -> Dates {
    let settled = steps.iter().rev().find(|step| step.to == DissolutionState::Settled);
    let question = |blocker: &BlockerRecord| Question {
        record: blocker.id.uuid(),
        agency: blocker.asked.agency.clone(),
        asked_on: blocker.asked_on,
        due_on: blocker.due_on,
        ended_on: (blocker.answer.as_ref().map(|answer| answer.on))
            .or(blocker.closing.as_ref().map(|closing| closing.on)),
    };
    let notice = notice(records);
    Dates {
        decided_on: case.decided_on,
        notice: notice.published_on.zip(notice.window_ends_on),
        registered_on: case.registered_on,
        tax_informed_on: notice.tax_informed_on,
        settled_on: settled.map(|step| step.effective_on),
        ended_on: case.ended_on,
        planned: case.planned(),
        suspensions: suspensions(steps),
        questions: records.blockers.iter().map(question).collect(),
        objections: (records.objections.iter())
            .map(|objection| Protest {
                record: objection.id.uuid(),
                filed_on: objection.filed_on,
                ended_on: objection.outcome.as_ref().map(|outcome| outcome.on),
            })
            .collect(),
    }
}

/// From when to when a case stood still.
fn suspensions(steps: &[AuditedStep]) -> Vec<(Date, Option<Date>)> {
    clock::suspensions(steps.iter().map(|step| (step.action, step.effective_on)))
}

fn notice(records: &Records) -> NoticeFacts {
    NoticeFacts {
        published_on: records.notices.first().map(|notice| notice.published_on),
        window_ends_on: records.notices.last().map(|notice| notice.window_ends_on),
        tax_informed_on: records.tax_informed.as_ref().map(|told| told.informed_on),
    }
}

/// The smallest list of what keeps a case from its end, as of a day.
pub(super) fn missing(case: &Dissolution, records: &Records, day: Date) -> Vec<AuditedMissing> {
    let facts = facts(case, records, day);
    let unmet = |action: &DissolutionAction| (*action, guard::unmet(*action, &facts));
    let stopping = records.blockers.iter().filter(|one| one.blocking && one.state.is_open());
    let situation = Situation {
        state: case.state,
        last_step_on: case.last_step_on,
        ahead: standing::ahead(case.state).iter().map(unmet).collect(),
        questions: stopping.map(open_question).collect(),
        objections: (records.objections.iter())
            .filter(|objection| objection.state == ObjectionState::Filed)
            .map(|one| OpenObjection { record: one.id.uuid(), filed_on: one.filed_on })
            .collect(),
    };
    standing::missing(&situation).into_iter().map(view).collect()
}

fn open_question(blocker: &BlockerRecord) -> OpenQuestion {
    let dispute = blocker.kind == BlockerKind::Dispute;
    OpenQuestion {
        record: blocker.id.uuid(),
        guard: if dispute { Guard::NoDispute } else { Guard::BlockersResolved },
        agency: blocker.asked.agency.clone(),
        state: blocker.state,
        raised_on: blocker.raised_on,
    }
}

fn view(missing: Missing) -> AuditedMissing {
    AuditedMissing {
        code: missing.code.to_owned(),
        detail_vi: missing.detail.vi.into_owned(),
        detail_en: missing.detail.en.into_owned(),
        for_step: missing.for_step,
        record_id: missing.record,
        who: missing.owner,
        agency: missing.agency,
        since: missing.since,
        count: missing.count,
        legal_basis: missing.legal_basis,
    }
}

fn facts(case: &Dissolution, records: &Records, day: Date) -> Facts {
    let sync = case.registry_sync.as_ref();
    let (survey, decision) = (&records.survey, &records.decision);
    Facts {
        today: day,
        route: case.route,
        waiting_since: case.last_step_on,
        survey: SurveyFacts {
            records: survey.records.is_some(),
            people: survey.people.is_some(),
            assets: survey.assets.is_some(),
            debts: survey.debts.is_some(),
            assets_listed: listed(survey.assets.as_ref()),
            debts_listed: listed(survey.debts.as_ref()),
        },
        custody: CustodyFacts {
            seal: records.seal.as_ref().map(|said| said.custody),
            certificate: records.certificate.as_ref().map(|said| said.custody),
        },
        decision: DecisionFacts {
            document: decision.document.as_ref().map(|deed| deed.kind),
            council: decision.council.is_some(),
            capital_list: decision.capital.is_some(),
            undivided_listed: listed(decision.capital.as_ref()),
        },
        registry: RegistryFacts {
            sync: sync.map(|sync| sync.state),
            since: sync.map(|sync| sync.since.date()),
        },
        tax: TaxFacts {
            cleared: records.tax_clearance.as_ref().is_some_and(|said| said.outcome.clears()),
        },
        claims: claims(records, day),
        assets: assets(records),
        blockers: blockers(records),
        notice: notice(records),
        objections: objections(records),
    }
}

/// Whether something is listed there, be it in the survey's inventory or among capital and funds.
fn listed(inventory: Option<&InventoryRecord>) -> bool {
    inventory.is_some_and(|inventory| inventory.finding == InventoryFinding::Listed)
}

/// How many, and since when the oldest.
fn oldest(days: impl Iterator<Item = Date>) -> (u32, Option<Date>) {
    let days: Vec<Date> = days.collect();
    (count(days.len()), days.into_iter().min())
}

fn claims(records: &Records, day: Date) -> ClaimFacts {
    let open =
        (records.claims.iter()).filter(|one| claim::stands_open(one.state, one.contest_until, day));
    let (open, open_since) = oldest(open.map(|claim| claim.registered_on));
    let owed = records.receivables.iter().filter(|one| one.state == ReceivableState::Open);
    let (receivables_open, receivables_open_since) = oldest(owed.map(|one| one.registered_on));
    let paid = records.claims.iter().filter(|one| one.paid_vnd > Dong::ZERO);
    let (paid, paid_since) = oldest(paid.map(|one| one.registered_on));
    ClaimFacts {
        none: records.claims.is_empty(),
        open,
        open_since,
        receivables_open,
        receivables_open_since,
        paid,
        paid_since,
    }
}

fn assets(records: &Records) -> AssetFacts {
    let of = |division| {
        let left = records.assets.iter().filter(|asset| is_left(asset));
        oldest(left.filter(|asset| asset.division == division).map(|asset| asset.listed_on))
    };
    let (undisposed, undisposed_since) = of(AssetDivision::Divisible);
    let (undivided_open, undivided_open_since) = of(AssetDivision::Undivided);
    AssetFacts {
        none: records.assets.is_empty()
            && records.receivables.is_empty()
            && records.cash.is_empty(),
        undivided_none: !records
            .assets
            .iter()
            .any(|asset| asset.division == AssetDivision::Undivided),
        undisposed,
        undisposed_since,
        undivided_open,
        undivided_open_since,
        cash: balance(records),
    }
}

fn blockers(records: &Records) -> BlockerFacts {
    let of = |dispute: bool| {
        let open = records.blockers.iter().filter(|one| one.blocking && one.state.is_open());
        let of = open.filter(|one| (one.kind == BlockerKind::Dispute) == dispute);
        oldest(of.map(|one| one.raised_on))
    };
    let ((open, open_since), (disputes, disputes_since)) = (of(false), of(true));
    BlockerFacts { open, open_since, disputes, disputes_since }
}

fn objections(records: &Records) -> ObjectionFacts {
    let open = records.objections.iter().filter(|one| one.state == ObjectionState::Filed);
    let (open, open_since) = oldest(open.map(|one| one.filed_on));
    ObjectionFacts { open, open_since }
}
