//! A loan as this service answers with it, and the list of loans as a table.

use htx_kit::{
    act::Act,
    failure::Failure,
    http::{Reply, listed::column, table::Table},
};
use htx_model::{
    code_list::CodeList as _,
    date::{Date, Instant},
    id::{BudgetId, LoanId, OrganisationId, RepaymentId},
    money::Dong,
    principal::Principal,
    support::money::{LoanAction, LoanState, OverdueBucket, RepaymentMethod},
};
use serde::Serialize;

use crate::{
    domain::{
        counter_entry,
        loan::{Loan, Repayment, lifecycle, schedule::Terms, standing},
    },
    store::loan::StoredLoan,
    usecase::loan::{self as usecase, Found},
};

/// A loan of the cooperative fund (khoản vay Quỹ hỗ trợ).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = Loan)]
pub(super) struct LoanView {
    /// Its id.
    id: LoanId,
    /// Of which organisation (tổ chức).
    organisation_id: OrganisationId,
    /// The organisation's name today (tên).
    #[schema(max_length = 300, examples("Hợp tác xã Rau an toàn Đông Dư"))]
    organisation_name: String,
    /// Where it stands (trạng thái).
    state: LoanState,
    /// What it is for (mục đích vay). Null in lists.
    #[schema(required, max_length = 1000)]
    purpose: Option<String>,
    /// How much was asked for, in đồng (số tiền đề nghị).
    #[schema(minimum = 1)]
    requested_vnd: i64,
    /// For how many months.
    #[schema(minimum = 1, maximum = 240)]
    requested_months: u32,
    /// When (ngày đề nghị).
    applied_on: Date,
    /// The terms that were proposed, and are decided (điều kiện vay).
    #[schema(required)]
    terms: Option<TermsView>,
    /// Out of which capital of the fund, a budget of its programme (nguồn vốn).
    #[schema(required)]
    budget_id: Option<BudgetId>,
    /// What the appraisal found (ý kiến thẩm định). Null in lists.
    #[schema(required, max_length = 1000)]
    appraisal: Option<String>,
    /// The number of the decision (số quyết định).
    #[schema(required, max_length = 100)]
    decision_number: Option<String>,
    /// Its day (ngày quyết định).
    #[schema(required)]
    decided_on: Option<Date>,
    /// Why (lý do). Null in lists.
    #[schema(required, max_length = 1000)]
    decision_reason: Option<String>,
    /// When it was paid out (ngày giải ngân).
    #[schema(required)]
    paid_out_on: Option<Date>,
    /// What was paid back, interest included, in đồng (đã trả).
    #[schema(minimum = 0)]
    repaid_vnd: i64,
    /// How it stands today; null before it is paid out (tình trạng trả nợ).
    #[schema(required)]
    standing: Option<StandingView>,
    /// When it ended (ngày kết thúc).
    #[schema(required)]
    ended_on: Option<Date>,
    /// Its version, as in its ETag.
    #[schema(minimum = 1)]
    version: i64,
    /// When this version was written.
    recorded_at: Instant,
    /// Its instalments, and what was paid of each (lịch trả nợ). Absent in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 240)]
    schedule: Option<Vec<InstalmentView>>,
    /// What was paid back (các lần trả). Absent in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 2000)]
    repayments: Option<Vec<RepaymentView>>,
    /// What the caller may do with it now. Absent in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 10)]
    available_actions: Option<Vec<LoanAction>>,
}

/// The terms of a loan (điều kiện vay).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = LoanTerms)]
struct TermsView {
    /// How much is lent, in đồng (số tiền vay).
    #[schema(minimum = 1)]
    principal_vnd: i64,
    /// Interest of a year, in hundredths of a per cent (lãi suất năm).
    #[schema(minimum = 0, maximum = 3000, examples(360))]
    annual_rate_bps: u32,
    /// In how many monthly instalments it is paid back (số kỳ).
    #[schema(minimum = 1, maximum = 240)]
    months: u32,
    /// How (phương thức trả).
    method: RepaymentMethod,
}

impl From<Terms> for TermsView {
    fn from(terms: Terms) -> Self {
        let Terms { principal, rate, months, method } = terms;
        Self { principal_vnd: principal.0, annual_rate_bps: rate, months, method }
    }
}

