use std::collections::BTreeSet;

use icu_normalizer::DecomposingNormalizerBorrowed;

use super::*;

fn units() -> &'static AdministrativeUnits {
    AdministrativeUnits::embedded().unwrap()
}

fn date(text: &str) -> Date {
    Date::parse(text).unwrap()
}

fn district(text: &str) -> DistrictCode {
    DistrictCode::parse(text).unwrap()
}

fn commune(text: &str) -> CommuneCode {
    CommuneCode::parse(text).unwrap()
}

const BEFORE: &str = "2025-06-30";
const AFTER: &str = "2025-07-01";

#[test]
fn the_city_has_thirty_districts_and_526_communes_then_126() {
    let count =
        |on: &str, level| units().existing_on(date(on)).filter(|unit| unit.level == level).count();
    assert_eq!(count(BEFORE, UnitLevel::District), 30);
    assert_eq!(count(BEFORE, UnitLevel::Commune), 526);
    assert_eq!(count(AFTER, UnitLevel::District), 0);
    assert_eq!(count(AFTER, UnitLevel::Commune), 126);
}

#[test]
fn a_code_that_was_used_again_means_another_unit_on_another_date() {
    let code = commune("00004");
    assert_eq!(units().commune(&code, date(BEFORE)).unwrap().name, "Phường Trúc Bạch");
    assert_eq!(units().commune(&code, date(AFTER)).unwrap().name, "Phường Ba Đình");
    assert_eq!(units().with_code(UnitLevel::Commune, "00004").count(), 2);
    assert!(units().district(&district("001"), date(BEFORE)).is_some());
    assert!(units().district(&district("001"), date(AFTER)).is_none());
}

#[test]
fn every_old_commune_lies_in_a_district_and_resolves_to_a_commune_of_today() {
    let (before, after) = (date(BEFORE), date(AFTER));
    let mut split = 0;
    let mut reached = BTreeSet::new();
    for unit in units().existing_on(before).filter(|unit| unit.level == UnitLevel::Commune) {
        let code = unit.commune_code().unwrap();
        assert!(units().district(unit.district_code.as_ref().unwrap(), before).is_some());
        let successors = units().succession(&code);
        assert_eq!(successors.iter().filter(|successor| successor.default).count(), 1, "{code}");
        for successor in successors {
            assert!(units().commune(&successor.code, after).is_some(), "{code}");
            reached.insert(successor.code.clone());
        }
        let resolved = units().resolve(&code, before, after).unwrap();
        assert_eq!(resolved.needs_address_review, successors.len() > 1, "{code}");
        split += usize::from(resolved.needs_address_review);
        let unmoved = Resolved { code: code.clone(), needs_address_review: false };
        assert_eq!(units().resolve(&code, before, before), Some(unmoved));
    }
    assert_eq!((split, reached.len()), (199, 126));
}

#[test]
fn a_new_commune_resolves_to_itself_and_an_unknown_one_to_nothing() {
    let resolved = Resolved { code: commune("00004"), needs_address_review: false };
    assert_eq!(units().resolve(&commune("00004"), date(AFTER), date("2026-01-10")), Some(resolved));
    assert_eq!(units().resolve(&commune("00001"), date(AFTER), date("2026-01-10")), None);
    assert_eq!(units().resolve(&commune("99999"), date(BEFORE), date(AFTER)), None);
}

#[test]
fn every_unit_is_found_by_its_name_however_it_is_written() {
    for unit in units().all() {
        let on = unit.valid_to.unwrap_or(date(AFTER));
        let name = &unit.name;
        let spellings = [
            name.clone(),
            name.to_uppercase(),
            DecomposingNormalizerBorrowed::new_nfd().normalize(name).into_owned(),
            format!("\u{a0} {} ", name.replace(' ', "  ")),
            crate::text::fold(name),
        ];
        for spelling in spellings {
            let found = match unit.level {
                UnitLevel::District => units().find_district(&spelling, on),
                UnitLevel::Commune => {
                    units().find_commune(&spelling, unit.district_code.as_ref(), on)
                }
            };
            assert_eq!(found, Ok(unit), "{spelling}");
        }
    }
}

