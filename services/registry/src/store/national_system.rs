//! Reconciliations with the national system, and the differences that they found.

use diesel::{
    ExpressionMethods as _, Insertable, OptionalExtension as _, QueryDsl as _, Queryable,
    RunQueryDsl as _, Selectable, SelectableHelper as _,
};
use htx_kit::{
    db::{
        Bind, Connection,
        stored::{json, written},
    },
    each,
    failure::Failure,
    within_place,
};
use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    code_list::CodeList as _,
    date::Instant,
    id::{DifferenceId, OrganisationId, ReconciliationId},
};

use super::{
    organisation::code,
    schema::national_system::{national_difference as difference, reconciliation},
};
use crate::domain::{
    matching::Score,
    national_system::{Counts, Decision, Difference, DifferenceState, PairKind},
};

/// Rows of one INSERT; eighteen columns each stay below both databases' limits of parameters.
const CHUNK: usize = 500;

/// A reconciliation without its differences.
#[derive(Debug, Clone)]
pub struct Reconciliation {
    /// Its id.
    pub id: ReconciliationId,
    /// The name under which the file was sent.
    pub file_name: String,
    /// The digest of the file, in hexadecimal.
    pub sha256: String,
    /// Who ran it.
    pub actor_name: String,
    /// For which agency.
    pub agency_code: Option<String>,
    /// How many of each kind.
    pub counts: Counts,
    /// When.
    pub recorded_at: Instant,
}

type Head = (ReconciliationId, String, String, String, Option<String>, String, Instant);

impl TryFrom<Head> for Reconciliation {
    type Error = Failure;

    fn try_from(
        (id, file_name, sha256, actor_name, agency_code, counts, recorded_at): Head,
    ) -> Result<Self, Failure> {
        let counts = json(&counts)?;
        Ok(Self { id, file_name, sha256, actor_name, agency_code, counts, recorded_at })
    }
}

/// Begins a reconciliation, which nobody sees until it is [complete](complete). `report` is what
/// could not be read, in JSON and without personal data.
///
/// # Errors
/// What the database reports.
pub fn begin(
    connection: &mut Connection,
    head: &Reconciliation,
    report: &str,
) -> Result<(), Failure> {
    diesel::insert_into(reconciliation::table)
        .values((
            reconciliation::id.eq(Bind(head.id)),
            reconciliation::file_name.eq(&head.file_name),
            reconciliation::sha256.eq(&head.sha256),
            reconciliation::actor_name.eq(&head.actor_name),
            reconciliation::agency_code.eq(&head.agency_code),
            reconciliation::counts.eq(written(&head.counts)?),
            reconciliation::report.eq(report),
            reconciliation::complete.eq(false),
            reconciliation::recorded_at.eq(Bind(head.recorded_at)),
        ))
        .execute(connection)?;
    Ok(())
}

/// Lets a reconciliation be seen.
///
/// # Errors
/// What the database reports.
pub fn complete(connection: &mut Connection, id: ReconciliationId) -> Result<(), Failure> {
    diesel::update(reconciliation::table.find(Bind(id)))
        .set(reconciliation::complete.eq(true))
        .execute(connection)?;
    Ok(())
}

/// Reconciliations, the newest first.
///
/// # Errors
/// What the database reports.
pub fn list(
    connection: &mut Connection,
    after: Option<ReconciliationId>,
    limit: i64,
) -> Result<Vec<Reconciliation>, Failure> {
    let mut query = reconciliation::table
        .filter(reconciliation::complete.eq(true))
        .order(reconciliation::id.desc())
        .limit(limit)
        .into_boxed();
    if let Some(after) = after {
        query = query.filter(reconciliation::id.lt(Bind(after)));
    }
    let rows: Vec<Head> = query
        .select((
            reconciliation::id,
            reconciliation::file_name,
            reconciliation::sha256,
            reconciliation::actor_name,
            reconciliation::agency_code,
            reconciliation::counts,
            reconciliation::recorded_at,
        ))
        .load(connection)?;
    rows.into_iter().map(Reconciliation::try_from).collect()
}

