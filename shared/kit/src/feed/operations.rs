//! The operations that every service has on its own log, beneath `/v1/<service>`: the feed, the
//! newest checkpoint, and the proofs. A service registers them with one line that names the
//! permission to read its events.

use std::{marker::PhantomData, time::Duration};

use actix_web::{
    HttpRequest, HttpResponse,
    dev::{AppService, HttpServiceFactory},
    http::header::VARY,
    web::{self, Data, Json},
};
use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    id::EventId,
    permission::{Permission, Permit, permit},
    refusal::Refusal,
};
use serde::Deserialize;
use utoipa::openapi::{
    RefOr, Schema,
    path::{HttpMethod, PathItem, Paths, PathsBuilder},
    security::SecurityRequirement,
};
use utoipa_actix_web::OpenApiFactory;

use super::{
    FEED_LIMIT_MAX, FeedFilter, FeedPage, FeedQuery, POSITION_MAX, event_stream, internal,
    long_poll,
};
use crate::{
    auth::Authorized,
    failure::Failure,
    http::{PathId, Problem, Routes, StrictQuery, within_range},
    log::{
        checkpoint,
        proof::{self, ConsistencyProof, InclusionProof},
    },
    service::Runtime,
};

/// The longest type of event that is asked for, in letters.
const TYPE_LENGTH_MAX: usize = 100;
/// The longest wait for an event, in seconds.
const WAIT_MAX: u32 = 30;

/// Registers the operations on the log of the service with this name, whose handlers take an `S`; its
/// events are read with the permission `P`.
pub fn operations<S, P>(service: &'static str) -> impl FnOnce(&mut Routes)
where
    S: AsRef<Runtime> + 'static,
    P: Permit,
{
    move |routes| {
        let described = LogOperations { service, types: PhantomData::<fn() -> (S, P)> };
        routes.service(described).undescribed(move |config| {
            config.service(internal::resource::<S>(service));
        });
    }
}

struct LogOperations<S, P> {
    service: &'static str,
    types: PhantomData<fn() -> (S, P)>,
}

impl<S, P> HttpServiceFactory for LogOperations<S, P>
where
    S: AsRef<Runtime> + 'static,
    P: Permit,
{
    fn register(self, config: &mut AppService) {
        let at = |path: &str| web::resource(format!("/v1/{}{path}", self.service));
        at("/events").route(web::get().to(read_events::<S, P>)).register(config);
        at("/events/{id}/proof").route(web::get().to(prove_event::<S, P>)).register(config);
        at("/checkpoint").route(web::get().to(read_checkpoint::<S>)).register(config);
        at("/consistency").route(web::get().to(prove_consistency::<S>)).register(config);
    }
}

impl<S, P> LogOperations<S, P> {
    /// Describes one operation under the service's name, with the permission that it needs.
    fn described<O: utoipa::Path>(
        &self,
        paths: PathsBuilder,
        _: O,
        permission: Option<Permission>,
    ) -> PathsBuilder {
        let name = self.service.replace('-', "_");
        let mut operation = O::operation();
        operation.security = permission
            .map(|needed| vec![SecurityRequirement::new("access_token", [needed.code()])]);
        operation.operation_id =
            operation.operation_id.map(|id| id.replacen("_service_", &format!("_{name}_"), 1));
        operation.tags = Some(vec![format!("{} log", self.service)]);
        let path = format!("/v1/{}{}", self.service, O::path());
        paths.path(path, PathItem::new(HttpMethod::Get, operation))
    }
}

impl<S, P: Permit> OpenApiFactory for LogOperations<S, P> {
    fn paths(&self) -> Paths {
        let proofs = Some(Permission::LogVerify);
        let paths = self.described(Paths::builder(), __path_read_events, Some(P::PERMISSION));
        let paths = self.described(paths, __path_read_checkpoint, None);
        let paths = self.described(paths, __path_prove_event, proofs);
        self.described(paths, __path_prove_consistency, proofs).build()
    }

    fn schemas(&self, schemas: &mut Vec<(String, RefOr<Schema>)>) {
        __path_read_events.schemas(schemas);
        __path_prove_event.schemas(schemas);
        __path_prove_consistency.schemas(schemas);
    }
}

/// From where to read the feed, and what of it.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct EventsQuery {
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
        (status = 410, description = "`position_gone`: events after this position are no longer kept; the advice tells where to go on.", content_type = "application/problem+json", body = Problem),
    ),
)]
async fn read_events<S, P>(
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
    let letters = query.kind.as_deref().map_or(1, |kind| kind.chars().count());
    within_range("type", letters, 1..=TYPE_LENGTH_MAX)?;
    let streamed = event_stream::is_wanted(&request);
    let last = if streamed { event_stream::last_event(&request)? } else { None };
    let wanted = FeedQuery {
        after: last.unwrap_or(query.after),
        limit,
        scope: caller.scope.clone(),
        filter: FeedFilter {
            types: query.kind.into_iter().collect(),
            districts: query.district.into_iter().collect(),
            communes: query.commune.into_iter().collect(),
            ..FeedFilter::default()
        },
    };
    let runtime = state.get_ref().as_ref();
    let Runtime { database, sealed, waits, .. } = runtime;
    let wait = Duration::from_secs(u64::from(query.wait));
    let place = (!wait.is_zero()).then(|| waits.enter(caller.principal().id)).transpose()?;
    if streamed {
        return event_stream::answer(runtime, wanted, wait, place).await;
    }
    let page = long_poll(database, sealed.subscribe(), waits, wanted, wait).await?;
    Ok(HttpResponse::Ok().insert_header((VARY, "Accept, Authorization")).json(page))
}

