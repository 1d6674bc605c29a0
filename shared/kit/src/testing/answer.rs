//! An answer, with what a test wants to know of it.

use actix_web::http::header::HeaderMap;
use bytes::Bytes;
use serde_json::Value;

/// What a service answered.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
    /// The request, for messages.
    pub(super) asked: String,
}

impl Answer {
    /// The answer, if it has this status.
    ///
    /// # Panics
    /// With the request and the body where it has another.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert!(
            self.status == status,
            "{} answered {} and not {status}: {}",
            self.asked,
            self.status,
            self.text()
        );
        self
    }

    /// The problem document, if it is one of this status with this code.
    ///
    /// # Panics
    /// With the request and the body where it is something else.
    #[track_caller]
    pub fn expect_problem(self, status: u16, code: &str) -> Value {
        let problem = self.expect(status).problem();
        assert!(problem["code"] == code, "the code is not {code}: {problem:#}");
        problem
    }

    /// The body as text; what is not UTF-8 is replaced.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON.
    ///
    /// # Panics
    /// Where it is none.
    #[track_caller]
    #[must_use]
    pub fn json(&self) -> Value {
        match serde_json::from_slice(&self.body) {
            Ok(value) => value,
            Err(error) => panic!("{} answered no JSON ({error}): {}", self.asked, self.text()),
        }
    }

    /// The body as a problem document.
    ///
    /// # Panics
    /// Where it is none, or contradicts the answer that it stands in.
    #[track_caller]
    #[must_use]
    pub fn problem(&self) -> Value {
        let kind = self.header("content-type");
        assert!(
            kind == Some("application/problem+json"),
            "{} answered no problem document but {kind:?}: {}",
            self.asked,
            self.text()
        );
        let problem = self.json();
        assert_eq!(problem["status"], self.status, "status within and without");
        assert_eq!(problem["request_id"].as_str(), self.header("x-request-id"), "request id");
        problem
    }

    /// A header.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// The version's entity tag.
    ///
    /// # Panics
    /// Where there is none.
    #[track_caller]
    #[must_use]
    pub fn etag(&self) -> String {
        match self.header("etag") {
            Some(tag) => tag.to_owned(),
            None => panic!("{} answered {} without an ETag", self.asked, self.status),
        }
    }
}
