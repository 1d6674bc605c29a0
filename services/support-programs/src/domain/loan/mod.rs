//! Loans of the cooperative fund: how they are paid back, and how they stand.

pub mod fund;
pub mod lifecycle;
pub mod schedule;
pub mod standing;

use htx_model::{
    date::{Date, Instant},
    id::{BudgetId, LoanId, OrganisationId, RepaymentId},
    money::Dong,
    refusal::{ErrorCode, Fault, Refusal, Text},
    support::money::LoanState,
};
use serde::Serialize;
use serde_json::{Value, json};
use uuid::Uuid;

use self::schedule::{Instalment, Terms};
use super::counter_entry::Entered;

/// The most repayments of a loan.
pub const REPAYMENTS_MAX: i64 = 2_000;

/// A loan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loan {
    /// Its id.
    pub id: LoanId,
    /// Of which organisation.
    pub organisation: OrganisationId,
    /// Where it stands.
    pub state: LoanState,
    /// What it is for.
    pub purpose: String,
    /// How much was asked for.
    pub requested: Dong,
    /// For how many months.
    pub requested_months: u32,
    /// When.
    pub applied_on: Date,
    /// The terms that were proposed, and are decided.
    pub terms: Option<Terms>,
    /// Out of which capital of the fund.
    pub budget: Option<BudgetId>,
    /// What the appraisal found.
    pub appraisal: Option<String>,
    /// The number of the decision.
    pub decision_number: Option<String>,
    /// Its day.
    pub decided_on: Option<Date>,
    /// Why.
    pub decision_reason: Option<String>,
    /// When it was paid out.
    pub paid_out_on: Option<Date>,
    /// By which payment order.
    pub paid_out_reference: Option<String>,
    /// What was paid back, interest included.
    pub repaid: Dong,
    /// When it ended.
    pub ended_on: Option<Date>,
    /// Everybody who prepared anything in it: none of them may decide.
    pub prepared_by: Vec<Uuid>,
    /// Its version.
    pub version: i64,
    /// When this version was written.
    pub recorded_at: Instant,
}

/// A repayment. It is never changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Repayment {
    /// Its id.
    pub id: RepaymentId,
    /// Of which loan.
    #[serde(rename = "loan_id")]
    pub loan: LoanId,
    /// Its number, from 1.
    pub sequence: i64,
    /// How much.
    #[serde(rename = "amount_vnd")]
    pub amount: Dong,
    /// On which day.
    pub paid_on: Date,
    /// The receipt's number.
    pub reference: String,
    /// The login name of whoever entered it.
    pub recorded_by: String,
    /// When it was entered.
    #[serde(skip)]
    pub recorded_at: Instant,
    /// Of a counter-entry: which repayment it takes back.
    pub reverses: Option<RepaymentId>,
}

impl Entered for Repayment {
    type Id = RepaymentId;

    fn id(&self) -> RepaymentId {
        self.id
    }

    fn reverses(&self) -> Option<RepaymentId> {
        self.reverses
    }

    fn reference(&self) -> &str {
        &self.reference
    }

    fn is_of_one_kind(&self, _: &Self) -> bool {
        true
    }

    fn subject() -> (&'static str, &'static str) {
        ("lần trả nợ", "repayment")
    }
}

impl Loan {
    /// Its schedule, once it is paid out.
    #[must_use]
    pub fn schedule(&self) -> Vec<Instalment> {
        let paid_out = self.terms.zip(self.paid_out_on);
        paid_out.map(|(terms, on)| terms.schedule(on)).unwrap_or_default()
    }

    /// What was paid back of what was lent: all that was paid, without interest.
    #[must_use]
    pub fn principal_repaid(&self) -> Dong {
        let covered = standing::cover(&self.schedule(), self.repaid);
        Dong(covered.iter().map(|one| one.principal_paid.0).sum())
    }

