//! The national system: its columns, the export, and reconciliations.

mod accept;
mod differences;
mod export;
mod reconciliations;

pub(super) use accept::accept_differences;
pub(super) use differences::list_differences;
pub(super) use export::{export_national_system, list_national_columns};
pub(super) use reconciliations::{list_reconciliations, read_reconciliation, reconcile};
