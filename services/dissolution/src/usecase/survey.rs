//! The survey of a case: what is left of records and people, a first inventory.

use htx_kit::{context::Context, db::Connection, failure::Failure, http::IfMatch};
use htx_model::{
    date::Date,
    dissolution::CaseRecord,
    faults::Faults,
    id::{DissolutionId, DocumentId},
    refusal::Fault,
    scope::Scope,
};

use super::{
    documents::exhibits,
    hold::{self, Caller},
    record::{Told, tell},
};
use crate::{
    domain::{
        day::past,
        survey::{Finding, Inventory, PeopleFinding, RecordsFinding, Survey},
    },
    store::{self, case::StoredCase},
};

/// A survey on its way; what nobody has looked at yet is left out.
#[derive(Debug, Clone, Default)]
pub struct NewSurvey {
    /// When it was looked at: today where it is not said.
    pub surveyed_on: Option<Date>,
    /// What is left of the records.
    pub records: Option<Finding<RecordsFinding>>,
    /// Who can be reached.
    pub people: Option<Finding<PeopleFinding>>,
    /// Assets.
    pub assets: Option<Inventory>,
    /// Debts.
    pub debts: Option<Inventory>,
    /// What proves it.
    pub documents: Vec<DocumentId>,
}

/// Writes the survey of a case that the caller has seen, in the place of the one before.
///
/// # Errors
/// Not found outside the scope; another authority's case; a state that admits no survey; a stale
/// version; every fault of what was sent.
pub fn put(
    connection: &mut Connection,
    context: &Context,
    caller: &Caller,
    id: DissolutionId,
    seen: &IfMatch,
    new: NewSurvey,
) -> Result<Survey, Failure> {
    let mut stored = hold::write(connection, &caller.scope, id, CaseRecord::Survey)?;
    let before = store::survey::find(connection, id)?;
    seen.check(version(before.as_ref()))?;
    let after = write(connection, context, &stored, before.as_ref(), new)?;
    hold::note_preparer(connection, &mut stored, caller.id, context.now)?;
    Ok(after)
}

/// Writes the survey of a case that is held.
///
/// # Errors
/// Every fault of what was sent.
pub(super) fn write(
    connection: &mut Connection,
    context: &Context,
    stored: &StoredCase,
    before: Option<&Survey>,
    new: NewSurvey,
) -> Result<Survey, Failure> {
    let mut faults = Faults::default();
    let surveyed_on = past(&mut faults, "/surveyed_on", new.surveyed_on, context.today());
    let mut part = |found: Vec<Fault>| faults.extend(found);
    let records = new.records.map(|one| Finding::check(one, "/records")).transpose();
    let records = records.map_err(&mut part).ok().flatten();
    let people = new.people.map(|one| Finding::check(one, "/people")).transpose();
    let people = people.map_err(&mut part).ok().flatten();
    let assets = new.assets.map(|one| Inventory::check(one, "/assets")).transpose();
    let assets = assets.map_err(&mut part).ok().flatten();
    let debts = new.debts.map(|one| Inventory::check(one, "/debts")).transpose();
    let debts = debts.map_err(&mut part).ok().flatten();
    faults.refuse()?;
    let documents = exhibits(connection, stored.case.id, &new.documents, "/document_ids")?;
    let after = Survey {
        case: stored.case.id,
        surveyed_on,
        records,
        people,
        assets,
        debts,
        documents,
        version: version(before) + 1,
        recorded_at: context.now,
    };
    store::survey::save(connection, &after)?;
    let told = Told {
        kind: "dissolution.survey_recorded",
        name: "survey",
        before: before.map(Survey::logged),
        after: after.logged(),
        personal: after.personal(),
        documents: &after.documents,
        effective_on: Some(surveyed_on),
    };
    tell(connection, context, stored, told)?;
    Ok(after)
}

/// The version of a survey; 0 before there is one.
fn version(survey: Option<&Survey>) -> i64 {
    survey.map_or(0, |survey| survey.version)
}

/// The survey of a case within a scope, with its version: 0 before there is one.
///
/// # Errors
/// Not found, or outside the scope.
pub fn read(
    connection: &mut Connection,
    scope: &Scope,
    id: DissolutionId,
) -> Result<(Option<Survey>, i64), Failure> {
    store::case::find(connection, scope, id)?.ok_or_else(hold::unknown)?;
    let survey = store::survey::find(connection, id)?;
    let version = version(survey.as_ref());
    Ok((survey, version))
}
