//! `GET /v1/young-workers`, `GET /v1/young-workers/{id}`, `POST /v1/young-workers/{id}/{months,end}`,
//! `POST /v1/support-applications/{id}/young-workers`

use actix_web::{HttpRequest, HttpResponse, get, post, web::Data};
use htx_kit::{
    act::write,
    auth::Authorized,
    db::Connection,
    failure::Failure,
    http::{
        Changed, Created, IdempotencyKey, IfMatch, Keyed, Page, Paged, PathId, Reply, StrictQuery,
        Tagged, listed::Listed, table::Representation, unmasking,
    },
};
use htx_model::{
    date::Date,
    id::{OrganisationId, SupportApplicationId, YoungWorkerId},
    permission::permit,
    refusal::{Fault, Refusal, Text},
    support::training::{PlacementState, SupportPersonalData},
};
use serde::Deserialize;

use super::{
    readings,
    young_worker_view::{WORKERS, YoungWorkerView, answered},
};
use crate::{
    SupportPrograms,
    domain::{lead, young_worker::Worker},
    store::young_worker::{self as store, Filter, StoredPlacement},
    usecase::{read_personal_data, young_worker as usecase},
};

/// Which young workers.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct WorkerQuery {
    /// Placed by this application (hồ sơ hỗ trợ).
    application: Option<SupportApplicationId>,
    /// At this cooperative (tổ chức).
    organisation: Option<OrganisationId>,
    /// In this state (trạng thái).
    state: Option<PlacementState>,
    /// How many on a page. Only in JSON: CSV, XLSX and NDJSON hold the whole list.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// The `next` of the page before.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

/// List young workers placed at cooperatives (danh sách lao động trẻ)
///
/// Those of the applications that the caller may see, with how many months they worked and were paid for.
/// Names are masked. `Accept` chooses JSON by pages, or the whole list as CSV, XLSX or NDJSON.
#[utoipa::path(
    tag = "young workers",
    params(WorkerQuery),
    responses(Paged<Page<YoungWorkerView>>),
    security(("access_token" = ["support_application.read"])),
)]
#[get("/v1/young-workers")]
pub(super) async fn list_young_workers(
    request: HttpRequest,
    service: Data<SupportPrograms>,
    caller: Authorized<permit::SupportApplicationRead>,
    query: StrictQuery<WorkerQuery>,
    representation: Representation,
) -> Result<HttpResponse, Failure> {
    let StrictQuery(query) = query;
    let filter = Filter {
        application: query.application,
        organisation: query.organisation,
        state: query.state,
    };
    let wanted = Listed {
        request: &request,
        runtime: &service.runtime,
        representation,
        table: &WORKERS,
        name: format!("young workers {filter:?}"),
        limit: query.limit,
        cursor: query.cursor,
    };
    let led = lead::led(&service.agencies, &caller.scope, service.runtime.ids.now().date());
    let rows = move |connection: &mut Connection, after: Option<&YoungWorkerId>, limit| {
        let rows = store::list(connection, (&caller.scope, &led), &filter, after, limit)?;
        let ids: Vec<_> = rows.iter().map(|stored| stored.placement.id).collect();
        let mut months = store::months(connection, &ids)?;
        let whole = |stored: StoredPlacement| {
            let months = months.remove(&stored.placement.id).unwrap_or_default();
            usecase::Found { stored, months }
        };
        Ok(rows.into_iter().map(whole).collect())
    };
    let key = |found: &usecase::Found| found.stored.placement.id;
    wanted.answer(rows, key, YoungWorkerView::brief).await
}

/// Whether personal data is asked for.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct OneQuery {
    /// Personal data unmasked, for who may read it and says why.
    unmasked: Option<bool>,
    /// Why personal data is read (mục đích); is noted in the log and shown to the organisation.
    #[param(min_length = 5, max_length = 300, example = "Đối chiếu bảng lương")]
    purpose: Option<String>,
}

