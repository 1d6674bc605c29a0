//! From the tables of a file to proposed organisations.

use std::collections::HashMap;

use htx_kit::tabular::{Cell, Sheet};
use htx_model::{
    administrative::{AdministrativeUnits, DistrictCode},
    date::Date,
    money::Dong,
    organisation::OrganisationKind,
    registration_number::RegistrationNumber,
    text::fold,
};

use super::{
    Interpretation, NoRegister, RegisterRecord, SheetRow, UnknownColumn,
    amount::{NumberStyle, StyleEvidence},
    code_words,
    field::Field,
    header::year_in,
    place::place,
    problem::{ProblemCode, RepairCode, column_letter},
    reading::RowReader,
    table::{DataRow, Page, Table, page},
    territory::Territories,
};

/// What stands around a row and may say what its cells do not.
#[derive(Debug, Default)]
struct Surroundings {
    district: Option<DistrictCode>,
    kind: Option<OrganisationKind>,
}

/// Where a number was first seen: sheet and row.
type Seen<'a> = HashMap<RegistrationNumber, (&'a str, u32)>;

pub(super) fn interpret(
    sheets: &[Sheet],
    units: &AdministrativeUnits,
    as_of: Date,
) -> Result<Interpretation, NoRegister> {
    let pages: Vec<Page<'_>> = sheets.iter().filter(|sheet| !sheet.hidden).map(page).collect();
    let mut interpretation = Interpretation::default();
    let complete = |table: &&Table<'_>| table.header.missing().is_empty();
    if !pages.iter().flat_map(|page| &page.tables).any(|table| complete(&table)) {
        return Err(nothing_to_read(&pages));
    }
    let mut reader = FileReader {
        territories: Territories::new(units, as_of),
        style: number_style(&pages),
        as_of,
        seen: HashMap::new(),
        interpretation: &mut interpretation,
    };
    for page in &pages {
        let before = reader.interpretation.rows;
        for table in page.tables.iter().filter(complete) {
            reader.table(page, table);
        }
        if reader.interpretation.rows == before && !page.tables.iter().any(|table| complete(&table))
        {
            reader.interpretation.ignored_sheets.push(page.sheet.name.clone());
        }
    }
    Ok(interpretation)
}

