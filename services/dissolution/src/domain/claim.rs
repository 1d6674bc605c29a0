//! Claims (khoản nợ phải trả): what may be done with one in which state. One table for enforcement,
//! for `available_actions` and for the golden file.

pub use htx_model::dissolution::money::{ClaimAction, ClaimState, SettlementOutcome};
use htx_model::{
    date::{Date, Instant},
    dissolution::money::{DebtKind, PaymentClass},
    id::{AssetId, ClaimId, DissolutionId},
    money::Dong,
    permission::Permission,
    refusal::{Fault, Refusal, Text},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{party::Party, step::Exhibit};

/// A claim against the organisation. Of a member, what was contributed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// Its id.
    pub id: ClaimId,
    /// In which case.
    pub case: DissolutionId,
    /// Towards whom the debt stands.
    pub debt_kind: DebtKind,
    /// In which class it is paid.
    pub class: PaymentClass,
    /// The asset that secures it.
    pub secured_by: Option<AssetId>,
    /// Whose.
    pub creditor: Party,
    /// How much is claimed.
    pub claimed: Dong,
    /// How much was admitted.
    pub admitted: Option<Dong>,
    /// How much was paid.
    pub paid: Dong,
    /// Where it stands.
    pub state: ClaimState,
    /// What it rests on, in words.
    pub basis: String,
    /// When it was entered.
    pub registered_on: Date,
    /// What proves it.
    pub evidence: Vec<Exhibit>,
    /// The decision on it.
    pub decision: Option<Ruling>,
    /// Until when the decision may be contested; none where it may not.
    pub contest_until: Option<Date>,
    /// That it was contested.
    pub contest: Option<Ruling>,
    /// How it ended, other than by its last payment.
    pub settlement: Option<Ruling>,
    /// Its version.
    pub version: i64,
    /// When this version was written.
    pub recorded_at: Instant,
}

/// The rule of [`Claim::is_open`] for what is known of a claim by its state and the last day on which
/// the decision may be contested.
#[must_use]
pub fn stands_open(state: ClaimState, contest_until: Option<Date>, today: Date) -> bool {
    match state {
        ClaimState::Registered | ClaimState::Admitted | ClaimState::Contested => true,
        ClaimState::Rejected | ClaimState::Paid => contestable(contest_until, today),
        ClaimState::Waived | ClaimState::WrittenOff | ClaimState::Transferred => false,
    }
}

fn contestable(until: Option<Date>, today: Date) -> bool {
    until.is_some_and(|last| today <= last)
}

/// Something said about a record on a day, in words, with documents.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ruling {
    /// When.
    pub on: Option<Date>,
    /// Why: may name persons, so it is no part of the log.
    pub reason: Option<String>,
    /// What proves it.
    pub documents: Vec<Exhibit>,
}

impl Ruling {
    fn logged(&self) -> Value {
        json!({ "on": self.on, "documents": self.documents })
    }
}

impl Claim {
    /// The claim as the log has it, without what people wrote or are.
    #[must_use]
    pub fn logged(&self) -> Value {
        json!({
            "id": self.id,
            "debt_kind": self.debt_kind,
            "payment_class": self.class,
            "secured_by_asset_id": self.secured_by,
            "creditor": self.creditor.logged(),
            "claimed_vnd": self.claimed,
            "admitted_vnd": self.admitted,
            "paid_vnd": self.paid,
            "state": self.state,
            "registered_on": self.registered_on,
            "evidence": self.evidence,
            "decision": self.decision.as_ref().map(Ruling::logged),
            "contest_until": self.contest_until,
            "contest": self.contest.as_ref().map(Ruling::logged),
            "settlement": self.settlement.as_ref().map(Ruling::logged),
            "version": self.version,
        })
    }

    /// What the log only commits to: who it is where that is a person, and what was written.
    #[must_use]
    pub fn personal(&self) -> Value {
        let words = |ruling: &Option<Ruling>| ruling.as_ref().and_then(|one| one.reason.clone());
        json!({
            "creditor": self.creditor.holder.is_personal().then_some(&self.creditor),
            "basis": self.basis,
            "decision": words(&self.decision),
            "contest": words(&self.contest),
            "settlement": words(&self.settlement),
        })
    }

