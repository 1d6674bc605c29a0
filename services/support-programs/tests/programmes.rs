//! A lead agency writes the versions of its programmes; another person adopts them; nothing that was
//! adopted is ever rewritten.

use htx_kit::testing::{Answer, Caller};
use htx_model::principal::Role;
use serde_json::{Value, json};

use super::{
    application::{ANNEX_08, Application, Of, act, budget},
    office::{Office, each, faults},
};

const VERSIONS: &str = "/v1/programme-versions";

/// A programme of its own, as agriculture might write it; made up for these tests.
fn content() -> Value {
    json!({
        "name": "Hỗ trợ thử nghiệm", "lead": "so-nnmt", "co_leads": ["lmhtx"],
        "document": { "number": "01/2025/QĐ-THU", "issued_on": "2025-04-01", "annex": "01" },
        "period": { "from": 2025, "to": 2026 },
        "supports": [{ "kind": "agricultural_support", "norms": [{
            "ceiling_vnd": 50_000_000, "share_basis_points": 5000,
            "basis": { "document": "01/2025/QĐ-THU", "article": "Điều 3" }, "verified": true,
        }]}],
        "rules": [{
            "code": "members", "title": "Có từ 10 thành viên",
            "condition": { "fact": "member_count", "at_least": 10 },
            "basis": { "document": "01/2025/QĐ-THU", "article": "Điều 2" }, "verified": true,
        }],
        "budgets": [{ "year": 2025, "source": "city_budget" }],
    })
}

fn programme(code: &str) -> Value {
    json!({
        "code": code, "kind": "agricultural_cooperative_support", "content": content(),
    })
}

fn path(version: &Value) -> String {
    format!("{VERSIONS}/{}", version["id"].as_str().unwrap())
}

async fn step(office: &Office, who: &Caller, seen: &Value, action: &str, body: Value) -> Answer {
    act(office, who, &format!("{}/{action}", path(seen)), seen, body).await
}

async fn change(office: &Office, who: &Caller, seen: &Value, body: Value) -> Answer {
    let request = office.service.patch(&path(seen), body).by(who);
    let request = request.if_match(&format!("\"v{}\"", seen["version"]));
    request.idempotency_key(&office.key()).send().await
}

/// A version that another person has adopted.
async fn adopted(office: &Office, drafted: &Value) -> Value {
    let submitted = step(office, &office.officer(), drafted, "submit", json!({})).await;
    let submitted = submitted.expect(200).json();
    step(office, &office.approver(), &submitted, "adopt", json!({})).await.expect(200).json()
}

/// A programme of its own that agriculture has begun.
pub(crate) async fn begun(office: &Office, code: &str) -> Value {
    office.post(&office.officer(), "/v1/programmes", programme(code)).await.expect(201).json()
}

/// Has the lead agency of annex 08 adopt a next version of it, changed like this.
pub(crate) async fn adopt_annex(
    office: &Office,
    valid_from: Option<&str>,
    change: impl FnOnce(&mut Value),
) -> Value {
    let mut content = annex(office).await["content"].clone();
    change(&mut content);
    let body = json!({ "valid_from": valid_from, "content": content });
    let drafted = next_of_annex(office, body).await.expect(201).json();
    adopted(office, &drafted).await
}

async fn annex(office: &Office) -> Value {
    let page = office.read_by(&office.audit(), &format!("/v1/programmes?code={ANNEX_08}")).await;
    page["items"][0].clone()
}

async fn next_of_annex(office: &Office, body: Value) -> Answer {
    let id = annex(office).await["id"].as_str().unwrap().to_owned();
    office.post(&office.officer(), &format!("/v1/programmes/{id}/versions"), body).await
}

