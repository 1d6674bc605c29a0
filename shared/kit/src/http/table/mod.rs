//! Lists as tables: CSV, XLSX and NDJSON by `Accept`, as long as the list is.
//!
//! Rows are read in batches, each in a turn of its own at the database's gate, and written as they
//! come. The next batch is read when the caller has taken the one before, so a slow caller costs no
//! memory and the longest list no more than the shortest. A list that changes meanwhile is read as
//! it stands batch by batch; its key order keeps a row from being given twice.

mod cell;
mod representation;
mod rows;
mod sheet;
mod stream;

pub use representation::{Representation, TableForm};
pub use rows::BATCH;
pub use stream::{given, of_batches, stream};

use htx_model::refusal::Text;

/// A list as a table.
#[derive(Debug)]
pub struct Table {
    /// The stem of the file's name, such as `organisations`.
    pub name: &'static str,
    /// The columns of CSV and XLSX. NDJSON has each item whole.
    pub columns: &'static [Column],
}

/// One column of a table.
#[derive(Debug)]
pub struct Column {
    /// The stable name, which heads the column in CSV.
    pub name: &'static str,
    /// What heads it in a spreadsheet.
    pub label: Text,
    /// Where its value stands in an item: a JSON pointer.
    pub pointer: &'static str,
}