    /// Whether the creditor may still contest the decision on a day.
    #[must_use]
    pub fn can_be_contested(&self, today: Date) -> bool {
        contestable(self.contest_until, today)
    }

    /// Whether it stands in the way of the case's settlement on a day: undecided, unpaid, or decided
    /// in a way that may still be contested.
    #[must_use]
    pub fn is_open(&self, today: Date) -> bool {
        stands_open(self.state, self.contest_until, today)
    }

    /// The amount with which it competes for money: what was admitted; until it is decided, what is
    /// claimed. None where it has ended otherwise: then it keeps what it was paid.
    #[must_use]
    pub fn competing(&self) -> Option<Dong> {
        match self.state {
            ClaimState::Admitted | ClaimState::Paid => self.admitted,
            ClaimState::Registered | ClaimState::Contested => Some(self.claimed),
            ClaimState::Rejected
            | ClaimState::Waived
            | ClaimState::WrittenOff
            | ClaimState::Transferred => None,
        }
    }

    /// The claim after a payment, or after taking one back (a negative amount): paid where nothing is
    /// left to pay. A member's is never whole by amount: it shares the rest.
    #[must_use]
    pub fn with_payment(mut self, amount: Dong) -> Self {
        self.paid = Dong(self.paid.0.saturating_add(amount.0));
        if matches!(self.state, ClaimState::Admitted | ClaimState::Paid) {
            self.state = self.state_by_payment();
        }
        self
    }

    /// Whether an admitted claim is paid or still to be.
    #[must_use]
    pub fn state_by_payment(&self) -> ClaimState {
        let whole = self.admitted.is_some_and(|admitted| self.paid >= admitted);
        match whole && self.class != PaymentClass::Members {
            true => ClaimState::Paid,
            false => ClaimState::Admitted,
        }
    }
}

/// The table: the state after an action, or nothing where the state does not allow it. A payment
/// leads to `paid` with the last đồng only.
#[must_use]
pub const fn after(state: ClaimState, action: ClaimAction) -> Option<ClaimState> {
    use ClaimAction as A;
    use ClaimState as S;
    match (state, action) {
        (S::Registered | S::Contested, A::Admit) => Some(S::Admitted),
        (S::Registered | S::Contested, A::Reject) => Some(S::Rejected),
        // Also of a claim that was admitted in part and paid so far.
        (S::Admitted | S::Rejected | S::Paid, A::Contest) => Some(S::Contested),
        (S::Admitted, A::Pay) => Some(S::Paid),
        // Whatever became of it since: money that went out wrongly comes back.
        (S::Admitted | S::Paid, A::Unpay) => Some(S::Admitted),
        (S::Contested, A::Unpay) => Some(S::Contested),
        (S::Registered, A::Unpay) => Some(S::Registered),
        (S::Registered | S::Admitted | S::Contested, A::Waive) => Some(S::Waived),
        (S::Admitted, A::WriteOff) => Some(S::WrittenOff),
        (S::Admitted, A::Transfer) => Some(S::Transferred),
        (
            S::Admitted | S::Rejected | S::Waived | S::WrittenOff | S::Transferred | S::Paid,
            A::Reopen,
        ) => Some(S::Registered),
        (
            S::Admitted | S::Rejected | S::Paid | S::Waived | S::WrittenOff | S::Transferred,
            A::Admit | A::Reject,
        )
        | (S::Registered | S::Contested | S::Waived | S::WrittenOff | S::Transferred, A::Contest)
        | (S::Registered | S::Contested, A::Reopen | A::WriteOff | A::Transfer)
        | (
            S::Registered
            | S::Contested
            | S::Rejected
            | S::Paid
            | S::Waived
            | S::WrittenOff
            | S::Transferred,
            A::Pay,
        )
        | (S::Rejected | S::Waived | S::WrittenOff | S::Transferred, A::Unpay)
        | (
            S::Rejected | S::Paid | S::Waived | S::WrittenOff | S::Transferred,
            A::Waive | A::WriteOff | A::Transfer,
        ) => None,
    }
}

/// What an action demands of the caller: whoever enters a claim does not decide it.
#[must_use]
pub const fn needs(action: ClaimAction) -> Permission {
    match action {
        ClaimAction::Contest | ClaimAction::Pay | ClaimAction::Unpay => {
            Permission::DissolutionPrepare
        }
        ClaimAction::Admit
        | ClaimAction::Reject
        | ClaimAction::Waive
        | ClaimAction::WriteOff
        | ClaimAction::Transfer
        | ClaimAction::Reopen => Permission::DissolutionDecide,
    }
}