/// How a loan stands today, in đồng (tình trạng trả nợ).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = LoanStanding)]
struct StandingView {
    /// What is left of what was lent (dư nợ gốc).
    #[schema(minimum = 0)]
    principal_left_vnd: i64,
    /// What is still to be paid in all, by the schedule.
    #[schema(minimum = 0)]
    open_vnd: i64,
    /// What should have been paid and was not (quá hạn).
    #[schema(minimum = 0)]
    overdue_vnd: i64,
    /// Since when the oldest of it is.
    #[schema(required)]
    overdue_since: Option<Date>,
    /// For how many days.
    #[schema(minimum = 0)]
    overdue_days: i64,
    /// The bucket of it (nhóm quá hạn).
    bucket: OverdueBucket,
}

/// An instalment (kỳ trả nợ).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = LoanInstalment)]
struct InstalmentView {
    /// Its number, from 1.
    #[schema(minimum = 1, maximum = 240)]
    number: u32,
    /// When it is due (ngày đến hạn).
    due_on: Date,
    /// What is paid back of what was lent (gốc).
    #[schema(minimum = 0)]
    principal_vnd: i64,
    /// Interest for the month before (lãi).
    #[schema(minimum = 0)]
    interest_vnd: i64,
    /// What is left of what was lent after it.
    #[schema(minimum = 0)]
    left_vnd: i64,
    /// What was paid of it (đã trả).
    #[schema(minimum = 0)]
    paid_vnd: i64,
}

impl From<standing::Covered> for InstalmentView {
    fn from(covered: standing::Covered) -> Self {
        let one = covered.instalment;
        Self {
            number: one.number,
            due_on: one.due_on,
            principal_vnd: one.principal.0,
            interest_vnd: one.interest.0,
            left_vnd: one.left.0,
            paid_vnd: one.total().0 - covered.open().0,
        }
    }
}

/// A repayment (lần trả nợ), or a counter-entry that takes one back. It is never changed.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = LoanRepayment)]
struct RepaymentView {
    /// Its id.
    id: RepaymentId,
    /// Its number, from 1.
    #[schema(minimum = 1)]
    sequence: i64,
    /// How much, in đồng (số tiền).
    #[schema(minimum = 1)]
    amount_vnd: i64,
    /// On which day (ngày).
    paid_on: Date,
    /// The receipt's number (số chứng từ).
    #[schema(max_length = 100)]
    reference: String,
    /// The login name of whoever entered it.
    #[schema(max_length = 200, examples("lmhtx.officer"))]
    recorded_by: String,
    /// When it was entered.
    recorded_at: Instant,
    /// Of a counter-entry: which repayment it takes back (hủy lần trả nợ).
    #[schema(required)]
    reverses: Option<RepaymentId>,
    /// By which counter-entry it was taken back (bị hủy bởi).
    #[schema(required)]
    reversed_by: Option<RepaymentId>,
}

impl RepaymentView {
    /// The repayments of a loan, each with what takes it back.
    fn all(entered: Vec<Repayment>) -> Vec<Self> {
        let counter = |one: &Repayment| counter_entry::counter(&entered, one.id).map(|by| by.id);
        let reversed: Vec<_> = entered.iter().map(counter).collect();
        let view = |(repayment, reversed_by)| Self { reversed_by, ..Self::from(repayment) };
        entered.into_iter().zip(reversed).map(view).collect()
    }
}

impl From<Repayment> for RepaymentView {
    fn from(paid: Repayment) -> Self {
        Self {
            id: paid.id,
            sequence: paid.sequence,
            amount_vnd: paid.amount.0,
            paid_on: paid.paid_on,
            reference: paid.reference,
            recorded_by: paid.recorded_by,
            recorded_at: paid.recorded_at,
            reverses: paid.reverses,
            reversed_by: None,
        }
    }
}

fn may(loan: &Loan, action: LoanAction, principal: &Principal) -> bool {
    let prepared = lifecycle::decides(action) && loan.prepared_by.contains(&principal.id);
    let scope = principal.scope(lifecycle::needs(action));
    let own = scope.organisations().any(|own| own == loan.organisation);
    let ready = match action {
        LoanAction::Approve => loan.budget.is_some(),
        LoanAction::ReverseRepayment => loan.repaid > Dong::ZERO,
        LoanAction::ReversePayOut => loan.repaid == Dong::ZERO,
        _ => true,
    };
    let open = lifecycle::after(loan.state, action).is_some() && ready;
    open && (scope.is_everything() || own) && !prepared
}

