//! The Cooperative Alliance: who belongs to it, and petitions.

use htx_kit::testing::{Answer, Caller};
use htx_model::{organisation::OrganisationStatus, principal::Role};
use serde_json::{Value, json};

use super::office::{Office, each, each_of, faults, organisation_id};

fn alliance(office: &Office) -> Caller {
    office.service.as_agency("lmhtx", Role::Officer)
}

async fn cooperative(office: &Office, name: &str) -> String {
    let entered = office.enter(office.cooperative(name)).await;
    entered["id"].as_str().unwrap().to_owned()
}

async fn join(office: &Office, id: &str, on: &str) -> Answer {
    let body = json!({ "organisation_id": id, "joined_on": on, "decision_number": "125/QĐ-LMHTX" });
    office.service.post("/v1/alliance-memberships", body).by(&alliance(office)).send().await
}

#[actix_web::test]
async fn who_joins_belongs_to_the_alliance_until_it_leaves() {
    each(async |office| {
        let id = cooperative(&office, "HTX Rau").await;
        let joined = join(&office, &id, "2024-03-01").await.expect(201);
        let path = joined.header("location").unwrap().to_owned();
        assert_eq!(office.read(&path).await, joined.json());
        let entry = format!("/v1/organisations/{id}");
        assert_eq!(office.read(&entry).await["alliance_member"], true);
        join(&office, &id, "2024-04-01").await.expect_problem(409, "state_conflict");
        let other = office.change(&id, json!({ "alliance_member": false })).await;
        assert_eq!(
            faults(&other.expect_problem(422, "rule_violated"))[0].1,
            "membership_on_record"
        );

        let end = |version: &str, body: Value| {
            let request = office.service.post(&format!("{path}/end"), body).by(&alliance(&office));
            request.if_match(version).send()
        };
        end("\"v7\"", json!({})).await.expect_problem(412, "stale_version");
        for day in ["2025-05-13", "2024-02-29"] {
            end("\"v1\"", json!({ "left_on": day })).await.expect_problem(422, "rule_violated");
        }
        end("\"v1\"", json!({ "left_on": "2025-01-31" })).await.expect(200);
        end("\"v2\"", json!({})).await.expect_problem(409, "state_conflict");
        assert_eq!(office.read(&entry).await["alliance_member"], false);
        join(&office, &id, "2024-12-31").await.expect_problem(422, "rule_violated");
        join(&office, &id, "2025-05-13").await.expect_problem(422, "rule_violated");
        join(&office, &id, "2025-01-31").await.expect(201);
        office.put_into(&id, OrganisationStatus::Dissolving).await;
        end("\"v2\"", json!({})).await.expect_problem(409, "state_conflict");
    })
    .await;
}

#[actix_web::test]
async fn memberships_are_listed_by_the_year_of_joining_within_the_scope() {
    each(async |office| {
        let mut ids = Vec::new();
        for (at, day) in ["2024-12-31", "2025-01-01", "2025-05-12"].into_iter().enumerate() {
            let id = cooperative(&office, &format!("HTX Số {at}")).await;
            join(&office, &id, day).await.expect(201);
            ids.push(id);
        }
        let list = "/v1/alliance-memberships";
        let organisations = async |query: &str, caller: &Caller| {
            each_of(&office.read_by(caller, &format!("{list}{query}")).await, "organisation_id")
        };
        assert_eq!(organisations("?year=2025", &office.audit()).await, ids[1..]);
        assert_eq!(organisations("?year=2025&current=false", &office.audit()).await, [""; 0]);
        assert_eq!(organisations("", &office.district()).await, ids);
        let elsewhere = office.service.as_agency("district-276", Role::Officer);
        assert_eq!(organisations("", &elsewhere).await, [""; 0]);
        let own = office.service.as_organisation(organisation_id(&ids[1]));
        assert_eq!(organisations("", &own).await, ids[1..2]);
        let first = office.read(&format!("{list}?limit=2")).await;
        let next = first["next"].as_str().unwrap();
        let rest = organisations(&format!("?limit=2&cursor={next}"), &office.audit()).await;
        assert_eq!(rest, ids[2..]);
        let csv = office.get(list).by(&office.audit()).accept("text/csv").send().await.expect(200);
        assert_eq!(csv.text().lines().count(), 4);
        let year = office.get(&format!("{list}?year=99")).by(&office.audit()).send().await;
        year.expect_problem(400, "invalid_parameter");
        let body = json!({ "organisation_id": ids[0], "joined_on": "2025-01-01" });
        let district = office.service.post(list, body).by(&office.district()).send().await;
        district.expect_problem(403, "permission_denied");
        let membership = office.read(list).await["items"][0]["id"].as_str().unwrap().to_owned();
        let hidden = office.get(&format!("{list}/{membership}")).by(&elsewhere).send().await;
        hidden.expect_problem(404, "not_found");
    })
    .await;
}

struct Petition {
    path: String,
}

impl Petition {
    async fn step(&self, office: &Office, caller: &Caller, step: &str, body: Value) -> Answer {
        let etag = office.get(&self.path).by(&office.audit()).send().await.expect(200).etag();
        let path = format!("{}/{step}", self.path);
        office.service.post(&path, body).by(caller).if_match(&etag).send().await
    }

    async fn actions(&self, office: &Office, caller: &Caller) -> Value {
        office.read_by(caller, &self.path).await["available_actions"].clone()
    }
}

async fn file(office: &Office, caller: &Caller, organisation: Option<&str>) -> Answer {
    let body = json!({
        "organisation_id": organisation, "title": "Kiến nghị thuê đất",
        "content": "Đề nghị hướng dẫn thủ tục.\nÔng Nguyễn Văn An trình bày.",
    });
    office.service.post("/v1/petitions", body).by(caller).send().await
}