#[test]
fn only_yen_vien_needs_its_prefix_inside_a_district() {
    for unit in units().all().iter().filter(|unit| unit.level == UnitLevel::Commune) {
        let on = unit.valid_to.unwrap_or(date(AFTER));
        let label = crate::code_list::CodeList::label(unit.kind, crate::language::Language::Vi);
        let bare = unit.name.strip_prefix(label).unwrap();
        let found = units().find_commune(bare, unit.district_code.as_ref(), on);
        if bare == " Yên Viên" {
            assert!(
                matches!(found, Err(UnitNotFound::Ambiguous { candidates, .. }) if candidates.len() == 2)
            );
        } else {
            assert_eq!(found, Ok(unit));
        }
    }
}

#[test]
fn abbreviations_are_understood_and_mistakes_told_apart() {
    let on = date("2024-12-31");
    let find = |name: &str, within: &str| {
        units().find_commune(name, Some(&district(within)), on).map(|unit| unit.name.as_str())
    };
    assert_eq!(find("TT. Vân Đình", "281"), Ok("Thị trấn Vân Đình"));
    assert_eq!(find("TT.Yên Viên", "018"), Ok("Thị trấn Yên Viên"));
    assert_eq!(find("x.yên viên", "018"), Ok("Xã Yên Viên"));
    assert_eq!(find("P.Cổ Nhuế 01", "021"), Ok("Phường Cổ Nhuế 1"));
    assert_eq!(find("PHƯƠNG MAI", "006"), Ok("Phường Phương Mai"));
    assert!(matches!(find("Phường Vân Từ", "280"), Err(UnitNotFound::OtherKind { .. })));
    assert!(matches!(find("Xã Không Tên", "006"), Err(UnitNotFound::Unknown { .. })));
    assert!(matches!(find("Xã Hồng Phong 9", "004"), Err(UnitNotFound::Unknown { .. })));
    assert!(matches!(find("", "004"), Err(UnitNotFound::Unknown { .. })));
    assert!(matches!(find("Xã", "004"), Err(UnitNotFound::Unknown { .. })));
    let anywhere = units().find_commune("Xã Phú Cường", None, on);
    assert!(matches!(anywhere, Err(UnitNotFound::Ambiguous { .. })));

    for (name, code) in [
        ("HUYỆN ĐÔNG ANH", "017"),
        ("H. Gia Lâm", "018"),
        ("Q.Hai Bà Trưng", "007"),
        ("TX Sơn Tây", "269"),
        ("son tay", "269"),
        ("Ứng Hoà", "281"),
    ] {
        assert_eq!(
            units().find_district(name, on).map(|unit| unit.code.as_str()),
            Ok(code),
            "{name}"
        );
    }
    assert!(units().find_district("Huyện Đông Anh", date(AFTER)).is_err());
    assert!(units().find_commune("Xã Đông Anh", Some(&district("017")), date(AFTER)).is_ok());
}

#[test]
fn codes_and_territories_read_and_write_alike() {
    assert!(DistrictCode::parse("27").is_err() && CommuneCode::parse("0000a").is_err());
    for (text, json) in [
        ("city", r#"{"level":"city"}"#),
        ("district:276", r#"{"level":"district","code":"276"}"#),
        ("commune:10018", r#"{"level":"commune","code":"10018"}"#),
    ] {
        let territory: Territory = text.parse().unwrap();
        assert_eq!(territory.to_string(), text);
        assert_eq!(serde_json::to_string(&territory).unwrap(), json);
        assert_eq!(serde_json::from_str::<Territory>(json).unwrap(), territory);
    }
    assert!("district:0".parse::<Territory>().is_err() && "".parse::<Territory>().is_err());
    assert!(serde_json::from_str::<Territory>(r#"{"level":"district","code":"2760"}"#).is_err());
}
