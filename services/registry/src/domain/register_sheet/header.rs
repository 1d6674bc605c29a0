//! The header of a table: one line or several, wherever it stands.

use std::collections::BTreeMap;

use htx_kit::tabular::{Cell, Merge, Row, Sheet};
use htx_model::text::{fold, normalise};

use super::{
    amount::{ColumnUnit, header_unit},
    field::{Certainty, Field, recognise},
};

/// Lines that one header may take.
const DEEPEST: usize = 3;

/// A column that holds a field.
#[derive(Debug, Clone)]
pub(super) struct Column {
    pub(super) index: usize,
    /// The header as the file has it, of several lines joined.
    pub(super) text: String,
    pub(super) unit: ColumnUnit,
}

/// What the columns of a table hold.
#[derive(Debug, Clone)]
pub(super) struct Header {
    /// The row of its last line.
    pub(super) row: u32,
    pub(super) columns: BTreeMap<Field, Column>,
    /// Columns that hold something else: place and header.
    pub(super) unknown: Vec<(usize, String)>,
    /// The latest year that the headers name.
    pub(super) year: Option<i16>,
    lines: usize,
}

impl Header {
    pub(super) fn column(&self, field: Field) -> Option<&Column> {
        self.columns.get(&field)
    }

    pub(super) fn cell<'a>(&self, row: &'a Row, field: Field) -> &'a Cell {
        self.column(field).map_or(&Cell::Empty, |column| row.cell(column.index))
    }

    /// Whether this is the header of a register, complete or not: too many of its columns for chance.
    fn is_plausible(&self) -> bool {
        let fields = self.columns.keys().filter(|field| **field != Field::Ordinal).count();
        fields >= 3 || fields == 2 && self.columns.contains_key(&Field::Name)
    }

    /// The columns without which no row can be read: the name, and where it is.
    pub(super) fn missing(&self) -> Vec<&'static str> {
        let mut missing = Vec::new();
        if !self.columns.contains_key(&Field::Name) {
            missing.push("Tên hợp tác xã");
        }
        if !self.columns.contains_key(&Field::Commune)
            && !self.columns.contains_key(&Field::Address)
        {
            missing.push("Xã/Phường/Thị trấn");
        }
        missing
    }

    /// The more fields, the more units, the fewer lines, the better.
    fn merit(&self) -> (usize, usize, usize) {
        let units = self
            .columns
            .iter()
            .filter(|(field, column)| field.is_amount() && column.unit.dong.is_some());
        (self.columns.len(), units.count(), DEEPEST - self.lines)
    }
}

/// Finds the first header from row `from` on; gives the place of the row after it.
pub(super) fn find(sheet: &Sheet, from: usize) -> Option<(usize, Header)> {
    let (start, mut best) = (from..sheet.rows.len()).find_map(|at| {
        let header = at_row(sheet, at)?;
        header.is_plausible().then_some((at, header))
    })?;
    let mut at = start;
    // A title above can be taken for a first line of groups: a better header below it wins.
    for below in start + 1..(start + DEEPEST).min(sheet.rows.len()) {
        if let Some(header) = at_row(sheet, below)
            && header.merit() > best.merit()
        {
            (at, best) = (below, header);
        }
    }
    Some((at + best.lines, best))
}

/// The best reading of a header that begins at this row, of one line or more.
pub(super) fn at_row(sheet: &Sheet, at: usize) -> Option<Header> {
    let mut best = None::<Header>;
    for lines in 1..=DEEPEST {
        let Some(rows) = sheet.rows.get(at..at + lines) else { break };
        if lines > 1 && !continues(rows, best.as_ref()) {
            break;
        }
        let header = read(rows, &sheet.merges);
        if best.as_ref().is_none_or(|best| header.merit() > best.merit()) {
            best = Some(header);
        }
    }
    best.filter(|header| !header.columns.is_empty())
}

/// Whether the last of these rows can be one more line of the header above it: it stands right
/// below, holds only text, and says nothing new about the name.
fn continues(rows: &[Row], above: Option<&Header>) -> bool {
    let [.., upper, lower] = rows else { return false };
    let filled = upper.cells.iter().filter(|cell| !cell.is_blank()).count();
    if lower.number != upper.number + 1 || filled < 2 {
        return false;
    }
    let only_text = lower.cells.iter().all(|cell| cell.is_blank() || cell.as_text().is_some());
    let name = above.and_then(|header| header.column(Field::Name));
    let names_nothing = name.is_none_or(|column| {
        let (upper, lower) = (upper.cell(column.index), lower.cell(column.index));
        lower.is_blank() || lower == upper
    });
    only_text && names_nothing
}

