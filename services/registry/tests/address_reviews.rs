//! After 2025-07-01: an organisation answers to its commune, and where its commune was split an
//! officer says which one that is.

use htx_kit::testing::Caller;
use htx_model::{organisation::OrganisationStatus, principal::Role};
use serde_json::{Value, json};

use super::office::{Office, each, each_of, faults};

/// Lam Điền, split between Quảng Bị (10072, which stands in) and Bình Minh (10126).
const SPLIT: (&str, &str) = ("10063", "277");
/// Thạch Hòa, whose code Hòa Lạc took over, with parts gone to Yên Bài and Yên Xuân.
const SAME_CODE: (&str, &str) = ("09988", "276");

async fn entered(office: &Office, name: &str, (commune, district): (&str, &str)) -> String {
    let mut entry = office.cooperative(name);
    entry["address"] = json!({ "line": "Thôn 1", "commune": commune, "district": district });
    office.enter(entry).await["id"].as_str().unwrap().to_owned()
}

/// The day after the communes began.
async fn reorganise(office: &Office) {
    office.service.set_clock("2025-07-02T02:30:00Z");
    office.registry.follow_succession().await.unwrap();
}

fn officer(office: &Office, commune: &str) -> Caller {
    office.service.as_agency(&format!("commune-{commune}"), Role::Officer)
}

async fn address_of(office: &Office, id: &str) -> Value {
    office.read(&format!("/v1/organisations/{id}")).await["address"].clone()
}

fn resolve_path(id: &str) -> String {
    format!("/v1/address-reviews/{id}/resolve")
}

#[actix_web::test]
async fn the_same_organisation_answers_to_its_commune_after_the_districts() {
    each(async |office| {
        let id = entered(&office, "HTX Rau", ("10018", "277")).await;
        let path = format!("/v1/organisations/{id}");
        office.get(&path).by(&office.district()).send().await.expect(200);
        reorganise(&office).await;
        let commune = officer(&office, "10045");
        let read = office.read_by(&commune, &path).await;
        assert_eq!(read["address"]["commune"], "10018");
        assert_eq!(read["address"]["district"], "277");
        assert_eq!(read["address"]["current_commune"], "10045");
        assert_eq!(read["address"]["needs_review"], false);
        // The commune now keeps the entry, and the district only reads what it held.
        assert_eq!(read["available_actions"].as_array().map(Vec::is_empty), Some(false));
        let change = json!({ "worker_count": 9 });
        let etag = office.get(&path).by(&commune).send().await.etag();
        let patch = |caller: &Caller| {
            office.service.patch(&path, change.clone()).by(caller).if_match(&etag).send()
        };
        let ended = office.district();
        patch(&ended).await.expect_problem(403, "permission_denied");
        patch(&commune).await.expect(200);
        // An old address is still taken, and resolved at once.
        let mut old = office.cooperative("HTX Cũ");
        old["address"] = json!({ "commune": "10018", "district": "277" });
        let old = office.enter_by(&commune, old).await.expect(201).json();
        assert_eq!(old["address"]["current_commune"], "10045");
    })
    .await;
}

#[actix_web::test]
async fn addresses_of_split_communes_are_queued_with_their_candidates() {
    each(async |office| {
        let id = entered(&office, "HTX Lam Điền", SPLIT).await;
        let same = entered(&office, "HTX Thạch Hòa", SAME_CODE).await;
        entered(&office, "HTX Rau", ("10018", "277")).await;
        let before = office.read("/v1/address-reviews").await;
        assert_eq!(before["items"], json!([]));
        reorganise(&office).await;
        let queue = office.read("/v1/address-reviews").await;
        assert_eq!(each_of(&queue, "organisation"), [id.clone(), same]);
        let review = &queue["items"][0];
        assert_eq!(review["current_commune"], "10072");
        assert_eq!(review["version"], 2);
        let mut names: Vec<&str> = review["candidates"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["name"].as_str().unwrap())
            .collect();
        names.sort_unstable();
        assert_eq!(names, ["Xã Bình Minh", "Xã Quảng Bị"]);
        assert_eq!(
            review["address"],
            "Thôn 1, Xã Lam Điền, Huyện Chương Mỹ, Thành phố Hà Nội \
             (nay thuộc Xã Quảng Bị, Thành phố Hà Nội)"
        );
        for (query, count) in [("district=277", 1), ("commune=10072", 1), ("commune=10126", 0)] {
            let page = office.read(&format!("/v1/address-reviews?{query}")).await;
            assert_eq!(page["items"].as_array().unwrap().len(), count, "{query}");
        }
        let first = office.read("/v1/address-reviews?limit=1").await;
        let next = first["next"].as_str().unwrap();
        let rest = office.read(&format!("/v1/address-reviews?limit=1&cursor={next}")).await;
        assert_eq!(rest["items"].as_array().unwrap().len(), 1);
        let own = office.read_by(&officer(&office, "10072"), "/v1/address-reviews").await;
        assert_eq!(each_of(&own, "organisation"), [id]);
        let csv = office.get("/v1/address-reviews").by(&office.planning()).accept("text/csv");
        assert_eq!(csv.send().await.expect(200).text().lines().count(), 3);
    })
    .await;
}

