//! An asset as the service answers with it.

use htx_kit::http::{listed::column, table::Table};
use htx_model::{
    agency::AgencyCode,
    code_list::CodeList as _,
    date::{Date, Instant},
    dissolution::{
        CaseRecord,
        money::{
            AssetAction, AssetDivision, AssetKind, AssetOrigin, AssetState, DisposalKind,
            ValuationMethod,
        },
    },
    id::{AssetId, ValuationId},
    principal::Principal,
};
use serde::Serialize;

use crate::{
    domain::{
        asset::{self, Asset, Decision, Disposal, Proposal, Valuation},
        step::Exhibit,
    },
    store::case::StoredCase,
    usecase::hold,
};

/// A valuation of an asset (định giá).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = AssetValuation)]
pub(super) struct ValuationView {
    /// Its id.
    id: ValuationId,
    /// How (phương pháp).
    method: ValuationMethod,
    /// How much, in đồng (giá trị).
    value_vnd: i64,
    /// On which day it held (ngày định giá).
    valued_on: Date,
    /// What proves it, each with its digest (tài liệu).
    #[schema(max_items = 50)]
    documents: Vec<Exhibit>,
    /// When it was entered.
    recorded_at: Instant,
}

impl From<Valuation> for ValuationView {
    fn from(valuation: Valuation) -> Self {
        Self {
            id: valuation.id,
            method: valuation.method,
            value_vnd: valuation.value.0,
            valued_on: valuation.valued_on,
            documents: valuation.documents,
            recorded_at: valuation.recorded_at,
        }
    }
}

/// What is proposed to do with an asset (phương án).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = AssetProposal)]
pub(super) struct ProposalView {
    /// What (phương án).
    kind: DisposalKind,
    /// Why (lý do); null in lists.
    #[schema(required, max_length = 1000)]
    reason: Option<String>,
    /// When.
    on: Date,
    /// What proves it, each with its digest (tài liệu).
    #[schema(max_items = 50)]
    documents: Vec<Exhibit>,
}

impl ProposalView {
    fn of(proposal: Proposal, words: bool) -> Self {
        let reason = Some(proposal.reason).filter(|_| words);
        Self { kind: proposal.kind, reason, on: proposal.on, documents: proposal.documents }
    }
}

/// What the competent agency decided on an asset (quyết định xử lý).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = AssetDecision)]
pub(super) struct DecisionView {
    /// What (phương án).
    kind: DisposalKind,
    /// Which agency (cơ quan quyết định).
    #[schema(value_type = String, examples("so-tc"))]
    agency_code: AgencyCode,
    /// The name that it had then.
    #[schema(max_length = 300, examples("Sở Tài chính"))]
    agency_name: String,
    /// The number of its decision (số quyết định).
    #[schema(max_length = 300, examples("215/QĐ-STC"))]
    number: String,
    /// When (ngày quyết định).
    on: Date,
    /// The decision itself, with its digest (tài liệu).
    #[schema(max_items = 50)]
    documents: Vec<Exhibit>,
}

impl From<Decision> for DecisionView {
    fn from(decision: Decision) -> Self {
        Self {
            kind: decision.kind,
            agency_code: decision.agency,
            agency_name: decision.agency_name,
            number: decision.number,
            on: decision.on,
            documents: decision.documents,
        }
    }
}

/// What became of an asset (kết quả xử lý).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = AssetDisposal)]
pub(super) struct DisposalView {
    /// What was done (phương án).
    kind: DisposalKind,
    /// When.
    on: Date,
    /// What it brought, in đồng; it stands in the cash book (số tiền thu).
    price_vnd: i64,
    /// The body that received it (đơn vị tiếp nhận).
    #[schema(required, max_length = 300, examples("Ủy ban nhân dân xã Xuân Mai"))]
    receiver: Option<String>,
    /// That body, where it is an agency.
    #[schema(required, value_type = Option<String>, examples("commune-10045"))]
    receiving_agency_code: Option<AgencyCode>,
    /// What proves it, each with its digest (biên bản).
    #[schema(max_items = 50)]
    documents: Vec<Exhibit>,
}

impl From<Disposal> for DisposalView {
    fn from(disposal: Disposal) -> Self {
        Self {
            kind: disposal.kind,
            on: disposal.on,
            price_vnd: disposal.price.0,
            receiver: disposal.receiver,
            receiving_agency_code: disposal.receiving_agency,
            documents: disposal.documents,
        }
    }
}

