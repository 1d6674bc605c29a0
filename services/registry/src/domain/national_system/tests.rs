//! What is paired with what, where they differ, and what may be decided.

use std::{fmt::Write as _, sync::LazyLock};

use htx_model::{
    administrative::{AdministrativeUnits, CommuneCode, DistrictCode},
    code_list::CodeList as _,
    date::Date,
    id::OrganisationId,
    money::Dong,
    organisation::{OrganisationKind, OrganisationStatus, Sector},
    registration_number::RegistrationNumber,
};

use super::*;
use crate::domain::{
    matching::MatchReason,
    organisation::{Address, Organisation},
    synthetic::SyntheticCity,
};

static TODAY: LazyLock<Date> = LazyLock::new(|| Date::parse("2025-03-10").unwrap());

fn entry(at: u128, name: &str, number: &str, line: &str) -> Organisation {
    let commune = CommuneCode::parse("10018").unwrap();
    Organisation {
        id: OrganisationId::from_uuid(uuid::Uuid::from_u128(at)),
        kind: OrganisationKind::Cooperative,
        name: name.to_owned(),
        registration_number: RegistrationNumber::parse(number).ok(),
        registered_on: Date::parse("2015-02-03").ok(),
        status: OrganisationStatus::Active,
        address: Address {
            line: Some(line.to_owned()),
            commune: commune.clone(),
            district: DistrictCode::parse("277").ok(),
            current_commune: commune,
            needs_review: false,
        },
        main_business_line: Some("0118".to_owned()),
        sector: Some(Sector::Agriculture),
        people_credit_fund: false,
        charter_capital_vnd: Some(Dong(3_000_000_000)),
        member_count: Some(12),
        worker_count: None,
        alliance_member: true,
    }
}

/// The row that says exactly what the register says.
fn row(entry: &Organisation) -> NationalRecord {
    NationalRecord {
        name: entry.name.clone(),
        kind: entry.kind,
        registration_number: entry.registration_number.clone(),
        status: Some(entry.status),
        registered_on: entry.registered_on,
        address_line: entry.address.line.clone(),
        commune: entry.address.commune.clone(),
        commune_as_of: *TODAY,
        current_commune: entry.address.current_commune.clone(),
        district: entry.address.district.clone(),
        main_business_line: entry.main_business_line.clone(),
        sector: entry.sector,
        charter_capital_vnd: entry.charter_capital_vnd,
        member_count: entry.member_count,
        worker_count: entry.worker_count,
    }
}

const FIRST: &str = "0101248141";
const SECOND: &str = "0100109106";

fn kinds(ours: &[Organisation], theirs: &[NationalRecord]) -> Vec<(PairKind, Option<usize>)> {
    pair(ours, theirs).into_iter().map(|pair| (pair.kind, pair.ours)).collect()
}

#[test]
fn rows_find_their_entries_by_number_then_by_name_and_commune() {
    let ours = [
        entry(1, "HTX Rau Vân Nội", FIRST, "Thôn 1"),
        entry(2, "HTX Hoa Tây Tựu", "", "Thôn 2"),
        entry(3, "HTX Mây tre đan", SECOND, "Thôn 3"),
        entry(4, "HTX Chăn nuôi", "", "Thôn 4"),
    ];
    let mut renamed = row(&ours[0]);
    renamed.name = "HTX Rau quả Vân Nội".to_owned();
    let mut numbered = row(&ours[1]);
    numbered.name = "Hợp tác xã HOA Tây Tựu".to_owned();
    numbered.registration_number = RegistrationNumber::parse("0100109106-001").ok();
    let mut unknown = row(&ours[2]);
    unknown.name = "HTX Vận tải".to_owned();
    unknown.registration_number = None;
    unknown.address_line = None;
    let theirs = [unknown, numbered, renamed];
    assert_eq!(
        kinds(&ours, &theirs),
        [
            (PairKind::OnlyThere, None),
            (PairKind::Different, Some(1)),
            (PairKind::Different, Some(0)),
            (PairKind::OnlyHere, Some(2)),
            (PairKind::OnlyHere, Some(3)),
        ]
    );
}

#[test]
fn two_numbers_are_two_organisations_but_may_be_near_duplicates() {
    let ours = [entry(1, "HTX Rau Vân Nội", FIRST, "Thôn 1")];
    let mut theirs = row(&ours[0]);
    theirs.registration_number = RegistrationNumber::parse(SECOND).ok();
    let [pair] = pair(&ours, &[theirs]).try_into().unwrap();
    assert_eq!((pair.kind, pair.ours, pair.theirs), (PairKind::NearDuplicate, Some(0), Some(0)));
    let score = pair.score.unwrap();
    assert!(score.reasons.contains(&MatchReason::NumberDiffers));
    assert!(score.reasons.contains(&MatchReason::SameAddress));
}

#[test]
fn near_duplicates_are_found_by_misspelt_names_in_one_commune() {
    let ours = [
        entry(1, "Hợp tác xã Rau an toàn Vân Nội", "", "Thôn 1"),
        entry(2, "HTX Vận tải Hòa Bình", "", "Số 5"),
        entry(3, "HTX Cơ khí Tân Tiến", "", "Số 6"),
    ];
    let mut misspelt = row(&ours[0]);
    misspelt.name = "HTX RAT Vân Lội".to_owned();
    misspelt.registered_on = None;
    let mut shortened = row(&ours[1]);
    shortened.name = "HTX Hòa Bình".to_owned();
    let mut elsewhere = row(&ours[2]);
    elsewhere.name = "HTX Cơ khí Tân Tiên".to_owned();
    elsewhere.commune = CommuneCode::parse("04930").unwrap();
    elsewhere.current_commune = elsewhere.commune.clone();
    elsewhere.district = DistrictCode::parse("276").ok();
    assert_eq!(
        kinds(&ours, &[misspelt, shortened, elsewhere]),
        [
            (PairKind::NearDuplicate, Some(0)),
            (PairKind::NearDuplicate, Some(1)),
            (PairKind::OnlyThere, None),
            (PairKind::OnlyHere, Some(2)),
        ]
    );
}

