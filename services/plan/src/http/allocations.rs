//! `GET /v1/plans/{code}/allocations`

use actix_web::{HttpRequest, HttpResponse, get, http::header::VARY, web::Data};
use htx_kit::{
    auth::Authorized,
    db::Connection,
    failure::Failure,
    http::{
        PathId, StrictQuery, language,
        listed::column,
        table::{self, Representation, Table},
    },
};
use htx_model::{
    administrative::AdministrativeUnits,
    agency::{Agencies, AgencyCode},
    date::Date,
    id::PlanVersionId,
    indicator::{Breakdown, Unit},
    permission::permit,
    plan::{Aggregate, Receivers},
};
use serde::Serialize;

use super::plans::PlanDayQuery;
use crate::{
    PlanService,
    domain::{
        allocation::{Content, Line, Sum},
        plan::Target,
        version::{Subject, Version},
    },
    store,
    usecase::version::unknown_plan,
};

/// How the targets of a plan are allocated (phân bổ chỉ tiêu của kế hoạch).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub(super) struct PlanAllocations {
    /// The code of the plan (mã kế hoạch).
    #[schema(max_length = 40, examples("hn-2025"))]
    plan: String,
    /// As of which day.
    as_of: Date,
    /// Each target, in the order of the plan; one that was not allocated says so.
    #[schema(max_items = 100)]
    targets: Vec<TargetAllocations>,
}

/// How a target is allocated (phân bổ một chỉ tiêu).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub(super) struct TargetAllocations {
    /// Its code (mã chỉ tiêu).
    #[schema(max_length = 60, examples("training_classes"))]
    code: String,
    /// Its number in the plan (số thứ tự).
    #[schema(max_length = 10, examples("3"))]
    number: String,
    /// Its name (tên).
    #[schema(max_length = 300)]
    name: String,
    /// In what it is measured (đơn vị tính).
    unit: Unit,
    /// How its figure comes of what is counted (cách tổng hợp).
    aggregate: Aggregate,
    /// The least that is to be reached (mức tối thiểu).
    #[schema(minimum = 0)]
    minimum: i64,
    /// Whether it was allocated at all (đã phân bổ). The plan's annex is not public, and none is
    /// invented.
    allocated: bool,
    /// The allocations that hold, one for each kind of receiver.
    #[schema(max_items = 3)]
    allocations: Vec<AllocationView>,
}

/// An allocation that holds (bản phân bổ đang có hiệu lực).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = Allocation)]
pub(super) struct AllocationView {
    /// The version that holds.
    version_id: PlanVersionId,
    /// Its number.
    #[schema(minimum = 1)]
    version_number: u32,
    /// The day of its adoption (ngày phê duyệt).
    #[schema(required)]
    valid_from: Option<Date>,
    /// Among whom (phân bổ cho).
    receivers: Receivers,
    /// Where it is laid down (căn cứ).
    #[schema(required, max_length = 300)]
    basis: Option<String>,
    /// What is given out, of a count (đã phân bổ); null of a share or a mean.
    #[schema(required, minimum = 0)]
    given: Option<i64>,
    /// What is given to nobody yet (chưa phân bổ, giữ lại ở thành phố).
    #[schema(minimum = 0)]
    kept: i64,
    /// By how much it falls short of the target as it holds now (còn lệch): less than nothing where more
    /// was given out; null where it adds up, and of a share or a mean.
    #[schema(required)]
    remains: Option<i64>,
    /// Who is to reach how much (mức phân bổ).
    #[schema(max_items = 200)]
    lines: Vec<LineView>,
}

/// What a receiver is to reach (mức phân bổ).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = AllocatedLine)]
pub(super) struct LineView {
    /// The code of the agency, district or commune (đơn vị nhận).
    #[schema(max_length = 40, examples("277"))]
    receiver: String,
    /// Its name when it was given this (tên).
    #[schema(required, max_length = 300)]
    name: Option<String>,
    /// Of an agency, who holds its work today (cơ quan hiện nay).
    #[schema(required, value_type = Option<String>, examples("so-tc"))]
    held_today_by: Option<AgencyCode>,
    /// How much, in the target's unit (mức).
    #[schema(minimum = 0)]
    amount: i64,
}

/// A line of an allocation, in tables.
#[derive(Debug, Serialize)]
struct Row<'a> {
    target: &'a str,
    number: &'a str,
    minimum: i64,
    unit: Unit,
    receivers: Option<Receivers>,
    line: Option<&'a LineView>,
}

/// The lines as a table; a target that was not allocated has one without a receiver.
static LINES: Table = Table {
    name: "plan-allocations",
    columns: &[
        column("number", "Số", "Number", "/number"),
        column("target", "Chỉ tiêu", "Target", "/target"),
        column("minimum", "Mức tối thiểu", "Minimum", "/minimum"),
        column("unit", "Đơn vị tính", "Unit", "/unit"),
        column("receivers", "Phân bổ cho", "Receivers", "/receivers"),
        column("receiver", "Mã đơn vị nhận", "Receiver", "/line/receiver"),
        column("name", "Đơn vị nhận", "Name", "/line/name"),
        column("held_today_by", "Cơ quan hiện nay", "Held today by", "/line/held_today_by"),
        column("amount", "Mức phân bổ", "Amount", "/line/amount"),
    ],
};

