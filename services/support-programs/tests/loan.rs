//! A loan as a test carries it through its life, and the capital that it is lent out of.

use htx_kit::testing::{Answer, Caller};
use htx_model::{id::OrganisationId, principal::Role};
use serde_json::{Value, json};

use super::{
    application::{act, budget},
    office::Office,
};

/// A loan, with the organisation that applies for it.
pub(crate) struct Loan<'a> {
    pub(crate) office: &'a Office,
    pub(crate) path: String,
    pub(crate) own: Caller,
}

impl<'a> Loan<'a> {
    pub(crate) async fn applied(office: &'a Office, organisation: OrganisationId) -> Self {
        let own = office.service.as_organisation(organisation);
        let body = json!({
            "organisation_id": organisation, "purpose": "Mua máy sấy của bà Lan",
            "requested_vnd": 1_200_000, "months": 12,
        });
        let applied = office.post(&own, "/v1/loans", body).await.expect(201).json();
        Self { office, path: format!("/v1/loans/{}", applied["id"].as_str().unwrap()), own }
    }

    /// A loan of 1.2 million at 12 % a year out of a capital that was paid out on 2025-01-15.
    pub(crate) async fn active(
        office: &'a Office,
        organisation: OrganisationId,
        capital: &str,
    ) -> Self {
        office.service.set_clock("2025-01-15T02:30:00Z");
        let loan = Self::applied(office, organisation).await;
        loan.done(&office.alliance(Role::Officer), "appraise", terms(capital)).await;
        let decision = json!({ "decision_number": "32/QĐ-QHT" });
        loan.done(&office.alliance(Role::Approver), "approve", decision).await;
        let order = json!({ "reference": "UNC 32" });
        loan.done(&office.alliance(Role::Officer), "pay-out", order).await;
        loan
    }

    pub(crate) async fn now(&self) -> Value {
        self.office.read_by(&self.office.audit(), &self.path).await
    }

    pub(crate) async fn act(&self, caller: &Caller, action: &str, body: Value) -> Answer {
        let (path, now) = (format!("{}/{action}", self.path), self.now().await);
        act(self.office, caller, &path, &now, body).await
    }

    pub(crate) async fn done(&self, caller: &Caller, action: &str, body: Value) -> Value {
        self.act(caller, action, body).await.expect(200).json()
    }
}

/// The capital of the cooperative fund, with this much in it.
pub(crate) async fn capital(office: &Office, amount: i64) -> String {
    budget(office, "lmhtx", "quy-ht-htx", amount).await
}

/// What an officer proposes for a loan, out of a capital.
pub(crate) fn terms(capital: &str) -> Value {
    json!({
        "budget_id": capital,
        "principal_vnd": 1_200_000, "annual_rate_bps": 1200, "months": 12,
        "method": "equal_principal", "reason": "Phương án khả thi",
    })
}
