//! The people of an organisation: what must hold of its members, managers and their signatures.

pub mod change;
mod check;
pub mod figures;
mod identity;
mod management;
pub mod managers;
pub mod signing;
mod wire;

pub use check::{
    CheckedManager, CheckedMember, CheckedPeople, check, check_admission, check_management,
    is_adult,
};
pub(crate) use check::{LAW, twice};
pub use identity::is_citizen_id;
pub use management::{NewManager, check_manager};
pub(crate) use management::{not_a_member, taken};
pub use wire::{FoundingManager, FoundingSigning, NewMember, NewPeople};
