//! A stand-in for an S3-compatible store: what the documents ask of one, kept in memory.

use std::{
    collections::{BTreeMap, HashMap},
    net::Ipv4Addr,
    sync::{Arc, Mutex},
};

use actix_web::{
    App, HttpRequest, HttpResponse, HttpServer,
    dev::ServerHandle,
    http::Method,
    web::{self, Bytes, Data, PayloadConfig, Query},
};

/// Largest part that is taken.
const PART_MAX: usize = 16 << 20;

/// What stands in the store, by its key.
type Contents = Arc<Mutex<BTreeMap<String, Vec<u8>>>>;
/// The parts of each upload, by number.
type Uploads = Arc<Mutex<HashMap<String, BTreeMap<u32, Vec<u8>>>>>;

#[derive(Clone, Default)]
struct Store {
    contents: Contents,
    /// Those on their way.
    uploads: Uploads,
}

/// A store on a port of this machine, with one bucket. It stops when this is dropped.
pub(crate) struct StandIn {
    pub(crate) endpoint: String,
    contents: Contents,
    handle: ServerHandle,
}

impl StandIn {
    /// Starts an empty one.
    pub(crate) fn start() -> Self {
        let store = Store::default();
        let contents = store.contents.clone();
        let make = move || {
            App::new()
                .app_data(Data::new(store.clone()))
                .app_data(PayloadConfig::new(PART_MAX))
                .default_service(web::to(answer))
        };
        let server = HttpServer::new(make).workers(1).disable_signals();
        let server = server.bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let endpoint = format!("http://{}", server.addrs()[0]);
        let server = server.run();
        let handle = server.handle();
        actix_web::rt::spawn(server);
        Self { endpoint, contents, handle }
    }

    /// The keys in the store.
    pub(crate) fn keys(&self) -> Vec<String> {
        self.contents.lock().unwrap().keys().cloned().collect()
    }

    /// Changes the last byte of everything.
    pub(crate) fn spoil(&self) {
        for content in self.contents.lock().unwrap().values_mut() {
            *content.last_mut().unwrap() ^= 1;
        }
    }
}

impl Drop for StandIn {
    fn drop(&mut self) {
        drop(self.handle.stop(false));
    }
}

async fn answer(
    request: HttpRequest,
    query: Query<HashMap<String, String>>,
    body: Bytes,
    store: Data<Store>,
) -> HttpResponse {
    let signed = request.headers().get("authorization").and_then(|value| value.to_str().ok());
    if !signed.is_some_and(|signed| signed.starts_with("AWS4-HMAC-SHA256 Credential=key/")) {
        return HttpResponse::Forbidden().finish();
    }
    let Some(key) = request.path().strip_prefix("/documents") else {
        return HttpResponse::NotFound().finish();
    };
    let key = key.trim_start_matches('/').to_owned();
    let upload = query.get("uploadId");
    match (request.method(), upload) {
        (&Method::POST, None) => {
            let mut uploads = store.uploads.lock().unwrap();
            let id = uploads.len().to_string();
            uploads.insert(id.clone(), BTreeMap::new());
            xml(format!(
                "<InitiateMultipartUploadResult><UploadId>{id}</UploadId></InitiateMultipartUploadResult>"
            ))
        }
        (&Method::PUT, Some(id)) => {
            let number: u32 = query["partNumber"].parse().unwrap();
            let mut uploads = store.uploads.lock().unwrap();
            uploads.get_mut(id).unwrap().insert(number, body.to_vec());
            HttpResponse::Ok().insert_header(("etag", format!("\"{number}\""))).finish()
        }
        (&Method::POST, Some(id)) => {
            let parts = store.uploads.lock().unwrap().remove(id).unwrap();
            let whole = parts.into_values().flatten().collect();
            store.contents.lock().unwrap().insert(key, whole);
            xml("<CompleteMultipartUploadResult><ETag>\"whole\"</ETag></CompleteMultipartUploadResult>".to_owned())
        }
        (&Method::PUT, None) => {
            store.contents.lock().unwrap().insert(key, body.to_vec());
            HttpResponse::Ok().insert_header(("etag", "\"whole\"")).finish()
        }
        (&Method::GET, None) if key.is_empty() => {
            xml(listed(&store.contents.lock().unwrap(), &query))
        }
        (&Method::GET | &Method::HEAD, None) => match store.contents.lock().unwrap().get(&key) {
            Some(content) => HttpResponse::Ok()
                .insert_header(("etag", "\"whole\""))
                .insert_header(("last-modified", "Mon, 12 May 2025 02:30:00 GMT"))
                .body(content.clone()),
            None => HttpResponse::NotFound().finish(),
        },
        _ => HttpResponse::MethodNotAllowed().finish(),
    }
}

fn listed(contents: &BTreeMap<String, Vec<u8>>, query: &HashMap<String, String>) -> String {
    let prefix = query.get("prefix").map_or("", String::as_str);
    let mut list = "<ListBucketResult>".to_owned();
    for (key, content) in contents.iter().filter(|(key, _)| key.starts_with(prefix)) {
        list.push_str(&format!(
            "<Contents><Key>{key}</Key><Size>{}</Size><ETag>\"whole\"</ETag>\
             <LastModified>2025-05-12T02:30:00.000Z</LastModified></Contents>",
            content.len()
        ));
    }
    list + "</ListBucketResult>"
}

fn xml(body: String) -> HttpResponse {
    HttpResponse::Ok().content_type("application/xml").body(body)
}
