//! A case from its survey to its end: what its steps rest on, and the steps themselves.

mod forward;
mod grounds;
mod routes;
mod table;

use htx_dissolution::store;
use htx_kit::{
    db::Connection,
    testing::{Answer, Caller},
};
use htx_model::{id::OrganisationId, scope::Scope};
use serde_json::{Value, json};

use super::{
    answers::case_id,
    office::{Office, organisation_id},
    register::{follow, told},
};

/// A case that goes through its steps.
pub(crate) struct File<'a> {
    pub(crate) office: &'a Office,
    pub(crate) path: String,
}

impl<'a> File<'a> {
    /// A new case by a route.
    pub(crate) async fn open(office: &'a Office, name: &str, route: &str) -> Self {
        Self { office, path: office.new_case(name, route).await }
    }

    /// A new case that was surveyed.
    pub(crate) async fn surveyed(office: &'a Office, name: &str, route: &str) -> Self {
        let file = Self::open(office, name, route).await;
        file.put("survey", survey()).await.expect(200);
        file.put("custody", custody()).await.expect(200);
        file.step(&office.officer(), "survey", json!({})).await.expect(200);
        file
    }

    /// A new case that was decided.
    pub(crate) async fn decided(office: &'a Office, name: &str, route: &str) -> Self {
        let file = Self::surveyed(office, name, route).await;
        let decision = file.decision(kind_for(route)).await;
        file.put("decision", decision).await.expect(200);
        file.step(&office.approver(), "decide", json!({})).await.expect(200);
        file
    }

    /// A new case whose settlement has begun.
    pub(crate) async fn settling(office: &'a Office, name: &str, route: &str) -> Self {
        let file = Self::decided(office, name, route).await;
        file.register_follows().await;
        office.publish(&file.path).await.expect(201);
        file.post("inform-tax", json!({})).await.expect(200);
        file.step(&office.officer(), "start-settling", json!({})).await.expect(200);
        file
    }

    /// A new case that is settled: it had neither debts nor assets.
    pub(crate) async fn settled(office: &'a Office, name: &str, route: &str) -> Self {
        let file = Self::settling(office, name, route).await;
        file.taxes("cleared").await.expect(201);
        file.wait_for_the_window().await;
        file.step(&office.current_officer(), "settle", json!({})).await.expect(200);
        file
    }

    /// Moves the clock to the day after the window of the notice.
    pub(crate) async fn wait_for_the_window(&self) {
        let notices = self.read("notices").await;
        let last = notices["items"].as_array().unwrap().last().unwrap()["window_ends_on"].clone();
        // In the city the next day has begun.
        self.office.service.set_clock(&format!("{}T18:00:00Z", last.as_str().unwrap()));
    }

    /// The organisation of the case.
    pub(crate) async fn organisation(&self) -> OrganisationId {
        let case = self.seen_by(&self.office.audit()).await;
        organisation_id(case["organisation"]["id"].as_str().unwrap())
    }

    pub(crate) fn at(&self, room: &str) -> String {
        format!("{}/{room}", self.path)
    }

    /// A POST by the officer of today.
    pub(crate) async fn post(&self, room: &str, body: Value) -> Answer {
        self.office.post(&self.office.current_officer(), &self.at(room), body).await
    }

    /// What is read by audit.
    pub(crate) async fn read(&self, room: &str) -> Value {
        self.office.read_by(&self.office.audit(), &self.at(room)).await
    }

    /// The case as somebody sees it.
    pub(crate) async fn seen_by(&self, who: &Caller) -> Value {
        self.office.read_by(who, &self.path).await
    }

    /// The ETag of what stands there.
    pub(crate) async fn etag(&self, path: &str) -> String {
        self.office.service.get(path).by(&self.office.audit()).send().await.expect(200).etag()
    }

    /// Writes a record from its version as it stands, by the officer of today.
    pub(crate) async fn put(&self, room: &str, body: Value) -> Answer {
        let officer = self.office.current_officer();
        self.put_from(&officer, room, body, &self.etag(&self.at(room)).await).await
    }

    /// Writes a record from a version that was read.
    pub(crate) async fn put_from(
        &self,
        by: &Caller,
        room: &str,
        body: Value,
        seen: &str,
    ) -> Answer {
        let request = self.office.service.put(&self.at(room), body).by(by).if_match(seen);
        request.idempotency_key(&self.office.key()).send().await
    }

