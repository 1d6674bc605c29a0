use htx_model::{
    administrative::{CommuneCode, DistrictCode, Territory},
    organisation::OrganisationStatus,
    policy::Reach,
};

use super::*;
use crate::domain::organisation::Address;

fn organisation(number: u128, name: &str) -> Organisation {
    Organisation {
        id: OrganisationId::from_uuid(uuid::Uuid::from_u128(number)),
        kind: OrganisationKind::Cooperative,
        name: name.to_owned(),
        registration_number: None,
        registered_on: None,
        status: OrganisationStatus::Active,
        address: Address {
            line: None,
            commune: CommuneCode::parse("10018").unwrap(),
            district: DistrictCode::parse(if number.is_multiple_of(2) { "276" } else { "277" })
                .ok(),
            current_commune: CommuneCode::parse("10018").unwrap(),
            needs_review: false,
        },
        main_business_line: None,
        sector: None,
        people_credit_fund: false,
        charter_capital_vnd: None,
        member_count: None,
        worker_count: None,
        alliance_member: false,
    }
}

fn index(names: &[(u128, &str)]) -> NameIndex {
    let mut index = NameIndex::default();
    names.iter().for_each(|(number, name)| index.put(&organisation(*number, name)));
    index
}

fn found(index: &NameIndex, search: &Search) -> Vec<u128> {
    let matches = index.matches(search);
    index.page(&matches, None, 10).iter().map(|id| id.uuid().as_u128()).collect()
}

#[test]
fn a_name_is_found_without_accents_in_any_case_and_form() {
    let index = index(&[(1, "Hợp tác xã Rau an toàn Đông Dư"), (2, "HTX Hoa Tây Tựu")]);
    for query in ["hop tac xa rau", "HTX RAU", "rau đông", "dong du", "RAU AN TO"] {
        assert_eq!(found(&index, &Search::typed(query)), [1], "{query}");
    }
    assert_eq!(found(&index, &Search::typed("hop tac xa")), [1, 2]);
    assert!(found(&index, &Search::typed("rau hoa")).is_empty());
    assert!(found(&index, &Search::typed("kind")).is_empty());
}

#[test]
fn a_search_stays_within_the_callers_scope() {
    let index = index(&[(1, "HTX Rau"), (2, "HTX Rau sạch"), (3, "HTX Rau xanh")]);
    let holder = htx_model::principal::Holder::Agency {
        code: htx_model::agency::AgencyCode::parse("district-276").unwrap(),
        kinds: vec![],
        territory: Territory::District(DistrictCode::parse("276").unwrap()),
        ended: false,
    };
    let scope = Scope::nothing().with(Reach::OwnTerritory, &holder);
    assert_eq!(found(&index, &Search::typed("rau").within(&scope)), [2]);
    assert_eq!(found(&index, &Search::typed("rau").within(&Scope::everything())), [1, 2, 3]);
}

#[test]
fn a_search_by_an_organisation_or_by_nobody_finds_that_one_or_none() {
    let index = index(&[(1, "HTX Rau"), (2, "HTX Rau sạch")]);
    let id = OrganisationId::from_uuid(uuid::Uuid::from_u128(2));
    let holder = htx_model::principal::Holder::Organisation { id };
    let own = Scope::nothing().with(Reach::OwnOrganisation, &holder);
    assert_eq!(found(&index, &Search::typed("rau").within(&own)), [2]);
    assert!(found(&index, &Search::typed("rau").within(&Scope::nothing())).is_empty());
}

#[test]
fn a_renamed_organisation_is_found_by_its_new_name_only() {
    let mut index = index(&[(1, "HTX Rau"), (2, "HTX Hoa"), (3, "HTX Hoa sen")]);
    index.put(&organisation(1, "HTX Hoa hồng"));
    index.put(&organisation(1, "HTX Hoa hồng"));
    assert!(found(&index, &Search::typed("rau")).is_empty());
    assert_eq!(found(&index, &Search::typed("hoa")), [1, 2, 3]);
    assert_eq!(index.len(), 3);
}

#[test]
fn pages_walk_all_matches_once_in_the_order_of_ids() {
    let mut index = NameIndex::default();
    for number in (0..100).rev().chain(100..300) {
        index.put(&organisation(number, "HTX Hoa"));
    }
    let matches = index.matches(&Search::typed("hoa"));
    let (mut after, mut walked) = (None, Vec::new());
    loop {
        let page = index.page(&matches, after, 7);
        let Some(last) = page.last() else { break };
        after = Some(*last);
        walked.extend(page.iter().map(|id| id.uuid().as_u128()));
    }
    assert_eq!(walked, (0..300).collect::<Vec<u128>>());
    assert_eq!(matches.count(), 300);
}
