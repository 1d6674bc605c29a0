use super::*;
use crate::administrative::{CommuneCode, DistrictCode, UnitLevel};

fn agencies() -> &'static Agencies {
    Agencies::embedded().unwrap()
}

fn date(text: &str) -> Date {
    Date::parse(text).unwrap()
}

fn code(text: &str) -> AgencyCode {
    AgencyCode::parse(text).unwrap()
}

fn kinds(agency: &str, on: &str) -> Vec<AgencyKind> {
    agencies().kinds_on(&code(agency), date(on))
}

fn answers(duty: &str, territory: &str, on: &str) -> Option<&'static str> {
    let territory = territory.parse().unwrap();
    agencies().competent_for_duty(duty, &territory, date(on)).map(|agency| agency.code.as_str())
}

#[test]
fn there_are_fourteen_agencies_thirty_districts_and_126_communes() {
    let count = |kind| agencies().all().iter().filter(|agency| agency.kind == kind).count();
    assert_eq!(agencies().all().len(), 14 + 30 + 126);
    assert_eq!((count(AgencyKind::District), count(AgencyKind::Commune)), (30, 126));
    assert_eq!(agencies().in_force(date("2025-02-28")).count(), 13 + 30);
    assert_eq!(agencies().in_force(date("2025-03-01")).count(), 11 + 30);
    assert_eq!(agencies().in_force(date("2025-07-01")).count(), 11 + 126);
}

#[test]
fn agencies_of_territories_carry_the_names_and_dates_of_their_units() {
    let district = agencies().get(&code("district-276")).unwrap();
    assert_eq!(district.name_vi, "Ủy ban nhân dân huyện Thạch Thất");
    assert_eq!(district.name_en, "People's Committee of Thạch Thất (rural district)");
    assert_eq!(district.valid_to, Some(date("2025-06-30")));
    let commune = agencies().get(&code("commune-00004")).unwrap();
    assert_eq!(commune.name_vi, "Ủy ban nhân dân phường Ba Đình");
    assert_eq!(commune.valid_from, Some(date("2025-07-01")));
}

#[test]
fn every_successor_exists_and_begins_when_its_predecessor_ends() {
    for agency in agencies().all() {
        assert_eq!(agency.valid_to.is_some(), !agency.succeeded_by.is_empty(), "{}", agency.code);
        for successor in &agency.succeeded_by {
            let first_day = agency.valid_to.unwrap().plus_days(1);
            assert!(agencies().get(successor).unwrap().in_force(first_day), "{successor}");
        }
    }
}

#[test]
fn kinds_pass_to_the_successor_on_the_day_after_the_predecessor_ended() {
    use AgencyKind::{
        Agriculture, AgricultureEnvironment, Commune, District, Environment, Finance, Planning,
    };

    assert_eq!(kinds("so-tc", "2025-02-28"), [Finance]);
    assert_eq!(kinds("so-tc", "2025-03-01"), [Finance, Planning]);
    assert_eq!(kinds("so-khdt", "2025-02-28"), [Planning]);
    assert_eq!(kinds("so-khdt", "2025-03-01"), []);
    assert_eq!(kinds("so-nnmt", "2025-02-28"), []);
    assert_eq!(kinds("so-nnmt", "2025-03-01"), [AgricultureEnvironment, Agriculture, Environment]);
    assert_eq!(kinds("district-276", "2025-06-30"), [District]);
    assert_eq!(kinds("district-276", "2025-07-01"), []);
    assert_eq!(kinds("commune-00004", "2025-06-30"), []);
    assert_eq!(kinds("nobody", "2025-07-01"), []);
    for agency in agencies().all().iter().filter(|agency| agency.kind == Commune) {
        assert_eq!(kinds(agency.code.as_str(), "2025-07-01"), [Commune, District]);
    }
}

