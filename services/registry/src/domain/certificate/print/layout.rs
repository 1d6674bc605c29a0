//! What stands where on a certificate.

use htx_kit::print::{
    Align, Page, Style, WIDTH,
    words::{day, parted},
};
use htx_model::{
    code_list::CodeList as _, language::Language, organisation::OrganisationKind, text,
};

use super::{PrintError, qr::Qr, words};
use crate::domain::certificate::Certificate;

/// Margins: thirty millimetres for binding, twenty elsewhere.
const LEFT: f32 = 85.04;
const RIGHT: f32 = WIDTH - 56.69;
/// The middles of the two columns at the head and at the foot.
const LEFT_COLUMN: f32 = 170.0;
const RIGHT_COLUMN: f32 = 410.0;
/// How the names of people's committees begin.
const COMMITTEE: &str = "ỦY BAN NHÂN DÂN";
/// The width of the left column.
const COLUMN: f32 = 190.0;
/// The size of running text, the least that long texts are set in, and how far lines are apart.
const SIZE: f32 = 13.0;
const SIZE_LEAST: f32 = 6.0;
const LEADING: f32 = 1.55;
/// How far a value's further lines are from the margin.
const INDENT: f32 = 16.0;
/// Where the foot begins at the earliest, and where it must.
const FOOT: f32 = 590.0;
const FOOT_LAST: f32 = 660.0;
/// The side of the QR code with its quiet zone of four modules.
const QR_SIDE: f32 = 108.0;
const QR_QUIET: usize = 4;

/// Prints a certificate. `representative` is personal data: the caller has masked it where it must
/// not be seen. `address` is where anybody verifies it, which the QR code leads to.
///
/// # Errors
/// Where an embedded font cannot be read, or the address is longer than a QR code.
pub fn print(
    certificate: &Certificate,
    representative: Option<&str>,
    address: &str,
) -> Result<Vec<u8>, PrintError> {
    let mut page = Page::new()?;
    head(&mut page, certificate);
    let top = title(&mut page, certificate);
    let below = write_particulars(&mut page, &particulars(certificate, representative), top);
    let foot = below.clamp(FOOT, FOOT_LAST);
    signature(&mut page, certificate, foot);
    verification(&mut page, certificate, address, foot)?;
    let number = &certificate.number;
    Ok(page.finish(&format!("Giấy chứng nhận đăng ký số {number}"))?)
}