#[actix_web::test]
async fn an_officer_says_where_the_address_lies_and_the_registered_one_stays() {
    each(async |office| {
        let id = entered(&office, "HTX Lam Điền", SPLIT).await;
        reorganise(&office).await;
        let stands_in = officer(&office, "10072");
        let other = officer(&office, "10126");
        let resolve =
            |commune: &str| office.service.post(&resolve_path(&id), json!({ "commune": commune }));
        let stranger = resolve("10126").by(&other).if_match("\"v2\"").send().await;
        stranger.expect_problem(404, "not_found");
        let viewer = office.service.as_agency("commune-10072", Role::Viewer);
        let viewer = resolve("10126").by(&viewer).if_match("\"v2\"").send().await;
        viewer.expect_problem(403, "permission_denied");
        let unseen = resolve("10126").by(&stands_in).send().await;
        unseen.expect_problem(428, "version_required");
        let stale = resolve("10126").by(&stands_in).if_match("\"v1\"").send().await;
        stale.expect_problem(412, "stale_version");
        let wrong = resolve("10045").by(&stands_in).if_match("\"v2\"").send().await;
        let problem = wrong.expect_problem(422, "rule_violated");
        assert_eq!(faults(&problem), [("/commune".to_owned(), "not_a_successor".to_owned())]);
        let malformed = resolve("1").by(&stands_in).if_match("\"v2\"").send().await;
        malformed.expect_problem(400, "invalid_body");

        let resolved = resolve("10126").by(&stands_in).if_match("\"v2\"").idempotency_key("k");
        let resolved = resolved.send().await.expect(200);
        assert_eq!(resolved.etag(), "\"v3\"");
        let repeated = resolve("10126").by(&stands_in).if_match("\"v2\"").idempotency_key("k");
        repeated.send().await.expect(200);
        let address = address_of(&office, &id).await;
        assert_eq!(address["commune"], "10063");
        assert_eq!(address["district"], "277");
        assert_eq!(address["current_commune"], "10126");
        assert_eq!(address["needs_review"], false);
        office.get(&format!("/v1/organisations/{id}")).by(&other).send().await.expect(200);
        let again = resolve("10126").by(&office.planning()).if_match("\"v3\"").send().await;
        again.expect_problem(409, "state_conflict");
        let history = office.read(&format!("/v1/organisations/{id}/history")).await;
        let types: Vec<&Value> =
            history["items"].as_array().unwrap().iter().map(|one| &one["event"]["type"]).collect();
        assert!(types.contains(&&json!("organisation.address_reviewed")), "{types:?}");
    })
    .await;
}

#[actix_web::test]
async fn what_an_officer_found_stays_found() {
    each(async |office| {
        let moved = entered(&office, "HTX Lam Điền", SPLIT).await;
        let same = entered(&office, "HTX Thạch Hòa", SAME_CODE).await;
        reorganise(&office).await;
        for (id, commune) in [(&moved, "10126"), (&same, "09988")] {
            let request = office.service.post(&resolve_path(id), json!({ "commune": commune }));
            request.by(&office.planning()).if_match("\"v2\"").send().await.expect(200);
        }
        // Neither the hourly work nor a change of something else asks again.
        assert_eq!(office.registry.follow_succession().await.unwrap(), 0);
        for (id, commune) in [(&moved, "10126"), (&same, "09988")] {
            office.change(id, json!({ "worker_count": 3 })).await.expect(200);
            let address = address_of(&office, id).await;
            assert_eq!(address["current_commune"], commune);
            assert_eq!(address["needs_review"], false);
        }
        // Another address in the same old commune is another question.
        let address = json!({ "line": "Thôn 2", "commune": "10063", "district": "277" });
        office.change(&moved, json!({ "address": address })).await.expect(200);
        assert_eq!(address_of(&office, &moved).await["needs_review"], true);
    })
    .await;
}

#[actix_web::test]
async fn where_a_seat_lies_is_said_of_organisations_that_are_being_dissolved_too() {
    each(async |office| {
        let id = entered(&office, "HTX Lam Điền", SPLIT).await;
        reorganise(&office).await;
        office.put_into(&id, OrganisationStatus::Dissolving).await;
        let request = office.service.post(&resolve_path(&id), json!({ "commune": "10072" }));
        let resolved = request.by(&office.planning()).if_match("\"v3\"").send().await.expect(200);
        assert_eq!(resolved.json()["status"], "dissolving");
        assert_eq!(resolved.json()["address"]["needs_review"], false);
    })
    .await;
}
