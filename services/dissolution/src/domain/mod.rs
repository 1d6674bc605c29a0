//! The rules of dissolution: true without a computer.

pub mod amount;
pub mod answering;
pub mod asset;
pub mod blocker;
pub mod case;
pub mod cash;
pub mod claim;
pub mod clock;
pub mod facts;
pub mod guard;
pub mod lifecycle;
pub mod notice;
pub mod objection;
pub mod organisation;
pub mod party;
pub mod payment_order;
pub mod prose;
pub mod reading;
pub mod receivable;
pub mod room;
pub mod scenario;
pub mod standing;
pub mod step;
pub mod waterfall;
