//! What a process of the suite answers another, beneath `/internal`. A refusal arrives as one, in both
//! languages: whoever asked is told the same as if the service ran in their process.

use actix_web::{HttpResponse, http::header::CONTENT_TYPE};
use htx_model::refusal::{ErrorCode, Fault, Refusal, Text};
use reqwest::{RequestBuilder, StatusCode, header::AUTHORIZATION};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::problem::status;
use crate::{auth::InternalKey, failure::Failure, telemetry::trace};

/// How a refusal between processes is called.
const MEDIA_TYPE: &str = "application/vnd.htx.refusal+json";

#[derive(Serialize, Deserialize)]
struct Told {
    vi: String,
    en: String,
}

#[derive(Serialize, Deserialize)]
struct ToldFault {
    pointer: String,
    detail: Told,
}

/// A refusal on the wire. Articles of law and guards do not stand in those of `/internal`.
#[derive(Serialize, Deserialize)]
struct ToldRefusal {
    code: String,
    detail: Told,
    advice: Option<Told>,
    faults: Vec<ToldFault>,
    retry_after_seconds: Option<u64>,
}

impl From<&Text> for Told {
    fn from(text: &Text) -> Self {
        Self { vi: text.vi.to_string(), en: text.en.to_string() }
    }
}

impl From<Told> for Text {
    fn from(told: Told) -> Self {
        Self::made(told.vi, told.en)
    }
}

impl From<&Refusal> for ToldRefusal {
    fn from(refusal: &Refusal) -> Self {
        let fault = |fault: &Fault| ToldFault {
            pointer: fault.pointer.to_string(),
            detail: Told::from(&fault.detail),
        };
        Self {
            code: refusal.code.code().to_owned(),
            detail: Told::from(&refusal.detail),
            advice: refusal.advice.as_ref().map(Told::from),
            faults: refusal.faults.iter().map(fault).collect(),
            retry_after_seconds: refusal.retry_after_seconds,
        }
    }
}

impl ToldRefusal {
    /// The refusal, where its code is known here.
    fn read(self) -> Option<Refusal> {
        let code = ErrorCode::ALL.iter().find(|code| code.code() == self.code)?;
        let fault = |fault: ToldFault| Fault::new(fault.pointer, "invalid", fault.detail.into());
        let mut refusal = Refusal::new(*code, self.detail.into())
            .with_faults(self.faults.into_iter().map(fault).collect());
        refusal.advice = self.advice.map(Text::from);
        refusal.retry_after_seconds = self.retry_after_seconds;
        Some(refusal)
    }
}

/// Answers another process of the suite.
///
/// # Errors
/// What is no refusal.
pub(crate) fn tell<T: Serialize>(outcome: Result<T, Failure>) -> Result<HttpResponse, Failure> {
    match outcome {
        Ok(told) => Ok(HttpResponse::Ok().json(told)),
        Err(Failure::Refused(refusal)) => {
            let told = serde_json::to_vec(&ToldRefusal::from(&*refusal));
            Ok(HttpResponse::build(status(refusal.code))
                .insert_header((CONTENT_TYPE, MEDIA_TYPE))
                .body(told.map_err(Failure::unexpected)?))
        }
        Err(failure) => Err(failure),
    }
}

/// A question to another process of the suite, on the trace of whoever asks.
pub(crate) fn asking(question: RequestBuilder, internal: &InternalKey) -> RequestBuilder {
    let question = question.header(AUTHORIZATION, internal.header());
    match trace::traceparent() {
        Some(traceparent) => question.header("traceparent", traceparent),
        None => question,
    }
}

/// Reads what another process of the suite has answered.
///
/// # Errors
/// Its refusal; [`Failure::Unexpected`] where it does not know this process; else
/// [`Failure::Unavailable`]: whatever it fails with, it may work later.
pub(crate) async fn read<T: DeserializeOwned>(response: reqwest::Response) -> Result<T, Failure> {
    let status = response.status();
    if status.is_success() {
        return response.json().await.map_err(Failure::unavailable);
    }
    if matches!(status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN) {
        return Err(Failure::unexpected(
            "another process of the suite refuses this one: have both the same secret?",
        ));
    }
    let refused = response.headers().get(reqwest::header::CONTENT_TYPE);
    if status.is_client_error() && refused.is_some_and(|kind| kind == MEDIA_TYPE) {
        let told: ToldRefusal = response.json().await.map_err(Failure::unavailable)?;
        if let Some(refusal) = told.read() {
            return Err(refusal.into());
        }
    }
    Err(Failure::unavailable(format!("another process of the suite answered {status}")))
}
