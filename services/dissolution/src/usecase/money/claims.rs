//! Claims: entered by an officer, decided by another person, contested once, ended by payment or
//! otherwise.

use htx_kit::{context::Context, db::Connection, failure::Failure, http::IfMatch};
use htx_model::{
    date::Date,
    dissolution::{
        CaseRecord,
        money::{ClaimAction, ClaimState, DebtKind, PaymentClass, SettlementOutcome},
    },
    id::{AssetId, ClaimId, DissolutionId, DocumentId},
    money::{self, Dong},
    refusal::{ErrorCode, Refusal, Text},
    scope::Scope,
    words::REASON_LENGTH_MAX,
};

use super::{Faults, Told, require_document, require_room, tell, waterfall};
use crate::{
    domain::{
        amount::RECORDS_MAX,
        claim::{self, Claim, Ruling},
        party::Party,
        step::Exhibit,
    },
    store::{self, case::StoredCase, money::claim as table},
    usecase::{
        documents::exhibits,
        hold::{self, Caller},
    },
};

/// A claim on its way.
#[derive(Debug, Clone)]
pub struct NewClaim {
    /// Towards whom the debt stands.
    pub debt_kind: DebtKind,
    /// In which class it is paid.
    pub class: PaymentClass,
    /// The asset that secures it.
    pub secured_by: Option<AssetId>,
    /// Whose.
    pub creditor: Party,
    /// How much.
    pub claimed_vnd: i64,
    /// What it rests on.
    pub basis: String,
    /// What proves it.
    pub evidence: Vec<DocumentId>,
}

/// Words and documents, as most acts have them.
#[derive(Debug, Clone, Default)]
pub struct Grounds {
    /// Why.
    pub reason: Option<String>,
    /// What proves it.
    pub documents: Vec<DocumentId>,
}

/// What is done with a claim.
#[derive(Debug, Clone)]
pub enum Act {
    /// It is admitted.
    Admit {
        /// How much of it: all where it is not said.
        amount_vnd: Option<i64>,
        /// Until when a part may be contested.
        contest_until: Option<Date>,
    },
    /// It is rejected.
    Reject {
        /// Until when that may be contested.
        contest_until: Option<Date>,
    },
    /// The creditor contests the decision.
    Contest,
    /// It ends other than by its last payment.
    Settle(SettlementOutcome),
    /// It is to be decided anew.
    Reopen,
}

impl Act {
    /// The action that it is.
    #[must_use]
    pub const fn action(&self) -> ClaimAction {
        match self {
            Self::Admit { .. } => ClaimAction::Admit,
            Self::Reject { .. } => ClaimAction::Reject,
            Self::Contest => ClaimAction::Contest,
            Self::Settle(SettlementOutcome::Paid) => ClaimAction::Pay,
            Self::Settle(SettlementOutcome::Waived) => ClaimAction::Waive,
            Self::Settle(SettlementOutcome::WrittenOff) => ClaimAction::WriteOff,
            Self::Settle(SettlementOutcome::Transferred) => ClaimAction::Transfer,
            Self::Reopen => ClaimAction::Reopen,
        }
    }

    const fn event(&self) -> &'static str {
        match self {
            Self::Admit { .. } => "claim.admitted",
            Self::Reject { .. } => "claim.rejected",
            Self::Contest => "claim.contested",
            Self::Settle(_) => "claim.settled",
            Self::Reopen => "claim.reopened",
        }
    }

    /// Whether whoever prepared the case may not do it.
    const fn decides(&self) -> bool {
        !matches!(self, Self::Contest)
    }
}