/// Read a young worker's placement (xem lao động trẻ)
///
/// With its months: worked or not, what is due, by which payment it was paid. Personal data is masked. The
/// programme's lead agency, which pays, and who holds `personal_data.read` for the place read it unmasked
/// with `unmasked=true` and a `purpose`; that is noted in the log and shown to the organisation.
#[utoipa::path(
    tag = "young workers",
    params(PathId<YoungWorkerId>, OneQuery),
    responses(Tagged<YoungWorkerView>),
    security(("access_token" = ["support_application.read"])),
)]
#[get("/v1/young-workers/{id}")]
pub(super) async fn read_young_worker(
    service: Data<SupportPrograms>,
    caller: Authorized<permit::SupportApplicationRead>,
    id: PathId<YoungWorkerId>,
    query: StrictQuery<OneQuery>,
) -> Result<Tagged<YoungWorkerView>, Failure> {
    let StrictQuery(query) = query;
    let purpose = unmasking(query.unmasked, query.purpose.as_deref())?;
    let context = readings::context(&caller, &service);
    let (writes, today) = (purpose.is_some(), context.today());
    let agencies = service.agencies.clone();
    let led = lead::led(&agencies, &caller.scope, today);
    let work = move |connection: &mut Connection| {
        let found = usecase::read(connection, (&caller.scope, &led), id.0)?;
        if let Some(purpose) = &purpose {
            let organisation = &found.stored.organisation;
            let pays = caller.scope_of::<permit::SupportDisburse>();
            let pays = !pays.is_nothing()
                && lead::leads(&agencies, &pays, &found.stored.lead_agency, today);
            let reach = caller.scope_of::<permit::PersonalDataRead>();
            if !(pays || reach.covers(&organisation.placement())) {
                return Err(read_personal_data::refused().into());
            }
            let of = found.stored.placement.application.uuid();
            let what = (SupportPersonalData::YoungWorkers, of, organisation.place());
            let shown = vec![Some(organisation.id)];
            read_personal_data::note(connection, &context, what, shown, purpose)?;
        }
        let version = found.stored.placement.version;
        let view = YoungWorkerView::whole(found, caller.principal(), purpose.is_some());
        Ok(Tagged { version, resource: view })
    };
    let database = &service.runtime.database;
    if writes { database.write(work).await } else { database.read(work).await }
}

/// A young worker who is placed at the cooperative (lao động trẻ về làm việc): a natural person, whose data
/// is erasable and masked.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewYoungWorker {
    /// The name (họ tên).
    #[schema(min_length = 1, max_length = 200, examples("Nguyễn Thị Lan"))]
    name: String,
    /// The year of birth (năm sinh).
    #[schema(minimum = 1900, maximum = 2200, examples(2001))]
    birth_year: i16,
    /// The citizen id (số định danh): nobody is placed twice at a time.
    #[schema(
        min_length = 9,
        max_length = 12,
        pattern = "^([0-9]{9}|[0-9]{12})$",
        examples("001301012345")
    )]
    citizen_id: String,
    /// What was learned (trình độ, chuyên ngành).
    #[serde(default)]
    #[schema(min_length = 1, max_length = 200, examples("Đại học, kỹ sư nông nghiệp"))]
    qualification: Option<String>,
    /// The first day of work (ngày bắt đầu làm việc); not in the future.
    starts_on: Date,
}

/// Place a young worker at a cooperative (bố trí lao động trẻ)
///
/// By the cooperative, or its district or commune on its behalf, under its approved application of that kind; as
/// many at a time as are granted, and nobody who is placed elsewhere.
#[utoipa::path(
    tag = "young workers",
    params(PathId<SupportApplicationId>, IdempotencyKey),
    request_body = NewYoungWorker,
    responses(Created<YoungWorkerView>),
    security(("access_token" = ["support_application.prepare"])),
)]
#[post("/v1/support-applications/{id}/young-workers")]
pub(super) async fn place_young_worker(
    service: Data<SupportPrograms>,
    caller: Authorized<permit::SupportApplicationPrepare>,
    id: PathId<SupportApplicationId>,
    submitted: Keyed<NewYoungWorker>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let principal = caller.principal().clone();
    let worker = Worker {
        name: body.name,
        birth_year: body.birth_year,
        citizen_id: body.citizen_id,
        qualification: body.qualification,
    };
    write(&service.runtime, caller, once, move |act| {
        let found = usecase::place(act, id.0, (body.starts_on, worker))?;
        answered(found, (&principal, true))
    })
    .await
}

