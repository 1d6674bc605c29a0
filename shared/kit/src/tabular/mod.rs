//! Spreadsheets that people send: bytes in, rows of cells out. Knows nothing of cooperatives.
//!
//! [`read`] tells XLSX from CSV by content, never by the file's name, refuses what it cannot read
//! safely with a [`TabularError`] that says what to do, and never guesses at text in the old
//! Vietnamese fonts: it names them and asks for a conversion.

mod cell;
mod container;
mod delimited;
mod encoding;
mod error;
mod legacy_font;
mod limits;
mod sniff;
mod syllable;
mod workbook;

pub use cell::{Cell, Merge, Row, Sheet};
pub use error::{FileKind, TabularError};
pub use legacy_font::LegacyFont;
pub use limits::{Exceeded, Limits};

use sniff::Content;

/// Reads a spreadsheet within the [default limits](Limits::default). `name` is the file's name; it
/// only names the sheet of a CSV file, which carries no name of its own.
///
/// # Errors
/// [`TabularError`] where the bytes are no spreadsheet, or not one that can be read safely and
/// without guessing.
pub fn read(bytes: &[u8], name: &str) -> Result<Vec<Sheet>, TabularError> {
    read_within(bytes, name, &Limits::default())
}

/// [`read`] with the caller's own limits.
///
/// # Errors
/// As [`read`].
pub fn read_within(bytes: &[u8], name: &str, limits: &Limits) -> Result<Vec<Sheet>, TabularError> {
    let sheets = match sniff::content(bytes)? {
        Content::Zip => {
            let inspected = container::inspect(bytes, limits)?;
            workbook::read(bytes, &inspected, limits)?
        }
        Content::Text => vec![delimited::read(bytes, name, limits)?],
    };
    if sheets.iter().all(|sheet| sheet.rows.is_empty()) {
        return Err(TabularError::Empty);
    }
    match legacy_font::find(&sheets) {
        Some(found) => Err(found),
        None => Ok(sheets),
    }
}

#[cfg(test)]
mod tests;
