//! The feed as Server-Sent Events (WHATWG HTML, section 9.2), which browsers and most HTTP libraries
//! follow by themselves: when a stream ends they ask again, with the position of the last event.
//!
//! A stream ends where no event has come for as long as the caller would wait, and after some minutes in
//! any case: the next request shows its token anew, so who may read no more reads no more.

use std::{fmt::Write as _, time::Duration};

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{CACHE_CONTROL, HeaderName, VARY},
};
use bytes::Bytes;
use futures_util::stream;
use htx_model::refusal::{Refusal, Text};
use tokio::time::Instant;

use super::{FeedPage, FeedQuery, POSITION_MAX, long_poll, long_poll::Place};
use crate::{db::Database, failure::Failure, http::accept, service::Runtime};

/// How the answer is called.
pub(super) const MEDIA_TYPE: &str = "text/event-stream";
/// The longest stream.
const LONGEST: Duration = Duration::from_secs(300);
/// How soon to ask again, in milliseconds.
const ASK_AGAIN: u32 = 1_000;
const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");

/// Whether the caller wants a stream more than a page. A caller that takes neither gets a page.
pub(super) fn is_wanted(request: &HttpRequest) -> bool {
    const OFFERED: [(&str, bool); 2] = [("application/json", false), (MEDIA_TYPE, true)];
    accept::best(request, &OFFERED).is_some_and(|wanted| *wanted.form)
}

/// The position of the last event that arrived, as a reader that asks again shows it.
///
/// # Errors
/// What is no position.
pub(super) fn last_event(request: &HttpRequest) -> Result<Option<u64>, Refusal> {
    let Some(shown) = request.headers().get(LAST_EVENT_ID) else { return Ok(None) };
    let position = shown.to_str().ok().and_then(|text| text.parse().ok());
    match position.filter(|position| *position <= POSITION_MAX) {
        Some(position) => Ok(Some(position)),
        None => Err(Refusal::parameter(
            "Last-Event-ID",
            Text::fixed(
                "Last-Event-ID phải là vị trí của sự kiện cuối đã nhận.",
                "Last-Event-ID must be the position of the last event that arrived.",
            ),
        )),
    }
}

/// A stream on its way.
struct Following {
    runtime: Runtime,
    query: FeedQuery,
    wait: Duration,
    until: Instant,
    /// What was read before the answer began.
    ready: Option<FeedPage>,
    /// The caller's place among those who wait.
    _place: Option<Place>,
}

/// Answers with a stream of the events after a position.
///
/// # Errors
/// As [`long_poll`]: a position that is gone is refused before the stream begins.
pub(super) async fn answer(
    runtime: &Runtime,
    query: FeedQuery,
    wait: Duration,
    place: Option<Place>,
) -> Result<HttpResponse, Failure> {
    let ready = Some(page(runtime, &query, Duration::ZERO).await?);
    let until = Instant::now() + LONGEST;
    let following =
        Following { runtime: runtime.clone(), query, wait, until, ready, _place: place };
    let events = stream::unfold(Some(following), |following| async move {
        let mut following = following?;
        match following.next().await {
            Ok((text, goes_on)) => Some((Ok(text), goes_on.then_some(following))),
            // The stream breaks off; whoever asks again learns why.
            Err(failure) => Some((Err(failure), None)),
        }
    });
    Ok(HttpResponse::Ok()
        .content_type(MEDIA_TYPE)
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header((VARY, "Accept, Authorization"))
        // nginx would collect events before it passes them on.
        .insert_header(("x-accel-buffering", "no"))
        .streaming(Box::pin(events)))
}

async fn page(runtime: &Runtime, query: &FeedQuery, wait: Duration) -> Result<FeedPage, Failure> {
    let database: &Database = &runtime.database;
    long_poll(database, runtime.sealed.subscribe(), &runtime.waits, query.clone(), wait).await
}

impl Following {
    /// The next events as text, and whether more may follow.
    async fn next(&mut self) -> Result<(Bytes, bool), Failure> {
        let page = match self.ready.take() {
            Some(page) if !page.items.is_empty() || self.wait.is_zero() => page,
            Some(_) | None => page(&self.runtime, &self.query, self.wait).await?,
        };
        let goes_on = !page.items.is_empty() && Instant::now() < self.until;
        self.query.after = page.next_after;
        Ok((told(&page)?, goes_on))
    }
}

/// A page in the form of the standard. At its end stands the position that it reached, which may be
/// beyond the last event that the reader sees.
fn told(page: &FeedPage) -> Result<Bytes, Failure> {
    let mut text = format!("retry: {ASK_AGAIN}\n\n");
    for item in &page.items {
        let data = serde_json::to_string(item).map_err(Failure::unexpected)?;
        // Writing to a string cannot fail.
        let _ = write!(text, "id: {}\nevent: {}\ndata: {data}\n\n", item.position, item.event.kind);
    }
    let _ = write!(text, "id: {}\n\n", page.next_after);
    Ok(Bytes::from(text))
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn asking(name: &str, value: &str) -> HttpRequest {
        TestRequest::default().insert_header((name, value)).to_http_request()
    }

    #[test]
    fn a_stream_is_what_is_wanted_most() {
        for accepted in [
            "text/event-stream",
            "application/json;q=0.9, text/event-stream",
            "text/event-stream, */*",
        ] {
            assert!(is_wanted(&asking("accept", accepted)), "{accepted}");
        }
        for accepted in [
            "application/json",
            "*/*",
            "application/json, text/event-stream;q=0.1",
            "text/event-stream;q=0",
            "image/png",
        ] {
            assert!(!is_wanted(&asking("accept", accepted)), "{accepted}");
        }
    }

    #[test]
    fn a_reader_goes_on_from_the_last_event_that_it_shows() {
        assert_eq!(last_event(&asking("last-event-id", "41")).unwrap(), Some(41));
        assert_eq!(last_event(&TestRequest::default().to_http_request()).unwrap(), None);
        for wrong in ["", "-1", "x", "9007199254740993"] {
            assert!(last_event(&asking("last-event-id", wrong)).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_page_without_events_still_tells_how_far_it_looked() {
        let page = FeedPage { items: Vec::new(), next_after: 7 };
        assert_eq!(told(&page).unwrap(), "retry: 1000\n\nid: 7\n\n");
    }
}
