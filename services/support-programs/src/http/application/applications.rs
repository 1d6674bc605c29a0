//! `GET|POST /v1/support-applications`, `GET|PATCH /v1/support-applications/{id}`

use actix_web::{HttpRequest, HttpResponse, get, patch, post, web::Data};
use htx_kit::{
    auth::Authorized,
    db::Connection,
    failure::Failure,
    http::{
        Changed, Created, IdempotencyKey, IfMatch, Keyed, Page, Paged, PathId, Reply, StrictQuery,
        Tagged, listed::Listed, table::Representation,
    },
};
use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    date::Date,
    id::{BudgetId, OrganisationId, SupportApplicationId},
    permission::permit,
    support::applications::{SupportKind, SupportState},
};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::{
    Answer, act,
    parts::SupportCost,
    step,
    view::{APPLICATIONS, ApplicationView},
};
use crate::{
    SupportPrograms,
    domain::{application::cost::Cost, lead},
    http::filters,
    store::application::{self as store, Filter, StoredApplication},
    usecase::application::{
        file::{self, Content, Drafting},
        read,
    },
};

/// Which applications.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct SupportApplicationQuery {
    /// In this state (trạng thái).
    state: Option<SupportState>,
    /// Of this kind (loại hỗ trợ).
    kind: Option<SupportKind>,
    /// Under the programme with this code (chương trình).
    #[param(min_length = 1, max_length = 60, example = "nq-13-pl08")]
    programme: Option<String>,
    /// Of this organisation (tổ chức).
    organisation: Option<OrganisationId>,
    /// Of organisations registered in this district (quận, huyện, thị xã).
    #[param(value_type = Option<String>, pattern = "^[0-9]{3}$", example = "277")]
    district: Option<DistrictCode>,
    /// Of organisations in this commune of today (xã, phường).
    #[param(value_type = Option<String>, pattern = "^[0-9]{5}$", example = "10045")]
    commune: Option<CommuneCode>,
    /// Out of this budget (kinh phí).
    budget: Option<BudgetId>,
    /// Handed in on or after this day.
    submitted_from: Option<Date>,
    /// Handed in on or before this day.
    submitted_to: Option<Date>,
    /// How many on a page. Only in JSON: CSV, XLSX and NDJSON hold the whole list.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// The `next` of the page before.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

/// List support applications (danh sách hồ sơ hỗ trợ)
///
/// An organisation sees its own, a district or commune those of its territory, an agency those under the
/// programmes that it leads; finance, planning, audit and the city committee see all. In the order in
/// which they were begun. `Accept` chooses JSON by pages, or the whole list as CSV, XLSX or NDJSON.
#[utoipa::path(
    tag = "support applications",
    params(SupportApplicationQuery),
    responses(Paged<Page<ApplicationView>>),
    security(("access_token" = ["support_application.read"])),
)]
#[get("/v1/support-applications")]
pub(super) async fn list_support_applications(
    request: HttpRequest,
    service: Data<SupportPrograms>,
    caller: Authorized<permit::SupportApplicationRead>,
    query: StrictQuery<SupportApplicationQuery>,
    representation: Representation,
) -> Result<HttpResponse, Failure> {
    let StrictQuery(query) = query;
    let filter = Filter {
        state: query.state,
        kind: query.kind,
        programme: filters::programme(query.programme)?,
        organisation: query.organisation,
        district: query.district,
        commune: query.commune,
        budget: query.budget,
        submitted_from: query.submitted_from,
        submitted_to: query.submitted_to,
        ..Filter::default()
    };
    let wanted = Listed {
        request: &request,
        runtime: &service.runtime,
        representation,
        table: &APPLICATIONS,
        name: format!("support applications {filter:?}"),
        limit: query.limit,
        cursor: query.cursor,
    };
    let led = lead::led(&service.agencies, &caller.scope, service.runtime.ids.now().date());
    let rows = move |connection: &mut Connection, after: Option<&SupportApplicationId>, limit| {
        store::list(connection, (&caller.scope, &led), &filter, after, limit)
    };
    let key = |stored: &StoredApplication| stored.application.id;
    wanted.answer(rows, key, ApplicationView::brief).await
}

