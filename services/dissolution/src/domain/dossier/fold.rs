//! Folds the events of a case.

use std::collections::{BTreeMap, BTreeSet};

use htx_kit::log::{history::Recorded, merge_patch};
use htx_model::{
    agency::Agencies,
    date::{Date, Instant},
    dissolution::{DissolutionState, UnreadReason},
    event::Event,
    id::DocumentId,
    working_days::Holidays,
};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{
    AuditedOrganisation, AuditedStep, AuditedUnread, Dossier, FORMAT, RULES, money,
    records::{
        AssetRecord, BlockerRecord, CashRecord, ClaimRecord, CustodyRecord, DecisionRecord,
        DocumentRecord, NoticeRecord, ObjectionRecord, ReceivableRecord, SurveyRecord,
        TaxClearanceRecord, TaxInformedRecord, ValuationRecord,
    },
    shown,
};
use crate::domain::{
    case::Dissolution,
    clock::PeriodRules,
    step::{self, Exhibit},
};

/// Of when a case is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// The day on which facts held in law.
    pub as_of: Date,
    /// The instant by which they were recorded; nothing for all that is.
    pub known_at: Option<Instant>,
}

/// What a case is judged by beside its events: all of it delivered with the program.
#[derive(Debug, Clone, Copy)]
pub struct Tables<'a> {
    /// The agencies, with the names under which they sign.
    pub agencies: &'a Agencies,
    /// The periods of the deadlines.
    pub periods: &'a PeriodRules,
    /// The public holidays.
    pub holidays: &'a Holidays,
}

/// An event of a form that no case has.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what}: {why}")]
pub struct Foreign {
    /// Which record or event.
    pub what: String,
    /// What is wrong with it.
    pub why: String,
}

impl Foreign {
    pub(super) fn new(what: impl ToString, why: impl ToString) -> Self {
        Self { what: what.to_string(), why: why.to_string() }
    }
}

/// A case out of its events that were known by the moment, in the order of the log; nothing where it was
/// not open yet. An event that tells of something else than a case holds is named, never passed over.
///
/// # Errors
/// [`Foreign`] for events that no case has.
pub fn fold(
    events: &[Recorded],
    at: Moment,
    tables: &Tables<'_>,
) -> Result<Option<Dossier>, Foreign> {
    let events: Vec<&Event> = events.iter().map(|one| &one.event).collect();
    let mut folded = Folded { begun: begun(&events), ..Folded::default() };
    // A step may hold from a day before its document was handed in.
    let digests = digests(&events)?;
    for event in events.iter().filter(|event| event.effective_on <= at.as_of) {
        folded.add(event, tables.agencies, &digests)?;
    }
    let Some(case) = folded.case()? else { return Ok(None) };
    let records = folded.records()?;
    dossier(case, (folded.steps, folded.unread), &records, at, tables).map(Some)
}

/// The names under which the records of a case stand in its events.
const RECORDS: &[&str] = &[
    "claim",
    "receivable",
    "asset",
    "valuation",
    "cash_entry",
    "blocker",
    "notice",
    "objection",
    "document",
    "tax_information",
    "survey",
    "custody",
    "decision",
    "tax_clearance",
];
/// Who read personal data: told of in the case, and no part of it.
const READING: &str = "reading";

type RecordKey = (String, String);

/// Whether an event tells of all that a record is: of a new one, or of a survey, each of which takes the
/// place of the one before from a day of its own, be it an earlier one.
fn is_whole(event: &Event, name: &str) -> bool {
    event.changed == event.state || name == "survey"
}

/// The records of which some event tells that they were made, whenever it holds from.
fn begun(events: &[&Event]) -> BTreeSet<RecordKey> {
    let of = |event: &&Event| {
        let state = event.state.as_object().cloned().unwrap_or_default();
        let event = (*event).clone();
        state
            .into_iter()
            .filter(move |(name, _)| is_whole(&event, name))
            .map(|(name, after)| (name, key(&after)))
    };
    events.iter().flat_map(of).collect()
}

