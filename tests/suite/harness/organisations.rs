//! Organisations to write.

use serde_json::{Value, json};

use super::{Login, Speaker};

/// The codes of today's communes.
pub(crate) async fn communes(suite: &Speaker, login: &Login) -> Vec<String> {
    let list = "/v1/administrative-units?level=commune&on=2026-01-01";
    let units = suite.all(login, list).await;
    let codes = units.iter().filter_map(|unit| unit["code"].as_str().map(str::to_owned));
    codes.collect()
}

/// A cooperative group, which needs no registration number.
pub(crate) struct NewGroup<'a> {
    pub(crate) name: &'a str,
    pub(crate) commune: &'a str,
}

impl NewGroup<'_> {
    /// The body of `POST /v1/organisations`.
    pub(crate) fn body(&self) -> Value {
        json!({
            "kind": "cooperative_group",
            "name": format!("Tổ hợp tác {}", self.name),
            "registered_on": "2026-01-05",
            "address": { "line": "Thôn 3", "commune": self.commune },
            "representative": { "name": "Nguyễn Văn An", "phone": "0908246281" },
            "member_count": 7,
        })
    }
}
