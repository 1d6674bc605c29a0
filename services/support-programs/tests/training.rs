//! Training classes: planned, opened, held and confirmed; registered, attended, certified.

use futures_util::future::join_all;
use htx_kit::testing::{Answer, Caller};
use htx_model::{id::OrganisationId, principal::Role};
use serde_json::{Value, json};

use super::{
    application::act,
    office::{Office, each, faults},
};

const PATH: &str = "/v1/training-classes";

struct Class<'a> {
    office: &'a Office,
    path: String,
}

fn planned(capacity: u32) -> Value {
    json!({
        "title": "Quản trị HTX", "subject": "Luật Hợp tác xã 2023", "programme": "tap-huan",
        "place": "Hội trường UBND huyện", "commune": "10045", "district": "277",
        "starts_on": "2025-05-12", "ends_on": "2025-05-13", "capacity": capacity,
    })
}

fn timetable() -> Value {
    json!({
        "sessions": [
            { "held_on": "2025-05-12", "minutes": 240, "topic": "Điều lệ" },
            { "held_on": "2025-05-13", "minutes": 60, "topic": "Kế toán" },
        ],
        "trainers": [{ "name": "Trần Văn Giảng", "position": "Trường Bồi dưỡng" }],
    })
}

impl<'a> Class<'a> {
    async fn planned(office: &'a Office, capacity: u32) -> Self {
        let officer = office.alliance(Role::Officer);
        let class = office.post(&officer, PATH, planned(capacity)).await.expect(201).json();
        Self { office, path: format!("{PATH}/{}", class["id"].as_str().unwrap()) }
    }

