//! One transaction of an import.

use std::collections::{BTreeMap, HashMap, HashSet};

use htx_kit::{
    context::Context,
    db::Connection,
    failure::Failure,
    log::{self, Entry, Ready},
};
use htx_model::{
    event::Event,
    id::{BatchId, OrganisationId},
    text,
};
use serde_json::Value;

use super::{ImportProblem, Importer, NameTaken};
use crate::{
    domain::{
        annual_report::{AnnualReport, Figures, ReportOrigin},
        competence,
        lifecycle::{self, Action},
        organisation::{Organisation, Representative},
        outlier::{self, ReportFlag},
        rating::YearlyRating,
        reconcile::{self, Candidates, Claimed},
        register_sheet::{ProblemCode, RegisterRecord, SheetRow},
    },
    store::{self, organisation::Stored},
    usecase::{assess_rating, file_annual_report, record},
};

/// An entry that a row changes.
pub(super) struct Change {
    before: Organisation,
    version: i64,
    after: Organisation,
    representative: Representative,
}

/// What a batch of rows would do to the register.
#[derive(Default)]
pub(super) struct Plan {
    pub(super) entered: Vec<(Organisation, Representative)>,
    pub(super) changed: Vec<Change>,
    pub(super) unchanged: usize,
    pub(super) problems: Vec<ImportProblem>,
    pub(super) names_taken: Vec<NameTaken>,
    /// Reports that are new or different, each with what stood before.
    reports: Vec<(Option<AnnualReport>, AnnualReport, Organisation)>,
    /// What is unusual about each of them.
    flags: Vec<Vec<ReportFlag>>,
    /// What is unusual now about reports on the year after one of them: that hangs on both.
    flagged_anew: BTreeMap<(i16, Vec<ReportFlag>), Vec<OrganisationId>>,
    /// Ratings that are new or different, each with what stood before.
    ratings: Vec<(Option<YearlyRating>, YearlyRating, Organisation)>,
}

/// What the register holds of the organisations that a batch may speak of.
struct Register {
    organisations: HashMap<OrganisationId, Stored>,
    representatives: HashMap<OrganisationId, Representative>,
    reports: HashMap<(OrganisationId, i16), AnnualReport>,
    /// Whose capital follows the movements on record.
    with_capital: HashSet<OrganisationId>,
    /// Whose membership of the alliance is on record.
    with_membership: HashSet<OrganisationId>,
    ratings: HashMap<(OrganisationId, i16), YearlyRating>,
}

impl Register {
    /// A described entry with what the record of its members and of the alliance says instead: a
    /// list cannot contradict either.
    fn on_record(&self, known: &Organisation, described: Organisation) -> Organisation {
        let mut entry = described;
        if self.with_capital.contains(&known.id) {
            entry.charter_capital_vnd = known.charter_capital_vnd;
            entry.member_count = known.member_count;
        }
        if self.with_membership.contains(&known.id) {
            entry.alliance_member = known.alliance_member;
        }
        entry
    }

    /// `writes` says whether what the rows change is written in this transaction.
    fn read(
        connection: &mut Connection,
        rows: &[SheetRow],
        name_keys: &[String],
        writes: bool,
    ) -> Result<Self, Failure> {
        let numbers: Vec<&str> =
            rows.iter().filter_map(|row| row.record.number.as_ref()).map(|n| n.as_str()).collect();
        let names: Vec<&str> = name_keys.iter().map(String::as_str).collect();
        let mut found = store::organisation::matching(connection, &numbers, &names)?;
        if writes && !connection.writes_alone() {
            // The locks of a single change, of all that the batch may write, before it compares anything: an
            // officer who files a report meanwhile would otherwise find it written over. Whoever held one
            // may have changed it, so they are read again.
            let held: HashSet<_> = found.iter().map(|stored| stored.organisation.id).collect();
            connection.lock_all(held.iter().map(|id| record::lock_name(*id)))?;
            found = store::organisation::matching(connection, &numbers, &names)?;
            found.retain(|stored| held.contains(&stored.organisation.id));
        }
        let organisations: HashMap<_, _> =
            found.into_iter().map(|stored| (stored.organisation.id, stored)).collect();
        let ids: Vec<OrganisationId> = organisations.keys().copied().collect();
        let representatives = store::organisation::representatives_of(connection, &ids)?;
        let reports = store::annual_report::of(connection, &ids, None)?
            .into_iter()
            .map(|stored| ((stored.report.organisation, stored.report.year), stored.report))
            .collect();
        let with_capital = store::contribution::organisations_with_any(connection, &ids)?;
        let with_membership = store::alliance_membership::organisations_with_any(connection, &ids)?;
        let ratings = store::yearly_rating::of(connection, &ids, None)?
            .into_iter()
            .map(|stored| ((stored.rating.organisation, stored.rating.year), stored.rating))
            .collect();
        Ok(Self { organisations, representatives, reports, with_capital, with_membership, ratings })
    }
}

