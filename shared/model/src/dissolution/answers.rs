//! The code lists of a dissolution's blockers, notices, objections and deadlines.

use crate::code_list::CodeListEntry;

/// Every list of this page.
pub(super) fn code_lists() -> Vec<CodeListEntry> {
    Vec::new()
}