    /// With two sessions of 240 and 60 minutes, open for registration.
    async fn open(office: &'a Office, capacity: u32) -> Self {
        let class = Self::planned(office, capacity).await;
        let officer = office.alliance(Role::Officer);
        class.put(&officer, "schedule", timetable()).await.expect(200);
        class.done(&officer, "open", json!({})).await;
        class
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

    async fn put(&self, caller: &Caller, what: &str, body: Value) -> Answer {
        let (path, now) = (format!("{}/{what}", self.path), self.now().await);
        let request = self.office.service.put(&path, body).by(caller);
        let request = request.if_match(&format!("\"v{}\"", now["version"]));
        request.idempotency_key(&self.office.key()).send().await
    }

    async fn register(&self, caller: &Caller, body: Value) -> Answer {
        self.office.post(caller, &format!("{}/participants", self.path), body).await
    }

    /// Registers somebody of an organisation, and gives the id.
    async fn registered(&self, organisation: OrganisationId, name: &str) -> String {
        let own = self.office.service.as_organisation(organisation);
        let answer = self.register(&own, member(organisation, name)).await;
        answer.expect(201).json()["id"].as_str().unwrap().to_owned()
    }

    async fn attended(&self, session: usize, present: &[&String]) -> Answer {
        let now = self.now().await;
        let id = now["sessions"][session]["id"].as_str().unwrap().to_owned();
        let path = format!("{}/sessions/{id}/attendance", self.path);
        let body = json!({ "present": present });
        let request = self.office.service.put(&path, body).by(&self.office.alliance(Role::Officer));
        let request = request.if_match(&format!("\"v{}\"", now["version"]));
        request.idempotency_key(&self.office.key()).send().await
    }

    async fn participants(&self, caller: &Caller, query: &str) -> Vec<Value> {
        let path = format!("{}/participants{query}", self.path);
        self.office.read_by(caller, &path).await["items"].as_array().unwrap().clone()
    }
}

fn member(organisation: OrganisationId, name: &str) -> Value {
    json!({ "kind": "member", "organisation_id": organisation, "name": name })
}

#[actix_web::test]
async fn a_class_counts_once_it_was_held_and_confirmed_and_attendance_earns_the_certificate() {
    each(async |office| {
        let (officer, approver) = (office.alliance(Role::Officer), office.alliance(Role::Approver));
        let organisation = office.known("HTX Đi Học").await;
        let class = Class::open(&office, 30).await;
        let diligent = class.registered(organisation, "Nguyễn Thị Chăm").await;
        // 240 of 300 minutes are the four fifths that are needed, 60 are not.
        let enough = class.registered(organisation, "Lê Văn Đủ").await;
        let lazy = class.registered(organisation, "Phạm Văn Vắng").await;
        let official = json!({ "kind": "official", "agency": "so-nnmt", "name": "Vũ Cán Bộ" });
        class.register(&officer, official).await.expect(201);

        let early = class.act(&officer, "hold", json!({})).await;
        early.expect_problem(409, "state_conflict");
        class.attended(1, &[&diligent]).await.expect_problem(409, "state_conflict");
        office.service.set_clock("2025-05-14T02:30:00Z");
        class.attended(0, &[&diligent, &enough]).await.expect(200);
        class.done(&officer, "hold", json!({})).await;
        let refused = class.act(&approver, "complete", json!({})).await;
        refused.expect_problem(409, "state_conflict");
        class.attended(1, &[&diligent, &lazy]).await.expect(200);
        let before = office.read_by(&officer, &format!("{PATH}/counts?year=2025")).await;
        assert_eq!(before["certificates"], 0);
        class.act(&officer, "complete", json!({})).await.expect_problem(403, "permission_denied");
        let completed = class.done(&approver, "complete", json!({})).await;
        assert_eq!(
            (&completed["state"], &completed["completed_on"]),
            (&json!("completed"), &json!("2025-05-14"))
        );
        assert_eq!(completed["certificate_rule"]["legal_basis"]["verified"], false);
        assert_eq!(completed["available_actions"], json!([]));

        let people = class.participants(&officer, "").await;
        let told: Vec<_> = people
            .iter()
            .map(|one| (&one["name"], &one["attended_minutes"], &one["certificate_number"]))
            .collect();
        assert_eq!(
            told,
            [
                (&json!("N*** T*** C***"), &json!(300), &json!("CN-LMHTX-2025-000001")),
                (&json!("L*** V*** Đ***"), &json!(240), &json!("CN-LMHTX-2025-000002")),
                (&json!("P*** V*** V***"), &json!(60), &Value::Null),
                (&json!("V*** C*** B***"), &json!(0), &Value::Null),
            ]
        );
        let counts = office.read_by(&officer, &format!("{PATH}/counts?year=2025")).await;
        assert_eq!(counts["classes"], json!([{ "state": "completed", "classes": 1 }]));
        assert_eq!(
            (&counts["organisations"], &counts["certificates"]),
            (&json!(1), &json!(2)),
            "{counts}"
        );
        let more = class.register(&officer, member(organisation, "Ai Đó")).await;
        more.expect_problem(409, "state_conflict");
        office.seal().await;
        let log = office.read_by(&office.audit(), "/v1/support-programs/events").await.to_string();
        assert!(log.contains("training_class.completed"));
        assert!(!log.contains("Chăm") && !log.contains("Giảng"), "names stand in no event");
    })
    .await;
}

#[actix_web::test]
async fn the_last_seat_is_taken_once_and_nobody_is_registered_twice() {
    each(async |office| {
        let class = Class::open(&office, 2).await;
        let first = office.known("HTX Đến Trước").await;
        let taken = class.registered(first, "Nguyễn  Văn Một").await;
        let own = office.service.as_organisation(first);
        let again = class.register(&own, member(first, "NGUYỄN VĂN MỘT")).await;
        again.expect_problem(409, "already_exists");
        let mut organisations = Vec::new();
        for number in 0..6 {
            organisations.push(office.known(&format!("HTX Chen Chân {number}")).await);
        }
        let path = format!("{}/participants", class.path);
        let requests = organisations.iter().enumerate().map(|(at, id)| {
            let body = member(*id, "Trần Thị Cuối");
            let own = office.service.as_organisation(*id);
            let request = office.service.post(&path, body).by(&own);
            request.idempotency_key(&format!("seat-{at}")).send()
        });
        let answers = join_all(requests).await;
        let seated = answers.iter().filter(|answer| answer.status == 201).count();
        assert_eq!(seated, 1, "one seat was left");
        let full = answers.into_iter().find(|answer| answer.status != 201).unwrap();
        full.expect_problem(409, "state_conflict");
        assert_eq!(class.now().await["registered"], 2);

        // A registration that is taken back frees the seat, and the person may come again.
        let withdraw = format!("{path}/{taken}/withdraw");
        office.post(&own, &withdraw, json!({})).await.expect(200);
        office.post(&own, &withdraw, json!({})).await.expect_problem(409, "state_conflict");
        class.registered(first, "Nguyễn Văn Một").await;
        let smaller = class.act(&office.alliance(Role::Officer), "", planned(1)).await;
        assert_eq!(smaller.status, 404, "there is no action without a name");
        let request = office.service.patch(&class.path, planned(1));
        let request = request.by(&office.alliance(Role::Officer));
        let seen = format!("\"v{}\"", class.now().await["version"]);
        let refused = request.if_match(&seen).idempotency_key(&office.key()).send().await;
        let problem = refused.expect_problem(422, "rule_violated");
        assert_eq!(faults(&problem)[0].0, "/capacity");
    })
    .await;
}

#[actix_web::test]
async fn who_registers_whom_and_who_sees_whom_follows_from_the_place() {
    each(async |office| {
        let class = Class::open(&office, 30).await;
        let (own, other) = (office.known("HTX Của Mình").await, office.known("HTX Khác").await);
        class.registered(own, "Nguyễn Thị Riêng").await;
        class.registered(other, "Nguyễn Thị Người").await;
        let member_of_own = office.service.as_organisation(own);
        let foreign = class.register(&member_of_own, member(other, "Ai Khác")).await;
        foreign.expect_problem(404, "not_found");
        let official = json!({ "kind": "official", "agency": "so-nnmt", "name": "Vũ Cán Bộ" });
        let refused = class.register(&member_of_own, official.clone()).await;
        refused.expect_problem(403, "permission_denied");
        let nowhere = json!({ "kind": "member", "name": "Không Đâu" });
        let refused = class.register(&member_of_own, nowhere).await;
        assert_eq!(faults(&refused.expect_problem(422, "rule_violated"))[0].0, "/organisation_id");
        let neighbour = office.service.as_agency("district-276", Role::Officer);
        let refused = class.register(&neighbour, member(own, "Ngoài Địa Bàn")).await;
        refused.expect_problem(404, "not_found");
        class.register(&office.district(), member(own, "Được Huyện Cử")).await.expect(201);
        class.register(&office.audit(), official).await.expect(403);

        let seen = async |caller: &Caller| class.participants(caller, "").await.len();
        assert_eq!(seen(&member_of_own).await, 2);
        assert_eq!(seen(&neighbour).await, 0);
        assert_eq!(seen(&office.district()).await, 3);
        assert_eq!(seen(&office.audit()).await, 3);
        let mine = office.read_by(&member_of_own, &format!("{PATH}?organisation={own}")).await;
        assert_eq!(mine["items"].as_array().unwrap().len(), 1);
        let theirs = office.read_by(&member_of_own, &format!("{PATH}?organisation={other}")).await;
        assert_eq!(
            theirs["items"],
            json!([]),
            "whose people take part is not everybody's business"
        );
        let table = office.service.get(PATH).by(&member_of_own).accept("text/csv");
        assert!(table.send().await.expect(200).text().contains("Quản trị HTX"));
        for wrong in ["year=2019", "state=never", "colour=red", "programme="] {
            let request = office.service.get(&format!("{PATH}?{wrong}")).by(&member_of_own);
            request.send().await.expect_problem(400, "invalid_parameter");
        }
    })
    .await;
}

#[actix_web::test]
async fn names_are_read_unmasked_for_a_purpose_only_and_the_organisation_sees_it() {
    each(async |office| {
        let class = Class::open(&office, 30).await;
        let organisation = office.known("HTX Kín Đáo").await;
        class.registered(organisation, "Nguyễn Thị Kín").await;
        let path = format!("{}/participants?unmasked=true", class.path);
        let officer = office.alliance(Role::Officer);
        let request = office.service.get(&path).by(&officer);
        request.send().await.expect_problem(400, "invalid_parameter");
        let query = "?unmasked=true&purpose=In%20gi%E1%BA%A5y%20ch%E1%BB%A9ng%20nh%E1%BA%ADn";
        let seen = class.participants(&officer, query).await;
        assert_eq!(seen[0]["name"], "Nguyễn Thị Kín");
        let path = format!("{}/participants{query}", class.path);
        let nosy = office.service.get(&path).by(&office.audit());
        nosy.send().await.expect_problem(403, "permission_denied");
        let own = office.service.as_organisation(organisation);
        let reads = office.read_by(&own, "/v1/support-programs/personal-data-reads").await;
        assert_eq!(reads["items"].as_array().unwrap().len(), 1);
        let read = &reads["items"][0];
        assert_eq!(
            (&read["purpose"], &read["records"], &read["agency_code"]),
            (&json!("In giấy chứng nhận"), &json!(1), &json!("lmhtx"))
        );
        let stranger = office.service.as_organisation(office.known("HTX Lạ").await);
        let none = office.read_by(&stranger, "/v1/support-programs/personal-data-reads").await;
        assert_eq!(none["items"], json!([]));
    })
    .await;
}

#[actix_web::test]
async fn every_fault_of_a_plan_is_told_and_a_stale_or_repeated_request_changes_nothing() {
    each(async |office| {
        let officer = office.alliance(Role::Officer);
        let mut wrong = planned(0);
        (wrong["title"], wrong["ends_on"]) = (json!(" "), json!("2025-05-11"));
        let refused = office.post(&officer, PATH, wrong).await;
        let pointers: Vec<_> = faults(&refused.expect_problem(422, "rule_violated"))
            .into_iter()
            .map(|(pointer, _)| pointer)
            .collect();
        assert_eq!(pointers, ["/title", "/ends_on", "/capacity"]);
        let mut unknown = planned(10);
        unknown["programme"] = json!("no-such");
        let refused = office.post(&officer, PATH, unknown).await;
        assert_eq!(faults(&refused.expect_problem(422, "rule_violated"))[0].0, "/programme");
        for other in [office.officer(), office.district(), office.alliance(Role::Viewer)] {
            office.post(&other, PATH, planned(10)).await.expect_problem(403, "permission_denied");
        }
        let class = Class::planned(&office, 10).await;
        let first = class.now().await;
        let refused = class.act(&officer, "open", json!({})).await;
        refused.expect_problem(409, "state_conflict");
        let late = json!({ "sessions": [
            { "held_on": "2025-06-01", "minutes": 60, "topic": "Muộn" },
        ], "trainers": [] });
        let refused = class.put(&officer, "schedule", late).await;
        let problem = refused.expect_problem(422, "rule_violated");
        assert_eq!(faults(&problem)[0].0, "/sessions/0/held_on");
        class.put(&officer, "schedule", timetable()).await.expect(200);
        let path = format!("{}/open", class.path);
        act(&office, &officer, &path, &first, json!({})).await.expect_problem(412, "stale_version");
        let opened = || {
            let request = office.service.post(&path, json!({})).by(&officer).if_match("\"v2\"");
            request.idempotency_key("open-once").send()
        };
        let (once, again) = (opened().await.expect(200), opened().await.expect(200));
        assert_eq!(once.json()["version"], again.json()["version"]);
        let silent = class.act(&officer, "cancel", json!({ "reason": "" })).await;
        assert_eq!(faults(&silent.expect_problem(422, "rule_violated"))[0].0, "/reason");
        let cancelled = class.done(&officer, "cancel", json!({ "reason": "Bão số 3" })).await;
        assert_eq!(cancelled["cancelled_reason"], "Bão số 3");
    })
    .await;
}
