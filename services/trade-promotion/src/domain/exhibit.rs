//! A document that a step rests on, with the digest that it had then.

use htx_model::id::DocumentId;
use serde::{Deserialize, Serialize};

/// A document with the digest that it had when a step was rested on it (tài liệu căn cứ).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = TradeExhibit)]
pub struct Exhibit {
    /// The document.
    pub document_id: DocumentId,
    /// The digest of its content, in hexadecimal digits.
    #[schema(pattern = "^[0-9a-f]{64}$")]
    pub sha256: String,
}
