//! Bodies that come too slowly: whoever sends one holds a connection, and not for ever.

use std::{io, time::Duration};

use actix_web::{
    HttpMessage as _,
    dev::{Payload, ServiceRequest},
    error::PayloadError,
    http::header::CONTENT_LENGTH,
};
use futures_util::{StreamExt as _, stream};
use tokio::time::{Instant, timeout, timeout_at};

/// How long a sender may say nothing in the middle of a body.
const SILENCE: Duration = Duration::from_secs(30);
/// How long a whole body may take: the largest file over a slow line.
const WHOLE: Duration = Duration::from_secs(600);
/// How long one may take that says beforehand that it is small, as JSON is.
const WHOLE_SMALL: Duration = Duration::from_secs(60);
/// What is small, in bytes: a second for every 17 kB is a slow line too.
const SMALL: u64 = super::JSON_LIMIT as u64;

/// Puts a bound on the time that the request's body takes to come. Whoever reads the body gets an
/// error of kind [`io::ErrorKind::TimedOut`] beyond it.
pub(super) fn bound(request: &mut ServiceRequest) {
    let payload = request.take_payload();
    if matches!(payload, Payload::None) {
        return;
    }
    let length = request.headers().get(CONTENT_LENGTH).and_then(|value| value.to_str().ok());
    let length: Option<u64> = length.and_then(|length| length.parse().ok());
    let whole = if length.is_some_and(|length| length <= SMALL) { WHOLE_SMALL } else { WHOLE };
    let pieces = stream::unfold((payload, None), move |(mut payload, end)| async move {
        let end = end.unwrap_or_else(|| Instant::now() + whole);
        let piece = timeout_at(end, timeout(SILENCE, payload.next())).await;
        let piece = piece.and_then(|within| within);
        let piece = piece.unwrap_or_else(|_| Some(Err(too_slow())))?;
        Some((piece, (payload, Some(end))))
    });
    // Forms are read on after their end.
    request.set_payload(Payload::Stream { payload: Box::pin(pieces.fuse()) });
}

fn too_slow() -> PayloadError {
    PayloadError::Io(io::ErrorKind::TimedOut.into())
}

/// Whether a body came too slowly.
#[must_use]
pub fn came_too_slowly(error: &PayloadError) -> bool {
    matches!(error, PayloadError::Io(cause) if cause.kind() == io::ErrorKind::TimedOut)
}
