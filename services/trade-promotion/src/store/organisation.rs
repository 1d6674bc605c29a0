//! The directory of organisations, which the kit keeps.

pub use htx_kit::directory::{find, list, save_many};
use htx_model::{code_list::CodeList as _, organisation::OrganisationStatus};

/// What an organisation stands as in its row that is no more.
pub(in crate::store) fn ended() -> impl Iterator<Item = &'static str> {
    let ended = OrganisationStatus::all().iter().filter(|status| status.has_ended());
    ended.map(|status| status.code())
}
