//! `GET|POST /v1/grievances`, `GET /v1/grievances/{id}`,
//! `POST /v1/grievances/{id}/{acknowledge,answer,escalate,close}`

use actix_web::{HttpRequest, HttpResponse, get, post, web::Data};
use htx_kit::{
    act::write,
    auth::Authorized,
    db::Connection,
    failure::Failure,
    http::{
        Changed, Created, IdempotencyKey, IfMatch, Keyed, KeyedOnce, Page, Paged, PathId, Reply,
        Routes, StrictQuery, Tagged, listed::Listed, table::Representation,
    },
};
use htx_model::{
    agency::AgencyCode,
    id::{GrievanceId, OrganisationId, SupportApplicationId},
    permission::{Permit, permit},
    support::grievances::{GrievanceAction, GrievanceState, GrievanceSubject},
};
use serde::Deserialize;

use super::grievance_view::{GRIEVANCES, GrievanceView, answered};
use crate::{
    SupportPrograms,
    domain::lead,
    store::grievance::{self as store, Filter, StoredGrievance},
    usecase::grievance::{self as usecase, Filing},
};

/// Registers the operations.
pub(super) fn routes(config: &mut Routes) {
    config
        .service(list_grievances)
        .service(file_grievance)
        .service(read_grievance)
        .service(acknowledge_grievance)
        .service(answer_grievance)
        .service(escalate_grievance)
        .service(close_grievance);
}

/// Which grievances.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct GrievanceQuery {
    /// In this state (trạng thái).
    state: Option<GrievanceState>,
    /// Of this organisation (tổ chức).
    organisation: Option<OrganisationId>,
    /// With this agency today (cơ quan đang xử lý).
    #[param(value_type = Option<String>, max_length = 40, example = "so-nnmt")]
    agency: Option<AgencyCode>,
    /// Only those with which the agency is late (quá hạn).
    overdue: Option<bool>,
    /// How many on a page. Only in JSON: CSV, XLSX and NDJSON hold the whole list.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// The `next` of the page before.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

/// List grievances about support (danh sách phản ánh)
///
/// An organisation sees its own, an agency those that came to it, finance, planning, the city and audit all.
/// `overdue=true` lists those with which the agency is late. Without what people wrote. `Accept` chooses
/// JSON by pages, or the whole list as CSV, XLSX or NDJSON.
#[utoipa::path(
    tag = "grievances",
    params(GrievanceQuery),
    responses(Paged<Page<GrievanceView>>),
    security(("access_token" = ["grievance.read"])),
)]
#[get("/v1/grievances")]
pub(super) async fn list_grievances(
    request: HttpRequest,
    service: Data<SupportPrograms>,
    caller: Authorized<permit::GrievanceRead>,
    query: StrictQuery<GrievanceQuery>,
    representation: Representation,
) -> Result<HttpResponse, Failure> {
    let StrictQuery(query) = query;
    let today = service.runtime.ids.now().date();
    // What stands with an agency that was taken over is with its successor.
    let held = |code: &AgencyCode| {
        let all = service.agencies.all().iter().map(|one| &one.code);
        let of = |one: &&AgencyCode| {
            *one == code
                || service.agencies.successors(one, today).iter().any(|held| held.code == *code)
        };
        all.filter(of).cloned().collect()
    };
    let filter = Filter {
        state: query.state,
        organisation: query.organisation,
        agencies: query.agency.as_ref().map(held),
        overdue_on: query.overdue.unwrap_or_default().then_some(today),
    };
    let wanted = Listed {
        request: &request,
        runtime: &service.runtime,
        representation,
        table: &GRIEVANCES,
        name: format!("grievances {filter:?}"),
        limit: query.limit,
        cursor: query.cursor,
    };
    let led = lead::led(&service.agencies, &caller.scope, today);
    let rows = move |connection: &mut Connection, after: Option<&GrievanceId>, limit| {
        store::list(connection, (&caller.scope, &led), &filter, after, limit)
    };
    let view = move |stored| GrievanceView::brief(stored, today);
    wanted.answer(rows, |(one, _): &StoredGrievance| one.id, view).await
}

