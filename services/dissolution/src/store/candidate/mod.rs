//! Candidates for dissolution, and the organisations that a rule finds.

mod found;
mod row;

use diesel::{ExpressionMethods as _, QueryDsl as _, RunQueryDsl as _, SelectableHelper as _};
use htx_kit::{
    db::{Bind, Connection, stored::column},
    each,
    failure::Failure,
    within_place, within_scope,
};
use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    code_list::CodeList as _,
    date::{Date, Instant},
    dissolution::planning::{CandidateAction, CandidateRule, CandidateState},
    id::{DissolutionCandidateId, DissolutionId, Id, OrganisationId},
    scope::Scope,
};
use uuid::Uuid;

use super::{
    organisation::OrganisationRow,
    schema::{dissolution_candidate, organisation},
};
use crate::domain::{candidate::Candidate, organisation::Organisation};
use row::{CandidateRow, NewCandidateRow};

pub use found::{Search, counts, search};

/// Rows of one statement.
const CHUNK: usize = 200;

/// What a list is narrowed to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// In this state.
    pub state: Option<CandidateState>,
    /// By this rule.
    pub rule: Option<CandidateRule>,
    /// Of organisations registered in this district.
    pub district: Option<DistrictCode>,
    /// Of organisations in this commune of today.
    pub commune: Option<CommuneCode>,
    /// Of this organisation.
    pub organisation: Option<OrganisationId>,
}

/// A candidate with its organisation as it is today.
pub type Stored = (Candidate, Organisation);

fn read((row, of): (CandidateRow, OrganisationRow)) -> Result<Stored, Failure> {
    Ok((row.try_into()?, of.try_into()?))
}

/// The candidates that a boxed query is of, with their organisations, within a scope.
macro_rules! selected {
    ($scope:expr) => {{
        let query = dissolution_candidate::table
            .inner_join(organisation::table)
            .order(dissolution_candidate::id)
            .select((CandidateRow::as_select(), organisation::all_columns))
            .into_boxed();
        within_scope!(
            query,
            $scope,
            organisation::district_code,
            organisation::current_commune_code,
            organisation::id
        )
    }};
}

/// A page of candidates within a scope, as they were proposed.
///
/// # Errors
/// What the database reports.
pub fn list(
    connection: &mut Connection,
    scope: &Scope,
    filter: &Filter,
    after: Option<&DissolutionCandidateId>,
    limit: i64,
) -> Result<Vec<Stored>, Failure> {
    let mut query = selected!(scope).limit(limit);
    if let Some(after) = after {
        query = query.filter(dissolution_candidate::id.gt(Bind(*after)));
    }
    if let Some(state) = filter.state {
        query = query.filter(dissolution_candidate::state.eq(state.code()));
    }
    if let Some(rule) = filter.rule {
        query = query.filter(dissolution_candidate::rule.eq(rule.code()));
    }
    query = within_place!(
        query,
        filter,
        organisation::district_code,
        organisation::current_commune_code
    );
    if let Some(of) = filter.organisation {
        query = query.filter(dissolution_candidate::organisation_id.eq(Bind(of)));
    }
    let rows: Vec<(CandidateRow, OrganisationRow)> = query.load(connection)?;
    rows.into_iter().map(read).collect()
}

/// Those with these ids within a scope, at most as many as one request may name.
///
/// # Errors
/// What the database reports.
pub fn with_ids(
    connection: &mut Connection,
    scope: &Scope,
    ids: &[DissolutionCandidateId],
) -> Result<Vec<Stored>, Failure> {
    let ids: Vec<_> = ids.iter().copied().map(Bind).collect();
    let rows: Vec<(CandidateRow, OrganisationRow)> =
        selected!(scope).filter(dissolution_candidate::id.eq_any(ids)).load(connection)?;
    rows.into_iter().map(read).collect()
}

/// Enters candidates.
///
/// # Errors
/// What the database reports.
pub fn insert_many(connection: &mut Connection, candidates: &[Candidate]) -> Result<(), Failure> {
    for chunk in candidates.chunks(CHUNK) {
        let rows: Vec<_> = chunk.iter().map(NewCandidateRow::of).collect();
        each!(connection, one => diesel::insert_into(dissolution_candidate::table)
            .values(&rows)
            .execute(one))?;
    }
    Ok(())
}

/// A stage that is taken, by whom and when.
#[derive(Debug, Clone, Copy)]
pub struct Stage<'a> {
    /// What is done.
    pub action: CandidateAction,
    /// Where it leads.
    pub state: CandidateState,
    /// The day.
    pub on: Date,
    /// Who.
    pub by: Uuid,
    /// Why, where it is withdrawn.
    pub reason: Option<&'a str>,
    /// The instant.
    pub now: Instant,
}

/// Takes a stage with all of these candidates, which are held.
///
/// # Errors
/// What the database reports.
pub fn take(
    connection: &mut Connection,
    ids: &[DissolutionCandidateId],
    stage: &Stage<'_>,
) -> Result<(), Failure> {
    use dissolution_candidate as row;
    let by = Bind(Id::<()>::from_uuid(stage.by));
    for chunk in ids.chunks(CHUNK) {
        let these = row::table.filter(row::id.eq_any(chunk.iter().copied().map(Bind)));
        let common = (
            row::state.eq(stage.state.code()),
            row::version.eq(row::version + 1),
            row::recorded_at.eq(Bind(stage.now)),
        );
        match stage.action {
            CandidateAction::Warn => diesel::update(these)
                .set((common, row::warned_on.eq(Bind(stage.on)), row::warned_by.eq(by)))
                .execute(connection)?,
            CandidateAction::WarnAgain => diesel::update(these)
                .set((common, row::warned_again_on.eq(Bind(stage.on)), row::warned_again_by.eq(by)))
                .execute(connection)?,
            CandidateAction::Decide | CandidateAction::Withdraw => diesel::update(these)
                .set((common, row::ended_on.eq(Bind(stage.on)), row::reason.eq(stage.reason)))
                .execute(connection)?,
        };
    }
    Ok(())
}

/// Names the case that a candidate's decision opened.
///
/// # Errors
/// What the database reports.
pub fn lead_to(
    connection: &mut Connection,
    candidate: DissolutionCandidateId,
    case: DissolutionId,
) -> Result<(), Failure> {
    diesel::update(dissolution_candidate::table.find(Bind(candidate)))
        .set(dissolution_candidate::dissolution_id.eq(Bind(case)))
        .execute(connection)?;
    Ok(())
}

/// A number as its column has it.
fn years(given: Option<u32>) -> Option<i32> {
    given.map(column)
}