/// The digest of every document of the case.
fn digests(events: &[&Event]) -> Result<BTreeMap<DocumentId, String>, Foreign> {
    let uploaded = events.iter().filter_map(|event| event.state.get("document"));
    uploaded
        .map(|state| {
            let document: DocumentRecord = read("document", state)?;
            Ok((document.id, document.sha256))
        })
        .collect()
}

fn read<T: DeserializeOwned>(what: &str, value: &Value) -> Result<T, Foreign> {
    serde_json::from_value(value.clone()).map_err(|error| Foreign::new(what, error))
}

/// A record on its way: its state so far, and whether the event that made it was among them.
#[derive(Default)]
struct Grown {
    value: Value,
    made: bool,
}

#[derive(Default)]
struct Folded {
    case: Value,
    steps: Vec<AuditedStep>,
    /// By name and id.
    records: BTreeMap<RecordKey, Grown>,
    begun: BTreeSet<RecordKey>,
    unread: Vec<AuditedUnread>,
}

impl Folded {
    fn add(
        &mut self,
        event: &Event,
        agencies: &Agencies,
        digests: &BTreeMap<DocumentId, String>,
    ) -> Result<(), Foreign> {
        let state = event.state.as_object().ok_or_else(|| Foreign::new(event.id, "no object"))?;
        if state.contains_key("route") {
            let from = self.case.get("state").map(|state| read("state", state)).transpose()?;
            let before = std::mem::take(&mut self.case);
            self.case = merge_patch::apply(before, &event.changed);
            self.steps.extend(step(event, from, &self.case, agencies, digests)?);
            return Ok(());
        }
        for (name, after) in state.iter().filter(|(name, _)| *name != READING) {
            let of = (name.clone(), key(after));
            if !RECORDS.contains(&name.as_str()) {
                self.pass_over(event, name, UnreadReason::UnknownRecord);
            } else if !self.begun.contains(&of) {
                self.pass_over(event, name, UnreadReason::NeverMade);
            } else if is_whole(event, name) {
                self.records.insert(of, Grown { value: after.clone(), made: true });
            } else if let Some(patch) = event.changed.get(name) {
                let grown = self.records.entry(of).or_default();
                grown.value = merge_patch::apply(std::mem::take(&mut grown.value), patch);
            }
        }
        Ok(())
    }

    fn pass_over(&mut self, event: &Event, name: &str, reason: UnreadReason) {
        self.unread.push(AuditedUnread {
            event_id: event.id,
            event_type: event.kind.clone(),
            record: name.to_owned(),
            recorded_at: event.recorded_at,
            reason,
        });
    }

    fn case(&self) -> Result<Option<Dissolution>, Foreign> {
        if self.case.is_null() { Ok(None) } else { read("case", &self.case).map(Some) }
    }

    fn all<T: DeserializeOwned>(&self, name: &str) -> Result<Vec<T>, Foreign> {
        let of_name = self.records.iter().filter(|((of, _), grown)| of == name && grown.made);
        of_name.map(|(_, grown)| read(name, &grown.value)).collect()
    }

    fn last<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, Foreign> {
        self.all(name).map(|mut all| all.pop())
    }

    fn custody(&self, item: &str) -> Result<Option<CustodyRecord>, Foreign> {
        let found = self.records.get(&("custody".to_owned(), item.to_owned()));
        found.map(|grown| read("custody", &grown.value)).transpose()
    }

    fn records(&self) -> Result<Records, Foreign> {
        Ok(Records {
            claims: self.all("claim")?,
            receivables: self.all("receivable")?,
            assets: self.all("asset")?,
            valuations: self.all("valuation")?,
            cash: self.all("cash_entry")?,
            blockers: self.all("blocker")?,
            notices: self.all("notice")?,
            objections: self.all("objection")?,
            documents: self.all("document")?,
            tax_informed: self.last("tax_information")?,
            survey: self.last("survey")?.unwrap_or_default(),
            seal: self.custody("seal")?,
            certificate: self.custody("certificate")?,
            decision: self.last("decision")?.unwrap_or_default(),
            tax_clearance: self.last("tax_clearance")?,
        })
    }
}

