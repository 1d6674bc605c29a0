//! Grievances: filed, taken note of, answered, passed on when late, closed.

use htx_kit::testing::{Answer, Caller};
use htx_model::{id::OrganisationId, principal::Role};
use htx_support_programs::usecase::escalate_grievances;
use serde_json::{Value, json};

use super::{
    application::{Application, Of, act},
    office::{Office, each, faults},
};

const PATH: &str = "/v1/grievances";

struct Grievance<'a> {
    office: &'a Office,
    path: String,
    own: Caller,
}

impl<'a> Grievance<'a> {
    async fn filed(office: &'a Office, organisation: OrganisationId, more: Value) -> Self {
        let own = office.service.as_organisation(organisation);
        let mut body = json!({
            "organisation_id": organisation, "subject": "delay",
            "content": "Bà Lan ở phòng tiếp dân hẹn mãi",
        });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let filed = office.post(&own, PATH, body).await.expect(201).json();
        Self { office, path: format!("{PATH}/{}", filed["id"].as_str().unwrap()), own }
    }

    async fn now(&self) -> Value {
        self.office.read_by(&self.office.audit(), &self.path).await
    }

    async fn act(&self, caller: &Caller, action: &str, body: Value) -> Answer {
        let (path, now) = (format!("{}/{action}", self.path), self.now().await);
        act(self.office, caller, &path, &now, body).await
    }

    async fn done(&self, caller: &Caller, action: &str, body: Value) -> Value {
        self.act(caller, action, body).await.expect(200).json()
    }
}

#[actix_web::test]
async fn a_grievance_about_an_application_is_answered_by_its_lead_agency_and_closed() {
    each(async |office| {
        let organisation = office.known("HTX Phản Ánh").await;
        let application = Application::draft(&office, organisation, Of::machine("Máy cày")).await;
        let id = application.path.rsplit('/').next().unwrap().to_owned();
        let grievance =
            Grievance::filed(&office, organisation, json!({ "application_id": id })).await;
        let filed = grievance.now().await;
        // The programme names so-nnptnt, whose work so-nnmt does since 2025-03-01.
        assert_eq!((&filed["agency"], &filed["due_on"]), (&json!("so-nnmt"), &json!("2025-05-15")));
        assert_eq!(filed["legal_basis"]["verified"], false);
        assert_eq!(filed["content"], "Bà Lan ở phòng tiếp dân hẹn mãi");
        let officer = office.officer();
        let science = office.service.as_agency("so-khcn", Role::Officer);
        office.service.get(&grievance.path).by(&science).send().await.expect(404);
        grievance.act(&science, "acknowledge", json!({})).await.expect_problem(404, "not_found");
        let taken = grievance.done(&officer, "acknowledge", json!({})).await;
        assert_eq!(
            (&taken["state"], &taken["due_on"]),
            (&json!("acknowledged"), &json!("2025-06-02"))
        );
        let silent = grievance.act(&officer, "answer", json!({ "words": " " })).await;
        assert_eq!(faults(&silent.expect_problem(422, "rule_violated"))[0].0, "/words");
        let answer = json!({ "words": "Hồ sơ còn thiếu báo giá" });
        let answered = grievance.done(&officer, "answer", answer).await;
        assert_eq!((&answered["state"], &answered["due_on"]), (&json!("answered"), &Value::Null));
        assert_eq!(answered["steps"][2]["late"], false);
        grievance.act(&officer, "close", json!({})).await.expect_problem(403, "permission_denied");
        let own = office.read_by(&grievance.own, &grievance.path).await;
        assert_eq!(own["available_actions"], json!(["escalate", "close"]));
        let closed = grievance.done(&grievance.own, "close", json!({})).await;
        assert_eq!(closed["closed_on"], "2025-05-12");
        grievance.act(&officer, "answer", json!({ "words": "Nữa" })).await.expect(409);
        let stranger = office.service.as_organisation(office.known("HTX Lạ").await);
        office.service.get(&grievance.path).by(&stranger).send().await.expect(404);
        assert_eq!(office.read_by(&stranger, PATH).await["items"], json!([]));
        office.seal().await;
        let log = office.read_by(&office.audit(), "/v1/support-programs/events").await.to_string();
        assert!(log.contains("grievance.closed") && !log.contains("Bà Lan"));
    })
    .await;
}

