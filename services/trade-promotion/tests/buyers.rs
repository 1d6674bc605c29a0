//! Buyers and what is sought for them: seen by whoever enters them, changed and erased.

use htx_kit::testing::Caller;
use htx_model::principal::Role;
use serde_json::{Value, json};

use super::{
    office::{each, faults},
    supply_demand::{demand, id_of},
};

#[actix_web::test]
async fn a_demand_is_of_a_buyer_that_its_author_entered_and_another_person_publishes_it() {
    each(async |office| {
        let officer = office.promotion(Role::Officer);
        let buyer = office.buyer(&officer).await;
        // The person is masked, unless a purpose is told, which the log keeps.
        let path = format!("/v1/buyers/{}", buyer["id"].as_str().unwrap());
        assert_eq!(buyer["contact"]["person"], "Nguyễn Văn An");
        let masked = office.read_by(&officer, &path).await;
        assert_eq!(masked["contact"]["person"], "N*** V*** A***");
        assert_eq!(masked["contact"]["email"], "***");
        let open = format!("{path}?unmasked=true&purpose=G%E1%BB%8Di%20h%E1%BA%B9n%20g%E1%BA%B7p%20b%C3%AAn%20b%C3%A1n");
        let open = office.read_by(&officer, &open).await;
        assert_eq!(open["contact"]["telephone"], "0912345678");
        office.service.get(&format!("{path}?unmasked=true")).by(&officer).send().await.expect(400);
        let own = office.service.as_organisation(office.known("HTX Rau").await);
        for stranger in [&own, &office.alliance(Role::Officer)] {
            office.service.get(&path).by(stranger).send().await.expect_problem(404, "not_found");
        }
        // The audit sees that there is one, and not whom one turns to.
        assert_eq!(office.read_by(&office.audit(), &path).await, masked);
        let unmasked = format!("{path}?unmasked=true&purpose=Ki%E1%BB%83m%20to%C3%A1n");
        let refused = office.service.get(&unmasked).by(&office.audit()).send().await;
        refused.expect_problem(403, "permission_denied");
        // Another promoter cannot enter demands for it.
        let body = json!({ "content": demand(&buyer["id"]) });
        let alliance = office.alliance(Role::Officer);
        let refused = office.post(&alliance, "/v1/demands", body.clone()).await;
        assert_eq!(faults(&refused.expect_problem(422, "rule_violated"))[0].1, "unknown_buyer");
        let entered = office.post(&officer, "/v1/demands", body).await.expect(201);
        let demand_path = entered.header("location").unwrap().to_owned();
        office.step(&officer, &demand_path, "submit", json!({})).await.expect(200);
        let both = officer.clone().also(&office.promotion(Role::Approver));
        let publish = json!({ "verdict": "publish" });
        let refused = office.step(&both, &demand_path, "review", publish.clone()).await;
        refused.expect_problem(403, "permission_denied");
        let approver = office.promotion(Role::Approver);
        office.step(&approver, &demand_path, "review", publish).await.expect(200);
    })
    .await;
}

#[actix_web::test]
async fn a_district_sees_what_it_enters_for_its_organisations() {
    each(async |office| {
        let id = office.known("HTX Bếp Ăn").await;
        let (district, elsewhere) = (
            office.district(Role::Officer),
            office.service.as_agency("district-001", Role::Officer),
        );
        let body = json!({ "organisation_id": id, "name": "HTX Bếp Ăn" });
        let refused = office.post(&elsewhere, "/v1/buyers", body.clone()).await;
        refused.expect_problem(404, "not_found");
        let entered = office.post(&district, "/v1/buyers", body).await.expect(201);
        let path = entered.header("location").unwrap().to_owned();
        assert_eq!(office.read_by(&district, &path).await["name"], "HTX Bếp Ăn");
        assert_eq!(
            office.read_by(&district, "/v1/buyers").await["items"][0]["organisation_id"],
            json!(id)
        );
        office.service.get(&path).by(&elsewhere).send().await.expect_problem(404, "not_found");
        assert_eq!(office.read_by(&elsewhere, "/v1/buyers").await["items"], json!([]));

        let offer_path = office.offered(office.known("HTX Rau").await).await;
        let body = json!({ "offer_id": id_of(&offer_path), "organisation_id": id });
        let sent = office.post(&district, "/v1/interests", body).await.expect(201);
        let path = sent.header("location").unwrap().to_owned();
        let withdrawn =
            office.step(&district, &path, "answer", json!({ "action": "withdraw" })).await;
        let withdrawn = withdrawn.expect(200).json();
        assert_eq!(
            (&withdrawn["state"], &withdrawn["answered_on"]),
            (&json!("withdrawn"), &Value::Null)
        );
    })
    .await;
}

