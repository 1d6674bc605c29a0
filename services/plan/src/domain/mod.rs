//! The rules of the plan: pure functions over the vocabulary.

pub mod allocation;
pub mod declaration;
pub mod norm;
pub mod pace;
pub mod plan;
pub mod progress;
pub mod question;
pub mod report;
pub mod task;
pub mod version;