/// Enforces the table.
///
/// # Errors
/// [`ErrorCode::StateConflict`](htx_model::refusal::ErrorCode::StateConflict).
pub fn require(state: ClaimState, action: ClaimAction) -> Result<ClaimState, Refusal> {
    after(state, action)
        .ok_or_else(|| Refusal::wrong_state(Text::fixed("Khoản nợ", "claim"), state, action))
}

/// Checks what is admitted of a claim.
///
/// # Errors
/// More than is claimed, less than was paid, nothing; a part without a reason and a date to contest.
pub fn check_admission(
    claim: &Claim,
    amount: Dong,
    reason: Option<&str>,
    contest_until: Option<Date>,
    today: Date,
) -> Result<(), Vec<Fault>> {
    let mut faults = Vec::new();
    if amount < Dong(1) || amount > claim.claimed {
        let (vi, en) = (
            format!("Số công nhận phải từ 1 ₫ đến số yêu cầu {}.", claim.claimed),
            format!("What is admitted is from 1 ₫ to the {} claimed.", claim.claimed),
        );
        faults.push(Fault::new("/amount_vnd", "beyond_the_claim", Text::made(vi, en)));
    }
    // A member may have got more than the contribution, out of what was left (class members).
    if amount < claim.paid && claim.class != PaymentClass::Members {
        let (vi, en) = (
            format!("Đã trả {}; không thể công nhận ít hơn.", claim.paid),
            format!("{} was paid already; no less can be admitted.", claim.paid),
        );
        faults.push(Fault::new("/amount_vnd", "below_what_was_paid", Text::made(vi, en)));
    }
    if amount < claim.claimed {
        faults.extend(adverse(claim, reason, contest_until, today));
    } else if contest_until.is_some() {
        let detail = Text::fixed(
            "Công nhận toàn bộ thì không có gì để khiếu nại.",
            "What is admitted in full cannot be contested.",
        );
        faults.push(Fault::new("/contest_until", "nothing_to_contest", detail));
    }
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

/// Checks a rejection.
///
/// # Errors
/// No reason, no date to contest, something was paid.
pub fn check_rejection(
    claim: &Claim,
    reason: Option<&str>,
    contest_until: Option<Date>,
    today: Date,
) -> Result<(), Vec<Fault>> {
    let mut faults = adverse(claim, reason, contest_until, today);
    if claim.paid > Dong::ZERO {
        let detail = Text::fixed(
            "Khoản nợ đã được trả một phần; hãy đảo bút toán chi trước.",
            "Part of it was paid; take that payment back in the cash book first.",
        );
        faults.push(Fault::new("/reason", "paid_already", detail));
    }
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

/// What a decision against the creditor needs. What was contested once is decided for good here: a
/// court decides after that.
fn adverse(
    claim: &Claim,
    reason: Option<&str>,
    contest_until: Option<Date>,
    today: Date,
) -> Vec<Fault> {
    let mut faults = Vec::new();
    if reason.is_none() {
        let detail = Text::fixed(
            "Không công nhận toàn bộ thì phải nêu lý do.",
            "What is not admitted in full is not without a reason.",
        );
        faults.push(Fault::new("/reason", "missing_reason", detail));
    }
    match (claim.contest.is_some(), contest_until) {
        (false, None) => faults.push(Fault::new(
            "/contest_until",
            "missing_contest_date",
            Text::fixed(
                "Phải nêu ngày cuối cùng được khiếu nại quyết định này.",
                "It must say until when the decision may be contested.",
            ),
        )),
        (false, Some(last)) if last < today => faults.push(Fault::new(
            "/contest_until",
            "date_in_past",
            Text::fixed("Ngày đó đã qua.", "That day has passed."),
        )),
        (true, Some(_)) => faults.push(Fault::new(
            "/contest_until",
            "contested_before",
            Text::fixed(
                "Khoản nợ đã được khiếu nại một lần; lần này quyết định là cuối cùng tại đây.",
                "It was contested once; this decision is the last one here.",
            ),
        )),
        (false, Some(_)) | (true, None) => {}
    }
    faults
}

#[cfg(test)]
mod tests;
