//! An event on its way through a season, as tests drive it.

use htx_kit::testing::{Answer, Caller};
use htx_model::{id::OrganisationId, principal::Role};
use serde_json::{Value, json};

use super::{events::fair, office::Office};

/// An event of the promotion agency.
pub(crate) struct Event<'a> {
    pub(crate) office: &'a Office,
    pub(crate) path: String,
    pub(crate) id: String,
}

/// So many booths without labels.
pub(crate) fn booths(count: usize) -> Value {
    json!(vec![json!({}); count])
}

impl<'a> Event<'a> {
    /// Entered by an officer of the promotion agency, as `edit` has it.
    pub(crate) async fn planned(office: &'a Office, edit: impl FnOnce(&mut Value)) -> Self {
        let mut body = fair();
        edit(&mut body);
        let officer = office.promotion(Role::Officer);
        let event = office.post(&officer, "/v1/trade-events", body).await.expect(201).json();
        let id = event["id"].as_str().unwrap().to_owned();
        Self { office, path: format!("/v1/trade-events/{id}"), id }
    }

    /// Announced by an approver.
    pub(crate) async fn opened(office: &'a Office, edit: impl FnOnce(&mut Value)) -> Self {
        let event = Self::planned(office, edit).await;
        event.done(&office.promotion(Role::Approver), "open", json!({})).await;
        event
    }

    pub(crate) async fn now(&self) -> Value {
        self.office.read_by(&self.office.audit(), &self.path).await
    }

    /// Takes an action on it as it is now.
    pub(crate) async fn act(&self, caller: &Caller, action: &str, body: Value) -> Answer {
        act(self.office, caller, &self.path, action, body).await
    }

    /// Takes an action that succeeds.
    pub(crate) async fn done(&self, caller: &Caller, action: &str, body: Value) -> Value {
        self.act(caller, action, body).await.expect(200).json()
    }

    /// An organisation applies; its application.
    pub(crate) async fn apply(&self, of: OrganisationId) -> Value {
        let own = self.office.service.as_organisation(of);
        self.apply_by(&own, of).await.expect(201).json()
    }

    pub(crate) async fn apply_by(&self, caller: &Caller, of: OrganisationId) -> Answer {
        let body = json!({ "organisation_id": of, "products": "Rau an toàn" });
        self.office.post(caller, &format!("{}/applications", self.path), body).await
    }

    /// An organisation applies and is selected; its application then.
    pub(crate) async fn take_in(&self, of: OrganisationId) -> Value {
        let application = self.apply(of).await;
        self.select(&application).await
    }

    /// Selects an application.
    pub(crate) async fn select(&self, application: &Value) -> Value {
        let body = json!({ "reason": "Sản phẩm đạt OCOP" });
        decide(self.office, application, "select", body).await.expect(200).json()
    }

    /// Closes it, and on its last day records who came of these applications.
    pub(crate) async fn hold(&self, came: &[(&Value, bool)]) -> Value {
        let officer = self.office.promotion(Role::Officer);
        self.done(&officer, "close", json!({})).await;
        self.office.service.set_clock("2025-09-14T10:00:00Z");
        self.done(&officer, "hold", attendance(came)).await
    }
}

/// Who came.
pub(crate) fn attendance(came: &[(&Value, bool)]) -> Value {
    let one = |(application, came): &(&Value, bool)| json!({ "application_id": application["id"], "attended": came });
    json!({ "attendance": came.iter().map(one).collect::<Vec<_>>() })
}

/// Where an application is read.
pub(crate) fn path_of(application: &Value) -> String {
    format!("/v1/trade-applications/{}", application["id"].as_str().unwrap())
}

/// An application as it is now.
pub(crate) async fn now(office: &Office, application: &Value) -> Value {
    office.read_by(&office.audit(), &path_of(application)).await
}

/// An approver of the promotion agency takes an action on an application as it is now.
pub(crate) async fn decide(
    office: &Office,
    application: &Value,
    action: &str,
    body: Value,
) -> Answer {
    let approver = office.promotion(Role::Approver);
    act(office, &approver, &path_of(application), action, body).await
}

/// Takes an action on something as the audit sees it now.
pub(crate) async fn act(
    office: &Office,
    caller: &Caller,
    path: &str,
    action: &str,
    body: Value,
) -> Answer {
    let version = &office.read_by(&office.audit(), path).await["version"];
    let request = office.service.post(&format!("{path}/{action}"), body).by(caller);
    let request = request.if_match(&format!("\"v{version}\""));
    request.idempotency_key(&office.key()).send().await
}