/// An asset of an organisation that dissolves (tài sản).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = DissolutionAsset)]
pub(super) struct AssetView {
    /// Its id.
    id: AssetId,
    /// What it is (loại tài sản).
    kind: AssetKind,
    /// Whether papers show where it comes from (nguồn gốc).
    origin: AssetOrigin,
    /// Whether it may be shared out (tài sản chia, không chia).
    division: AssetDivision,
    /// Where it stands (trạng thái).
    state: AssetState,
    /// What it is called (tên tài sản).
    #[schema(max_length = 300, examples("Nhà kho 200 m2"))]
    name: String,
    /// More about it (mô tả); null in lists.
    #[schema(required, max_length = 1000)]
    details: Option<String>,
    /// What the books say it is worth, in đồng (giá trị sổ sách).
    #[schema(required)]
    book_value_vnd: Option<i64>,
    /// When it was entered (ngày kiểm kê).
    listed_on: Date,
    /// What proves it, each with its digest (giấy tờ).
    #[schema(max_items = 50)]
    evidence: Vec<Exhibit>,
    /// The latest valuation (định giá gần nhất).
    #[schema(required)]
    valuation: Option<ValuationView>,
    /// What is proposed (phương án).
    #[schema(required)]
    proposal: Option<ProposalView>,
    /// What the competent agency decided (quyết định).
    #[schema(required)]
    decision: Option<DecisionView>,
    /// What became of it (kết quả).
    #[schema(required)]
    disposal: Option<DisposalView>,
    /// Its version, as in its ETag.
    #[schema(minimum = 1)]
    version: i64,
    /// When this version was written.
    recorded_at: Instant,
    /// Every valuation, the latest last; absent in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 50)]
    valuations: Option<Vec<ValuationView>>,
    /// What the caller may do with it now; absent in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 7)]
    available_actions: Option<Vec<AssetAction>>,
}

impl AssetView {
    /// The asset in a list: without what people wrote of it.
    pub(super) fn listed(asset: Asset, latest: Option<Valuation>) -> Self {
        Self::of(asset, latest, false)
    }

    /// The asset with its words and its valuations, the latest last.
    pub(super) fn whole(asset: Asset, valuations: Vec<Valuation>) -> Self {
        let latest = valuations.last().cloned();
        let valuations = valuations.into_iter().map(ValuationView::from).collect();
        Self { valuations: Some(valuations), ..Self::of(asset, latest, true) }
    }

    fn of(asset: Asset, latest: Option<Valuation>, words: bool) -> Self {
        Self {
            id: asset.id,
            kind: asset.kind,
            origin: asset.origin,
            division: asset.division,
            state: asset.state,
            name: asset.name,
            details: asset.details.filter(|_| words),
            book_value_vnd: asset.book_value.map(|value| value.0),
            listed_on: asset.listed_on,
            evidence: asset.evidence,
            valuation: latest.map(ValuationView::from),
            proposal: asset.proposal.map(|proposal| ProposalView::of(proposal, words)),
            decision: asset.decision.map(DecisionView::from),
            disposal: asset.disposal.map(DisposalView::from),
            version: asset.version,
            recorded_at: asset.recorded_at,
            valuations: None,
            available_actions: None,
        }
    }

    /// Adds what the caller may do with it now, as far as state, permission and person go.
    pub(super) fn with_actions(self, stored: &StoredCase, principal: &Principal) -> Self {
        let open = |action: &AssetAction| {
            let record = match action {
                AssetAction::Dispose | AssetAction::HandOver => CaseRecord::CashEntry,
                _ => CaseRecord::Asset,
            };
            asset::after(self.division, self.state, *action).is_some()
                && hold::may_write(stored, principal, record, asset::needs(*action))
        };
        let actions = AssetAction::all().iter().copied().filter(open).collect();
        Self { available_actions: Some(actions), ..self }
    }
}

/// Assets as a table.
pub(super) static ASSETS: Table = Table {
    name: "assets",
    columns: &[
        column("id", "Mã định danh", "Id", "/id"),
        column("name", "Tên tài sản", "Name", "/name"),
        column("kind", "Loại tài sản", "Kind", "/kind"),
        column("origin", "Nguồn gốc", "Origin", "/origin"),
        column("division", "Tài sản chia, không chia", "Division", "/division"),
        column("state", "Trạng thái", "State", "/state"),
        column("book_value_vnd", "Giá trị sổ sách (đồng)", "Book value (đồng)", "/book_value_vnd"),
        column("value_vnd", "Định giá (đồng)", "Value (đồng)", "/valuation/value_vnd"),
        column("valued_on", "Ngày định giá", "Valued on", "/valuation/valued_on"),
        column("proposal", "Phương án", "Proposal", "/proposal/kind"),
        column("decision", "Quyết định xử lý", "Decision", "/decision/kind"),
        column("decided_by", "Cơ quan quyết định", "Decided by", "/decision/agency_code"),
        column("decision_number", "Số quyết định", "Decision number", "/decision/number"),
        column("disposed_on", "Ngày xử lý", "Disposed on", "/disposal/on"),
        column("price_vnd", "Số tiền thu (đồng)", "Price (đồng)", "/disposal/price_vnd"),
        column("receiver", "Đơn vị tiếp nhận", "Receiver", "/disposal/receiver"),
        column("listed_on", "Ngày kiểm kê", "Listed on", "/listed_on"),
        column("version", "Phiên bản", "Version", "/version"),
        column("recorded_at", "Ghi nhận lúc", "Recorded at", "/recorded_at"),
    ],
};
