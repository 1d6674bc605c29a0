//! Members and their capital: the charter capital is always their sum.

use htx_kit::testing::{Answer, Caller};
use htx_model::{organisation::OrganisationStatus, principal::Role};
use serde_json::{Value, json};

use super::{
    applications::Desk,
    office::{Office, each, each_of, faults, organisation_id},
};

/// A cooperative whose members are all on record: twelve entered one by one.
pub(crate) struct Recorded {
    pub(crate) path: String,
    pub(crate) id: String,
}

/// A member as an officer enters it.
pub(crate) fn member(at: u32) -> Value {
    json!({
        "kind": "official", "name": format!("Nguyễn Văn {at}"),
        "citizen_id": format!("001085{at:06}"), "birth_date": "1985-03-02",
        "phone": "0908246281", "address": "Thôn 3", "contribution_vnd": 10_000_000,
    })
}

pub(crate) async fn admit(office: &Office, path: &str, body: Value) -> Answer {
    office.service.post(&format!("{path}/members"), body).by(&office.district()).send().await
}

impl Recorded {
    pub(crate) async fn of(office: &Office, members: u32) -> Self {
        let mut entry = office.cooperative(&format!("HTX Rau {members}"));
        entry["charter_capital_vnd"] = Value::Null;
        entry["member_count"] = Value::Null;
        let entered = office.enter(entry).await;
        let id = entered["id"].as_str().unwrap().to_owned();
        let path = format!("/v1/organisations/{id}");
        for at in 0..members {
            admit(office, &path, member(at)).await.expect(201);
        }
        Self { path, id }
    }

    /// The charter capital and the number of members in the entry.
    pub(crate) async fn figures(&self, office: &Office) -> (Value, Value) {
        let read = office.read(&self.path).await;
        (read["charter_capital_vnd"].clone(), read["member_count"].clone())
    }

    async fn members(&self, office: &Office) -> Vec<Value> {
        let page = office.read(&format!("{}/members?limit=200", self.path)).await;
        page["items"].as_array().unwrap().clone()
    }

    async fn act(&self, office: &Office, member: &Value, action: &str, body: Value) -> Answer {
        let id = member["id"].as_str().unwrap();
        let path = format!("{}/members/{id}/{action}", self.path);
        let etag = format!("\"v{}\"", member["version"]);
        office.service.post(&path, body).by(&office.district()).if_match(&etag).send().await
    }

    async fn contributions(&self, office: &Office) -> Vec<Value> {
        let page = office.read(&format!("{}/contributions?limit=200", self.path)).await;
        page["items"].as_array().unwrap().clone()
    }

    /// The capital of the entry, of the members and of the movements is one and the same.
    async fn adds_up(&self, office: &Office) {
        let sum = |items: &[Value], field: &str| {
            items.iter().map(|item| item[field].as_i64().unwrap()).sum::<i64>()
        };
        let (members, moves) = (self.members(office).await, self.contributions(office).await);
        let capital = self.figures(office).await.0;
        assert_eq!(capital, sum(&members, "contribution_vnd"));
        assert_eq!(capital, sum(&moves, "amount_vnd"));
    }
}

#[actix_web::test]
async fn an_entry_follows_the_members_who_are_admitted_and_leave() {
    each(async |office| {
        let rau = Recorded::of(&office, 6).await;
        assert_eq!(rau.figures(&office).await, (json!(60_000_000), json!(6)));
        let associate = json!({
            "kind": "associate_contributing", "holder": "legal_entity", "name": "Công ty Hạt giống",
            "contribution_vnd": 5_000_000,
        });
        let answer = admit(&office, &rau.path, associate).await.expect(201);
        assert_eq!(answer.etag(), "\"v1\"");
        let location = answer.header("location").unwrap().to_owned();
        let read = office.read(&location).await;
        assert_eq!(read["name"], "Công ty Hạt giống", "a legal entity is no person");
        assert_eq!(rau.figures(&office).await, (json!(65_000_000), json!(6)));

        let first = rau.members(&office).await[0].clone();
        let left = rau.act(&office, &first, "leave", json!({ "reason": "voluntary" })).await;
        let left = left.expect(200).json();
        assert_eq!(
            (left["contribution_vnd"].clone(), left["left_on"].clone()),
            (json!(0), json!("2025-05-12"))
        );
        assert_eq!(rau.figures(&office).await, (json!(55_000_000), json!(5)));
        rau.adds_up(&office).await;
        let former = office.read(&format!("{}/members?status=former", rau.path)).await;
        assert_eq!(each_of(&former, "id"), [first["id"].as_str().unwrap()]);
        let again = rau.act(&office, &left, "leave", json!({ "reason": "voluntary" })).await;
        again.expect_problem(409, "state_conflict");
        // Who left may come again.
        admit(&office, &rau.path, member(0)).await.expect(201);
        rau.adds_up(&office).await;
    })
    .await;
}