#[actix_web::test]
async fn a_programme_is_begun_by_its_lead_agency_and_known_once_another_person_adopts_it() {
    each(async |office| {
        let drafted = begun(&office, "thu-nghiem").await;
        assert_eq!((&drafted["state"], &drafted["number"]), (&json!("draft"), &json!(1)));
        assert_eq!(drafted["available_actions"], json!(["change", "submit", "discard"]));
        assert_eq!(drafted["open"], json!(["norms", "budgets"]));
        assert_eq!(drafted["to_be_set"][0]["norms"], json!(["times", "times_per_year"]));
        // Nobody else knows of it: not even that it is there.
        let science = office.service.as_agency("so-khcn", Role::Officer);
        for stranger in [&science, &office.district()] {
            let read = office.service.get(&path(&drafted)).by(stranger).send().await;
            read.expect_problem(404, "not_found");
        }
        step(&office, &science, &drafted, "submit", json!({}))
            .await
            .expect_problem(404, "not_found");
        let known = office.read_by(&office.district(), "/v1/programmes?code=thu-nghiem").await;
        assert_eq!(known["items"], json!([]));

        let submitted = step(&office, &office.officer(), &drafted, "submit", json!({})).await;
        let submitted = submitted.expect(200).json();
        let page = office.read_by(&office.approver(), &format!("{VERSIONS}?state=submitted")).await;
        assert_eq!(page["items"][0]["available_actions"], json!(["return", "adopt"]));
        let version = step(&office, &office.approver(), &submitted, "adopt", json!({})).await;
        let version = version.expect(200).json();
        assert_eq!(
            (&version["state"], &version["valid_from"]),
            (&json!("adopted"), &json!("2025-05-12"))
        );
        assert_eq!(version["available_actions"], json!([]));
        let known = office.read_by(&office.district(), "/v1/programmes?code=thu-nghiem").await;
        assert_eq!(known["items"][0]["version_number"], 1);
        office.read_by(&science, &path(&version)).await;
    })
    .await;
}

#[actix_web::test]
async fn whoever_wrote_in_a_version_does_not_adopt_it() {
    each(async |office| {
        let both = office.officer().also(&office.approver());
        let drafted = next_of_annex(&office, json!({})).await.expect(201).json();
        let body = json!({ "content": drafted["content"] });
        let changed = change(&office, &both, &drafted, body).await.expect(200).json();
        let submitted = step(&office, &office.officer(), &changed, "submit", json!({})).await;
        let submitted = submitted.expect(200).json();
        let seen = office.read_by(&both, &path(&submitted)).await;
        assert_eq!(seen["available_actions"], json!(["return"]));
        let refused = step(&office, &both, &submitted, "adopt", json!({})).await;
        refused.expect_problem(403, "permission_denied");
        // An officer adopts nothing, an approver writes nothing, others lead nothing here.
        step(&office, &office.officer(), &submitted, "adopt", json!({})).await.expect(403);
        let approver = office.approver();
        change(&office, &approver, &submitted, json!({ "content": content() })).await.expect(403);
        let lone = office.service.as_agency("so-khcn", Role::Approver);
        step(&office, &lone, &submitted, "adopt", json!({})).await.expect_problem(404, "not_found");
        let alliance = office.alliance(Role::Approver);
        let refused = step(&office, &alliance, &submitted, "adopt", json!({})).await;
        refused.expect_problem(403, "permission_denied");
        step(&office, &office.approver(), &submitted, "adopt", json!({})).await.expect(200);
    })
    .await;
}

