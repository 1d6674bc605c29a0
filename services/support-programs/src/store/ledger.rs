//! The ledger of budgets.

use diesel::{
    ExpressionMethods as _, Insertable, QueryDsl as _, Queryable, RunQueryDsl as _, Selectable,
    SelectableHelper as _,
};
use htx_kit::{
    db::{Bind, Connection, stored::code},
    failure::Failure,
};
use htx_model::{
    code_list::CodeList as _,
    date::{Date, Instant},
    id::{BudgetId, LedgerEntryId, LoanId, RepaymentId, SupportApplicationId, SupportPaymentId},
    money::Dong,
};

use super::{budget, schema::ledger_entry};
use crate::domain::ledger::{Balances, Entry, Operation, Share};

/// The most postings of an application that are summed up: two for its approval, at most two for each of
/// its payments, recoveries and their counter-entries, one for what is released.
const OF_AN_APPLICATION_MAX: i64 = 10_000;

/// The columns of [`BalanceColumns`].
pub(in crate::store) const BALANCES: (
    ledger_entry::allotted_vnd,
    ledger_entry::available_vnd,
    ledger_entry::reserved_vnd,
    ledger_entry::committed_vnd,
    ledger_entry::disbursed_vnd,
    ledger_entry::returned_vnd,
) = (
    ledger_entry::allotted_vnd,
    ledger_entry::available_vnd,
    ledger_entry::reserved_vnd,
    ledger_entry::committed_vnd,
    ledger_entry::disbursed_vnd,
    ledger_entry::returned_vnd,
);

/// What stands on the accounts after a posting.
#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = ledger_entry)]
pub(in crate::store) struct BalanceColumns {
    allotted_vnd: i64,
    available_vnd: i64,
    reserved_vnd: i64,
    committed_vnd: i64,
    disbursed_vnd: i64,
    returned_vnd: i64,
}

impl BalanceColumns {
    pub(in crate::store) fn balances(self) -> Balances {
        Balances {
            allotted: Dong(self.allotted_vnd),
            available: Dong(self.available_vnd),
            reserved: Dong(self.reserved_vnd),
            committed: Dong(self.committed_vnd),
            disbursed: Dong(self.disbursed_vnd),
            returned: Dong(self.returned_vnd),
        }
    }
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = ledger_entry)]
struct EntryRow {
    id: LedgerEntryId,
    budget_id: BudgetId,
    sequence: i64,
    operation: String,
    amount_vnd: i64,
    application_id: Option<SupportApplicationId>,
    payment_id: Option<SupportPaymentId>,
    loan_id: Option<LoanId>,
    repayment_id: Option<RepaymentId>,
    #[diesel(embed)]
    after: BalanceColumns,
    booked_on: Date,
    recorded_by: String,
    recorded_at: Instant,
}

#[derive(Insertable)]
#[diesel(table_name = ledger_entry, treat_none_as_default_value = false)]
struct NewEntryRow<'a> {
    id: Bind<LedgerEntryId>,
    budget_id: Bind<BudgetId>,
    sequence: i64,
    operation: &'static str,
    amount_vnd: i64,
    application_id: Bind<Option<SupportApplicationId>>,
    payment_id: Bind<Option<SupportPaymentId>>,
    loan_id: Bind<Option<LoanId>>,
    repayment_id: Bind<Option<RepaymentId>>,
    allotted_vnd: i64,
    available_vnd: i64,
    reserved_vnd: i64,
    committed_vnd: i64,
    disbursed_vnd: i64,
    returned_vnd: i64,
    booked_on: Bind<Date>,
    recorded_by: &'a str,
    recorded_at: Bind<Instant>,
}

impl TryFrom<EntryRow> for Entry {
    type Error = Failure;