/// Which columns are missing from the best header of a file without a readable table.
fn nothing_to_read(pages: &[Page<'_>]) -> NoRegister {
    let best =
        pages.iter().flat_map(|page| &page.tables).max_by_key(|table| table.header.columns.len());
    match best {
        Some(table) => NoRegister {
            sheet: table.sheet.name.clone(),
            row_number: table.header.row,
            columns: table.header.columns.values().map(|column| column.text.clone()).collect(),
            missing: table.header.missing(),
        },
        None => NoRegister {
            sheet: pages.first().map_or_else(String::new, |page| page.sheet.name.clone()),
            row_number: 1,
            columns: Vec::new(),
            missing: vec!["Tên hợp tác xã", "Xã/Phường/Thị trấn"],
        },
    }
}

fn number_style(pages: &[Page<'_>]) -> NumberStyle {
    let mut evidence = StyleEvidence::default();
    for table in pages.iter().flat_map(|page| &page.tables) {
        let columns =
            table.header.columns.iter().filter(|(field, _)| field.is_amount() || field.is_count());
        for (_, column) in columns {
            let cells = table.rows.iter().map(|data| data.row.cell(column.index));
            cells.filter_map(Cell::as_text).for_each(|text| evidence.add(text.trim()));
        }
    }
    evidence.style()
}

/// The year of the figures: said as such, named by the headers, or by a date or year of the title.
fn figures_year(page: &Page<'_>, table: &Table<'_>, as_of: Date) -> Option<i16> {
    let titles = page.titles.iter();
    let said = titles
        .clone()
        .filter(|title| fold(title).contains("so lieu"))
        .find_map(|title| year_in(title));
    let named = titles.filter_map(|title| year_in(title)).max();
    said.or(table.header.year).or(named).filter(|year| *year <= as_of.year())
}

struct FileReader<'a, 'b> {
    territories: Territories<'a>,
    style: NumberStyle,
    as_of: Date,
    seen: Seen<'a>,
    interpretation: &'b mut Interpretation,
}

impl<'a> FileReader<'a, '_> {
    fn table(&mut self, page: &Page<'a>, table: &Table<'a>) {
        for (index, text) in &table.header.unknown {
            let column = UnknownColumn {
                sheet: page.sheet.name.clone(),
                letter: column_letter(*index),
                header: text.clone(),
            };
            if !self.interpretation.unknown_columns.contains(&column) {
                self.interpretation.unknown_columns.push(column);
            }
        }
        let year = figures_year(page, table, self.as_of);
        let above =
            self.surroundings(page.titles.iter().map(String::as_str), Surroundings::default());
        let mut under: Vec<Surroundings> = Vec::with_capacity(table.headings.len());
        for heading in &table.headings {
            let last = under.last().unwrap_or(&above);
            let outer = Surroundings { district: last.district.clone(), kind: last.kind };
            let inner = self.surroundings([heading.as_str()], outer);
            under.push(inner);
        }
        for data in &table.rows {
            let around = data.heading.and_then(|at| under.get(at)).unwrap_or(&above);
            self.row(table, data, around, year);
        }
    }

    fn surroundings<'t>(
        &self,
        texts: impl IntoIterator<Item = &'t str>,
        outer: Surroundings,
    ) -> Surroundings {
        texts.into_iter().fold(outer, |outer, text| Surroundings {
            district: self.territories.district_in(text).or(outer.district),
            kind: code_words::kind_in_heading(text).or(outer.kind),
        })
    }

    fn row(
        &mut self,
        table: &Table<'a>,
        data: &DataRow<'a>,
        around: &Surroundings,
        year: Option<i16>,
    ) {
        let mut row = RowReader {
            header: &table.header,
            sheet: &table.sheet.name,
            row: data.row,
            style: self.style,
            as_of: self.as_of,
            problems: Vec::new(),
            repairs: Vec::new(),
        };
        let record = self.record(&mut row, &table.sheet.name, around, year);
        self.interpretation.rows += 1;
        let RowReader { problems, repairs, .. } = row;
        match record {
            Some(record) if problems.is_empty() => {
                let sheet = table.sheet.name.clone();
                let row_number = data.row.number;
                self.interpretation.rows_read.push(SheetRow { sheet, row_number, record, repairs });
            }
            _ => self.interpretation.problems.extend(problems),
        }
    }

    /// Reads every cell, so that all problems are noted; the record counts where there are none.
    fn record(
        &mut self,
        row: &mut RowReader<'_>,
        sheet: &'a str,
        around: &Surroundings,
        year: Option<i16>,
    ) -> Option<RegisterRecord> {
        let name = row.text(Field::Name);
        if name.is_none() && row.problems.is_empty() {
            row.problem(Field::Name, ProblemCode::MissingName, "tên tổ chức");
        }
        let kind = kind(row, name.as_deref(), around);
        let number = self.number(row, sheet);
        let registered_on = row.registered_on();
        let address = row.text(Field::Address);
        let place = place(&mut self.territories, row, address.as_deref(), around.district.as_ref());
        let representative = row.text(Field::Representative);
        let phone = row.phone();
        let main_business_line = row.business_line();
        let sector = row.word(
            Field::Sector,
            ProblemCode::UnknownSector,
            "Nông nghiệp, Công nghiệp - TTCN, Xây dựng, Vận tải, Thương mại - dịch vụ, Quỹ tín dụng nhân dân, \
             Môi trường hoặc Khác",
            code_words::sector,
        );
        let charter_capital = row.amount(Field::CharterCapital, false).map(Dong);
        let members = row.count(Field::Members);
        let workers = row.count(Field::Workers);
        let revenue = row.amount(Field::Revenue, false).map(Dong);
        let profit = row.amount(Field::Profit, true).map(Dong);
        let average_worker_income = row.amount(Field::Income, false).map(Dong);
        let rating = row.word(
            Field::Rating,
            ProblemCode::UnknownRating,
            "Tốt, Khá, Trung bình, Yếu hoặc Chưa xếp loại",
            code_words::rating,
        );
        let status = row.word(
            Field::Status,
            ProblemCode::UnknownStatus,
            "Đang hoạt động, Tạm ngừng hoạt động, Ngừng hoạt động, Đang giải thể, Đã giải thể, ...",
            code_words::status,
        );
        let alliance_member = alliance_member(row);
        let place = place?;
        Some(RegisterRecord {
            name: name?,
            kind: kind?,
            number,
            registered_on,
            address,
            commune: place.unit.commune_code()?,
            commune_as_of: place.as_of,
            district: place.unit.district_code.clone(),
            representative,
            phone,
            main_business_line,
            sector,
            charter_capital,
            members,
            workers,
            revenue,
            profit,
            average_worker_income,
            rating,
            status,
            alliance_member,
            figures_year: year,
        })
    }

    /// The number, unless an earlier row of the file has it.
    fn number(&mut self, row: &mut RowReader<'_>, sheet: &'a str) -> Option<RegistrationNumber> {
        let (number, _) = row.number()?;
        let here = (sheet, row.row.number);
        let first = *self.seen.entry(number.clone()).or_insert(here);
        if first == here {
            return Some(number);
        }
        let place =
            if first.0 == sheet { String::new() } else { format!(" trang \"{}\"", first.0) };
        let expected = format!("mã số chưa có ở dòng trước; đã có ở dòng {}{place}", first.1);
        row.problem(Field::Number, ProblemCode::DuplicateNumber, expected);
        None
    }
}

/// The kind by its column, else by how the name begins, else by a heading, else by what the column
/// of names is for.
fn kind(
    row: &mut RowReader<'_>,
    name: Option<&str>,
    around: &Surroundings,
) -> Option<OrganisationKind> {
    const EXPECTED: &str = "HTX, THT hoặc LH HTX";
    if !row.cell(Field::Kind).is_blank() {
        return row.word(Field::Kind, ProblemCode::UnknownKind, EXPECTED, code_words::kind);
    }
    if let Some(kind) = name.and_then(code_words::kind_of_name) {
        return Some(kind);
    }
    let header =
        row.header.column(Field::Name).and_then(|column| code_words::kind_in_heading(&column.text));
    let kind = around.kind.or(header).or_else(|| name.and_then(code_words::kind));
    match kind {
        Some(_) => row.repair(Field::Name, RepairCode::KindFromHeading),
        None if name.is_some() => row.problem(Field::Kind, ProblemCode::UnknownKind, EXPECTED),
        None => {}
    }
    kind
}

/// Whether it is marked; a blank in the column is a no.
fn alliance_member(row: &mut RowReader<'_>) -> Option<bool> {
    row.header.column(Field::Alliance)?;
    Some(match row.cell(Field::Alliance) {
        Cell::Boolean(member) => *member,
        Cell::Number(number) => *number != 0.0,
        Cell::Date(_) => true,
        _ => row
            .word(Field::Alliance, ProblemCode::UnknownMark, "x, hoặc để trống", code_words::mark)
            .unwrap_or(false),
    })
}
