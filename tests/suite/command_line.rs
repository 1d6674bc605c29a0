//! The program as its operators use it.

mod demo;
mod demo_feeds;
mod demo_plan;
mod import;
mod settings;
mod start_and_stop;

pub(crate) use demo::City;
