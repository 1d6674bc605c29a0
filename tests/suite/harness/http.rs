//! Requests and answers, with what a test wants to know of them.

use reqwest::{Client, Method, header::HeaderMap};
use serde::Serialize;
use serde_json::Value;

/// A request that is not yet sent.
#[must_use = "a request does nothing until it is sent"]
pub(crate) struct Request {
    builder: reqwest::RequestBuilder,
    asked: String,
}

impl Request {
    pub(super) fn new(client: &Client, method: Method, base: &str, path: &str) -> Self {
        let asked = format!("{method} {path}");
        Self { builder: client.request(method, format!("{base}{path}")), asked }
    }

    /// Shows this token.
    pub(crate) fn bearer(self, token: &str) -> Self {
        self.header("authorization", &format!("Bearer {token}"))
    }

    /// Sets a header.
    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.builder = self.builder.header(name, value);
        self
    }

    /// Carries JSON.
    pub(crate) fn json(mut self, body: impl Serialize) -> Self {
        self.builder = self.builder.json(&body);
        self
    }

    /// Carries a form.
    pub(crate) fn form(mut self, fields: &[(&str, &str)]) -> Self {
        self.builder = self.builder.form(fields);
        self
    }

    /// Carries these bytes.
    pub(crate) fn body(self, kind: &str, bytes: impl Into<reqwest::Body>) -> Self {
        let mut request = self.header("content-type", kind);
        request.builder = request.builder.body(bytes);
        request
    }

    /// Sends it and takes the whole answer in; nothing where the connection broke.
    pub(crate) async fn try_send(self) -> Option<Answer> {
        let response = self.builder.send().await.ok()?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let body = response.bytes().await.ok()?.to_vec();
        Some(Answer { status, headers, body, asked: self.asked })
    }

    /// Sends it and takes the whole answer in.
    pub(crate) async fn send(self) -> Answer {
        let asked = self.asked.clone();
        self.try_send().await.unwrap_or_else(|| panic!("{asked}: the connection broke"))
    }
}

/// What was answered.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
    asked: String,
}

impl Answer {
    /// The answer, if it has this status.
    #[track_caller]
    pub(crate) fn expect(self, status: u16) -> Self {
        let Self { status: found, asked, .. } = &self;
        assert!(*found == status, "{asked} answered {found} and not {status}: {}", self.text());
        self
    }

    /// The problem document, if it is one of this status with this code.
    #[track_caller]
    pub(crate) fn expect_problem(self, status: u16, code: &str) -> Value {
        let asked = self.asked.clone();
        let problem = self.expect(status).problem();
        assert!(problem["code"] == code, "{asked}: the code is not {code}: {problem:#}");
        problem
    }

    /// The body as a problem document, complete and agreeing with its answer.
    #[track_caller]
    pub(crate) fn problem(&self) -> Value {
        let asked = &self.asked;
        let kind = self.header("content-type");
        assert_eq!(kind, Some("application/problem+json"), "{asked}: {}", self.text());
        let problem = self.json();
        assert_eq!(problem["status"], self.status, "{asked}");
        assert_eq!(problem["request_id"].as_str(), self.header("x-request-id"), "{asked}");
        let language = self.header("content-language");
        assert!([Some("vi"), Some("en")].contains(&language), "{asked}: in {language:?}");
        for field in ["type", "title", "code", "detail", "request_id"] {
            let filled = problem[field].as_str().is_some_and(|text| !text.is_empty());
            assert!(filled, "{asked}: {field} is missing: {problem:#}");
        }
        problem
    }

    /// The body as text.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{}: no JSON ({error}): {}", self.asked, self.text()))
    }

    /// A header.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// The version's entity tag.
    #[track_caller]
    pub(crate) fn etag(&self) -> String {
        self.header("etag").unwrap_or_else(|| panic!("{}: no ETag", self.asked)).to_owned()
    }
}
