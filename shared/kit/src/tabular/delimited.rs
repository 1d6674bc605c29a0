//! CSV and its relatives: the delimiter is found out by looking, as the encoding is.

use std::io::Read as _;

use csv::{ReaderBuilder, StringRecord};

use super::{
    cell::{Cell, Row, Sheet},
    encoding,
    error::TabularError,
    limits::{Budget, Exceeded, Limits},
};

const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// Records from which the delimiter is told.
const SAMPLE: usize = 60;

pub(super) fn read(bytes: &[u8], name: &str, limits: &Limits) -> Result<Sheet, TabularError> {
    if bytes.len() as u64 > limits.unpacked_bytes {
        return Err(Exceeded::UnpackedBytes(limits.unpacked_bytes).into());
    }
    let text = with_line_feeds(encoding::decode(bytes)?);
    let (delimiter, text, skipped) = match declared_delimiter(&text) {
        Some((delimiter, rest)) => (delimiter, rest, 1),
        None => (likeliest_delimiter(&text), text.as_str(), 0),
    };
    let mut budget = Budget::new(limits);
    let mut rows = Vec::new();
    for_each_record(text, delimiter, |number, record| {
        let cells = cells(record, &mut budget)?;
        if !cells.is_empty() {
            rows.push(Row { number: number + skipped, cells });
            budget.rows(rows.len())?;
        }
        Ok(true)
    })?;
    Ok(Sheet { name: stem(name).to_owned(), hidden: false, rows, merges: Vec::new() })
}

/// One kind of line ending, so that lines can be counted.
fn with_line_feeds(text: String) -> String {
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text }
}

/// Excel's own first line `sep=;`, which is no row of the table.
fn declared_delimiter(text: &str) -> Option<(u8, &str)> {
    let (line, rest) = text.split_once('\n')?;
    match line.strip_prefix("sep=")?.as_bytes() {
        [delimiter] => Some((*delimiter, rest)),
        _ => None,
    }
}

/// The delimiter under which the most rows have the same, greatest number of fields.
fn likeliest_delimiter(text: &str) -> u8 {
    let score = |delimiter: u8| -> usize {
        let mut widths: Vec<usize> = Vec::with_capacity(SAMPLE);
        // A record that cannot be read ends the sample; reading it for good reports it.
        let _ = for_each_record(text, delimiter, |_, record| {
            widths.push(record.len());
            Ok(widths.len() < SAMPLE)
        });
        let rows_of = |width: usize| widths.iter().filter(|other| **other == width).count();
        let wide = widths.iter().filter(|width| **width > 1);
        wide.map(|width| rows_of(*width) * (*width - 1)).max().unwrap_or(0)
    };
    let best = DELIMITERS.into_iter().rev().max_by_key(|delimiter| score(*delimiter));
    best.unwrap_or(b',')
}

/// Gives each record with the number of its row: the number that a spreadsheet program would show,
/// which counts blank lines and takes a quoted field of several lines as one row. Ends when told.
fn for_each_record(
    text: &str,
    delimiter: u8,
    mut each: impl FnMut(u32, &StringRecord) -> Result<bool, TabularError>,
) -> Result<(), TabularError> {
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes().chain(b"\n".as_slice()));
    let mut record = StringRecord::new();
    let (mut number, mut line) = (0_u32, 1_u64);
    loop {
        let more = reader
            .read_record(&mut record)
            .map_err(|failure| TabularError::Damaged(failure.to_string()))?;
        if !more {
            return Ok(());
        }
        let lines = reader.position().line().saturating_sub(line);
        line += lines;
        let inside: usize = record.iter().map(|field| field.matches('\n').count()).sum();
        let rows = lines.saturating_sub(inside as u64).max(1);
        number = number.saturating_add(u32::try_from(rows).unwrap_or(1));
        if !each(number, &record)? {
            return Ok(());
        }
    }
}

/// The cells up to the last that is not blank.
fn cells(record: &StringRecord, budget: &mut Budget<'_>) -> Result<Vec<Cell>, Exceeded> {
    let filled = record.iter().enumerate().filter(|(_, field)| !field.trim().is_empty());
    let Some((last, _)) = filled.last() else { return Ok(Vec::new()) };
    budget.column(last)?;
    budget.cells(last + 1)?;
    record
        .iter()
        .take(last + 1)
        .map(|field| {
            let field = without_formula(field);
            budget.text(field)?;
            Ok(if field.is_empty() { Cell::Empty } else { Cell::Text(field.to_owned()) })
        })
        .collect()
}

/// `="0101248141"`, the trick by which exports keep Excel from eating a leading zero.
fn without_formula(field: &str) -> &str {
    field.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')).unwrap_or(field)
}

/// The file's name without folders and without its ending.
fn stem(name: &str) -> &str {
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}
