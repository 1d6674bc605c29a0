//! Matching with old lists, and reconciling with the national information system on cooperatives.

use crate::code_list::code_list;

code_list! {
    /// Why an organisation is a candidate for a line, or not a better one.
    pub enum MatchReason: "match_reasons" {
        /// The number is the organisation's.
        NumberExact => "number_exact", "Đúng mã số", "Same number";
        /// The number lost the zero that it begins with.
        NumberLostZero => "number_lost_zero", "Mã số mất số 0 ở đầu", "Number without its first zero";
        /// The number's check digit is wrong, and one slip away stands the organisation's.
        NumberOneSlip => "number_one_slip", "Mã số sai một chữ số", "Number with one slip";
        /// The number is right, and another one.
        NumberDiffers => "number_differs", "Mã số khác", "Another number";
        /// The names are the same but for legal form, case and accents.
        NameEqual => "name_equal", "Trùng tên", "Same name";
        /// They are the same once abbreviations are spelt out.
        AbbreviationsSpeltOut => "abbreviations_spelt_out", "Trùng khi viết đủ chữ tắt", "Same with abbreviations spelt out";
        /// They are the same once spaces are taken away.
        SpacingDiffers => "spacing_differs", "Khác khoảng trắng", "Other spacing";
        /// They hold the same words in another order.
        WordOrderDiffers => "word_order_differs", "Khác thứ tự từ", "Other order of words";
        /// They have words in common.
        WordsShared => "words_shared", "Có từ chung", "Words in common";
        /// A word is spelt nearly alike.
        SpellingDiffers => "spelling_differs", "Khác chính tả", "Other spelling";
        /// The line has no accents.
        WithoutAccents => "without_accents", "Viết không dấu", "Written without accents";
        /// A word has other accents.
        AccentsDiffer => "accents_differ", "Khác dấu", "Other accents";
        /// The number is the organisation's, its name is quite another.
        NameDiffers => "name_differs", "Tên khác", "Another name";
        /// The line names another legal form.
        KindDiffers => "kind_differs", "Loại hình khác", "Another legal form";
        /// The commune is the same.
        SameCommune => "same_commune", "Cùng xã, phường", "Same commune";
        /// The district is the same.
        SameDistrict => "same_district", "Cùng quận, huyện", "Same district";
        /// The address below the commune is the same.
        SameAddress => "same_address", "Cùng địa chỉ", "Same address";
        /// The place is another.
        PlaceDiffers => "place_differs", "Địa bàn khác", "Another place";
    }
}

code_list! {
    /// A field of the national system's spreadsheet. The Vietnamese label heads its column.
    pub enum NationalField: "national_system_fields" {
        /// The registration number.
        RegistrationNumber => "registration_number", "Mã số hợp tác xã", "Registration number";
        /// The name with its legal form.
        Name => "name", "Tên hợp tác xã", "Name";
        /// The kind.
        Kind => "kind", "Loại hình", "Kind";
        /// Where it stands in its life.
        Status => "status", "Tình trạng hoạt động", "Status";
        /// The day of its registration.
        RegisteredOn => "registered_on", "Ngày đăng ký", "Registered on";
        /// House, street, hamlet.
        AddressLine => "address_line", "Địa chỉ trụ sở", "Address";
        /// The commune as registered.
        Commune => "commune", "Xã, phường", "Commune";
        /// The district, for communes of before 2025-07-01.
        District => "district", "Quận, huyện", "District";
        /// The main business line.
        MainBusinessLine => "main_business_line", "Mã ngành chính", "Main business line";
        /// The field of activity.
        Sector => "sector", "Lĩnh vực", "Sector";
        /// The charter capital.
        CharterCapital => "charter_capital_vnd", "Vốn điều lệ (đồng)", "Charter capital (đồng)";
        /// How many members.
        MemberCount => "member_count", "Số thành viên", "Members";
        /// How many workers.
        WorkerCount => "worker_count", "Số lao động", "Workers";
    }
}

code_list! {
    /// How the register and the national system differ in an organisation.
    pub enum PairKind: "difference_kinds" {
        /// The register has it, the national system has not.
        OnlyHere => "only_here", "Chỉ có ở Thành phố", "Only here";
        /// The national system has it, the register has not.
        OnlyThere => "only_there", "Chỉ có ở hệ thống quốc gia", "Only there";
        /// Both have it, and say different things of it.
        Different => "different", "Khác nội dung", "Different";
        /// Both have one that may be the same, without the same number or name.
        NearDuplicate => "near_duplicate", "Có thể trùng", "Near duplicate";
        /// Both say the same of it.
        Same => "same", "Giống nhau", "The same";
    }
}

code_list! {
    /// Where a difference stands.
    pub enum DifferenceState: "difference_states" {
        /// Nobody has decided it.
        Open => "open", "Chưa xử lý", "Open";
        /// The register took over what the national system says.
        TookTheirs => "took_theirs", "Đã lấy theo hệ thống quốc gia", "Took theirs";
        /// The register stays as it is.
        KeptOurs => "kept_ours", "Giữ theo Thành phố", "Kept ours";
    }
}

code_list! {
    /// Whose statement holds.
    pub enum Take: "reconciliation_takes" {
        /// The national system's.
        Theirs => "theirs", "Lấy theo hệ thống quốc gia", "Theirs";
        /// The register's.
        Ours => "ours", "Giữ theo Thành phố", "Ours";
    }
}
