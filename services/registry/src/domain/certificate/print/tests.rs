//! The printed form, read back by an independent reader of PDF and one of QR codes.

use htx_model::{
    administrative::{AdministrativeUnits, CommuneCode, DistrictCode},
    agency::AgencyCode,
    certificate::CertificateStatus,
    date::Date,
    id::Id,
    money::Dong,
    organisation::{OrganisationKind, OrganisationStatus, Sector},
    registration_number::RegistrationNumber,
};
use lopdf::{Document, Object, content::Content};

use super::print;
use crate::domain::{
    certificate::{Certificate, CertificateNumber, Certified, Ended, VerificationCode},
    organisation::{Address, Organisation},
};

const ADDRESS: &str = "https://htx.hanoi.gov.vn/v1/certificates/7KQ3-M2XD-22AB-CDEF-GHJK/verify";

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

fn organisation() -> Organisation {
    let units = AdministrativeUnits::embedded().unwrap();
    let commune = CommuneCode::parse("10018").unwrap();
    let district = Some(DistrictCode::parse("277").unwrap());
    let line = Some("Số 12, ngõ Giếng Đỏ, thôn Đồng Ỷ".to_owned());
    Organisation {
        id: Id::from_uuid(uuid::Uuid::from_u128(1)),
        kind: OrganisationKind::Cooperative,
        name: "Hợp tác xã Dịch vụ Nông nghiệp Đồng Ỷ, Quảng Yên – Ưu Đàm".to_owned(),
        registration_number: Some(RegistrationNumber::parse("0101248141").unwrap()),
        registered_on: Some(day("2024-03-15")),
        status: OrganisationStatus::Active,
        address: Address::resolve(units, line, commune, district, day("2025-05-12")).unwrap(),
        main_business_line: Some("0118".to_owned()),
        sector: Some(Sector::Agriculture),
        people_credit_fund: false,
        charter_capital_vnd: Some(Dong(3_015_000_000)),
        member_count: Some(1_205),
        worker_count: None,
        alliance_member: false,
    }
}

fn certificate() -> Certificate {
    let units = AdministrativeUnits::embedded().unwrap();
    let (issued_on, organisation) = (day("2025-05-12"), organisation());
    let agency = AgencyCode::parse("district-277").unwrap();
    Certificate {
        id: Id::from_uuid(uuid::Uuid::from_u128(2)),
        organisation: organisation.id,
        number: CertificateNumber::new(agency, issued_on, 12),
        code: VerificationCode::of(123_456_789),
        status: CertificateStatus::Valid,
        change_number: 2,
        issued_on,
        authority: "Ủy ban nhân dân huyện Chương Mỹ".to_owned(),
        certified: Certified::of(&organisation, units, issued_on),
        application: None,
        reason: None,
        legal_basis: None,
        replaces: None,
        ended: None,
    }
}

fn printed(certificate: &Certificate) -> Vec<u8> {
    print(certificate, Some("Nguyễn Thị Phượng Ỷ"), ADDRESS).unwrap()
}

