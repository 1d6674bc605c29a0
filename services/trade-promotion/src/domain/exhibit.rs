//! A document that a step rests on, with the digest that it had then.

use htx_model::{
    id::DocumentId,
    refusal::{Refusal, Text},
};
use serde::{Deserialize, Serialize};

use super::faults::Faults;

/// The most documents of one step.
pub const DOCUMENTS_MAX: usize = 50;

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

/// Refuses ids that are none of those that belong where they are named.
///
/// # Errors
/// A fault for each, at the pointer; where there are too many.
pub fn require_bound(
    pointer: &'static str,
    given: &[DocumentId],
    bound: &[DocumentId],
) -> Result<(), Refusal> {
    let mut faults = Faults::default();
    if given.len() > DOCUMENTS_MAX {
        let detail = Text::made(
            format!("Tối đa {DOCUMENTS_MAX} tài liệu."),
            format!("At most {DOCUMENTS_MAX} documents."),
        );
        faults.add(pointer, "too_many", detail);
    }
    for id in given.iter().filter(|id| !bound.contains(id)) {
        let detail = Text::made(
            format!("{id} không phải tài liệu đã tải lên ở đây."),
            format!("{id} is no document that was uploaded here."),
        );
        faults.add(pointer, "unknown_document", detail);
    }
    faults.refuse()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_step_rests_on_documents_of_its_own_and_on_no_heap_of_them() {
        let [own, strange] = [1, 2].map(|number| DocumentId::from_uuid(Uuid::from_u128(number)));
        assert!(require_bound("/document_ids", &[own], &[own]).is_ok());
        let refused = require_bound("/document_ids", &[own, strange], &[own]).unwrap_err();
        let codes = |refusal: &Refusal| -> Vec<&str> {
            refusal.faults.iter().map(|fault| fault.code).collect()
        };
        assert_eq!(codes(&refused), ["unknown_document"]);
        let heap = vec![own; DOCUMENTS_MAX + 1];
        let refused = require_bound("/document_ids", &heap, &[own]).unwrap_err();
        assert_eq!(codes(&refused), ["too_many"]);
    }
}
