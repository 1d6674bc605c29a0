//! The directory of organisations, which the kit keeps.

pub use htx_kit::directory::{find, list, save_many};