/// The text of the page, its lines joined by spaces.
fn text_of(content: &[u8]) -> String {
    let text = Document::load_mem(content).unwrap().extract_text(&[1]).unwrap();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_text_reads_back_as_exact_composed_vietnamese() {
    let text = text_of(&printed(&certificate()));
    for expected in [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "ỦY BAN NHÂN DÂN HUYỆN CHƯƠNG MỸ",
        "Số: 00012/2025/GCN-QH277",
        "GIẤY CHỨNG NHẬN ĐĂNG KÝ HỢP TÁC XÃ",
        "Đăng ký lần đầu: ngày 15 tháng 3 năm 2024",
        "Đăng ký thay đổi, cấp lại lần thứ 2: ngày 12 tháng 5 năm 2025",
        "1. Tên hợp tác xã: Hợp tác xã Dịch vụ Nông nghiệp Đồng Ỷ, Quảng Yên – Ưu Đàm",
        "2. Mã số: 0101248141",
        "Số 12, ngõ Giếng Đỏ, thôn Đồng Ỷ, Thị trấn Xuân Mai, Huyện Chương Mỹ, Thành phố Hà Nội",
        "6. Vốn điều lệ: 3.015.000.000 đồng (Bằng chữ: Ba tỷ không trăm mười lăm triệu đồng)",
        "7. Số thành viên chính thức: 1.205",
        "8. Người đại diện theo pháp luật: Nguyễn Thị Phượng Ỷ",
        "Hà Nội, ngày 12 tháng 5 năm 2025",
        "ĐẠI DIỆN CƠ QUAN ĐĂNG KÝ",
    ] {
        assert!(text.contains(expected), "{expected} is not in {text}");
    }
    assert!(text.contains(&format!("Mã xác thực: {}", certificate().code)));
    assert_eq!(text, htx_model::text::compose(&text));
}

#[test]
fn a_decomposed_name_is_printed_composed() {
    let mut certificate = certificate();
    certificate.certified.name = "Ho\u{31b}\u{323}p ta\u{301}c xa\u{303} Rau".to_owned();
    assert!(text_of(&printed(&certificate)).contains("Tên hợp tác xã: Hợp tác xã Rau"));
}

#[test]
fn the_same_certificate_gives_the_same_bytes() {
    let certificate = certificate();
    assert_eq!(printed(&certificate), printed(&certificate));
    let masked = print(&certificate, Some("N*** T*** P*** Ỷ***"), ADDRESS).unwrap();
    assert_ne!(masked, printed(&certificate));
    assert!(!text_of(&masked).contains("Phượng"));
}

#[test]
fn every_font_is_embedded_with_the_letters_that_are_used() {
    let content = printed(&certificate());
    assert!(content.len() < 120_000, "{} bytes", content.len());
    let document = Document::load_mem(&content).unwrap();
    let named = |name: &[u8]| {
        let of = |object: &&Object| {
            let kind =
                object.as_dict().and_then(|dict| dict.get(b"Type")).and_then(Object::as_name);
            kind.is_ok_and(|kind| kind == name)
        };
        document.objects.values().filter(of).collect::<Vec<_>>()
    };
    let descriptors = named(b"FontDescriptor");
    assert_eq!(descriptors.len(), 3);
    for descriptor in descriptors {
        let file = descriptor.as_dict().unwrap().get(b"FontFile2").unwrap();
        let (_, file) = document.dereference(file).unwrap();
        assert!(file.as_stream().unwrap().content.len() > 1_000);
    }
}

#[test]
fn the_qr_code_leads_to_the_verification() {
    let document = Document::load_mem(&printed(&certificate())).unwrap();
    let page = document.page_iter().next().unwrap();
    let content = Content::decode(&document.get_page_content(page)).unwrap();
    let number = |object: &Object| object.as_float().unwrap();
    let squares: Vec<Vec<f32>> = content
        .operations
        .iter()
        .filter(|operation| operation.operator == "re")
        .map(|operation| operation.operands.iter().map(number).collect())
        .collect();
    assert!(squares.len() > 100);
    // Six dots a point.
    let size = 3_000_usize;
    let mut dots = vec![255_u8; size * size];
    let left = squares.iter().map(|one| one[0]).fold(f32::MAX, f32::min) - 20.0;
    let top = squares.iter().map(|one| one[1] + one[3]).fold(0.0, f32::max) + 20.0;
    for square in squares {
        let at = |points: f32| (points * 6.0).round() as usize;
        let (x, y) = (square[0] - left, top - square[1] - square[3]);
        for row in at(y)..at(y + square[3]) {
            for column in at(x)..at(x + square[2]) {
                dots[row * size + column] = 0;
            }
        }
    }
    let mut image =
        rqrr::PreparedImage::prepare_from_greyscale(size, size, |x, y| dots[y * size + x]);
    let grids = image.detect_grids();
    assert_eq!(grids.len(), 1);
    assert_eq!(grids[0].decode().unwrap().1, ADDRESS);
}

#[test]
fn one_that_does_not_hold_any_more_says_so() {
    let ended = Ended {
        on: day("2025-06-01"),
        reason: "Mất".to_owned(),
        legal_basis: None,
        replaced_by: None,
    };
    let revoked =
        Certificate { status: CertificateStatus::Revoked, ended: Some(ended), ..certificate() };
    let text = text_of(&printed(&revoked));
    assert!(text.contains("ĐÃ BỊ THU HỒI TỪ NGÀY 01 THÁNG 6 NĂM 2025"), "{text}");
}

#[test]
fn long_and_strange_texts_stay_on_the_page() {
    let mut certificate = certificate();
    certificate.certified.name = "Ưỡ".repeat(150);
    certificate.certified.address = format!("{} 🌾 漢", "đường dài ".repeat(40));
    let document = Document::load_mem(&printed(&certificate)).unwrap();
    let page = document.page_iter().next().unwrap();
    let content = Content::decode(&document.get_page_content(page)).unwrap();
    for operation in content.operations.iter().filter(|operation| operation.operator == "Tm") {
        let bottom = operation.operands[5].as_float().unwrap();
        assert!((20.0..820.0).contains(&bottom), "a line stands at {bottom}");
    }
}
