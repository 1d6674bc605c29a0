//! What can be wrong with a row of an imported register, and what is put right without asking.

use crate::code_list::code_list;

code_list! {
    /// Why a row is not imported (lỗi của dòng nhập).
    pub enum ProblemCode: "import_problems" {
        /// The name is missing.
        MissingName => "missing_name", "Thiếu tên", "The name is missing";
        /// The text is too long.
        TextTooLong => "text_too_long", "Nội dung quá dài", "The text is too long";
        /// The formula failed.
        FormulaError => "formula_error", "Công thức bị lỗi", "The formula failed";
        /// Unknown kind of organisation.
        UnknownKind => "unknown_kind", "Không rõ loại hình", "Unknown kind of organisation";
        /// Not a registration number.
        NotARegistrationNumber => "not_a_registration_number", "Mã số không đúng dạng", "Not a registration number";
        /// The check digit of the number is wrong.
        CheckDigit => "check_digit", "Sai chữ số kiểm tra của mã số", "The check digit of the number is wrong";
        /// The number occurs twice in the file.
        DuplicateNumber => "duplicate_number", "Trùng mã số trong tệp", "The number occurs twice in the file";
        /// Not a valid date.
        BadDate => "bad_date", "Ngày không hợp lệ", "Not a valid date";
        /// Unknown district.
        UnknownDistrict => "unknown_district", "Không có quận, huyện, thị xã này", "Unknown district";
        /// The commune is missing.
        MissingCommune => "missing_commune", "Thiếu xã, phường, thị trấn", "The commune is missing";
        /// Unknown commune.
        UnknownCommune => "unknown_commune", "Không có xã, phường, thị trấn này", "Unknown commune";
        /// The commune's name is ambiguous.
        AmbiguousCommune => "ambiguous_commune", "Tên xã, phường, thị trấn chưa rõ", "The commune's name is ambiguous";
        /// Not a code of the national classification.
        BadBusinessLine => "bad_business_line", "Mã ngành không hợp lệ", "Not a code of the national classification";
        /// Unknown sector.
        UnknownSector => "unknown_sector", "Không rõ lĩnh vực", "Unknown sector";
        /// Not a number.
        NotANumber => "not_a_number", "Không phải là số", "Not a number";
        /// The number is out of range.
        OutOfRange => "out_of_range", "Số nằm ngoài khoảng cho phép", "The number is out of range";
        /// The unit of the amount is not known.
        UnknownUnit => "unknown_unit", "Không rõ đơn vị tính", "The unit of the amount is not known";
        /// Unknown rating.
        UnknownRating => "unknown_rating", "Không rõ xếp loại", "Unknown rating";
        /// Unknown status.
        UnknownStatus => "unknown_status", "Không rõ tình trạng", "Unknown status";
        /// Neither yes nor no.
        UnknownMark => "unknown_mark", "Không rõ có hay không", "Neither yes nor no";
        /// Outside of the caller's territory.
        OutOfScope => "out_of_scope", "Tổ chức ngoài địa bàn của tài khoản", "Outside of the caller's territory";
        /// A dissolution runs, or the organisation has ended: its entry takes no change.
        Frozen => "frozen", "Sổ đăng ký của tổ chức không nhận thay đổi", "The entry takes no change";
    }
}

code_list! {
    /// What is put right while reading a row (sửa tự động khi nhập).
    pub enum RepairCode: "import_repairs" {
        /// The number had lost its leading zero.
        NumberLostLeadingZero => "number_lost_leading_zero", "Mã số mất số 0 ở đầu", "The number had lost its leading zero";
        /// The text was decomposed Unicode.
        DecomposedUnicode => "decomposed_unicode", "Chữ Unicode tổ hợp", "The text was decomposed Unicode";
        /// Stray spaces.
        StraySpaces => "stray_spaces", "Thừa khoảng trắng", "Stray spaces";
        /// The commune was written without its kind.
        CommuneWithoutPrefix => "commune_without_prefix", "Xã, phường thiếu tiền tố", "The commune was written without its kind";
        /// The district was written in capitals.
        UpperCaseDistrict => "upper_case_district", "Quận, huyện viết hoa toàn bộ", "The district was written in capitals";
        /// The district was written without its kind.
        DistrictWithoutPrefix => "district_without_prefix", "Quận, huyện thiếu tiền tố", "The district was written without its kind";
        /// The unit's name was spelt unlike the official one.
        UnitSpelling => "unit_spelling", "Tên địa danh viết khác tên chính thức", "The unit's name was spelt unlike the official one";
        /// The commune was taken from the address.
        CommuneFromAddress => "commune_from_address", "Lấy xã, phường từ địa chỉ", "The commune was taken from the address";
        /// The district was taken from a heading.
        DistrictFromHeading => "district_from_heading", "Lấy quận, huyện từ tiêu đề", "The district was taken from a heading";
        /// The year had two digits.
        TwoDigitYear => "two_digit_year", "Năm viết hai chữ số", "The year had two digits";
        /// The date was stored as a number.
        DateFromSerial => "date_from_serial", "Ngày lưu dưới dạng số", "The date was stored as a number";
        /// The telephone number had lost its leading zero.
        PhoneLostLeadingZero => "phone_lost_leading_zero", "Số điện thoại mất số 0 ở đầu", "The telephone number had lost its leading zero";
        /// The business line had lost its leading zero.
        LineLostLeadingZero => "line_lost_leading_zero", "Mã ngành mất số 0 ở đầu", "The business line had lost its leading zero";
        /// The unit stood after the amount.
        UnitAfterAmount => "unit_after_amount", "Đơn vị ghi sau số tiền", "The unit stood after the amount";
        /// The amount was rounded to whole đồng.
        RoundedToDong => "rounded_to_dong", "Làm tròn đến đồng", "The amount was rounded to whole đồng";
        /// The kind was taken from the name or a heading.
        KindFromHeading => "kind_from_heading", "Lấy loại hình từ tên hoặc tiêu đề", "The kind was taken from the name or a heading";
    }
}