    fn try_from(row: EntryRow) -> Result<Self, Failure> {
        Ok(Self {
            id: row.id,
            budget: row.budget_id,
            sequence: row.sequence,
            operation: code(&row.operation)?,
            amount: Dong(row.amount_vnd),
            application: row.application_id,
            payment: row.payment_id,
            loan: row.loan_id,
            repayment: row.repayment_id,
            after: row.after.balances(),
            booked_on: row.booked_on,
            recorded_by: row.recorded_by,
            recorded_at: row.recorded_at,
        })
    }
}

/// Which postings of a budget.
#[derive(Debug, Clone, Copy, Default)]
pub struct Filter {
    /// That do this.
    pub operation: Option<Operation>,
    /// For this application.
    pub application: Option<SupportApplicationId>,
    /// For this loan.
    pub loan: Option<LoanId>,
}

/// A page of the ledger of a budget, in its order. The caller has found the budget within its scope.
///
/// # Errors
/// What the database reports.
pub fn list(
    connection: &mut Connection,
    of: BudgetId,
    filter: &Filter,
    after: Option<i64>,
    limit: i64,
) -> Result<Vec<Entry>, Failure> {
    let mut query = ledger_entry::table
        .filter(ledger_entry::budget_id.eq(Bind(of)))
        .order(ledger_entry::sequence)
        .limit(limit)
        .into_boxed();
    if let Some(operation) = filter.operation {
        query = query.filter(ledger_entry::operation.eq(operation.code()));
    }
    if let Some(application) = filter.application {
        query = query.filter(ledger_entry::application_id.eq(Bind(application)));
    }
    if let Some(loan) = filter.loan {
        query = query.filter(ledger_entry::loan_id.eq(Bind(loan)));
    }
    if let Some(after) = after {
        query = query.filter(ledger_entry::sequence.gt(after));
    }
    let rows: Vec<EntryRow> = query.select(EntryRow::as_select()).load(connection)?;
    rows.into_iter().map(Entry::try_from).collect()
}

/// What the ledger holds for an application: the sums of its postings.
///
/// # Errors
/// What the database reports.
pub fn share(
    connection: &mut Connection,
    application: SupportApplicationId,
) -> Result<Share, Failure> {
    let postings: Vec<(String, i64)> = ledger_entry::table
        .filter(ledger_entry::application_id.eq(Bind(application)))
        .order(ledger_entry::sequence)
        .limit(OF_AN_APPLICATION_MAX)
        .select((ledger_entry::operation, ledger_entry::amount_vnd))
        .load(connection)?;
    postings.into_iter().try_fold(Share::default(), |share, (operation, amount)| {
        let posted = share.post(code(&operation)?, Dong(amount));
        posted.map_err(|fault| Failure::unexpected(format!("a share does not add up: {fault:?}")))
    })
}

/// Enters a posting. Its budget is held by whoever enters it.
///
/// # Errors
/// What the database reports, which refuses whatever does not follow from the posting before.
pub fn insert(connection: &mut Connection, entry: &Entry) -> Result<(), Failure> {
    budget::count(connection, entry.budget, entry.sequence - 1)?;
    let row = NewEntryRow {
        id: Bind(entry.id),
        budget_id: Bind(entry.budget),
        sequence: entry.sequence,
        operation: entry.operation.code(),
        amount_vnd: entry.amount.0,
        application_id: Bind(entry.application),
        payment_id: Bind(entry.payment),
        loan_id: Bind(entry.loan),
        repayment_id: Bind(entry.repayment),
        allotted_vnd: entry.after.allotted.0,
        available_vnd: entry.after.available.0,
        reserved_vnd: entry.after.reserved.0,
        committed_vnd: entry.after.committed.0,
        disbursed_vnd: entry.after.disbursed.0,
        returned_vnd: entry.after.returned.0,
        booked_on: Bind(entry.booked_on),
        recorded_by: &entry.recorded_by,
        recorded_at: Bind(entry.recorded_at),
    };
    diesel::insert_into(ledger_entry::table).values(&row).execute(connection)?;
    Ok(())
}
