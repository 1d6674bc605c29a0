//! The columns of a register, recognised by what their headers mean.

use htx_model::text::words;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Field {
    Ordinal,
    Name,
    Kind,
    Number,
    RegisteredOn,
    Address,
    Commune,
    District,
    Representative,
    Phone,
    BusinessLine,
    Sector,
    CharterCapital,
    Members,
    Workers,
    Revenue,
    Profit,
    Income,
    Rating,
    Status,
    Alliance,
}

impl Field {
    /// Whether the column holds money.
    pub(super) const fn is_amount(self) -> bool {
        matches!(self, Self::CharterCapital | Self::Revenue | Self::Profit | Self::Income)
    }

    /// Whether the column is about a natural person.
    pub(super) const fn is_personal(self) -> bool {
        matches!(self, Self::Representative | Self::Phone)
    }

    /// Whether the column holds a number of people.
    pub(super) const fn is_count(self) -> bool {
        matches!(self, Self::Members | Self::Workers)
    }
}

/// How surely a header means its field; the greater the surer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Certainty {
    /// The header contains a phrase of the field.
    Contains,
    /// The header is a phrase of the field.
    Exact,
}

/// Headers that are the field when nothing else stands in them, as folded words.
const EXACT: &[(Field, &[&str])] = &[
    (Field::Ordinal, &["stt", "tt", "so tt", "so thu tu", "thu tu", "no"]),
    (
        Field::Name,
        &[
            "ten",
            "htx",
            "hop tac xa",
            "ten htx",
            "ten hop tac xa",
            "ten tht",
            "ten to hop tac",
            "ten to chuc",
            "ten don vi",
            "ten goi",
            "to chuc",
            "ten htx tht",
            "name",
        ],
    ),
    (Field::Kind, &["loai", "loai hinh", "kieu", "hinh thuc", "type", "kind"]),
    (Field::Number, &["ma so", "mst", "ma so thue", "ma htx", "tax code", "msdn", "mshtx"]),
    (
        Field::RegisteredOn,
        &["ngay cap", "ngay thanh lap", "ngay dkkd", "ngay dk", "ngay tl", "thanh lap"],
    ),
    (Field::Address, &["dia chi", "tru so", "address"]),
    (Field::Representative, &["ho ten", "ho va ten", "dai dien", "giam doc", "chu nhiem"]),
    (Field::Phone, &["dt", "sdt", "dtdd", "tel", "phone", "lien he"]),
    (Field::Sector, &["linh vuc", "nganh", "sector"]),
    (Field::CharterCapital, &["vdl", "von dl", "von dieu le"]),
    (
        Field::Members,
        &["so tv", "so thanh vien", "thanh vien", "tong so thanh vien", "so xa vien", "tv"],
    ),
    (Field::Workers, &["so ld", "so lao dong", "lao dong", "tong so lao dong", "ld"]),
    (Field::Revenue, &["dt thuan", "doanh thu", "tong doanh thu"]),
    (Field::Profit, &["lai", "lai lo", "loi nhuan", "lai rong", "ln", "lnst", "lntt"]),
    (Field::Rating, &["xep loai", "ket qua xep loai"]),
    (Field::Status, &["tinh trang", "trang thai", "tinh hinh", "status"]),
    (Field::Alliance, &["lien minh", "tv lien minh", "thanh vien lien minh"]),
];