/// Enters a claim.
///
/// # Errors
/// Not found outside the scope; another authority's case; a state that admits no claim; every fault
/// of what was sent.
pub fn register(
    connection: &mut Connection,
    context: &Context,
    caller: &Caller,
    case: DissolutionId,
    new: NewClaim,
) -> Result<Claim, Failure> {
    let mut stored = hold::write(connection, &caller.scope, case, CaseRecord::Claim)?;
    let mut faults = Faults::default();
    let claimed = faults.or(money::amount("/claimed_vnd", new.claimed_vnd, 1));
    let basis = faults.words("/basis", &new.basis, REASON_LENGTH_MAX);
    let creditor = Party::check(new.creditor.clone(), "/creditor");
    let creditor = creditor.map_err(|found| faults.extend(found)).unwrap_or(new.creditor);
    check_class(&mut faults, new.debt_kind, new.class, new.secured_by);
    if let Some(asset) = new.secured_by
        && store::money::asset::find(connection, case, asset)?.is_none()
    {
        let detail =
            Text::fixed("Không có tài sản này trong hồ sơ.", "The case has no such asset.");
        faults.add("/secured_by_asset_id", "unknown_asset", detail);
    }
    faults.refuse()?;
    require_room(table::count(connection, case)?, RECORDS_MAX)?;
    let evidence = exhibits(connection, case, &new.evidence, "/evidence_document_ids")?;
    let entered = Claim {
        id: context.ids.make(),
        case,
        debt_kind: new.debt_kind,
        class: new.class,
        secured_by: new.secured_by,
        creditor,
        claimed,
        admitted: None,
        paid: Dong::ZERO,
        state: ClaimState::Registered,
        basis,
        registered_on: context.today(),
        evidence,
        decision: None,
        contest_until: None,
        contest: None,
        settlement: None,
        version: 1,
        recorded_at: context.now,
    };
    table::insert(connection, &entered)?;
    tell_of(connection, context, &stored, "claim.registered", None, &entered, &entered.evidence)?;
    hold::note_preparer(connection, &mut stored, caller.id, context.now)?;
    Ok(entered)
}

/// What goes with what: a secured debt names its asset, a contribution is a member's.
fn check_class(
    faults: &mut Faults,
    kind: DebtKind,
    class: PaymentClass,
    secured_by: Option<AssetId>,
) {
    if (class == PaymentClass::Secured) != secured_by.is_some() {
        let detail = Text::fixed(
            "Nợ có bảo đảm phải nêu tài sản bảo đảm; nợ khác không nêu.",
            "A secured debt names the asset that secures it; no other debt does.",
        );
        faults.add("/secured_by_asset_id", "security_and_class_differ", detail);
    }
    if class == PaymentClass::Members && kind != DebtKind::Member {
        let detail = Text::fixed(
            "Chỉ vốn góp của thành viên thuộc hạng này.",
            "Only contributions of members are in this class.",
        );
        faults.add("/payment_class", "not_a_member", detail);
    }
}

/// Does something with a claim that the caller has seen.
///
/// # Errors
/// Not found outside the scope; a stale version; a state that does not allow it; `permission_denied`
/// for whoever prepared the case; the rules that it breaks.
pub fn act(
    connection: &mut Connection,
    context: &Context,
    caller: &Caller,
    (case, id): (DissolutionId, ClaimId),
    seen: &IfMatch,
    act: Act,
    grounds: Grounds,
) -> Result<Claim, Failure> {
    let mut stored = hold::write(connection, &caller.scope, case, CaseRecord::Claim)?;
    let before = table::find(connection, case, id)?.ok_or_else(unknown)?;
    if act.decides() {
        hold::require_other_person(&stored, caller.id)?;
    }
    seen.check(before.version)?;
    let state = claim::require(before.state, act.action())?;
    let mut faults = Faults::default();
    let reason = faults.given("/reason", grounds.reason.as_deref(), REASON_LENGTH_MAX);
    faults.refuse()?;
    let documents = exhibits(connection, case, &grounds.documents, "/document_ids")?;
    let said = Ruling { on: Some(context.today()), reason, documents: documents.clone() };
    let base = Claim { version: before.version + 1, recorded_at: context.now, ..before.clone() };
    let after = match &act {
        Act::Admit { amount_vnd, contest_until } => {
            admitted(base, *amount_vnd, *contest_until, said, context.today())?
        }
        Act::Reject { contest_until } => rejected(base, *contest_until, said, context.today())?,
        Act::Contest => contested(base, said, context.today())?,
        Act::Settle(outcome) => {
            check_settlement(connection, context, &stored, &before, *outcome, &said)?;
            Claim { state, settlement: Some(said), ..base }
        }
        Act::Reopen => reopened(base, said)?,
    };
    table::save(connection, &after)?;
    tell_of(connection, context, &stored, act.event(), Some(&before), &after, &documents)?;
    if !act.decides() {
        hold::note_preparer(connection, &mut stored, caller.id, context.now)?;
    }
    Ok(after)
}

fn admitted(
    claim: Claim,
    amount_vnd: Option<i64>,
    contest_until: Option<Date>,
    said: Ruling,
    today: Date,
) -> Result<Claim, Failure> {
    let amount = amount_vnd.map_or(claim.claimed, Dong);
    claim::check_admission(&claim, amount, said.reason.as_deref(), contest_until, today)
        .map_err(Refusal::rules)?;
    let decided = Claim { admitted: Some(amount), decision: Some(said), contest_until, ..claim };
    Ok(Claim { state: decided.state_by_payment(), ..decided })
}