/// A reconciliation with the report of what could not be read.
///
/// # Errors
/// What the database reports.
pub fn find(
    connection: &mut Connection,
    id: ReconciliationId,
) -> Result<Option<(Reconciliation, String)>, Failure> {
    let found: Option<(Head, String)> = reconciliation::table
        .find(Bind(id))
        .filter(reconciliation::complete.eq(true))
        .select((
            (
                reconciliation::id,
                reconciliation::file_name,
                reconciliation::sha256,
                reconciliation::actor_name,
                reconciliation::agency_code,
                reconciliation::counts,
                reconciliation::recorded_at,
            ),
            reconciliation::report,
        ))
        .first(connection)
        .optional()?;
    found.map(|(head, report)| Ok((head.try_into()?, report))).transpose()
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = difference)]
struct DifferenceRow {
    id: DifferenceId,
    reconciliation_id: ReconciliationId,
    kind: String,
    state: String,
    organisation_id: Option<OrganisationId>,
    organisation_version: Option<i64>,
    row_number: Option<i32>,
    name: String,
    registration_number: Option<String>,
    district_code: Option<String>,
    commune_code: String,
    score: Option<i32>,
    reasons: String,
    fields: String,
    theirs: Option<String>,
    decision_reason: Option<String>,
    decided_by: Option<String>,
    decided_at: Option<Instant>,
}

#[derive(Insertable)]
#[diesel(table_name = difference, treat_none_as_default_value = false)]
struct NewDifferenceRow<'a> {
    id: Bind<DifferenceId>,
    reconciliation_id: Bind<ReconciliationId>,
    kind: &'static str,
    state: &'static str,
    organisation_id: Bind<Option<OrganisationId>>,
    organisation_version: Option<i64>,
    row_number: Option<i32>,
    name: &'a str,
    registration_number: Option<&'a str>,
    district_code: Option<&'a str>,
    commune_code: &'a str,
    score: Option<i32>,
    reasons: String,
    fields: String,
    theirs: Option<String>,
}

impl TryFrom<DifferenceRow> for Difference {
    type Error = Failure;

    fn try_from(row: DifferenceRow) -> Result<Self, Failure> {
        let score = row.score.map(u8::try_from).transpose().map_err(Failure::unexpected)?;
        let reasons: Vec<_> = json(&row.reasons)?;
        let (reason, by, at) = (row.decision_reason, row.decided_by, row.decided_at);
        Ok(Self {
            id: row.id,
            reconciliation: row.reconciliation_id,
            kind: code(&row.kind)?,
            state: code(&row.state)?,
            entry: row.organisation_id.zip(row.organisation_version),
            row_number: row.row_number.map(i32::unsigned_abs),
            name: row.name,
            registration_number: row.registration_number,
            district: row.district_code,
            commune: row.commune_code,
            score: score.map(|points| Score { points, reasons }),
            fields: json(&row.fields)?,
            theirs: row.theirs.as_deref().map(json).transpose()?,
            decision: by.zip(at).map(|(by, at)| Decision { reason, by, at }),
        })
    }
}

fn new_row(one: &Difference) -> Result<NewDifferenceRow<'_>, Failure> {
    Ok(NewDifferenceRow {
        id: Bind(one.id),
        reconciliation_id: Bind(one.reconciliation),
        kind: one.kind.code(),
        state: one.state.code(),
        organisation_id: Bind(one.entry.map(|(id, _)| id)),
        organisation_version: one.entry.map(|(_, version)| version),
        row_number: one.row_number.map(|number| i32::try_from(number).unwrap_or(i32::MAX)),
        name: &one.name,
        registration_number: one.registration_number.as_deref(),
        district_code: one.district.as_deref(),
        commune_code: &one.commune,
        score: one.score.as_ref().map(|score| i32::from(score.points)),
        reasons: written(&one.score.as_ref().map_or(&[][..], |score| &score.reasons))?,
        fields: written(&one.fields)?,
        theirs: one.theirs.as_ref().map(written).transpose()?,
    })
}