#[test]
fn each_duty_of_the_plan_is_answered_for_on_every_date() {
    for (duty, before, after) in [
        ("b", "so-khdt", "so-tc"),
        ("c", "so-nnptnt", "so-nnmt"),
        ("d", "so-tnmt", "so-nnmt"),
        ("đ", "so-ct", "so-ct"),
        ("Đ", "so-ct", "so-ct"),
        ("e", "so-khcn", "so-khcn"),
        ("g", "so-tc", "so-tc"),
        ("h", "nhnn-hn", "nhnn-hn"),
        ("i", "cuc-thue", "cuc-thue"),
        ("k", "hpa", "hpa"),
        ("l", "lmhtx", "lmhtx"),
    ] {
        for territory in ["city", "district:276", "commune:10018"] {
            assert_eq!(answers(duty, territory, "2025-02-28"), Some(before), "{duty}");
            assert_eq!(answers(duty, territory, "2025-03-01"), Some(after), "{duty}");
            assert_eq!(answers(duty, territory, "2026-01-10"), Some(after), "{duty}");
        }
    }
    assert_eq!(answers("a", "city", "2025-01-01"), None);
    assert_eq!(answers("z", "city", "2025-01-01"), None);
}

#[test]
fn territorial_duties_pass_from_the_district_to_the_commune() {
    assert_eq!(answers("m", "district:276", "2025-06-30"), Some("district-276"));
    assert_eq!(answers("m", "commune:00004", "2025-06-30"), Some("district-001"));
    assert_eq!(answers("m", "commune:00004", "2025-07-01"), Some("commune-00004"));
    assert_eq!(answers("m", "district:276", "2025-07-01"), None);
    assert_eq!(answers("m", "city", "2025-06-30"), None);
}

#[test]
fn every_commune_of_every_time_has_one_competent_agency() {
    let units = AdministrativeUnits::embedded().unwrap();
    for on in [date("2024-01-01"), date("2025-06-30"), date("2025-07-01"), date("2026-01-10")] {
        for unit in units.existing_on(on).filter(|unit| unit.level == UnitLevel::Commune) {
            let territory = Territory::Commune(unit.commune_code().unwrap());
            let agency = agencies().competent(AgencyKind::District, &territory, on).unwrap();
            assert!(agency.in_force(on));
            let expected = unit.district_code.clone().map_or(territory, Territory::District);
            assert_eq!(agency.territory, expected);
        }
    }
}

#[test]
fn work_passes_to_the_successor_and_a_district_s_to_several_communes() {
    let holder = |agency: &str, on: &str| {
        agencies().successor(&code(agency), date(on)).map(|agency| agency.code.as_str())
    };
    assert_eq!(holder("so-khdt", "2025-02-28"), Some("so-khdt"));
    assert_eq!(holder("so-khdt", "2025-03-01"), Some("so-tc"));
    assert_eq!(holder("so-nnmt", "2025-02-28"), None);
    assert_eq!(holder("district-276", "2025-07-01"), None);
    let communes = agencies().successors(&code("district-276"), date("2025-07-01"));
    assert!(communes.len() > 1 && communes.iter().all(|agency| agency.kind == AgencyKind::Commune));
}

#[test]
fn a_circle_of_successors_ends() {
    let mut rows: Vec<Agency> = agencies().all()[1..3].to_vec();
    rows[0].succeeded_by = vec![rows[1].code.clone()];
    rows[1].succeeded_by = vec![rows[0].code.clone()];
    let circle = Agencies::new(rows, AdministrativeUnits::default());
    assert_eq!(circle.successor(&code("so-khdt"), date("2025-03-01")), None);
}

#[test]
fn codes_are_slugs() {
    for text in ["", "-", "so--tc", "So-tc", "so_tc", "sở", "so-tc-", &"a".repeat(41)] {
        assert!(AgencyCode::parse(text).is_err(), "{text}");
    }
    assert_eq!(serde_json::to_string(&code("so-tc")).unwrap(), "\"so-tc\"");
    assert!(serde_json::from_str::<AgencyCode>("\"SO\"").is_err());
    assert!(DistrictCode::parse("276").is_ok() && CommuneCode::parse("10018").is_ok());
}
