//! A document that something relies on, with the digest that it had then.

use htx_model::id::DocumentId;
use serde::{Deserialize, Serialize};

/// A document with the digest that it had when it was relied on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = SupportExhibit)]
pub struct Exhibit {
    /// The document.
    pub document_id: DocumentId,
    /// The digest of its content, in hexadecimal digits.
    #[schema(pattern = "^[0-9a-f]{64}$")]
    pub sha256: String,
}
