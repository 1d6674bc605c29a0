//! Lines of old paper lists and what they mean.

use std::fmt::Write as _;

use htx_model::{id::OrganisationId, organisation::OrganisationStatus};

use super::*;
use crate::domain::organisation::Address;

/// A register in small: number, name, registered commune, district.
const REGISTER: &[(&str, &str, &str, &str)] = &[
    ("0101248141", "Hợp tác xã Dịch vụ nông nghiệp Đồng Tâm", "10018", "277"),
    ("0100109106", "Hợp tác xã Đồng Tâm Xanh", "10018", "277"),
    ("", "HTX Đông Tâm", "04930", "276"),
    ("", "Hợp tác xã Rau an toàn Vân Nội", "10018", "277"),
    ("", "Hợp tác xã Rau an toàn Vân Nội số 2", "10018", "277"),
    ("", "Hợp tác xã Vận tải Hòa Bình", "10018", "277"),
    ("", "Liên hiệp hợp tác xã Vận tải Hòa Bình", "10018", "277"),
    ("", "Tổ hợp tác Trồng nấm Xuân Mai", "10018", "277"),
    ("", "Hợp tác xã Sản xuất, kinh doanh tổng hợp Quyết Thắng", "10018", "277"),
];

/// Lines as paper lists have them.
const LINES: &[&str] = &[
    "0101248141",
    "0101.248.141",
    "101248141",
    "0101248142",
    "HTX DVNN Đồng Tâm, MST 0101248141",
    "HTX Vận tải Hoà Bình 0101248141",
    "HTX DVNN Đồng Tâm",
    "HTX DV NN DONG TAM",
    "htx dong tam",
    "HTX Đồng Tâm",
    "HTX RAT Vân Nội",
    "HTX rau an toàn Vân Lội",
    "HTX rau an tòan VânNội",
    "HTX rau an toàn Vân Nội số 2",
    "HTX rau an toàn Vân Nội số 3",
    "Rau an toàn - Vân Nội",
    "HTX vận tải Hoà Bình",
    "HTX Hòa Bình vận tải",
    "THT vận tải Hoà Bình",
    "THT Chồng nấm Xuân Mai",
    "SXKDTH Quyết Thắn",
    "HTX Hoa Tây Tựu",
    "Hợp tác xã",
];

fn register() -> Vec<Candidate> {
    let organisation = |at: usize, (number, name, commune, district): &(&str, &str, &str, &str)| {
        let commune = CommuneCode::parse(commune).unwrap();
        Candidate::from(Organisation {
            id: OrganisationId::from_uuid(uuid::Uuid::from_u128(at as u128)),
            kind: kind_of_name(name).unwrap(),
            name: (*name).to_owned(),
            registration_number: RegistrationNumber::parse(number).ok(),
            registered_on: None,
            status: OrganisationStatus::Active,
            address: Address {
                line: None,
                commune: commune.clone(),
                district: DistrictCode::parse(district).ok(),
                current_commune: commune,
                needs_review: false,
            },
            main_business_line: None,
            sector: None,
            people_credit_fund: false,
            charter_capital_vnd: None,
            member_count: None,
            worker_count: None,
            alliance_member: false,
        })
    };
    REGISTER.iter().enumerate().map(|(at, entry)| organisation(at, entry)).collect()
}

/// The candidates of a line, the best first.
fn candidates<'a>(line: &Line, register: &'a [Candidate]) -> Vec<(&'a Candidate, Score)> {
    let mut found: Vec<_> =
        register.iter().filter_map(|one| score(line, one).map(|score| (one, score))).collect();
    found.sort_by_key(|(one, score)| (std::cmp::Reverse(score.points), one.organisation.id));
    found
}

#[test]
fn lines_of_paper_lists() {
    let register = register();
    let mut table = String::new();
    for line in LINES {
        let _ = writeln!(table, "{line}");
        for (one, score) in candidates(&Line::read(line, None, None), &register) {
            let reasons: Vec<_> = score.reasons.iter().map(ToString::to_string).collect();
            let (points, reasons) = (score.points, reasons.join(", "));
            let _ = writeln!(table, "  {points:>3}  {}  [{reasons}]", one.organisation.name);
        }
    }
    insta::assert_snapshot!(table);
}

#[test]
fn the_place_decides_between_two_of_one_name() {
    let register = register();
    let line =
        |district: &str| Line::read("HTX Đồng Tâm", DistrictCode::parse(district).ok(), None);
    let best = |line: &Line| candidates(line, &register)[0].0.organisation.name.clone();
    assert_eq!(best(&line("276")), "HTX Đông Tâm");
    assert_eq!(best(&line("277")), "Hợp tác xã Dịch vụ nông nghiệp Đồng Tâm");
}

#[test]
fn a_line_means_every_organisation_of_its_own_name_best() {
    let register = register();
    for candidate in &register {
        let line = Line::read(&candidate.organisation.name, None, None);
        let (best, score) = &candidates(&line, &register)[0];
        assert_eq!(best.organisation.id, candidate.organisation.id);
        assert!(score.points >= 95);
    }
}

proptest::proptest! {
    #[test]
    fn any_line_is_read_and_scored(text in "\\PC{0,60}|(HTX|THT)? ?[ a-zA-ZÀ-ỹ0-9.-]{0,40}") {
        let line = Line::read(&text, None, None);
        for candidate in register() {
            if let Some(score) = score(&line, &candidate) {
                proptest::prop_assert!((SCORE_MIN..=100).contains(&score.points));
                proptest::prop_assert!(!score.reasons.is_empty());
            }
        }
    }
}
