//! Tasks and their evidence. Whoever calls says under which names the caller sees them.

use std::collections::BTreeSet;

use diesel::{
    AsChangeset, ExpressionMethods as _, Insertable, OptionalExtension as _, QueryDsl as _,
    Queryable, RunQueryDsl as _, Selectable, SelectableHelper as _,
};
use htx_kit::{
    db::{
        Bind, Connection,
        stored::{code, column, json, written},
    },
    failure::Failure,
};
use htx_model::{
    agency::AgencyCode,
    code_list::CodeList as _,
    date::{Date, Instant},
    id::{Id, PlanId, PlanTaskId, TaskEvidenceId},
    plan::TaskState,
};

use super::schema::{plan_task, task_evidence};
use crate::domain::task::{self, Task, evidence::Evidence};

/// The most pieces of evidence of a task.
const EVIDENCE_MAX: i64 = task::evidence::COUNT_MAX as i64;

/// Under which names a caller sees what stands; everything where there is none.
pub type Names = Option<Vec<AgencyCode>>;

#[derive(Queryable, Selectable)]
#[diesel(table_name = plan_task)]
struct Row {
    id: PlanTaskId,
    plan_id: PlanId,
    duty: String,
    section: String,
    text: String,
    agency_code: String,
    agency_name: String,
    agency_assumed: bool,
    due_on: Option<Date>,
    state: String,
    reason: Option<String>,
    evidence_count: i32,
    worked_by: String,
    moved_by_name: Option<String>,
    moved_by_agency: Option<String>,
    moved_on: Option<Date>,
    version: i64,
    recorded_at: Instant,
}

impl TryFrom<Row> for Task {
    type Error = Failure;

    fn try_from(row: Row) -> Result<Self, Failure> {
        Ok(Self {
            id: row.id,
            plan: row.plan_id,
            duty: row.duty,
            section: row.section,
            text: row.text,
            agency: AgencyCode::parse(&row.agency_code).map_err(Failure::unexpected)?,
            agency_name: row.agency_name,
            agency_assumed: row.agency_assumed,
            due_on: row.due_on,
            state: code(&row.state)?,
            reason: row.reason,
            evidence_count: u32::try_from(row.evidence_count).map_err(Failure::unexpected)?,
            worked_by: json(&row.worked_by)?,
            moved_by_name: row.moved_by_name,
            moved_by_agency: row.moved_by_agency,
            moved_on: row.moved_on,
            version: row.version,
            recorded_at: row.recorded_at,
        })
    }
}

#[derive(Insertable)]
#[diesel(table_name = plan_task, treat_none_as_default_value = false)]
struct NewRow<'a> {
    id: Bind<PlanTaskId>,
    plan_id: Bind<PlanId>,
    duty: &'a str,
    section: &'a str,
    text: &'a str,
    agency_code: &'a str,
    agency_name: &'a str,
    agency_assumed: bool,
    due_on: Bind<Option<Date>>,
}

/// What changes as a task moves on.
#[derive(Insertable, AsChangeset)]
#[diesel(table_name = plan_task, treat_none_as_default_value = false, treat_none_as_null = true)]
struct Moved<'a> {
    state: &'a str,
    reason: Option<&'a str>,
    evidence_count: i32,
    worked_by: String,
    moved_by_name: Option<&'a str>,
    moved_by_agency: Option<&'a str>,
    moved_on: Bind<Option<Date>>,
    version: i64,
    recorded_at: Bind<Instant>,
}

impl<'a> Moved<'a> {
    fn of(one: &'a Task) -> Result<Self, Failure> {
        Ok(Self {
            state: one.state.code(),
            reason: one.reason.as_deref(),
            evidence_count: column(one.evidence_count),
            worked_by: written(&one.worked_by)?,
            moved_by_name: one.moved_by_name.as_deref(),
            moved_by_agency: one.moved_by_agency.as_deref(),
            moved_on: Bind(one.moved_on),
            version: one.version,
            recorded_at: Bind(one.recorded_at),
        })
    }
}

/// Enters a task.
///
/// # Errors
/// What the database reports.
pub fn insert(connection: &mut Connection, one: &Task) -> Result<(), Failure> {
    let row = NewRow {
        id: Bind(one.id),
        plan_id: Bind(one.plan),
        duty: &one.duty,
        section: &one.section,
        text: &one.text,
        agency_code: one.agency.as_str(),
        agency_name: &one.agency_name,
        agency_assumed: one.agency_assumed,
        due_on: Bind(one.due_on),
    };
    diesel::insert_into(plan_task::table).values((row, Moved::of(one)?)).execute(connection)?;
    Ok(())
}

/// Saves a task that moved on over the one before it.
///
/// # Errors
/// What the database reports; [`Failure::Unavailable`] where another writer came between.
pub fn save(connection: &mut Connection, one: &Task) -> Result<(), Failure> {
    let saved = diesel::update(plan_task::table)
        .filter(plan_task::id.eq(Bind(one.id)))
        .filter(plan_task::version.eq(one.version - 1))
        .set(&Moved::of(one)?)
        .execute(connection)?;
    if saved == 1 {
        return Ok(());
    }
    Err(Failure::unavailable("the task changed while it was being changed"))
}

