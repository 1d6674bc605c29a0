//! A young worker's placement as this service answers with it, and the list as a table.

use htx_kit::{
    failure::Failure,
    http::{Reply, listed::column, table::Table},
};
use htx_model::{
    code_list::CodeList as _,
    date::{Date, Instant},
    id::{OrganisationId, SupportApplicationId, SupportPaymentId, YoungWorkerId},
    masking,
    permission::Permission,
    principal::Principal,
    support::training::{PlacementAction, PlacementState},
};
use serde::Serialize;

use crate::{
    domain::young_worker::{Month, Worker, after},
    usecase::young_worker::Found,
};

/// A young worker placed at a cooperative (lao động trẻ về làm việc). Personal data is masked.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = YoungWorker)]
pub(super) struct YoungWorkerView {
    /// Its id.
    id: YoungWorkerId,
    /// By which application (hồ sơ hỗ trợ).
    application_id: SupportApplicationId,
    /// At which cooperative (tổ chức).
    organisation_id: OrganisationId,
    /// Its name today (tên).
    #[schema(max_length = 300, examples("Hợp tác xã Rau an toàn Đông Dư"))]
    organisation_name: String,
    /// Where the placement stands (trạng thái).
    state: PlacementState,
    /// The name; null where it was erased (họ tên).
    #[schema(required, max_length = 200, examples("N*** T*** L***"))]
    name: Option<String>,
    /// The year of birth (năm sinh). Null in lists, and where it was erased.
    #[schema(required, minimum = 1900, maximum = 2200)]
    birth_year: Option<i16>,
    /// The citizen id (số định danh). Null in lists, and where it was erased.
    #[schema(required, max_length = 12, examples("*********345"))]
    citizen_id: Option<String>,
    /// What was learned (trình độ, chuyên ngành). Null in lists, and where it was erased.
    #[schema(required, max_length = 200)]
    qualification: Option<String>,
    /// The first day of work (ngày bắt đầu).
    starts_on: Date,
    /// The last day (ngày kết thúc).
    #[schema(required)]
    ended_on: Option<Date>,
    /// Why it ended (lý do kết thúc). Null in lists.
    #[schema(required, max_length = 1000)]
    end_reason: Option<String>,
    /// What is due for a worked month, in đồng (mức hỗ trợ tháng).
    #[schema(minimum = 1, examples(3_000_000))]
    monthly_support_vnd: i64,
    /// How many months are supported at the most (số tháng được hỗ trợ).
    #[schema(minimum = 1, maximum = 60)]
    months_granted: u32,
    /// How many were worked (số tháng đã làm việc).
    #[schema(minimum = 0, maximum = 60)]
    months_worked: usize,
    /// How many of these were paid for (số tháng đã chi trả).
    #[schema(minimum = 0, maximum = 60)]
    months_paid: usize,
    /// What is due for worked months, paid or not, in đồng (số tiền phải chi).
    #[schema(minimum = 0)]
    due_vnd: i64,
    /// Its version, as in its ETag.
    #[schema(minimum = 1)]
    version: i64,
    /// When this version was written.
    recorded_at: Instant,
    /// The recorded months (các tháng). Absent in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 600)]
    months: Option<Vec<MonthView>>,
    /// What the caller may do with it now. Absent in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 5)]
    available_actions: Option<Vec<PlacementAction>>,
}

/// A month of a placement (tháng làm việc).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = YoungWorkerMonth)]
struct MonthView {
    /// Year and month.
    #[schema(min_length = 7, max_length = 7, pattern = "^[0-9]{4}-[0-9]{2}$", examples("2025-03"))]
    month: String,
    /// Whether it was worked (có làm việc).
    worked: bool,
    /// What is due for it, in đồng (phải chi).
    #[schema(minimum = 0)]
    due_vnd: i64,
    /// The payment by which it was paid (lần chi).
    #[schema(required)]
    payment_id: Option<SupportPaymentId>,
}

impl From<Month> for MonthView {
    fn from(one: Month) -> Self {
        let month = one.month.to_string().chars().take(7).collect();
        Self { month, worked: one.worked, due_vnd: one.due.0, payment_id: one.payment }
    }
}