/// Compares rows with the register, writing nothing. Where it is written afterwards, in the same transaction,
/// what it found is held.
pub(super) fn plan(
    connection: &mut Connection,
    importer: &Importer,
    rows: &[SheetRow],
    claimed: &mut Claimed,
    writes: bool,
) -> Result<Plan, Failure> {
    // On PostgreSQL two imports of one office could otherwise both enter what neither found.
    connection.lock("registry import")?;
    let name_keys: Vec<String> = rows.iter().map(|row| text::name_key(&row.record.name)).collect();
    let register = Register::read(connection, rows, &name_keys, writes)?;
    let candidates =
        Candidates::new(register.organisations.values().map(|stored| &stored.organisation));
    let mut plan = Plan::default();
    for (row, name_key) in rows.iter().zip(name_keys) {
        let known = candidates.find(&row.record, &name_key, claimed);
        let known = known.and_then(|known| register.organisations.get(&known.id));
        let Some(named) = compare(importer, &register, row, known, claimed, &mut plan) else {
            continue;
        };
        if candidates.name_is_taken(named, &name_key, claimed) {
            let name = row.record.name.clone();
            plan.names_taken.push(NameTaken { row: row.row_number, name });
        }
        claimed.note_name(name_key, named);
    }
    Ok(plan)
}

/// Plans what a row says. Gives the organisation, unless that has ended, to which it brings another name than
/// it had.
fn compare(
    importer: &Importer,
    register: &Register,
    row: &SheetRow,
    known: Option<&Stored>,
    claimed: &mut Claimed,
    plan: &mut Plan,
) -> Option<OrganisationId> {
    let Importer { units, context, scope, .. } = importer;
    let id = known.map_or_else(|| context.ids.make(), |stored| stored.organisation.id);
    let entry = known.map(|stored| &stored.organisation);
    let Some(after) = reconcile::described(&row.record, id, entry, units, context.today()) else {
        plan.problems.push(problem(
            row,
            ProblemCode::UnknownCommune,
            "Xã, phường có trong danh mục",
        ));
        return None;
    };
    let after = match entry {
        Some(known) => register.on_record(known, after),
        None => after,
    };
    claimed.note(id);
    let person_before = register.representatives.get(&id);
    let representative = reconcile::described_representative(&row.record, person_before);
    match known {
        None => plan.entered.push((after.clone(), representative)),
        Some(stored) if !competence::keeps(scope, after.kind, &stored.organisation.placement()) => {
            plan.problems.push(problem(
                row,
                ProblemCode::OutOfScope,
                "Tổ chức thuộc địa bàn của tài khoản",
            ));
            return None;
        }
        Some(stored) => {
            let person_same = person_before.cloned().unwrap_or_default() == representative;
            if stored.organisation == after && person_same {
                plan.unchanged += 1;
            } else if lifecycle::allows(stored.organisation.status, Action::Change) {
                plan.changed.push(Change {
                    before: stored.organisation.clone(),
                    version: stored.version,
                    after: after.clone(),
                    representative,
                });
            } else {
                let expected = "Tổ chức không bị đóng băng vì đang giải thể (Điều 100 Luật HTX 2023) hoặc đã kết thúc";
                plan.problems.push(problem(row, ProblemCode::Frozen, expected));
                return None;
            }
        }
    }
    let brings_name =
        entry.is_none_or(|entry| entry.name != after.name) && !after.status.has_ended();
    if let Some(year) = row.record.figures_year {
        plan_rating(importer, register, row, year, &after, plan);
        plan_report(importer, register, row, year, after, plan);
    }
    brings_name.then_some(id)
}

fn problem(row: &SheetRow, code: ProblemCode, expected: &str) -> ImportProblem {
    ImportProblem {
        row: row.row_number,
        column: String::new(),
        code,
        read: row.record.name.clone(),
        personal: false,
        expected: expected.to_owned(),
    }
}

/// Plans the report of a row. One that was filed is restated by whoever filed it, not by a list.
fn plan_report(
    importer: &Importer,
    register: &Register,
    row: &SheetRow,
    year: i16,
    organisation: Organisation,
    plan: &mut Plan,
) {
    let id = organisation.id;
    let before = register.reports.get(&(id, year));
    let is_filed = before.is_some_and(|report| report.origin == ReportOrigin::Filed);
    let report_id = before.map_or_else(|| importer.context.ids.make(), |report| report.id);
    let report = report(&row.record, report_id, id, year, before);
    if !is_filed && before != Some(&report) {
        let year_before = year.checked_sub(1).and_then(|year| register.reports.get(&(id, year)));
        let year_before = year_before.map(|report| &report.figures);
        plan.flags.push(outlier::flags(&report.figures, year_before));
        if let Some(after) = year.checked_add(1).and_then(|year| register.reports.get(&(id, year)))
        {
            let anew = outlier::flags(&after.figures, Some(&report.figures));
            plan.flagged_anew.entry((after.year, anew)).or_default().push(id);
        }
        plan.reports.push((before.cloned(), report, organisation));
    }
}

