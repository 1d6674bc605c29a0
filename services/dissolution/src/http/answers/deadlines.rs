//! `GET /v1/dissolutions/{id}/deadlines` and `GET /v1/dissolution-deadlines`

use actix_web::{
    HttpRequest, HttpResponse, get,
    web::{Data, Json},
};
use htx_kit::{
    auth::Authorized,
    db::Connection,
    failure::Failure,
    http::{
        Page, Paged, PathId, StrictQuery,
        listed::{Listed, column},
        table::{Representation, Table},
    },
};
use htx_model::{
    agency::AgencyCode,
    date::Date,
    dissolution::answers::{DayCount, DeadlineKind, StopReason},
    id::{DissolutionId, OrganisationId},
    permission::permit,
    refusal::{LegalBasis, Refusal, Text},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    Dissolutions,
    domain::{
        answering,
        clock::{Deadline, Duty, Stop},
        organisation::Organisation,
    },
    http::list_cases,
    store::standing::{self as store, Due, DueKey, Span},
    usecase::standing as usecase,
};

/// A time during which a clock stood still (tạm dừng).
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct ClockStop {
    /// Why (lý do).
    reason: StopReason,
    /// The day on which it stopped, which still counts.
    from: Date,
    /// The day on which it went on, which does not count; null while it stands still.
    #[schema(required)]
    to: Option<Date>,
}

impl From<Stop> for ClockStop {
    fn from(Stop { reason, from, to }: Stop) -> Self {
        Self { reason, from, to }
    }
}

/// A deadline of a case (thời hạn).
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = DissolutionDeadline)]
pub(super) struct DeadlineView {
    /// What is due (việc phải làm).
    kind: DeadlineKind,
    /// The blocker or objection that it is about.
    #[schema(required)]
    record_id: Option<Uuid>,
    /// The agency that must see to it today (cơ quan thực hiện); null for a window within which
    /// others act.
    #[schema(required, value_type = Option<String>, examples("district-277"))]
    agency: Option<AgencyCode>,
    /// The day on which it began, which does not count (bắt đầu).
    started_on: Date,
    /// How many days it has; null for a day that was set (số ngày).
    #[schema(required, minimum = 0)]
    days: Option<u32>,
    /// How they are counted (cách tính).
    day_count: DayCount,
    /// When it stood still (các lần tạm dừng).
    #[schema(max_items = 3000)]
    stops: Vec<ClockStop>,
    /// How many of its days did not count for that.
    #[schema(minimum = 0)]
    stopped_days: u32,
    /// Whether it stands still today.
    stopped: bool,
    /// The last day (hạn); null while it stands still.
    #[schema(required)]
    due_on: Option<Date>,
    /// When it was seen to (ngày hoàn thành).
    #[schema(required)]
    done_on: Option<Date>,
    /// Whether it has passed, or had before it was seen to (quá hạn).
    overdue: bool,
    /// The article behind it, and whether it was read; null for a day that an officer set (căn cứ).
    #[schema(required)]
    legal_basis: Option<LegalBasis>,
}

/// The deadlines of a case (các thời hạn).
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct CaseDeadlines {
    /// The day as of which they are shown.
    as_of: Date,
    /// By their last day; those that stand still come last.
    #[schema(max_items = 5000)]
    items: Vec<DeadlineView>,
}

fn view(
    service: &Dissolutions,
    organisation: &Organisation,
    deadline: Deadline,
    today: Date,
) -> DeadlineView {
    let (agencies, seat) = (&service.agencies, &organisation.seat);
    let agency = match &deadline.duty {
        Duty::Authority => answering::authority(agencies, (organisation.kind, seat), today),
        Duty::Agency(asked) => answering::holder(agencies, asked, seat, today),
        Duty::Others => None,
    };
    DeadlineView {
        overdue: deadline.overdue(today),
        kind: deadline.kind,
        record_id: deadline.record,
        agency: agency.map(|agency| agency.code.clone()),
        started_on: deadline.started_on,
        days: deadline.days,
        day_count: deadline.count,
        stops: deadline.stops.into_iter().map(ClockStop::from).collect(),
        stopped_days: deadline.stopped_days,
        stopped: deadline.stopped,
        due_on: deadline.due_on,
        done_on: deadline.done_on,
        legal_basis: deadline.basis,
    }
}

/// Read the deadlines of a case (các thời hạn của hồ sơ)
///
/// Each with its article, how its days are counted, when it stood still, its last day and whether it
/// is overdue: computed from the case's dated facts and the public holidays.
#[utoipa::path(
    tag = "deadlines",
    params(PathId<DissolutionId>),
    responses((status = 200, description = "The deadlines.", body = CaseDeadlines)),
    security(("access_token" = ["dissolution.read"])),
)]
#[get("/v1/dissolutions/{id}/deadlines")]
pub(super) async fn list_case_deadlines(
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionRead>,
    id: PathId<DissolutionId>,
) -> Result<Json<CaseDeadlines>, Failure> {
    let (today, own) = (service.runtime.ids.now().date(), service.clone());
    service
        .runtime
        .database
        .read(move |connection| {
            let case = usecase::visible(connection, &caller.scope, id.0)?;
            let deadlines = usecase::deadlines(connection, &own, &case, today)?;
            let one = |deadline| view(&own, &case.organisation, deadline, today);
            Ok(CaseDeadlines { as_of: today, items: deadlines.into_iter().map(one).collect() })
        })
        .await
        .map(Json)
}

