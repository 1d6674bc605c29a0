//! Applications: handed in by the organisation or for it, selected with reasons by somebody who prepared
//! nothing; the waiting list moves up in its order.

use htx_model::{id::OrganisationId, organisation::OrganisationStatus, principal::Role};
use serde_json::{Value, json};

use super::{
    office::{each, faults},
    products::greens,
    season::{Event, act, booths, decide, now, path_of},
};

#[actix_web::test]
async fn an_organisation_applies_once_for_itself_and_its_district_for_it() {
    each(async |office| {
        let event = Event::opened(&office, |_| {}).await;
        let (own, other) = (office.known("HTX Rau").await, office.known("HTX Gạo").await);
        let application = event.apply(own).await;
        assert_eq!(application["state"], "submitted");
        assert_eq!(application["available_actions"], json!(["change", "withdraw"]));
        let caller = office.service.as_organisation(own);
        event.apply_by(&caller, own).await.expect_problem(409, "already_exists");
        event.apply_by(&caller, other).await.expect_problem(404, "not_found");
        event.apply_by(&office.district(Role::Officer), other).await.expect(201);
        let elsewhere = office.service.as_agency("district-001", Role::Officer);
        let third = office.known("HTX Cam").await;
        event.apply_by(&elsewhere, third).await.expect_problem(404, "not_found");
        let approver = office.promotion(Role::Approver);
        event.apply_by(&approver, third).await.expect_problem(403, "permission_denied");
        // Whoever has taken its application back may apply again.
        let withdrawn = act(&office, &caller, &path_of(&application), "withdraw", json!({})).await;
        assert_eq!(withdrawn.expect(200).json()["state"], "withdrawn");
        event.apply(own).await;
    })
    .await;
}

#[actix_web::test]
async fn an_application_is_seen_by_its_own_its_territory_its_organiser_and_who_oversees() {
    each(async |office| {
        let event = Event::opened(&office, |_| {}).await;
        let (own, other) = (office.known("HTX Rau").await, office.known("HTX Gạo").await);
        let application = event.apply(own).await;
        event.apply(other).await;
        let path = path_of(&application);
        let seen = [
            office.service.as_organisation(own),
            office.district(Role::Viewer),
            office.promotion(Role::Viewer),
            office.audit(),
        ];
        for caller in &seen {
            assert_eq!(office.read_by(caller, &path).await["products"], "Rau an toàn");
        }
        let unseen = [
            office.service.as_organisation(other),
            office.service.as_agency("district-001", Role::Officer),
            office.industry(Role::Officer),
        ];
        for caller in &unseen {
            office.service.get(&path).by(caller).send().await.expect_problem(404, "not_found");
        }
        let tax = office.service.as_agency("cuc-thue", Role::Officer);
        office.service.get(&path).by(&tax).send().await.expect_problem(403, "permission_denied");
        let count = async |caller| {
            let list = office.read_by(caller, "/v1/trade-applications").await;
            assert!(list["items"][0].get("products").is_none());
            list["items"].as_array().unwrap().len()
        };
        assert_eq!((count(&seen[0]).await, count(&seen[1]).await), (1, 2));
        let none = office.read_by(&unseen[1], "/v1/trade-applications").await;
        assert_eq!(none["items"], json!([]));
    })
    .await;
}

#[actix_web::test]
async fn what_is_brought_must_be_something_and_the_event_must_take_applications() {
    each(async |office| {
        let planned = Event::planned(&office, |_| {}).await;
        let own = office.known("HTX Rau").await;
        let caller = office.service.as_organisation(own);
        planned.apply_by(&caller, own).await.expect_problem(409, "state_conflict");
        let event = Event::opened(&office, |_| {}).await;
        let path = format!("{}/applications", event.path);
        let nothing = json!({ "organisation_id": own });
        let problem = office.post(&caller, &path, nothing).await;
        let problem = problem.expect_problem(422, "rule_violated");
        assert_eq!(faults(&problem), [("/product_ids".to_owned(), "products_missing".to_owned())]);
        let mut gone = office.cooperative("HTX Đã Giải Thể");
        gone.status = OrganisationStatus::Dissolved;
        let id = gone.id;
        office.know(vec![gone]).await;
        let of_it = office.service.as_organisation(id);
        event.apply_by(&of_it, id).await.expect_problem(409, "state_conflict");
        office.service.set_clock("2025-09-01T02:00:00Z");
        event.apply_by(&caller, own).await.expect_problem(409, "state_conflict");
    })
    .await;
}