#[actix_web::test]
async fn a_late_agency_is_listed_and_the_grievance_passed_on_until_the_city() {
    each(async |office| {
        let organisation = office.known("HTX Chờ Đợi").await;
        let grievance =
            Grievance::filed(&office, organisation, json!({ "agency": "so-nnptnt" })).await;
        assert_eq!(grievance.now().await["agency"], "so-nnmt", "who does its work today");
        let why = json!({ "words": "Quá hạn chưa trả lời" });
        let early = grievance.act(&grievance.own, "escalate", why.clone()).await;
        early.expect_problem(409, "state_conflict");
        let overdue = async |caller: &Caller| {
            let list = office.read_by(caller, &format!("{PATH}?overdue=true")).await;
            list["items"].as_array().unwrap().len()
        };
        assert_eq!(overdue(&office.audit()).await, 0);
        office.service.set_clock("2025-05-16T02:30:00Z");
        assert_eq!(overdue(&office.audit()).await, 1);
        let silent = grievance.act(&grievance.own, "escalate", json!({ "words": "" })).await;
        silent.expect_problem(422, "rule_violated");
        let passed = grievance.done(&grievance.own, "escalate", why.clone()).await;
        assert_eq!(
            (&passed["agency"], &passed["level"], &passed["due_on"]),
            (&json!("so-tc"), &json!(1), &json!("2025-05-21"))
        );
        // Whoever had it sees what became of it, and acts no more.
        let late = grievance.act(&office.officer(), "acknowledge", json!({})).await;
        late.expect_problem(403, "permission_denied");
        let finance = office.finance(Role::Officer);
        office.service.set_clock("2025-05-22T02:30:00Z");
        let answered = grievance.done(&finance, "answer", json!({ "words": "Đã đôn đốc" })).await;
        assert_eq!(answered["steps"][2]["late"], true, "it was due the day before");
        // An answer that does not satisfy is passed on at once.
        let passed = grievance.done(&grievance.own, "escalate", why.clone()).await;
        assert_eq!(passed["agency"], "ubnd-tp");
        office.service.set_clock("2025-06-30T02:30:00Z");
        let top = grievance.act(&grievance.own, "escalate", why).await;
        top.expect_problem(409, "state_conflict");
        let with = office.read_by(&office.audit(), &format!("{PATH}?agency=ubnd-tp")).await;
        assert_eq!(with["items"].as_array().unwrap().len(), 1);
        let table = office.service.get(PATH).by(&office.audit()).accept("text/csv");
        let table = table.send().await.expect(200).text();
        assert!(table.contains("HTX Chờ Đợi") && !table.contains("Bà Lan"));
    })
    .await;
}

#[actix_web::test]
async fn whoever_files_names_one_addressee_and_an_organisation_of_its_own() {
    each(async |office| {
        let (organisation, other) = (office.known("HTX Một").await, office.known("HTX Hai").await);
        let own = office.service.as_organisation(organisation);
        let body = |of: OrganisationId| {
            json!({ "organisation_id": of, "subject": "other", "content": "Nội dung" })
        };
        let refused = office.post(&own, PATH, body(organisation)).await;
        assert_eq!(faults(&refused.expect_problem(422, "rule_violated"))[0].0, "/agency");
        let mut unknown = body(organisation);
        unknown["agency"] = json!("so-khong-co");
        let refused = office.post(&own, PATH, unknown).await;
        assert_eq!(faults(&refused.expect_problem(422, "rule_violated"))[0].1, "unknown_agency");
        let mut foreign = body(other);
        foreign["agency"] = json!("so-nnmt");
        office.post(&own, PATH, foreign.clone()).await.expect_problem(404, "not_found");
        office.post(&office.district(), PATH, foreign.clone()).await.expect(403);
        let application = Application::draft(&office, other, Of::machine("Máy gặt")).await;
        let mut of_other = body(organisation);
        of_other["application_id"] = json!(application.path.rsplit('/').next().unwrap());
        office.post(&own, PATH, of_other).await.expect_problem(404, "not_found");
        let mut right = body(organisation);
        right["agency"] = json!("so-nnmt");
        let send = || {
            let request = office.service.post(PATH, right.clone()).by(&own);
            request.idempotency_key("file-once").send()
        };
        let (once, again) = (send().await.expect(201).json(), send().await.expect(201).json());
        assert_eq!(once["id"], again["id"]);
        assert_eq!(again["content"], Value::Null, "a repetition gets no words");
        let path = format!("{PATH}/{}/close", once["id"].as_str().unwrap());
        let mut stale = once.clone();
        stale["version"] = json!(7);
        act(&office, &own, &path, &stale, json!({})).await.expect_problem(412, "stale_version");
    })
    .await;
}