/// Which part of the calendar.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct CalendarQuery {
    /// Due on or after this day.
    from: Option<Date>,
    /// Due on or before this day.
    to: Option<Date>,
    /// Of cases of this responsible officer (cán bộ phụ trách): a login name, or `me`.
    #[param(min_length = 1, max_length = 200, example = "me")]
    officer: Option<String>,
    /// Of this kind (loại thời hạn).
    kind: Option<DeadlineKind>,
    /// How many on a page. Only in JSON: CSV, XLSX and NDJSON hold the whole list.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// The `next` of the page before.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

/// A deadline in the calendar (việc đến hạn).
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = DueDissolutionDeadline)]
pub(super) struct DueView {
    /// Of which case (hồ sơ giải thể).
    dissolution_id: DissolutionId,
    /// Of which organisation.
    organisation_id: OrganisationId,
    /// Its name (tên tổ chức).
    #[schema(max_length = 300)]
    organisation_name: String,
    /// The login name of the officer who is responsible (cán bộ phụ trách).
    #[schema(max_length = 200)]
    responsible_officer: String,
    /// What is due (việc phải làm).
    kind: DeadlineKind,
    /// The blocker or objection that it is about.
    #[schema(required)]
    record_id: Option<Uuid>,
    /// The agency that must see to it today (cơ quan thực hiện); null for a window within which
    /// others act.
    #[schema(required, value_type = Option<String>, examples("district-277"))]
    agency: Option<AgencyCode>,
    /// When it began.
    started_on: Date,
    /// The last day (hạn).
    due_on: Date,
    /// Whether it has passed (quá hạn).
    overdue: bool,
}

/// The calendar as a table.
static CALENDAR: Table = Table {
    name: "dissolution-deadlines",
    columns: &[
        column("due_on", "Hạn", "Due on", "/due_on"),
        column("kind", "Việc phải làm", "Kind", "/kind"),
        column("overdue", "Quá hạn", "Overdue", "/overdue"),
        column("organisation", "Tên tổ chức", "Organisation", "/organisation_name"),
        column("agency", "Cơ quan thực hiện", "Agency", "/agency"),
        column("responsible_officer", "Cán bộ phụ trách", "Officer", "/responsible_officer"),
        column("started_on", "Bắt đầu", "Started on", "/started_on"),
        column("dissolution_id", "Hồ sơ giải thể", "Dissolution", "/dissolution_id"),
        column("record_id", "Mã vướng mắc, phản đối", "Record", "/record_id"),
    ],
};

/// List what is due (lịch việc đến hạn)
///
/// Of the cases within the caller's reach, what is not seen to yet, by its last day: what is due
/// this week for an officer with `officer=me&from=…&to=…`. A clock that stands still is not in it.
/// `Accept` chooses JSON by pages, or the whole list as CSV, XLSX or NDJSON, streamed.
#[utoipa::path(
    tag = "deadlines",
    params(CalendarQuery),
    responses(Paged<Page<DueView>>),
    security(("access_token" = ["dissolution.read"])),
)]
#[get("/v1/dissolution-deadlines")]
pub(super) async fn list_deadlines(
    request: HttpRequest,
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionRead>,
    query: StrictQuery<CalendarQuery>,
    representation: Representation,
) -> Result<HttpResponse, Failure> {
    let StrictQuery(query) = query;
    if query.from.zip(query.to).is_some_and(|(from, to)| to < from) {
        let detail = Text::fixed("to không được trước from.", "to cannot be before from.");
        return Err(Refusal::parameter("to", detail).into());
    }
    usecase::catch_up(&service).await?;
    let today = service.runtime.ids.now().date();
    let own = || caller.principal().name.clone();
    let officer = list_cases::officer(query.officer, own)?;
    let span = Span { from: query.from, to: query.to, officer, kind: query.kind };
    let listed = Listed {
        request: &request,
        runtime: &service.runtime,
        representation,
        table: &CALENDAR,
        name: format!("deadlines {span:?}"),
        limit: query.limit,
        cursor: query.cursor,
    };
    let read = move |connection: &mut Connection, after: Option<&DueKey>, limit| {
        store::calendar(connection, &caller.scope, &span, after, limit)
    };
    let own = service.get_ref().clone();
    let view = move |due: Due| {
        let window = due.kind == DeadlineKind::ClaimWindow;
        DueView {
            agency: usecase::holder(&own, &due, today).map(|agency| agency.code.clone()),
            record_id: Some(due.record).filter(|record| *record != due.case.uuid()),
            overdue: !window && due.due_on < today,
            dissolution_id: due.case,
            organisation_id: due.organisation,
            organisation_name: due.name,
            responsible_officer: due.officer,
            kind: due.kind,
            started_on: due.started_on,
            due_on: due.due_on,
        }
    };
    listed.answer(read, Due::key, view).await
}
