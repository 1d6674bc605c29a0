use htx_model::{
    administrative::{DistrictCode, Territory},
    agency::{AgencyCode, AgencyKind},
    directory::{Organisation, last_rating, newest_report},
    event::{Event, Subject},
    id::OrganisationId,
    organisation::{OrganisationStatus, Rating},
    policy::Reach,
    principal::Holder,
    scope::Scope,
    text,
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::*;
use crate::{
    db::Database,
    feed::{FeedItem, cursor},
    log::fixture::{self, ids},
    testing::{TestDatabase, fresh_databases},
};

fn id(number: u128) -> OrganisationId {
    OrganisationId::from_uuid(Uuid::from_u128(number))
}

/// The state of an organisation's event, with what no directory keeps.
fn entry(number: u128, name: &str) -> Value {
    json!({
        "id": id(number),
        "kind": "cooperative",
        "name": name,
        "registration_number": "0101248141",
        "registered_on": "2016-04-28",
        "status": "active",
        "address": {
            "line": "Thôn 4",
            "commune": "10018",
            "district": "277",
            "current_commune": "10045",
            "needs_review": false,
        },
        "main_business_line": "0118",
        "sector": "agriculture",
        "people_credit_fund": false,
        "charter_capital_vnd": 500_000_000,
        "member_count": 12,
        "worker_count": 4,
        "alliance_member": true,
    })
}

fn item(position: u64, subject: &str, state: Value) -> FeedItem {
    let event = fixture::event(&ids());
    let subject = Subject { kind: subject.to_owned(), id: Uuid::from_u128(u128::from(position)) };
    FeedItem { position, event: Event { subject, state, ..event } }
}

fn organisation(position: u64, state: Value) -> FeedItem {
    item(position, "organisation", state)
}

fn report(position: u64, number: u128, year: i16, revenue: i64) -> FeedItem {
    let figures = json!({ "revenue_vnd": revenue, "worker_pay_vnd": 7, "profit_vnd": -5 });
    let state = json!({
        "id": id(9), "organisation": id(number), "year": year, "origin": "filed", "figures": figures,
    });
    item(position, "annual_report", state)
}

fn rating(position: u64, number: u128, year: i16, state: &str, rating: Option<&str>) -> FeedItem {
    let state =
        json!({ "organisation": id(number), "year": year, "state": state, "rating": rating });
    item(position, "yearly_rating", state)
}

/// What an officer of Chương Mỹ reaches.
fn chuong_my() -> Scope {
    let holder = Holder::Agency {
        code: AgencyCode::parse("district-277").unwrap(),
        kinds: vec![AgencyKind::District],
        territory: Territory::District(DistrictCode::parse("277").unwrap()),
        ended: false,
    };
    Scope::nothing().with(Reach::OwnTerritory, &holder)
}

fn databases() -> impl Iterator<Item = TestDatabase> {
    fresh_databases(&[MIGRATIONS])
}

fn taken(database: &Database, items: Vec<FeedItem>) {
    database.write_now(move |connection| take(connection, &items)).unwrap();
}

fn found(database: &Database, number: u128) -> Option<Organisation> {
    database.read_now(move |connection| find(connection, &Scope::everything(), id(number))).unwrap()
}

#[test]
fn the_declared_tables_are_those_of_both_databases() {
    crate::testing::compare_schema(&[include_str!("schema.rs").to_owned()], &[MIGRATIONS]);
}

#[test]
fn what_the_register_says_of_an_organisation_is_known() {
    for database in databases() {
        taken(&database, vec![organisation(1, entry(1, "HTX Rau sạch Vân Đức"))]);
        let known = found(&database, 1).unwrap();
        let told: Organisation = serde_json::from_value(entry(1, "HTX Rau sạch Vân Đức")).unwrap();
        assert_eq!(known, told);
        assert_eq!(known.seat.current_commune.as_str(), "10045");
        assert!(known.alliance_member);
        assert_eq!(found(&database, 2), None);
    }
}

#[test]
fn events_that_come_again_or_late_undo_nothing() {
    for database in databases() {
        let mut dissolving = entry(1, "HTX Mới");
        dissolving["status"] = json!("dissolving");
        let (first, second) = (organisation(3, entry(1, "HTX Cũ")), organisation(7, dissolving));
        taken(&database, vec![first.clone(), second.clone()]);
        let known = found(&database, 1).unwrap();
        assert_eq!(
            (known.name.as_str(), known.status),
            ("HTX Mới", OrganisationStatus::Dissolving)
        );
        // Each again, and the earlier one by itself: as after a cursor was put back.
        taken(&database, vec![first.clone()]);
        taken(&database, vec![first, second]);
        assert_eq!(found(&database, 1), Some(known));

        taken(
            &database,
            vec![report(8, 1, 2024, 900), rating(9, 1, 2024, "confirmed", Some("good"))],
        );
        taken(
            &database,
            vec![report(5, 1, 2024, 1), rating(6, 1, 2024, "confirmed", Some("weak"))],
        );
        let years = database.read_now(|connection| years_of(connection, &[id(1)])).unwrap();
        assert_eq!(newest_report(&years).unwrap().1.revenue_vnd, Some(900));
        assert_eq!(last_rating(&years), Some((2024, Rating::Good)));
    }
}

#[test]
fn the_newest_statement_of_each_year_and_confirmed_ratings_only_are_kept() {
    for database in databases() {
        taken(
            &database,
            vec![
                organisation(1, entry(1, "HTX Một")),
                report(2, 1, 2023, 300),
                report(3, 1, 2024, 400),
                rating(4, 1, 2023, "confirmed", Some("fair")),
                rating(5, 1, 2024, "assessed", None),
                // The year before is restated: the newest report stays that of 2024.
                report(6, 1, 2023, 350),
                rating(7, 2, 2024, "confirmed", Some("weak")),
            ],
        );
        let years = database.read_now(|connection| years_of(connection, &[id(1)])).unwrap();
        let told: Vec<_> = years
            .iter()
            .map(|one| {
                (one.year, one.report.as_ref().and_then(|told| told.revenue_vnd), one.rating)
            })
            .collect();
        assert_eq!(told, [(2023, Some(350), Some(Rating::Fair)), (2024, Some(400), None)]);
        let (year, newest) = newest_report(&years).unwrap();
        assert_eq!((year, newest.profit_vnd, newest.worker_count), (2024, Some(-5), None));
    }
}

#[test]
fn an_event_that_cannot_be_read_stops_nobody() {
    for database in databases() {
        let items = vec![
            organisation(1, json!({ "id": id(1), "name": "HTX không rõ loại hình" })),
            item(2, "application", json!({ "of": "no concern of the directory" })),
            organisation(3, entry(2, "HTX Hai")),
        ];
        taken(&database, items);
        assert_eq!(found(&database, 1), None);
        assert!(found(&database, 2).is_some());
    }
}

#[test]
fn questions_stay_within_their_scope() {
    for database in databases() {
        let mut elsewhere = entry(2, "Hợp tác xã RAU SẠCH Văn Đức");
        elsewhere["address"]["district"] = json!("276");
        elsewhere["address"]["current_commune"] = json!("09877");
        elsewhere["registration_number"] = json!(null);
        taken(
            &database,
            vec![
                organisation(1, entry(1, "HTX rau sạch Văn Đức")),
                organisation(2, elsewhere),
                organisation(3, entry(3, "HTX Khác")),
            ],
        );
        let district = chuong_my();
        let key = text::name_key("Rau sạch Văn Đức");
        let ask = |scope: Scope, numbers: Vec<&'static str>| {
            let key = key.clone();
            let found = database.read_now(move |connection| {
                with_numbers_or_keys(connection, &scope, &numbers, &[key.as_str()])
            });
            found.unwrap().into_iter().map(|one| one.id).collect::<Vec<_>>()
        };
        assert_eq!(ask(Scope::everything(), vec![]), [id(1), id(2)]);
        assert_eq!(ask(Scope::everything(), vec!["0101248141"]), [id(1), id(2), id(3)]);
        assert_eq!(ask(district.clone(), vec!["0101248141"]), [id(1), id(3)]);

        let page = |scope: &Scope, after| {
            let scope = scope.clone();
            let page = database.read_now(move |connection| list(connection, &scope, after, 2));
            page.unwrap().into_iter().map(|one| one.id).collect::<Vec<_>>()
        };
        assert_eq!(page(&Scope::everything(), None), [id(1), id(2)]);
        assert_eq!(page(&Scope::everything(), Some(id(2))), [id(3)]);
        assert_eq!(page(&district, None), [id(1), id(3)]);
        let scope = district.clone();
        let hidden = database.read_now(move |connection| find(connection, &scope, id(2)));
        assert_eq!(hidden.unwrap(), None);
    }
}

#[test]
fn a_service_follows_the_register_and_remembers_how_far() {
    for (register, database) in fixture::databases().into_iter().zip(databases()) {
        let mut event = fixture::event(&ids());
        event.state = entry(1, "HTX Một");
        fixture::record(&register.database, vec![(event, None)]);
        fixture::seal(&register.database);
        let source = crate::feed::DatabaseSource::new(
            register.database.clone(),
            tokio::sync::watch::Sender::new(1).subscribe(),
        );
        let subscriber = follow(source, database.database().clone());
        let there = async {
            while found(&database, 1).is_none() {
                tokio::time::sleep(std::time::Duration::from_millis(5)).await;
            }
        };
        fixture::run(subscriber.run(there));
        let position = database.read_now(|connection| cursor(connection, SUBSCRIPTION)).unwrap();
        assert_eq!(position, 1);
    }
}