/// What names receivers, and tells who holds their work.
struct Names<'a> {
    units: &'a AdministrativeUnits,
    agencies: &'a Agencies,
    today: Date,
}

impl LineView {
    fn of(line: &Line, receivers: Receivers, names: &Names<'_>) -> Self {
        let code = &line.receiver;
        let unit = |by| htx_kit::indicator::name(by, code, names.units, names.today);
        let (name, held_today_by) = match receivers {
            Receivers::District => (unit(Breakdown::District), None),
            Receivers::Commune => (unit(Breakdown::Commune), None),
            Receivers::Agency => {
                let code = AgencyCode::parse(code).ok();
                let holder =
                    code.as_ref().and_then(|code| names.agencies.successor(code, names.today));
                (unit(Breakdown::Agency), holder.map(|agency| agency.code.clone()))
            }
        };
        Self { receiver: code.clone(), name, held_today_by, amount: line.amount }
    }
}

impl AllocationView {
    fn of(
        version: &Version,
        receivers: Receivers,
        (content, target): (&Content, &Target),
        names: &Names<'_>,
    ) -> Self {
        let remains = match content.sum(target, receivers) {
            Sum::Remains(remains) => Some(remains),
            Sum::Fits | Sum::Levels => None,
        };
        Self {
            version_id: version.id,
            version_number: version.number,
            valid_from: version.valid_from,
            receivers,
            basis: content.basis.clone(),
            given: target.aggregate.adds_up().then(|| content.given()),
            kept: content.kept,
            remains,
            lines: content.lines.iter().map(|line| LineView::of(line, receivers, names)).collect(),
        }
    }
}

impl TargetAllocations {
    fn of(target: Target, versions: &[Version], names: &Names<'_>) -> Self {
        let own = versions.iter().filter_map(|version| match &version.subject {
            Subject::Allocation { target: code, receivers } if *code == target.code => {
                let content = version.content.allocation()?;
                Some(AllocationView::of(version, *receivers, (content, &target), names))
            }
            Subject::Allocation { .. } | Subject::Plan => None,
        });
        let allocations: Vec<AllocationView> = own.collect();
        Self {
            allocated: !allocations.is_empty(),
            allocations,
            code: target.code,
            number: target.number,
            name: target.name,
            unit: target.unit,
            aggregate: target.aggregate,
            minimum: target.minimum,
        }
    }

    fn rows(&self) -> Vec<Row<'_>> {
        let row = |receivers, line| Row {
            target: &self.code,
            number: &self.number,
            minimum: self.minimum,
            unit: self.unit,
            receivers,
            line,
        };
        let lines = self.allocations.iter().flat_map(|allocation| {
            allocation.lines.iter().map(|line| row(Some(allocation.receivers), Some(line)))
        });
        let rows: Vec<Row<'_>> = lines.collect();
        if rows.is_empty() { vec![row(None, None)] } else { rows }
    }
}

/// Read how the targets of a plan are allocated (xem phân bổ chỉ tiêu)
///
/// Every target, with the allocations that hold on a day. `Accept` chooses JSON, or the lines as CSV, XLSX
/// or NDJSON.
#[utoipa::path(
    tag = "plan allocations",
    params(("code" = String, Path, description = "The plan's code (mã kế hoạch).", max_length = 40, pattern = "^[a-z0-9-]+$", example = "hn-2025"), PlanDayQuery),
    responses((status = 200, description = "The allocations, or their lines in the format asked for.", content(
        (PlanAllocations = "application/json"),
        (String = "text/csv"),
        (String = "application/x-ndjson"),
        (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ))),
    security(("access_token" = ["plan.read"])),
)]
#[get("/v1/plans/{code}/allocations")]
pub(super) async fn read_plan_allocations(
    request: HttpRequest,
    service: Data<PlanService>,
    _caller: Authorized<permit::PlanRead>,
    code: PathId<String>,
    query: StrictQuery<PlanDayQuery>,
    representation: Representation,
) -> Result<HttpResponse, Failure> {
    let today = service.runtime.ids.now().date();
    let as_of = query.0.as_of.unwrap_or(today);
    let agencies = service.agencies.clone();
    let work = move |connection: &mut Connection| {
        let found = store::plan::with_code(connection, &code.0, as_of)?.ok_or_else(unknown_plan)?;
        let versions = store::version::allocations(connection, found.plan.id, as_of)?;
        let units = AdministrativeUnits::embedded();
        let units = units.map_err(|error| Failure::unexpected(error.clone()))?;
        let names = Names { units, agencies: &agencies, today };
        let of = |target| TargetAllocations::of(target, &versions, &names);
        let targets = found.content.targets.into_iter().map(of).collect();
        Ok(PlanAllocations { plan: found.plan.code, as_of, targets })
    };
    let database = &service.runtime.database;
    let found: PlanAllocations = database.read(work).await?;
    let Representation::Table(form) = representation else {
        let vary = (VARY, "Accept, Authorization");
        return Ok(HttpResponse::Ok().insert_header(vary).json(found));
    };
    let rows = found.targets.iter().flat_map(TargetAllocations::rows);
    let rows: Vec<serde_json::Value> =
        rows.map(serde_json::to_value).collect::<Result<_, _>>().map_err(Failure::unexpected)?;
    table::given(form, language(&request), &LINES, rows).await
}
