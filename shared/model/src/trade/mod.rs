//! Trade promotion: the code lists of events and of those who take part in them in [`events`], those
//! of products, showcase points, supply and demand in [`products`].

pub mod events;
pub mod listing;
pub mod products;

use crate::code_list::CodeListEntry;

/// Every list of this page and those beneath it.
pub(crate) fn code_lists() -> Vec<CodeListEntry> {
    let mut lists = events::code_lists();
    lists.extend(products::code_lists());
    lists
}
