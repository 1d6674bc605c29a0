//! Tables and queries.

pub mod delivery;
pub mod message;
mod schema;
pub mod turn;
pub mod webhook;