    /// No more is lent, and for no longer, than was asked for.
    ///
    /// # Errors
    /// A fault for each bound that the terms break.
    pub fn check_request(&self, terms: &Terms) -> Result<(), Vec<Fault>> {
        let mut faults = Vec::new();
        let mut add = |pointer: &'static str, detail| {
            let code = "beyond_the_request";
            faults.push(Fault::new(pointer, code, detail));
        };
        if terms.principal > self.requested {
            let asked = self.requested;
            add(
                "/principal_vnd",
                Text::made(
                    format!("Tổ chức chỉ đề nghị vay {asked}."),
                    format!("The organisation asked for {asked} only."),
                ),
            );
        }
        if terms.months > self.requested_months {
            let asked = self.requested_months;
            add(
                "/months",
                Text::made(
                    format!("Tổ chức chỉ đề nghị vay trong {asked} tháng."),
                    format!("The organisation asked for {asked} months only."),
                ),
            );
        }
        if faults.is_empty() { Ok(()) } else { Err(faults) }
    }

    /// Notes down that somebody prepared something in it.
    pub fn note_preparer(&mut self, who: Uuid) {
        if !self.prepared_by.contains(&who) {
            self.prepared_by.push(who);
        }
    }

    /// Who prepared a loan cannot decide it.
    ///
    /// # Errors
    /// [`ErrorCode::PermissionDenied`].
    pub fn require_other_person(&self, who: Uuid) -> Result<(), Refusal> {
        if !self.prepared_by.contains(&who) {
            return Ok(());
        }
        let detail = Text::fixed(
            "Người đã lập hoặc thẩm định khoản vay không được quyết định khoản vay đó.",
            "Whoever applied for or appraised a loan cannot decide it.",
        );
        let advice = Text::fixed(
            "Hãy chuyển cho người phê duyệt khác của Liên minh.",
            "Pass it to another approver of the alliance.",
        );
        Err(Refusal::new(ErrorCode::PermissionDenied, detail).advising(advice))
    }

    /// The loan as the log has it, without what people wrote.
    #[must_use]
    pub fn logged(&self) -> Value {
        json!({
            "id": self.id,
            "organisation_id": self.organisation,
            "state": self.state,
            "requested_vnd": self.requested,
            "requested_months": self.requested_months,
            "applied_on": self.applied_on,
            "terms": self.terms.map(|terms| json!({
                "principal_vnd": terms.principal,
                "annual_rate_bps": terms.rate,
                "months": terms.months,
                "method": terms.method,
            })),
            "budget_id": self.budget,
            "decision_number": self.decision_number,
            "decided_on": self.decided_on,
            "paid_out_on": self.paid_out_on,
            "paid_out_reference": self.paid_out_reference,
            "repaid_vnd": self.repaid,
            "ended_on": self.ended_on,
        })
    }

    /// What the log only commits to.
    #[must_use]
    pub fn personal(&self, reason: Option<&str>) -> Value {
        json!({
            "purpose": self.purpose,
            "appraisal": self.appraisal,
            "decision_reason": self.decision_reason,
            "reason": reason,
        })
    }
}

#[cfg(test)]
impl Loan {
    /// A loan that was just applied for.
    fn example(id: Uuid, requested: Dong) -> Self {
        let day = Date(jiff::civil::date(2025, 1, 15));
        Self {
            id: LoanId::from_uuid(id),
            organisation: OrganisationId::from_uuid(id),
            state: LoanState::Applied,
            purpose: "Mua máy sấy".to_owned(),
            requested,
            requested_months: 12,
            applied_on: day,
            terms: None,
            budget: None,
            appraisal: None,
            decision_number: None,
            decided_on: None,
            decision_reason: None,
            paid_out_on: None,
            paid_out_reference: None,
            repaid: Dong::ZERO,
            ended_on: None,
            prepared_by: Vec::new(),
            version: 1,
            recorded_at: day.first_instant(),
        }
    }
}