/// Phrases that tell the field wherever they stand in a header. The order decides: "thu nhập bình
/// quân lao động" is an income before it is a number of workers.
const PHRASES: &[(Field, &[&str])] = &[
    (
        Field::Alliance,
        &[
            "thanh vien lien minh",
            "tv lien minh",
            "tv lm",
            "lien minh htx",
            "lien minh hop tac xa",
            "vao lien minh",
        ],
    ),
    (Field::Income, &["thu nhap", "tnbq", "tien luong", "luong binh quan", "luong bq"]),
    (Field::BusinessLine, &["ma nganh", "ma nghe", "ma nn", "ma vsic", "ma kinh te"]),
    (Field::Status, &["tinh trang", "trang thai", "hien trang", "tinh hinh hoat dong"]),
    (Field::Rating, &["xep loai", "phan loai", "xep hang", "danh gia"]),
    (
        Field::RegisteredOn,
        &[
            "ngay cap",
            "ngay thanh lap",
            "ngay dkkd",
            "ngay dang ky",
            "ngay dk",
            "ngay gcn",
            "thoi gian thanh lap",
            "thoi diem thanh lap",
            "ngay thang nam thanh lap",
            "ngay thang thanh lap",
            "ngay thang nam cap",
            "ngay thang nam dang ky",
        ],
    ),
    (
        Field::Number,
        &[
            "ma so thue",
            "mst",
            "ma so htx",
            "ma so hop tac xa",
            "ma so dang ky",
            "ma so dkkd",
            "ma so doanh nghiep",
            "ma so dn",
            "ma so don vi",
            "ma so to chuc",
            "ma so dinh danh",
            "msdn",
            "mshtx",
        ],
    ),
    (Field::Phone, &["dien thoai", "so dt", "sdt", "di dong"]),
    (
        Field::Representative,
        &[
            "nguoi dai dien",
            "dai dien phap luat",
            "dai dien theo phap luat",
            "nddpl",
            "chu tich",
            "giam doc",
            "nguoi dung dau",
            "chu nhiem",
            "to truong",
            "ho va ten",
            "ho ten",
        ],
    ),
    (Field::CharterCapital, &["von dieu le", "vdl"]),
    (Field::Revenue, &["doanh thu"]),
    (
        Field::Profit,
        &["loi nhuan", "lai lo", "lai sau thue", "lai truoc thue", "lai rong", "lai nam", "so lai"],
    ),
    (
        Field::Members,
        &[
            "so thanh vien",
            "so tv",
            "so xa vien",
            "so luong thanh vien",
            "thanh vien",
            "xa vien",
            "so ho tham gia",
        ],
    ),
    (Field::Workers, &["so lao dong", "so luong lao dong", "lao dong", "so ld"]),
    (Field::Kind, &["loai hinh", "loai to chuc", "loai htx", "loai don vi", "hinh thuc to chuc"]),
    (Field::Sector, &["linh vuc", "nhom nganh"]),
    (Field::Address, &["dia chi", "tru so", "dia diem"]),
];

/// Words that make a column a part or a relative of the field, which is another figure.
const OTHER_FIGURES: &[(Field, &[&str])] = &[
    (
        Field::Members,
        &["nu", "moi", "lien ket", "gop von", "hdqt", "ban", "trong do", "tang", "giam"],
    ),
    (
        Field::Workers,
        &["nu", "moi", "trong do", "tang", "giam", "von luu dong", "thuoc", "bao hiem", "bhxh"],
    ),
    (Field::RegisteredOn, &["thay doi", "lan cuoi", "cccd", "cmnd", "giai the", "ngung", "sinh"]),
    (Field::CharterCapital, &["thuc gop", "da gop", "tang", "giam", "ty le"]),
    (Field::Revenue, &["ke hoach", "ty le", "tang", "noi bo"]),
    (Field::Profit, &["ke hoach", "ty le", "ty suat", "phan phoi", "trich"]),
    (Field::Number, &["cu"]),
    (Field::Rating, &["ngay", "diem", "quyet dinh"]),
    (Field::Status, &["hon nhan", "so dien thoai"]),
    (
        Field::Name,
        &["viet tat", "giao dich", "tieng anh", "nguoi", "san pham", "nganh", "nuoc ngoai"],
    ),
];

const COMMUNE_WORDS: &[&str] = &["xa", "phuong", "thi", "tran", "tt", "p", "x"];
const DISTRICT_WORDS: &[&str] =
    &["quan", "huyen", "thi", "xa", "tx", "q", "h", "thanh", "pho", "tp"];
/// Words that may stand beside those two.
const PLACE_WORDS: &[&str] = &[
    "ten", "cap", "dia", "ban", "thuoc", "noi", "dat", "tru", "so", "dvhc", "don", "vi", "hien",
    "nay", "va", "hoac", "ma",
];

/// The field that a header means, from its folded words without what stands in parentheses.
pub(super) fn recognise(header: &str) -> Option<(Field, Certainty)> {
    let found = words(header);
    let found: Vec<&str> = found
        .iter()
        .map(String::as_str)
        .skip_while(|word| word.len() <= 2 && word.bytes().all(|byte| byte.is_ascii_digit()))
        .collect();
    let phrase = found.join(" ");
    if phrase.is_empty() || found.len() > 16 {
        return None;
    }
    let exact = EXACT.iter().find(|(_, phrases)| phrases.contains(&phrase.as_str()));
    if let Some((field, _)) = exact {
        return Some((*field, Certainty::Exact));
    }
    if let Some(field) = place(&found) {
        return Some((field, Certainty::Exact));
    }
    let (field, _) = PHRASES
        .iter()
        .find(|(_, phrases)| phrases.iter().any(|wanted| contains(&phrase, wanted)))
        .copied()
        .or_else(|| is_name(&found).then_some((Field::Name, &[] as &[&str])))?;
    let other = OTHER_FIGURES
        .iter()
        .filter(|(of, _)| *of == field)
        .any(|(_, phrases)| phrases.iter().any(|wanted| contains(&phrase, wanted)));
    (!other).then_some((field, Certainty::Contains))
}

