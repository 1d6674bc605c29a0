//! An application as a test carries it through its life, and the budget that it is paid out of.

use htx_kit::testing::{Answer, Caller};
use htx_model::{id::OrganisationId, principal::Role};
use serde_json::{Value, json};

use super::office::Office;

/// The programme of annex 08, which agriculture leads.
pub(crate) const ANNEX_08: &str = "nq-13-pl08";

/// Opens a budget of a programme, with this much in it, by an agency and finance.
pub(crate) async fn budget(office: &Office, agency: &str, programme: &str, amount: i64) -> String {
    let officer = office.service.as_agency(agency, Role::Officer);
    let body = json!({ "programme": programme, "year": 2025, "source": "city_budget" });
    let opened = office.post(&officer, "/v1/support-budgets", body).await.expect(201).json();
    let id = opened["id"].as_str().unwrap().to_owned();
    allot(office, &officer, &id, "allocate", amount).await;
    id
}

/// Has more, or less, allotted to a budget.
pub(crate) async fn allot(office: &Office, officer: &Caller, id: &str, kind: &str, amount: i64) {
    let path = format!("/v1/support-budgets/{id}/allocations");
    let body = json!({
        "kind": kind, "amount_vnd": amount, "document_number": "6123/QĐ-UBND",
        "document_on": "2025-01-10",
    });
    let drafted = office.post(officer, &path, body).await.expect(201).json();
    let path = format!("{path}/{}/confirm", drafted["id"].as_str().unwrap());
    let approver = office.finance(Role::Approver);
    act(office, &approver, &path, &drafted, json!({})).await.expect(200);
}

/// Does something to a resource as it was last seen.
pub(crate) async fn act(
    office: &Office,
    caller: &Caller,
    path: &str,
    seen: &Value,
    body: Value,
) -> Answer {
    let etag = format!("\"v{}\"", seen["version"]);
    let request = office.service.post(path, body).by(caller).if_match(&etag);
    request.idempotency_key(&office.key()).send().await
}

/// An application, with those who work on it.
pub(crate) struct Application<'a> {
    pub(crate) office: &'a Office,
    pub(crate) path: String,
    pub(crate) organisation: OrganisationId,
    /// The agency that leads its programme today.
    pub(crate) lead: &'static str,
}

/// What an application is of.
pub(crate) struct Of<'a> {
    pub(crate) lead: &'static str,
    pub(crate) programme: &'a str,
    pub(crate) kind: &'a str,
    pub(crate) details: Value,
    pub(crate) costs: Value,
    pub(crate) requested: i64,
}

impl Of<'_> {
    /// Support of an agricultural cooperative that buys a machine for 120 million.
    pub(crate) fn machine(name: &str) -> Self {
        Self {
            lead: "so-nnmt",
            programme: ANNEX_08,
            kind: "agricultural_support",
            details: json!({ "content": "Mua máy cấy", "product": "Lúa", "area_m2": 50_000 }),
            costs: json!([{
                "kind": "equipment", "name": name, "year": 2025, "amount_vnd": 120_000_000,
            }]),
            requested: 60_000_000,
        }
    }

    pub(crate) fn body(&self, organisation: OrganisationId) -> Value {
        json!({
            "organisation_id": organisation, "programme": self.programme, "kind": self.kind,
            "details": self.details, "costs": self.costs, "requested_vnd": self.requested,
        })
    }
}

impl<'a> Application<'a> {
    /// Begins an application of an organisation.
    pub(crate) async fn draft(
        office: &'a Office,
        organisation: OrganisationId,
        of: Of<'_>,
    ) -> Self {
        let own = office.service.as_organisation(organisation);
        let body = of.body(organisation);
        let drafted = office.post(&own, "/v1/support-applications", body).await.expect(201).json();
        let path = format!("/v1/support-applications/{}", drafted["id"].as_str().unwrap());
        Self { office, path, organisation, lead: of.lead }
    }

    /// An application that the district has passed on to the lead agency.
    pub(crate) async fn in_appraisal(
        office: &'a Office,
        organisation: OrganisationId,
        of: Of<'_>,
    ) -> Self {
        let application = Self::draft(office, organisation, of).await;
        application.done(&application.own(), "submit", json!({})).await;
        application.done(&office.district(), "start-review", json!({})).await;
        application.done(&office.district(), "endorse", json!({ "favourable": true })).await;
        application
    }

    /// An application for which this much is proposed out of a budget.
    pub(crate) async fn proposed(
        office: &'a Office,
        organisation: OrganisationId,
        of: Of<'_>,
        (budget, amount): (&str, i64),
    ) -> Self {
        let application = Self::in_appraisal(office, organisation, of).await;
        let body = json!({ "form": "cash", "amount_vnd": amount, "budget_id": budget });
        application.done(&application.officer(), "propose", body).await;
        application
    }

    pub(crate) fn own(&self) -> Caller {
        self.office.service.as_organisation(self.organisation)
    }

    pub(crate) fn officer(&self) -> Caller {
        self.office.service.as_agency(self.lead, Role::Officer)
    }

    pub(crate) fn approver(&self) -> Caller {
        self.office.service.as_agency(self.lead, Role::Approver)
    }

    /// As the audit sees it now.
    pub(crate) async fn now(&self) -> Value {
        self.office.read_by(&self.office.audit(), &self.path).await
    }

    /// Takes an action on it as it is now.
    pub(crate) async fn act(&self, caller: &Caller, action: &str, body: Value) -> Answer {
        let (path, now) = (format!("{}/{action}", self.path), self.now().await);
        act(self.office, caller, &path, &now, body).await
    }

    /// Takes an action that succeeds.
    pub(crate) async fn done(&self, caller: &Caller, action: &str, body: Value) -> Value {
        self.act(caller, action, body).await.expect(200).json()
    }

    /// Uploads a document of it by an officer of the lead agency, and gives its id.
    pub(crate) async fn document(&self) -> String {
        let content = self.office.key();
        let body = format!(
            "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"giay.txt\"\r\n\
             Content-Type: text/plain\r\n\r\n{content}\r\n--x--\r\n"
        );
        let request = self.office.service.post(&format!("{}/documents", self.path), ());
        let request = request.by(&self.officer()).body("multipart/form-data; boundary=x", body);
        request.send().await.expect(201).json()["id"].as_str().unwrap().to_owned()
    }

    /// What a decision is signed with.
    pub(crate) async fn signed(&self) -> Value {
        json!({ "decision_number": "215/QĐ-SNNMT", "document_ids": [self.document().await] })
    }

    /// Has it approved.
    pub(crate) async fn approve(&self) -> Value {
        let body = self.signed().await;
        self.done(&self.approver(), "approve", body).await
    }

    /// Has it approved though it is not shown that the applicant is eligible, with the reason why.
    pub(crate) async fn approve_because(&self, reason: &str) -> Value {
        let mut body = self.signed().await;
        body["reason"] = json!(reason);
        self.done(&self.approver(), "approve", body).await
    }

    /// A payment order.
    pub(crate) async fn order(&self, reference: &str, amount: i64) -> Value {
        json!({
            "reference": reference, "amount_vnd": amount,
            "document_ids": [self.document().await],
        })
    }
}