/// Months of a placement (các tháng làm việc).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct YoungWorkerMonths {
    /// Each in the place of what was recorded of it before, unless it was paid for.
    #[schema(min_items = 1, max_items = 60)]
    months: Vec<NewYoungWorkerMonth>,
}

/// A month (tháng).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct NewYoungWorkerMonth {
    /// Year and month.
    #[schema(
        min_length = 7,
        max_length = 7,
        pattern = "^[0-9]{4}-(0[1-9]|1[0-2])$",
        examples("2025-03")
    )]
    month: String,
    /// Whether it was worked (có làm việc).
    worked: bool,
}

fn months(given: Vec<NewYoungWorkerMonth>) -> Result<Vec<(Date, bool)>, Refusal> {
    let read = |(at, one): (usize, NewYoungWorkerMonth)| {
        let day = Date::parse(&format!("{}-01", one.month)).map_err(|_| {
            Fault::new(
                format!("/months/{at}/month"),
                "not_a_month",
                Text::fixed("Tháng viết theo dạng 2025-03.", "A month is written as 2025-03."),
            )
        })?;
        Ok((day, one.worked))
    };
    let read = given.into_iter().enumerate().map(read).collect::<Result<Vec<_>, Fault>>();
    read.map_err(|fault| Refusal::rules(vec![fault]))
}

/// Record a young worker's months (ghi tháng làm việc)
///
/// Worked or not; what is due for a worked one follows from the grant. Until it is paid for, a month may be
/// recorded anew. By the cooperative.
#[utoipa::path(
    tag = "young workers",
    params(PathId<YoungWorkerId>, IfMatch, IdempotencyKey),
    request_body = YoungWorkerMonths,
    responses(Changed<YoungWorkerView>),
    security(("access_token" = ["support_application.prepare"])),
)]
#[post("/v1/young-workers/{id}/months")]
pub(super) async fn record_young_worker_months(
    service: Data<SupportPrograms>,
    caller: Authorized<permit::SupportApplicationPrepare>,
    id: PathId<YoungWorkerId>,
    seen: IfMatch,
    submitted: Keyed<YoungWorkerMonths>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let (principal, given) = (caller.principal().clone(), months(body.months)?);
    write(&service.runtime, caller, once, move |act| {
        let found = usecase::record_months(act, (id.0, &seen), given)?;
        answered(found, (&principal, false))
    })
    .await
}

/// How a placement ends (kết thúc bố trí lao động trẻ).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct YoungWorkerEnd {
    /// The last day (ngày kết thúc): today where it is not said; not in the future.
    #[serde(default)]
    ended_on: Option<Date>,
    /// Why (lý do).
    #[schema(min_length = 1, max_length = 1000, examples("Hết thời hạn hỗ trợ"))]
    reason: String,
}

/// End a young worker's placement (kết thúc bố trí lao động trẻ)
///
/// The person may be placed again, and the place be given to another. By the cooperative.
#[utoipa::path(
    tag = "young workers",
    params(PathId<YoungWorkerId>, IfMatch, IdempotencyKey),
    request_body = YoungWorkerEnd,
    responses(Changed<YoungWorkerView>),
    security(("access_token" = ["support_application.prepare"])),
)]
#[post("/v1/young-workers/{id}/end")]
pub(super) async fn end_young_worker(
    service: Data<SupportPrograms>,
    caller: Authorized<permit::SupportApplicationPrepare>,
    id: PathId<YoungWorkerId>,
    seen: IfMatch,
    submitted: Keyed<YoungWorkerEnd>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let principal = caller.principal().clone();
    write(&service.runtime, caller, once, move |act| {
        let found = usecase::end(act, (id.0, &seen), (body.ended_on, &body.reason))?;
        answered(found, (&principal, false))
    })
    .await
}
