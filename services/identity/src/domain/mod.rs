//! The rules of the house: who may hold what, what is a good password, when guessing is shut out,
//! how long a login lasts. No clock, no chance, no table.

pub(crate) mod account;
pub(crate) mod assignment;
pub(crate) mod credential;
pub(crate) mod lock_out;
pub(crate) mod login;
pub(crate) mod password;
