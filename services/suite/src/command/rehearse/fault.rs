//! What stands before the suite in a rehearsal: writes down what the client does, and does to it what the
//! script says. Answers are made as the suite makes them, so that nothing is met here that cannot be
//! met there.

use std::time::Duration;

use actix_web::{
    HttpMessage as _, HttpResponse,
    body::{self, BoxBody, MessageBody},
    dev::{Payload, ServiceRequest, ServiceResponse},
    http::{
        StatusCode, Uri,
        header::{ACCEPT, ACCEPT_ENCODING, CONTENT_TYPE, ETAG, HeaderMap},
    },
    middleware::Next,
    web::Bytes,
};
use htx_gateway::{UpstreamOptions, too_many, too_slow};
use htx_kit::{
    auth::token_ended,
    failure::Failure,
    feed::fallen_behind,
    http::{Arrival, RequestId, collect, readdress},
};
use htx_model::refusal::Refusal;
use serde_json::Value;

use super::{
    answer,
    exchange::{Exchange, Told, digested, parameters},
    rehearsal::{Open, Rehearsal},
    script::{Act, Fault, Kind},
    stage,
};

/// Where the score card so far is.
const CARD: &str = "/rehearsal";
/// The events on a page of a feed that nobody asked for more or fewer of.
const FEED_LIMIT: usize = 100;
/// The largest body that is taken in: more than any operation of the suite takes.
const BODY_LIMIT: usize = 64 << 20;

/// Plays the script with one request.
pub(super) async fn play<B: MessageBody + 'static>(
    rehearsal: Rehearsal,
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    if request.path() == CARD {
        let card = rehearsal.card(false);
        return Ok(request.into_response(HttpResponse::Ok().json(card)));
    }
    let watched = request.path().starts_with("/v1/") || request.path() == "/oauth/token";
    if !watched || rehearsal.colleague().sent(request.headers()) {
        return Ok(next.call(request).await?.map_into_boxed_body());
    }
    // What is read here must not be compressed before.
    request.headers_mut().remove(ACCEPT_ENCODING);
    let exchange = read(&mut request).await?;
    let kind = stage::kind(&exchange, text(request.headers(), ACCEPT.as_str()));
    shorten(&rehearsal, &mut request, &exchange, kind)?;
    let asked = exchange.clone();
    let Some((open, act)) = rehearsal.arrive(exchange, kind) else {
        return Ok(next.call(request).await?.map_into_boxed_body());
    };
    if let Some(refusal) = act.and_then(|act| refused(act, &asked)) {
        let response = request.error_response(Failure::from(refusal));
        open.answered(response.status().as_u16(), Told::default());
        return Ok(response);
    }
    before(&rehearsal, act, &asked.path).await;
    let response = match next.call(request).await {
        Ok(response) => response.map_into_boxed_body(),
        Err(error) => {
            let status = error.as_response_error().status_code().as_u16();
            open.answered(status, Told::default());
            return Err(error);
        }
    };
    after(&rehearsal, open, act, &asked, response).await
}

