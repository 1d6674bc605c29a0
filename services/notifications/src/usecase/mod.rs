//! What can be done with webhooks, and what goes out to them.

pub mod deliver;
pub mod follow;
pub mod hold;
pub mod manage;
pub mod network;
pub mod record;
pub mod replay;
pub mod start;
pub mod tend;
