//! A showcase point as this service answers with it.

use htx_kit::http::{listed::column, table::Table};
use htx_model::{
    administrative::CommuneCode,
    agency::AgencyCode,
    code_list::CodeList as _,
    date::{Date, Instant},
    id::{OrganisationId, SalesReportId, ShowcaseFundingId, ShowcasePointId},
    money::Dong,
    principal::Principal,
    support::money::BudgetSource,
    trade::products::{ShowcaseAction, ShowcaseState},
};
use serde::{Deserialize, Serialize};

use crate::{
    domain::showcase::{
        self as domain,
        money::{Funding, SalesReport},
    },
    store::showcase::StoredPoint,
    usecase::showcase::{Found, Proposal},
};

/// A showcase point as it is proposed (đề xuất điểm giới thiệu, bán sản phẩm).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewShowcasePoint {
    /// What it is called (tên).
    #[schema(min_length = 1, max_length = 200, examples("Điểm giới thiệu nông sản Xuân Mai"))]
    name: String,
    /// Where it is (địa chỉ).
    #[schema(min_length = 1, max_length = 300, examples("Số 12 đường Tân Bình, Xuân Mai"))]
    address: String,
    /// In which commune of today (xã, phường).
    #[schema(value_type = String, pattern = "^[0-9]{5}$", examples("10045"))]
    commune: CommuneCode,
    /// Who runs it (đơn vị vận hành).
    operator_id: OrganisationId,
}

impl From<NewShowcasePoint> for Proposal {
    fn from(given: NewShowcasePoint) -> Self {
        Self {
            name: given.name,
            address: given.address,
            commune: given.commune,
            operator: given.operator_id,
        }
    }
}

/// What the state pays for a period (kỳ hỗ trợ).
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct ShowcaseFunding {
    /// Its id.
    id: ShowcaseFundingId,
    /// The first day (từ ngày).
    from: Date,
    /// The last (đến ngày).
    to: Date,
    /// For rent, in đồng (thuê mặt bằng).
    rent_vnd: Dong,
    /// For operation, in đồng (vận hành).
    operation_vnd: Dong,
    /// Out of what (nguồn kinh phí).
    source: BudgetSource,
    /// By which decision (số quyết định).
    #[schema(max_length = 100)]
    decision_number: String,
    /// Of which day (ngày quyết định).
    decided_on: Date,
    /// When it was revoked (ngày hủy); null where it holds.
    #[schema(required)]
    revoked_on: Option<Date>,
    /// Why (lý do hủy).
    #[schema(required, max_length = 1000)]
    revoke_reason: Option<String>,
    /// When it was entered.
    recorded_at: Instant,
}

impl From<Funding> for ShowcaseFunding {
    fn from(funding: Funding) -> Self {
        let (revoked_on, revoke_reason) = funding.revoked.unzip();
        Self {
            id: funding.id,
            from: funding.from,
            to: funding.to,
            rent_vnd: funding.rent,
            operation_vnd: funding.operation,
            source: funding.source,
            decision_number: funding.decision_number,
            decided_on: funding.decided_on,
            revoked_on,
            revoke_reason,
            recorded_at: funding.recorded_at,
        }
    }
}

/// What was sold in a month (báo cáo bán hàng).
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct ShowcaseSales {
    /// Its id.
    id: SalesReportId,
    /// The year (năm).
    #[schema(minimum = 2020, maximum = 2050)]
    year: i16,
    /// The month (tháng).
    #[schema(minimum = 1, maximum = 12)]
    month: u8,
    /// For how much was sold, in đồng (doanh thu).
    revenue_vnd: Dong,
    /// How many came (lượt khách).
    #[schema(minimum = 0)]
    visitor_count: u32,
    /// What else there is to say (ghi chú).
    #[schema(required, max_length = 1000)]
    note: Option<String>,
    /// When it was reported.
    recorded_at: Instant,
}

impl From<SalesReport> for ShowcaseSales {
    fn from(report: SalesReport) -> Self {
        Self {
            id: report.id,
            year: report.year,
            month: report.month,
            revenue_vnd: report.revenue,
            visitor_count: report.visitors,
            note: report.note,
            recorded_at: report.recorded_at,
        }
    }
}

