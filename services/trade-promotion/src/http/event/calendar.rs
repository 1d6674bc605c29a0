//! `GET /v1/trade-events/calendar.ics`: open to all, for anybody's calendar.

use actix_web::{
    HttpRequest, HttpResponse, get,
    http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, ETAG, IF_NONE_MATCH},
    web::Data,
};
use aws_lc_rs::digest::{SHA256, digest};
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use htx_kit::{
    failure::Failure,
    http::{StrictQuery, within_range},
};
use htx_model::{
    date::Date,
    refusal::{Refusal, Text},
};
use serde::Deserialize;

use crate::{
    TradePromotion,
    domain::calendar::{Entry, calendar},
    store,
};

/// The most events of a calendar.
const EVENTS_MAX: i64 = 1_000;
/// How many days before today the calendar begins, and after today it ends, where nothing is said.
const DAYS_BEFORE: i64 = 365;
const DAYS_AFTER: i64 = 2 * 365;
/// The first and the last year that can be asked for.
const YEARS: std::ops::RangeInclusive<i16> = 2000..=2200;

/// Which events.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct TradeCalendarQuery {
    /// Ending on or after this day, from 2000 to 2200; a year ago where it is not said (từ ngày).
    from: Option<Date>,
    /// Beginning on or before this day, from 2000 to 2200; in two years where it is not said (đến ngày).
    to: Option<Date>,
}

/// Read the calendar of trade events (lịch sự kiện xúc tiến thương mại)
///
/// As iCalendar (RFC 5545), to subscribe to: every event that was announced, the cancelled ones as
/// `CANCELLED`, each under a UID that stays, with a SEQUENCE that grows with every change. At most the
/// 1,000 latest. Open to all.
#[utoipa::path(
    tag = "trade events",
    params(
        TradeCalendarQuery,
        ("If-None-Match" = Option<String>, Header, description = "The ETag of the calendar that the caller has."),
    ),
    responses(
        (
            status = 200,
            description = "The calendar.",
            content((String = "text/calendar")),
            headers(("ETag" = String, description = "Of exactly this calendar.")),
        ),
        (status = 304, description = "Not changed since the calendar in If-None-Match."),
    ),
)]
#[get("/v1/trade-events/calendar.ics")]
pub(super) async fn read_trade_calendar(
    request: HttpRequest,
    service: Data<TradePromotion>,
    query: StrictQuery<TradeCalendarQuery>,
) -> Result<HttpResponse, Failure> {
    let today = service.runtime.ids.now().date();
    let (from, to) = days(query.0, today)?;
    let events = service
        .runtime
        .database
        .read(move |connection| store::event::public(connection, (from, to), EVENTS_MAX))
        .await?;
    let entries: Vec<Entry> = events
        .into_iter()
        .map(|stored| Entry { event: stored.event, changed_at: stored.recorded_at })
        .collect();
    let text = calendar(&entries, &service.public_url);
    let tag = format!("\"{}\"", BASE64_URL_SAFE_NO_PAD.encode(digest(&SHA256, text.as_bytes())));
    let known = request.headers().get(IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let known = known.is_some_and(|header| {
        header.split(',').any(|one| one.trim().trim_start_matches("W/") == tag)
    });
    let mut answer = if known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    answer.insert_header((ETAG, tag)).insert_header((CACHE_CONTROL, "public, max-age=300"));
    if known {
        return Ok(answer.finish());
    }
    let name = "inline; filename=\"su-kien-xuc-tien-thuong-mai.ics\"";
    answer.insert_header((CONTENT_DISPOSITION, name));
    Ok(answer.content_type("text/calendar; charset=utf-8").body(text))
}

/// From when to when.
fn days(query: TradeCalendarQuery, today: Date) -> Result<(Date, Date), Refusal> {
    for (name, day) in [("from", query.from), ("to", query.to)] {
        day.map_or(Ok(()), |day| within_range(name, day.year(), YEARS))?;
    }
    let from = query.from.unwrap_or_else(|| today.plus_days(-DAYS_BEFORE));
    let to = query.to.unwrap_or_else(|| today.plus_days(DAYS_AFTER));
    if from <= to {
        return Ok((from, to));
    }
    let detail = Text::fixed(
        "Ngày bắt đầu không được sau ngày kết thúc.",
        "The first day cannot lie after the last.",
    );
    Err(Refusal::parameter("from", detail))
}