/// A grievance as it is filed (phản ánh): about an application, or to an agency.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewGrievance {
    /// Of which organisation: the caller's (tổ chức).
    organisation_id: OrganisationId,
    /// About which application of it (hồ sơ hỗ trợ): the grievance goes to its lead agency.
    #[serde(default)]
    application_id: Option<SupportApplicationId>,
    /// To which agency, where it is about no application (cơ quan).
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 40, examples("so-nnmt"))]
    agency: Option<AgencyCode>,
    /// What it is about (loại phản ánh).
    subject: GrievanceSubject,
    /// What it says (nội dung). May name persons, so it is erasable, and stands in no event.
    #[schema(
        min_length = 1,
        max_length = 4000,
        examples("Hồ sơ đã nộp 60 ngày chưa được thẩm định")
    )]
    content: String,
}

/// File a grievance about support (gửi phản ánh)
///
/// By the organisation itself. The agency has so many working days to take note of it; `due_on` says until
/// when, by a rule that says whether it was verified.
#[utoipa::path(
    tag = "grievances",
    params(IdempotencyKey),
    request_body = NewGrievance,
    responses(Created<GrievanceView>),
    security(("access_token" = ["grievance.file"])),
)]
#[post("/v1/grievances")]
pub(super) async fn file_grievance(
    service: Data<SupportPrograms>,
    caller: Authorized<permit::GrievanceFile>,
    submitted: Keyed<NewGrievance>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let filing = Filing {
        organisation: body.organisation_id,
        application: body.application_id,
        agency: body.agency,
        subject: body.subject,
        content: body.content,
    };
    let (principal, holidays) = (caller.principal().clone(), service.holidays.clone());
    write(&service.runtime, caller, once, move |act| {
        let stored = usecase::file(act, &holidays, filing)?;
        answered(act, stored, (&principal, true))
    })
    .await
}

/// Read a grievance (xem phản ánh)
///
/// With what it says, its steps and the answers.
#[utoipa::path(
    tag = "grievances",
    params(PathId<GrievanceId>),
    responses(Tagged<GrievanceView>),
    security(("access_token" = ["grievance.read"])),
)]
#[get("/v1/grievances/{id}")]
pub(super) async fn read_grievance(
    service: Data<SupportPrograms>,
    caller: Authorized<permit::GrievanceRead>,
    id: PathId<GrievanceId>,
) -> Result<Tagged<GrievanceView>, Failure> {
    let today = service.runtime.ids.now().date();
    let agencies = service.agencies.clone();
    let led = lead::led(&agencies, &caller.scope, today);
    let work = move |connection: &mut Connection| {
        let found = usecase::read(connection, (&caller.scope, &led), id.0)?;
        let version = found.stored.0.version;
        let resource = GrievanceView::whole(found, (caller.principal(), &agencies), today);
        Ok(Tagged { version, resource })
    };
    service.runtime.database.read(work).await
}

/// Takes a step of a grievance as it was last seen.
async fn step<P: Permit>(
    service: &SupportPrograms,
    caller: Authorized<P>,
    once: KeyedOnce,
    (id, seen): (GrievanceId, IfMatch),
    (action, words): (GrievanceAction, Option<String>),
) -> Result<Reply, Failure> {
    let (principal, holidays) = (caller.principal().clone(), service.holidays.clone());
    write(&service.runtime, caller, once, move |act| {
        let stored = usecase::take_step(act, &holidays, (id, &seen), action, words)?;
        answered(act, stored, (&principal, false))
    })
    .await
}

