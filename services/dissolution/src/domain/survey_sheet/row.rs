//! One row of a survey, cell by cell.

use htx_kit::tabular::{Cell, Row};
use htx_model::{
    code_list::CodeList,
    date::Date,
    dissolution::Route,
    faults::Faults,
    language::Language,
    money::Dong,
    refusal::Fault,
    text::{normalise, words},
    words::BASIS_LENGTH_MAX,
};

use super::{Column, Header, Problem, SurveyRow};
use crate::domain::{
    custody::{self, Custody, CustodyItem},
    survey::{
        Explained, Finding, Inventory, InventoryFinding, Line, PeopleFinding, RecordsFinding,
    },
};

/// What people write beside the labels of the code lists.
const RECORDS: &[(&str, RecordsFinding)] = &[
    ("con", RecordsFinding::Complete),
    ("day du", RecordsFinding::Complete),
    ("mot phan", RecordsFinding::Partial),
    ("khong", RecordsFinding::Gone),
    ("mat", RecordsFinding::Gone),
];
const PEOPLE: &[(&str, PeopleFinding)] = &[
    ("con", PeopleFinding::Board),
    ("con ban quan tri", PeopleFinding::Board),
    ("con nguoi lien he", PeopleFinding::Reachable),
    ("khong", PeopleFinding::Nobody),
    ("khong con", PeopleFinding::Nobody),
    ("khong con ai", PeopleFinding::Nobody),
];
const CUSTODY: &[(&str, Custody)] = &[
    ("da nop", Custody::Returned),
    ("dang giu", Custody::Held),
    ("mat", Custody::Lost),
    ("chua cap", Custody::NeverIssued),
    ("khong co", Custody::NeverIssued),
];
const ROUTES: &[(&str, Route)] = &[
    ("chua chuyen doi", Route::Legacy),
    ("chua to chuc lai", Route::Legacy),
    ("da ngung hoat dong", Route::Dormant),
];

/// What a row says.
pub(super) fn read(header: &Header, row: &Row, today: Date) -> Result<SurveyRow, Vec<Problem>> {
    let mut reader = Reader { header, row, problems: Vec::new() };
    let seal = reader.custody(CustodyItem::Seal, Column::Seal, Column::SealWhy);
    let certificate = (Column::Certificate, Column::CertificateWhy);
    let certificate = reader.custody(CustodyItem::Certificate, certificate.0, certificate.1);
    let read = SurveyRow {
        row: row.number,
        number: reader.text(Column::Number),
        name: reader.text(Column::Name),
        commune: reader.text(Column::Commune),
        route: reader.route(),
        basis: reader.basis(),
        surveyed_on: reader.day(Column::SurveyedOn, today),
        records: reader.finding((Column::Records, Column::RecordsWhy), RECORDS),
        people: reader.finding((Column::People, Column::PeopleWhy), PEOPLE),
        assets: reader.inventory(Column::Assets, Column::AssetsWhy),
        debts: reader.inventory(Column::Debts, Column::DebtsWhy),
        custody: seal.into_iter().chain(certificate).collect(),
    };
    if reader.problems.is_empty() { Ok(read) } else { Err(reader.problems) }
}

