//! The registry through its interface, every test on both databases.

mod changes;
mod entries;
mod imports;
mod interface;
mod lists;
mod log;
mod office;
mod past;
mod reference;
mod repetition;
mod rules;
mod scope;
mod search;
mod tables;
