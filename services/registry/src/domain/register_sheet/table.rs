//! The rows of a sheet, told apart: titles, headers, organisations, headings, totals, signatures.

use htx_kit::tabular::{Cell, Row, Sheet};
use htx_model::text::{fold, normalise};

use super::{
    amount::title_unit,
    field::Field,
    header::{self, Header},
};

/// One row that speaks of an organisation.
#[derive(Debug, Clone, Copy)]
pub(super) struct DataRow<'a> {
    pub(super) row: &'a Row,
    /// The heading under which it stands: its place in [`Table::headings`].
    pub(super) heading: Option<usize>,
}

/// A header and the rows below it, to the next header.
#[derive(Debug)]
pub(super) struct Table<'a> {
    pub(super) sheet: &'a Sheet,
    pub(super) header: Header,
    pub(super) rows: Vec<DataRow<'a>>,
    /// Headings between the rows: "I. Huyện Ba Vì".
    pub(super) headings: Vec<String>,
}

/// A sheet with its tables.
#[derive(Debug)]
pub(super) struct Page<'a> {
    pub(super) sheet: &'a Sheet,
    /// The lines above the first header, the sheet's name last.
    pub(super) titles: Vec<String>,
    pub(super) tables: Vec<Table<'a>>,
}

/// What a row below a header is.
#[derive(Debug, PartialEq, Eq)]
enum RowKind {
    Organisation,
    Heading(String),
    Header,
    /// A sum with its label: what follows without a place or an ordinal is no organisation.
    Total,
    /// Column numbers, sums without a label, blanks.
    Nothing,
    /// Signatures and notes: what follows is no table.
    Footer,
}

pub(super) fn page(sheet: &Sheet) -> Page<'_> {
    let mut tables = Vec::new();
    let first = header::find(sheet, 0);
    let above = first.as_ref().map_or(sheet.rows.len(), |(next, header)| {
        sheet.rows[..*next].partition_point(|row| row.number < header.row)
    });
    let mut titles: Vec<String> = sheet.rows[..above].iter().flat_map(texts).collect();
    let unit = titles.iter().find_map(|title| title_unit(title));
    titles.push(sheet.name.clone());
    let mut next = first;
    while let Some((start, mut header)) = next {
        for (_, column) in header.columns.iter_mut().filter(|(field, _)| field.is_amount()) {
            column.unit.dong = column.unit.dong.or(unit);
        }
        let (table, end) = table(sheet, header, start);
        tables.push(table);
        next = end.and_then(|at| header::find(sheet, at));
    }
    Page { sheet, titles, tables }
}

fn texts(row: &Row) -> impl Iterator<Item = String> {
    row.cells.iter().filter_map(Cell::as_text).map(normalise).filter(|text| !text.is_empty())
}

/// The table below a header, and the place of the next header if one follows.
fn table(sheet: &Sheet, header: Header, start: usize) -> (Table<'_>, Option<usize>) {
    let mut rows = Vec::new();
    let mut headings = Vec::new();
    let (mut in_footer, mut after_total) = (false, false);
    let mut end = None;
    for (at, row) in sheet.rows.iter().enumerate().skip(start) {
        match kind(sheet, &header, at, After { total: after_total, signature: in_footer }) {
            RowKind::Organisation => {
                (in_footer, after_total) = (false, false);
                rows.push(DataRow { row, heading: headings.len().checked_sub(1) });
            }
            RowKind::Heading(text) if !in_footer => headings.push(text),
            RowKind::Header => {
                end = Some(at);
                break;
            }
            RowKind::Footer => in_footer = true,
            RowKind::Total => after_total = true,
            RowKind::Heading(_) | RowKind::Nothing => {}
        }
    }
    (Table { sheet, header, rows, headings }, end)
}

/// What came before a row, below which names may stand that are no organisations.
#[derive(Debug, Clone, Copy)]
struct After {
    total: bool,
    signature: bool,
}

fn kind(sheet: &Sheet, header: &Header, at: usize, after: After) -> RowKind {
    let row = &sheet.rows[at];
    let filled = |field: Field| !header.cell(row, field).is_blank();
    let placed = filled(Field::Number) || filled(Field::Commune);
    let numbered = is_number(header.cell(row, Field::Ordinal));
    let Some(first) = row.cells.iter().find(|cell| !cell.is_blank()) else {
        return RowKind::Nothing;
    };
    let name = header.cell(row, Field::Name);
    if !numbered {
        if looks_like_header(header, row)
            && header::at_row(sheet, at).is_some_and(|found| same(&found, header))
        {
            return RowKind::Header;
        }
        if is_column_numbering(row) {
            return RowKind::Nothing;
        }
        if is_total(first, header, row) {
            return RowKind::Total;
        }
        if !placed && has_signature(header, row) {
            return RowKind::Footer;
        }
    }
    let identifying = header
        .columns
        .keys()
        .filter(|field| !matches!(field, Field::Ordinal | Field::Name) && filled(**field))
        .count();
    if name.is_blank() {
        return nameless(header, row, numbered, first);
    }
    let bare = !placed && !filled(Field::Kind);
    if bare && (is_unit(name) || identifying == 0 && !numbered) {
        return RowKind::Heading(normalise(&name.to_string()));
    }
    let doubtful = after.signature || after.total && bare && !filled(Field::Address);
    if doubtful && !numbered && !placed {
        return RowKind::Nothing;
    }
    RowKind::Organisation
}