/// A showcase point (điểm giới thiệu, bán sản phẩm).
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = ShowcasePoint)]
pub(super) struct PointView {
    /// Its id.
    id: ShowcasePointId,
    /// What it is called (tên).
    #[schema(max_length = 200)]
    name: String,
    /// Where it is (địa chỉ).
    #[schema(max_length = 300)]
    address: String,
    /// In which commune of today (xã, phường).
    #[schema(value_type = String, pattern = "^[0-9]{5}$", examples("10045"))]
    commune: CommuneCode,
    /// Who runs it (đơn vị vận hành).
    operator_id: OrganisationId,
    /// Its name (tên đơn vị vận hành).
    #[schema(max_length = 300)]
    operator_name: String,
    /// The agency that entered it (cơ quan lập hồ sơ).
    #[schema(value_type = String, examples("so-ct"))]
    agency: AgencyCode,
    /// The name that it had then.
    #[schema(max_length = 300)]
    agency_name: String,
    /// Where it stands (trạng thái).
    state: ShowcaseState,
    /// The number of the last decision on it (số quyết định).
    #[schema(required, max_length = 100)]
    decision_number: Option<String>,
    /// Its day (ngày quyết định).
    #[schema(required)]
    decided_on: Option<Date>,
    /// When it was refused or closed (ngày kết thúc).
    #[schema(required)]
    ended_on: Option<Date>,
    /// Why (lý do).
    #[schema(required, max_length = 1000)]
    reason: Option<String>,
    /// Its version, as in its ETag.
    #[schema(minimum = 1)]
    version: i64,
    /// When this version was written.
    recorded_at: Instant,
    /// What it is funded with, by period (các kỳ hỗ trợ). Absent in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 200)]
    fundings: Option<Vec<ShowcaseFunding>>,
    /// What it sold, by month (báo cáo bán hàng). Absent in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 372)]
    sales: Option<Vec<ShowcaseSales>>,
    /// What the caller may do with it now. Absent in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 7)]
    available_actions: Option<Vec<ShowcaseAction>>,
}

impl PointView {
    /// A point in a list.
    pub(super) fn brief((point, operator): StoredPoint) -> Self {
        Self {
            id: point.id,
            name: point.name,
            address: point.address,
            commune: point.commune,
            operator_id: operator.id,
            operator_name: operator.name,
            agency: point.agency,
            agency_name: point.agency_name,
            state: point.state,
            decision_number: point.decision_number,
            decided_on: point.decided_on,
            ended_on: point.ended_on,
            reason: point.reason,
            version: point.version,
            recorded_at: point.recorded_at,
            fundings: None,
            sales: None,
            available_actions: None,
        }
    }

    /// A point as somebody sees it.
    pub(super) fn whole(found: Found, principal: &Principal) -> Self {
        let Found { point, operator, fundings, reports } = found;
        let may = |action: &ShowcaseAction| {
            let prepared = domain::decides(*action) && point.prepared_by.contains(principal.id);
            domain::after(point.state, *action).is_some()
                && principal.scope(domain::needs(*action)).covers(&operator.placement())
                && !prepared
        };
        let actions = ShowcaseAction::all().iter().copied().filter(may).collect();
        Self {
            available_actions: Some(actions),
            fundings: Some(fundings.into_iter().map(ShowcaseFunding::from).collect()),
            sales: Some(reports.into_iter().map(ShowcaseSales::from).collect()),
            ..Self::brief((point, operator))
        }
    }
}

impl PointView {
    /// The same without what people wrote: what is kept for a repetition of the request stands in a
    /// table from which personal data is not erased.
    pub(super) fn without_words(mut self) -> Self {
        self.reason = None;
        self.fundings.iter_mut().flatten().for_each(|one| one.revoke_reason = None);
        self.sales.iter_mut().flatten().for_each(|one| one.note = None);
        self
    }
}

/// Points as a table.
pub(super) static POINTS: Table = Table {
    name: "showcase-points",
    columns: &[
        column("id", "Mã định danh", "Id", "/id"),
        column("name", "Tên", "Name", "/name"),
        column("address", "Địa chỉ", "Address", "/address"),
        column("commune", "Xã, phường", "Commune", "/commune"),
        column("operator", "Đơn vị vận hành", "Operator", "/operator_name"),
        column("state", "Trạng thái", "State", "/state"),
        column("decision_number", "Số quyết định", "Decision", "/decision_number"),
        column("decided_on", "Ngày quyết định", "Decided on", "/decided_on"),
        column("ended_on", "Ngày kết thúc", "Ended on", "/ended_on"),
    ],
};