/// An application as the organisation begins it (hồ sơ hỗ trợ).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewSupportApplication {
    /// Of which organisation: the caller's, or one of the territory that has no account (tổ chức).
    organisation_id: OrganisationId,
    /// The code of the programme (chương trình).
    #[schema(min_length = 1, max_length = 60, examples("nq-13-pl08"))]
    programme: String,
    /// What is applied for (loại hỗ trợ).
    kind: SupportKind,
    /// The fields of its kind, as `GET /v1/support-kinds` lists them (nội dung theo loại hỗ trợ). A draft
    /// may lack some.
    #[serde(default)]
    #[schema(value_type = Object, examples(json!({ "content": "Mua máy cấy", "product": "Lúa" })))]
    details: Map<String, Value>,
    /// What it costs (các khoản chi phí).
    #[serde(default)]
    #[schema(max_items = 100)]
    costs: Vec<SupportCost>,
    /// How much of it is asked for, in đồng (số tiền đề nghị); 0 where no budget is needed.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 1_000_000_000_000_000_i64, examples(60_000_000))]
    requested_vnd: i64,
    /// Why a district or commune files it for the organisation (lý do lập thay); needed where it does.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 1000, examples("Hợp tác xã chưa có tài khoản"))]
    on_behalf_reason: Option<String>,
}

/// Begin a support application (lập hồ sơ hỗ trợ)
///
/// By the organisation itself, or by the district or commune for one that has no account: it is then said
/// who filed it, and why. Upload its documents, then hand it in (submit).
#[utoipa::path(
    tag = "support applications",
    params(IdempotencyKey),
    request_body = NewSupportApplication,
    responses(Created<ApplicationView>),
    security(("access_token" = ["support_application.prepare"])),
)]
#[post("/v1/support-applications")]
pub(super) async fn draft_support_application(
    service: Data<SupportPrograms>,
    caller: Authorized<permit::SupportApplicationPrepare>,
    submitted: Keyed<NewSupportApplication>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let drafting = Drafting {
        organisation: body.organisation_id,
        programme: body.programme,
        kind: body.kind,
        content: content(body.details, body.costs, body.requested_vnd),
        on_behalf_reason: body.on_behalf_reason,
    };
    act(&service, caller, once, Answer::Created, move |act| file::draft(act, drafting)).await
}

fn content(details: Map<String, Value>, costs: Vec<SupportCost>, requested_vnd: i64) -> Content {
    Content { details, costs: costs.into_iter().map(Cost::from).collect(), requested_vnd }
}

/// Read a support application (xem hồ sơ hỗ trợ)
///
/// With its steps, payments, what the norms say of it, and what the caller may do with it now.
#[utoipa::path(
    tag = "support applications",
    params(PathId<SupportApplicationId>),
    responses(Tagged<ApplicationView>),
    security(("access_token" = ["support_application.read"])),
)]
#[get("/v1/support-applications/{id}")]
pub(super) async fn read_support_application(
    service: Data<SupportPrograms>,
    caller: Authorized<permit::SupportApplicationRead>,
    id: PathId<SupportApplicationId>,
) -> Result<Tagged<ApplicationView>, Failure> {
    let today = service.runtime.ids.now().date();
    let agencies = service.agencies.clone();
    let work = move |connection: &mut Connection| {
        let led = lead::led(&agencies, &caller.scope, today);
        let found = read::read(connection, (&caller.scope, &led), id.0)?;
        let version = found.stored.version;
        let view = ApplicationView::whole(found, (caller.principal(), &agencies, today));
        Ok(Tagged { version, resource: view })
    };
    service.runtime.database.read(work).await
}

/// What an application says, anew (nội dung hồ sơ).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SupportApplicationChange {
    /// The fields of its kind, all of them (nội dung theo loại hỗ trợ).
    #[schema(value_type = Object, examples(json!({ "content": "Mua máy cấy", "product": "Lúa" })))]
    details: Map<String, Value>,
    /// What it costs, all of it (các khoản chi phí).
    #[schema(max_items = 100)]
    costs: Vec<SupportCost>,
    /// How much of it is asked for, in đồng (số tiền đề nghị).
    #[schema(minimum = 0, maximum = 1_000_000_000_000_000_i64, examples(60_000_000))]
    requested_vnd: i64,
}

/// Change what a support application says (sửa hồ sơ hỗ trợ)
///
/// While it is a draft, or was returned. By the organisation itself, or whoever filed for it.
#[utoipa::path(
    tag = "support applications",
    params(PathId<SupportApplicationId>, IfMatch, IdempotencyKey),
    request_body = SupportApplicationChange,
    responses(Changed<ApplicationView>),
    security(("access_token" = ["support_application.prepare"])),
)]
#[patch("/v1/support-applications/{id}")]
pub(super) async fn change_support_application(
    service: Data<SupportPrograms>,
    caller: Authorized<permit::SupportApplicationPrepare>,
    id: PathId<SupportApplicationId>,
    seen: IfMatch,
    submitted: Keyed<SupportApplicationChange>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let content = content(body.details, body.costs, body.requested_vnd);
    step(&service, caller, once, (id.0, seen), move |act, of| file::change(act, of, content)).await
}