/// Enters differences.
///
/// # Errors
/// What the database reports.
pub fn insert_many(connection: &mut Connection, all: &[Difference]) -> Result<(), Failure> {
    for chunk in all.chunks(CHUNK) {
        let rows: Vec<_> = chunk.iter().map(new_row).collect::<Result<_, _>>()?;
        each!(connection, one => diesel::insert_into(difference::table).values(&rows).execute(one))?;
    }
    Ok(())
}

/// What a list of differences is narrowed to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DifferenceFilter {
    /// Of this kind.
    pub kind: Option<PairKind>,
    /// In this state.
    pub state: Option<DifferenceState>,
    /// Of this district as registered.
    pub district: Option<DistrictCode>,
    /// Of this commune of today.
    pub commune: Option<CommuneCode>,
}

/// The differences of a reconciliation after an id, in the order in which they were found.
///
/// # Errors
/// What the database reports.
pub fn differences(
    connection: &mut Connection,
    reconciliation: ReconciliationId,
    filter: &DifferenceFilter,
    after: Option<DifferenceId>,
    limit: i64,
) -> Result<Vec<Difference>, Failure> {
    let mut query = difference::table
        .filter(difference::reconciliation_id.eq(Bind(reconciliation)))
        .order(difference::id)
        .limit(limit)
        .into_boxed();
    if let Some(kind) = filter.kind {
        query = query.filter(difference::kind.eq(kind.code()));
    }
    if let Some(state) = filter.state {
        query = query.filter(difference::state.eq(state.code()));
    }
    query = within_place!(query, filter, difference::district_code, difference::commune_code);
    if let Some(after) = after {
        query = query.filter(difference::id.gt(Bind(after)));
    }
    let rows: Vec<DifferenceRow> = query.select(DifferenceRow::as_select()).load(connection)?;
    rows.into_iter().map(Difference::try_from).collect()
}

/// Those of some differences that are of a reconciliation, by id.
///
/// # Errors
/// What the database reports.
pub fn with_ids(
    connection: &mut Connection,
    reconciliation: ReconciliationId,
    ids: &[DifferenceId],
) -> Result<Vec<Difference>, Failure> {
    let rows: Vec<DifferenceRow> = difference::table
        .filter(difference::reconciliation_id.eq(Bind(reconciliation)))
        .filter(difference::id.eq_any(ids.iter().copied().map(Bind)))
        .order(difference::id)
        .select(DifferenceRow::as_select())
        .load(connection)?;
    rows.into_iter().map(Difference::try_from).collect()
}

/// Records what was decided of some open differences.
///
/// # Errors
/// What the database reports.
pub fn decide(
    connection: &mut Connection,
    ids: &[DifferenceId],
    state: DifferenceState,
    decision: &Decision,
) -> Result<(), Failure> {
    for chunk in ids.chunks(CHUNK) {
        diesel::update(difference::table)
            .filter(difference::id.eq_any(chunk.iter().copied().map(Bind)))
            .filter(difference::state.eq(DifferenceState::Open.code()))
            .set((
                difference::state.eq(state.code()),
                difference::decision_reason.eq(decision.reason.as_deref()),
                difference::decided_by.eq(&decision.by),
                difference::decided_at.eq(Bind(Some(decision.at))),
            ))
            .execute(connection)?;
    }
    Ok(())
}

/// How many differences of a reconciliation are still open.
///
/// # Errors
/// What the database reports.
pub fn open_count(
    connection: &mut Connection,
    reconciliation: ReconciliationId,
) -> Result<u64, Failure> {
    let counted: i64 = difference::table
        .filter(difference::reconciliation_id.eq(Bind(reconciliation)))
        .filter(difference::state.eq(DifferenceState::Open.code()))
        .count()
        .get_result(connection)?;
    u64::try_from(counted).map_err(Failure::unexpected)
}
