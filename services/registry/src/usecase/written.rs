//! What a write leaves behind.

use htx_model::date::Instant;

use crate::domain::organisation::{Organisation, Representative};

/// An entry as a write left it.
#[derive(Debug, Clone)]
pub struct Written {
    /// The organisation now.
    pub organisation: Organisation,
    /// Its representative now.
    pub representative: Representative,
    /// Its version now.
    pub version: i64,
    /// When this version was written.
    pub recorded_at: Instant,
}
