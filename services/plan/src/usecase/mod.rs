//! One file for each thing that can be done.

pub mod act;
pub mod declare;
pub mod figures;
pub mod load_plans;
pub mod progress;
pub mod version;
