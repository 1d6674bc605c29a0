//! The same request again, and two at once.

use serde_json::json;

use super::office::{each, faults};

#[actix_web::test]
async fn a_repeated_request_has_its_effect_once() {
    each(async |office| {
        let entry = office.cooperative("HTX Rau");
        let caller = office.district();
        let post = |body| {
            let request = office.service.post("/v1/organisations", body);
            request.by(&caller).idempotency_key("rau-1").send()
        };
        let first = post(entry.clone()).await.expect(201);
        let again = post(entry.clone()).await.expect(201);
        assert_eq!(first.header("idempotency-replayed"), None);
        assert_eq!(again.header("idempotency-replayed"), Some("true"));
        // What is kept for a repetition outlives an erasure: it holds no personal data.
        let mut kept = first.json();
        assert_eq!(kept["representative"]["name"], "Nguyễn Văn An");
        kept["representative"] =
            json!({ "name": "N*** V*** A***", "phone": "*******281", "masked": true });
        assert_eq!((again.json(), again.etag()), (kept, first.etag()));
        assert_eq!(again.header("location"), first.header("location"));
        let other = office.cooperative("HTX Hoa");
        post(other).await.expect_problem(422, "idempotency_key_reused");
        // Also what would be refused for itself: under this key, nothing else is looked at.
        let mut other = office.cooperative("HTX Hoa");
        other["member_count"] = json!(1);
        post(other).await.expect_problem(422, "idempotency_key_reused");
        // Another caller's key is another key.
        let request = office.service.post("/v1/organisations", office.cooperative("HTX Lúa"));
        request.by(&office.planning()).idempotency_key("rau-1").send().await.expect(201);
        assert_eq!(office.read("/v1/organisations?count=exact").await["count"], 2);

        let path = first.header("location").unwrap().to_owned();
        let patch = || {
            let request = office.service.patch(&path, json!({ "worker_count": 9 })).by(&caller);
            request.if_match("\"v1\"").idempotency_key("rau-2").send()
        };
        let changed = patch().await.expect(200);
        assert_eq!(changed.json()["representative"]["masked"], false);
        let again = patch().await.expect(200);
        assert_eq!(again.json()["representative"]["masked"], true);
        assert_eq!((changed.etag(), again.etag()), ("\"v2\"".to_owned(), "\"v2\"".to_owned()));
        office.service.wait(8 * 24 * 60 * 60);
        patch().await.expect_problem(412, "stale_version");
    })
    .await;
}

#[actix_web::test]
async fn a_refused_request_may_be_mended_under_its_key() {
    each(async |office| {
        let caller = office.district();
        let mut entry = office.cooperative("HTX Rau");
        entry["member_count"] = json!(1);
        let post = |body| {
            let request = office.service.post("/v1/organisations", body);
            request.by(&caller).idempotency_key("k").send()
        };
        post(entry.clone()).await.expect_problem(422, "rule_violated");
        entry["member_count"] = json!(5);
        post(entry).await.expect(201);
    })
    .await;
}

#[actix_web::test]
async fn of_two_registrars_with_the_same_name_at_once_one_succeeds() {
    each(async |office| {
        for round in 0..5 {
            let name = format!("HTX Rau {round}");
            let (one, other) = (office.cooperative(&name), office.cooperative_elsewhere(&name));
            let (district, planning) = (office.district(), office.planning());
            let (first, second) = futures_util::join!(
                office.enter_by(&district, one),
                office.enter_by(&planning, other),
            );
            let mut statuses = [first.status, second.status];
            statuses.sort_unstable();
            assert_eq!(statuses, [201, 422], "{} {}", first.text(), second.text());
            let refused = if first.status == 422 { first } else { second };
            assert_eq!(faults(&refused.problem())[0].1, "name_taken");
        }
    })
    .await;
}

#[actix_web::test]
async fn of_two_changes_of_one_version_at_once_one_succeeds() {
    each(async |office| {
        let entered = office.enter(office.cooperative("HTX Rau")).await;
        let path = format!("/v1/organisations/{}", entered["id"].as_str().unwrap());
        let (district, planning) = (office.district(), office.planning());
        let change = |caller, workers: u32| {
            let request = office.service.patch(&path, json!({ "worker_count": workers }));
            request.by(caller).if_match("\"v1\"").send()
        };
        let (first, second) = futures_util::join!(change(&district, 100), change(&planning, 200));
        let mut statuses = [first.status, second.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 412], "{} {}", first.text(), second.text());
    })
    .await;
}

#[actix_web::test]
async fn of_two_registrations_of_one_number_at_once_one_succeeds() {
    each(async |office| {
        let mut one = office.cooperative("HTX Một");
        let other = office.cooperative("HTX Hai");
        one["registration_number"] = other["registration_number"].clone();
        let (district, planning) = (office.district(), office.planning());
        let (first, second) =
            futures_util::join!(office.enter_by(&district, one), office.enter_by(&planning, other));
        let mut statuses = [first.status, second.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 409], "{} {}", first.text(), second.text());
    })
    .await;
}
