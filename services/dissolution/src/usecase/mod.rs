//! What this service does: one file for each, each in one transaction.

pub mod assign;
pub mod audit;
pub mod blocker;
pub mod candidate;
pub mod city_plan;
pub mod custody;
pub mod decision;
pub mod documents;
pub mod facts;
pub mod follow_registry;
pub mod hold;
pub mod import_surveys;
pub mod money;
pub mod notice;
pub mod objection;
pub mod open_case;
pub mod pack;
pub mod personal_data;
pub mod plan;
pub mod read_case;
pub mod record;
pub mod standing;
pub mod statistics;
pub mod survey;
pub mod take_step;
pub mod tax_clearance;
