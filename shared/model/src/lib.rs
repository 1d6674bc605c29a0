//! The vocabulary of `htx`: what the words of the domain mean, true without a computer.
//!
//! Ids, money, dates and working days, code lists with their labels, agencies and administrative
//! units with their succession, roles, permissions and the policy table, refusals, the event
//! envelope, pages. Nothing here reads a clock, touches a disk or speaks a protocol.

pub mod administrative;
pub mod agency;
pub mod application;
pub mod certificate;
pub mod code_list;
pub mod competence;
pub mod date;
pub mod dated;
pub mod directory;
pub mod dissolution;
pub mod duty;
pub mod event;
pub mod faults;
pub mod id;
pub mod indicator;
pub mod language;
pub mod masking;
pub mod money;
pub mod national_system;
pub mod notification;
pub mod organisation;
pub mod page;
pub mod people;
pub mod permission;
pub mod person;
pub mod plan;
pub mod policy;
pub mod principal;
pub mod purpose;
pub mod reference;
pub mod refusal;
pub mod register_sheet;
pub mod registration_number;
pub mod scope;
pub mod size_class;
pub mod support;
pub mod text;
pub mod trade;
pub mod words;
pub mod working_days;
