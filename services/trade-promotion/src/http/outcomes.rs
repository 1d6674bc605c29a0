//! `POST /v1/trade-applications/{id}/results`, `POST /v1/trade-applications/{id}/follow-ups/{months}`,
//! `GET /v1/trade-follow-ups`

use actix_web::{HttpRequest, HttpResponse, get, post, web::Data};
use htx_kit::{
    auth::Authorized,
    db::Connection,
    failure::Failure,
    http::{
        Changed, IdempotencyKey, Keyed, Page, Paged, PathId, PathIds, Reply, Routes, StrictQuery,
        listed::{Listed, column},
        table::{Representation, Table},
    },
};
use htx_model::{
    agency::AgencyCode,
    competence,
    date::Date,
    id::{DocumentId, OrganisationId, TradeApplicationId, TradeEventId},
    money::Dong,
    permission::permit,
    trade::events::{FollowUpState, TradeResultKind},
};
use serde::{Deserialize, Serialize};

use super::application::{Answer, ApplicationView, FollowUpView, TradeParticipant, act};
use crate::{
    TradePromotion,
    domain::outcome::Reported,
    store::follow_up::{self as store, Asked, Filter, Key},
    usecase::outcome,
};

/// Registers the operations.
pub(super) fn routes(config: &mut Routes) {
    config
        .service(report_trade_results)
        .service(report_trade_follow_up)
        .service(list_trade_follow_ups);
}

/// A result as it is reported (kết quả).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewTradeResult {
    /// What kind (loại kết quả).
    kind: TradeResultKind,
    /// Who buys; needed but for direct sales (bên mua).
    #[serde(default)]
    #[schema(min_length = 1, max_length = 300, examples("Công ty TNHH Thực phẩm Hà Nội"))]
    buyer: Option<String>,
    /// What it is worth, in đồng (giá trị).
    #[schema(minimum = 0, maximum = 1_000_000_000_000_000_i64, examples(250_000_000))]
    value_vnd: i64,
    /// On which day it was agreed: from the first day of the event to today (ngày ký).
    agreed_on: Date,
    /// The document of the application that proves it, such as the contract (tài liệu chứng minh).
    #[serde(default)]
    document_id: Option<DocumentId>,
}

impl From<NewTradeResult> for Reported {
    fn from(result: NewTradeResult) -> Self {
        Self {
            kind: result.kind,
            buyer: result.buyer,
            value: Dong(result.value_vnd),
            agreed_on: result.agreed_on,
            document: result.document_id,
        }
    }
}

/// What came of taking part in an event (báo cáo kết quả).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TradeResultReport {
    /// The results (các kết quả).
    #[schema(min_items = 1, max_items = 50)]
    results: Vec<NewTradeResult>,
}

/// Report results of a participation (báo cáo kết quả tham gia)
///
/// Of whoever came to an event that was held. By the organisation itself, or by an officer of the
/// organiser.
#[utoipa::path(
    tag = "trade results",
    params(PathId<TradeApplicationId>, IdempotencyKey),
    request_body = TradeResultReport,
    responses(Changed<ApplicationView>),
    security(("access_token" = ["trade_result.report"])),
)]
#[post("/v1/trade-applications/{id}/results")]
pub(super) async fn report_trade_results(
    service: Data<TradePromotion>,
    caller: Authorized<permit::TradeResultReport>,
    id: PathId<TradeApplicationId>,
    submitted: Keyed<TradeResultReport>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let results: Vec<Reported> = body.results.into_iter().map(Reported::from).collect();
    act(&service, caller, once, Answer::Changed, move |act| outcome::report(act, id.0, results))
        .await
}

/// What a follow-up found (báo cáo theo dõi).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TradeFollowUpReport {
    /// Whether the organisation still trades with whom it met (còn giao dịch).
    still_trading: bool,
    /// What has come of it since (kết quả phát sinh).
    #[serde(default)]
    #[schema(max_items = 50)]
    results: Vec<NewTradeResult>,
}

/// Report a follow-up (báo cáo theo dõi sau sự kiện)
///
/// After 3, 6 and 12 months, from the day on which it is due; once. By the organisation itself, or by an
/// officer of the organiser.
#[utoipa::path(
    tag = "trade results",
    params(
        ("id" = TradeApplicationId, Path, description = "The application's id."),
        ("months" = u8, Path, description = "After how many months: 3, 6 or 12 (số tháng).", minimum = 3, maximum = 12, example = 3),
        IdempotencyKey,
    ),
    request_body = TradeFollowUpReport,
    responses(Changed<ApplicationView>),
    security(("access_token" = ["trade_result.report"])),
)]
#[post("/v1/trade-applications/{id}/follow-ups/{months}")]
pub(super) async fn report_trade_follow_up(
    service: Data<TradePromotion>,
    caller: Authorized<permit::TradeResultReport>,
    ids: PathIds<TradeApplicationId, u8>,
    submitted: Keyed<TradeFollowUpReport>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let still_trading = body.still_trading;
    let results: Vec<Reported> = body.results.into_iter().map(Reported::from).collect();
    act(&service, caller, once, Answer::Changed, move |act| {
        outcome::follow_up(act, (ids.0, ids.1), still_trading, results)
    })
    .await
}

