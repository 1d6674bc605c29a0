//! Who holds an office, and who may sign.

use serde_json::{Value, json};

use super::{
    office::{Office, each, each_of, faults},
    people::Recorded,
};

async fn appoint(office: &Office, rau: &Recorded, body: Value) -> Value {
    let path = format!("{}/managers", rau.path);
    office.service.post(&path, body).by(&office.district()).send().await.expect(201).json()
}

async fn members(office: &Office, rau: &Recorded) -> Vec<String> {
    each_of(&office.read(&format!("{}/members", rau.path)).await, "id")
}

async fn may(office: &Office, rau: &Recorded, question: Value) -> (bool, Vec<String>) {
    let path = format!("{}/signing-check", rau.path);
    let answer = office.service.post(&path, question).by(&office.audit()).send().await;
    let answer = answer.expect(200).json();
    let why = answer["why"].as_array().unwrap().iter();
    let codes = why.map(|reason| reason["code"].as_str().unwrap().to_owned()).collect();
    (answer["may_sign"].as_bool().unwrap(), codes)
}

#[actix_web::test]
async fn offices_are_held_by_members_one_at_a_time_and_end() {
    each(async |office| {
        let rau = Recorded::of(&office, 5).await;
        let ids = members(&office, &rau).await;
        let path = format!("{}/managers", rau.path);
        let chair = json!({ "position": "chair_of_board", "member_id": ids[0], "legal_representative": true });
        let appointed = appoint(&office, &rau, chair.clone()).await;
        assert_eq!(appointed["name"], "Nguyễn Văn 0");
        // The first legal representative acts for the organisation.
        let entry = office.read(&format!("{}?unmasked=true&purpose=kiem-tra", rau.path)).await;
        assert_eq!(entry["representative"]["name"], "Nguyễn Văn 0");

        let refused = |body: Value| office.service.post(&path, body).by(&office.district()).send();
        for (body, code) in [
            (chair.clone(), "position_taken"),
            (json!({ "position": "director", "name": "Lê Thị Bình", "legal_representative": true }), "representative_not_a_member"),
            (json!({ "position": "director" }), "missing_name"),
            (json!({ "position": "group_head", "member_id": ids[1] }), "not_a_group"),
            (json!({ "position": "director", "member_id": "01941f29-7c00-7000-8000-000000000099" }), "unknown_member"),
            (json!({ "position": "director", "name": "Lê Thị Bình", "from": "2025-05-13" }), "date_in_future"),
        ] {
            let problem = refused(body.clone()).await.expect_problem(422, "rule_violated");
            assert_eq!(faults(&problem)[0].1, code, "{body}");
        }
        appoint(&office, &rau, json!({ "position": "chief_accountant", "name": "Lê Thị Bình" })).await;

        // A chair who leaves ends the office first.
        let one = office.read(&format!("{}/members/{}", rau.path, ids[0])).await;
        admit_sixth(&office, &rau).await;
        let leave = office.service.post(&format!("{}/members/{}/leave", rau.path, ids[0]), json!({ "reason": "voluntary" }));
        let version = format!("\"v{}\"", one["version"]);
        let problem = leave.by(&office.district()).if_match(&version).send().await.expect_problem(422, "rule_violated");
        assert_eq!(faults(&problem)[0].1, "holds_office");
        let end = |version: &str, body: Value| {
            let path = format!("{path}/{}/end", appointed["id"].as_str().unwrap());
            office.service.post(&path, body).by(&office.district()).if_match(version).send()
        };
        end("\"v2\"", json!({})).await.expect_problem(412, "stale_version");
        end("\"v1\"", json!({ "to": "2025-05-13" })).await.expect_problem(422, "rule_violated");
        let ended = end("\"v1\"", json!({})).await.expect(200);
        assert_eq!((ended.etag(), ended.json()["to"].clone()), ("\"v2\"".to_owned(), json!("2025-05-12")));
        end("\"v2\"", json!({})).await.expect_problem(409, "state_conflict");
        let serving = office.read(&format!("{path}?on=2025-05-13")).await;
        assert_eq!(each_of(&serving, "position"), ["chief_accountant"]);
        assert_eq!(office.read(&path).await["items"].as_array().unwrap().len(), 2);
    })
    .await;
}

