//! `GET /v1/trade-results`, `POST /v1/trade-results/{id}/strike`

use actix_web::{HttpRequest, HttpResponse, get, post, web::Data};
use htx_kit::{
    act::write,
    auth::Authorized,
    db::Connection,
    failure::Failure,
    http::{
        IdempotencyKey, Keyed, Page, Paged, PathId, Reply, Routes, StrictQuery,
        listed::{Listed, column},
        table::{Representation, Table},
    },
};
use htx_model::{
    competence,
    date::{Date, Instant},
    id::{DocumentId, OrganisationId, TradeApplicationId, TradeEventId, TradeResultId},
    permission::permit,
    trade::events::TradeResultKind,
};
use serde::{Deserialize, Serialize};

use super::application::TradeParticipant;
use crate::{
    TradePromotion,
    store::result::{self as store, Filter, Found},
    usecase::outcome,
};

/// Registers the operations.
pub(super) fn routes(config: &mut Routes) {
    config.service(list_trade_results).service(strike_trade_result);
}

/// What came of taking part in an event (kết quả).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = TradeResult)]
pub(super) struct ResultView {
    /// Its id.
    id: TradeResultId,
    /// Of which participation (đăng ký).
    application_id: TradeApplicationId,
    /// Of which event (sự kiện).
    event_id: TradeEventId,
    /// Whose (đơn vị).
    organisation: TradeParticipant,
    /// At which follow-up it was reported, in months; null at the event itself (kỳ theo dõi).
    #[schema(required, minimum = 3, maximum = 12)]
    follow_up_months: Option<u8>,
    /// What kind (loại kết quả).
    kind: TradeResultKind,
    /// Who buys; null where nobody in particular, or it was erased (bên mua).
    #[schema(required, max_length = 300)]
    buyer: Option<String>,
    /// What it is worth, in đồng (giá trị).
    #[schema(minimum = 0)]
    value_vnd: i64,
    /// On which day it was agreed (ngày ký).
    agreed_on: Date,
    /// The document of the application that proves it (tài liệu chứng minh).
    #[schema(required)]
    document_id: Option<DocumentId>,
    /// The login name of whoever reported it.
    #[schema(max_length = 200)]
    recorded_by: String,
    /// When it was reported.
    recorded_at: Instant,
    /// Since when it does not count any more (ngày hủy bỏ).
    #[schema(required)]
    struck_on: Option<Date>,
}

impl From<Found> for ResultView {
    fn from(found: Found) -> Self {
        let Found { stored, event, organisation } = found;
        let result = stored.result;
        Self {
            id: result.id,
            application_id: result.application,
            event_id: event,
            organisation: organisation.into(),
            follow_up_months: result.months,
            kind: result.reported.kind,
            buyer: result.reported.buyer,
            value_vnd: result.reported.value.0,
            agreed_on: result.reported.agreed_on,
            document_id: result.reported.document,
            recorded_by: stored.recorded_by,
            recorded_at: stored.recorded_at,
            struck_on: stored.struck_on,
        }
    }
}

/// Results as a table.
static RESULTS: Table = Table {
    name: "trade-results",
    columns: &[
        column("id", "Mã định danh", "Id", "/id"),
        column("event_id", "Mã sự kiện", "Event id", "/event_id"),
        column("application_id", "Mã đăng ký", "Application id", "/application_id"),
        column("organisation", "Mã tổ chức", "Organisation id", "/organisation/id"),
        column("name", "Tên tổ chức", "Organisation", "/organisation/name"),
        column("follow_up_months", "Kỳ theo dõi", "Follow-up", "/follow_up_months"),
        column("kind", "Loại kết quả", "Kind", "/kind"),
        column("buyer", "Bên mua", "Buyer", "/buyer"),
        column("value_vnd", "Giá trị", "Value", "/value_vnd"),
        column("agreed_on", "Ngày ký", "Agreed on", "/agreed_on"),
        column("struck_on", "Ngày hủy bỏ", "Struck out on", "/struck_on"),
    ],
};

/// Which results.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct TradeResultQuery {
    /// Of this event (sự kiện).
    event: Option<TradeEventId>,
    /// Of this organisation (tổ chức).
    organisation: Option<OrganisationId>,
    /// Of this participation (đăng ký).
    application: Option<TradeApplicationId>,
    /// Of this kind (loại kết quả).
    kind: Option<TradeResultKind>,
    /// Agreed on or after this day (từ ngày).
    from: Option<Date>,
    /// Agreed on or before this day (đến ngày).
    to: Option<Date>,
    /// With those that were struck out (cả kết quả đã hủy bỏ).
    struck: Option<bool>,
    /// How many on a page. Only in JSON: CSV, XLSX and NDJSON hold the whole list.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// The `next` of the page before.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

/// List results of trade events (danh sách kết quả xúc tiến thương mại)
///
/// Seen by whoever sees the application. In the order in which they were reported. `Accept` chooses JSON by
/// pages, or the whole list as CSV, XLSX or NDJSON.
#[utoipa::path(
    tag = "trade results",
    params(TradeResultQuery),
    responses(Paged<Page<ResultView>>),
    security(("access_token" = ["trade_application.read"])),
)]
#[get("/v1/trade-results")]
pub(super) async fn list_trade_results(
    request: HttpRequest,
    service: Data<TradePromotion>,
    caller: Authorized<permit::TradeApplicationRead>,
    query: StrictQuery<TradeResultQuery>,
    representation: Representation,
) -> Result<HttpResponse, Failure> {
    let StrictQuery(query) = query;
    let filter = Filter {
        event: query.event,
        organisation: query.organisation,
        application: query.application,
        kind: query.kind,
        from: query.from,
        to: query.to,
        struck: query.struck.unwrap_or(false),
    };
    let wanted = Listed {
        request: &request,
        runtime: &service.runtime,
        representation,
        table: &RESULTS,
        name: format!("trade results {filter:?}"),
        limit: query.limit,
        cursor: query.cursor,
    };
    let today = service.runtime.ids.now().date();
    let held = competence::held_names(&service.agencies, &caller.scope, today);
    let rows = move |connection: &mut Connection, after: Option<&TradeResultId>, limit| {
        store::list(connection, (&caller.scope, &held), &filter, after, limit)
    };
    wanted.answer(rows, |found: &Found| found.stored.result.id, ResultView::from).await
}

/// That a result was wrong (hủy bỏ kết quả): nothing more is to be said.
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TradeResultStrike {}

/// Strike a result out (hủy bỏ kết quả ghi sai)
///
/// It does not count any more, and stays in the log. By the organisation itself, or by an officer of the
/// organiser.
#[utoipa::path(
    tag = "trade results",
    params(PathId<TradeResultId>, IdempotencyKey),
    request_body = TradeResultStrike,
    responses((status = 200, description = "Done; the result as it is now.", body = ResultView)),
    security(("access_token" = ["trade_result.report"])),
)]
#[post("/v1/trade-results/{id}/strike")]
pub(super) async fn strike_trade_result(
    service: Data<TradePromotion>,
    caller: Authorized<permit::TradeResultReport>,
    id: PathId<TradeResultId>,
    submitted: Keyed<TradeResultStrike>,
) -> Result<Reply, Failure> {
    let Keyed { once, .. } = submitted;
    write(&service.runtime, caller, once, move |act| {
        let view = ResultView::from(outcome::strike(act, id.0)?);
        Reply::done(&view)?.keeping(&ResultView { buyer: None, ..view.clone() })
    })
    .await
}
