//! `PATCH /v1/dissolutions/{id}/assets/{asset_id}`

use actix_web::{patch, web::Data};
use htx_kit::{
    auth::Authorized,
    failure::Failure,
    http::{Changed, IdempotencyKey, IfMatch, Keyed, PathIds, Reply},
};
use htx_model::{
    dissolution::money::{AssetDivision, AssetKind, AssetOrigin},
    id::{AssetId, DissolutionId, DocumentId},
    permission::permit,
};
use serde::Deserialize;

use super::{asset_acts::changed, asset_view::AssetView, write};
use crate::{
    Dissolutions,
    usecase::money::change_asset::{self as usecase, Correction},
};

/// A correction of an asset (đính chính kiểm kê); what is not said stays.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AssetCorrection {
    /// What it is (loại tài sản).
    #[serde(default)]
    kind: Option<AssetKind>,
    /// Whether papers show where it comes from (nguồn gốc).
    #[serde(default)]
    origin: Option<AssetOrigin>,
    /// Whether it may be shared out (tài sản chia, không chia).
    #[serde(default)]
    division: Option<AssetDivision>,
    /// What it is called (tên tài sản).
    #[serde(default)]
    #[schema(min_length = 1, max_length = 300, examples("Nhà kho 180 m2"))]
    name: Option<String>,
    /// More about it: place, area, condition (mô tả).
    #[serde(default)]
    #[schema(min_length = 1, max_length = 1000, examples("Thôn 3, xây năm 1992"))]
    details: Option<String>,
    /// What the books say it is worth, in đồng (giá trị sổ sách).
    #[serde(default)]
    #[schema(minimum = 0, maximum = 1_000_000_000_000_000_i64, examples(110_000_000))]
    book_value_vnd: Option<i64>,
    /// Documents of the case that prove it, instead of those before (giấy tờ).
    #[serde(default)]
    #[schema(max_items = 50)]
    evidence_document_ids: Option<Vec<DocumentId>>,
}

/// Correct an asset (đính chính tài sản đã kiểm kê)
///
/// As long as nothing was decided on it. A proposal that does not fit what it is now falls away.
#[utoipa::path(
    tag = "dissolution money",
    params(PathIds<DissolutionId, AssetId>, IfMatch, IdempotencyKey),
    request_body = AssetCorrection,
    responses(Changed<AssetView>),
    security(("access_token" = ["dissolution.prepare"])),
)]
#[patch("/v1/dissolutions/{id}/assets/{asset_id}")]
pub(super) async fn correct_asset(
    service: Data<Dissolutions>,
    caller: Authorized<permit::DissolutionPrepare>,
    ids: PathIds<DissolutionId, AssetId>,
    seen: IfMatch,
    submitted: Keyed<AssetCorrection>,
) -> Result<Reply, Failure> {
    let (PathIds(id, asset_id), Keyed { body, once }) = (ids, submitted);
    let correction = Correction {
        kind: body.kind,
        origin: body.origin,
        division: body.division,
        name: body.name,
        details: body.details,
        book_value_vnd: body.book_value_vnd,
        evidence: body.evidence_document_ids,
    };
    write(&service, caller, once, move |connection, context, caller| {
        let at = (id, asset_id);
        let asset = usecase::change(connection, context, caller, at, &seen, correction)?;
        changed(connection, asset)
    })
    .await
}