/// Which follow-ups.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct TradeFollowUpQuery {
    /// Standing so today (tình trạng): `due` is what must be reported now.
    state: Option<FollowUpState>,
    /// Of this event (sự kiện).
    event: Option<TradeEventId>,
    /// Of this organisation (tổ chức).
    organisation: Option<OrganisationId>,
    /// Due on or after this day (đến hạn từ ngày).
    due_from: Option<Date>,
    /// Due on or before this day (đến hạn đến ngày).
    due_to: Option<Date>,
    /// How many on a page. Only in JSON: CSV, XLSX and NDJSON hold the whole list.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// The `next` of the page before.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

/// A follow-up with whom it is asked of (kỳ theo dõi của một đơn vị).
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct TradeFollowUpDue {
    /// The application that took part (đăng ký).
    application_id: TradeApplicationId,
    /// What is asked.
    follow_up: FollowUpView,
    /// Of whom (đơn vị).
    organisation: TradeParticipant,
    /// After which event (sự kiện).
    event_id: TradeEventId,
    /// What the event is called.
    #[schema(max_length = 300)]
    event_title: String,
    /// The agency that organised it (cơ quan tổ chức).
    #[schema(value_type = String, examples("hpa"))]
    organiser: AgencyCode,
}

/// Follow-ups as a table.
static FOLLOW_UPS: Table = Table {
    name: "trade-follow-ups",
    columns: &[
        column("application_id", "Mã đăng ký", "Application id", "/application_id"),
        column("organisation", "Mã tổ chức", "Organisation id", "/organisation/id"),
        column("name", "Tên tổ chức", "Organisation", "/organisation/name"),
        column("event_title", "Tên sự kiện", "Event", "/event_title"),
        column("organiser", "Cơ quan tổ chức", "Organiser", "/organiser"),
        column("months", "Sau số tháng", "After months", "/follow_up/months"),
        column("due_on", "Ngày đến hạn", "Due on", "/follow_up/due_on"),
        column("state", "Tình trạng", "State", "/follow_up/state"),
        column("done_on", "Ngày báo cáo", "Reported on", "/follow_up/done_on"),
        column("still_trading", "Còn giao dịch", "Still trading", "/follow_up/still_trading"),
    ],
};

/// List follow-ups (danh sách theo dõi sau sự kiện)
///
/// By the day on which they are due: `state=due` gives what must be reported now. Seen by whoever sees the
/// application. `Accept` chooses JSON by pages, or the whole list as CSV, XLSX or NDJSON.
#[utoipa::path(
    tag = "trade results",
    params(TradeFollowUpQuery),
    responses(Paged<Page<TradeFollowUpDue>>),
    security(("access_token" = ["trade_application.read"])),
)]
#[get("/v1/trade-follow-ups")]
pub(super) async fn list_trade_follow_ups(
    request: HttpRequest,
    service: Data<TradePromotion>,
    caller: Authorized<permit::TradeApplicationRead>,
    query: StrictQuery<TradeFollowUpQuery>,
    representation: Representation,
) -> Result<HttpResponse, Failure> {
    let StrictQuery(query) = query;
    let today = service.runtime.ids.now().date();
    let filter = Filter {
        event: query.event,
        organisation: query.organisation,
        state: query.state.map(|state| (state, today)),
        due_from: query.due_from,
        due_to: query.due_to,
    };
    let wanted = Listed {
        request: &request,
        runtime: &service.runtime,
        representation,
        table: &FOLLOW_UPS,
        name: format!("trade follow-ups {filter:?}"),
        limit: query.limit,
        cursor: query.cursor,
    };
    let held = competence::held_names(&service.agencies, &caller.scope, today);
    let rows = move |connection: &mut Connection, after: Option<&Key>, limit| {
        store::list(connection, (&caller.scope, &held), &filter, after, limit)
    };
    let key = |asked: &Asked| {
        let one = &asked.follow_up;
        (one.due_on, one.application, i32::from(one.months))
    };
    let view = move |asked: Asked| TradeFollowUpDue {
        application_id: asked.follow_up.application,
        follow_up: FollowUpView::of(asked.follow_up, today),
        organisation: asked.organisation.into(),
        event_id: asked.event.event.id,
        event_title: asked.event.event.content.title,
        organiser: asked.event.event.organiser,
    };
    wanted.answer(rows, key, view).await
}
