//! The feed itself, and the snapshot with which a reader begins.

use std::time::Duration;

use actix_web::{HttpRequest, HttpResponse, http::header::VARY, web::Data};
use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    permission::Permit,
    refusal::{ErrorCode, Refusal, Text},
};
use serde::Deserialize;

use crate::{
    auth::Authorized,
    failure::Failure,
    feed::{
        FEED_LIMIT_MAX, FeedFilter, FeedPage, FeedQuery, POSITION_MAX, event_stream, long_poll,
        page::gone, snapshot,
    },
    http::{
        Problem, StrictQuery, language,
        table::{self, TableForm},
        within_range,
    },
    service::Runtime,
};

/// The longest type of event that is asked for, in letters.
const TYPE_LENGTH_MAX: usize = 100;
/// The longest wait for an event, in seconds.
const WAIT_MAX: u32 = 30;

/// From where to read the feed, and what of it.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct EventsQuery {
    /// The `next_after` of the page before; 0 from the beginning.
    #[serde(default)]
    #[param(minimum = 0, maximum = 9_007_199_254_740_991_i64, default = 0)]
    after: u64,
    /// The most events on the page.
    #[param(minimum = 1, maximum = 1000, default = 100)]
    limit: Option<u32>,
    /// Seconds to wait for an event where there is none.
    #[serde(default)]
    #[param(minimum = 0, maximum = 30, default = 0)]
    wait: u32,
    /// Of this type only.
    #[serde(rename = "type")]
    #[param(min_length = 1, max_length = 100, example = "organisation.changed")]
    kind: Option<String>,
    /// Of this district only.
    #[param(value_type = Option<String>, pattern = "^[0-9]{3}$", example = "276")]
    district: Option<DistrictCode>,
    /// Of this commune of today only.
    #[param(value_type = Option<String>, pattern = "^[0-9]{5}$", example = "10030")]
    commune: Option<CommuneCode>,
}

/// Read the change feed (dòng sự kiện)
///
/// Every change that this service recorded, in the order of its log, as far as the caller's
/// permission reaches; without secrets and without personal data. At least once: keep `next_after`
/// in the transaction of your effect and go on from there. With `wait` the answer comes as soon as
/// there is an event; a caller may wait up to 32 times at once. With `Accept: text/event-stream` events
/// come one by one as Server-Sent Events, with their position as `id`, until none has come for `wait`
/// seconds, or five minutes have passed; `Last-Event-ID` goes before `after`.
#[utoipa::path(
    get,
    path = "/events",
    operation_id = "read_service_events",
    params(
        EventsQuery,
        ("Last-Event-ID" = Option<String>, Header, description = "The position of the last event that arrived, as readers of Server-Sent Events show it when they ask again.", pattern = "^[0-9]{1,15}$", example = "41"),
    ),
    responses(
        (status = 200, description = "A page of the feed, or its events as they come.", content(
            (FeedPage = "application/json"),
            (String = "text/event-stream"),
        )),
        (status = 410, description = "`position_gone`: events after this position are no longer kept; the advice names the snapshot to load, and where to go on.", content_type = "application/problem+json", body = Problem),
    ),
)]
pub(super) async fn read_events<S, P>(
    request: HttpRequest,
    state: Data<S>,
    caller: Authorized<P>,
    query: StrictQuery<EventsQuery>,
) -> Result<HttpResponse, Failure>
where
    S: AsRef<Runtime> + 'static,
    P: Permit,
{
    let StrictQuery(query) = query;
    let limit = query.limit.unwrap_or(100);
    within_range("after", query.after, 0..=POSITION_MAX)?;
    within_range("limit", limit, 1..=FEED_LIMIT_MAX)?;
    within_range("wait", query.wait, 0..=WAIT_MAX)?;
    let streamed = event_stream::is_wanted(&request);
    // Checked even where it does not count: a reader that shows nonsense has lost its place.
    let last = event_stream::last_event(&request)?.filter(|_| streamed);
    let wanted = FeedQuery {
        after: last.unwrap_or(query.after),
        limit,
        scope: caller.scope.clone(),
        filter: filter(query.kind, query.district, query.commune)?,
    };
    let runtime = state.get_ref().as_ref();
    let Runtime { database, sealed, waits, .. } = runtime;
    let wait = Duration::from_secs(u64::from(query.wait));
    let place = (!wait.is_zero()).then(|| waits.enter(caller.principal().id)).transpose()?;
    let answered = if streamed {
        event_stream::answer(runtime, wanted, wait, place).await
    } else {
        let page = long_poll(database, sealed.subscribe(), waits, wanted, wait).await;
        let page = page.map(|page| {
            HttpResponse::Ok().insert_header((VARY, "Accept, Authorization")).json(page)
        });
        drop(place);
        page
    };
    answered.map_err(|failure| naming_the_snapshot(failure, runtime.service))
}

