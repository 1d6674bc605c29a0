//! What can be wrong with a row, and what was put right without asking.

use htx_model::refusal::Text;

/// Makes an enum of codes with its table: code, label in Vietnamese, label in English.
macro_rules! codes {
    ($(#[doc = $doc:literal])+ $name:ident { $($variant:ident => $code:literal, $vi:literal, $en:literal;)+ }) => {
        $(#[doc = $doc])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $(#[doc = $en] $variant,)+ }

        impl $name {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The stable code.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }

            /// The label in both languages.
            #[must_use]
            pub const fn label(self) -> Text {
                match self { $(Self::$variant => Text::fixed($vi, $en),)+ }
            }
        }
    };
}

codes! {
    /// Why a row cannot be imported.
    ProblemCode {
        MissingName => "missing_name", "Thiếu tên", "The name is missing";
        TextTooLong => "text_too_long", "Nội dung quá dài", "The text is too long";
        FormulaError => "formula_error", "Công thức bị lỗi", "The formula failed";
        UnknownKind => "unknown_kind", "Không rõ loại hình", "Unknown kind of organisation";
        NotARegistrationNumber => "not_a_registration_number", "Mã số không đúng dạng", "Not a registration number";
        CheckDigit => "check_digit", "Sai chữ số kiểm tra của mã số", "The check digit of the number is wrong";
        DuplicateNumber => "duplicate_number", "Trùng mã số trong tệp", "The number occurs twice in the file";
        BadDate => "bad_date", "Ngày không hợp lệ", "Not a valid date";
        UnknownDistrict => "unknown_district", "Không có quận, huyện, thị xã này", "Unknown district";
        MissingCommune => "missing_commune", "Thiếu xã, phường, thị trấn", "The commune is missing";
        UnknownCommune => "unknown_commune", "Không có xã, phường, thị trấn này", "Unknown commune";
        AmbiguousCommune => "ambiguous_commune", "Tên xã, phường, thị trấn chưa rõ", "The commune's name is ambiguous";
        BadBusinessLine => "bad_business_line", "Mã ngành không hợp lệ", "Not a code of the national classification";
        UnknownSector => "unknown_sector", "Không rõ lĩnh vực", "Unknown sector";
        NotANumber => "not_a_number", "Không phải là số", "Not a number";
        OutOfRange => "out_of_range", "Số nằm ngoài khoảng cho phép", "The number is out of range";
        UnknownUnit => "unknown_unit", "Không rõ đơn vị tính", "The unit of the amount is not known";
        UnknownRating => "unknown_rating", "Không rõ xếp loại", "Unknown rating";
        UnknownStatus => "unknown_status", "Không rõ tình trạng", "Unknown status";
        UnknownMark => "unknown_mark", "Không rõ có hay không", "Neither yes nor no";
    }
}

codes! {
    /// What was put right while reading a row.
    RepairCode {
        NumberLostLeadingZero => "number_lost_leading_zero", "Mã số mất số 0 ở đầu", "The number had lost its leading zero";
        DecomposedUnicode => "decomposed_unicode", "Chữ Unicode tổ hợp", "The text was decomposed Unicode";
        StraySpaces => "stray_spaces", "Thừa khoảng trắng", "Stray spaces";
        CommuneWithoutPrefix => "commune_without_prefix", "Xã, phường thiếu tiền tố", "The commune was written without its kind";
        UpperCaseDistrict => "upper_case_district", "Quận, huyện viết hoa toàn bộ", "The district was written in capitals";
        DistrictWithoutPrefix => "district_without_prefix", "Quận, huyện thiếu tiền tố", "The district was written without its kind";
        UnitSpelling => "unit_spelling", "Tên địa danh viết khác tên chính thức", "The unit's name was spelt unlike the official one";
        CommuneFromAddress => "commune_from_address", "Lấy xã, phường từ địa chỉ", "The commune was taken from the address";
        DistrictFromHeading => "district_from_heading", "Lấy quận, huyện từ tiêu đề", "The district was taken from a heading";
        TwoDigitYear => "two_digit_year", "Năm viết hai chữ số", "The year had two digits";
        DateFromSerial => "date_from_serial", "Ngày lưu dưới dạng số", "The date was stored as a number";
        PhoneLostLeadingZero => "phone_lost_leading_zero", "Số điện thoại mất số 0 ở đầu", "The telephone number had lost its leading zero";
        LineLostLeadingZero => "line_lost_leading_zero", "Mã ngành mất số 0 ở đầu", "The business line had lost its leading zero";
        UnitAfterAmount => "unit_after_amount", "Đơn vị ghi sau số tiền", "The unit stood after the amount";
        RoundedToDong => "rounded_to_dong", "Làm tròn đến đồng", "The amount was rounded to whole đồng";
        KindFromHeading => "kind_from_heading", "Lấy loại hình từ tên hoặc tiêu đề", "The kind was taken from the name or a heading";
    }
}

/// One thing that keeps a row from being imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The sheet.
    pub sheet: String,
    /// The row as the spreadsheet program numbers it.
    pub row: u32,
    /// The header of the column as the file has it.
    pub column: String,
    /// The letter of the column; empty where the problem is of no one column.
    pub letter: String,
    /// What is wrong.
    pub code: ProblemCode,
    /// What was read.
    pub read: String,
    /// Whether that is of a column about a natural person.
    pub personal: bool,
    /// What was expected, in Vietnamese.
    pub expected: String,
}

/// One thing that was put right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repair {
    /// The header of the column as the file has it.
    pub column: String,
    /// What was put right.
    pub code: RepairCode,
    /// What was read.
    pub read: String,
}

/// The letter of a column counted from 0: A, B, ..., Z, AA, ...
#[must_use]
pub fn column_letter(column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or_default();
        letters.push(char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_lettered_as_spreadsheets_do() {
        for (column, letter) in
            [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (701, "ZZ"), (702, "AAA")]
        {
            assert_eq!(column_letter(column), letter);
        }
    }

    #[test]
    fn codes_are_unique() {
        let codes: std::collections::HashSet<_> =
            ProblemCode::ALL.iter().map(|code| code.code()).collect();
        assert_eq!(codes.len(), ProblemCode::ALL.len());
        let codes: std::collections::HashSet<_> =
            RepairCode::ALL.iter().map(|code| code.code()).collect();
        assert_eq!(codes.len(), RepairCode::ALL.len());
    }
}