#[actix_web::test]
async fn a_buyer_is_changed_and_who_it_is_is_erased() {
    each(async |office| {
        let officer = office.promotion(Role::Officer);
        let buyer = office.buyer(&officer).await;
        let path = format!("/v1/buyers/{}", buyer["id"].as_str().unwrap());
        // A repetition is told what was entered, but for who it is: what is kept of it is not erased.
        let again = || {
            let body = json!({ "name": "Trần Thị Bình", "contact": { "person": "Trần Thị Bình" } });
            office.service.post("/v1/buyers", body).by(&officer).idempotency_key("once").send()
        };
        assert_eq!(again().await.expect(201).json()["name"], "Trần Thị Bình");
        let repeated = again().await.expect(201);
        assert_eq!(repeated.header("idempotency-replayed"), Some("true"));
        assert!(!repeated.text().contains("Bình"));
        let change = |by: &Caller, etag: &str| {
            let body = json!({ "name": "Hộ kinh doanh Trần Thị Bình" });
            let request = office.service.patch(&path, body).by(by).if_match(etag);
            request.idempotency_key(&office.key()).send()
        };
        change(&office.alliance(Role::Officer), "\"v1\"").await.expect_problem(404, "not_found");
        change(&office.promotion(Role::Approver), "\"v1\"")
            .await
            .expect_problem(403, "permission_denied");
        let changed = change(&officer, "\"v1\"").await.expect(200).json();
        assert_eq!(
            (&changed["name"], &changed["contact"]),
            (&json!("Hộ kinh doanh Trần Thị Bình"), &Value::Null)
        );
        change(&officer, "\"v1\"").await.expect_problem(412, "stale_version");

        // Not while something is sought for it.
        let body = json!({ "content": demand(&buyer["id"]) });
        let reviewer = office.promotion(Role::Approver);
        let demand_path =
            office.published(&officer, &reviewer, ("/v1/demands", body.clone())).await;
        let refused = office.step(&officer, &path, "erase", json!({})).await;
        refused.expect_problem(409, "state_conflict");
        office.step(&officer, &demand_path, "withdraw", json!({})).await.expect(200);
        let erased = office.step(&officer, &path, "erase", json!({})).await.expect(200).json();
        assert_eq!((&erased["name"], &erased["erased_on"]), (&Value::Null, &json!("2025-05-12")));
        assert_eq!(office.read_by(&officer, &path).await, erased);
        office
            .step(&officer, &path, "erase", json!({}))
            .await
            .expect_problem(409, "state_conflict");
        change(&officer, "\"v3\"").await.expect_problem(409, "state_conflict");
        office.post(&officer, "/v1/demands", body).await.expect_problem(409, "state_conflict");

        // Nor does anything beside the log tell who it was.
        let id: uuid::Uuid = buyer["id"].as_str().unwrap().parse().unwrap();
        let subject = htx_kit::log::SubjectId::from_uuid(id);
        let read = move |connection: &mut _| htx_kit::log::personal::openings(connection, subject);
        assert_eq!(office.database.read(read).await.unwrap(), []);
    })
    .await;
}
