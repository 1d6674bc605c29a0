//! Proposals for budgets.

use diesel::{
    AsChangeset, ExpressionMethods as _, Insertable, OptionalExtension as _, QueryDsl as _,
    Queryable, RunQueryDsl as _, Selectable, SelectableHelper as _,
};
use htx_kit::{
    db::{Bind, Connection, stored::code},
    failure::Failure,
};
use htx_model::{
    code_list::CodeList as _,
    date::{Date, Instant},
    id::{AllocationId, BudgetId, Id},
    money::Dong,
    support::money::AllocationState,
};

use super::schema::allocation;
use crate::domain::budget::Allocation;

#[derive(Queryable, Selectable)]
#[diesel(table_name = allocation)]
struct AllocationRow {
    id: AllocationId,
    budget_id: BudgetId,
    kind: String,
    amount_vnd: i64,
    state: String,
    document_number: String,
    document_on: Date,
    note: Option<String>,
    drafted_by: Id<()>,
    drafted_by_name: String,
    drafted_on: Date,
    decided_by_name: Option<String>,
    decided_on: Option<Date>,
    refusal_reason: Option<String>,
    version: i64,
    recorded_at: Instant,
}

#[derive(Insertable, AsChangeset)]
#[diesel(table_name = allocation, treat_none_as_default_value = false, treat_none_as_null = true)]
struct NewAllocationRow<'a> {
    id: Bind<AllocationId>,
    budget_id: Bind<BudgetId>,
    kind: &'static str,
    amount_vnd: i64,
    state: &'static str,
    document_number: &'a str,
    document_on: Bind<Date>,
    note: Option<&'a str>,
    drafted_by: Bind<Id<()>>,
    drafted_by_name: &'a str,
    drafted_on: Bind<Date>,
    decided_by_name: Option<&'a str>,
    decided_on: Bind<Option<Date>>,
    refusal_reason: Option<&'a str>,
    version: i64,
    recorded_at: Bind<Instant>,
}

impl<'a> NewAllocationRow<'a> {
    fn of(one: &'a Allocation) -> Self {
        Self {
            id: Bind(one.id),
            budget_id: Bind(one.budget),
            kind: one.kind.code(),
            amount_vnd: one.amount.0,
            state: one.state.code(),
            document_number: &one.document_number,
            document_on: Bind(one.document_on),
            note: one.note.as_deref(),
            drafted_by: Bind(Id::from_uuid(one.drafted_by)),
            drafted_by_name: &one.drafted_by_name,
            drafted_on: Bind(one.drafted_on),
            decided_by_name: one.decided_by_name.as_deref(),
            decided_on: Bind(one.decided_on),
            refusal_reason: one.refusal_reason.as_deref(),
            version: one.version,
            recorded_at: Bind(one.recorded_at),
        }
    }
}

impl TryFrom<AllocationRow> for Allocation {
    type Error = Failure;

    fn try_from(row: AllocationRow) -> Result<Self, Failure> {
        Ok(Self {
            id: row.id,
            budget: row.budget_id,
            kind: code(&row.kind)?,
            amount: Dong(row.amount_vnd),
            state: code(&row.state)?,
            document_number: row.document_number,
            document_on: row.document_on,
            note: row.note,
            drafted_by: row.drafted_by.uuid(),
            drafted_by_name: row.drafted_by_name,
            drafted_on: row.drafted_on,
            decided_by_name: row.decided_by_name,
            decided_on: row.decided_on,
            refusal_reason: row.refusal_reason,
            version: row.version,
            recorded_at: row.recorded_at,
        })
    }
}

/// A page of the proposals for a budget, in the order in which they were drafted. The caller has found
/// the budget within its scope.
///
/// # Errors
/// What the database reports.
pub fn list(
    connection: &mut Connection,
    of: BudgetId,
    state: Option<AllocationState>,
    after: Option<&AllocationId>,
    limit: i64,
) -> Result<Vec<Allocation>, Failure> {
    let mut query = allocation::table
        .filter(allocation::budget_id.eq(Bind(of)))
        .order(allocation::id)
        .limit(limit)
        .into_boxed();
    if let Some(state) = state {
        query = query.filter(allocation::state.eq(state.code()));
    }
    if let Some(after) = after {
        query = query.filter(allocation::id.gt(Bind(*after)));
    }
    let rows: Vec<AllocationRow> = query.select(AllocationRow::as_select()).load(connection)?;
    rows.into_iter().map(Allocation::try_from).collect()
}

/// One proposal for a budget.
///
/// # Errors
/// What the database reports.
pub fn find(
    connection: &mut Connection,
    of: BudgetId,
    id: AllocationId,
) -> Result<Option<Allocation>, Failure> {
    let row: Option<AllocationRow> = allocation::table
        .find(Bind(id))
        .filter(allocation::budget_id.eq(Bind(of)))
        .select(AllocationRow::as_select())
        .first(connection)
        .optional()?;
    row.map(Allocation::try_from).transpose()
}

/// Enters a proposal.
///
/// # Errors
/// What the database reports.
pub fn insert(connection: &mut Connection, drafted: &Allocation) -> Result<(), Failure> {
    let row = NewAllocationRow::of(drafted);
    diesel::insert_into(allocation::table).values(&row).execute(connection)?;
    Ok(())
}

/// Saves a changed proposal. Its budget is held by whoever changes it.
///
/// # Errors
/// What the database reports.
pub fn save(connection: &mut Connection, changed: &Allocation) -> Result<(), Failure> {
    diesel::update(allocation::table.find(Bind(changed.id)))
        .set(NewAllocationRow::of(changed))
        .execute(connection)?;
    Ok(())
}
