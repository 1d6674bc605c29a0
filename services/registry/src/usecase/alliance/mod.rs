//! The Cooperative Alliance's work: who belongs to it, and petitions.

pub mod memberships;
pub mod petitions;
