use htx_model::{
    agency::AgencyCode,
    id::Id,
    trade::listing::{Month, OcopRating, ProductCertificate},
};
use uuid::Uuid;

use super::*;
use crate::domain::{listing::Owner, preparers::Preparers};

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

fn product(number: u128, name: &str, group: ProductGroup) -> Listing<ProductContent> {
    Listing {
        id: Id::from_uuid(Uuid::from_u128(number)),
        owner: Owner::Agency(AgencyCode::parse("hpa").unwrap(), String::new()),
        content: ProductContent {
            name: name.to_owned(),
            group,
            description: None,
            months: vec![Month::try_from(1).unwrap()],
            capacity: None,
            certificates: Vec::new(),
            ocop: None,
            trade_mark: None,
            price: None,
        },
        state: ListingState::Published,
        prepared_by: Preparers::default(),
        submitted_on: None,
        published_on: None,
        review: None,
        version: 1,
        recorded_at: htx_model::date::Instant::from_microseconds(0),
    }
}

fn catalogue(products: &[Listing<ProductContent>]) -> Catalogue {
    let mut catalogue = Catalogue::of(day("2025-05-12"));
    for (position, product) in (1..).zip(products) {
        catalogue.follow(position, product);
    }
    catalogue
}

fn numbers(catalogue: &Catalogue, query: &str) -> Vec<u128> {
    let search = Search { words: text::words(query), ..Search::default() };
    let found = catalogue.search(&search, None, 10);
    assert_eq!(found.count, found.page.len() as u64);
    found.page.into_iter().map(|id| id.uuid().as_u128()).collect()
}

#[test]
fn products_are_found_without_accents_by_whole_words_and_a_beginning() {
    let mut branded = product(3, "Chè búp tím", ProductGroup::Beverages);
    branded.content.trade_mark = Some("Đồi Chè Ba Vì".to_owned());
    let catalogue = catalogue(&[
        product(1, "Rau cải ngọt Đông Dư", ProductGroup::Vegetables),
        product(2, "Rau muống hữu cơ", ProductGroup::Vegetables),
        branded,
    ]);
    assert_eq!(numbers(&catalogue, "rau"), [2, 1]);
    assert_eq!(numbers(&catalogue, "RAU CAI dong d"), [1]);
    assert_eq!(numbers(&catalogue, "ba vi"), [3]);
    assert_eq!(numbers(&catalogue, "đồ uống"), [3]);
    assert!(numbers(&catalogue, "cai bap").is_empty());
    assert_eq!(numbers(&catalogue, ""), [3, 2, 1]);
}

#[test]
fn what_is_no_more_published_is_gone_and_what_is_renamed_is_found_anew() {
    let mut catalogue = catalogue(&[
        product(1, "Rau cải", ProductGroup::Vegetables),
        product(2, "Rau muống", ProductGroup::Vegetables),
    ]);
    let hidden = Listing { state: ListingState::Hidden, ..product(2, "Rau", ProductGroup::Other) };
    catalogue.follow(3, &hidden);
    catalogue.follow(4, &product(1, "Cà chua", ProductGroup::Vegetables));
    assert!(numbers(&catalogue, "muong").is_empty() && numbers(&catalogue, "cai").is_empty());
    assert_eq!(numbers(&catalogue, "ca chua"), [1]);
    assert_eq!((catalogue.len(), catalogue.position()), (1, 4));
}

#[test]
fn facets_count_what_there_would_be_and_what_expired_no_longer_counts() {
    let certificate = |standard, until: &str| ProductCertificate {
        standard,
        number: "1".to_owned(),
        issuer: "x".to_owned(),
        issued_on: day("2024-01-01"),
        expires_on: day(until),
    };
    let mut first = product(1, "Rau cải", ProductGroup::Vegetables);
    first.content.certificates = vec![
        certificate(StandardKind::Vietgap, "2025-05-12"),
        certificate(StandardKind::Organic, "2025-05-11"),
    ];
    let mut second = product(2, "Rau mầm", ProductGroup::Other);
    second.content.certificates = vec![certificate(StandardKind::Vietgap, "2026-01-01")];
    second.content.ocop = Some(OcopRating {
        stars: 4,
        decision_number: "1".to_owned(),
        decided_on: day("2024-01-01"),
        expires_on: day("2027-01-01"),
    });
    let catalogue = catalogue(&[first, second]);
    let search = Search {
        words: text::words("rau"),
        group: Some(ProductGroup::Vegetables),
        ..Search::default()
    };
    let found = catalogue.search(&search, None, 10);
    assert_eq!(found.count, 1);
    let groups = [(ProductGroup::Vegetables, 1), (ProductGroup::Other, 1)];
    assert_eq!(found.groups, BTreeMap::from(groups));
    assert_eq!(found.standards, BTreeMap::from([(StandardKind::Vietgap, 1)]));
    assert!(found.stars.is_empty());
    let starred = Search { stars: Some(3), ..Search::default() };
    assert_eq!(catalogue.search(&starred, None, 10).stars, BTreeMap::from([(4, 1)]));
}

#[test]
fn pages_follow_one_another_without_gap_or_repetition() {
    let products: Vec<_> =
        (1..=25).map(|number| product(number, "Rau", ProductGroup::Vegetables)).collect();
    let catalogue = catalogue(&products);
    let (mut after, mut seen) = (None, Vec::new());
    loop {
        let page = catalogue.search(&Search::default(), after, 10).page;
        seen.extend(page.iter().map(|id| id.uuid().as_u128()));
        match page.last() {
            Some(last) => after = Some(*last),
            None => break,
        }
    }
    assert_eq!(seen, (1..=25).rev().collect::<Vec<u128>>());
}

#[test]
fn a_hundred_thousand_products_are_searched_at_once() {
    let kinds = ["Rau cải", "Cà chua bi", "Chè xanh", "Gạo nếp", "Trứng gà", "Mật ong"];
    let products: Vec<_> = (1..=100_000_u128)
        .map(|number| {
            let at = usize::try_from(number).unwrap();
            let groups = ProductGroup::all();
            let name = format!("{} số {}", kinds[at % kinds.len()], number % 977);
            product(number, &name, groups[at % groups.len()])
        })
        .collect();
    let catalogue = catalogue(&products);
    for query in ["rau", "ca chua so 12", "", "m"] {
        let search = Search { words: text::words(query), ..Search::default() };
        let started = std::time::Instant::now();
        let found = catalogue.search(&search, None, 50);
        let taken = started.elapsed();
        assert!(found.count > 0 && taken.as_millis() < 5_000, "{query:?} took {taken:?}");
    }
}