#[test]
fn what_has_ended_is_found_but_not_missed() {
    let mut gone = entry(1, "HTX Rau Vân Nội", FIRST, "Thôn 1");
    gone.status = OrganisationStatus::Dissolved;
    assert_eq!(kinds(&[gone.clone()], &[]), []);
    let mut theirs = row(&gone);
    theirs.status = Some(OrganisationStatus::Active);
    assert_eq!(kinds(&[gone], &[theirs]), [(PairKind::Different, Some(0))]);
}

#[test]
fn fields_are_compared_and_blanks_say_nothing() {
    let ours = entry(1, "Hợp tác xã Rau Hòa Bình", FIRST, "Thôn 3, Cầu Giẽ");
    let same = |change: &dyn Fn(&mut NationalRecord)| {
        let mut theirs = row(&ours);
        change(&mut theirs);
        differences(&ours, &theirs).into_iter().map(|one| one.field).collect::<Vec<_>>()
    };
    assert_eq!(same(&|_| {}), []);
    assert_eq!(same(&|row| row.name = "HTX rau Hoà Bình".to_owned()), []);
    assert_eq!(same(&|row| row.address_line = Some("THÔN 3 - CẦU GIẼ".to_owned())), []);
    assert_eq!(same(&|row| row.district = None), [], "the commune of today");
    assert_eq!(
        same(&|row| {
            row.status = None;
            row.registered_on = None;
            row.address_line = None;
            row.sector = None;
            row.charter_capital_vnd = None;
            row.member_count = None;
            row.main_business_line = None;
            row.registration_number = None;
        }),
        []
    );
    assert_eq!(same(&|row| row.name = "HTX Rau Hoa Bình".to_owned()), [NationalField::Name]);
    let all = same(&|row| {
        row.kind = OrganisationKind::CooperativeGroup;
        row.status = Some(OrganisationStatus::Dormant);
        row.registered_on = Date::parse("2015-03-02").ok();
        row.address_line = Some("Thôn 4".to_owned());
        row.commune = CommuneCode::parse("04930").unwrap();
        row.current_commune = row.commune.clone();
        row.district = DistrictCode::parse("276").ok();
        row.main_business_line = Some("0119".to_owned());
        row.sector = Some(Sector::Transport);
        row.charter_capital_vnd = Some(Dong(1));
        row.member_count = Some(13);
        row.worker_count = Some(1);
        row.name = "HTX Hoa".to_owned();
        row.registration_number = RegistrationNumber::parse(SECOND).ok();
    });
    assert_eq!(all, NationalField::all());
}

#[test]
fn what_may_be_decided_of_a_difference() {
    let mut table = String::new();
    for kind in PairKind::all() {
        for state in DifferenceState::all() {
            let leads = |take: &Take| {
                let to = decide(*kind, *state, *take).map(|to| to.to_string());
                format!("{take} → {}", to.unwrap_or_else(|| "-".to_owned()))
            };
            let takes: Vec<String> = Take::all().iter().map(leads).collect();
            let _ = writeln!(table, "{kind} {state}: {}", takes.join(", "));
        }
    }
    insta::assert_snapshot!(table);
}

#[test]
fn a_synthetic_city_against_its_own_rows_and_against_other_ones() {
    let units = AdministrativeUnits::embedded().unwrap();
    let mut city = SyntheticCity::new(units, 7);
    let id = |at: u128| OrganisationId::from_uuid(uuid::Uuid::from_u128(at));
    let ours: Vec<Organisation> =
        (0..3_000).map(|at| city.next(id(at)).unwrap().organisation).collect();
    let mut theirs: Vec<NationalRecord> = ours.iter().map(row).collect();
    assert!(kinds(&ours, &theirs).iter().all(|(kind, _)| *kind == PairKind::Same));
    for (at, record) in theirs.iter_mut().enumerate() {
        match at % 10 {
            0 => record.member_count = Some(1_000_000),
            1 => record.registration_number = None,
            2 => {
                record.registration_number = None;
                record.name = format!("{} Mới", record.name);
            }
            _ => {}
        }
    }
    let dropped = theirs.split_off(2_900);
    let count = |wanted: PairKind| {
        let pairs = pair(&ours, &theirs);
        pairs.iter().filter(|pair| pair.kind == wanted).count()
    };
    assert_eq!(count(PairKind::Different), 290);
    assert!(count(PairKind::Same) >= 290 * 8 - 10);
    assert!(count(PairKind::NearDuplicate) > 200);
    assert_eq!(count(PairKind::OnlyHere), dropped.len() + count(PairKind::OnlyThere),);
    let mut seen = std::collections::HashSet::new();
    for pair in pair(&ours, &theirs) {
        assert!(pair.ours.is_none_or(|at| seen.insert((0, at))));
        assert!(pair.theirs.is_none_or(|at| seen.insert((1, at))));
    }
}
