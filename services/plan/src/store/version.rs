//! The versions of plans and of their allocations. Whoever calls says whether drafts are shown.

use diesel::{
    AsChangeset, ExpressionMethods as _, Insertable, OptionalExtension as _, QueryDsl as _,
    Queryable, RunQueryDsl as _, Selectable, SelectableHelper as _, TextExpressionMethods as _,
    alias,
    dsl::{exists, max, not},
};
use htx_kit::{
    db::{
        Bind, Connection,
        stored::{self, code, column, json, written},
    },
    failure::Failure,
};
use htx_model::{
    code_list::CodeList as _,
    date::{Date, Instant},
    id::{PlanId, PlanVersionId},
    plan::PaperState,
};

use super::{
    plan::PlanRow,
    schema::{plan, plan_version},
};
use crate::domain::{
    plan::Plan,
    version::{Said, Subject, Version},
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = plan_version)]
pub(super) struct VersionRow {
    id: PlanVersionId,
    plan_id: PlanId,
    subject: String,
    number: i32,
    state: String,
    valid_from: Option<Date>,
    content: String,
    prepared_by: String,
    prepared_by_name: String,
    decided_by_name: Option<String>,
    decided_on: Option<Date>,
    reason: Option<String>,
    version: i64,
    recorded_at: Instant,
}

impl VersionRow {
    pub(super) const fn plan(&self) -> PlanId {
        self.plan_id
    }
}

impl TryFrom<VersionRow> for Version {
    type Error = Failure;

    fn try_from(row: VersionRow) -> Result<Self, Failure> {
        Ok(Self {
            id: row.id,
            plan: row.plan_id,
            subject: row.subject.parse().map_err(Failure::unexpected)?,
            number: u32::try_from(row.number).map_err(Failure::unexpected)?,
            state: code(&row.state)?,
            valid_from: row.valid_from,
            content: json(&row.content)?,
            prepared_by: json(&row.prepared_by)?,
            prepared_by_name: row.prepared_by_name,
            decided_by_name: row.decided_by_name,
            decided_on: row.decided_on,
            reason: row.reason,
            version: row.version,
            recorded_at: row.recorded_at,
        })
    }
}

#[derive(Insertable, AsChangeset)]
#[diesel(
    table_name = plan_version,
    treat_none_as_default_value = false,
    treat_none_as_null = true
)]
struct NewVersionRow<'a> {
    id: Bind<PlanVersionId>,
    plan_id: Bind<PlanId>,
    subject: String,
    number: i32,
    state: &'static str,
    valid_from: Bind<Option<Date>>,
    content: String,
    prepared_by: String,
    prepared_by_name: &'a str,
    decided_by_name: Option<&'a str>,
    decided_on: Bind<Option<Date>>,
    reason: Option<&'a str>,
    version: i64,
    recorded_at: Bind<Instant>,
}

impl<'a> NewVersionRow<'a> {
    fn of(one: &'a Version) -> Result<Self, Failure> {
        Ok(Self {
            id: Bind(one.id),
            plan_id: Bind(one.plan),
            subject: one.subject.to_string(),
            number: column(one.number),
            state: one.state.code(),
            valid_from: Bind(one.valid_from),
            content: written(&one.content)?,
            prepared_by: written(&one.prepared_by)?,
            prepared_by_name: &one.prepared_by_name,
            decided_by_name: one.decided_by_name.as_deref(),
            decided_on: Bind(one.decided_on),
            reason: one.reason.as_deref(),
            version: one.version,
            recorded_at: Bind(one.recorded_at),
        })
    }
}

/// Whether drafts are shown beside what was adopted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Drafts {
    /// They are.
    Shown,
    /// They are not.
    Hidden,
}

/// What a list of versions is narrowed to.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Of this plan.
    pub plan: Option<String>,
    /// Of this.
    pub subject: Option<Subject>,
    /// Where it stands.
    pub state: Option<PaperState>,
}

/// A page of versions of which the caller may know, in the order in which they were begun.
///
/// # Errors
/// What the database reports.
pub fn list(
    connection: &mut Connection,
    drafts: Drafts,
    filter: &Filter,
    after: Option<&PlanVersionId>,
    limit: i64,
) -> Result<Vec<(Plan, Version)>, Failure> {
    let mut query = plan_version::table
        .inner_join(plan::table)
        .order(plan_version::id)
        .limit(limit)
        .into_boxed();
    if drafts == Drafts::Hidden {
        query = query.filter(plan_version::state.eq(PaperState::Adopted.code()));
    }
    if let Some(code) = &filter.plan {
        query = query.filter(plan::code.eq(code.clone()));
    }
    if let Some(subject) = &filter.subject {
        query = query.filter(plan_version::subject.eq(subject.to_string()));
    }
    if let Some(state) = filter.state {
        query = query.filter(plan_version::state.eq(state.code()));
    }
    if let Some(after) = after {
        query = query.filter(plan_version::id.gt(Bind(*after)));
    }
    let rows: Vec<(PlanRow, VersionRow)> =
        query.select((PlanRow::as_select(), VersionRow::as_select())).load(connection)?;
    rows.into_iter().map(|(of, row)| Ok((of.try_into()?, row.try_into()?))).collect()
}