/// By what a record is told apart from others of its name.
fn key(state: &Value) -> String {
    let named = state.get("id").or_else(|| state.get("item"));
    named.and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// What was written in a case, as it stood. Ids grow with time, so all are in their order.
pub(super) struct Records {
    pub(super) claims: Vec<ClaimRecord>,
    pub(super) receivables: Vec<ReceivableRecord>,
    pub(super) assets: Vec<AssetRecord>,
    pub(super) valuations: Vec<ValuationRecord>,
    pub(super) cash: Vec<CashRecord>,
    pub(super) blockers: Vec<BlockerRecord>,
    pub(super) notices: Vec<NoticeRecord>,
    pub(super) objections: Vec<ObjectionRecord>,
    documents: Vec<DocumentRecord>,
    pub(super) tax_informed: Option<TaxInformedRecord>,
    pub(super) survey: SurveyRecord,
    pub(super) seal: Option<CustodyRecord>,
    pub(super) certificate: Option<CustodyRecord>,
    pub(super) decision: DecisionRecord,
    pub(super) tax_clearance: Option<TaxClearanceRecord>,
}

fn step(
    event: &Event,
    from: Option<DissolutionState>,
    case: &Value,
    agencies: &Agencies,
    digests: &BTreeMap<DocumentId, String>,
) -> Result<Option<AuditedStep>, Foreign> {
    let to = case.get("state").map(|state| read("state", state)).transpose()?;
    let to: DissolutionState = to.ok_or_else(|| Foreign::new(event.id, "a case in no state"))?;
    let Some(action) = step::action_of(&event.kind) else {
        // What moves a case on is a step: one that is not known must not be passed over.
        let moved = from != Some(to);
        return if moved { Err(Foreign::new(&event.kind, "an unknown step")) } else { Ok(None) };
    };
    let exhibit = |id: &DocumentId| {
        let sha256 = digests.get(id).cloned();
        let sha256 = sha256.ok_or_else(|| Foreign::new(id, "relied on, and never handed in"))?;
        Ok(Exhibit { document_id: *id, sha256 })
    };
    let agency = event.actor.agency.as_ref().and_then(|code| agencies.get(code));
    Ok(Some(AuditedStep {
        action,
        from,
        to,
        effective_on: event.effective_on,
        recorded_at: event.recorded_at,
        actor_name: event.actor.name.clone(),
        agency: event.actor.agency.clone(),
        agency_name: agency.map(|agency| agency.name_vi.clone()),
        legal_basis: event.legal_basis.clone(),
        documents: event.documents.iter().map(exhibit).collect::<Result<_, Foreign>>()?,
        event_id: event.id,
    }))
}

fn dossier(
    case: Dissolution,
    (steps, unread): (Vec<AuditedStep>, Vec<AuditedUnread>),
    records: &Records,
    at: Moment,
    tables: &Tables<'_>,
) -> Result<Dossier, Foreign> {
    let opened = case.opened_as.clone();
    Ok(Dossier {
        format: FORMAT,
        rules: RULES,
        as_of: at.as_of,
        known_at: at.known_at,
        id: case.id,
        organisation: AuditedOrganisation {
            id: case.organisation,
            name: opened.name,
            kind: opened.kind,
            registration_number: opened.registration_number,
            status: opened.status,
            district: opened.seat.district.map(|code| code.as_str().to_owned()),
            commune: opened.seat.current_commune.as_str().to_owned(),
        },
        route: case.route,
        state: case.state,
        resume_state: case.resume_state,
        opened_on: case.opened_on,
        responsible_officer: case.responsible_officer.clone(),
        decided_on: case.decided_on,
        ended_on: case.ended_on,
        registry_sync: case.registry_sync.as_ref().map(|sync| sync.state),
        money: money::summary(records)?,
        blockers: records.blockers.iter().map(shown::blocker).collect(),
        notices: records.notices.iter().map(shown::notice).collect(),
        tax_informed_on: records.tax_informed.as_ref().map(|told| told.informed_on),
        objections: records.objections.iter().map(shown::objection).collect(),
        deadlines: super::facts::deadlines(&case, &steps, records, at.as_of, tables),
        missing: super::facts::missing(&case, records, at.as_of),
        documents: records.documents.iter().map(shown::document).collect(),
        unread,
        steps,
    })
}