#[actix_web::test]
async fn a_returned_version_is_mended_a_discarded_one_gives_way() {
    each(async |office| {
        let drafted = next_of_annex(&office, json!({})).await.expect(201).json();
        assert_eq!(
            (&drafted["number"], &drafted["content"]["lead"]),
            (&json!(2), &json!("so-nnptnt"))
        );
        // One at a time.
        next_of_annex(&office, json!({})).await.expect_problem(409, "state_conflict");
        let submitted = step(&office, &office.officer(), &drafted, "submit", json!({})).await;
        let submitted = submitted.expect(200).json();
        let stale = step(&office, &office.approver(), &drafted, "adopt", json!({})).await;
        stale.expect_problem(412, "stale_version");
        let late =
            change(&office, &office.officer(), &submitted, json!({ "content": content() })).await;
        late.expect_problem(409, "state_conflict");
        let silent =
            step(&office, &office.approver(), &submitted, "return", json!({ "reason": " " })).await;
        assert_eq!(faults(&silent.expect_problem(422, "rule_violated"))[0].0, "/reason");
        let reason = json!({ "reason": "Ông Minh đề nghị nêu điều khoản" });
        let returned = step(&office, &office.approver(), &submitted, "return", reason).await;
        let returned = returned.expect(200).json();
        assert_eq!(
            (&returned["state"], &returned["reason"]),
            (&json!("draft"), &json!("Ông Minh đề nghị nêu điều khoản"))
        );
        let reason = json!({ "reason": "Chờ văn bản mới" });
        let discarded = step(&office, &office.officer(), &returned, "discard", reason).await;
        let discarded = discarded.expect(200).json();
        assert_eq!(discarded["state"], "discarded");
        let again =
            next_of_annex(&office, json!({ "content": content() })).await.expect(201).json();
        assert_eq!(again["number"], 3);
        // What people wrote beside the programme is in no log.
        office.seal().await;
        let log = office.read_by(&office.audit(), "/v1/support-programs/events").await.to_string();
        assert!(log.contains("programme.version_returned") && !log.contains("Ông Minh"));
    })
    .await;
}

#[actix_web::test]
async fn what_is_wrong_with_a_version_is_told_down_to_the_condition() {
    each(async |office| {
        let officer = office.officer();
        let begin = async |change: Value| {
            let mut body = programme("thu-nghiem");
            for (pointer, value) in change.as_object().unwrap() {
                *body.pointer_mut(pointer).unwrap() = value.clone();
            }
            office.post(&officer, "/v1/programmes", body).await
        };
        let rule = "/content/rules/0/condition";
        // What the language does not know is not read.
        for (condition, place) in [
            (json!({ "fact": "password", "equals": "x" }), "/fact"),
            (json!({ "all": [{ "fact": "sector", "matches": ".*" }] }), "/all/0/matches"),
            (json!({ "fact": "member_count", "at_least": "10" }), "/at_least"),
        ] {
            let problem = begin(json!({ rule: condition })).await.expect_problem(400, "invalid_body");
            assert_eq!(faults(&problem)[0].0, format!("{rule}{place}"), "{problem}");
        }
        let nested = (0..6).fold(json!({ "fact": "alliance_member", "is": true }), |inner, _| json!({ "not": inner }));
        for (condition, place, code) in [
            (nested, "/not/not/not/not/not", "rule_too_large"),
            (json!({ "any": vec![json!({ "fact": "alliance_member", "is": true }); 60] }), "/any/49", "rule_too_large"),
            (json!({ "fact": "sector", "at_least": 3 }), "", "rule_comparison"),
            (json!({ "fact": "sector", "one_of": ["agriculture", "magic"] }), "/one_of/1", "unknown_value"),
            (json!({ "all": [] }), "/all", "rule_empty"),
        ] {
            let problem = begin(json!({ rule: condition })).await.expect_problem(422, "rule_violated");
            assert_eq!(faults(&problem), [(format!("{rule}{place}"), code.to_owned())]);
        }
        let several = json!({
            "/code": "Thử nghiệm", "/content/name": " ", "/content/lead": "so-khong-co",
            "/content/supports/0/norms/0/ceiling_vnd": 0, "/content/period": { "from": 2026, "to": 2025 },
        });
        let problem = begin(several).await.expect_problem(422, "rule_violated");
        let places: Vec<_> = faults(&problem).into_iter().map(|(place, _)| place).collect();
        assert_eq!(places, [
            "/code", "/content/name", "/content/lead", "/content/period",
            "/content/supports/0/norms/0/ceiling_vnd",
        ]);
        // A programme of another agency, a code that is taken, no key.
        let foreign = begin(json!({ "/content/lead": "so-khcn" })).await;
        foreign.expect_problem(403, "permission_denied");
        begin(json!({ "/code": ANNEX_08 })).await.expect_problem(409, "already_exists");
        let unkeyed = office.service.post("/v1/programmes", programme("thu-nghiem")).by(&officer);
        unkeyed.send().await.expect_problem(400, "idempotency_key_required");
        let send = || {
            let request = office.service.post("/v1/programmes", programme("thu-nghiem"));
            request.by(&officer).idempotency_key("mot-lan").send()
        };
        let (first, again) = (send().await.expect(201), send().await.expect(201));
        assert_eq!(first.json()["id"], again.json()["id"]);
        let long = format!("/v1/programmes?code={}", "a".repeat(41));
        let refused = office.service.get(&long).by(&officer).send().await;
        refused.expect_problem(400, "invalid_parameter");
    })
    .await;
}

