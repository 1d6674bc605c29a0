//! The rules of dissolution: true without a computer.

pub mod answering;
pub mod blocker;
pub mod case;
pub mod clock;
pub mod facts;
pub mod guard;
pub mod lifecycle;
pub mod notice;
pub mod objection;
pub mod organisation;
pub mod prose;
pub mod room;
pub mod standing;
pub mod step;
