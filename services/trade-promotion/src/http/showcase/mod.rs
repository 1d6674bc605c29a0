//! `/v1/showcase-points`

mod acts;
mod money;
mod view;

use actix_web::{HttpRequest, HttpResponse, get, post, web::Data};
use htx_kit::{
    act::write,
    auth::Authorized,
    db::Connection,
    failure::Failure,
    http::{
        Created, IdempotencyKey, Keyed, Page, Paged, PathId, Reply, Routes, StrictQuery, Whole,
        listed::Listed, table::Representation,
    },
};
use htx_model::{
    id::{OrganisationId, ShowcasePointId},
    permission::permit,
    trade::products::ShowcaseState,
};
use serde::Deserialize;

use self::view::{NewShowcasePoint, POINTS, PointView};
use crate::{
    TradePromotion,
    store::showcase::{self as store, Filter, StoredPoint},
    usecase::showcase as usecase,
};

/// Registers the operations.
pub(super) fn routes(config: &mut Routes) {
    config
        .service(list_showcase_points)
        .service(propose_showcase_point)
        .service(read_showcase_point)
        .service(acts::change_showcase_point)
        .service(acts::approve_showcase_point)
        .service(acts::reject_showcase_point)
        .service(acts::close_showcase_point)
        .service(money::fund_showcase_point)
        .service(money::revoke_showcase_funding)
        .service(money::report_showcase_sales);
}

/// Which points.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ShowcaseQuery {
    /// In this state (trạng thái).
    state: Option<ShowcaseState>,
    /// Run by this organisation (đơn vị vận hành).
    operator: Option<OrganisationId>,
    /// How many on a page. Only in JSON: CSV, XLSX and NDJSON hold the whole list.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// The `next` of the page before.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

/// List showcase points (danh sách điểm giới thiệu, bán sản phẩm)
///
/// The city's agencies see all, a district or commune those run by organisations of its territory, an
/// organisation its own. `Accept` chooses JSON by pages, or the whole list as CSV, XLSX or NDJSON.
#[utoipa::path(
    tag = "showcase points",
    params(ShowcaseQuery),
    responses(Paged<Page<PointView>>),
    security(("access_token" = ["showcase.read"])),
)]
#[get("/v1/showcase-points")]
pub(super) async fn list_showcase_points(
    request: HttpRequest,
    service: Data<TradePromotion>,
    caller: Authorized<permit::ShowcaseRead>,
    query: StrictQuery<ShowcaseQuery>,
    representation: Representation,
) -> Result<HttpResponse, Failure> {
    let StrictQuery(query) = query;
    let filter = Filter { state: query.state, operator: query.operator };
    let wanted = Listed {
        request: &request,
        runtime: &service.runtime,
        representation,
        table: &POINTS,
        name: format!("showcase points {filter:?}"),
        limit: query.limit,
        cursor: query.cursor,
    };
    let rows = move |connection: &mut Connection, after: Option<&ShowcasePointId>, limit| {
        store::list(connection, &caller.scope, &filter, after, limit)
    };
    let key = |(point, _): &StoredPoint| point.id;
    wanted.answer(rows, key, PointView::brief).await
}

/// Propose a showcase point (đề xuất điểm giới thiệu, bán sản phẩm)
///
/// By an officer of industry and trade; an approver decides.
#[utoipa::path(
    tag = "showcase points",
    params(IdempotencyKey),
    request_body = NewShowcasePoint,
    responses(Created<PointView>),
    security(("access_token" = ["showcase.prepare"])),
)]
#[post("/v1/showcase-points")]
pub(super) async fn propose_showcase_point(
    service: Data<TradePromotion>,
    caller: Authorized<permit::ShowcasePrepare>,
    submitted: Keyed<NewShowcasePoint>,
) -> Result<Reply, Failure> {
    let Keyed { body, once } = submitted;
    let principal = caller.principal().clone();
    write(&service.runtime, caller, once, move |act| {
        let found = usecase::propose(act, body.into())?;
        let (id, version) = (found.point.id, found.point.version);
        let view = PointView::whole(found, &principal);
        Reply::created(format!("/v1/showcase-points/{id}"), version, &view)
    })
    .await
}

/// Read a showcase point (xem điểm giới thiệu, bán sản phẩm)
///
/// With its funding by period, what it sold by month, and what the caller may do with it now.
#[utoipa::path(
    tag = "showcase points",
    params(PathId<ShowcasePointId>),
    responses(Whole<PointView>),
    security(("access_token" = ["showcase.read"])),
)]
#[get("/v1/showcase-points/{id}")]
pub(super) async fn read_showcase_point(
    service: Data<TradePromotion>,
    caller: Authorized<permit::ShowcaseRead>,
    id: PathId<ShowcasePointId>,
) -> Result<Whole<PointView>, Failure> {
    let principal = caller.principal().clone();
    let work = move |connection: &mut Connection| usecase::read(connection, &caller.scope, id.0);
    let found = service.runtime.database.read(work).await?;
    Ok(Whole { version: found.point.version, resource: PointView::whole(found, &principal) })
}