/// Plans the rating of a row. One that was assessed here stays as it is.
fn plan_rating(
    importer: &Importer,
    register: &Register,
    row: &SheetRow,
    year: i16,
    organisation: &Organisation,
    plan: &mut Plan,
) {
    let Some(given) = row.record.rating else { return };
    let before = register.ratings.get(&(organisation.id, year));
    if before.is_some_and(|before| !before.is_imported() || before.rating == Some(given)) {
        return;
    }
    let id = before.map_or_else(|| importer.context.ids.make(), |before| before.id);
    let rating = YearlyRating::imported(id, organisation.id, year, given);
    plan.ratings.push((before.cloned(), rating, organisation.clone()));
}

fn report(
    record: &RegisterRecord,
    id: htx_model::id::AnnualReportId,
    organisation: OrganisationId,
    year: i16,
    before: Option<&AnnualReport>,
) -> AnnualReport {
    let known = before.map(|report| report.figures.clone()).unwrap_or_default();
    let amount = |given: Option<htx_model::money::Dong>, known: Option<i64>| {
        given.map(|amount| amount.0).or(known)
    };
    let worker_count = record.workers.or(known.worker_count);
    // The file has the average; what was paid to all follows from it and the number of workers.
    let pay = record.average_worker_income.zip(worker_count);
    let pay = pay.and_then(|(average, workers)| average.0.checked_mul(i64::from(workers)));
    let figures = Figures {
        revenue_vnd: amount(record.revenue, known.revenue_vnd),
        profit_vnd: amount(record.profit, known.profit_vnd),
        official_member_count: record.members.or(known.official_member_count),
        worker_count,
        worker_pay_vnd: pay.or(known.worker_pay_vnd),
        ..known
    };
    let origin = ReportOrigin::Imported;
    AnnualReport { id, organisation, year, origin, figures, restatement_reason: None }
}

/// Writes what a plan says, with its events. The events are made ready meanwhile: that took a quarter of
/// the time of an import, and needs no database.
pub(super) fn carry_out(
    connection: &mut Connection,
    context: &Context,
    batch: BatchId,
    plan: &Plan,
) -> Result<(), Failure> {
    let events = std::thread::scope(|scope| {
        let events = scope.spawn(|| ready_events(context, batch, plan));
        write_rows(connection, context, plan)?;
        events.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })?;
    log::append_ready(connection, events)
}

fn ready_events(context: &Context, batch: BatchId, plan: &Plan) -> Result<Vec<Ready>, Failure> {
    let events = events(context, batch, plan)?;
    let entries = events.iter().map(|(event, personal)| {
        Ready::of(&Entry { event, personal: personal.as_ref() }, &context.ids)
    });
    entries.collect()
}

fn write_rows(connection: &mut Connection, context: &Context, plan: &Plan) -> Result<(), Failure> {
    let entered: Vec<_> = plan.entered.iter().map(|(entry, person)| (entry, person)).collect();
    store::organisation::insert_many(connection, &entered, context.now)?;
    let changed: Vec<_> = plan.changed.iter().map(|one| (&one.after, one.version)).collect();
    store::organisation::save_many(connection, &changed, context.now)?;
    let people: Vec<_> = plan
        .changed
        .iter()
        .filter(|change| !change.representative.is_unknown())
        .map(|change| (change.after.id, &change.representative))
        .collect();
    store::organisation::save_representatives(connection, &people)?;
    let reports: Vec<_> = plan
        .reports
        .iter()
        .zip(&plan.flags)
        .map(|((_, report, _), flags)| (report.clone(), flags.clone()))
        .collect();
    store::annual_report::save_many(connection, &reports, context.now)?;
    for ((year, flags), organisations) in &plan.flagged_anew {
        store::annual_report::save_flags(connection, organisations, *year, flags)?;
    }
    let ratings: Vec<_> = plan.ratings.iter().map(|(_, rating, _)| rating.clone()).collect();
    store::yearly_rating::save_many(connection, &ratings, context.now)
}

fn events(
    context: &Context,
    batch: BatchId,
    plan: &Plan,
) -> Result<Vec<(Event, Option<Value>)>, Failure> {
    let mut events =
        Vec::with_capacity(plan.entered.len() + plan.changed.len() + plan.reports.len());
    for (entry, person) in &plan.entered {
        let event = record::event(context, "organisation.imported", None, entry)?;
        events.push((event, record::personal(person)?));
    }
    for Change { before, after, representative, .. } in &plan.changed {
        let event = record::event(context, "organisation.changed", Some(before), after)?;
        events.push((event, record::personal(representative)?));
        let departure = record::departure(context, before, after)?;
        events.extend(departure.map(|event| (event, None)));
    }
    for (before, report, organisation) in &plan.reports {
        let kind = "annual_report.recorded";
        let event =
            file_annual_report::event(context, kind, organisation, before.as_ref(), report)?;
        events.push((event, None));
    }
    for (before, rating, organisation) in &plan.ratings {
        let event = assess_rating::event(
            context,
            "rating.imported",
            organisation,
            before.as_ref(),
            rating,
        )?;
        events.push((event, None));
    }
    for (event, _) in &mut events {
        event.batch = Some(batch);
    }
    Ok(events)
}
