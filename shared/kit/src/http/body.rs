//! Bodies, read strictly: JSON of the documented form, bounded, with the place of each fault.

mod objects;

use std::time::Duration;

use actix_web::{FromRequest, HttpRequest, dev::Payload, http::header::CONTENT_TYPE};
use bytes::{Bytes, BytesMut};
use futures_util::{StreamExt as _, future::LocalBoxFuture};
use htx_model::refusal::{ErrorCode, Fault, Refusal, Text};
use serde::{Deserialize, de::DeserializeOwned};

use self::objects::Objects;
use super::{IdempotencyKey, KeyedOnce, Once, came_too_slowly, misread::misread};
use crate::failure::Failure;

/// The largest JSON body that is read, in bytes.
pub const JSON_LIMIT: usize = 1 << 20;

/// How long such a body may take: a second for every 17 kB is a slow line too, and who sends a byte now
/// and then does not hold a connection for long.
const PATIENCE: Duration = Duration::from_secs(60);

/// How much of a body that is too large is still taken in, so that the caller gets to read why.
const DRAIN_LIMIT: usize = 64 << 20;

/// A JSON body, with what makes a repetition of it recognisable.
#[derive(Debug)]
pub struct Submitted<T> {
    /// What was sent.
    pub body: T,
    /// The idempotency key, where one was given, and the request's fingerprint.
    pub once: Once,
}

impl<T: DeserializeOwned + 'static> FromRequest for Submitted<T> {
    type Error = Failure;
    type Future = LocalBoxFuture<'static, Result<Self, Failure>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        let payload = payload.take();
        Box::pin(async move {
            let bytes = collect(payload, JSON_LIMIT).await?;
            let once = Once::of(&request, &bytes)?;
            Ok(Self { body: understood(&request, &bytes)?, once })
        })
    }
}

/// As [`Submitted`], of an operation that demands an `Idempotency-Key`: a request without one is
/// refused before its body is read. Its description names [`IdempotencyKey`] in `params(…)`.
#[derive(Debug)]
pub struct Keyed<T> {
    /// What was sent.
    pub body: T,
    /// The idempotency key, and the request's fingerprint.
    pub once: KeyedOnce,
}

impl<T: DeserializeOwned + 'static> FromRequest for Keyed<T> {
    type Error = Failure;
    type Future = LocalBoxFuture<'static, Result<Self, Failure>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let key = IdempotencyKey::extract(request);
        let request = request.clone();
        let payload = payload.take();
        Box::pin(async move {
            let key = key.await?;
            let bytes = collect(payload, JSON_LIMIT).await?;
            Ok(Self { body: understood(&request, &bytes)?, once: key.once(&request, &bytes) })
        })
    }
}

/// The body of an action that needs nothing said.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// The body of a request, once it is clear that it is JSON.
fn understood<T: DeserializeOwned>(request: &HttpRequest, bytes: &Bytes) -> Result<T, Failure> {
    require_json(request, bytes)?;
    require_change(request, bytes)?;
    parse(bytes)
}

/// An action may need nothing, a change must say what it changes.
fn require_change(request: &HttpRequest, bytes: &Bytes) -> Result<(), Refusal> {
    if bytes.is_empty() && request.method() == actix_web::http::Method::PATCH {
        return Err(Refusal::new(
            ErrorCode::InvalidBody,
            Text::fixed(
                "Thay đổi phải có nội dung JSON nêu điều cần thay đổi.",
                "A change needs a JSON body that says what to change.",
            ),
        ));
    }
    Ok(())
}

fn require_json(request: &HttpRequest, bytes: &Bytes) -> Result<(), Failure> {
    let kind = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let essence = kind.map(|kind| kind.split(';').next().unwrap_or_default().trim());
    match essence {
        Some(kind) if kind.eq_ignore_ascii_case("application/json") => Ok(()),
        None if bytes.is_empty() => Ok(()),
        _ => Err(Refusal::new(
            ErrorCode::UnsupportedMediaType,
            Text::fixed("Nội dung phải là application/json.", "The body must be application/json."),
        )
        .into()),
    }
}

