//! `GET /v1/products/{id}/history`

use actix_web::{
    get,
    web::{Data, Json},
};
use htx_kit::{
    auth::Authorized,
    db::Connection,
    failure::Failure,
    http::{Page, PageQuery, PageRequest, PathId, StrictQuery},
    log::history::{HistoryKey, HistoryPage, Recorded, history},
};
use htx_model::{
    event::Event,
    id::{Id, ProductId},
    permission::permit,
    trade::listing::ProductContent,
};
use serde::Serialize;

use super::listing::sight;
use crate::{TradePromotion, usecase::listing as usecase};

/// What was recorded about a product.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct ProductHistoryEntry {
    /// Its position in the log, once it is sealed; proofs are given for sealed events.
    #[schema(required, minimum = 1)]
    position: Option<u64>,
    /// What was recorded.
    event: Event,
}

type ProductHistoryEntryPage = Page<ProductHistoryEntry>;

/// Read a product's history (lịch sử sản phẩm)
///
/// Every step of it with what it said then, newest first, for those who enter or review it.
#[utoipa::path(
    tag = "products",
    params(PathId<ProductId>, PageQuery),
    responses((status = 200, description = "A page of the history, newest first.", body = ProductHistoryEntryPage)),
    security(("access_token" = ["product.read"])),
)]
#[get("/v1/products/{id}/history")]
pub(super) async fn read_product_history(
    service: Data<TradePromotion>,
    caller: Authorized<permit::ProductRead>,
    id: PathId<ProductId>,
    query: StrictQuery<PageQuery>,
) -> Result<Json<ProductHistoryEntryPage>, Failure> {
    let (PathId(id), StrictQuery(query)) = (id, query);
    let key = service.runtime.cursor_key.clone();
    let page: PageRequest<HistoryKey> = PageRequest::read(
        &key,
        format!("product history {id}"),
        query.limit,
        query.cursor.as_deref(),
    )?;
    let sight = sight::<_, ProductContent>(&service, &caller);
    let work = move |connection: &mut Connection| {
        let product = usecase::read::<ProductContent>(connection, &sight, id)?;
        if !sight.shows(&product.owner) {
            return Err(usecase::unknown::<ProductContent>().into());
        }
        let limit = u32::try_from(page.fetch()).unwrap_or(u32::MAX);
        let wanted = HistoryPage { before: page.after, limit };
        let rows = history(connection, Id::from_uuid(id.uuid()), wanted)?;
        page.page(&key, rows, Recorded::key, |recorded| ProductHistoryEntry {
            position: recorded.position,
            event: recorded.event,
        })
    };
    service.runtime.database.read(work).await.map(Json)
}
