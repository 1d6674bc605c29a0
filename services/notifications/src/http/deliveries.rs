//! `GET /v1/webhooks/{id}/deliveries`, `GET /v1/deliveries/{id}`

use actix_web::{
    HttpRequest, HttpResponse, get,
    web::{Data, Json},
};
use htx_kit::{
    auth::Authorized,
    db::Connection,
    failure::Failure,
    http::{Page, Paged, PathId, StrictQuery, listed::Listed, table::Representation},
};
use htx_model::{
    id::{DeliveryId, WebhookId},
    notification::DeliveryState,
    permission::permit,
};
use serde::Deserialize;

use super::delivery_view::{DELIVERIES, DeliveryView};
use crate::{
    Notifications,
    domain::delivery::{Delivery, Message},
    store,
    usecase::{hold::unknown, replay},
};

/// Which deliveries.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct DeliveryQuery {
    /// What became of them (trạng thái).
    state: Option<DeliveryState>,
    /// How many on a page. Only in JSON: CSV, XLSX and NDJSON hold the whole list.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// The `next` of the page before.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

/// List what was sent to a webhook (nhật ký gửi)
///
/// The newest first, for ninety days. `Accept` chooses JSON by pages, or the whole list as CSV, XLSX or
/// NDJSON.
#[utoipa::path(
    tag = "deliveries",
    params(PathId<WebhookId>, DeliveryQuery),
    responses(Paged<Page<DeliveryView>>),
    security(("access_token" = ["webhook.read"])),
)]
#[get("/v1/webhooks/{id}/deliveries")]
pub(super) async fn list_deliveries(
    request: HttpRequest,
    service: Data<Notifications>,
    caller: Authorized<permit::WebhookRead>,
    id: PathId<WebhookId>,
    query: StrictQuery<DeliveryQuery>,
    representation: Representation,
) -> Result<HttpResponse, Failure> {
    let (PathId(id), StrictQuery(DeliveryQuery { state, limit, cursor })) = (id, query);
    let scope = caller.scope.clone();
    let find = move |connection: &mut Connection| {
        Ok(store::webhook::find(connection, &scope, id)?.ok_or_else(unknown)?)
    };
    service.runtime.database.read(find).await?;
    let wanted = Listed {
        request: &request,
        runtime: &service.runtime,
        representation,
        table: &DELIVERIES,
        name: format!("deliveries {id} {state:?}"),
        limit,
        cursor,
    };
    let rows = move |connection: &mut Connection, after: Option<&DeliveryId>, limit| {
        store::delivery::list(connection, id, state, after, limit)
    };
    let key = |(one, _): &(Delivery, Message)| one.id;
    wanted.answer(rows, key, |found| DeliveryView::of(found, None)).await
}

/// Read a delivery (xem lượt gửi)
///
/// With its tries: when, how long, with which outcome.
#[utoipa::path(
    tag = "deliveries",
    params(PathId<DeliveryId>),
    responses((status = 200, description = "The delivery.", body = DeliveryView)),
    security(("access_token" = ["webhook.read"])),
)]
#[get("/v1/deliveries/{id}")]
pub(super) async fn read_delivery(
    service: Data<Notifications>,
    caller: Authorized<permit::WebhookRead>,
    id: PathId<DeliveryId>,
) -> Result<Json<DeliveryView>, Failure> {
    let scope = caller.scope.clone();
    let work = move |connection: &mut Connection| {
        let found = store::delivery::find(connection, &scope, id.0)?;
        let found = found.ok_or_else(replay::unknown)?;
        let attempts = store::delivery::attempts(connection, id.0)?;
        Ok(Json(DeliveryView::of(found, Some(attempts))))
    };
    service.runtime.database.read(work).await
}
