//! Several at once: no place is given twice.

use std::collections::BTreeSet;

use futures_util::future::join_all;
use htx_kit::testing::Answer;
use htx_model::principal::Role;
use serde_json::{Value, json};

use super::{
    office::{Office, each},
    season::{Event, booths, path_of},
};

/// Five booths and so many cooperatives.
async fn cooperatives(office: &Office, count: usize) -> Vec<htx_model::id::OrganisationId> {
    let all: Vec<_> =
        (0..count).map(|number| office.cooperative(&format!("HTX số {number}"))).collect();
    let ids = all.iter().map(|one| one.id).collect();
    office.know(all).await;
    ids
}

/// Exactly five have a place, each another; all others wait, each under another number.
async fn five_of_32(office: &Office, answers: Vec<Answer>, status: u16) {
    let all: Vec<Value> = answers.into_iter().map(|answer| answer.expect(status).json()).collect();
    let of = |state: &str, field: &str| -> BTreeSet<u64> {
        let some = all.iter().filter(|one| one["state"] == state);
        some.map(|one| one[field].as_u64().unwrap()).collect()
    };
    assert_eq!(of("selected", "booth_number"), (1..=5).collect());
    assert_eq!(of("waiting", "waiting_number"), (1..=27).collect());
    for (state, count) in [("selected", 5), ("waiting", 27)] {
        let list = format!("/v1/trade-applications?state={state}&limit=200");
        let list = office.read_by(&office.audit(), &list).await;
        assert_eq!(list["items"].as_array().unwrap().len(), count, "{state}");
    }
}

#[actix_web::test]
async fn of_32_that_apply_at_once_for_the_last_five_booths_five_get_one() {
    each(async |office| {
        let first_come = |body: &mut Value| {
            body["allotment"] = json!("first_come");
            body["booths"] = booths(5);
        };
        let event = Event::opened(&office, first_come).await;
        let requests = cooperatives(&office, 32).await.into_iter().map(|of| {
            let own = office.service.as_organisation(of);
            let body = json!({ "organisation_id": of, "products": "Rau an toàn" });
            let path = format!("{}/applications", event.path);
            let request = office.service.post(&path, body).by(&own);
            request.idempotency_key(&office.key()).send()
        });
        let answers = join_all(requests.collect::<Vec<_>>()).await;
        five_of_32(&office, answers, 201).await;
    })
    .await;
}

#[actix_web::test]
async fn of_32_that_are_selected_at_once_for_five_booths_five_get_one() {
    each(async |office| {
        let event = Event::opened(&office, |body| body["booths"] = booths(5)).await;
        let mut applications = Vec::new();
        for of in cooperatives(&office, 32).await {
            applications.push(event.apply(of).await);
        }
        let requests = applications.iter().enumerate().map(|(number, application)| {
            let approver = office.promotion(Role::Approver).named(&format!("approver {number}"));
            let path = format!("{}/select", path_of(application));
            let body = json!({ "reason": "Đạt yêu cầu" });
            let request = office.service.post(&path, body).by(&approver).if_match("\"v1\"");
            request.idempotency_key(&office.key()).send()
        });
        let answers = join_all(requests.collect::<Vec<_>>()).await;
        five_of_32(&office, answers, 200).await;
    })
    .await;
}

#[actix_web::test]
async fn when_all_leave_at_once_every_place_passes_on_in_order() {
    each(async |office| {
        let first_come = |body: &mut Value| {
            body["allotment"] = json!("first_come");
            body["booths"] = booths(4);
        };
        let event = Event::opened(&office, first_come).await;
        let mut applications = Vec::new();
        for of in cooperatives(&office, 10).await {
            applications.push((of, event.apply(of).await));
        }
        let requests = applications.iter().take(4).map(|(of, application)| {
            let own = office.service.as_organisation(*of);
            let path = format!("{}/withdraw", path_of(application));
            let request = office.service.post(&path, json!({})).by(&own).if_match("\"v1\"");
            request.idempotency_key(&office.key()).send()
        });
        for answer in join_all(requests.collect::<Vec<_>>()).await {
            answer.expect(200);
        }
        let list = "/v1/trade-applications?state=selected";
        let list = office.read_by(&office.audit(), list).await;
        let places: BTreeSet<(u64, u64)> = list["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| {
                let number = |field: &str| one[field].as_u64().unwrap();
                (number("waiting_number"), number("booth_number"))
            })
            .collect();
        let waited: Vec<u64> = places.iter().map(|(waited, _)| *waited).collect();
        assert_eq!(waited, [1, 2, 3, 4], "who waited longest moved up");
        let given: BTreeSet<u64> = places.iter().map(|(_, place)| *place).collect();
        assert_eq!(given, (1..=4).collect());
    })
    .await;
}