fn read(lines: &[Row], merges: &[Merge]) -> Header {
    let width = lines.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let mut candidates: BTreeMap<Field, Vec<(Certainty, Option<i16>, Column)>> = BTreeMap::new();
    let mut unknown = Vec::new();
    let mut latest_year = None;
    for index in 0..width {
        let labels = labels(lines, merges, index);
        if labels.is_empty() {
            continue;
        }
        let text = labels.join(" / ");
        let year = year_in(&text);
        latest_year = latest_year.max(year);
        match field_of(&labels) {
            None => unknown.push((index, text)),
            Some((field, certainty)) => {
                let unit = unit_of(&labels);
                candidates.entry(field).or_default().push((
                    certainty,
                    year,
                    Column { index, text, unit },
                ));
            }
        }
    }
    let mut columns = BTreeMap::new();
    for (field, mut found) in candidates {
        // The surest; of those the latest year's; of those the leftmost.
        found.sort_by(|left, right| {
            (right.0, right.1).cmp(&(left.0, left.1)).then(left.2.index.cmp(&right.2.index))
        });
        let mut found = found.into_iter().map(|(_, _, column)| column);
        if let Some(best) = found.next() {
            columns.insert(field, best);
        }
        unknown.extend(found.map(|column| (column.index, column.text)));
    }
    unknown.sort_unstable();
    let row = lines.last().map_or(0, |row| row.number);
    Header { row, columns, unknown, year: latest_year, lines: lines.len() }
}

/// The labels above a column from the outermost group to its own, each once.
fn labels(lines: &[Row], merges: &[Merge], index: usize) -> Vec<String> {
    let mut labels: Vec<String> = Vec::new();
    for (depth, line) in lines.iter().enumerate() {
        let below = lines.get(depth + 1);
        let label = match line.cell(index).as_text().map(normalise) {
            Some(text) if !text.is_empty() => text,
            _ => match group(line, below, merges, index) {
                Some(text) => text,
                None => continue,
            },
        };
        if labels.last() != Some(&label) {
            labels.push(label);
        }
    }
    labels
}

/// The group that covers a blank cell of an upper line: by its merge, or, in files that have no
/// merges, by standing to the left of a blank above a label.
fn group(line: &Row, below: Option<&Row>, merges: &[Merge], index: usize) -> Option<String> {
    let below = below?;
    let text = |column: usize| line.cell(column).as_text().map(normalise);
    if merges.is_empty() {
        if below.cell(index).is_blank() {
            return None;
        }
        return (0..index).rev().find_map(|column| text(column).filter(|text| !text.is_empty()));
    }
    let merge = merges.iter().find(|merge| {
        (merge.first_row..=merge.last_row).contains(&line.number)
            && (merge.first_column..=merge.last_column).contains(&index)
    })?;
    text(merge.first_column)
}

/// The field of a column by its own label, else by its label within its groups.
fn field_of(labels: &[String]) -> Option<(Field, Certainty)> {
    let (own, groups) = labels.split_last()?;
    let own_field = recognise(&without_parentheses(own));
    let of_person = groups.iter().any(|group| {
        matches!(recognise(&without_parentheses(group)), Some((Field::Representative, _)))
    });
    if of_person {
        return own_field.and_then(|(field, certainty)| match field {
            Field::Name | Field::Representative => Some((Field::Representative, certainty)),
            Field::Phone => Some((field, certainty)),
            _ => None,
        });
    }
    if own_field.is_some() {
        return own_field;
    }
    let group = groups.last()?;
    let joined = format!("{} {}", without_parentheses(group), without_parentheses(own));
    recognise(&joined).map(|(field, _)| (field, Certainty::Contains))
}

fn unit_of(labels: &[String]) -> ColumnUnit {
    let units = labels.iter().rev().map(|label| header_unit(label));
    let mut unit = ColumnUnit::default();
    for found in units {
        unit.dong = unit.dong.or(found.dong);
        unit.monthly |= found.monthly;
    }
    unit
}

fn without_parentheses(label: &str) -> String {
    let mut depth = 0_usize;
    let kept = label.chars().filter(|letter| {
        match letter {
            '(' | '[' => depth += 1,
            ')' | ']' => {
                depth = depth.saturating_sub(1);
                return false;
            }
            _ => {}
        }
        depth == 0
    });
    let kept: String = kept.collect();
    if kept.trim().is_empty() { label.to_owned() } else { kept }
}

/// The latest year that a text names.
pub(super) fn year_in(text: &str) -> Option<i16> {
    fold(text)
        .split(|letter: char| !letter.is_ascii_digit())
        .filter(|digits| digits.len() == 4 && digits.starts_with("20"))
        .filter_map(|digits| digits.parse().ok())
        .max()
}
