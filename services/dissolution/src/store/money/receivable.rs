//! Receivables.

use diesel::{
    AsChangeset, ExpressionMethods as _, Insertable, OptionalExtension as _, QueryDsl as _,
    Queryable, RunQueryDsl as _, Selectable, SelectableHelper as _,
    dsl::{count_star, min},
};
use htx_kit::{
    db::{
        Bind, Connection,
        stored::{code, written},
    },
    failure::Failure,
};
use htx_model::{
    code_list::CodeList as _,
    date::{Date, Instant},
    dissolution::money::{DebtKind, ReceivableState},
    id::{DissolutionId, ReceivableId},
    money::Dong,
};

use super::{documents, holder, party, ruling, said};
use crate::{
    domain::{amount::RECORDS_MAX, receivable::Receivable},
    store::schema::receivable,
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = receivable)]
struct ReceivableRow {
    id: ReceivableId,
    dissolution_id: DissolutionId,
    debt_kind: String,
    holder: String,
    name: String,
    citizen_id: Option<String>,
    phone: Option<String>,
    address: Option<String>,
    amount_vnd: i64,
    collected_vnd: i64,
    state: String,
    basis: String,
    registered_on: Date,
    evidence: String,
    found_on: Option<Date>,
    finding_reason: Option<String>,
    finding_documents: Option<String>,
    version: i64,
    recorded_at: Instant,
}

#[derive(Insertable, AsChangeset)]
#[diesel(table_name = receivable, treat_none_as_default_value = false, treat_none_as_null = true)]
struct NewReceivableRow<'a> {
    id: Bind<ReceivableId>,
    dissolution_id: Bind<DissolutionId>,
    debt_kind: &'static str,
    holder: &'static str,
    name: &'a str,
    citizen_id: Option<&'a str>,
    phone: Option<&'a str>,
    address: Option<&'a str>,
    amount_vnd: i64,
    collected_vnd: i64,
    state: &'static str,
    basis: &'a str,
    registered_on: Bind<Date>,
    evidence: String,
    found_on: Bind<Option<Date>>,
    finding_reason: Option<&'a str>,
    finding_documents: Option<String>,
    version: i64,
    recorded_at: Bind<Instant>,
}

impl<'a> NewReceivableRow<'a> {
    fn of(receivable: &'a Receivable) -> Result<Self, Failure> {
        let debtor = &receivable.debtor;
        let (found_on, finding_reason, finding_documents) = said(receivable.finding.as_ref())?;
        Ok(Self {
            id: Bind(receivable.id),
            dissolution_id: Bind(receivable.case),
            debt_kind: receivable.debt_kind.code(),
            holder: holder(debtor),
            name: &debtor.name,
            citizen_id: debtor.citizen_id.as_deref(),
            phone: debtor.phone.as_deref(),
            address: debtor.address.as_deref(),
            amount_vnd: receivable.amount.0,
            collected_vnd: receivable.collected.0,
            state: receivable.state.code(),
            basis: &receivable.basis,
            registered_on: Bind(receivable.registered_on),
            evidence: written(&receivable.evidence)?,
            found_on: Bind(found_on),
            finding_reason,
            finding_documents,
            version: receivable.version,
            recorded_at: Bind(receivable.recorded_at),
        })
    }
}

impl TryFrom<ReceivableRow> for Receivable {
    type Error = Failure;

    fn try_from(row: ReceivableRow) -> Result<Self, Failure> {
        let column = row.finding_documents.as_deref();
        Ok(Self {
            id: row.id,
            case: row.dissolution_id,
            debt_kind: code(&row.debt_kind)?,
            debtor: party(&row.holder, row.name, row.citizen_id, row.phone, row.address)?,
            amount: Dong(row.amount_vnd),
            collected: Dong(row.collected_vnd),
            state: code(&row.state)?,
            basis: row.basis,
            registered_on: row.registered_on,
            evidence: documents(&row.evidence)?,
            finding: ruling(row.found_on, row.finding_reason, column)?,
            version: row.version,
            recorded_at: row.recorded_at,
        })
    }
}