#[actix_web::test]
async fn versions_follow_each_other_by_their_days_and_none_rewrites_the_past() {
    each(async |office| {
        let norm = |ceiling: i64| {
            let mut content = content();
            content["lead"] = json!("so-nnptnt");
            content["supports"][0]["norms"][0]["ceiling_vnd"] = json!(ceiling);
            content
        };
        let past = json!({ "valid_from": "2025-05-11", "content": norm(1) });
        let drafted = next_of_annex(&office, past).await.expect(201).json();
        let submitted = step(&office, &office.officer(), &drafted, "submit", json!({})).await;
        let submitted = submitted.expect(200).json();
        let refused = step(&office, &office.approver(), &submitted, "adopt", json!({})).await;
        let problem = refused.expect_problem(422, "rule_violated");
        assert_eq!(faults(&problem), [("/valid_from".to_owned(), "rewrites_the_past".to_owned())]);
        let reason = json!({ "reason": "Sửa ngày hiệu lực" });
        let returned = step(&office, &office.approver(), &submitted, "return", reason).await;
        let returned = returned.expect(200).json();
        let body = json!({ "valid_from": "2025-06-01", "content": norm(1_000_000) });
        let changed = change(&office, &office.officer(), &returned, body).await.expect(200).json();
        let version = adopted(&office, &changed).await;

        let id = annex(&office).await["id"].as_str().unwrap().to_owned();
        let on = async |day: &str| {
            let path = format!("/v1/programmes/{id}?as_of={day}");
            office.read_by(&office.district(), &path).await["version_number"].clone()
        };
        assert_eq!((on("2025-05-31").await, on("2025-06-01").await), (json!(1), json!(2)));
        // Not even the database changes what was adopted.
        let id = version["id"].as_str().unwrap().to_owned();
        for statement in [
            "UPDATE programme_version SET content = '{}' WHERE number = 2",
            "DELETE FROM programme_version WHERE number = 2",
        ] {
            office.refuses(statement).await;
        }
        let seen = office.read_by(&office.district(), &format!("{VERSIONS}/{id}")).await;
        assert_eq!(seen["content"]["supports"][0]["norms"][0]["ceiling_vnd"], 1_000_000);
        let table =
            office.service.get(VERSIONS).by(&office.audit()).accept("text/csv").send().await;
        assert!(table.expect(200).text().contains("2025-06-01"));
    })
    .await;
}

#[actix_web::test]
async fn who_leads_with_others_reads_drafts_and_says_what_it_thinks() {
    each(async |office| {
        let drafted = next_of_annex(&office, json!({})).await.expect(201).json();
        let opinions = format!("{}/opinions", path(&drafted));
        let alliance = office.alliance(Role::Officer);
        let seen = office.read_by(&alliance, &path(&drafted)).await;
        assert_eq!((&seen["state"], &seen["available_actions"]), (&json!("draft"), &json!([])));
        let silent = office.post(&alliance, &opinions, json!({ "favourable": false })).await;
        assert_eq!(faults(&silent.expect_problem(422, "rule_violated"))[0].0, "/reason");
        let body = json!({ "favourable": false, "reason": "Bà Lan cho rằng mức trần thấp" });
        let given = office.post(&alliance, &opinions, body).await.expect(201).json();
        assert_eq!(given["opinions"][0]["agency"], "lmhtx");
        assert_eq!(given["opinions"][0]["reason"], "Bà Lan cho rằng mức trần thấp");
        // The lead agency has its say by writing; others have none.
        let own = office.post(&office.officer(), &opinions, json!({ "favourable": true })).await;
        own.expect_problem(403, "permission_denied");
        let science = office.service.as_agency("so-khcn", Role::Officer);
        let foreign = office.post(&science, &opinions, json!({ "favourable": true })).await;
        foreign.expect_problem(404, "not_found");
        adopted(&office, &drafted).await;
        let late = office.post(&alliance, &opinions, json!({ "favourable": true })).await;
        late.expect_problem(409, "state_conflict");
        // Finance and the audit see drafts of every programme, and change none.
        let next = next_of_annex(&office, json!({})).await.expect(201).json();
        for reader in [office.finance(Role::Viewer), office.audit()] {
            office.read_by(&reader, &path(&next)).await;
        }
        office.seal().await;
        let log = office.read_by(&office.audit(), "/v1/support-programs/events").await.to_string();
        assert!(log.contains("programme.opinion_given") && !log.contains("Bà Lan"));
    })
    .await;
}