/// Takes in what a request says, and gives it its body back.
async fn read(request: &mut ServiceRequest) -> Result<Exchange, Failure> {
    let method = request.extensions().get::<Arrival>().map(|arrival| arrival.method.clone());
    let method = method.unwrap_or_else(|| request.method().clone());
    let mut exchange = Exchange::arriving(
        method.as_str(),
        request.path(),
        request.query_string(),
        request.headers(),
    );
    if let Some(id) = request.extensions().get::<RequestId>() {
        exchange.request_id = id.0.to_string();
    }
    // Of a login nothing is kept, not even a digest.
    if exchange.is_write() {
        let body = collect(request.take_payload(), BODY_LIMIT).await?;
        exchange.body = Some(digested(&body));
        request.set_payload(Payload::from(body));
    }
    Ok(exchange)
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// Makes the page small that is asked for, so that there is a second one in a small city too.
fn shorten(
    rehearsal: &Rehearsal,
    request: &mut ServiceRequest,
    exchange: &Exchange,
    kind: Option<Kind>,
) -> Result<(), Failure> {
    let limit = kind.and_then(|kind| rehearsal.state().stage.page_limit(kind, &exchange.path));
    let Some(most) = limit else { return Ok(()) };
    let asked = exchange.parameter("limit");
    let wanted: Option<u32> = asked.as_ref().map_or(Some(most), |limit| limit.parse().ok());
    // What is no number is refused where it belongs.
    let Some(limit) = wanted.map(|wanted| wanted.min(most)) else { return Ok(()) };
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in parameters(&exchange.query) {
        if name != "limit" {
            query.append_pair(&name, &value);
        }
    }
    query.append_pair("limit", &limit.to_string());
    let address = format!("{}?{}", exchange.path, query.finish());
    readdress(request, address.parse::<Uri>().map_err(Failure::unexpected)?);
    Ok(())
}

/// The refusal that an act answers with, if it refuses: as whoever refuses such a thing words it.
fn refused(act: &Act, asked: &Exchange) -> Option<Refusal> {
    Some(match act.fault {
        Fault::TooMany { retry_after } => too_many(retry_after),
        Fault::TokenEnded => token_ended(),
        Fault::Down { retry_after, .. } => {
            let down = Failure::unavailable("the service is down in the rehearsal");
            down.public().into_owned().retrying_after(retry_after)
        }
        Fault::Gone => {
            let service = asked.path.split('/').nth(2).unwrap_or_default();
            // The event after the position that was asked from is the last that is not kept.
            fallen_behind(service, asked.after().saturating_add(2))
        }
        Fault::UnknownWords
        | Fault::Slow { .. }
        | Fault::LostAnswer
        | Fault::Conflict
        | Fault::Repeated
        | Fault::None => return None,
    })
}

/// What happens before the suite sees the request.
async fn before(rehearsal: &Rehearsal, act: Option<&'static Act>, path: &str) {
    match act.map(|act| act.fault) {
        Some(Fault::Slow { seconds }) => tokio::time::sleep(Duration::from_secs(seconds)).await,
        Some(Fault::Conflict) => {
            if let Err(cause) = rehearsal.colleague().change(path).await {
                tracing::warn!(%cause, "the other officer could not change the entry");
            }
        }
        _ => {}
    }
}

/// What happens to the suite's answer.
async fn after(
    rehearsal: &Rehearsal,
    open: Open,
    act: Option<&'static Act>,
    asked: &Exchange,
    response: ServiceResponse<BoxBody>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let status = response.status();
    // A change that is wrong anyway is refused for that, and strikes nobody.
    if let Some(act) = act.filter(|act| act.fault == Fault::Conflict)
        && status == StatusCode::PRECONDITION_FAILED
    {
        open.struck_by(act);
    }
    if let Some(act) = act.filter(|act| act.fault == Fault::LostAnswer && status.is_success())
        && open.struck_by(act)
    {
        let (request, _) = response.into_parts();
        let refusal = Failure::from(too_slow(UpstreamOptions::default()));
        let response = ServiceResponse::from_err(refusal, request);
        open.answered(response.status().as_u16(), Told::default());
        return Ok(response);
    }
    let kind = text(response.headers(), CONTENT_TYPE.as_str()).unwrap_or_default();
    let (json, snapshot) = (
        kind.starts_with("application/json") && asked.path.starts_with("/v1/"),
        kind.starts_with("application/x-ndjson") && asked.path.ends_with("/snapshot"),
    );
    if !status.is_success() || !(json || snapshot) {
        open.answered(status.as_u16(), Told::default());
        return Ok(response);
    }
    let tag = text(response.headers(), ETAG.as_str()).map(str::to_owned);
    let (request, response) = response.into_parts();
    let (response, sent) = response.into_parts();
    let sent = match body::to_bytes(sent).await {
        Ok(sent) => sent,
        Err(error) => {
            // The suite broke off, not the client.
            open.answered(StatusCode::INTERNAL_SERVER_ERROR.as_u16(), Told::default());
            return Err(Failure::unexpected(error.to_string()).into());
        }
    };
    let (sent, told) = if snapshot {
        let first = sent.split(|byte| *byte == b'\n').next().unwrap_or_default();
        let first: Value = serde_json::from_slice(first).unwrap_or_default();
        (sent, Told::of(&first))
    } else {
        changed(rehearsal, &open, act, asked, sent)
    };
    open.answered(status.as_u16(), Told { tag, ..told });
    Ok(ServiceResponse::new(request, response.set_body(BoxBody::new(sent))))
}

/// How many events the client has asked for at the most.
fn limit(asked: &Exchange) -> usize {
    asked.parameter("limit").and_then(|limit| limit.parse().ok()).unwrap_or(FEED_LIMIT)
}

/// A JSON answer as the client gets it, and what it tells.
fn changed(
    rehearsal: &Rehearsal,
    open: &Open,
    act: Option<&'static Act>,
    asked: &Exchange,
    sent: Bytes,
) -> (Bytes, Told) {
    let Ok(mut answer) = serde_json::from_slice::<Value>(&sent) else {
        return (sent, Told::default());
    };
    let next_after = Told::of(&answer).next_after;
    let page = next_after.and_then(|next_after| answer::page(&answer, next_after));
    let altered = match act.map(|act| (act, act.fault)) {
        Some((act, Fault::UnknownWords)) if answer.is_object() && open.struck_by(act) => {
            answer::put_unknown_words(&mut answer);
            true
        }
        Some((act, Fault::Repeated)) => {
            let repeated = rehearsal
                .state()
                .pages
                .get(&asked.reads())
                .filter(|before| before.next_after == asked.after())
                .and_then(|before| answer::repeating(&answer, before, limit(asked)));
            match repeated {
                Some(repeated) if open.struck_by(act) => {
                    answer = repeated;
                    true
                }
                _ => false,
            }
        }
        _ => false,
    };
    if let Some(page) = page {
        rehearsal.state().pages.insert(asked.reads(), page);
    }
    let told = Told::of(&answer);
    let sent = if altered { Bytes::from(answer.to_string()) } else { sent };
    (sent, told)
}
