//! What is right of webhooks, without a database or a network.

pub mod delivery;
pub mod event_types;
pub mod lifecycle;
pub mod owner;
pub mod places;
pub mod signature;
pub mod start;
pub mod target;
pub mod webhook;
