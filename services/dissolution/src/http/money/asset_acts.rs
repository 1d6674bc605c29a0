//! `POST /v1/dissolutions/{id}/assets/{asset_id}/{valuations,propose,decide}`

use actix_web::{post, web::Data};
use htx_kit::{
    auth::Authorized,
    db::Connection,
    failure::Failure,
    http::{Changed, IdempotencyKey, IfMatch, Keyed, PathIds, Reply},
};
use htx_model::{
    agency::AgencyCode,
    date::Date,
    dissolution::money::{DisposalKind, ValuationMethod},
    id::{AssetId, DissolutionId, DocumentId},
    permission::permit,
};
use serde::Deserialize;

use super::{asset_view::AssetView, write};
use crate::{
    Dissolutions,
    domain::asset::Asset,
    store::money::valuation,
    usecase::money::assets::{self as usecase, NewDecision, NewValuation},
};

/// A valuation as it is entered (định giá).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewAssetValuation {
    /// How (phương pháp).
    method: ValuationMethod,
    /// How much, in đồng (giá trị).
    #[schema(minimum = 0, maximum = 1_000_000_000_000_000_i64, examples(90_000_000))]
    value_vnd: i64,
    /// On which day it held (ngày định giá): today where it is not said; not in the future.
    #[serde(default)]
    valued_on: Option<Date>,
    /// Documents of the case that prove it (tài liệu).
    #[serde(default)]
    #[schema(max_items = 50)]
    document_ids: Vec<DocumentId>,
}

/// Value an asset (định giá tài sản)
///
/// Several valuations stand beside each other over time; none is changed.
#[utoipa::path(
    tag = "dissolution money",
    params(PathIds<DissolutionId, AssetId>, IfMatch, IdempotencyKey),
    request_body = NewAssetValuation,
    responses(Changed<AssetView>),
    security(("access_token" = ["dissolution.prepare"])),
)]
#[post("/v1/dissolutions/{id}/assets/{asset_id}/valuations")]
pub(super) async fn value_asset(
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionPrepare>,
    ids: PathIds<DissolutionId, AssetId>,
    seen: IfMatch,
    submitted: Keyed<NewAssetValuation>,
) -> Result<Reply, Failure> {
    let (PathIds(id, asset_id), Keyed { body, once }) = (ids, submitted);
    let new = NewValuation {
        method: body.method,
        value_vnd: body.value_vnd,
        valued_on: body.valued_on,
        documents: body.document_ids,
    };
    write(&service, caller, once, move |connection, context, caller| {
        let at = (id, asset_id);
        let asset = usecase::value(connection, context, caller, at, &seen, new)?;
        changed(connection, asset)
    })
    .await
}

/// What is proposed to do with an asset (phương án).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewAssetProposal {
    /// What (phương án). Undivided assets are handed over or returned to the state.
    kind: DisposalKind,
    /// Why (lý do).
    #[schema(min_length = 1, max_length = 1000, examples("Không còn nhu cầu sử dụng"))]
    reason: String,
    /// Documents of the case that prove it (tài liệu).
    #[serde(default)]
    #[schema(max_items = 50)]
    document_ids: Vec<DocumentId>,
}

/// Propose what to do with an asset (đề xuất phương án xử lý tài sản)
///
/// By an officer; the competent agency decides. A new proposal takes the place of the one before, and
/// of what was decided on that.
#[utoipa::path(
    tag = "dissolution money",
    params(PathIds<DissolutionId, AssetId>, IfMatch, IdempotencyKey),
    request_body = NewAssetProposal,
    responses(Changed<AssetView>),
    security(("access_token" = ["dissolution.prepare"])),
)]
#[post("/v1/dissolutions/{id}/assets/{asset_id}/propose")]
pub(super) async fn propose_for_asset(
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionPrepare>,
    ids: PathIds<DissolutionId, AssetId>,
    seen: IfMatch,
    submitted: Keyed<NewAssetProposal>,
) -> Result<Reply, Failure> {
    let (PathIds(id, asset_id), Keyed { body, once }) = (ids, submitted);
    let proposal = (body.kind, body.reason, body.document_ids);
    write(&service, caller, once, move |connection, context, caller| {
        let at = (id, asset_id);
        let asset = usecase::propose(connection, context, caller, at, &seen, proposal)?;
        changed(connection, asset)
    })
    .await
}

/// What the competent agency decided on an asset (quyết định xử lý tài sản).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewAssetDecision {
    /// What (phương án).
    kind: DisposalKind,
    /// Which agency (cơ quan quyết định); it existed on the day of the decision.
    #[schema(value_type = String, pattern = "^[a-z0-9]+(-[a-z0-9]+)*$", max_length = 40, examples("so-tc"))]
    agency_code: AgencyCode,
    /// The number of its decision (số quyết định).
    #[schema(min_length = 1, max_length = 300, examples("215/QĐ-STC"))]
    number: String,
    /// When (ngày quyết định): today where it is not said; not in the future.
    #[serde(default)]
    decided_on: Option<Date>,
    /// The decision itself, a document of the case (tài liệu).
    #[schema(min_items = 1, max_items = 50)]
    document_ids: Vec<DocumentId>,
}

/// Record the decision on an asset (ghi nhận quyết định xử lý tài sản)
///
/// Of the competent agency, by its number and document. By an approver who did not prepare the case.
#[utoipa::path(
    tag = "dissolution money",
    params(PathIds<DissolutionId, AssetId>, IfMatch, IdempotencyKey),
    request_body = NewAssetDecision,
    responses(Changed<AssetView>),
    security(("access_token" = ["dissolution.decide"])),
)]
#[post("/v1/dissolutions/{id}/assets/{asset_id}/decide")]
pub(super) async fn decide_asset(
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionDecide>,
    ids: PathIds<DissolutionId, AssetId>,
    seen: IfMatch,
    submitted: Keyed<NewAssetDecision>,
) -> Result<Reply, Failure> {
    let (PathIds(id, asset_id), Keyed { body, once }) = (ids, submitted);
    let new = NewDecision {
        kind: body.kind,
        agency: body.agency_code,
        number: body.number,
        decided_on: body.decided_on,
        documents: body.document_ids,
    };
    let agencies = service.agencies.clone();
    write(&service, caller, once, move |connection, context, caller| {
        let (at, new) = ((id, asset_id), (&*agencies, new));
        let asset = usecase::decide(connection, context, caller, at, &seen, new)?;
        changed(connection, asset)
    })
    .await
}

/// The asset as it is now.
pub(super) fn changed(connection: &mut Connection, asset: Asset) -> Result<Reply, Failure> {
    let valuations = valuation::of_assets(connection, &[asset.id])?;
    let kept = AssetView::listed(asset.clone(), valuations.last().cloned());
    Reply::changed(asset.version, &AssetView::whole(asset, valuations))?.keeping(&kept)
}