/// The issuing authority with the number, and the state's name with its motto.
fn head(page: &mut Page, certificate: &Certificate) {
    let authority = text::compose(&certificate.authority).to_uppercase();
    let mut at = 70.0;
    // A people's committee stands on a line of its own above whose it is.
    let (committee, of) = authority.split_at_checked(COMMITTEE.len()).unwrap_or_default();
    let parts = if committee == COMMITTEE { [committee, of.trim()] } else { ["", &authority] };
    for part in parts.into_iter().filter(|part| !part.is_empty()) {
        for line in page.broken(part, Style::Bold, 12.0, COLUMN) {
            page.line(Align::Around(LEFT_COLUMN), at, &line, Style::Bold, 12.0);
            at += 15.0;
        }
    }
    page.rule(LEFT_COLUMN - 30.0, LEFT_COLUMN + 30.0, at - 9.0);
    let number = format!("Số: {}", certificate.number);
    page.line(Align::Around(LEFT_COLUMN), at + 10.0, &number, Style::Regular, SIZE);

    let right = Align::Around(RIGHT_COLUMN);
    page.line(right, 70.0, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", Style::Bold, 12.0);
    page.line(right, 86.0, "Độc lập - Tự do - Hạnh phúc", Style::Bold, SIZE);
    let motto = page.width("Độc lập - Tự do - Hạnh phúc", Style::Bold, SIZE) / 2.0;
    page.rule(RIGHT_COLUMN - motto, RIGHT_COLUMN + motto, 92.0);
}

/// What the kind is called on its certificate.
const fn kind_name(kind: OrganisationKind) -> (&'static str, &'static str) {
    match kind {
        OrganisationKind::CooperativeGroup => ("TỔ HỢP TÁC", "tổ hợp tác"),
        OrganisationKind::Cooperative => ("HỢP TÁC XÃ", "hợp tác xã"),
        OrganisationKind::CooperativeUnion => ("LIÊN HIỆP HỢP TÁC XÃ", "liên hiệp hợp tác xã"),
    }
}

/// The title, and which registration it is. One that does not hold any more says so.
fn title(page: &mut Page, certificate: &Certificate) -> f32 {
    let middle = Align::Around((LEFT + RIGHT) / 2.0);
    let mut at = 165.0;
    if let Some(ended) = &certificate.ended {
        let status = certificate.status.label(Language::Vi).to_uppercase();
        let notice = format!("{status} TỪ {}", day(ended.on).to_uppercase());
        page.line(middle, at - 25.0, &notice, Style::Bold, 14.0);
    }
    page.line(middle, at, "GIẤY CHỨNG NHẬN ĐĂNG KÝ", Style::Bold, 18.0);
    page.line(middle, at + 24.0, kind_name(certificate.certified.kind).0, Style::Bold, 18.0);
    at += 50.0;
    if let Some(first) = certificate.certified.registered_on {
        let first = format!("Đăng ký lần đầu: {}", day(first));
        page.line(middle, at, &first, Style::Italic, SIZE);
        at += SIZE * LEADING;
    }
    if certificate.change_number > 0 {
        let (change, on) = (certificate.change_number, day(certificate.issued_on));
        let change = format!("Đăng ký thay đổi, cấp lại lần thứ {change}: {on}");
        page.line(middle, at, &change, Style::Italic, SIZE);
        at += SIZE * LEADING;
    }
    at
}

/// What is certified, each with its label.
fn particulars(certificate: &Certificate, representative: Option<&str>) -> Vec<(String, String)> {
    let certified = &certificate.certified;
    let kind = kind_name(certified.kind).1;
    let rows = [
        (format!("Tên {kind}"), Some(certified.name.clone())),
        ("Mã số".to_owned(), certified.registration_number.as_ref().map(ToString::to_string)),
        ("Địa chỉ trụ sở".to_owned(), Some(certified.address.clone())),
        ("Mã ngành, nghề chính".to_owned(), certified.main_business_line.clone()),
        (
            "Lĩnh vực hoạt động".to_owned(),
            certified.sector.map(|sector| sector.label(Language::Vi).to_owned()),
        ),
        ("Vốn điều lệ".to_owned(), certified.charter_capital_vnd.map(words::amount)),
        (
            "Số thành viên chính thức".to_owned(),
            certified.member_count.map(|count| parted(i64::from(count))),
        ),
        ("Người đại diện theo pháp luật".to_owned(), representative.map(str::to_owned)),
    ];
    let known = rows.into_iter().filter_map(|(label, value)| value.map(|value| (label, value)));
    let numbered = |(number, (label, value)): (u32, (String, String))| {
        (format!("{number}. {label}: "), text::compose(&value))
    };
    (1..).zip(known).map(numbered).collect()
}

/// A line of the particulars: how far from the margin, what, and in which style.
type Line = (f32, String, Style);

/// Writes the particulars in the largest letters in which they fit above the foot; tells where they
/// end.
fn write_particulars(page: &mut Page, rows: &[(String, String)], top: f32) -> f32 {
    let mut size = SIZE;
    loop {
        let lines: Vec<Line> =
            rows.iter().flat_map(|(label, value)| particular(page, label, value, size)).collect();
        let leading = size * LEADING;
        let height = lines.iter().filter(|(indent, ..)| *indent >= 0.0).count();
        let height = f32::from(u16::try_from(height).unwrap_or(u16::MAX)) * leading;
        if top + height > FOOT_LAST - leading && size > SIZE_LEAST {
            size -= 0.5;
            continue;
        }
        let mut at = top;
        for (indent, text, style) in lines {
            // A label shares its line with the beginning of its value.
            at += if indent < 0.0 { 0.0 } else { leading };
            page.line(Align::From(LEFT + indent.abs()), at, &text, style, size);
        }
        return at + leading;
    }
}

/// One particular: its label, its value in bold behind it, broken into lines that begin near the
/// margin. What stands behind a label has a negative place: on the line that there is.
fn particular(page: &mut Page, label: &str, value: &str, size: f32) -> Vec<Line> {
    let behind = page.width(label, Style::Regular, size);
    let mut lines = vec![(0.0, label.to_owned(), Style::Regular)];
    let first = page.broken(value, Style::Bold, size, RIGHT - LEFT - behind).into_iter().next();
    let first = first.unwrap_or_default();
    let rest = value.get(first.len()..).unwrap_or_default().trim_start().to_owned();
    lines.push((-behind, first, Style::Bold));
    if !rest.is_empty() {
        let broken = page.broken(&rest, Style::Bold, size, RIGHT - LEFT - INDENT);
        lines.extend(broken.into_iter().map(|line| (INDENT, line, Style::Bold)));
    }
    lines
}

/// Place and day, and where the authority signs.
fn signature(page: &mut Page, certificate: &Certificate, at: f32) {
    let column = Align::Around(RIGHT_COLUMN);
    let place = format!("Hà Nội, {}", day(certificate.issued_on));
    page.line(column, at, &place, Style::Italic, SIZE);
    page.line(column, at + 20.0, "ĐẠI DIỆN CƠ QUAN ĐĂNG KÝ", Style::Bold, SIZE);
    let hint = "(Ký, ghi rõ họ tên, chức vụ và đóng dấu)";
    page.line(column, at + 36.0, hint, Style::Italic, 11.0);
}

/// The QR code, the verification code and where it is verified.
fn verification(
    page: &mut Page,
    certificate: &Certificate,
    address: &str,
    at: f32,
) -> Result<(), PrintError> {
    let qr = Qr::of(address)?;
    let sides = u16::try_from(qr.width + 2 * QR_QUIET).unwrap_or(u16::MAX);
    let module = QR_SIDE / f32::from(sides);
    let place =
        |modules: usize| f32::from(u16::try_from(modules + QR_QUIET).unwrap_or(u16::MAX)) * module;
    let squares = qr.stretches().into_iter().map(|(row, column, count)| {
        let width = place(column + count) - place(column);
        [LEFT + place(column), at - 10.0 + place(row), width, module]
    });
    page.fill(squares);
    let below = at + QR_SIDE + 6.0;
    let code = format!("Mã xác thực: {}", certificate.code);
    page.line(Align::From(LEFT), below, &code, Style::Bold, 10.0);
    let hint = format!("Xác thực tại: {address}");
    let mut line_at = below + 14.0;
    for line in page.broken(&hint, Style::Regular, 9.0, RIGHT - LEFT) {
        page.line(Align::From(LEFT), line_at, &line, Style::Regular, 9.0);
        line_at += 11.0;
    }
    Ok(())
}