/// Commune and district headers hold nothing but kinds of units: "Xã, phường, thị trấn". A column of
/// unit codes is another.
fn place(found: &[&str]) -> Option<Field> {
    let only =
        |own: &[&str]| found.iter().all(|word| own.contains(word) || PLACE_WORDS.contains(word));
    let has = |word: &str| found.contains(&word);
    if has("ma") || has("so") && !has("tru") {
        return None;
    }
    let town = found.windows(2).any(|pair| pair == ["thi", "xa"]);
    if only(DISTRICT_WORDS) && (has("quan") || has("huyen") || has("q") || has("h") || town) {
        return Some(Field::District);
    }
    (only(COMMUNE_WORDS) && (has("xa") || has("phuong"))).then_some(Field::Commune)
}

fn is_name(found: &[&str]) -> bool {
    found.first() == Some(&"ten")
        && (found.len() <= 2
            || ["htx", "tht", "to", "hop", "co", "don", "lien", "lh"]
                .iter()
                .any(|word| found.contains(word)))
}

/// Whether whole words of the phrase are the wanted ones.
fn contains(phrase: &str, wanted: &str) -> bool {
    phrase.match_indices(wanted).any(|(at, _)| {
        let before = phrase[..at].chars().next_back();
        let after = phrase[at + wanted.len()..].chars().next();
        before.is_none_or(|letter| letter == ' ') && after.is_none_or(|letter| letter == ' ')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_recognised_by_meaning() {
        for (header, field) in [
            ("STT", Field::Ordinal),
            ("Tên hợp tác xã", Field::Name),
            ("TÊN HTX, THT, LIÊN HIỆP HTX", Field::Name),
            ("Tên cơ sở", Field::Name),
            ("Loại hình HTX", Field::Kind),
            ("Mã số thuế", Field::Number),
            ("MST", Field::Number),
            ("Mã số HTX/Mã số thuế", Field::Number),
            ("Ngày thành lập", Field::RegisteredOn),
            ("Ngày ĐKKD", Field::RegisteredOn),
            ("Ngày, tháng, năm cấp GCN đăng ký", Field::RegisteredOn),
            ("Vốn điều lệ", Field::CharterCapital),
            ("Xã, phường", Field::Commune),
            ("Xã/Phường/Thị trấn", Field::Commune),
            ("Tên xã", Field::Commune),
            ("Quận", Field::District),
            ("Huyện", Field::District),
            ("Quận/Huyện/Thị xã", Field::District),
            ("Địa chỉ trụ sở chính", Field::Address),
            ("Họ tên người đại diện theo pháp luật", Field::Representative),
            ("Tên giám đốc", Field::Representative),
            ("Số điện thoại", Field::Phone),
            ("Mã ngành nghề chính", Field::BusinessLine),
            ("Lĩnh vực hoạt động", Field::Sector),
            ("Số thành viên", Field::Members),
            ("Tổng số xã viên", Field::Members),
            ("Số lao động thường xuyên", Field::Workers),
            ("Doanh thu năm 2024", Field::Revenue),
            ("Lợi nhuận sau thuế", Field::Profit),
            ("Lãi", Field::Profit),
            ("Thu nhập BQ lao động", Field::Income),
            ("Xếp loại HTX năm 2024", Field::Rating),
            ("Tình trạng hoạt động", Field::Status),
            ("Là thành viên Liên minh HTX", Field::Alliance),
            ("(3) Điện thoại", Field::Phone),
        ] {
            assert_eq!(recognise(header).map(|(field, _)| field), Some(field), "{header}");
        }
    }

    #[test]
    fn other_headers_are_left_alone() {
        for header in [
            "Ghi chú",
            "Số thành viên nữ",
            "Lao động nữ",
            "Vốn lưu động",
            "Năm thành lập",
            "Mã xã",
            "Ngày cấp thay đổi lần cuối",
            "Sản phẩm chủ lực",
            "Tỷ lệ tăng doanh thu",
            "",
            "DANH SÁCH HỢP TÁC XÃ TRÊN ĐỊA BÀN",
            "Hợp tác xã Rau an toàn Vân Từ",
            "Tên viết tắt",
        ] {
            assert_eq!(recognise(header), None, "{header}");
        }
    }
}
