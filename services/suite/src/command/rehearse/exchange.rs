//! What a client did on the wire: one request with what it was answered. Neither bodies nor tokens are
//! kept, only their digests.

use std::time::Duration;

use actix_web::http::header::HeaderMap;
use aws_lc_rs::digest::{SHA256, digest};
use serde_json::Value;

/// A request with its answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Exchange {
    /// Its place among all, from 0, in the order of arrival.
    pub(super) number: usize,
    /// Its id, as in the answer's `X-Request-Id`.
    pub(super) request_id: String,
    /// When it arrived, since the rehearsal began.
    pub(super) arrived: Duration,
    /// When it was answered, if it was.
    pub(super) answered: Option<Duration>,
    /// Whether the client was gone before.
    pub(super) broken_off: bool,
    pub(super) method: String,
    pub(super) path: String,
    /// The query as it was sent.
    pub(super) query: String,
    /// The digest of its access token.
    pub(super) token: Option<String>,
    /// Its `Idempotency-Key`.
    pub(super) key: Option<String>,
    /// Its `If-Match`.
    pub(super) if_match: Option<String>,
    /// The digest of its body.
    pub(super) body: Option<String>,
    /// The status of the answer; 0 while there is none.
    pub(super) status: u16,
    /// The act that struck it.
    pub(super) struck: Option<&'static str>,
    /// What its answer told.
    pub(super) told: Told,
}

/// What of an answer the client has to give back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Told {
    /// Of a page of a list: whether, and with which cursor, it goes on.
    pub(super) next: Option<Next>,
    /// Of a page of the feed or a snapshot: from where to go on.
    pub(super) next_after: Option<u64>,
    /// The version's tag.
    pub(super) tag: Option<String>,
}

/// How a list goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Next {
    /// With this cursor.
    Cursor(String),
    /// It does not.
    End,
}

impl Told {
    /// What a JSON answer tells.
    pub(super) fn of(answer: &Value) -> Self {
        let next = match (answer.get("items"), answer.get("next")) {
            (Some(_), Some(Value::String(cursor))) => Some(Next::Cursor(cursor.clone())),
            (Some(_), Some(Value::Null)) => Some(Next::End),
            _ => None,
        };
        let next_after = answer.get("next_after").and_then(Value::as_u64);
        Self { next, next_after, tag: None }
    }
}

impl Exchange {
    /// What a request says of itself before it is answered.
    pub(super) fn arriving(method: &str, path: &str, query: &str, headers: &HeaderMap) -> Self {
        let header = |name: &str| {
            headers.get(name).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
        };
        let token = header("authorization")
            .filter(|value| {
                value.get(..7).is_some_and(|scheme| scheme.eq_ignore_ascii_case("bearer "))
            })
            .map(|value| digested(value.as_bytes()));
        Self {
            method: method.to_owned(),
            path: path.to_owned(),
            query: query.to_owned(),
            token,
            key: header("idempotency-key"),
            if_match: header("if-match"),
            ..Self::default()
        }
    }

    /// Whether it asks for the same as another: address and body.
    pub(super) fn repeats(&self, other: &Self) -> bool {
        self.method == other.method
            && self.path == other.path
            && self.query == other.query
            && self.body == other.body
    }

    pub(super) fn is_write(&self) -> bool {
        !["GET", "HEAD", "OPTIONS"].contains(&self.method.as_str()) && self.path.starts_with("/v1/")
    }

    /// Whether it was done.
    pub(super) fn succeeded(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// A parameter of the query.
    pub(super) fn parameter(&self, name: &str) -> Option<String> {
        parameters(&self.query).into_iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// Which list or feed it reads: its address with what narrows it, wherever it has come to.
    pub(super) fn reads(&self) -> (String, Vec<(String, String)>) {
        let mut filters = parameters(&self.query);
        let places = ["cursor", "limit", "count", "after", "wait"];
        filters.retain(|(name, _)| !places.contains(&name.as_str()));
        filters.sort();
        (self.path.clone(), filters)
    }

    /// The position that a reader of the feed asks from.
    pub(super) fn after(&self) -> u64 {
        self.parameter("after").and_then(|after| after.parse().ok()).unwrap_or_default()
    }
}

/// The parameters of a query, in their order.
pub(super) fn parameters(query: &str) -> Vec<(String, String)> {
    url::form_urlencoded::parse(query.as_bytes()).into_owned().collect()
}

/// The first half of a digest: enough to tell two bodies apart.
pub(super) fn digested(bytes: &[u8]) -> String {
    let digest = digest(&SHA256, bytes);
    digest.as_ref().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}
