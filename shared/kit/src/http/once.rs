//! What makes a repetition of a request recognisable: its `Idempotency-Key` and its fingerprint.

use std::future::{Ready, ready};

use actix_web::{FromRequest, HttpRequest, dev::Payload, http::header::HeaderMap};
use aws_lc_rs::digest::{Context, SHA256};
use htx_model::refusal::{ErrorCode, Refusal, Text};
use utoipa::{
    IntoParams,
    openapi::{
        Required,
        path::{Parameter, ParameterBuilder, ParameterIn},
    },
};

use crate::failure::Failure;

/// The longest key.
const KEY_LENGTH: usize = 255;

/// What makes a repetition recognisable.
#[derive(Debug, Clone)]
pub struct Once {
    pub(super) key: Option<String>,
    pub(super) fingerprint: [u8; 32],
}

impl Once {
    /// Of a request with this body. JSON bodies have theirs from [`Submitted`](super::Submitted).
    ///
    /// # Errors
    /// [`ErrorCode::InvalidParameter`] for a key that is none.
    pub fn of(request: &HttpRequest, body: &[u8]) -> Result<Self, Failure> {
        Ok(Self { key: key_of(request.headers())?, fingerprint: fingerprint(request, body) })
    }
}

/// As [`Once`], of an operation that demands the key. There is no way to it but through
/// [`IdempotencyKey`], which the operation's description names: what takes one is never reached
/// without a key.
#[derive(Debug, Clone)]
pub struct KeyedOnce(Once);

impl From<KeyedOnce> for Once {
    fn from(once: KeyedOnce) -> Self {
        once.0
    }
}

/// The `Idempotency-Key` header of an operation that demands it, because money or state moves. In
/// `params(…)` it describes the header as required. JSON bodies have it with them as
/// [`Keyed`](super::Keyed).
#[derive(Debug, Clone)]
pub struct IdempotencyKey(String);

impl IdempotencyKey {
    /// What makes a repetition of the request with this body recognisable.
    #[must_use]
    pub fn once(self, request: &HttpRequest, body: &[u8]) -> KeyedOnce {
        KeyedOnce(Once { key: Some(self.0), fingerprint: fingerprint(request, body) })
    }
}

impl FromRequest for IdempotencyKey {
    type Error = Failure;
    type Future = Ready<Result<Self, Failure>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let key = key_of(request.headers()).and_then(|key| key.ok_or_else(without_key));
        ready(key.map(Self).map_err(Failure::from))
    }
}

impl IntoParams for IdempotencyKey {
    /// Name and place only: the document says the rest once, for every operation.
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let header = ParameterBuilder::new()
            .name("Idempotency-Key")
            .parameter_in(ParameterIn::Header)
            .required(Required::True);
        vec![header.build()]
    }
}

fn without_key() -> Refusal {
    Refusal::new(
        ErrorCode::IdempotencyKeyRequired,
        Text::fixed(
            "Thao tác này phải kèm tiêu đề Idempotency-Key, để gửi lại không có hiệu lực hai lần.",
            "This action needs an Idempotency-Key header, so that sending it again has no second effect.",
        ),
    )
}

/// The key that a request carries, if any.
///
/// # Errors
/// [`ErrorCode::InvalidParameter`] where it is none that can be kept.
pub(super) fn key_of(headers: &HeaderMap) -> Result<Option<String>, Refusal> {
    let Some(value) = headers.get("idempotency-key") else { return Ok(None) };
    let text = value.to_str().unwrap_or_default();
    let printable = text.bytes().all(|byte| byte.is_ascii_graphic());
    if printable && (1..=KEY_LENGTH).contains(&text.len()) {
        return Ok(Some(text.to_owned()));
    }
    Err(Refusal::parameter(
        "Idempotency-Key",
        Text::fixed(
            "Idempotency-Key phải có từ 1 đến 255 ký tự ASCII hiển thị được.",
            "Idempotency-Key must be 1 to 255 printable ASCII characters.",
        ),
    ))
}

fn fingerprint(request: &HttpRequest, body: &[u8]) -> [u8; 32] {
    let mut digest = Context::new(&SHA256);
    // With its query: the same file as a dry run is another request.
    let address = request.uri().to_string();
    for part in [request.method().as_str().as_bytes(), address.as_bytes(), body] {
        digest.update(&(part.len() as u64).to_be_bytes());
        digest.update(part);
    }
    let mut fingerprint = [0; 32];
    fingerprint.copy_from_slice(digest.finish().as_ref());
    fingerprint
}