#[actix_web::test]
async fn too_few_members_may_not_remain_but_a_death_is_a_fact() {
    each(async |office| {
        let rau = Recorded::of(&office, 5).await;
        let members = rau.members(&office).await;
        let (one, heir) = (&members[0], &members[1]);
        for reason in ["voluntary", "excluded"] {
            let refused = rau.act(&office, one, "leave", json!({ "reason": reason })).await;
            let problem = refused.expect_problem(422, "rule_violated");
            assert_eq!(faults(&problem), [("/reason".to_owned(), "too_few_members".to_owned())]);
            assert_eq!(problem["errors"][0]["legal_basis"]["document"], "17/2023/QH15");
        }
        let died = json!({ "reason": "deceased", "to_member_id": heir["id"] });
        rau.act(&office, one, "leave", died).await.expect(200);
        assert_eq!(rau.figures(&office).await, (json!(50_000_000), json!(4)));
        rau.adds_up(&office).await;
        let moves = rau.contributions(&office).await;
        let inherited: Vec<_> = moves.iter().filter(|one| one["kind"] == "inheritance").collect();
        assert_eq!(inherited.len(), 2);
        let restructured = json!({ "reason": "restructured" });
        let refused = rau.act(&office, &members[2], "leave", restructured).await;
        refused.expect_problem(422, "rule_violated");
    })
    .await;
}

