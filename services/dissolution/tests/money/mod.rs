//! The money of a case: claims, receivables, assets, the cash book, the waterfall.

mod assets;
mod cash_book;
mod claims;
mod guards;
mod personal_data;
mod receivables;
mod together;
mod waterfall;

use htx_dissolution::store;
use htx_kit::testing::{Answer, Caller};
use htx_model::{
    date::Date,
    dissolution::DissolutionState,
    id::{DissolutionId, Id},
    scope::Scope,
};
use serde_json::{Value, json};

use super::office::Office;

/// A case in which money is worked on.
pub(crate) struct Case<'a> {
    pub(crate) office: &'a Office,
    pub(crate) path: String,
}

impl<'a> Case<'a> {
    /// A case that is being settled, decided on 2025-05-05.
    pub(crate) async fn settling(office: &'a Office) -> Self {
        let path = office.new_case("HTX Dệt Chương Mỹ", "dormant").await;
        let case = Self { office, path };
        case.put_into(DissolutionState::Settling, "2025-05-05").await;
        case
    }

    /// The same after the window of its notice, which was published before all that a test does.
    pub(crate) async fn after_the_window(office: &'a Office) -> Self {
        office.service.set_clock("2025-02-03T02:30:00Z");
        let case = Self::settling(office).await;
        case.publish().await;
        office.service.set_clock("2025-05-12T02:30:00Z");
        case
    }

    /// Publishes the notice: its window is 60 days.
    pub(crate) async fn publish(&self) {
        let notice = json!({ "contact": { "office": "Một cửa", "address": "Thị trấn Xuân Mai" } });
        self.post("notices", notice).await.expect(201);
    }

    fn id(&self) -> DissolutionId {
        Id::from_uuid(self.path.rsplit('/').next().unwrap().parse().unwrap())
    }

    /// Puts the case into a state, as its transitions do, decided on a day.
    pub(crate) async fn put_into(&self, state: DissolutionState, decided_on: &str) {
        let (id, now) = (self.id(), self.office.service.now());
        let decided_on = Date::parse(decided_on).unwrap();
        self.office
            .database
            .write(move |connection| {
                let stored = store::case::find(connection, &Scope::everything(), id)?.unwrap();
                let mut case = stored.case;
                (case.state, case.decided_on) = (state, Some(decided_on));
                store::case::save(connection, &case, stored.version, now)
            })
            .await
            .unwrap();
    }

    pub(crate) fn at(&self, room: &str) -> String {
        format!("{}/{room}", self.path)
    }

    pub(crate) async fn post(&self, room: &str, body: Value) -> Answer {
        self.post_by(&self.office.officer(), room, body).await
    }

    pub(crate) async fn post_by(&self, caller: &Caller, room: &str, body: Value) -> Answer {
        self.office.post(caller, &self.at(room), body).await
    }

    /// Does something with a record as it was last seen.
    pub(crate) async fn act(
        &self,
        caller: &Caller,
        room: &str,
        record: &Value,
        action: &str,
        body: Value,
    ) -> Answer {
        let path = format!("{}/{}/{action}", self.at(room), record["id"].as_str().unwrap());
        let etag = format!("\"v{}\"", record["version"]);
        let request = self.office.service.post(&path, body).by(caller).if_match(&etag);
        request.idempotency_key(&self.office.key()).send().await
    }

    pub(crate) async fn read(&self, room: &str) -> Value {
        self.office.read_by(&self.office.officer(), &self.at(room)).await
    }

    /// A record as it is now.
    pub(crate) async fn now(&self, room: &str, record: &Value) -> Value {
        self.read(&format!("{room}/{}", record["id"].as_str().unwrap())).await
    }

    pub(crate) async fn document(&self) -> String {
        self.office.document(&self.path, &self.office.key()).await
    }

    /// Enters a claim of a bank, or what else the changes make of it.
    pub(crate) async fn claim(&self, amount: i64, changes: Value) -> Value {
        let mut body = claim_of(amount);
        for (field, value) in changes.as_object().unwrap() {
            body[field] = value.clone();
        }
        self.post("claims", body).await.expect(201).json()
    }

    /// Enters a claim and admits all of it.
    pub(crate) async fn admitted(&self, amount: i64, changes: Value) -> Value {
        let claim = self.claim(amount, changes).await;
        let admitted =
            self.act(&self.office.approver(), "claims", &claim, "admit", json!({})).await;
        admitted.expect(200).json()
    }

    /// Enters money in the cash book.
    pub(crate) async fn cash_in(&self, amount: i64) -> Value {
        let body = json!({
            "kind": "opening_balance", "amount_vnd": amount, "description": "Tồn quỹ",
        });
        self.post("cash-entries", body).await.expect(201).json()
    }

    /// Pays a claim.
    pub(crate) async fn pay(&self, claim: &Value, amount: i64) -> Answer {
        let document = self.document().await;
        self.post("cash-entries", payment_of(claim, amount, &document)).await
    }

    /// An asset that was decided to be dealt with in a way.
    pub(crate) async fn decided_asset(&self, changes: Value, kind: &str) -> Value {
        let mut body = asset();
        for (field, value) in changes.as_object().unwrap() {
            body[field] = value.clone();
        }
        let listed = self.post("assets", body).await.expect(201).json();
        let proposal = json!({ "kind": kind, "reason": "Không còn sử dụng" });
        let officer = self.office.officer();
        let proposed = self.act(&officer, "assets", &listed, "propose", proposal).await;
        let decision = json!({
            "kind": kind, "agency_code": "so-tc", "number": "215/QĐ-STC",
            "document_ids": [self.document().await],
        });
        let proposed = proposed.expect(200).json();
        let approver = self.office.approver();
        self.act(&approver, "assets", &proposed, "decide", decision).await.expect(200).json()
    }
}

/// A claim of a bank as an officer enters it.
pub(crate) fn claim_of(amount: i64) -> Value {
    json!({
        "debt_kind": "credit_institution", "payment_class": "unsecured",
        "creditor": { "holder": "legal_entity", "name": "Agribank Chương Mỹ" },
        "claimed_vnd": amount, "basis": "Hợp đồng tín dụng số 12/2014",
    })
}

/// A payment of a claim.
pub(crate) fn payment_of(claim: &Value, amount: i64, document: &str) -> Value {
    json!({
        "kind": "claim_payment", "claim_id": claim["id"], "amount_vnd": amount,
        "description": "Trả nợ", "document_ids": [document],
    })
}

/// A warehouse without papers.
pub(crate) fn asset() -> Value {
    json!({
        "kind": "fixed", "origin": "undocumented", "division": "divisible",
        "name": "Nhà kho 200 m2", "details": "Thôn 3", "book_value_vnd": 120_000_000,
    })
}

/// What makes a claim a member's contribution.
pub(crate) fn of_member(name: &str) -> Value {
    json!({
        "debt_kind": "member", "payment_class": "members",
        "creditor": { "holder": "natural_person", "name": name, "citizen_id": "001085012345" },
    })
}