fn rejected(
    claim: Claim,
    contest_until: Option<Date>,
    said: Ruling,
    today: Date,
) -> Result<Claim, Failure> {
    claim::check_rejection(&claim, said.reason.as_deref(), contest_until, today)
        .map_err(Refusal::rules)?;
    let (admitted, decision) = (None, Some(said));
    Ok(Claim { state: ClaimState::Rejected, admitted, decision, contest_until, ..claim })
}

fn contested(claim: Claim, said: Ruling, today: Date) -> Result<Claim, Failure> {
    require_reason(&said)?;
    if !claim.can_be_contested(today) {
        let detail = Text::fixed(
            "Quyết định về khoản nợ này không còn, hoặc không thể, khiếu nại tại đây.",
            "The decision on this claim cannot be contested here, or not any more.",
        );
        return Err(Refusal::new(ErrorCode::StateConflict, detail)
            .advising(Text::fixed(
                "Chủ nợ có thể khởi kiện; khi đó hãy ghi nhận tranh chấp là một vướng mắc.",
                "The creditor may go to court; record the dispute as a blocker then.",
            ))
            .into());
    }
    Ok(Claim { state: ClaimState::Contested, contest: Some(said), contest_until: None, ..claim })
}

/// To be decided anew: what was decided before stands in the log.
fn reopened(claim: Claim, said: Ruling) -> Result<Claim, Failure> {
    require_reason(&said)?;
    Ok(Claim {
        state: ClaimState::Registered,
        admitted: None,
        decision: None,
        contest_until: None,
        contest: None,
        settlement: None,
        ..claim
    })
}

fn require_reason(said: &Ruling) -> Result<(), Failure> {
    let mut faults = Faults::default();
    if said.reason.is_none() {
        let detail = Text::fixed("Phải nêu lý do.", "There must be a reason.");
        faults.add("/reason", "missing_reason", detail);
    }
    Ok(faults.refuse()?)
}

/// A claim ends by a document. That whatever falls to it was paid is said of a member's alone: any
/// other is paid by its last đồng.
fn check_settlement(
    connection: &mut Connection,
    context: &Context,
    stored: &StoredCase,
    claim: &Claim,
    outcome: SettlementOutcome,
    said: &Ruling,
) -> Result<(), Failure> {
    require_document(&said.documents)?;
    if outcome != SettlementOutcome::Paid {
        return require_reason(said);
    }
    let mut faults = Faults::default();
    if claim.class != PaymentClass::Members {
        let detail = Text::fixed(
            "Khoản nợ này chuyển sang đã thanh toán bằng bút toán chi của sổ quỹ.",
            "This claim becomes paid by a payment in the cash book.",
        );
        faults.add("/outcome", "paid_by_the_cash_book", detail);
        return Ok(faults.refuse()?);
    }
    waterfall::require_turn(connection, stored.case.id, claim.class, context.today())?;
    let due = waterfall::due(connection, stored, claim.id, context.today())?.due;
    if claim.paid < due {
        let detail = Text::made(
            format!("Còn {} chưa trả theo thứ tự thanh toán.", Dong(due.0 - claim.paid.0)),
            format!("By the order of payment {} falls to it yet.", Dong(due.0 - claim.paid.0)),
        );
        faults.add("/outcome", "more_falls_to_it", detail);
    }
    Ok(faults.refuse()?)
}

/// One claim of a case within a scope.
///
/// # Errors
/// Not found, or outside the scope.
pub fn read(
    connection: &mut Connection,
    scope: &Scope,
    case: DissolutionId,
    id: ClaimId,
) -> Result<(Claim, StoredCase), Failure> {
    let stored = store::case::find(connection, scope, case)?.ok_or_else(hold::unknown)?;
    Ok((table::find(connection, case, id)?.ok_or_else(unknown)?, stored))
}

/// A claim that the case does not have.
#[must_use]
pub fn unknown() -> Refusal {
    Refusal::not_found("khoản nợ", "claim")
}

pub(super) fn tell_of(
    connection: &mut Connection,
    context: &Context,
    stored: &StoredCase,
    kind: &'static str,
    before: Option<&Claim>,
    after: &Claim,
    documents: &[Exhibit],
) -> Result<(), Failure> {
    let told = Told {
        kind,
        name: "claim",
        before: before.map(Claim::logged),
        after: after.logged(),
        personal: after.personal(),
        documents,
        effective_on: None,
    };
    tell(connection, context, stored, told)
}