/// Read the newest checkpoint (điểm kiểm chứng)
///
/// A signed note (C2SP tlog-checkpoint, Ed25519) that states size and root of this service's log.
/// Keep it: a later log that does not extend it has been rewritten. It is public.
#[utoipa::path(
    get,
    path = "/checkpoint",
    operation_id = "read_service_checkpoint",
    responses(
        (status = 200, description = "The signed note.", content_type = "text/plain", body = String),
        (status = 404, description = "`not_found`: nothing was signed yet.", content_type = "application/problem+json", body = Problem),
    ),
)]
async fn read_checkpoint<S: AsRef<Runtime> + 'static>(
    state: Data<S>,
) -> Result<HttpResponse, Failure> {
    let latest = state.get_ref().as_ref().database.read(checkpoint::latest).await?;
    let signed =
        latest.ok_or_else(|| Refusal::not_found("điểm kiểm chứng nào", "checkpoint yet"))?;
    Ok(HttpResponse::Ok().content_type("text/plain; charset=utf-8").body(signed.note))
}

/// Which size of the log a proof is for.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ProofQuery {
    /// The size; the newest checkpoint's if not said.
    #[param(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    size: Option<u64>,
}

/// Prove an event (chứng minh sự kiện)
///
/// The hashes that lead from the event to the root of the log (RFC 6962), with the signed checkpoint
/// that states that root. For events that the caller may read.
#[utoipa::path(
    get,
    path = "/events/{id}/proof",
    operation_id = "prove_service_event",
    params(("id" = EventId, Path, description = "The event's id."), ProofQuery),
    responses(
        (status = 200, description = "The proof.", body = InclusionProof),
        (status = 409, description = "`state_conflict`: the event is not sealed yet, or not within that size.", content_type = "application/problem+json", body = Problem),
    ),
)]
async fn prove_event<S, P>(
    state: Data<S>,
    caller: Authorized<permit::LogVerify>,
    id: PathId<EventId>,
    query: StrictQuery<ProofQuery>,
) -> Result<Json<InclusionProof>, Failure>
where
    S: AsRef<Runtime> + 'static,
    P: Permit,
{
    let (PathId(id), StrictQuery(ProofQuery { size })) = (id, query);
    // A proof holds the event itself: it is for those who may read it.
    let scope = caller.scope_of::<P>();
    let database = &state.get_ref().as_ref().database;
    database.read(move |connection| proof::inclusion(connection, &scope, id, size)).await.map(Json)
}

/// Between which sizes of the log a proof is for.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ConsistencyQuery {
    /// The smaller size.
    #[param(minimum = 1, maximum = 9_007_199_254_740_991_i64, example = 1)]
    from: u64,
    /// The larger size.
    #[param(minimum = 1, maximum = 9_007_199_254_740_991_i64, example = 1)]
    to: u64,
}

/// Prove that the log only grew (chứng minh nhật ký không bị viết lại)
///
/// The hashes that lead from the root at the smaller size to the root at the larger (RFC 6962):
/// compare both with the checkpoints that you kept.
#[utoipa::path(
    get,
    path = "/consistency",
    operation_id = "prove_service_consistency",
    params(ConsistencyQuery),
    responses(
        (status = 200, description = "The proof.", body = ConsistencyProof),
        (status = 409, description = "`state_conflict`: the log does not have these sizes.", content_type = "application/problem+json", body = Problem),
    ),
)]
async fn prove_consistency<S: AsRef<Runtime> + 'static>(
    state: Data<S>,
    _caller: Authorized<permit::LogVerify>,
    query: StrictQuery<ConsistencyQuery>,
) -> Result<Json<ConsistencyProof>, Failure> {
    let StrictQuery(ConsistencyQuery { from, to }) = query;
    let database = &state.get_ref().as_ref().database;
    database.read(move |connection| proof::consistency(connection, from, to)).await.map(Json)
}
