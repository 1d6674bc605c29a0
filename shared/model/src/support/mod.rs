//! Support programmes: the code lists of programmes and eligibility in [`programmes`].

pub mod programmes;

use crate::code_list::CodeListEntry;

/// Every list of this page and those beneath it.
pub(crate) fn code_lists() -> Vec<CodeListEntry> {
    programmes::code_lists()
}
