//! Support programmes: the code lists of programmes and eligibility in [`programmes`], those of
//! applications in [`applications`], those of budgets and loans in [`money`].

pub mod applications;
pub mod money;
pub mod programmes;

use crate::code_list::CodeListEntry;

/// Every list of this page and those beneath it.
pub(crate) fn code_lists() -> Vec<CodeListEntry> {
    let mut lists = programmes::code_lists();
    lists.extend(applications::code_lists());
    lists.extend(money::code_lists());
    lists
}
