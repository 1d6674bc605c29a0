//! What the tests of blockers, notices, objections and deadlines share.

use htx_dissolution::store;
use htx_kit::testing::{Answer, Caller};
use htx_model::{
    date::Date,
    dissolution::DissolutionState,
    id::{DissolutionId, Id},
    principal::Role,
    scope::Scope,
};
use serde_json::{Value, json};

use super::office::Office;

impl Office {
    /// Somebody of an agency, as it is today.
    pub(crate) fn of(&self, agency: &str) -> Caller {
        self.service.as_agency(agency, Role::Officer)
    }

    /// Somebody who decides for an agency, as it is today.
    pub(crate) fn approver_of(&self, agency: &str) -> Caller {
        self.service.as_agency(agency, Role::Approver)
    }

    /// Asks about what stops a case, by the officer; gives the blocker's path.
    pub(crate) async fn ask(&self, case: &str, kind: &str) -> String {
        let body = json!({ "kind": kind, "question": "Đề nghị trả lời.\nÔng Nguyễn Văn An ký." });
        let asked = self.post(&self.officer(), &format!("{case}/blockers"), body).await;
        asked.expect(201).header("location").unwrap().to_owned()
    }

    /// Does something to a resource from its version as it stands.
    pub(crate) async fn step(&self, by: &Caller, path: &str, step: &str, body: Value) -> Answer {
        let etag = self.service.get(path).by(&self.audit()).send().await.expect(200).etag();
        self.step_from(by, path, step, body, &etag).await
    }

    /// Does something to a resource from a version that was read.
    pub(crate) async fn step_from(
        &self,
        by: &Caller,
        path: &str,
        step: &str,
        body: Value,
        etag: &str,
    ) -> Answer {
        let request = self.service.post(&format!("{path}/{step}"), body).by(by);
        request.idempotency_key(&self.key()).if_match(etag).send().await
    }

    /// Puts a case into a state, as the steps before would.
    pub(crate) async fn put_into(&self, case: &str, state: DissolutionState, on: &str) {
        let (id, now, on) = (case_id(case), self.service.now(), Date::parse(on).unwrap());
        self.database
            .write(move |connection| {
                let mut stored = store::case::find(connection, &Scope::everything(), id)?.unwrap();
                stored.case.state = state;
                stored.case.last_step_on = on;
                stored.case.decided_on.get_or_insert(on);
                store::case::save(connection, &stored.case, stored.version, now)
            })
            .await
            .unwrap();
    }

    /// A new case that was decided on a day.
    pub(crate) async fn decided_case(&self, name: &str, on: &str) -> String {
        let case = self.new_case(name, "voluntary").await;
        self.put_into(&case, DissolutionState::Decided, on).await;
        case
    }

    /// Publishes the notice of a case by the officer.
    pub(crate) async fn publish(&self, case: &str) -> Answer {
        self.post(&self.officer(), &format!("{case}/notices"), notice()).await
    }
}

/// A notice with an office as its contact.
pub(crate) fn notice() -> Value {
    json!({ "contact": {
        "office": "Bộ phận Một cửa <UBND>",
        "address": "Số 102, khu Hòa Sơn & \"Chúc Sơn\"",
        "phone": "(024) 3386 6123",
    } })
}

/// A case's id out of its path.
pub(crate) fn case_id(path: &str) -> DissolutionId {
    Id::from_uuid(path.rsplit('/').next().unwrap().parse().unwrap())
}

/// The ids of the items of a page.
pub(crate) fn ids(page: &Value) -> Vec<String> {
    each_of(page, "/id")
}

/// The texts at a pointer in each item.
pub(crate) fn each_of(page: &Value, pointer: &str) -> Vec<String> {
    let items = page["items"].as_array().unwrap().iter();
    items.map(|item| item.pointer(pointer).unwrap().as_str().unwrap().to_owned()).collect()
}

/// The last part of a path.
pub(crate) fn id_of(path: &str) -> String {
    path.rsplit('/').next().unwrap().to_owned()
}
