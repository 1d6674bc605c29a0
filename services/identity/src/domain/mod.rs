//! The rules of the house: who may hold what, what is a good password, when guessing is shut out,
//! how long a login lasts. No clock, no chance, no table.

pub(crate) mod account;
pub(crate) mod assignment;
pub(crate) mod credential;
pub(crate) mod lock_out;
pub(crate) mod login;
pub(crate) mod password;

use htx_model::refusal::{Fault, Text};

/// A fault at a place of the body.
pub(crate) fn fault(pointer: impl Into<String>, code: &'static str, detail: Text) -> Fault {
    Fault { pointer: pointer.into().into(), code, detail, legal_basis: None }
}