fn may(found: &Found, action: PlacementAction, principal: &Principal) -> bool {
    let scope = principal.scope(Permission::SupportApplicationPrepare);
    let placement = &found.stored.placement;
    let reaches = scope.covers(&found.stored.organisation.placement());
    after(placement.state(), action).is_some() && reaches
}

impl YoungWorkerView {
    /// A placement in a list: the name masked, and no more of the person.
    pub(super) fn brief(found: Found) -> Self {
        let Found { stored, months } = found;
        let (placement, organisation) = (stored.placement, stored.organisation);
        let worked: Vec<&Month> = months.iter().filter(|one| one.worked).collect();
        Self {
            id: placement.id,
            application_id: placement.application,
            organisation_id: organisation.id,
            organisation_name: organisation.name,
            state: placement.state(),
            name: stored.worker.map(|one| masking::name(&one.name)),
            birth_year: None,
            citizen_id: None,
            qualification: None,
            starts_on: placement.starts_on,
            ended_on: placement.ended_on,
            end_reason: None,
            monthly_support_vnd: placement.monthly_support.0,
            months_granted: placement.months_granted,
            months_worked: worked.len(),
            months_paid: worked.iter().filter(|one| one.payment.is_some()).count(),
            due_vnd: worked.iter().map(|one| one.due.0).sum(),
            version: placement.version,
            recorded_at: placement.recorded_at,
            months: None,
            available_actions: None,
        }
    }

    /// A placement whole, as somebody sees it.
    pub(super) fn whole(found: Found, principal: &Principal, unmasked: bool) -> Self {
        let actions = PlacementAction::all().iter().copied();
        let available = actions.filter(|one| may(&found, *one, principal)).collect();
        let masked = |one: Worker| Worker {
            name: masking::name(&one.name),
            citizen_id: masking::citizen_id(&one.citizen_id),
            ..one
        };
        let worker = found.stored.worker.clone();
        let worker = worker.map(|one| if unmasked { one } else { masked(one) });
        let end_reason = found.stored.placement.end_reason.clone();
        let months = found.months.iter().cloned().map(MonthView::from).collect();
        let (name, birth_year, citizen_id, qualification) = match worker {
            Some(one) => {
                (Some(one.name), Some(one.birth_year), Some(one.citizen_id), one.qualification)
            }
            None => (None, None, None, None),
        };
        Self {
            name,
            birth_year,
            citizen_id,
            qualification,
            end_reason,
            months: Some(months),
            available_actions: Some(available),
            ..Self::brief(found)
        }
    }
}

/// The answer to an act: the placement as it is then. What was just entered is answered as it is; a
/// repetition gets it masked.
pub(super) fn answered(
    found: Found,
    (principal, is_new): (&Principal, bool),
) -> Result<Reply, Failure> {
    let (id, version) = (found.stored.placement.id, found.stored.placement.version);
    let kept = YoungWorkerView::whole(found.clone(), principal, false);
    let view = YoungWorkerView::whole(found, principal, is_new);
    let reply = if is_new {
        Reply::created(format!("/v1/young-workers/{id}"), version, &view)?
    } else {
        Reply::changed(version, &view)?
    };
    reply.keeping(&kept)
}

/// Young workers as a table.
pub(super) static WORKERS: Table = Table {
    name: "young-workers",
    columns: &[
        column("id", "Mã định danh", "Id", "/id"),
        column("application", "Hồ sơ", "Application", "/application_id"),
        column("organisation", "Mã tổ chức", "Organisation id", "/organisation_id"),
        column("organisation_name", "Tên tổ chức", "Organisation", "/organisation_name"),
        column("state", "Trạng thái", "State", "/state"),
        column("name", "Họ tên", "Name", "/name"),
        column("starts_on", "Ngày bắt đầu", "First day", "/starts_on"),
        column("ended_on", "Ngày kết thúc", "Last day", "/ended_on"),
        column(
            "monthly_support_vnd",
            "Hỗ trợ tháng (đồng)",
            "A month (đồng)",
            "/monthly_support_vnd",
        ),
        column("months_granted", "Số tháng hỗ trợ", "Months granted", "/months_granted"),
        column("months_worked", "Số tháng làm việc", "Months worked", "/months_worked"),
        column("months_paid", "Số tháng đã chi", "Months paid", "/months_paid"),
        column("due_vnd", "Phải chi (đồng)", "Due (đồng)", "/due_vnd"),
    ],
};