#[actix_web::test]
async fn capital_moves_and_the_sum_holds() {
    each(async |office| {
        let rau = Recorded::of(&office, 6).await;
        let members = rau.members(&office).await;
        let (one, two) = (&members[0], &members[1]);
        let paid = json!({ "kind": "contribution", "amount_vnd": 7 });
        // A receipt that is nowhere, and one that another district has uploaded.
        let elsewhere = office.service.as_agency("district-276", Role::Officer);
        let foreign = Desk::of(&office).document_by(&elsewhere).await;
        for document in ["01941f29-7c00-7000-8000-00000000d0c0", &foreign] {
            for (action, mut body) in
                [("contributions", paid.clone()), ("leave", json!({ "reason": "voluntary" }))]
            {
                body["document_id"] = json!(document);
                let refused = rau.act(&office, one, action, body).await;
                let problem = refused.expect_problem(422, "rule_violated");
                let fault = ("/document_id".to_owned(), "unknown_document".to_owned());
                assert_eq!(faults(&problem), [fault]);
            }
        }
        let mut paid = paid;
        paid["document_id"] = json!(Desk::of(&office).document().await);
        let one = rau.act(&office, one, "contributions", paid.clone()).await.expect(200);
        assert_eq!(
            (one.etag(), one.json()["contribution_vnd"].clone()),
            ("\"v2\"".to_owned(), json!(10_000_007))
        );
        let one = one.json();
        let stale = rau.act(&office, &members[0], "contributions", paid.clone()).await;
        stale.expect_problem(412, "stale_version");
        let transfer =
            json!({ "kind": "transfer", "amount_vnd": 4_000_000, "to_member_id": two["id"] });
        let one = rau.act(&office, &one, "contributions", transfer).await.expect(200).json();
        assert_eq!(rau.figures(&office).await.0, 60_000_007);
        let back =
            json!({ "kind": "withdrawal", "amount_vnd": 1_000_007, "effective_on": "2025-05-12" });
        let one = rau.act(&office, &one, "contributions", back).await.expect(200).json();
        assert_eq!(rau.figures(&office).await.0, 59_000_000);
        rau.adds_up(&office).await;
        let own = format!("{}/contributions?member={}", rau.path, one["id"].as_str().unwrap());
        assert_eq!(
            each_of(&office.read(&own).await, "kind"),
            ["contribution", "contribution", "transfer_out", "withdrawal"]
        );

        for (body, code) in [
            (json!({ "kind": "withdrawal", "amount_vnd": 5_000_000 }), "must_contribute"),
            (json!({ "kind": "withdrawal", "amount_vnd": 5_000_001 }), "more_than_contributed"),
            (json!({ "kind": "withdrawal", "amount_vnd": 0 }), "out_of_range"),
            (json!({ "kind": "contribution", "amount_vnd": i64::MAX }), "out_of_range"),
            (json!({ "kind": "transfer", "amount_vnd": 1 }), "receiver_mismatch"),
            (
                json!({ "kind": "transfer", "amount_vnd": 1, "to_member_id": one["id"] }),
                "not_a_receiver",
            ),
            (
                json!({ "kind": "contribution", "amount_vnd": 1, "to_member_id": two["id"] }),
                "receiver_mismatch",
            ),
            (
                json!({ "kind": "contribution", "amount_vnd": 1, "effective_on": "2025-05-13" }),
                "date_in_future",
            ),
            (
                json!({ "kind": "contribution", "amount_vnd": 1, "effective_on": "2024-01-01" }),
                "before_joining",
            ),
        ] {
            let refused = rau.act(&office, &one, "contributions", body.clone()).await;
            let problem = refused.expect_problem(422, "rule_violated");
            assert_eq!(faults(&problem)[0].1, code, "{body}");
        }
        for body in [
            json!({ "kind": "gift", "amount_vnd": 1 }),
            json!({ "kind": "contribution", "amount_vnd": 1.5 }),
        ] {
            let refused = rau.act(&office, &one, "contributions", body).await;
            refused.expect_problem(400, "invalid_body");
        }
    })
    .await;
}

#[actix_web::test]
async fn an_officer_cannot_write_another_sum_into_the_entry() {
    each(async |office| {
        let rau = Recorded::of(&office, 5).await;
        for (change, code) in [
            (json!({ "charter_capital_vnd": 50_000_001 }), "capital_does_not_add_up"),
            (json!({ "charter_capital_vnd": null }), "capital_does_not_add_up"),
            (json!({ "member_count": 6 }), "members_do_not_add_up"),
        ] {
            let refused = office.change(&rau.id, change).await;
            assert_eq!(faults(&refused.expect_problem(422, "rule_violated"))[0].1, code);
        }
        office.change(&rau.id, json!({ "charter_capital_vnd": 50_000_000 })).await.expect(200);

        // An old entry knows more than was recorded one by one: it keeps its figures.
        let old = office.enter(office.cooperative("HTX Cũ")).await;
        let id = old["id"].as_str().unwrap();
        let path = format!("/v1/organisations/{id}");
        admit(&office, &path, member(1)).await.expect(201);
        let read = office.read(&path).await;
        assert_eq!(
            (&read["charter_capital_vnd"], &read["member_count"]),
            (&json!(3_000_000_000_i64), &json!(12))
        );
        let below = office.change(id, json!({ "charter_capital_vnd": 9_999_999 })).await;
        below.expect_problem(422, "rule_violated");
        office.change(id, json!({ "charter_capital_vnd": 2_000_000_000 })).await.expect(200);
    })
    .await;
}