fn filter(
    kind: Option<String>,
    district: Option<DistrictCode>,
    commune: Option<CommuneCode>,
) -> Result<FeedFilter, Refusal> {
    let letters = kind.as_deref().map_or(1, |kind| kind.chars().count());
    within_range("type", letters, 1..=TYPE_LENGTH_MAX)?;
    Ok(FeedFilter {
        types: kind.into_iter().collect(),
        districts: district.into_iter().collect(),
        communes: commune.into_iter().collect(),
        ..FeedFilter::default()
    })
}

/// Whoever has fallen out of the log learns what to load instead.
fn naming_the_snapshot(failure: Failure, service: &str) -> Failure {
    match failure {
        Failure::Refused(refusal) if refusal.code == ErrorCode::PositionGone => {
            refusal.advising(load_the_snapshot(service)).into()
        }
        other => other,
    }
}

/// The refusal of a reader who asks for events of before the oldest that is kept.
#[must_use]
pub fn fallen_behind(service: &str, oldest: u64) -> Refusal {
    gone(oldest).advising(load_the_snapshot(service))
}

/// What to do where the events after a position are no longer kept.
fn load_the_snapshot(service: &str) -> Text {
    Text::made(
        format!(
            "Hãy tải bản chụp tại /v1/{service}/snapshot, rồi đọc tiếp với after = next_after ở dòng \
             đầu của bản chụp."
        ),
        format!(
            "Load the snapshot at /v1/{service}/snapshot, then go on with after = the next_after in \
             its first line."
        ),
    )
}

/// Of what to take a snapshot.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct SnapshotQuery {
    /// Events of this type only.
    #[serde(rename = "type")]
    #[param(min_length = 1, max_length = 100, example = "organisation.changed")]
    kind: Option<String>,
    /// Of this district only.
    #[param(value_type = Option<String>, pattern = "^[0-9]{3}$", example = "276")]
    district: Option<DistrictCode>,
    /// Of this commune of today only.
    #[param(value_type = Option<String>, pattern = "^[0-9]{5}$", example = "10030")]
    commune: Option<CommuneCode>,
}

/// Load what the feed tells so far (bản chụp)
///
/// For whoever begins to follow the feed, or has fallen behind what is kept: of each subject the newest
/// event of each type, with its whole state, as far as the caller's permission reaches. Newline-delimited
/// JSON: the first line is `{"next_after": …}`, from where to go on in the feed; then one line an event,
/// as the feed gives it, in the order of the log; the last line is `{"items": …}`, how many they were. A
/// file without that line is not whole. Written as it is read, however long it is.
#[utoipa::path(
    get,
    path = "/snapshot",
    operation_id = "read_service_snapshot",
    params(SnapshotQuery),
    responses((status = 200, description = "The snapshot, line by line.", content_type = "application/x-ndjson", body = String)),
)]
pub(super) async fn read_snapshot<S, P>(
    request: HttpRequest,
    state: Data<S>,
    caller: Authorized<P>,
    query: StrictQuery<SnapshotQuery>,
) -> Result<HttpResponse, Failure>
where
    S: AsRef<Runtime> + 'static,
    P: Permit,
{
    let StrictQuery(query) = query;
    let wanted = FeedQuery {
        after: 0,
        limit: FEED_LIMIT_MAX,
        scope: caller.scope.clone(),
        filter: filter(query.kind, query.district, query.commune)?,
    };
    let database = &state.get_ref().as_ref().database;
    let lines =
        move |connection: &mut _, reached| snapshot::next_lines(connection, &wanted, reached);
    table::stream(TableForm::Ndjson, language(&request), database, &snapshot::TABLE, lines).await
}