/// A row without a name: a heading in another column, a sum, or an organisation whose name is
/// missing.
fn nameless(header: &Header, row: &Row, numbered: bool, first: &Cell) -> RowKind {
    const OF_ORGANISATIONS: [Field; 6] = [
        Field::Kind,
        Field::Number,
        Field::RegisteredOn,
        Field::Commune,
        Field::Address,
        Field::Representative,
    ];
    let filled = |field: &&Field| !header.cell(row, **field).is_blank();
    let known = OF_ORGANISATIONS.iter().filter(filled).count();
    if known >= 2 || known == 1 && numbered {
        return RowKind::Organisation;
    }
    match (row.cells.iter().filter(|cell| !cell.is_blank()).count(), first) {
        (1, Cell::Text(text)) => RowKind::Heading(normalise(text)),
        _ => RowKind::Nothing,
    }
}

/// Whether the row repeats the header, or begins another: told cheaply, since every row is asked.
fn looks_like_header(header: &Header, row: &Row) -> bool {
    let says = |field: Field, words: &[&str]| {
        header
            .cell(row, field)
            .as_text()
            .is_some_and(|text| text.len() < 60 && words.contains(&fold(text).as_str()))
    };
    let repeats = header.column(Field::Name).is_some_and(|column| {
        row.cell(column.index)
            .as_text()
            .is_some_and(|text| !text.is_empty() && column.text.ends_with(normalise(text).as_str()))
    });
    repeats || says(Field::Ordinal, &["stt", "tt", "so tt"])
}

/// Whether the found header is a real one for this kind of table.
fn same(found: &Header, header: &Header) -> bool {
    found.columns.len() >= 3 || found.columns.len() >= header.columns.len()
}

/// `(1) (2) (3)` or `A B 1 2` below a header.
fn is_column_numbering(row: &Row) -> bool {
    let mut filled = 0;
    let all = row.cells.iter().filter(|cell| !cell.is_blank()).all(|cell| {
        filled += 1;
        let text = cell.to_string();
        let inner = text.trim().trim_matches(['(', ')', '[', ']']);
        let number = !inner.is_empty()
            && inner.len() <= 2
            && inner.bytes().all(|byte| byte.is_ascii_digit());
        let letter = inner.len() == 1 && inner.bytes().all(|byte| byte.is_ascii_alphabetic());
        let sum = inner.contains('=') && inner.len() <= 12;
        number || letter || sum
    });
    all && filled >= 3
}

/// "Tổng cộng", "Cộng huyện Ba Vì" in the first cell; an organisation whose name begins so has a
/// place or a number.
fn is_total(first: &Cell, header: &Header, row: &Row) -> bool {
    let Some(text) = first.as_text().filter(|text| text.len() < 200) else { return false };
    let folded = fold(text);
    let label = folded.trim_start_matches(|letter: char| !letter.is_alphabetic());
    let begins = ["tong", "cong", "luy ke", "toan thanh pho", "toan huyen"].iter().any(|word| {
        label
            .strip_prefix(word)
            .is_some_and(|rest| !rest.starts_with(|letter: char| letter.is_alphabetic()))
    });
    let in_name = header.cell(row, Field::Name) == first;
    let blank = |field: Field| header.cell(row, field).is_blank();
    begins
        && (!in_name || blank(Field::Number) && blank(Field::Commune) && blank(Field::RegisteredOn))
}

/// Whether a cell is one of those below a list. A date in words is none in the column of dates.
fn has_signature(header: &Header, row: &Row) -> bool {
    let dates = header.column(Field::RegisteredOn).map(|column| column.index);
    let cells = row.cells.iter().enumerate().filter(|(index, _)| Some(*index) != dates);
    cells.filter_map(|(_, cell)| cell.as_text()).any(is_signature)
}

fn is_signature(text: &str) -> bool {
    const WORDS: [&str; 20] = [
        "nguoi lap",
        "lap bieu",
        "nguoi ky",
        "nguoi tong hop",
        "ke toan truong",
        "thu truong",
        "chu tich",
        "pho chu tich",
        "giam doc",
        "truong phong",
        "tm.",
        "tm ubnd",
        "kt.",
        "tl.",
        "noi nhan",
        "ky ten",
        "(ky",
        "ghi chu:",
        "xac nhan",
        "can bo",
    ];
    if text.len() > 160 {
        return false;
    }
    let folded = fold(text);
    let dated = folded.contains("ngay") && folded.contains("thang") && folded.contains("nam");
    dated || WORDS.iter().any(|word| folded.starts_with(word))
}

/// A row whose name is only a unit: "Huyện Ba Vì".
fn is_unit(name: &Cell) -> bool {
    let Some(text) = name.as_text() else { return false };
    let folded = fold(text);
    let label = folded.trim_start_matches(|letter: char| !letter.is_alphabetic());
    ["huyen ", "quan ", "thi xa ", "xa ", "phuong ", "thi tran "]
        .iter()
        .any(|kind| label.starts_with(kind))
}

/// An ordinal as lists have it: 12, `12.`, `12)`.
fn is_number(cell: &Cell) -> bool {
    match cell {
        Cell::Number(number) => *number >= 0.0,
        Cell::Text(text) => {
            let digits = text.trim().trim_end_matches(['.', ')', ',']);
            let digits = digits.strip_suffix(".0").unwrap_or(digits);
            !digits.is_empty()
                && digits.len() <= 7
                && digits.bytes().all(|byte| byte.is_ascii_digit())
        }
        _ => false,
    }
}
