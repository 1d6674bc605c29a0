//! `GET|POST /v1/dissolutions/{id}/assets` and `GET /v1/dissolutions/{id}/assets/{asset_id}`

use std::collections::HashMap;

use actix_web::{HttpRequest, HttpResponse, get, post, web::Data};
use htx_kit::{
    auth::Authorized,
    db::Connection,
    failure::Failure,
    http::{
        Created, IdempotencyKey, Keyed, Page, Paged, PathId, PathIds, Reply, StrictQuery, Whole,
        listed::Listed, table::Representation,
    },
};
use htx_model::{
    dissolution::money::{AssetDivision, AssetKind, AssetOrigin, AssetState},
    id::{AssetId, DissolutionId, DocumentId},
    permission::permit,
};
use serde::Deserialize;

use super::{
    asset_view::{ASSETS, AssetView},
    write,
};
use crate::{
    Dissolutions,
    domain::asset::{Asset, Valuation},
    store::{
        self,
        money::{
            asset::{self as table, Filter},
            valuation,
        },
    },
    usecase::{
        hold,
        money::assets::{self as usecase, NewAsset},
    },
};

/// Which assets.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct AssetQuery {
    /// In this state (trạng thái).
    state: Option<AssetState>,
    /// Of this kind (loại tài sản).
    kind: Option<AssetKind>,
    /// Divisible, or the undivided ones on their own track (tài sản không chia).
    division: Option<AssetDivision>,
    /// How many on a page. Only in JSON: CSV, XLSX and NDJSON hold the whole list.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// The `next` of the page before.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

/// List the assets of a case (danh sách tài sản)
///
/// In the order in which they were entered, each with its latest valuation. `Accept` chooses JSON by
/// pages, or the whole list as CSV, XLSX or NDJSON.
#[utoipa::path(
    tag = "dissolution money",
    params(PathId<DissolutionId>, AssetQuery),
    responses(Paged<Page<AssetView>>),
    security(("access_token" = ["dissolution.read"])),
)]
#[get("/v1/dissolutions/{id}/assets")]
pub(super) async fn list_assets(
    request: HttpRequest,
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionRead>,
    id: PathId<DissolutionId>,
    query: StrictQuery<AssetQuery>,
    representation: Representation,
) -> Result<HttpResponse, Failure> {
    let (PathId(id), StrictQuery(query)) = (id, query);
    let filter = Filter { state: query.state, kind: query.kind, division: query.division };
    let wanted = Listed {
        request: &request,
        runtime: &service.runtime,
        representation,
        table: &ASSETS,
        name: format!("assets {id} {filter:?}"),
        limit: query.limit,
        cursor: query.cursor,
    };
    let rows = move |connection: &mut Connection, after: Option<&AssetId>, limit| {
        store::case::find(connection, &caller.scope, id)?.ok_or_else(hold::unknown)?;
        let assets = table::list(connection, id, &filter, after.copied(), limit)?;
        let ids: Vec<AssetId> = assets.iter().map(|asset| asset.id).collect();
        // The latest of each asset comes last.
        let mut latest: HashMap<AssetId, Valuation> = valuation::of_assets(connection, &ids)?
            .into_iter()
            .map(|valuation| (valuation.asset, valuation))
            .collect();
        let valued = |asset: Asset| {
            let latest = latest.remove(&asset.id);
            (asset, latest)
        };
        Ok(assets.into_iter().map(valued).collect())
    };
    let view = |(asset, latest)| AssetView::listed(asset, latest);
    wanted.answer(rows, |(asset, _): &(Asset, Option<Valuation>)| asset.id, view).await
}

/// An asset as it is entered (tài sản).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewDissolutionAsset {
    /// What it is (loại tài sản). What the organisation is owed is entered among the receivables.
    kind: AssetKind,
    /// Whether papers show where it comes from (nguồn gốc); those that do come with it.
    origin: AssetOrigin,
    /// Whether it may be shared out (tài sản chia, không chia).
    division: AssetDivision,
    /// What it is called (tên tài sản).
    #[schema(min_length = 1, max_length = 300, examples("Nhà kho 200 m2"))]
    name: String,
    /// More about it: place, area, condition (mô tả).
    #[serde(default)]
    #[schema(min_length = 1, max_length = 1000, examples("Thôn 3, xây năm 1992"))]
    details: Option<String>,
    /// What the books say it is worth, in đồng (giá trị sổ sách).
    #[serde(default)]
    #[schema(minimum = 0, maximum = 1_000_000_000_000_000_i64, examples(120_000_000))]
    book_value_vnd: Option<i64>,
    /// Documents of the case that prove it (giấy tờ).
    #[serde(default)]
    #[schema(max_items = 50)]
    evidence_document_ids: Vec<DocumentId>,
}

/// Enter an asset (kiểm kê tài sản)
///
/// By an officer of the case's authority.
#[utoipa::path(
    tag = "dissolution money",
    params(PathId<DissolutionId>, IdempotencyKey),
    request_body = NewDissolutionAsset,
    responses(Created<AssetView>),
    security(("access_token" = ["dissolution.prepare"])),
)]
#[post("/v1/dissolutions/{id}/assets")]
pub(super) async fn register_asset(
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionPrepare>,
    id: PathId<DissolutionId>,
    submitted: Keyed<NewDissolutionAsset>,
) -> Result<Reply, Failure> {
    let (PathId(id), Keyed { body, once }) = (id, submitted);
    let new = NewAsset {
        kind: body.kind,
        origin: body.origin,
        division: body.division,
        name: body.name,
        details: body.details,
        book_value_vnd: body.book_value_vnd,
        evidence: body.evidence_document_ids,
    };
    write(&service, caller, once, move |connection, context, caller| {
        let asset = usecase::list_asset(connection, context, caller, id, new)?;
        let location = format!("/v1/dissolutions/{id}/assets/{}", asset.id);
        let (version, kept) = (asset.version, AssetView::listed(asset.clone(), None));
        Reply::created(location, version, &AssetView::whole(asset, Vec::new()))?.keeping(&kept)
    })
    .await
}

/// Read an asset (xem tài sản)
///
/// With every valuation.
#[utoipa::path(
    tag = "dissolution money",
    params(PathIds<DissolutionId, AssetId>),
    responses(Whole<AssetView>),
    security(("access_token" = ["dissolution.read"])),
)]
#[get("/v1/dissolutions/{id}/assets/{asset_id}")]
pub(super) async fn read_asset(
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionRead>,
    ids: PathIds<DissolutionId, AssetId>,
) -> Result<Whole<AssetView>, Failure> {
    let PathIds(id, asset_id) = ids;
    service
        .runtime
        .database
        .read(move |connection| {
            let found = usecase::read(connection, &caller.scope, id, asset_id)?;
            let ((asset, valuations), stored) = found;
            let (version, principal) = (asset.version, caller.principal());
            let view = AssetView::whole(asset, valuations).with_actions(&stored, principal);
            Ok(Whole { version, resource: view })
        })
        .await
}
