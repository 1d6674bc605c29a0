//! The code lists of products, showcase points, supply and demand, and market information.

use crate::code_list::CodeListEntry;

/// Every list of this page.
pub(super) fn code_lists() -> Vec<CodeListEntry> {
    Vec::new()
}