/// What is said with a step that needs no words (ghi chú).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct GrievanceNote {
    /// A note (ghi chú). May name persons, so it is erasable.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 4000, examples("Đã chuyển phòng chuyên môn"))]
    words: Option<String>,
}

/// What is said with a step that needs words (nội dung).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct GrievanceWords {
    /// The answer, or why it is passed on (nội dung). May name persons, so it is erasable.
    #[schema(min_length = 1, max_length = 4000, examples("Hồ sơ thiếu báo giá; đề nghị bổ sung"))]
    words: String,
}

/// Take note of a grievance (tiếp nhận phản ánh)
///
/// By the agency that has to act. From then on it has its time to answer.
#[utoipa::path(
    tag = "grievances",
    params(PathId<GrievanceId>, IfMatch, IdempotencyKey),
    request_body = GrievanceNote,
    responses(Changed<GrievanceView>),
    security(("access_token" = ["grievance.answer"])),
)]
#[post("/v1/grievances/{id}/acknowledge")]
pub(super) async fn acknowledge_grievance(
    service: Data<SupportPrograms>,
    caller: Authorized<permit::GrievanceAnswer>,
    id: PathId<GrievanceId>,
    seen: IfMatch,
    submitted: Keyed<GrievanceNote>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let taken = (GrievanceAction::Acknowledge, body.words);
    step(&service, caller, once, (id.0, seen), taken).await
}

/// Answer a grievance (trả lời phản ánh)
///
/// By the agency that has to act; a late answer is noted as late.
#[utoipa::path(
    tag = "grievances",
    params(PathId<GrievanceId>, IfMatch, IdempotencyKey),
    request_body = GrievanceWords,
    responses(Changed<GrievanceView>),
    security(("access_token" = ["grievance.answer"])),
)]
#[post("/v1/grievances/{id}/answer")]
pub(super) async fn answer_grievance(
    service: Data<SupportPrograms>,
    caller: Authorized<permit::GrievanceAnswer>,
    id: PathId<GrievanceId>,
    seen: IfMatch,
    submitted: Keyed<GrievanceWords>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let taken = (GrievanceAction::Answer, Some(body.words));
    step(&service, caller, once, (id.0, seen), taken).await
}

/// Pass a grievance on (chuyển phản ánh lên cấp trên)
///
/// To the next agency, which has its own time: where the agency is late, or where its answer does not
/// satisfy. By the organisation itself, saying why; once the agency is late it is passed on by itself within
/// an hour, as far as there is a higher one.
#[utoipa::path(
    tag = "grievances",
    params(PathId<GrievanceId>, IfMatch, IdempotencyKey),
    request_body = GrievanceWords,
    responses(Changed<GrievanceView>),
    security(("access_token" = ["grievance.file"])),
)]
#[post("/v1/grievances/{id}/escalate")]
pub(super) async fn escalate_grievance(
    service: Data<SupportPrograms>,
    caller: Authorized<permit::GrievanceFile>,
    id: PathId<GrievanceId>,
    seen: IfMatch,
    submitted: Keyed<GrievanceWords>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let taken = (GrievanceAction::Escalate, Some(body.words));
    step(&service, caller, once, (id.0, seen), taken).await
}

/// Close a grievance (khép lại phản ánh)
///
/// By the organisation itself, whether it was answered or not.
#[utoipa::path(
    tag = "grievances",
    params(PathId<GrievanceId>, IfMatch, IdempotencyKey),
    request_body = GrievanceNote,
    responses(Changed<GrievanceView>),
    security(("access_token" = ["grievance.file"])),
)]
#[post("/v1/grievances/{id}/close")]
pub(super) async fn close_grievance(
    service: Data<SupportPrograms>,
    caller: Authorized<permit::GrievanceFile>,
    id: PathId<GrievanceId>,
    seen: IfMatch,
    submitted: Keyed<GrievanceNote>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let taken = (GrievanceAction::Close, body.words);
    step(&service, caller, once, (id.0, seen), taken).await
}