/// Reads JSON of the documented form; an empty body reads as `{}`, for actions that need nothing.
fn parse<T: DeserializeOwned>(bytes: &Bytes) -> Result<T, Failure> {
    let text: &[u8] = if bytes.is_empty() { b"{}" } else { bytes };
    let mut deserializer = serde_json::Deserializer::from_slice(text);
    let refuse = |pointer: String, error: &serde_json::Error| {
        let (line, column, said) = (error.line(), error.column(), error.to_string());
        let place = format!(" at line {line} column {column}");
        let misread = misread(said.strip_suffix(&place).unwrap_or(&said));
        let detail = if bytes.is_empty() {
            Text::made(
                format!("Yêu cầu không có nội dung JSON: {}.", misread.vi),
                format!("The request has no JSON body: {}.", misread.en),
            )
        } else {
            Text::made(
                format!(
                    "Nội dung JSON không đúng định dạng tại dòng {line}, cột {column}: {}.",
                    misread.vi
                ),
                format!(
                    "The JSON body is not of the documented form at line {line}, column {column}: {}.",
                    misread.en
                ),
            )
        };
        malformed(pointer, detail)
    };
    let value = serde_path_to_error::deserialize(Objects(&mut deserializer))
        .map_err(|error| refuse(pointer(error.path()), error.inner()))?;
    deserializer.end().map_err(|error| refuse(String::new(), &error))?;
    Ok(value)
}

/// The refusal of a body that is not of the documented form, with the place of the fault.
fn malformed(pointer: String, detail: Text) -> Failure {
    let fault = Fault::new(pointer, "invalid", detail.clone());
    Refusal::new(ErrorCode::InvalidBody, detail).with_faults(vec![fault]).into()
}

/// A path of fields and indexes as a JSON pointer.
fn pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    path.iter().fold(String::new(), |pointer, segment| match segment {
        Segment::Seq { index } => format!("{pointer}/{index}"),
        Segment::Map { key } => format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1")),
        Segment::Enum { .. } | Segment::Unknown => pointer,
    })
}

/// Takes a body in, up to a limit, which is of a size that comes within [`PATIENCE`].
///
/// # Errors
/// [`ErrorCode::BodyTooLarge`] beyond it, [`ErrorCode::InvalidRequest`] where it breaks off,
/// [`ErrorCode::RequestTimeout`] where it comes too slowly.
pub async fn collect(payload: Payload, limit: usize) -> Result<Bytes, Failure> {
    collect_within(PATIENCE, payload, limit).await
}

async fn collect_within(
    patience: Duration,
    payload: Payload,
    limit: usize,
) -> Result<Bytes, Failure> {
    let taken = tokio::time::timeout(patience, take(payload, limit)).await;
    taken.unwrap_or_else(|_| Err(too_slow().into()))
}

fn too_slow() -> Refusal {
    Refusal::new(
        ErrorCode::RequestTimeout,
        Text::fixed(
            "Nội dung gửi lên đến quá chậm nên không được chờ tiếp; hãy gửi lại.",
            "The body came too slowly and was not waited for; send it again.",
        ),
    )
}

async fn take(mut payload: Payload, limit: usize) -> Result<Bytes, Failure> {
    let mut body = BytesMut::new();
    let mut seen = 0;
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|error| {
            if came_too_slowly(&error) {
                return too_slow();
            }
            Refusal::new(
                ErrorCode::InvalidRequest,
                Text::fixed(
                    "Nội dung gửi lên bị đứt giữa chừng.",
                    "The body broke off before its end.",
                ),
            )
        })?;
        seen += chunk.len();
        if seen <= limit {
            body.extend_from_slice(&chunk);
        } else if seen > DRAIN_LIMIT {
            break;
        }
    }
    if seen > limit {
        let limit = if limit < 1 << 20 {
            format!("{} KiB", limit >> 10)
        } else {
            format!("{} MiB", limit >> 20)
        };
        return Err(Refusal::new(
            ErrorCode::BodyTooLarge,
            Text::made(
                format!("Nội dung gửi lên vượt quá {limit}."),
                format!("The body is larger than {limit}."),
            ),
        )
        .into());
    }
    Ok(body.freeze())
}

#[cfg(test)]
mod tests {
    use actix_web::error::PayloadError;
    use futures_util::stream;

    use super::*;

    #[actix_web::test]
    async fn a_body_that_drips_is_not_waited_for() {
        let drips = stream::unfold((), |()| async {
            tokio::time::sleep(Duration::from_millis(10)).await;
            Some((Ok::<_, PayloadError>(Bytes::from_static(b" ")), ()))
        });
        let payload = Payload::Stream { payload: drips.boxed_local() };
        let failure = collect_within(Duration::from_millis(100), payload, JSON_LIMIT).await;
        let Err(Failure::Refused(refusal)) = failure else { panic!("{failure:?}") };
        assert_eq!(refusal.code, ErrorCode::RequestTimeout);
    }
}