#[actix_web::test]
async fn members_are_recorded_by_the_organisation_or_its_registrar_alone() {
    each(async |office| {
        let rau = Recorded::of(&office, 5).await;
        let (service, path) = (&office.service, format!("{}/members", rau.path));
        let own = service.as_organisation(organisation_id(&rau.id));
        service.post(&path, member(20)).by(&own).send().await.expect(201);
        service.post(&path, member(21)).by(&office.planning()).send().await.expect(201);
        let send = |caller: Caller| service.post(&path, member(22)).by(&caller).send();
        send(service.as_agency("district-277", Role::Approver))
            .await
            .expect_problem(403, "permission_denied");
        send(office.audit()).await.expect_problem(403, "permission_denied");
        send(service.as_agency("district-276", Role::Officer))
            .await
            .expect_problem(404, "not_found");
        let twice = service.post(&path, member(20)).by(&own).send().await;
        assert_eq!(faults(&twice.expect_problem(422, "rule_violated"))[0].1, "member_twice");
        let post = || service.post(&path, member(23)).by(&own).idempotency_key("m-23").send();
        let (first, again) = (post().await.expect(201), post().await.expect(201));
        assert_eq!(again.header("idempotency-replayed"), Some("true"));
        assert_eq!(
            (first.json()["masked"].clone(), again.json()["masked"].clone()),
            (json!(false), json!(true))
        );
        let (one, other) =
            (service.post(&path, member(24)).by(&own), service.post(&path, member(24)).by(&own));
        let both = futures_util::future::join(one.send(), other.send()).await;
        let mut statuses = [both.0.status, both.1.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 422], "two at once admit one");

        office.put_into(&rau.id, OrganisationStatus::Dissolving).await;
        let frozen = send(office.district()).await.expect_problem(409, "state_conflict");
        assert_eq!(frozen["legal_basis"]["article"], "100");
    })
    .await;
}

#[actix_web::test]
async fn a_union_has_cooperatives_as_members() {
    each(async |office| {
        let mut union = office.cooperative("Liên hiệp HTX Rau");
        union["kind"] = json!("cooperative_union");
        union["member_count"] = json!(3);
        let union = office.enter(union).await;
        let path = format!("/v1/organisations/{}/members", union["id"].as_str().unwrap());
        let mut cooperatives = office.enter_all(&["HTX Một", "HTX Hai"]).await;
        let admit = |caller: Caller, id: Value| {
            let body = json!({ "kind": "official", "member_organisation_id": id, "contribution_vnd": 1_000_000 });
            office.service.post(&path, body).by(&caller).send()
        };
        let (one, two) = (cooperatives.remove(0)["id"].clone(), cooperatives.remove(0)["id"].clone());
        admit(office.district(), one.clone()).await.expect_problem(403, "permission_denied");
        let member = admit(office.planning(), one.clone()).await.expect(201).json();
        assert_eq!((member["name"].clone(), member["holder"].clone()), (json!("HTX Một"), json!("member_organisation")));
        admit(office.planning(), one.clone()).await.expect_problem(422, "rule_violated");
        admit(office.planning(), union["id"].clone()).await.expect_problem(422, "rule_violated");
        let unknown = json!("01941f29-7c00-7000-8000-000000000099");
        admit(office.planning(), unknown).await.expect_problem(422, "rule_violated");
        office.put_into(two.as_str().unwrap(), OrganisationStatus::Dissolved).await;
        admit(office.planning(), two).await.expect_problem(422, "rule_violated");
        let unions = office.read(&format!("/v1/organisations/{}/unions", one.as_str().unwrap())).await;
        assert_eq!(each_of(&unions, "name"), ["Liên hiệp HTX Rau"]);
    })
    .await;
}

#[actix_web::test]
async fn what_is_told_of_a_member_holds_no_personal_data() {
    each(async |office| {
        let rau = Recorded::of(&office, 5).await;
        office.seal().await;
        let feed = office.read("/v1/registry/events?limit=200").await.to_string();
        assert!(feed.contains("member.admitted") && feed.contains("personal_commitment"));
        for secret in ["Nguyễn Văn 1", "001085000001", "0908246281", "1985-03-02"] {
            assert!(!feed.contains(secret), "{secret} stands in the log");
        }
        let history = office.read(&format!("{}/history", rau.path)).await;
        let types: Vec<_> = history["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["event"]["type"].clone())
            .collect();
        assert_eq!(types.last().unwrap(), "organisation.registered");
        assert!(types[..5].iter().all(|kind| kind == "organisation.changed"), "{types:?}");
    })
    .await;
}