#[actix_web::test]
async fn a_programme_passes_to_another_lead_agency_by_a_version_that_names_it() {
    each(async |office| {
        let money = budget(&office, "so-nnmt", "lao-dong-tre", 1_000_000).await;
        let organisation = office.known("HTX Đang Chờ").await;
        let of = Of {
            lead: "lmhtx",
            programme: "lao-dong-tre",
            kind: "young_workers",
            details: json!({
                "workers": 1, "months": 1, "monthly_support_vnd": 1_000, "starts_on": "2025-01-02",
                "qualification": "Trung cấp",
            }),
            requested: 1_000,
            ..Of::machine("Lương")
        };
        let waiting = Application::in_appraisal(&office, organisation, of).await;
        let page = office.read_by(&office.audit(), "/v1/programmes?code=lao-dong-tre").await;
        let assumed = page["items"][0].clone();
        assert_eq!(assumed["open"][1], "lead");
        let mut content = assumed["content"].clone();
        (content["lead"], content["lead_assumed"]) = (json!("lmhtx"), json!(false));
        content["co_leads"] = json!(["so-nnmt"]);
        let path = format!("/v1/programmes/{}/versions", assumed["id"].as_str().unwrap());
        let body = json!({ "content": content, "valid_from": "2025-06-01" });
        let drafted = office.post(&office.officer(), &path, body).await.expect(201).json();
        let submitted = step(&office, &office.officer(), &drafted, "submit", json!({})).await;
        let submitted = submitted.expect(200).json();
        let refused = step(&office, &office.approver(), &submitted, "adopt", json!({})).await;
        let problem = refused.expect_problem(422, "rule_violated");
        assert_eq!(faults(&problem)[0].1, "lead_changes_at_once");
        let reason = json!({ "reason": "Có hiệu lực ngay" });
        let returned = step(&office, &office.approver(), &submitted, "return", reason).await;
        let returned = returned.expect(200).json();
        let body = json!({ "content": content });
        let changed = change(&office, &office.officer(), &returned, body).await.expect(200).json();
        adopted(&office, &changed).await;
        let led = office.read_by(&office.audit(), "/v1/programmes?led_by=lmhtx&limit=200").await;
        let codes: Vec<_> =
            led["items"].as_array().unwrap().iter().map(|one| &one["code"]).collect();
        assert!(codes.contains(&&json!("lao-dong-tre")), "{codes:?}");
        office
            .post(&office.officer(), &path, json!({}))
            .await
            .expect_problem(403, "permission_denied");
        office.post(&office.alliance(Role::Officer), &path, json!({})).await.expect(201);
        // What is in work passes to it, the money too.
        let proposal = json!({ "form": "cash", "amount_vnd": 1_000, "budget_id": money });
        let late = waiting.act(&office.officer(), "propose", proposal.clone()).await;
        late.expect_problem(404, "not_found");
        waiting.done(&waiting.officer(), "propose", proposal).await;
        assert_eq!(waiting.approve().await["decision"]["programme_version"], 2);
        office.seal().await;
        let log = office.read_by(&office.audit(), "/v1/support-programs/events?limit=200").await;
        for of in ["support_budget.passed_on", "support_application.passed_on"] {
            assert_eq!(log.to_string().matches(of).count(), 1, "{of}");
        }
    })
    .await;
}
