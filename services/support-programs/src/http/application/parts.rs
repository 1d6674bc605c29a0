//! What an application is made of, as this service answers with it.

use htx_model::{
    agency::AgencyCode,
    date::{Date, Instant},
    directory::Organisation,
    id::{BudgetId, EventId, OrganisationId, SupportPaymentId, SupportStepId},
    money::Dong,
    organisation::OrganisationKind,
    registration_number::RegistrationNumber,
    support::applications::{
        CostKind, EntitlementForm, PaymentDirection, SupportAction, SupportState,
    },
};
use serde::{Deserialize, Serialize};

use crate::domain::{
    application::{Decision, OnBehalf, Proposal, Step, cost::Cost, payment::Payment},
    counter_entry,
    exhibit::Exhibit,
    ledger::Share,
};

/// An organisation that applies for support, as it is today.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = SupportApplicant)]
pub(super) struct ApplicantView {
    /// Its id in the register.
    id: OrganisationId,
    /// Its name with the legal form (tên).
    #[schema(max_length = 300, examples("Hợp tác xã Rau an toàn Đông Dư"))]
    name: String,
    /// What it is (loại hình).
    kind: OrganisationKind,
    /// Its registration number (mã số).
    #[schema(required)]
    registration_number: Option<RegistrationNumber>,
    /// Its district as registered (quận, huyện, thị xã).
    #[schema(required, pattern = "^[0-9]{3}$", examples("277"))]
    district: Option<String>,
    /// Its commune of today (xã, phường).
    #[schema(pattern = "^[0-9]{5}$", examples("10045"))]
    current_commune: String,
}

/// A cost (khoản chi phí). The same one of an organisation is supported once, across programmes and
/// agencies: it is the same where kind, year and name are, however the name is written, or where the
/// contract or invoice and its issuer are.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct SupportCost {
    /// What kind of cost (loại chi phí).
    kind: CostKind,
    /// What it is for (nội dung chi).
    #[schema(min_length = 1, max_length = 300, examples("Máy cấy lúa 6 hàng"))]
    name: String,
    /// Of which year (năm phát sinh).
    #[schema(minimum = 2020, maximum = 2050, examples(2025))]
    year: i16,
    /// The contract's or invoice's number (số hợp đồng, hóa đơn).
    #[serde(default)]
    #[schema(min_length = 1, max_length = 100, examples("HĐ 12/2025"))]
    reference: Option<String>,
    /// The tax code of whoever issued that (mã số thuế bên phát hành): of an organisation, or the personal
    /// number of a person. Needed with the number, and only with it.
    #[serde(default)]
    #[schema(
        pattern = "^([0-9]{10}(-[0-9]{3})?|[0-9]{12})$",
        max_length = 14,
        examples("0101248141")
    )]
    issuer_tax_code: Option<String>,
    /// How much, in đồng (số tiền).
    #[schema(minimum = 1, maximum = 1_000_000_000_000_000_i64, examples(120_000_000))]
    amount_vnd: i64,
}

impl From<SupportCost> for Cost {
    fn from(cost: SupportCost) -> Self {
        let SupportCost { kind, name, year, reference, issuer_tax_code, amount_vnd } = cost;
        let (issuer, amount) = (issuer_tax_code, Dong(amount_vnd));
        Self { kind, name, year, reference, issuer, amount }
    }
}

impl From<Cost> for SupportCost {
    fn from(cost: Cost) -> Self {
        let Cost { kind, name, year, reference, issuer, amount } = cost;
        Self { kind, name, year, reference, issuer_tax_code: issuer, amount_vnd: amount.0 }
    }
}

/// What is proposed to be granted (đề xuất hỗ trợ).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = SupportProposal)]
pub(super) struct ProposalView {
    /// In which form (hình thức).
    form: EntitlementForm,
    /// How much, in đồng; 0 where no budget is needed (mức hỗ trợ).
    #[schema(minimum = 0)]
    amount_vnd: i64,
    /// Out of which budget (kinh phí).
    #[schema(required)]
    budget_id: Option<BudgetId>,
}