/// The task with this id, where the caller sees it.
///
/// # Errors
/// What the database reports.
pub fn find(
    connection: &mut Connection,
    names: &Names,
    id: PlanTaskId,
) -> Result<Option<Task>, Failure> {
    let row: Option<Row> = plan_task::table
        .filter(plan_task::id.eq(Bind(id)))
        .select(Row::as_select())
        .first(connection)
        .optional()?;
    let task = row.map(Task::try_from).transpose()?;
    Ok(task.filter(|task| names.as_ref().is_none_or(|names| names.contains(&task.agency))))
}

/// What a list of tasks is narrowed to.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Of this plan.
    pub plan: Option<PlanId>,
    /// Under these names.
    pub agencies: Names,
    /// Of this duty.
    pub duty: Option<String>,
    /// Where it stands.
    pub state: Option<TaskState>,
    /// Open ones that are due by this day.
    pub due_by: Option<Date>,
}

/// A page of tasks that the caller sees, in the order of the plan.
///
/// # Errors
/// What the database reports.
pub fn list(
    connection: &mut Connection,
    names: &Names,
    filter: &Filter,
    after: Option<&PlanTaskId>,
    limit: i64,
) -> Result<Vec<Task>, Failure> {
    let mut query = plan_task::table.order(plan_task::id).limit(limit).into_boxed();
    for names in [names, &filter.agencies].into_iter().flatten() {
        let codes: Vec<String> = names.iter().map(ToString::to_string).collect();
        query = query.filter(plan_task::agency_code.eq_any(codes));
    }
    if let Some(plan) = filter.plan {
        query = query.filter(plan_task::plan_id.eq(Bind(plan)));
    }
    if let Some(duty) = &filter.duty {
        query = query.filter(plan_task::duty.eq(duty.clone()));
    }
    if let Some(state) = filter.state {
        query = query.filter(plan_task::state.eq(state.code()));
    }
    if let Some(day) = filter.due_by {
        let open = TaskState::all().iter().filter(|state| task::is_open(**state));
        let open: Vec<&str> = open.map(|state| state.code()).collect();
        query = query
            .filter(plan_task::state.eq_any(open))
            .filter(plan_task::due_on.le(Bind(Some(day))));
    }
    if let Some(after) = after {
        query = query.filter(plan_task::id.gt(Bind(*after)));
    }
    let rows: Vec<Row> = query.select(Row::as_select()).load(connection)?;
    rows.into_iter().map(Task::try_from).collect()
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = task_evidence)]
struct EvidenceRow {
    id: TaskEvidenceId,
    task_id: PlanTaskId,
    kind: String,
    text: Option<String>,
    dated: Date,
    entered_by: Id<()>,
    entered_by_name: String,
    entered_by_agency: String,
    recorded_at: Instant,
}

/// The evidence of a task, in the order in which it was entered.
///
/// # Errors
/// What the database reports.
pub fn evidence(connection: &mut Connection, of: PlanTaskId) -> Result<Vec<Evidence>, Failure> {
    let rows: Vec<EvidenceRow> = task_evidence::table
        .filter(task_evidence::task_id.eq(Bind(of)))
        .order(task_evidence::id)
        .limit(EVIDENCE_MAX)
        .select(EvidenceRow::as_select())
        .load(connection)?;
    let read = |row: EvidenceRow| {
        Ok(Evidence {
            id: row.id,
            task: row.task_id,
            kind: code(&row.kind)?,
            text: row.text,
            dated: row.dated,
            entered_by: row.entered_by.uuid(),
            entered_by_name: row.entered_by_name,
            entered_by_agency: row.entered_by_agency,
            recorded_at: row.recorded_at,
        })
    };
    rows.into_iter().map(read).collect()
}

/// Enters a piece of evidence.
///
/// # Errors
/// What the database reports.
pub fn insert_evidence(connection: &mut Connection, one: &Evidence) -> Result<(), Failure> {
    diesel::insert_into(task_evidence::table)
        .values((
            task_evidence::id.eq(Bind(one.id)),
            task_evidence::task_id.eq(Bind(one.task)),
            task_evidence::kind.eq(one.kind.code()),
            task_evidence::text.eq(one.text.as_deref()),
            task_evidence::dated.eq(Bind(one.dated)),
            task_evidence::entered_by.eq(Bind(Id::<()>::from_uuid(one.entered_by))),
            task_evidence::entered_by_name.eq(&one.entered_by_name),
            task_evidence::entered_by_agency.eq(&one.entered_by_agency),
            task_evidence::recorded_at.eq(Bind(one.recorded_at)),
        ))
        .execute(connection)?;
    Ok(())
}

/// The agencies that have tasks of a plan, each once.
///
/// # Errors
/// What the database reports.
pub fn agencies(connection: &mut Connection, of: PlanId) -> Result<Vec<AgencyCode>, Failure> {
    let codes: Vec<String> = plan_task::table
        .filter(plan_task::plan_id.eq(Bind(of)))
        .select(plan_task::agency_code)
        .distinct()
        .order(plan_task::agency_code)
        .load(connection)?;
    codes.iter().map(|code| AgencyCode::parse(code).map_err(Failure::unexpected)).collect()
}

/// Duty and agency of each task of a plan.
///
/// # Errors
/// What the database reports.
pub fn given(
    connection: &mut Connection,
    of: PlanId,
) -> Result<BTreeSet<(String, String)>, Failure> {
    let pairs: Vec<(String, String)> = plan_task::table
        .filter(plan_task::plan_id.eq(Bind(of)))
        .select((plan_task::duty, plan_task::agency_code))
        .load(connection)?;
    Ok(pairs.into_iter().collect())
}
