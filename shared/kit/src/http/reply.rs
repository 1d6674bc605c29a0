//! The answer to a write: what is sent now, and what is kept for a repetition of the request.

use actix_web::{
    HttpRequest, HttpResponse, HttpResponseBuilder, Responder,
    body::BoxBody,
    http::{
        StatusCode,
        header::{ETAG, HeaderName, HeaderValue, LOCATION},
    },
};
use serde::Serialize;

use super::etag::entity_tag;
use crate::failure::Failure;

/// The answer to a write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    pub(super) status: u16,
    pub(super) version: Option<i64>,
    pub(super) location: Option<String>,
    /// The body as it is sent.
    pub(super) body: String,
    /// The body as it is kept for repetitions, where that must differ: a secret is shown once.
    pub(super) kept: Option<String>,
    /// Whether this answers a repetition.
    pub(super) replayed: bool,
}

impl Reply {
    fn new<T: Serialize>(status: StatusCode, body: &T) -> Result<Self, Failure> {
        let body = serde_json::to_string(body).map_err(Failure::unexpected)?;
        Ok(Self {
            status: status.as_u16(),
            version: None,
            location: None,
            body,
            kept: None,
            replayed: false,
        })
    }

    /// 201: it was made, and stands there.
    ///
    /// # Errors
    /// Where the body cannot be written as JSON.
    pub fn created<T: Serialize>(
        location: String,
        version: i64,
        body: &T,
    ) -> Result<Self, Failure> {
        let reply = Self::new(StatusCode::CREATED, body)?;
        Ok(Self { location: Some(location), version: Some(version), ..reply })
    }

    /// 201: it was made, stands there, and never changes, so it has no version.
    ///
    /// # Errors
    /// Where the body cannot be written as JSON.
    pub fn made<T: Serialize>(location: String, body: &T) -> Result<Self, Failure> {
        Ok(Self { location: Some(location), ..Self::new(StatusCode::CREATED, body)? })
    }

    /// 200: it was done; this is the resource now.
    ///
    /// # Errors
    /// Where the body cannot be written as JSON.
    pub fn changed<T: Serialize>(version: i64, body: &T) -> Result<Self, Failure> {
        Ok(Self { version: Some(version), ..Self::new(StatusCode::OK, body)? })
    }

    /// 200: it was done; this is the outcome, which is no resource with a version.
    ///
    /// # Errors
    /// Where the body cannot be written as JSON.
    pub fn done<T: Serialize>(body: &T) -> Result<Self, Failure> {
        Self::new(StatusCode::OK, body)
    }

    /// What a repetition gets instead of the body: for answers that hold a secret.
    ///
    /// # Errors
    /// Where it cannot be written as JSON.
    pub fn keeping<T: Serialize>(mut self, kept: &T) -> Result<Self, Failure> {
        self.kept = Some(serde_json::to_string(kept).map_err(Failure::unexpected)?);
        Ok(self)
    }
}

impl Responder for Reply {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::OK);
        let mut response = HttpResponseBuilder::new(status);
        if let Some(version) = self.version {
            response.insert_header((ETAG, entity_tag(version)));
        }
        if let Some(location) = self.location {
            response.insert_header((LOCATION, location));
        }
        if self.replayed {
            let name = HeaderName::from_static("idempotency-replayed");
            response.insert_header((name, HeaderValue::from_static("true")));
        }
        response.content_type("application/json").body(self.body)
    }
}