    /// Takes a step from the case's version as it stands. Legal basis, reason and document are added
    /// where they are not said.
    pub(crate) async fn step(&self, by: &Caller, step: &str, said: Value) -> Answer {
        let seen = self.etag(&self.path).await;
        let mut body = json!({
            "legal_basis": "17/2023/QH15 Điều 98", "reason": "Theo hồ sơ",
        });
        if matches!(step, "close" | "withdraw" | "declare-bankruptcy") {
            body["document_ids"] = json!([self.document().await]);
        }
        for (field, value) in said.as_object().unwrap() {
            body[field] = value.clone();
        }
        self.step_from(by, step, body, &seen).await
    }

    /// Takes a step from a version that was read.
    pub(crate) async fn step_from(
        &self,
        by: &Caller,
        step: &str,
        body: Value,
        seen: &str,
    ) -> Answer {
        let request = self.office.service.post(&self.at(step), body).by(by).if_match(seen);
        request.idempotency_key(&self.office.key()).send().await
    }

    /// A document of the case, by an officer of planning, who sees every case.
    pub(crate) async fn document(&self) -> String {
        self.office
            .document_by(&self.office.current_officer(), &self.path, &self.office.key())
            .await
    }

    /// What a decision rests on, whole, with a document of a kind.
    pub(crate) async fn decision(&self, kind: &str) -> Value {
        json!({
            "document": {
                "kind": kind, "number": "12/NQ", "issued_on": "2025-05-05",
                "issuer": "Đại hội thành viên", "document_ids": [self.document().await],
            },
            "council": { "members": [
                {
                    "role": "chair", "name": "Nguyễn Văn An", "citizen_id": "001085012345",
                    "phone": "0908246281", "address": "Thôn 3",
                },
                { "role": "member", "name": "Trần Thị Bình" },
            ] },
            "capital": {
                "lines": [
                    { "name": "Vốn góp", "division": "divisible", "amount_vnd": 90_000_000 },
                ],
                "undivided": "none_confirmed",
                "explanation": "Ông Nguyễn Văn An xác nhận không có quỹ không chia",
            },
        })
    }

    /// The tax department records an outcome.
    pub(crate) async fn taxes(&self, outcome: &str) -> Answer {
        let (office, tax) = (self.office, self.office.tax());
        let document = office.document_by(&tax, &self.path, &office.key()).await;
        let mut body = json!({
            "outcome": outcome, "number": "1542/CT-QLN", "document_ids": [document],
        });
        if outcome != "cleared" {
            body["amount_vnd"] = json!(12_400_000);
            body["note"] = json!("Đề nghị xóa nợ của ông Nguyễn Văn An");
        }
        office.post(&tax, &self.at("tax-clearances"), body).await
    }

    /// The register follows the decision, as its feed tells.
    pub(crate) async fn register_follows(&self) {
        self.register_says("dissolving").await;
    }

    /// The register gives the organisation a status by the case.
    pub(crate) async fn register_says(&self, status: &str) {
        let id = case_id(&self.path);
        let find = move |connection: &mut Connection| {
            store::case::find(connection, &Scope::everything(), id)
        };
        let stored = self.office.database.read(find).await.unwrap().unwrap();
        let mut state = serde_json::to_value(&stored.organisation).unwrap();
        (state["status"], state["dissolution_case"]) = (json!(status), json!(id));
        let position = u64::from(self.office.position());
        follow(self.office, vec![told(self.office, position, state)]).await;
    }
}

/// The document that decides a route.
pub(crate) fn kind_for(route: &str) -> &'static str {
    match route {
        "voluntary" => "general_meeting_resolution",
        "court" => "court_decision",
        "revocation" => "revocation_decision",
        _ => "authority_decision",
    }
}

/// A survey that found nothing to be dealt with.
pub(crate) fn survey() -> Value {
    json!({
        "records": { "finding": "none", "explanation": "Cháy kho năm 2009, theo ông An" },
        "people": { "finding": "nobody", "explanation": "Ban quản trị đã mất" },
        "assets": { "finding": "none_confirmed", "explanation": "UBND xã xác nhận" },
        "debts": { "finding": "none_confirmed", "explanation": "Ông Nguyễn Văn An xác nhận" },
    })
}

/// Seal and certificate, accounted for.
pub(crate) fn custody() -> Value {
    json!({
        "seal": { "custody": "lost", "reason": "Thất lạc, theo bà Bình", "since": "2011-03-04" },
        "certificate": { "custody": "never_issued" },
    })
}