impl From<Proposal> for ProposalView {
    fn from(proposal: Proposal) -> Self {
        let (form, budget_id) = (proposal.form, proposal.budget);
        Self { form, amount_vnd: proposal.amount.0, budget_id }
    }
}

/// A decision on an application (quyết định hỗ trợ).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = SupportDecision)]
pub(super) struct DecisionView {
    /// Its number (số quyết định).
    #[schema(max_length = 100, examples("215/QĐ-SNNMT"))]
    number: String,
    /// Its day (ngày quyết định).
    on: Date,
    /// The agency that decided.
    #[schema(required, value_type = Option<String>, examples("so-nnmt"))]
    agency: Option<AgencyCode>,
    /// The name that the agency had then.
    #[schema(required, max_length = 300, examples("Sở Nông nghiệp và Môi trường"))]
    agency_name: Option<String>,
    /// What is granted, in đồng; null where it was refused (mức được duyệt).
    #[schema(required, minimum = 0)]
    approved_vnd: Option<i64>,
    /// The number of the programme's version that held on that day, by which it was decided (phiên bản
    /// chương trình).
    #[schema(required, minimum = 1)]
    programme_version: Option<u32>,
}

/// Who filed an application for an organisation without an account (địa phương lập hồ sơ thay).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = SupportFiler)]
pub(super) struct FilerView {
    /// The district or commune.
    #[schema(value_type = String, examples("district-277"))]
    agency: AgencyCode,
    /// The name that it had then.
    #[schema(required, max_length = 300, examples("Ủy ban nhân dân huyện Chương Mỹ"))]
    agency_name: Option<String>,
}

impl From<OnBehalf> for FilerView {
    fn from(one: OnBehalf) -> Self {
        Self { agency: one.agency, agency_name: one.agency_name }
    }
}

impl From<Decision> for DecisionView {
    fn from(decision: Decision) -> Self {
        Self {
            number: decision.number,
            on: decision.on,
            agency: decision.agency,
            agency_name: decision.agency_name,
            approved_vnd: decision.approved.map(|amount| amount.0),
            programme_version: decision.programme_version,
        }
    }
}

/// What the ledger holds for an application, in đồng (kinh phí của hồ sơ).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = SupportEntitlement)]
pub(super) struct EntitlementView {
    /// What is promised and not paid out (còn được chi).
    #[schema(minimum = 0)]
    committed_vnd: i64,
    /// What was paid out, less what was entered wrongly (đã chi).
    #[schema(minimum = 0)]
    disbursed_vnd: i64,
    /// What came back, less what was entered wrongly (đã thu hồi).
    #[schema(minimum = 0)]
    returned_vnd: i64,
    /// What was paid out and has not come back.
    #[schema(minimum = 0)]
    outstanding_vnd: i64,
}

impl From<Share> for EntitlementView {
    fn from(share: Share) -> Self {
        Self {
            committed_vnd: share.committed.0,
            disbursed_vnd: share.disbursed.0,
            returned_vnd: share.returned.0,
            outstanding_vnd: share.outstanding().0,
        }
    }
}

/// A payment, a handing over in kind, or a recovery (lần chi, thu hồi), or a counter-entry that takes one
/// back. It is never changed.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = SupportPayment)]
pub(super) struct PaymentView {
    /// Its id.
    id: SupportPaymentId,
    /// Its number, from 1 (số thứ tự).
    #[schema(minimum = 1)]
    sequence: i64,
    /// Which way (chiều).
    direction: PaymentDirection,
    /// In which form (hình thức).
    form: EntitlementForm,
    /// How much, in đồng; 0 where no budget is needed (số tiền).
    #[schema(minimum = 0)]
    amount_vnd: i64,
    /// Months of work that are paid for, over all workers (số tháng làm việc).
    #[schema(required, minimum = 1, maximum = 60_000)]
    worker_months: Option<u32>,
    /// On which day (ngày).
    paid_on: Date,
    /// The number of the payment order, delivery note or decision (số chứng từ).
    #[schema(max_length = 100, examples("UNC 0457"))]
    reference: String,
    /// What proves it, each with its digest (tài liệu).
    #[schema(max_items = 50)]
    documents: Vec<Exhibit>,
    /// The login name of whoever entered it.
    #[schema(max_length = 200, examples("so-nnmt.officer"))]
    recorded_by: String,
    /// When it was entered.
    recorded_at: Instant,
    /// Of a counter-entry: which entry it takes back (hủy lần chi, thu hồi).
    #[schema(required)]
    reverses: Option<SupportPaymentId>,
    /// By which counter-entry it was taken back (bị hủy bởi).
    #[schema(required)]
    reversed_by: Option<SupportPaymentId>,
}

