//! Bodies that come too slowly: whoever sends one holds a connection, and not for ever.

use std::{io, time::Duration};

use actix_web::{
    HttpMessage as _,
    dev::{Payload, ServiceRequest},
    error::PayloadError,
};
use futures_util::{StreamExt as _, stream};
use tokio::time::{Instant, timeout, timeout_at};

/// How long a sender may say nothing in the middle of a body.
const SILENCE: Duration = Duration::from_secs(30);
/// How long a whole body may take: the largest file over a slow line.
const WHOLE: Duration = Duration::from_secs(600);

/// Puts a bound on the time that the request's body takes to come. Whoever reads the body gets an
/// error of kind [`io::ErrorKind::TimedOut`] beyond it.
pub(super) fn bound(request: &mut ServiceRequest) {
    let payload = request.take_payload();
    if matches!(payload, Payload::None) {
        return;
    }
    let pieces = stream::unfold((payload, None), |(mut payload, end)| async move {
        let end = end.unwrap_or_else(|| Instant::now() + WHOLE);
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