/// Which receivables of a case.
#[derive(Debug, Clone, Copy, Default)]
pub struct Filter {
    /// In this state.
    pub state: Option<ReceivableState>,
    /// Of this kind of debtor.
    pub debt_kind: Option<DebtKind>,
}

/// A page of the receivables of a case, in the order in which they were entered.
///
/// # Errors
/// What the database reports.
pub fn list(
    connection: &mut Connection,
    case: DissolutionId,
    filter: &Filter,
    after: Option<ReceivableId>,
    limit: i64,
) -> Result<Vec<Receivable>, Failure> {
    let mut query = receivable::table
        .filter(receivable::dissolution_id.eq(Bind(case)))
        .order(receivable::id)
        .limit(limit)
        .into_boxed();
    if let Some(state) = filter.state {
        query = query.filter(receivable::state.eq(state.code()));
    }
    if let Some(kind) = filter.debt_kind {
        query = query.filter(receivable::debt_kind.eq(kind.code()));
    }
    if let Some(after) = after {
        query = query.filter(receivable::id.gt(Bind(after)));
    }
    let rows: Vec<ReceivableRow> = query.select(ReceivableRow::as_select()).load(connection)?;
    rows.into_iter().map(Receivable::try_from).collect()
}

/// Every receivable of a case that is still to be collected: there are at most so many.
///
/// # Errors
/// What the database reports.
pub fn all_open(
    connection: &mut Connection,
    case: DissolutionId,
) -> Result<Vec<Receivable>, Failure> {
    let filter = Filter { state: Some(ReceivableState::Open), ..Filter::default() };
    list(connection, case, &filter, None, RECORDS_MAX)
}

/// One receivable of a case.
///
/// # Errors
/// What the database reports.
pub fn find(
    connection: &mut Connection,
    case: DissolutionId,
    id: ReceivableId,
) -> Result<Option<Receivable>, Failure> {
    let row: Option<ReceivableRow> = receivable::table
        .find(Bind(id))
        .filter(receivable::dissolution_id.eq(Bind(case)))
        .select(ReceivableRow::as_select())
        .first(connection)
        .optional()?;
    row.map(Receivable::try_from).transpose()
}

/// How many receivables a case has.
///
/// # Errors
/// What the database reports.
pub fn count(connection: &mut Connection, case: DissolutionId) -> Result<i64, Failure> {
    let of_case = receivable::table.filter(receivable::dissolution_id.eq(Bind(case)));
    Ok(of_case.select(count_star()).first(connection)?)
}

/// Enters a receivable.
///
/// # Errors
/// What the database reports.
pub fn insert(connection: &mut Connection, entered: &Receivable) -> Result<(), Failure> {
    let row = NewReceivableRow::of(entered)?;
    diesel::insert_into(receivable::table).values(&row).execute(connection)?;
    Ok(())
}

/// Saves a changed receivable. Its case is held by whoever changes it.
///
/// # Errors
/// What the database reports.
pub fn save(connection: &mut Connection, changed: &Receivable) -> Result<(), Failure> {
    diesel::update(receivable::table.find(Bind(changed.id)))
        .set(NewReceivableRow::of(changed)?)
        .execute(connection)?;
    Ok(())
}

/// How many receivables of a case are still to be collected, and since when.
///
/// # Errors
/// What the database reports.
pub fn open(
    connection: &mut Connection,
    case: DissolutionId,
) -> Result<(i64, Option<Date>), Failure> {
    Ok(receivable::table
        .filter(receivable::dissolution_id.eq(Bind(case)))
        .filter(receivable::state.eq(ReceivableState::Open.code()))
        .select((count_star(), min(receivable::registered_on)))
        .first(connection)?)
}
