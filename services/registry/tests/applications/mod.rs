//! Applications as those who work with them see them: founders' officer, reviewer, approver, the
//! organisation itself.

mod clock;
mod decisions;
mod entries;
mod establishment;
mod lists;
mod restructuring;
mod restructuring_faults;
mod suspension;

use actix_web::http::Method;
use htx_kit::testing::{Answer, Caller};
use htx_model::principal::Role;
use serde_json::{Value, json};

use super::office::{Office, each, each_of, faults, organisation_id};

/// Who takes part in an application of Chương Mỹ.
pub(crate) struct Desk<'a> {
    pub(crate) office: &'a Office,
    /// Prepares and reviews.
    pub(crate) officer: Caller,
    /// Decides.
    pub(crate) approver: Caller,
}

impl<'a> Desk<'a> {
    pub(crate) fn of(office: &'a Office) -> Self {
        let officer = office.district();
        let approver = office.service.as_agency("district-277", Role::Approver);
        Self { office, officer, approver }
    }

    /// The desk of the planning agency, which is competent everywhere.
    pub(crate) fn of_planning(office: &'a Office) -> Self {
        let officer = office.planning();
        let approver = office.service.as_agency("so-tc", Role::Approver);
        Self { office, officer, approver }
    }

    /// Uploads a document as the officer does.
    pub(crate) async fn document(&self) -> String {
        self.document_by(&self.officer).await
    }

    pub(crate) async fn document_by(&self, caller: &Caller) -> String {
        let body = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n\
            %PDF-1.7\nstatutes\r\n--x--\r\n";
        let request = self.office.service.request(Method::POST, "/v1/documents").by(caller);
        let answer = request.body("multipart/form-data; boundary=x", body).send().await;
        answer.expect(201).json()["id"].as_str().unwrap().to_owned()
    }

    /// Every document that a kind of application needs, attached.
    pub(crate) async fn attachments(&self, kind: &str, organisation_kind: &str) -> Value {
        let document = self.document().await;
        let path = format!(
            "/v1/application-requirements?kind={kind}&organisation_kind={organisation_kind}"
        );
        let needed = self.office.read_by(&self.officer, &path).await;
        let items = needed["items"].as_array().unwrap().iter();
        let attached = items
            .filter(|item| item["required"] == true)
            .map(|item| json!({ "requirement": item["code"], "document_id": document }));
        attached.collect()
    }

    pub(crate) async fn begin_by(&self, caller: &Caller, body: Value) -> Answer {
        self.office.service.post("/v1/applications", body).by(caller).send().await
    }

    /// Begins an application that lacks nothing.
    pub(crate) async fn begin(
        &self,
        organisation: Option<&Value>,
        organisation_kind: &str,
        proposal: Value,
    ) -> Value {
        let kind = proposal.as_object().unwrap().keys().next().unwrap().clone();
        let body = json!({
            "organisation_id": organisation.map(|one| one["id"].clone()),
            "proposal": proposal,
            "attachments": self.attachments(&kind, organisation_kind).await,
        });
        self.begin_by(&self.officer, body).await.expect(201).json()
    }

    /// Takes an action on an application as it stands.
    pub(crate) async fn act(
        &self,
        caller: &Caller,
        id: &Value,
        action: &str,
        body: Value,
    ) -> Answer {
        let path = format!("/v1/applications/{}", id.as_str().unwrap());
        let etag = self.office.get(&path).by(&self.officer).send().await.expect(200).etag();
        let request = self.office.service.post(&format!("{path}/{action}"), body);
        request.by(caller).if_match(&etag).send().await
    }

    /// Submits and takes up.
    pub(crate) async fn review(&self, id: &Value) {
        self.act(&self.officer, id, "submit", json!({})).await.expect(200);
        self.act(&self.officer, id, "start-review", json!({})).await.expect(200);
    }

    /// All the way to the approval.
    pub(crate) async fn approve(&self, id: &Value, approval: Value) -> Answer {
        self.review(id).await;
        self.act(&self.approver, id, "approve", approval).await
    }

    /// An application of an organisation, all the way.
    pub(crate) async fn approved(
        &self,
        organisation: &Value,
        organisation_kind: &str,
        proposal: Value,
    ) -> Value {
        let begun = self.begin(Some(organisation), organisation_kind, proposal).await;
        self.approve(&begun["id"], json!({})).await.expect(200).json()
    }

    pub(crate) async fn organisation(&self, id: &Value) -> Value {
        let path = format!("/v1/organisations/{}", id.as_str().unwrap());
        self.office.read(&path).await
    }

    pub(crate) async fn application(&self, id: &Value) -> Value {
        let path = format!("/v1/applications/{}", id.as_str().unwrap());
        self.office.read_by(&self.officer, &path).await
    }
}

/// A member as founders name one.
pub(crate) fn founder(number: u32, contribution: i64) -> Value {
    json!({
        "kind": "official",
        "name": format!("Nguyễn Văn {number}"),
        "citizen_id": format!("{:012}", 1_085_000_000_u64 + u64::from(number)),
        "birth_date": "1980-02-03",
        "phone": "0908246281",
        "contribution_vnd": contribution,
    })
}

/// The proposal of a cooperative of five in Xuân Mai, without its number.
pub(crate) fn cooperative(name: &str) -> Value {
    json!({ "establishment": {
        "kind": "cooperative",
        "entry": {
            "name": name,
            "address": { "line": "Thôn 3", "commune": "10018", "district": "277" },
            "main_business_line": "0118",
            "sector": "agriculture",
            "charter_capital_vnd": 100,
            "worker_count": 3,
        },
        "people": {
            "members": (1..=5).map(|number| founder(number, 20)).collect::<Vec<_>>(),
            "managers": [{
                "position": "chair_of_board", "member": 0, "legal_representative": true,
            }],
        },
    } })
}

/// The entry of an organisation that comes to be.
pub(crate) fn successor(name: &str, number: &str) -> Value {
    json!({
        "name": name,
        "registration_number": number,
        "address": { "line": "Thôn 4", "commune": "10018", "district": "277" },
        "main_business_line": "0118",
        "sector": "agriculture",
    })
}

/// A representative who is the founder with this number.
pub(crate) fn management(number: u32) -> Value {
    let person = founder(number, 0);
    json!({
        "members": [],
        "managers": [{
            "position": "chair_of_board",
            "name": person["name"],
            "citizen_id": person["citizen_id"],
            "legal_representative": true,
        }],
    })
}

/// Establishes a cooperative by an application, with its founders from a number on.
pub(crate) async fn established(desk: &Desk<'_>, name: &str, first: u32, each: i64) -> Value {
    let mut proposal = cooperative(name);
    let establishment = &mut proposal["establishment"];
    establishment["people"]["members"] =
        (first..first + 6).map(|number| founder(number, each)).collect();
    establishment["entry"]["charter_capital_vnd"] = json!(each * 6);
    let begun = desk.begin(None, "cooperative", proposal).await;
    let number = desk.office.number();
    let approval = json!({ "registration_numbers": [number] });
    let approved = desk.approve(&begun["id"], approval).await.expect(200).json();
    desk.organisation(&approved["organisation_id"]).await
}
