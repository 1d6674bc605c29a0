//! One file for each thing that can be done.

pub mod city_report;
pub mod declare;
pub mod evidence;
pub mod figures;
pub mod load_plans;
pub mod overview;
pub mod period;
pub mod progress;
pub mod remind;
pub mod report;
pub mod report_window;
pub mod synthesise;
pub mod task;
pub mod version;
