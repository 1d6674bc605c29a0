//! Loans of the cooperative fund, and their repayments.

use diesel::{
    AsChangeset, ExpressionMethods as _, Insertable, OptionalExtension as _, QueryDsl as _,
    Queryable, RunQueryDsl as _, Selectable, SelectableHelper as _,
};
use htx_kit::{
    db::{
        Bind, Connection,
        stored::{code, column, json, number, written},
    },
    directory::OrganisationRow,
    failure::Failure,
    within_scope,
};
use htx_model::{
    code_list::CodeList as _,
    date::{Date, Instant},
    directory::Organisation,
    id::{BudgetId, LoanId, OrganisationId, RepaymentId},
    money::Dong,
    scope::Scope,
    support::money::LoanState,
};

use super::schema::{loan, loan_repayment, organisation};
use crate::domain::loan::{Loan, REPAYMENTS_MAX, Repayment, schedule::Terms};

#[derive(Queryable, Selectable)]
#[diesel(table_name = loan)]
struct LoanRow {
    id: LoanId,
    organisation_id: OrganisationId,
    state: String,
    purpose: String,
    requested_vnd: i64,
    requested_months: i32,
    applied_on: Date,
    principal_vnd: Option<i64>,
    annual_rate_bps: Option<i32>,
    months: Option<i32>,
    method: Option<String>,
    appraisal: Option<String>,
    decision_number: Option<String>,
    decided_on: Option<Date>,
    decision_reason: Option<String>,
    paid_out_on: Option<Date>,
    paid_out_reference: Option<String>,
    repaid_vnd: i64,
    ended_on: Option<Date>,
    prepared_by: String,
    version: i64,
    recorded_at: Instant,
    budget_id: Option<BudgetId>,
}

impl LoanRow {
    fn terms(&self) -> Result<Option<Terms>, Failure> {
        let (Some(principal), Some(rate), Some(months), Some(method)) = (
            self.principal_vnd,
            number(self.annual_rate_bps)?,
            number(self.months)?,
            self.method.as_deref(),
        ) else {
            return Ok(None);
        };
        Ok(Some(Terms { principal: Dong(principal), rate, months, method: code(method)? }))
    }
}

impl TryFrom<LoanRow> for Loan {
    type Error = Failure;

    fn try_from(row: LoanRow) -> Result<Self, Failure> {
        Ok(Self {
            terms: row.terms()?,
            budget: row.budget_id,
            id: row.id,
            organisation: row.organisation_id,
            state: code(&row.state)?,
            purpose: row.purpose,
            requested: Dong(row.requested_vnd),
            requested_months: number(Some(row.requested_months))?.unwrap_or_default(),
            applied_on: row.applied_on,
            appraisal: row.appraisal,
            decision_number: row.decision_number,
            decided_on: row.decided_on,
            decision_reason: row.decision_reason,
            paid_out_on: row.paid_out_on,
            paid_out_reference: row.paid_out_reference,
            repaid: Dong(row.repaid_vnd),
            ended_on: row.ended_on,
            prepared_by: json(&row.prepared_by)?,
            version: row.version,
            recorded_at: row.recorded_at,
        })
    }
}

#[derive(Insertable, AsChangeset)]
#[diesel(table_name = loan, treat_none_as_default_value = false, treat_none_as_null = true)]
struct NewLoanRow<'a> {
    id: Bind<LoanId>,
    organisation_id: Bind<OrganisationId>,
    state: &'static str,
    purpose: &'a str,
    requested_vnd: i64,
    requested_months: i32,
    applied_on: Bind<Date>,
    principal_vnd: Option<i64>,
    annual_rate_bps: Option<i32>,
    months: Option<i32>,
    method: Option<&'static str>,
    appraisal: Option<&'a str>,
    decision_number: Option<&'a str>,
    decided_on: Bind<Option<Date>>,
    decision_reason: Option<&'a str>,
    paid_out_on: Bind<Option<Date>>,
    paid_out_reference: Option<&'a str>,
    repaid_vnd: i64,
    ended_on: Bind<Option<Date>>,
    prepared_by: String,
    version: i64,
    recorded_at: Bind<Instant>,
    budget_id: Bind<Option<BudgetId>>,
}

impl<'a> NewLoanRow<'a> {
    fn of(loan: &'a Loan) -> Result<Self, Failure> {
        Ok(Self {
            id: Bind(loan.id),
            organisation_id: Bind(loan.organisation),
            state: loan.state.code(),
            purpose: &loan.purpose,
            requested_vnd: loan.requested.0,
            requested_months: column(loan.requested_months),
            applied_on: Bind(loan.applied_on),
            principal_vnd: loan.terms.map(|terms| terms.principal.0),
            annual_rate_bps: loan.terms.map(|terms| column(terms.rate)),
            months: loan.terms.map(|terms| column(terms.months)),
            method: loan.terms.map(|terms| terms.method.code()),
            appraisal: loan.appraisal.as_deref(),
            decision_number: loan.decision_number.as_deref(),
            decided_on: Bind(loan.decided_on),
            decision_reason: loan.decision_reason.as_deref(),
            paid_out_on: Bind(loan.paid_out_on),
            paid_out_reference: loan.paid_out_reference.as_deref(),
            repaid_vnd: loan.repaid.0,
            ended_on: Bind(loan.ended_on),
            prepared_by: written(&loan.prepared_by)?,
            version: loan.version,
            recorded_at: Bind(loan.recorded_at),
            budget_id: Bind(loan.budget),
        })
    }
}

/// A loan with its organisation as it is today.
pub type StoredLoan = (Loan, Organisation);