struct Reader<'a> {
    header: &'a Header,
    row: &'a Row,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn text(&self, column: Column) -> Option<String> {
        let text = normalise(&self.header.cell(self.row, column).to_string());
        (!text.is_empty()).then_some(text)
    }

    fn problem(&mut self, column: Column, code: &'static str, expected: String) {
        let (name, letter) = self.header.name(column);
        self.problems.push(Problem {
            row: self.row.number,
            column: name,
            letter,
            code,
            read: self.text(column).unwrap_or_default(),
            personal: column.is_personal(),
            expected,
        });
    }

    /// The problems that faults of what was read are: each in the column that its pointer ends in.
    fn faults(&mut self, (column, why): (Column, Column), faults: Vec<Fault>) {
        for fault in faults {
            let of_reason =
                fault.pointer.ends_with("explanation") || fault.pointer.ends_with("reason");
            let at = if of_reason { why } else { column };
            self.problem(at, fault.code, fault.detail.in_language(Language::Vi).to_owned());
        }
    }

    /// A code by its label, its code, or what people write for it.
    fn code<C: CodeList + PartialEq>(
        &mut self,
        column: Column,
        written: &[(&str, C)],
        allowed: &[C],
    ) -> Option<C> {
        let text = self.text(column)?;
        let folded = words(&text).join(" ");
        let by_words = written.iter().find(|(one, _)| *one == folded).map(|(_, code)| *code);
        let code = by_words.or_else(|| C::from_label(&text)).or_else(|| C::parse(&text));
        let code = code.filter(|code| allowed.contains(code));
        if code.is_none() {
            let labels: Vec<_> = allowed.iter().map(|code| code.label(Language::Vi)).collect();
            self.problem(column, "unknown_value", format!("Một trong: {}", labels.join("; ")));
        }
        code
    }

    /// A case that nobody reorganised or that stopped: the others have papers of their own.
    fn route(&mut self) -> Option<Route> {
        self.code(Column::Route, ROUTES, &[Route::Legacy, Route::Dormant])
    }

    fn basis(&mut self) -> Option<String> {
        let mut faults = Faults::default();
        let given = self.text(Column::Basis);
        let basis = faults.given("/legal_basis", given.as_deref(), BASIS_LENGTH_MAX);
        self.faults((Column::Basis, Column::Basis), faults.into_vec());
        basis
    }

    fn day(&mut self, column: Column, today: Date) -> Option<Date> {
        let read = match self.header.cell(self.row, column) {
            Cell::Date(date) => Some(*date),
            _ => day(&self.text(column)?),
        };
        match read {
            Some(day) if day <= today => Some(day),
            _ => {
                let expected = "Ngày/tháng/năm, không sau hôm nay".to_owned();
                self.problem(column, "bad_date", expected);
                None
            }
        }
    }

    fn finding<C: CodeList + PartialEq + Explained>(
        &mut self,
        (column, why): (Column, Column),
        written: &[(&str, C)],
    ) -> Option<Finding<C>> {
        let finding = self.code(column, written, C::all())?;
        let given = Finding { finding, explanation: self.text(why) };
        let checked = Finding::check(given, "");
        checked.map_err(|faults| self.faults((column, why), faults)).ok()
    }

    fn custody(
        &mut self,
        item: CustodyItem,
        column: Column,
        why: Column,
    ) -> Option<(CustodyItem, Custody, Option<String>)> {
        let custody = self.code(column, CUSTODY, Custody::all())?;
        let reason = custody::reason("", custody, self.text(why).as_deref(), false);
        let reason = reason.map_err(|faults| self.faults((column, why), faults)).ok()?;
        Some((item, custody, reason))
    }

    /// "Không có", or what there is: `tên: số tiền; tên`.
    fn inventory(&mut self, column: Column, why: Column) -> Option<Inventory> {
        let text = self.header.cell(self.row, column).to_string();
        if text.trim().is_empty() {
            return None;
        }
        let folded = words(&text).join(" ");
        let none = ["khong", "khong co", "khong con", "xac nhan khong co"];
        let none = none.contains(&folded.as_str());
        let finding = if none { InventoryFinding::NoneConfirmed } else { InventoryFinding::Listed };
        let mut lines = Vec::new();
        let parts = text.split([';', '\n']).map(str::trim).filter(|part| !part.is_empty());
        for part in parts.filter(|_| !none) {
            let Ok(line) = line(part) else {
                let expected = "Tên: số đồng viết bằng chữ số; mỗi khoản cách nhau bằng dấu “;”";
                self.problem(column, "bad_amount", expected.to_owned());
                return None;
            };
            lines.push(line);
        }
        let given = Inventory { finding, lines, explanation: self.text(why) };
        let checked = Inventory::check(given, "");
        checked.map_err(|faults| self.faults((column, why), faults)).ok()
    }
}

/// A line of an inventory, with its amount where it has one.
fn line(text: &str) -> Result<Line, ()> {
    let Some((name, amount)) = text.rsplit_once(':') else {
        return Ok(Line { name: text.to_owned(), amount_vnd: None });
    };
    let folded = htx_model::text::fold(amount);
    let digits = ["dong", "vnd", "d"].iter().find_map(|unit| folded.strip_suffix(unit));
    let digits = digits.unwrap_or(&folded).trim();
    // Thousands by full stops or spaces, in groups of three: 1.5 is nobody's amount in đồng.
    let mut groups = digits.split(['.', ' ']);
    let first = groups.next().is_some_and(|group| !group.is_empty());
    if !first || groups.any(|group| group.len() != 3) {
        return Err(());
    }
    let digits: String = digits.chars().filter(|letter| !matches!(letter, '.' | ' ')).collect();
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(());
    }
    let amount = digits.parse().map_err(|_| ())?;
    Ok(Line { name: name.to_owned(), amount_vnd: Some(Dong(amount)) })
}

/// 12/5/2025, 12-05-2025, 12.5.2025, 2025-05-12.
fn day(text: &str) -> Option<Date> {
    if let Ok(date) = Date::parse(text) {
        return Some(date);
    }
    let parts: Vec<&str> = text.split(['/', '-', '.']).map(str::trim).collect();
    let [day, month, year] = parts.as_slice() else { return None };
    let year: i16 = year.parse().ok().filter(|year| *year >= 1900)?;
    Date::new(year, month.parse().ok()?, day.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_whole_dong_and_days_are_days() {
        let amount = |text: &str| line(text).map(|line| line.amount_vnd.map(|dong| dong.0));
        for (text, expected) in [
            ("Nhà kho: 15.000.000 đồng", Ok(Some(15_000_000))),
            ("Vay: ngân hàng: 200 000 đ", Ok(Some(200_000))),
            ("Máy: 500", Ok(Some(500))),
            ("1.200 m2 đất", Ok(None)),
            ("Máy: 1.5 triệu", Err(())),
            ("Máy: 1.5", Err(())),
            ("Máy: không rõ", Err(())),
            ("Máy:", Err(())),
            ("Máy: -5", Err(())),
            ("Máy: 99999999999999999999", Err(())),
        ] {
            assert_eq!(amount(text), expected, "{text}");
        }
        for text in ["12/5/2025", "12-05-2025", "12.5.2025", "2025-05-12"] {
            assert_eq!(day(text), Date::parse("2025-05-12").ok(), "{text}");
        }
        for text in ["31/4/2025", "5/2025", "12/5/25", "hôm qua"] {
            assert_eq!(day(text), None, "{text}");
        }
    }
}
