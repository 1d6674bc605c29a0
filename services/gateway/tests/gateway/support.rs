//! A service to stand behind the gateway, and a client to stand before it.

use std::{io::Write as _, net::SocketAddr, num::NonZeroU32, sync::Arc, time::Duration};

use actix_web::{
    HttpRequest, HttpResponse,
    dev::ServerHandle,
    get,
    web::{self, Data, ServiceConfig},
};
use bytes::Bytes;
use flate2::{Compression, write::GzEncoder};
use futures_util::{StreamExt as _, stream};
use http_body_util::{BodyExt as _, Full};
use htx_gateway::{
    Destination, EdgeOptions, Gateway, Interface, RateLimit, UpstreamOptions, suite_document,
};
use htx_kit::{
    clock::{IdSource, SystemClock},
    failure::Failure,
    http::{HttpOptions, Readiness, Routes, TrustedProxies, serve},
    service::{Mounted, Service},
};
use htx_model::refusal::{ErrorCode, Refusal};
use hyper_util::{client::legacy::Client, rt::TokioExecutor};
use serde_json::{Value, json};

/// Tells what it was sent; has answers of every sort.
pub(crate) const ECHO: Service = Service {
    name: "echo",
    title: "Echo",
    description: "Answers what it was sent.",
    tags: &[],
    prefixes: &["/v1/echo", "/oauth"],
    routes,
    migrations: &[],
    many_writers: false,
};

fn routes(config: &mut Routes) {
    config.service(read_echo).undescribed(|config| {
        config
            .service(web::resource("/v1/echo/request").to(request))
            .service(web::resource("/v1/echo/large").to(large))
            .service(web::resource("/v1/echo/stream").to(streamed))
            .service(web::resource("/v1/echo/slow").to(slow))
            .service(web::resource("/v1/echo/refusal").to(refusal))
            .service(web::resource("/v1/echo/deaf").to(deaf))
            .service(web::resource("/internal/v1/secrets").to(secrets));
    });
}

/// Read the echo
#[utoipa::path(tag = "echo", params(("word" = Option<String>, Query, description = "A word.")),
    responses((status = 200, description = "The word.")))]
#[get("/v1/echo")]
async fn read_echo() -> HttpResponse {
    HttpResponse::Ok().insert_header(("keep-alive", "timeout=5")).json(json!({ "echo": true }))
}

async fn request(request: HttpRequest, mut payload: web::Payload) -> HttpResponse {
    let mut length = 0;
    while let Some(Ok(piece)) = payload.next().await {
        length += piece.len();
    }
    let headers: Vec<Value> = request
        .headers()
        .iter()
        .map(|(name, value)| json!([name.as_str(), value.to_str().unwrap()]))
        .collect();
    HttpResponse::Ok().json(json!({
        "method": request.method().as_str(),
        "target": request.uri().path_and_query().unwrap().as_str(),
        "headers": headers,
        "length": length,
    }))
}

async fn large() -> HttpResponse {
    HttpResponse::Ok().json(json!({ "text": "lúa ".repeat(4_000) }))
}

/// Sends one piece and then nothing for a long time.
async fn streamed() -> HttpResponse {
    let first = stream::once(async { Ok::<_, actix_web::Error>(Bytes::from_static(b"first")) });
    HttpResponse::Ok().content_type("text/event-stream").streaming(first.chain(stream::pending()))
}

async fn slow() -> HttpResponse {
    tokio::time::sleep(Duration::from_secs(30)).await;
    HttpResponse::Ok().finish()
}

async fn refusal() -> Result<HttpResponse, Failure> {
    Err(Refusal::new(ErrorCode::StaleVersion, ErrorCode::StaleVersion.title()).into())
}

/// Refuses without listening.
async fn deaf() -> Result<HttpResponse, Failure> {
    Err(Refusal::new(ErrorCode::Unauthenticated, ErrorCode::Unauthenticated.title()).into())
}

