//! The code lists of a dissolution's claims, assets and cash.

use crate::code_list::CodeListEntry;

/// Every list of this page.
pub(super) fn code_lists() -> Vec<CodeListEntry> {
    Vec::new()
}
