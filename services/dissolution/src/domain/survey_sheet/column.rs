//! The columns of a district's survey, recognised by their headers without case, accents or what
//! stands in parentheses.

use htx_kit::tabular::{Cell, Row};
use htx_model::text::words;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    /// The registration number.
    Number,
    /// The organisation's name.
    Name,
    /// The commune of its seat.
    Commune,
    /// By which way it is dissolved.
    Route,
    /// The legal basis of the opening.
    Basis,
    /// When it was looked at.
    SurveyedOn,
    /// Records.
    Records,
    /// More about them.
    RecordsWhy,
    /// People.
    People,
    /// More about them.
    PeopleWhy,
    /// The seal.
    Seal,
    /// Who holds it, how it was lost.
    SealWhy,
    /// The certificate.
    Certificate,
    /// Who holds it, how it was lost.
    CertificateWhy,
    /// Assets.
    Assets,
    /// How it is known that there are none.
    AssetsWhy,
    /// Debts.
    Debts,
    /// How it is known that there are none.
    DebtsWhy,
}

/// Each column with the header that the template has, and the folded words of all that it goes by.
const COLUMNS: &[(Column, &str, &[&str])] = &[
    (Column::Number, "Mã số", &["ma so", "ma so dang ky", "ma so htx", "so dang ky", "ma so thue"]),
    (
        Column::Name,
        "Tên tổ chức",
        &["ten to chuc", "ten htx", "ten hop tac xa", "ten", "hop tac xa", "htx"],
    ),
    (Column::Commune, "Xã, phường", &["xa phuong", "xa", "xa phuong thi tran", "dia ban"]),
    (Column::Route, "Hình thức", &["hinh thuc", "hinh thuc giai the", "dien giai the"]),
    (Column::Basis, "Căn cứ", &["can cu", "can cu phap ly", "van ban can cu"]),
    (Column::SurveyedOn, "Ngày khảo sát", &["ngay khao sat", "ngay kiem tra"]),
    (Column::Records, "Hồ sơ, sổ sách", &["ho so so sach", "ho so", "so sach"]),
    (
        Column::RecordsWhy,
        "Giải thích hồ sơ",
        &["giai thich ho so", "ly do ho so", "giai thich ho so so sach"],
    ),
    (Column::People, "Người quản lý", &["nguoi quan ly", "bo may quan ly", "nhan su"]),
    (
        Column::PeopleWhy,
        "Giải thích người quản lý",
        &["giai thich nguoi quan ly", "ly do nguoi quan ly", "giai thich nhan su"],
    ),
    (Column::Seal, "Con dấu", &["con dau", "dau"]),
    (Column::SealWhy, "Lý do con dấu", &["ly do con dau", "giai thich con dau"]),
    (
        Column::Certificate,
        "Giấy chứng nhận",
        &["giay chung nhan", "giay chung nhan dang ky", "gcn", "gcndk"],
    ),
    (
        Column::CertificateWhy,
        "Lý do giấy chứng nhận",
        &["ly do giay chung nhan", "giai thich giay chung nhan", "ly do gcn"],
    ),
    (Column::Assets, "Tài sản", &["tai san"]),
    (Column::AssetsWhy, "Giải thích tài sản", &["giai thich tai san", "ly do tai san"]),
    (Column::Debts, "Nợ phải trả", &["no phai tra", "no", "cong no"]),
    (Column::DebtsWhy, "Giải thích nợ", &["giai thich no", "ly do no", "giai thich no phai tra"]),
];

impl Column {
    /// Its header in the template.
    #[must_use]
    pub fn label(self) -> &'static str {
        COLUMNS.iter().find(|(column, ..)| *column == self).map_or("", |(_, label, _)| label)
    }

    /// Whether what stands in it may name persons.
    #[must_use]
    pub const fn is_personal(self) -> bool {
        matches!(
            self,
            Self::RecordsWhy
                | Self::PeopleWhy
                | Self::SealWhy
                | Self::CertificateWhy
                | Self::Assets
                | Self::AssetsWhy
                | Self::Debts
                | Self::DebtsWhy
        )
    }

    fn recognise(header: &str) -> Option<Self> {
        let plain = header.split(['(', '[']).next().unwrap_or_default();
        let folded = words(plain).join(" ");
        let of = COLUMNS.iter().find(|(_, _, headers)| headers.contains(&folded.as_str()));
        of.map(|(column, ..)| *column)
    }
}

/// The columns of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    found: Vec<(Column, usize, String)>,
    /// Headers that mean nothing here; their columns are not read.
    pub unknown: Vec<String>,
}

impl Header {
    /// The header that a row is: it names the organisation and something of the survey.
    pub(super) fn of(row: &Row) -> Option<Self> {
        let mut header = Self { found: Vec::new(), unknown: Vec::new() };
        for (at, text) in row.cells.iter().enumerate() {
            let Some(text) = text.as_text().filter(|text| !text.trim().is_empty()) else {
                continue;
            };
            match Column::recognise(text) {
                Some(column) if header.place(column).is_none() => {
                    header.found.push((column, at, text.trim().to_owned()));
                }
                _ => header.unknown.push(text.trim().to_owned()),
            }
        }
        let named = header.place(Column::Number).or(header.place(Column::Name)).is_some();
        (named && header.found.len() >= 3).then_some(header)
    }

    fn place(&self, column: Column) -> Option<&(Column, usize, String)> {
        self.found.iter().find(|(one, ..)| *one == column)
    }

    pub(super) fn cell<'a>(&self, row: &'a Row, column: Column) -> &'a Cell {
        self.place(column).map_or(&Cell::Empty, |(_, at, _)| row.cell(*at))
    }

    /// The header and the letter of a column; the template's header where the file has none.
    pub(super) fn name(&self, column: Column) -> (String, String) {
        match self.place(column) {
            Some((_, at, text)) => (text.clone(), letter(*at)),
            None => (column.label().to_owned(), String::new()),
        }
    }
}

/// The letter of a column counted from 0, as spreadsheet programs have it.
fn letter(column: usize) -> String {
    let last = char::from(b'A' + u8::try_from(column % 26).unwrap_or_default());
    match column / 26 {
        0 => last.to_string(),
        before => format!("{}{last}", letter(before - 1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_lettered_as_spreadsheets_do_and_recognised_by_each_of_their_headers_alone() {
        for (column, expected) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")] {
            assert_eq!(letter(column), expected);
        }
        for (column, label, headers) in COLUMNS {
            assert_eq!(Column::recognise(label), Some(*column), "{label}");
            for header in *headers {
                assert_eq!(Column::recognise(&header.to_uppercase()), Some(*column), "{header}");
            }
        }
        let noted = "TÀI SẢN (tên: số tiền; mỗi dòng một tài sản)";
        assert_eq!(Column::recognise(noted), Some(Column::Assets));
        assert_eq!(Column::recognise("Ghi chú"), None);
    }
}
