//! The money of a case: claims, receivables, assets, the cash book, the waterfall.

mod asset_acts;
mod asset_view;
mod assets;
mod cash_book;
mod change_asset;
mod claim_acts;
mod claim_view;
mod claims;
mod disposals;
mod party_view;
mod receivable_view;
mod receivables;
mod waterfall;
mod waterfall_view;

use htx_kit::http::Routes;
use htx_model::id::DocumentId;
use serde::Deserialize;

use super::act::write;
use crate::usecase::money::claims::Grounds;

/// Registers the operations.
pub(super) fn routes(config: &mut Routes) {
    config
        .service(claims::list_claims)
        .service(claims::register_claim)
        .service(claims::read_claim)
        .service(claim_acts::admit_claim)
        .service(claim_acts::reject_claim)
        .service(claim_acts::contest_claim)
        .service(claim_acts::settle_claim)
        .service(claim_acts::reopen_claim)
        .service(receivables::list_receivables)
        .service(receivables::register_receivable)
        .service(receivables::read_receivable)
        .service(receivables::give_up_receivable)
        .service(receivables::reopen_receivable)
        .service(assets::list_assets)
        .service(assets::register_asset)
        .service(assets::read_asset)
        .service(change_asset::correct_asset)
        .service(asset_acts::value_asset)
        .service(asset_acts::propose_for_asset)
        .service(asset_acts::decide_asset)
        .service(disposals::dispose_of_asset)
        .service(disposals::hand_asset_over)
        .service(disposals::reopen_asset)
        .service(cash_book::list_cash_entries)
        .service(cash_book::book_cash_entry)
        .service(cash_book::reverse_cash_entry)
        .service(waterfall::compute_waterfall);
}

/// Why something is done, and what proves it.
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct GroundsBody {
    /// Why (lý do).
    #[serde(default)]
    #[schema(min_length = 1, max_length = 1000, examples("Thiếu chứng từ gốc"))]
    reason: Option<String>,
    /// Documents of the case that prove it (tài liệu).
    #[serde(default)]
    #[schema(max_items = 50)]
    document_ids: Vec<DocumentId>,
}

impl From<GroundsBody> for Grounds {
    fn from(body: GroundsBody) -> Self {
        Self { reason: body.reason, documents: body.document_ids }
    }
}
