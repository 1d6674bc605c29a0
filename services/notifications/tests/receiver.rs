//! A department's system that receives webhooks: a server on a port of this machine.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use actix_web::{
    App, HttpRequest, HttpResponse, HttpServer,
    dev::ServerHandle,
    http::StatusCode,
    rt::time::sleep,
    web::{self, Bytes, Data},
};
use aws_lc_rs::{
    hmac,
    signature::{ED25519, UnparsedPublicKey},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::Value;

/// What came.
#[derive(Debug, Clone)]
pub(crate) struct Received {
    pub(crate) id: String,
    pub(crate) timestamp: String,
    pub(crate) signature: String,
    pub(crate) body: String,
}

impl Received {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    fn signed(&self) -> Vec<u8> {
        format!("{}.{}.{}", self.id, self.timestamp, self.body).into_bytes()
    }

    fn signatures(&self, version: &str) -> Vec<Vec<u8>> {
        let all = self.signature.split(' ').map(|one| one.split_once(',').unwrap());
        let own = all.filter(|(found, _)| *found == version);
        own.map(|(_, base64)| STANDARD.decode(base64).unwrap()).collect()
    }

    /// Whether a signature is of this `whsec_…` secret.
    pub(crate) fn is_signed_with(&self, secret: &str) -> bool {
        let key = STANDARD.decode(secret.strip_prefix("whsec_").unwrap()).unwrap();
        let key = hmac::Key::new(hmac::HMAC_SHA256, &key);
        let signatures = self.signatures("v1");
        signatures.iter().any(|tag| hmac::verify(&key, &self.signed(), tag).is_ok())
    }

    /// Whether a signature is of this `whpk_…` public key.
    pub(crate) fn is_signed_by(&self, public: &str) -> bool {
        let key = STANDARD.decode(public.strip_prefix("whpk_").unwrap()).unwrap();
        let key = UnparsedPublicKey::new(&ED25519, key);
        self.signatures("v1a").iter().any(|tag| key.verify(&self.signed(), tag).is_ok())
    }
}

/// How it answers, and what came so far.
struct Desk {
    answer: Mutex<(u16, Option<u32>)>,
    received: Mutex<Vec<Received>>,
    keeps_waiting: AtomicBool,
}

/// The server. It stops when this is dropped.
pub(crate) struct Receiver {
    desk: Arc<Desk>,
    port: u16,
    handle: ServerHandle,
}

impl Receiver {
    pub(crate) fn start() -> Self {
        let (answer, received) = (Mutex::new((204, None)), Mutex::default());
        let keeps_waiting = AtomicBool::new(false);
        let desk = Arc::new(Desk { answer, received, keeps_waiting });
        let data = Data::from(desk.clone());
        let server = HttpServer::new(move || {
            App::new().app_data(data.clone()).default_service(web::post().to(take))
        });
        let server = server.workers(1).bind(("127.0.0.1", 0)).unwrap();
        let port = server.addrs()[0].port();
        let server = server.disable_signals().run();
        let handle = server.handle();
        actix_web::rt::spawn(server);
        Self { desk, port, handle }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}/hooks", self.port)
    }

    /// The same machine by a name, as an address that any process takes for sound.
    pub(crate) fn url_by_name(&self) -> String {
        format!("https://localhost:{}/hooks", self.port)
    }

    /// Answers so from now on.
    pub(crate) fn answering(&self, status: u16) {
        *self.desk.answer.lock().unwrap() = (status, None);
    }

    /// Answers so from now on, with `Retry-After`.
    pub(crate) fn putting_off(&self, status: u16, seconds: u32) {
        *self.desk.answer.lock().unwrap() = (status, Some(seconds));
    }

    /// Whether it answers nobody for now.
    pub(crate) fn keep_waiting(&self, all: bool) {
        self.desk.keeps_waiting.store(all, Ordering::SeqCst);
    }

    /// How many came since it was asked last what came.
    pub(crate) fn arrived(&self) -> usize {
        self.desk.received.lock().unwrap().len()
    }

    /// What came since it was asked last.
    pub(crate) fn received(&self) -> Vec<Received> {
        std::mem::take(&mut *self.desk.received.lock().unwrap())
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        // The message is sent now; the future only waits for the end.
        drop(self.handle.stop(false));
    }
}

async fn take(request: HttpRequest, body: Bytes, desk: Data<Desk>) -> HttpResponse {
    let header = |name| request.headers().get(name).unwrap().to_str().unwrap().to_owned();
    desk.received.lock().unwrap().push(Received {
        id: header("webhook-id"),
        timestamp: header("webhook-timestamp"),
        signature: header("webhook-signature"),
        body: String::from_utf8(body.to_vec()).unwrap(),
    });
    while desk.keeps_waiting.load(Ordering::SeqCst) {
        sleep(Duration::from_millis(10)).await;
    }
    let (status, retry_after) = *desk.answer.lock().unwrap();
    let mut answer = HttpResponse::build(StatusCode::from_u16(status).unwrap());
    if let Some(seconds) = retry_after {
        answer.insert_header(("retry-after", seconds.to_string()));
    }
    answer.body("as you like")
}