impl LoanView {
    /// A loan in a list, as it stands on a day: without what people wrote.
    pub(super) fn brief((loan, organisation): StoredLoan, today: Date) -> Self {
        let covered = standing::cover(&loan.schedule(), loan.repaid);
        let standing = loan.paid_out_on.map(|_| standing::on(&covered, today));
        let view = |stands: standing::Standing| StandingView {
            principal_left_vnd: stands.principal_left.0,
            open_vnd: stands.open.0,
            overdue_vnd: stands.overdue.0,
            overdue_since: stands.overdue_since,
            overdue_days: stands.overdue_days,
            bucket: stands.bucket,
        };
        Self {
            id: loan.id,
            organisation_id: loan.organisation,
            organisation_name: organisation.name,
            state: loan.state,
            purpose: None,
            requested_vnd: loan.requested.0,
            requested_months: loan.requested_months,
            applied_on: loan.applied_on,
            terms: loan.terms.map(TermsView::from),
            budget_id: loan.budget,
            appraisal: None,
            decision_number: loan.decision_number,
            decided_on: loan.decided_on,
            decision_reason: None,
            paid_out_on: loan.paid_out_on,
            repaid_vnd: loan.repaid.0,
            standing: standing.map(view),
            ended_on: loan.ended_on,
            version: loan.version,
            recorded_at: loan.recorded_at,
            schedule: None,
            repayments: None,
            available_actions: None,
        }
    }

    /// A loan whole, as somebody sees it on a day.
    pub(super) fn whole(found: Found, principal: &Principal, today: Date) -> Self {
        let Found { loan, organisation, repayments } = found;
        let covered = standing::cover(&loan.schedule(), loan.repaid);
        let actions = LoanAction::all().iter().copied();
        Self {
            purpose: Some(loan.purpose.clone()),
            appraisal: loan.appraisal.clone(),
            decision_reason: loan.decision_reason.clone(),
            schedule: Some(covered.into_iter().map(InstalmentView::from).collect()),
            repayments: Some(RepaymentView::all(repayments)),
            available_actions: Some(actions.filter(|one| may(&loan, *one, principal)).collect()),
            ..Self::brief((loan, organisation), today)
        }
    }

    fn without_words(&self) -> Self {
        Self { purpose: None, appraisal: None, decision_reason: None, ..self.clone() }
    }
}

/// The answer to an act: the loan as it is then, of which a repetition gets no words.
pub(super) fn answered(
    act: &mut Act<'_>,
    stored: StoredLoan,
    (principal, is_new): (&Principal, bool),
) -> Result<Reply, Failure> {
    let found = usecase::found(act.connection, stored)?;
    let (id, version) = (found.loan.id, found.loan.version);
    let view = LoanView::whole(found, principal, act.today());
    let reply = if is_new {
        Reply::created(format!("/v1/loans/{id}"), version, &view)?
    } else {
        Reply::changed(version, &view)?
    };
    reply.keeping(&view.without_words())
}

/// Loans as a table.
pub(super) static LOANS: Table = Table {
    name: "loans",
    columns: &[
        column("id", "Mã định danh", "Id", "/id"),
        column("organisation", "Mã tổ chức", "Organisation id", "/organisation_id"),
        column("name", "Tên", "Name", "/organisation_name"),
        column("state", "Trạng thái", "State", "/state"),
        column("requested_vnd", "Đề nghị (đồng)", "Requested (đồng)", "/requested_vnd"),
        column("budget", "Nguồn vốn", "Capital", "/budget_id"),
        column("principal_vnd", "Số tiền vay (đồng)", "Principal (đồng)", "/terms/principal_vnd"),
        column("annual_rate_bps", "Lãi suất năm (1/10000)", "Rate (bps)", "/terms/annual_rate_bps"),
        column("months", "Số kỳ", "Months", "/terms/months"),
        column("method", "Phương thức trả", "Method", "/terms/method"),
        column("applied_on", "Ngày đề nghị", "Applied on", "/applied_on"),
        column("decided_on", "Ngày quyết định", "Decided on", "/decided_on"),
        column("paid_out_on", "Ngày giải ngân", "Paid out on", "/paid_out_on"),
        column("repaid_vnd", "Đã trả (đồng)", "Repaid (đồng)", "/repaid_vnd"),
        column("left_vnd", "Dư nợ gốc (đồng)", "Left (đồng)", "/standing/principal_left_vnd"),
        column("overdue_vnd", "Quá hạn (đồng)", "Overdue (đồng)", "/standing/overdue_vnd"),
        column("overdue_days", "Số ngày quá hạn", "Overdue days", "/standing/overdue_days"),
        column("bucket", "Nhóm quá hạn", "Bucket", "/standing/bucket"),
        column("ended_on", "Ngày kết thúc", "Ended on", "/ended_on"),
    ],
};
