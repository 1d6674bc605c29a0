//! Members, their capital, managers and signatures.

pub(super) mod change_members;
pub(super) mod contributions;
pub(super) mod managers;
mod member_view;
pub(super) mod members;
pub(super) mod signing;
pub(super) mod unions;
