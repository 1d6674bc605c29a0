//! `POST /v1/dissolutions/{id}/assets/{asset_id}/{dispose,hand-over,reopen}`

use actix_web::{post, web::Data};
use htx_kit::{
    auth::Authorized,
    failure::Failure,
    http::{Changed, IdempotencyKey, IfMatch, Keyed, PathIds, Reply},
};
use htx_model::{
    agency::AgencyCode,
    date::Date,
    id::{AssetId, DissolutionId, DocumentId},
    permission::permit,
};
use serde::Deserialize;

use super::{asset_acts::changed, asset_view::AssetView, write};
use crate::{
    Dissolutions,
    usecase::money::disposal::{self as usecase, HandOver, NewDisposal},
};

/// How an asset was disposed of (xử lý tài sản): as it was decided.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewAssetDisposal {
    /// What it brought, in đồng, where it was sold (số tiền thu).
    #[serde(default)]
    #[schema(minimum = 1, maximum = 1_000_000_000_000_000_i64, examples(95_000_000))]
    price_vnd: Option<i64>,
    /// When: today where it is not said; not in the future.
    #[serde(default)]
    disposed_on: Option<Date>,
    /// Documents of the case that prove it, at least one (biên bản, hợp đồng).
    #[schema(min_items = 1, max_items = 50)]
    document_ids: Vec<DocumentId>,
}

/// Dispose of an asset (xử lý tài sản)
///
/// As it was decided. What it brings is entered in the cash book in the same transaction. Undivided
/// assets are never disposed of: they are handed over.
#[utoipa::path(
    tag = "dissolution money",
    params(PathIds<DissolutionId, AssetId>, IfMatch, IdempotencyKey),
    request_body = NewAssetDisposal,
    responses(Changed<AssetView>),
    security(("access_token" = ["dissolution.prepare"])),
)]
#[post("/v1/dissolutions/{id}/assets/{asset_id}/dispose")]
pub(super) async fn dispose_of_asset(
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionPrepare>,
    ids: PathIds<DissolutionId, AssetId>,
    seen: IfMatch,
    submitted: Keyed<NewAssetDisposal>,
) -> Result<Reply, Failure> {
    let (PathIds(id, asset_id), Keyed { body, once }) = (ids, submitted);
    let new = NewDisposal {
        price_vnd: body.price_vnd,
        disposed_on: body.disposed_on,
        documents: body.document_ids,
    };
    write(&service, caller, once, move |connection, context, caller| {
        let at = (id, asset_id);
        let asset = usecase::dispose(connection, context, caller, at, &seen, new)?;
        changed(connection, asset)
    })
    .await
}

/// How an undivided asset was handed over (bàn giao tài sản không chia).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AssetHandOver {
    /// The body that received it; never a person (đơn vị tiếp nhận).
    #[schema(min_length = 1, max_length = 300, examples("Ủy ban nhân dân xã Xuân Mai"))]
    receiver: String,
    /// That body, where it is an agency.
    #[serde(default)]
    #[schema(value_type = Option<String>, pattern = "^[a-z0-9]+(-[a-z0-9]+)*$", max_length = 40, examples("commune-10045"))]
    receiving_agency_code: Option<AgencyCode>,
    /// When: today where it is not said; not in the future.
    #[serde(default)]
    handed_over_on: Option<Date>,
    /// The record of it, documents of the case, at least one (biên bản bàn giao).
    #[schema(min_items = 1, max_items = 50)]
    document_ids: Vec<DocumentId>,
}

/// Hand an undivided asset over (bàn giao tài sản không chia)
///
/// To the body that keeps it, as it was decided; it never becomes money.
#[utoipa::path(
    tag = "dissolution money",
    params(PathIds<DissolutionId, AssetId>, IfMatch, IdempotencyKey),
    request_body = AssetHandOver,
    responses(Changed<AssetView>),
    security(("access_token" = ["dissolution.prepare"])),
)]
#[post("/v1/dissolutions/{id}/assets/{asset_id}/hand-over")]
pub(super) async fn hand_asset_over(
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionPrepare>,
    ids: PathIds<DissolutionId, AssetId>,
    seen: IfMatch,
    submitted: Keyed<AssetHandOver>,
) -> Result<Reply, Failure> {
    let (PathIds(id, asset_id), Keyed { body, once }) = (ids, submitted);
    let new = HandOver {
        receiver: body.receiver,
        agency: body.receiving_agency_code,
        handed_over_on: body.handed_over_on,
        documents: body.document_ids,
    };
    let agencies = service.agencies.clone();
    write(&service, caller, once, move |connection, context, caller| {
        let (at, new) = ((id, asset_id), (&*agencies, new));
        let asset = usecase::hand_over(connection, context, caller, at, &seen, new)?;
        changed(connection, asset)
    })
    .await
}

/// Why a disposal is taken back (hủy việc xử lý).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AssetReopening {
    /// Why (lý do).
    #[schema(min_length = 1, max_length = 1000, examples("Ghi nhầm tài sản"))]
    reason: String,
    /// Documents of the case that prove it (tài liệu).
    #[serde(default)]
    #[schema(max_items = 50)]
    document_ids: Vec<DocumentId>,
}

/// Take a disposal back (hủy việc xử lý tài sản)
///
/// One that was recorded wrongly and brought no money. One that did is taken back with its entry in
/// the cash book.
#[utoipa::path(
    tag = "dissolution money",
    params(PathIds<DissolutionId, AssetId>, IfMatch, IdempotencyKey),
    request_body = AssetReopening,
    responses(Changed<AssetView>),
    security(("access_token" = ["dissolution.prepare"])),
)]
#[post("/v1/dissolutions/{id}/assets/{asset_id}/reopen")]
pub(super) async fn reopen_asset(
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionPrepare>,
    ids: PathIds<DissolutionId, AssetId>,
    seen: IfMatch,
    submitted: Keyed<AssetReopening>,
) -> Result<Reply, Failure> {
    let (PathIds(id, asset_id), Keyed { body, once }) = (ids, submitted);
    let grounds = (body.reason, body.document_ids);
    write(&service, caller, once, move |connection, context, caller| {
        let at = (id, asset_id);
        let asset = usecase::reopen(connection, context, caller, at, &seen, grounds)?;
        changed(connection, asset)
    })
    .await
}