fn read((row, of): (LoanRow, OrganisationRow)) -> Result<StoredLoan, Failure> {
    Ok((row.try_into()?, of.try_into()?))
}

/// What a list of loans is narrowed to.
#[derive(Debug, Clone, Copy, Default)]
pub struct Filter {
    /// In this state.
    pub state: Option<LoanState>,
    /// Of this organisation.
    pub organisation: Option<OrganisationId>,
    /// Out of this capital.
    pub budget: Option<BudgetId>,
}

/// A page of loans within a scope, in the order in which they were applied for.
///
/// # Errors
/// What the database reports.
pub fn list(
    connection: &mut Connection,
    scope: &Scope,
    filter: &Filter,
    after: Option<&LoanId>,
    limit: i64,
) -> Result<Vec<StoredLoan>, Failure> {
    let query =
        loan::table.inner_join(organisation::table).order(loan::id).limit(limit).into_boxed();
    let mut query = within_scope!(
        query,
        scope,
        organisation::district_code,
        organisation::current_commune_code,
        organisation::id
    );
    if let Some(state) = filter.state {
        query = query.filter(loan::state.eq(state.code()));
    }
    if let Some(of) = filter.organisation {
        query = query.filter(loan::organisation_id.eq(Bind(of)));
    }
    if let Some(budget) = filter.budget {
        query = query.filter(loan::budget_id.eq(Bind(budget)));
    }
    if let Some(after) = after {
        query = query.filter(loan::id.gt(Bind(*after)));
    }
    let rows: Vec<(LoanRow, OrganisationRow)> =
        query.select((LoanRow::as_select(), organisation::all_columns)).load(connection)?;
    rows.into_iter().map(read).collect()
}

/// One loan within a scope.
///
/// # Errors
/// What the database reports.
pub fn find(
    connection: &mut Connection,
    scope: &Scope,
    id: LoanId,
) -> Result<Option<StoredLoan>, Failure> {
    let query =
        loan::table.inner_join(organisation::table).filter(loan::id.eq(Bind(id))).into_boxed();
    let query = within_scope!(
        query,
        scope,
        organisation::district_code,
        organisation::current_commune_code,
        organisation::id
    );
    let row: Option<(LoanRow, OrganisationRow)> = query
        .select((LoanRow::as_select(), organisation::all_columns))
        .first(connection)
        .optional()?;
    row.map(read).transpose()
}

/// Enters a loan.
///
/// # Errors
/// What the database reports.
pub fn insert(connection: &mut Connection, entered: &Loan) -> Result<(), Failure> {
    diesel::insert_into(loan::table).values(&NewLoanRow::of(entered)?).execute(connection)?;
    Ok(())
}

/// Saves a changed loan, which is held by whoever changes it.
///
/// # Errors
/// What the database reports; [`Failure::Unavailable`] where another writer came between.
pub fn save(connection: &mut Connection, changed: &Loan) -> Result<(), Failure> {
    let saved = diesel::update(loan::table)
        .filter(loan::id.eq(Bind(changed.id)))
        .filter(loan::version.eq(changed.version - 1))
        .set(NewLoanRow::of(changed)?)
        .execute(connection)?;
    if saved == 1 {
        return Ok(());
    }
    Err(Failure::unavailable("the loan changed while it was being changed"))
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = loan_repayment)]
struct RepaymentRow {
    id: RepaymentId,
    loan_id: LoanId,
    sequence: i64,
    amount_vnd: i64,
    paid_on: Date,
    reference: String,
    recorded_by: String,
    recorded_at: Instant,
    reverses: Option<RepaymentId>,
}

impl From<RepaymentRow> for Repayment {
    fn from(row: RepaymentRow) -> Self {
        Self {
            id: row.id,
            loan: row.loan_id,
            sequence: row.sequence,
            amount: Dong(row.amount_vnd),
            paid_on: row.paid_on,
            reference: row.reference,
            recorded_by: row.recorded_by,
            recorded_at: row.recorded_at,
            reverses: row.reverses,
        }
    }
}

/// The repayments of a loan and their counter-entries in their order: there are at most so many.
///
/// # Errors
/// What the database reports.
pub fn repayments(connection: &mut Connection, of: LoanId) -> Result<Vec<Repayment>, Failure> {
    let rows: Vec<RepaymentRow> = loan_repayment::table
        .filter(loan_repayment::loan_id.eq(Bind(of)))
        .order(loan_repayment::sequence)
        .limit(REPAYMENTS_MAX)
        .select(RepaymentRow::as_select())
        .load(connection)?;
    Ok(rows.into_iter().map(Repayment::from).collect())
}

/// Enters a repayment, whose receipt is known by a key.
///
/// # Errors
/// What the database reports, which refuses a receipt that was entered already, and a second counter-entry.
pub fn insert_repayment(
    connection: &mut Connection,
    paid: &Repayment,
    key: &str,
) -> Result<(), Failure> {
    diesel::insert_into(loan_repayment::table)
        .values((
            loan_repayment::id.eq(Bind(paid.id)),
            loan_repayment::loan_id.eq(Bind(paid.loan)),
            loan_repayment::sequence.eq(paid.sequence),
            loan_repayment::amount_vnd.eq(paid.amount.0),
            loan_repayment::paid_on.eq(Bind(paid.paid_on)),
            loan_repayment::reference.eq(&paid.reference),
            loan_repayment::reference_key.eq(key),
            loan_repayment::recorded_by.eq(&paid.recorded_by),
            loan_repayment::recorded_at.eq(Bind(paid.recorded_at)),
            loan_repayment::reverses.eq(Bind(paid.reverses)),
        ))
        .execute(connection)?;
    Ok(())
}