impl PaymentView {
    /// The entries of an application, each with what takes it back.
    pub(super) fn all(entered: Vec<Payment>) -> Vec<Self> {
        let counter = |one: &Payment| counter_entry::counter(&entered, one.id).map(|by| by.id);
        let reversed: Vec<_> = entered.iter().map(counter).collect();
        let view = |(payment, reversed_by)| Self { reversed_by, ..Self::from(payment) };
        entered.into_iter().zip(reversed).map(view).collect()
    }
}

impl From<Payment> for PaymentView {
    fn from(payment: Payment) -> Self {
        Self {
            reverses: payment.reverses,
            reversed_by: None,
            id: payment.id,
            sequence: payment.sequence,
            direction: payment.direction,
            form: payment.form,
            amount_vnd: payment.amount.0,
            worker_months: payment.worker_months,
            paid_on: payment.paid_on,
            reference: payment.reference,
            documents: payment.documents,
            recorded_by: payment.recorded_by,
            recorded_at: payment.recorded_at,
        }
    }
}

/// A step of an application (bước đã thực hiện).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = SupportStep)]
pub(super) struct StepView {
    /// Its id.
    id: SupportStepId,
    /// What was done; null for the first.
    #[schema(required)]
    action: Option<SupportAction>,
    /// Where the application stood.
    #[schema(required)]
    from: Option<SupportState>,
    /// Where it stands since.
    to: SupportState,
    /// Whether the district is for it (ý kiến của địa phương).
    #[schema(required)]
    favourable: Option<bool>,
    /// How much it is about, in đồng.
    #[schema(required, minimum = 0)]
    amount_vnd: Option<i64>,
    /// Why, in the words of whoever did it; null where there is none, or it was erased (lý do).
    #[schema(required, max_length = 1000)]
    pub(super) reason: Option<String>,
    /// The documents that prove it, each with its digest (tài liệu).
    #[schema(max_items = 50)]
    documents: Vec<Exhibit>,
    /// The login name of whoever did it.
    #[schema(max_length = 200, examples("district-277.officer"))]
    actor_name: String,
    /// The agency that it was done for.
    #[schema(required, value_type = Option<String>, examples("district-277"))]
    agency: Option<AgencyCode>,
    /// The name that the agency had then.
    #[schema(required, max_length = 300, examples("Ủy ban nhân dân huyện Chương Mỹ"))]
    agency_name: Option<String>,
    /// Its event in the log, of which `/v1/support-programs/events/{id}/proof` gives the proof.
    event_id: EventId,
    /// When it was written down.
    recorded_at: Instant,
}

impl From<(Step, Option<String>)> for StepView {
    fn from((step, reason): (Step, Option<String>)) -> Self {
        Self {
            id: step.id,
            action: step.action,
            from: step.from,
            to: step.to,
            favourable: step.favourable,
            amount_vnd: step.amount.map(|amount| amount.0),
            reason,
            documents: step.documents,
            actor_name: step.actor_name,
            agency: step.agency,
            agency_name: step.agency_name,
            event_id: step.event,
            recorded_at: step.recorded_at,
        }
    }
}

impl From<Organisation> for ApplicantView {
    fn from(organisation: Organisation) -> Self {
        let seat = organisation.seat;
        Self {
            id: organisation.id,
            name: organisation.name,
            kind: organisation.kind,
            registration_number: organisation.registration_number,
            district: seat.district.map(|code| code.as_str().to_owned()),
            current_commune: seat.current_commune.as_str().to_owned(),
        }
    }
}
