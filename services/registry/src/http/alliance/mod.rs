//! The Cooperative Alliance: membership and petitions.

pub(super) mod memberships;
pub(super) mod petition_steps;
mod petition_view;
pub(super) mod petitions;
mod tables;
