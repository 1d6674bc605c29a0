//! Support programmes: the code lists of programmes and eligibility in [`programmes`], those of
//! applications in [`applications`], those of budgets and loans in [`money`], those of training and
//! young workers in [`training`], those of grievances and outcome in [`grievances`].

pub mod applications;
pub mod grievances;
pub mod money;
pub mod programmes;
pub mod training;

use crate::code_list::CodeListEntry;

/// Every list of this page and those beneath it.
pub(crate) fn code_lists() -> Vec<CodeListEntry> {
    let mut lists = programmes::code_lists();
    lists.extend(applications::code_lists());
    lists.extend(money::code_lists());
    lists.extend(training::code_lists());
    lists.extend(grievances::code_lists());
    lists
}