#[actix_web::test]
async fn a_district_answers_for_its_review_and_whoever_has_no_part_in_support_for_nothing() {
    each(async |office| {
        let organisation = office.known("HTX Chờ Huyện").await;
        let district = json!({ "agency": "district-277" });
        let grievance = Grievance::filed(&office, organisation, district).await;
        let neighbour = office.service.as_agency("district-276", Role::Officer);
        office.service.get(&grievance.path).by(&neighbour).send().await.expect(404);
        let words = json!({ "words": "Đã chuyển thẩm định" });
        grievance.act(&neighbour, "answer", words.clone()).await.expect_problem(404, "not_found");
        let answered = grievance.done(&office.district(), "answer", words).await;
        assert_eq!(answered["steps"][1]["actor_agency"], "district-277");
        let own = office.service.as_organisation(organisation);
        let body = json!({
            "organisation_id": organisation, "subject": "other", "content": "Nội dung",
            "agency": "kiem-toan",
        });
        let refused = office.post(&own, PATH, body).await;
        let told = ("/agency".to_owned(), "answers_no_grievances".to_owned());
        assert_eq!(faults(&refused.expect_problem(422, "rule_violated")), [told]);
    })
    .await;
}

#[actix_web::test]
async fn a_grievance_with_which_the_agency_is_late_is_passed_on_by_itself_once() {
    each(async |office| {
        let organisation = office.known("HTX Không Hối").await;
        let grievance =
            Grievance::filed(&office, organisation, json!({ "agency": "so-nnmt" })).await;
        let answered =
            Grievance::filed(&office, organisation, json!({ "agency": "so-nnmt" })).await;
        let answer = json!({ "words": "Đã giải quyết" });
        answered.done(&office.officer(), "answer", answer).await;
        let escalate = async || escalate_grievances::escalate(&office.support).await.unwrap();
        assert_eq!(escalate().await, 0, "nobody is late");
        office.service.set_clock("2025-05-16T02:30:00Z");
        // Two processes at once: each grievance is passed on once.
        let both = tokio::join!(escalate(), escalate());
        assert_eq!((both.0 + both.1, escalate().await), (1, 0));
        let passed = grievance.now().await;
        assert_eq!(
            (&passed["state"], &passed["agency"], &passed["level"], &passed["due_on"]),
            (&json!("escalated"), &json!("so-tc"), &json!(1), &json!("2025-05-21"))
        );
        let step = passed["steps"].as_array().unwrap().last().unwrap().clone();
        assert_eq!(
            (&step["action"], &step["actor_name"]),
            (&json!("escalate"), &json!("grievance-deadlines"))
        );
        assert_eq!(answered.now().await["state"], "answered");
        // From agency to agency up to the city, where it stays however late it is.
        for (day, agency, how_many) in
            [("2025-05-22T02:30:00Z", "ubnd-tp", 1), ("2025-06-30T02:30:00Z", "ubnd-tp", 0)]
        {
            office.service.set_clock(day);
            assert_eq!(escalate().await, how_many, "{day}");
            assert_eq!(grievance.now().await["agency"], agency);
        }
        let closed = grievance.done(&grievance.own, "close", json!({})).await;
        assert_eq!(closed["state"], "closed");
        assert_eq!(escalate().await, 0);
        office.seal().await;
        let log = office.read_by(&office.audit(), "/v1/support-programs/events?limit=200").await;
        let events = log["items"].as_array().unwrap().iter().map(|one| &one["event"]);
        let escalated: Vec<_> =
            events.filter(|event| event["type"] == "grievance.escalated").collect();
        assert_eq!(escalated.len(), 2);
        assert!(escalated.iter().all(|event| event["actor"]["kind"] == "operator"));
    })
    .await;
}
