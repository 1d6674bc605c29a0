//! The directory of organisations, which the kit keeps.

pub use htx_kit::directory::{OrganisationRow, find, save_many, with_numbers_or_keys};