#[actix_web::test]
async fn a_petition_is_filed_forwarded_answered_and_closed() {
    each(async |office| {
        let id = cooperative(&office, "HTX Rau").await;
        let own = office.service.as_organisation(organisation_id(&id));
        let filed = file(&office, &own, Some(&id)).await.expect(201);
        let petition = Petition { path: filed.header("location").unwrap().to_owned() };
        assert_eq!(petition.actions(&office, &own).await, json!(["withdraw"]));
        assert_eq!(
            petition.actions(&office, &alliance(&office)).await,
            json!(["forward", "close"])
        );

        let finance = office.service.as_agency("so-tc", Role::Officer);
        let answer = json!({ "answer": "Đã hướng dẫn." });
        let early = petition.step(&office, &finance, "answer", answer.clone()).await;
        early.expect_problem(403, "permission_denied");
        let to = |agency: &str, due: &str| json!({ "agency_code": agency, "due_on": due });
        for (body, code) in [
            (to("district-277", "2025-06-01"), "unknown_agency"),
            (to("so-khdt", "2025-06-01"), "unknown_agency"),
            (to("so-xx", "2025-06-01"), "unknown_agency"),
            (to("so-tc", "2025-05-11"), "date_in_past"),
        ] {
            let refused = petition.step(&office, &alliance(&office), "forward", body).await;
            assert_eq!(faults(&refused.expect_problem(422, "rule_violated"))[0].1, code);
        }
        let forward = to("so-tc", "2025-05-20");
        petition.step(&office, &alliance(&office), "forward", forward).await.expect(200);
        assert_eq!(petition.actions(&office, &finance).await, json!(["answer"]));
        let overdue = "/v1/petitions?overdue=true";
        assert_eq!(office.read(overdue).await["items"], json!([]));
        office.service.set_clock("2025-05-21T03:00:00Z");
        assert_eq!(office.read(overdue).await["items"][0]["overdue"], true);
        let tax = office.service.as_agency("cuc-thue", Role::Officer);
        let wrong = petition.step(&office, &tax, "answer", answer.clone()).await;
        wrong.expect_problem(403, "permission_denied");
        petition.step(&office, &finance, "answer", answer.clone()).await.expect(200);
        petition
            .step(&office, &finance, "answer", answer)
            .await
            .expect_problem(409, "state_conflict");
        petition
            .step(&office, &own, "withdraw", json!({}))
            .await
            .expect_problem(409, "state_conflict");
        let closed =
            petition.step(&office, &alliance(&office), "close", json!({})).await.expect(200);
        assert_eq!(
            (closed.json()["state"].clone(), closed.json()["closed_on"].clone()),
            (json!("closed"), json!("2025-05-21"))
        );
        assert_eq!(petition.actions(&office, &alliance(&office)).await, json!([]));

        office.seal().await;
        let feed = office.read("/v1/registry/events?limit=200").await.to_string();
        assert!(feed.contains("petition.answered") && !feed.contains("Ông Nguyễn Văn An"));
    })
    .await;
}

#[actix_web::test]
async fn petitions_are_seen_within_the_scope_and_taken_back_by_whoever_filed_them() {
    each(async |office| {
        let id = cooperative(&office, "HTX Rau").await;
        let own = office.service.as_organisation(organisation_id(&id));
        let filed = file(&office, &own, Some(&id)).await.expect(201);
        let petition = Petition { path: filed.header("location").unwrap().to_owned() };
        file(&office, &alliance(&office), None).await.expect(201);
        file(&office, &own, None).await.expect_problem(422, "rule_violated");
        let neighbour = cooperative(&office, "HTX Hoa").await;
        file(&office, &own, Some(&neighbour)).await.expect_problem(404, "not_found");
        file(&office, &office.district(), Some(&id)).await.expect_problem(403, "permission_denied");
        let count = async |caller: &Caller, query: &str| {
            let page = office.read_by(caller, &format!("/v1/petitions{query}")).await;
            page["items"].as_array().unwrap().len()
        };
        assert_eq!(count(&office.audit(), "").await, 2);
        for (form, rows) in [("text/csv", 3), ("application/x-ndjson", 2)] {
            let list = office.get("/v1/petitions?state=received").by(&office.audit()).accept(form);
            let list = list.send().await.expect(200).text();
            assert_eq!(list.lines().count(), rows, "{list}");
            let part = office.get("/v1/petitions?limit=1").by(&office.audit()).accept(form);
            part.send().await.expect_problem(400, "invalid_parameter");
        }
        assert_eq!(count(&office.district(), "").await, 1);
        assert_eq!(count(&own, "?state=received").await, 1);
        let stranger = office.service.as_organisation(organisation_id(&neighbour));
        assert_eq!(count(&stranger, "").await, 0);
        office.get(&petition.path).by(&stranger).send().await.expect_problem(404, "not_found");
        let no = petition.step(&office, &alliance(&office), "withdraw", json!({})).await;
        no.expect_problem(403, "permission_denied");
        let withdrawn = petition.step(&office, &own, "withdraw", json!({})).await.expect(200);
        assert_eq!(withdrawn.json()["state"], "withdrawn");
        for body in
            [json!({ "title": "", "content": "x" }), json!({ "title": "x", "content": " \n " })]
        {
            let empty =
                office.service.post("/v1/petitions", body).by(&alliance(&office)).send().await;
            empty.expect_problem(422, "rule_violated");
        }
    })
    .await;
}