async fn secrets() -> &'static str {
    "secret"
}

/// A server that stops when it is dropped.
pub(crate) struct Running {
    pub(crate) address: SocketAddr,
    handle: ServerHandle,
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.handle.stop(false));
    }
}

pub(crate) fn start(configure: impl Fn(&mut ServiceConfig) + Clone + Send + 'static) -> Running {
    let options = HttpOptions {
        listen: ([127, 0, 0, 1], 0).into(),
        workers: 1,
        drain_seconds: 1,
        trusted_proxies: TrustedProxies::default(),
    };
    let ids = IdSource::new(Arc::new(SystemClock));
    let (server, addresses) = serve(&options, ids, configure).unwrap();
    let handle = server.handle();
    actix_web::rt::spawn(server);
    Running { address: addresses[0], handle }
}

fn mounted() -> Mounted {
    Mounted { service: ECHO, data: Arc::new(|_| {}) }
}

/// The echo service as a process of its own.
pub(crate) fn upstream() -> Running {
    let mounted = mounted();
    let document = mounted.service.document().to_string();
    let operations = Data::new(mounted.service.operations(&document).unwrap());
    start(move |config| mounted.configure_alone(&operations, config))
}

/// A description, packed as a build packs it.
pub(crate) fn packed(document: &Value) -> Interface {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(document.to_string().as_bytes()).unwrap();
    Interface::packed(packed.finish().unwrap())
}

pub(crate) fn gateway(
    destination: Destination,
    edge: EdgeOptions,
    upstream: UpstreamOptions,
) -> Running {
    let interface = packed(&suite_document(&[destination.service()]));
    let readiness = Readiness::default();
    let gateway =
        Gateway::new(vec![destination], interface, edge, upstream, None, readiness).unwrap();
    start(move |config| gateway.configure(config))
}

/// A gateway with the echo service in the same process.
pub(crate) fn with_mounted(edge: EdgeOptions) -> Running {
    gateway(Destination::Mounted(mounted()), edge, UpstreamOptions::default())
}

/// A gateway before whatever listens at an address.
pub(crate) fn before(address: SocketAddr) -> Running {
    gateway(proxied(address), EdgeOptions::default(), UpstreamOptions::default())
}

pub(crate) fn proxied(address: SocketAddr) -> Destination {
    Destination::Proxied { service: ECHO, upstream: format!("http://{address}").parse().unwrap() }
}

pub(crate) fn limited_to(per_second: u32, burst: u32) -> EdgeOptions {
    let limit = |number| NonZeroU32::new(number).unwrap();
    let rate_limit = Some(RateLimit { per_second: limit(per_second), burst: limit(burst) });
    EdgeOptions { rate_limit, ..EdgeOptions::default() }
}

/// An answer as it came over the wire.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: hyper::HeaderMap,
    pub(crate) body: Bytes,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|_| panic!("no JSON: {} {:?}", self.status, self.body))
    }

    /// A problem document with this status and code.
    #[track_caller]
    pub(crate) fn problem(&self, status: u16, code: &str) -> Value {
        assert_eq!(self.header("content-type"), Some("application/problem+json"), "{self:?}");
        let problem = self.json();
        assert_eq!((self.status, problem["code"].as_str()), (status, Some(code)), "{problem:#}");
        assert_eq!(self.header("x-request-id"), problem["request_id"].as_str());
        problem
    }
}

impl Running {
    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], Bytes::new()).await
    }

    pub(crate) async fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Bytes>,
    ) -> Answer {
        let mut request =
            hyper::Request::builder().method(method).uri(format!("http://{}{path}", self.address));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let client = Client::builder(TokioExecutor::new()).build_http();
        let answer = client.request(request.body(Full::new(body.into())).unwrap()).await.unwrap();
        let (head, body) = answer.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        Answer { status: head.status.as_u16(), headers: head.headers, body }
    }
}
