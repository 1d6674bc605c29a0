//! A claim as the service answers with it.

use htx_kit::http::{listed::column, table::Table};
use htx_model::{
    code_list::CodeList as _,
    date::{Date, Instant},
    dissolution::{
        CaseRecord,
        money::{ClaimAction, ClaimState, DebtKind, PaymentClass},
    },
    id::{AssetId, ClaimId},
    principal::Principal,
};
use serde::Serialize;

use super::party_view::{PartyView, RulingView};
use crate::{
    domain::{
        claim::{self, Claim},
        step::Exhibit,
    },
    store::case::StoredCase,
    usecase::hold,
};

/// A claim against an organisation that dissolves (khoản nợ phải trả). Of a member, what was
/// contributed.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = DissolutionClaim)]
pub(super) struct ClaimView {
    /// Its id.
    id: ClaimId,
    /// Towards whom the debt stands (loại nợ).
    debt_kind: DebtKind,
    /// In which class it is paid (hạng ưu tiên).
    payment_class: PaymentClass,
    /// The asset that secures it (tài sản bảo đảm).
    #[schema(required)]
    secured_by_asset_id: Option<AssetId>,
    /// Whose (chủ nợ).
    creditor: PartyView,
    /// How much is claimed, in đồng (số yêu cầu).
    claimed_vnd: i64,
    /// How much was admitted (số được công nhận).
    #[schema(required)]
    admitted_vnd: Option<i64>,
    /// How much was paid (số đã trả). A member's may be more than the contribution.
    paid_vnd: i64,
    /// Where it stands (trạng thái).
    state: ClaimState,
    /// What it rests on (căn cứ); null in lists.
    #[schema(required, max_length = 1000)]
    basis: Option<String>,
    /// When it was entered (ngày đăng ký).
    registered_on: Date,
    /// What proves it, each with its digest (chứng cứ).
    #[schema(max_items = 50)]
    evidence: Vec<Exhibit>,
    /// The decision on it (quyết định).
    #[schema(required)]
    decision: Option<RulingView>,
    /// Until when the decision may be contested (hạn khiếu nại).
    #[schema(required)]
    contest_until: Option<Date>,
    /// That it was contested (khiếu nại).
    #[schema(required)]
    contest: Option<RulingView>,
    /// How it ended, other than by its last payment (tất toán).
    #[schema(required)]
    settlement: Option<RulingView>,
    /// Its version, as in its ETag.
    #[schema(minimum = 1)]
    version: i64,
    /// When this version was written.
    recorded_at: Instant,
    /// What the caller may do with it now; absent in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 9)]
    available_actions: Option<Vec<ClaimAction>>,
}

impl ClaimView {
    /// The claim in a list: without what people wrote.
    pub(super) fn listed(claim: Claim, unmasked: bool) -> Self {
        Self::of(claim, unmasked, false)
    }

    /// The claim with its words.
    pub(super) fn whole(claim: Claim, unmasked: bool) -> Self {
        Self::of(claim, unmasked, true)
    }

    fn of(claim: Claim, unmasked: bool, words: bool) -> Self {
        let ruling = |one| RulingView::of(one, words);
        Self {
            id: claim.id,
            debt_kind: claim.debt_kind,
            payment_class: claim.class,
            secured_by_asset_id: claim.secured_by,
            creditor: PartyView::of(claim.creditor, unmasked),
            claimed_vnd: claim.claimed.0,
            admitted_vnd: claim.admitted.map(|amount| amount.0),
            paid_vnd: claim.paid.0,
            state: claim.state,
            basis: Some(claim.basis).filter(|_| words),
            registered_on: claim.registered_on,
            evidence: claim.evidence,
            decision: claim.decision.map(ruling),
            contest_until: claim.contest_until,
            contest: claim.contest.map(ruling),
            settlement: claim.settlement.map(ruling),
            version: claim.version,
            recorded_at: claim.recorded_at,
            available_actions: None,
        }
    }

    /// Adds what the caller may do with it now, as far as state, permission and person go.
    pub(super) fn with_actions(
        self,
        stored: &StoredCase,
        principal: &Principal,
        today: Date,
    ) -> Self {
        let open = |action: &ClaimAction| {
            let (record, has_cause) = match action {
                ClaimAction::Pay => (CaseRecord::CashEntry, true),
                ClaimAction::Unpay => (CaseRecord::CashEntry, self.paid_vnd > 0),
                ClaimAction::Contest => {
                    (CaseRecord::Claim, self.contest_until.is_some_and(|last| today <= last))
                }
                _ => (CaseRecord::Claim, true),
            };
            has_cause
                && claim::after(self.state, *action).is_some()
                && hold::may_write(stored, principal, record, claim::needs(*action))
        };
        let actions = ClaimAction::all().iter().copied().filter(open).collect();
        Self { available_actions: Some(actions), ..self }
    }
}

/// Claims as a table. Personal data is masked.
pub(super) static CLAIMS: Table = Table {
    name: "claims",
    columns: &[
        column("id", "Mã định danh", "Id", "/id"),
        column("debt_kind", "Loại nợ", "Kind", "/debt_kind"),
        column("payment_class", "Hạng ưu tiên", "Payment class", "/payment_class"),
        column("holder", "Loại chủ thể", "Holder", "/creditor/holder"),
        column("creditor", "Chủ nợ", "Creditor", "/creditor/name"),
        column("claimed_vnd", "Số yêu cầu (đồng)", "Claimed (đồng)", "/claimed_vnd"),
        column("admitted_vnd", "Số công nhận (đồng)", "Admitted (đồng)", "/admitted_vnd"),
        column("paid_vnd", "Số đã trả (đồng)", "Paid (đồng)", "/paid_vnd"),
        column("state", "Trạng thái", "State", "/state"),
        column("registered_on", "Ngày đăng ký", "Registered on", "/registered_on"),
        column("decided_on", "Ngày quyết định", "Decided on", "/decision/on"),
        column("contest_until", "Hạn khiếu nại", "Contest until", "/contest_until"),
        column("settled_on", "Ngày tất toán", "Settled on", "/settlement/on"),
        column("secured_by_asset_id", "Tài sản bảo đảm", "Secured by", "/secured_by_asset_id"),
        column("version", "Phiên bản", "Version", "/version"),
        column("recorded_at", "Ghi nhận lúc", "Recorded at", "/recorded_at"),
    ],
};
