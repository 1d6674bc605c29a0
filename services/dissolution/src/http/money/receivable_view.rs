//! A receivable as the service answers with it.

use htx_kit::http::{listed::column, table::Table};
use htx_model::{
    code_list::CodeList as _,
    date::{Date, Instant},
    dissolution::{
        CaseRecord,
        money::{DebtKind, ReceivableAction, ReceivableState},
    },
    id::ReceivableId,
    principal::Principal,
};
use serde::Serialize;

use super::party_view::{PartyView, RulingView};
use crate::{
    domain::{
        receivable::{self, Receivable},
        step::Exhibit,
    },
    store::case::StoredCase,
    usecase::hold,
};

/// What somebody owes an organisation that dissolves (khoản phải thu).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = DissolutionReceivable)]
pub(super) struct ReceivableView {
    /// Its id.
    id: ReceivableId,
    /// Who owes it, by kind (loại nợ).
    debt_kind: DebtKind,
    /// Who owes it (người nợ).
    debtor: PartyView,
    /// How much, in đồng (số tiền).
    amount_vnd: i64,
    /// How much was collected (đã thu).
    collected_vnd: i64,
    /// How much is still to be collected (còn phải thu).
    outstanding_vnd: i64,
    /// Where it stands (trạng thái).
    state: ReceivableState,
    /// What it rests on (căn cứ); null in lists.
    #[schema(required, max_length = 1000)]
    basis: Option<String>,
    /// When it was entered (ngày đăng ký).
    registered_on: Date,
    /// What proves it, each with its digest (chứng cứ).
    #[schema(max_items = 50)]
    evidence: Vec<Exhibit>,
    /// That it cannot be collected (kết luận không thu hồi được).
    #[schema(required)]
    finding: Option<RulingView>,
    /// Its version, as in its ETag.
    #[schema(minimum = 1)]
    version: i64,
    /// When this version was written.
    recorded_at: Instant,
    /// What the caller may do with it now; absent in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 4)]
    available_actions: Option<Vec<ReceivableAction>>,
}

impl ReceivableView {
    /// The receivable in a list: without what people wrote.
    pub(super) fn listed(receivable: Receivable, unmasked: bool) -> Self {
        Self::of(receivable, unmasked, false)
    }

    /// The receivable with its words.
    pub(super) fn whole(receivable: Receivable, unmasked: bool) -> Self {
        Self::of(receivable, unmasked, true)
    }

    fn of(receivable: Receivable, unmasked: bool, words: bool) -> Self {
        let outstanding = receivable.outstanding().0;
        Self {
            id: receivable.id,
            debt_kind: receivable.debt_kind,
            debtor: PartyView::of(receivable.debtor, unmasked),
            amount_vnd: receivable.amount.0,
            collected_vnd: receivable.collected.0,
            outstanding_vnd: outstanding,
            state: receivable.state,
            basis: Some(receivable.basis).filter(|_| words),
            registered_on: receivable.registered_on,
            evidence: receivable.evidence,
            finding: receivable.finding.map(|finding| RulingView::of(finding, words)),
            version: receivable.version,
            recorded_at: receivable.recorded_at,
            available_actions: None,
        }
    }

    /// Adds what the caller may do with it now, as far as state, permission and person go.
    pub(super) fn with_actions(self, stored: &StoredCase, principal: &Principal) -> Self {
        let open = |action: &ReceivableAction| {
            let (record, has_cause) = match action {
                ReceivableAction::Collect => (CaseRecord::CashEntry, true),
                ReceivableAction::Uncollect => (CaseRecord::CashEntry, self.collected_vnd > 0),
                ReceivableAction::GiveUp | ReceivableAction::Reopen => {
                    (CaseRecord::Receivable, true)
                }
            };
            has_cause
                && receivable::after(self.state, *action).is_some()
                && hold::may_write(stored, principal, record, receivable::needs(*action))
        };
        let actions = ReceivableAction::all().iter().copied().filter(open).collect();
        Self { available_actions: Some(actions), ..self }
    }
}

/// Receivables as a table. Personal data is masked.
pub(super) static RECEIVABLES: Table = Table {
    name: "receivables",
    columns: &[
        column("id", "Mã định danh", "Id", "/id"),
        column("debt_kind", "Loại nợ", "Kind", "/debt_kind"),
        column("holder", "Loại chủ thể", "Holder", "/debtor/holder"),
        column("debtor", "Người nợ", "Debtor", "/debtor/name"),
        column("amount_vnd", "Số tiền (đồng)", "Amount (đồng)", "/amount_vnd"),
        column("collected_vnd", "Đã thu (đồng)", "Collected (đồng)", "/collected_vnd"),
        column("outstanding_vnd", "Còn phải thu (đồng)", "Outstanding (đồng)", "/outstanding_vnd"),
        column("state", "Trạng thái", "State", "/state"),
        column("registered_on", "Ngày đăng ký", "Registered on", "/registered_on"),
        column("found_on", "Ngày kết luận", "Found on", "/finding/on"),
        column("version", "Phiên bản", "Version", "/version"),
        column("recorded_at", "Ghi nhận lúc", "Recorded at", "/recorded_at"),
    ],
};
