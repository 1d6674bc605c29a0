//! The rules of dissolution: true without a computer.

pub mod case;
pub mod facts;
pub mod guard;
pub mod lifecycle;
pub mod organisation;
pub mod room;
pub mod step;
