//! The columns of the national system's spreadsheet.

use htx_model::{
    date::Date,
    refusal::{LegalBasis, Text},
};

use super::NationalField;

/// Under which the system is kept; the article and the field list were not read.
pub const BASIS: LegalBasis = LegalBasis::unverified("92/2024/NĐ-CP", "-");
/// Since when this list of columns is used here.
pub const VALID_FROM: Date = Date(jiff::civil::date(2024, 7, 1));

/// A column of the spreadsheet.
#[derive(Debug, Clone, Copy)]
pub struct NationalColumn {
    /// What it holds.
    pub field: NationalField,
    /// Whether a row without it cannot be read.
    pub required: bool,
    /// How it is written, in both languages.
    pub form: (&'static str, &'static str),
}

impl NationalColumn {
    /// How it is written.
    #[must_use]
    pub const fn form(&self) -> Text {
        Text::fixed(self.form.0, self.form.1)
    }
}

const fn column(
    field: NationalField,
    required: bool,
    vi: &'static str,
    en: &'static str,
) -> NationalColumn {
    NationalColumn { field, required, form: (vi, en) }
}

/// The columns, in the order of the export. Not verified: see [`BASIS`].
pub const COLUMNS: &[NationalColumn] = &[
    column(
        NationalField::RegistrationNumber,
        false,
        "10 chữ số; đơn vị phụ thuộc thêm -001 đến -999; có thể trống",
        "ten digits, a branch with -001 to -999; may be blank",
    ),
    column(NationalField::Name, true, "tên đầy đủ kèm loại hình", "the full name with its form"),
    column(
        NationalField::Kind,
        false,
        "Hợp tác xã, Tổ hợp tác hoặc Liên hiệp hợp tác xã; trống thì theo tên",
        "the kind in words; where blank, as the name begins",
    ),
    column(
        NationalField::Status,
        false,
        "Đang hoạt động, Tạm ngừng hoạt động, Ngừng hoạt động, Đã giải thể, ...",
        "the status in words",
    ),
    column(NationalField::RegisteredOn, false, "ngày/tháng/năm", "day/month/year"),
    column(NationalField::AddressLine, false, "số nhà, đường, thôn", "house, street, hamlet"),
    column(
        NationalField::Commune,
        true,
        "tên xã, phường, thị trấn khi đăng ký",
        "the commune's name as registered",
    ),
    column(
        NationalField::District,
        false,
        "tên quận, huyện, thị xã; trống từ 01/7/2025",
        "the district's name; blank since 2025-07-01",
    ),
    column(
        NationalField::MainBusinessLine,
        false,
        "4 chữ số theo Hệ thống ngành kinh tế Việt Nam",
        "four digits of the national classification",
    ),
    column(NationalField::Sector, false, "lĩnh vực bằng chữ", "the field in words"),
    column(NationalField::CharterCapital, false, "số nguyên, đồng", "whole đồng"),
    column(NationalField::MemberCount, false, "số nguyên", "a whole number"),
    column(NationalField::WorkerCount, false, "số nguyên", "a whole number"),
];