#[actix_web::test]
async fn an_approver_who_prepared_nothing_selects_with_a_reason() {
    each(async |office| {
        let event = Event::opened(&office, |_| {}).await;
        let application = event.apply(office.known("HTX Rau").await).await;
        let problem = decide(&office, &application, "select", json!({})).await;
        assert_eq!(problem.status, 400);
        let empty = decide(&office, &application, "select", json!({ "reason": " " })).await;
        empty.expect_problem(422, "rule_violated");
        let (path, why) = (path_of(&application), json!({ "reason": "Đạt OCOP" }));
        let officer = office.promotion(Role::Officer);
        let both = officer.clone().also(&office.promotion(Role::Approver));
        for wrong in [both, office.promotion(Role::Officer)] {
            let refused = act(&office, &wrong, &path, "select", why.clone()).await;
            refused.expect_problem(403, "permission_denied");
        }
        let foreign = act(&office, &office.industry(Role::Approver), &path, "select", why).await;
        foreign.expect_problem(404, "not_found");
        let wanted = json!({ "reason": "Đạt OCOP", "booth_number": 2 });
        let selected = decide(&office, &application, "select", wanted.clone()).await;
        let selected = selected.expect(200).json();
        assert_eq!(
            (&selected["state"], &selected["booth_number"]),
            (&json!("selected"), &json!(2))
        );
        assert_eq!(selected["steps"][1]["reason"], "Đạt OCOP");
        let other = event.apply(office.known("HTX Gạo").await).await;
        let problem = decide(&office, &other, "select", wanted).await;
        let problem = problem.expect_problem(422, "rule_violated");
        assert_eq!(faults(&problem), [("/booth_number".to_owned(), "booth_not_free".to_owned())]);
        let booths = office.read_by(&office.audit(), &format!("{}/booths", event.path)).await;
        let holders: Vec<_> =
            booths["items"].as_array().unwrap().iter().map(|one| &one["application_id"]).collect();
        assert_eq!(holders, [&Value::Null, &application["id"]]);
    })
    .await;
}

#[actix_web::test]
async fn the_waiting_list_moves_up_in_its_order_and_each_move_is_recorded() {
    each(async |office| {
        let event = Event::opened(&office, |body| body["booths"] = booths(1)).await;
        let mut all = Vec::new();
        for name in ["HTX Một", "HTX Hai", "HTX Ba", "HTX Bốn"] {
            all.push(event.take_in(office.known(name).await).await);
        }
        let numbers: Vec<_> = all.iter().map(|one| &one["waiting_number"]).collect();
        assert_eq!(numbers, [&Value::Null, &json!(1), &json!(2), &json!(3)]);
        // The second leaves the list, the first its place: the third moves up.
        let own = |one: &Value| {
            let id = one["organisation"]["id"].as_str().unwrap().parse().unwrap();
            office.service.as_organisation(id)
        };
        act(&office, &own(&all[1]), &path_of(&all[1]), "withdraw", json!({})).await.expect(200);
        assert_eq!(now(&office, &all[2]).await["state"], "waiting");
        act(&office, &own(&all[0]), &path_of(&all[0]), "withdraw", json!({})).await.expect(200);
        let third = now(&office, &all[2]).await;
        assert_eq!((&third["state"], &third["booth_number"]), (&json!("selected"), &json!(1)));
        let step = third["steps"].as_array().unwrap().last().unwrap();
        assert_eq!((&step["action"], &step["caused_by"]), (&json!("move_up"), &all[0]["id"]));
        // It is taken off: the fourth moves up; a new booth, and nobody waits.
        let why = json!({ "reason": "Không đủ hàng" });
        decide(&office, &third, "remove", why).await.expect(200);
        assert_eq!(now(&office, &all[3]).await["booth_number"], 1);
        let officer = office.promotion(Role::Officer);
        let more = event.done(&officer, "booths", json!({ "label": "B1" })).await;
        assert_eq!((&more["booth_count"], &more["booths_free"]), (&json!(2), &json!(1)));
    })
    .await;
}

