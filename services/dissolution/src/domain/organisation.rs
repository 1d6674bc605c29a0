//! An organisation as this service knows it: what the register's feed says of it.

pub use htx_model::directory::{Organisation, Seat};