async fn admit_sixth(office: &Office, rau: &Recorded) {
    super::people::admit(office, &rau.path, super::people::member(6)).await.expect(201);
}

#[actix_web::test]
async fn may_these_persons_sign_today() {
    each(async |office| {
        let rau = Recorded::of(&office, 5).await;
        let ids = members(&office, &rau).await;
        let office_of = |position: &str, member: &str, represents: bool| {
            json!({ "position": position, "member_id": member, "legal_representative": represents })
        };
        let chair = appoint(&office, &rau, office_of("chair_of_board", &ids[0], true)).await;
        let director = appoint(&office, &rau, office_of("director", &ids[1], true)).await;
        let accountant = appoint(&office, &rau, office_of("chief_accountant", &ids[2], false)).await;
        let [chair, director, accountant] = [chair, director, accountant].map(|one| one["id"].clone());
        let ask = |who: &[&Value]| json!({ "manager_ids": who });
        assert!(may(&office, &rau, ask(&[&chair])).await.0);
        assert!(may(&office, &rau, json!({ "names": ["nguyễn văn  1"] })).await.0);
        assert_eq!(may(&office, &rau, ask(&[&accountant])).await, (false, vec!["no_representative".to_owned()]));
        assert_eq!(
            may(&office, &rau, json!({ "names": ["Trần Văn Lạ"] })).await,
            (false, vec!["not_a_manager".to_owned(), "no_representative".to_owned()])
        );
        assert!(!may(&office, &rau, json!({ "manager_ids": [chair], "on": "2025-05-11" })).await.0);

        let path = format!("{}/signing-rule", rau.path);
        let rule = office.get(&path).by(&office.audit()).send().await.expect(200);
        assert_eq!((rule.etag(), rule.json()["valid_from"].clone()), ("\"v0\"".to_owned(), Value::Null));
        let set = |version: &str, body: Value| {
            office.service.put(&path, body).by(&office.district()).if_match(version).send()
        };
        let jointly = json!({ "kind": "jointly", "signers": 2 });
        set("\"v1\"", jointly.clone()).await.expect_problem(412, "stale_version");
        assert_eq!(set("\"v0\"", jointly).await.expect(200).etag(), "\"v1\"");
        assert_eq!(may(&office, &rau, ask(&[&chair])).await, (false, vec!["too_few_representatives".to_owned()]));
        assert!(may(&office, &rau, ask(&[&chair, &director])).await.0);
        assert!(!may(&office, &rau, ask(&[&chair, &accountant])).await.0);

        let named = json!({ "kind": "combination", "combinations": [[director, accountant]] });
        set("\"v1\"", named).await.expect(200);
        assert!(may(&office, &rau, ask(&[&director, &accountant])).await.0);
        assert!(!may(&office, &rau, ask(&[&chair, &director])).await.0);
        for (body, code) in [
            (json!({ "kind": "jointly" }), "signing_mismatch"),
            (json!({ "kind": "any_one", "signers": 2 }), "signing_mismatch"),
            (json!({ "kind": "jointly", "signers": 3 }), "signers_out_of_range"),
            (json!({ "kind": "combination", "combinations": [] }), "unknown_manager"),
            (json!({ "kind": "any_one", "valid_from": "2025-05-13" }), "date_in_future"),
        ] {
            let problem = set("\"v2\"", body).await.expect_problem(422, "rule_violated");
            assert_eq!(faults(&problem)[0].1, code);
        }
        assert_eq!(office.read(&format!("{path}?on=2025-05-12")).await["kind"], "combination");
    })
    .await;
}