#[actix_web::test]
async fn a_new_booth_goes_to_whoever_has_waited_longest() {
    each(async |office| {
        let first_come = |body: &mut Value| {
            body["allotment"] = json!("first_come");
            body["booths"] = json!([{ "label": "A1" }]);
        };
        let event = Event::opened(&office, first_come).await;
        let first = event.apply(office.known("HTX Một").await).await;
        let second = event.apply(office.known("HTX Hai").await).await;
        assert_eq!((&first["state"], &second["state"]), (&json!("selected"), &json!("waiting")));
        let officer = office.promotion(Role::Officer);
        let same = event.act(&officer, "booths", json!({ "label": "a1" })).await;
        let problem = same.expect_problem(422, "rule_violated");
        assert_eq!(faults(&problem), [("/label".to_owned(), "booth_label_repeated".to_owned())]);
        event.done(&officer, "booths", json!({})).await;
        let moved = now(&office, &second).await;
        assert_eq!((&moved["state"], &moved["booth_number"]), (&json!("selected"), &json!(2)));
    })
    .await;
}

#[actix_web::test]
async fn products_of_the_catalogue_are_the_organisation_s_own() {
    each(async |office| {
        let event = Event::opened(&office, |_| {}).await;
        let (own, other) = (office.known("HTX Rau").await, office.known("HTX Gạo").await);
        let product = async |of: OrganisationId| {
            let caller = office.service.as_organisation(of);
            let body = json!({ "organisation_id": of, "content": greens() });
            let made = office.post(&caller, "/v1/products", body).await.expect(201).json();
            made["id"].as_str().unwrap().to_owned()
        };
        let (mine, foreign) = (product(own).await, product(other).await);
        let caller = office.service.as_organisation(own);
        let path = format!("{}/applications", event.path);
        let body = json!({ "organisation_id": own, "product_ids": [mine, foreign] });
        let problem = office.post(&caller, &path, body).await;
        let problem = problem.expect_problem(422, "rule_violated");
        assert_eq!(faults(&problem), [("/product_ids/1".to_owned(), "unknown_product".to_owned())]);
        let body = json!({ "organisation_id": own, "product_ids": [mine] });
        let application = office.post(&caller, &path, body).await.expect(201).json();
        assert_eq!(application["product_ids"], json!([mine]));
        let change = json!({ "product_ids": [foreign], "products": "Gạo" });
        let request = office.service.patch(&path_of(&application), change).by(&caller);
        let request = request.if_match("\"v1\"").idempotency_key(&office.key());
        request.send().await.expect_problem(422, "rule_violated");
    })
    .await;
}

#[actix_web::test]
async fn no_place_goes_to_an_organisation_that_is_no_more() {
    each(async |office| {
        let event = Event::opened(&office, |body| body["booths"] = booths(1)).await;
        let first = event.take_in(office.known("HTX Một").await).await;
        let mut gone = office.cooperative("HTX Hai");
        office.know(vec![gone.clone()]).await;
        let waiting = event.take_in(gone.id).await;
        let submitted = event.apply(office.known("HTX Ba").await).await;
        let third = event.select(&submitted).await;
        assert_eq!((&waiting["state"], &third["state"]), (&json!("waiting"), &json!("waiting")));
        let mut late = office.cooperative("HTX Bốn");
        office.know(vec![late.clone()]).await;
        let late_application = event.apply(late.id).await;
        for one in [&mut gone, &mut late] {
            one.status = OrganisationStatus::Dissolved;
        }
        office.know(vec![gone, late]).await;
        let why = json!({ "reason": "Không đủ hàng" });
        decide(&office, &first, "remove", why.clone()).await.expect(200);
        assert_eq!(now(&office, &waiting).await["state"], "waiting");
        assert_eq!(now(&office, &third).await["booth_number"], 1, "the next one moves up");
        let refused = decide(&office, &late_application, "select", why).await;
        refused.expect_problem(409, "state_conflict");
    })
    .await;
}