/// The version with this id, where the caller may know of it.
///
/// # Errors
/// What the database reports.
pub fn find(
    connection: &mut Connection,
    drafts: Drafts,
    id: PlanVersionId,
) -> Result<Option<(Plan, Version)>, Failure> {
    let mut query = plan_version::table
        .inner_join(plan::table)
        .filter(plan_version::id.eq(Bind(id)))
        .into_boxed();
    if drafts == Drafts::Hidden {
        query = query.filter(plan_version::state.eq(PaperState::Adopted.code()));
    }
    let row: Option<(PlanRow, VersionRow)> = query
        .select((PlanRow::as_select(), VersionRow::as_select()))
        .first(connection)
        .optional()?;
    row.map(|(of, row)| Ok((of.try_into()?, row.try_into()?))).transpose()
}

/// Refuses an act on a version of which a later release wrote what this one does not know.
///
/// # Errors
/// [`Failure::Unavailable`]; what the database reports.
pub fn require_whole(connection: &mut Connection, id: PlanVersionId) -> Result<(), Failure> {
    let content: String =
        plan_version::table.find(Bind(id)).select(plan_version::content).first(connection)?;
    stored::require_whole::<Said>(&content)
}

/// The number of the last version of something, and whether one is being written.
///
/// # Errors
/// What the database reports.
pub fn last(
    connection: &mut Connection,
    of: PlanId,
    subject: &Subject,
) -> Result<(u32, bool), Failure> {
    let subject = subject.to_string();
    let versions = || {
        plan_version::table
            .filter(plan_version::plan_id.eq(Bind(of)))
            .filter(plan_version::subject.eq(subject.clone()))
    };
    let number: Option<i32> = versions().select(max(plan_version::number)).first(connection)?;
    let open = [PaperState::Draft.code(), PaperState::Submitted.code()];
    let written: Option<PlanVersionId> = versions()
        .filter(plan_version::state.eq_any(open))
        .select(plan_version::id)
        .first(connection)
        .optional()?;
    let number = u32::try_from(number.unwrap_or_default()).map_err(Failure::unexpected)?;
    Ok((number, written.is_some()))
}

/// The version of something that was adopted last.
///
/// # Errors
/// What the database reports.
pub fn adopted_last(
    connection: &mut Connection,
    of: PlanId,
    subject: &Subject,
) -> Result<Option<Version>, Failure> {
    let row: Option<VersionRow> = plan_version::table
        .filter(plan_version::plan_id.eq(Bind(of)))
        .filter(plan_version::subject.eq(subject.to_string()))
        .filter(plan_version::state.eq(PaperState::Adopted.code()))
        .order(plan_version::number.desc())
        .select(VersionRow::as_select())
        .first(connection)
        .optional()?;
    row.map(Version::try_from).transpose()
}

/// The allocations of a plan that hold on a day: of each the last adopted by then.
///
/// # Errors
/// What the database reports.
pub fn allocations(
    connection: &mut Connection,
    of: PlanId,
    day: Date,
) -> Result<Vec<Version>, Failure> {
    let other = alias!(plan_version as later);
    let later = other
        .filter(other.field(plan_version::plan_id).eq(plan_version::plan_id))
        .filter(other.field(plan_version::subject).eq(plan_version::subject))
        .filter(other.field(plan_version::state).eq(PaperState::Adopted.code()))
        .filter(other.field(plan_version::valid_from).le(Bind(Some(day))))
        .filter(other.field(plan_version::number).gt(plan_version::number));
    let rows: Vec<VersionRow> = plan_version::table
        .filter(plan_version::plan_id.eq(Bind(of)))
        .filter(plan_version::subject.like("allocation/%"))
        .filter(plan_version::state.eq(PaperState::Adopted.code()))
        .filter(plan_version::valid_from.le(Bind(Some(day))))
        .filter(not(exists(later)))
        .order(plan_version::subject)
        .select(VersionRow::as_select())
        .load(connection)?;
    rows.into_iter().map(Version::try_from).collect()
}

/// Enters a version.
///
/// # Errors
/// What the database reports, which refuses a second one that is being written.
pub fn insert(connection: &mut Connection, one: &Version) -> Result<(), Failure> {
    diesel::insert_into(plan_version::table)
        .values(&NewVersionRow::of(one)?)
        .execute(connection)?;
    Ok(())
}

/// Saves a changed version over the one before it.
///
/// # Errors
/// What the database reports, which refuses to change an adopted one; [`Failure::Unavailable`] where
/// another writer came between.
pub fn save(connection: &mut Connection, one: &Version) -> Result<(), Failure> {
    let saved = diesel::update(plan_version::table)
        .filter(plan_version::id.eq(Bind(one.id)))
        .filter(plan_version::version.eq(one.version - 1))
        .set(&NewVersionRow::of(one)?)
        .execute(connection)?;
    if saved == 1 {
        return Ok(());
    }
    Err(Failure::unavailable("the version changed while it was being changed"))
}
