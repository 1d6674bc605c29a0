//! What only a real socket shows.

use std::time::Duration;

use htx_kit::testing::{Listening, TestDatabase};
use htx_model::principal::Role;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use crate::shelf::{self, MIGRATIONS, Shelf};

async fn start() -> (TestDatabase, Shelf, Listening, String) {
    let database = TestDatabase::sqlite(MIGRATIONS);
    let shelf = shelf::start(&database).await;
    let listening = shelf.listen();
    let officer = shelf.as_agency("so-tc", Role::Officer);
    let token = shelf.setting.tokens.token(officer.principal.as_ref().unwrap());
    (database, shelf, listening, token)
}

#[actix_web::test]
async fn a_client_that_sends_too_much_gets_to_read_why() {
    let (_database, _shelf, listening, token) = start().await;
    let client = reqwest::Client::new();
    let body = format!("{{\"title\": \"{}\"}}", "x".repeat(10 << 20));
    for _ in 0..5 {
        let request = client.post(listening.url("/v1/books")).bearer_auth(&token);
        let request = request.header("content-type", "application/json").body(body.clone());
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status().as_u16(), 413);
        let problem: serde_json::Value = answer.json().await.unwrap();
        assert_eq!(problem["code"], "body_too_large");
    }
}

#[actix_web::test]
async fn a_client_that_is_refused_before_its_body_is_read_gets_to_read_why() {
    let (_database, _shelf, listening, token) = start().await;
    let body = format!("{{\"title\": \"{}\"}}", "x".repeat(10 << 20));
    for _ in 0..5 {
        // Each on a connection of its own, as a plain client does it.
        let client = reqwest::Client::new();
        let post = |path: &str| {
            let request = client.post(listening.url(path)).body(body.clone());
            request.header("content-type", "application/json")
        };
        let answer = post("/v1/books").send().await.unwrap();
        assert_eq!(answer.status().as_u16(), 401);
        assert!(answer.text().await.unwrap().contains("unauthenticated"));
        let answer = post("/v1/nothing").send().await.unwrap();
        assert_eq!(answer.status().as_u16(), 404);
        let answer = post("/v1/books?x=1").bearer_auth(&token).send().await.unwrap();
        assert_eq!(answer.status().as_u16(), 400);
        let answer =
            client.put(listening.url("/v1/books")).body(body.clone()).send().await.unwrap();
        assert_eq!(answer.status().as_u16(), 405);
    }
}

#[actix_web::test]
async fn head_is_get_without_the_body() {
    let (_database, shelf, listening, token) = start().await;
    shelf::fill(&shelf, 3).await;
    let client = reqwest::Client::new();
    let url = listening.url("/v1/books");
    let get = client.get(&url).bearer_auth(&token).send().await.unwrap();
    let length = get.headers()["content-length"].clone();
    let body = get.bytes().await.unwrap();
    assert_eq!(length.to_str().unwrap(), body.len().to_string());
    let head = client.head(&url).bearer_auth(&token).send().await.unwrap();
    assert_eq!(head.status().as_u16(), 200);
    assert_eq!(head.headers()["content-length"], length);
    assert!(head.bytes().await.unwrap().is_empty());
    let head = client.head(&url).send().await.unwrap();
    assert_eq!(head.status().as_u16(), 401);
    // No token was shown that could be wrong.
    assert_eq!(head.headers()["www-authenticate"], "Bearer realm=\"htx\"");
    assert!(head.bytes().await.unwrap().is_empty());
}

/// Sends bytes as they are and reads the answer to its end or for a while.
async fn raw(listening: &Listening, request: &[u8]) -> String {
    let mut stream = TcpStream::connect(listening.address()).await.unwrap();
    stream.write_all(request).await.unwrap();
    let mut answer = Vec::new();
    let read = stream.read_to_end(&mut answer);
    let _ = tokio::time::timeout(Duration::from_secs(2), read).await;
    String::from_utf8_lossy(&answer).into_owned()
}

#[actix_web::test]
async fn a_body_that_breaks_off_has_no_effect() {
    let (_database, shelf, listening, token) = start().await;
    let head = format!(
        "POST /v1/books HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\
         Content-Type: application/json\r\nContent-Length: 100\r\n\r\n"
    );
    let mut stream = TcpStream::connect(listening.address()).await.unwrap();
    stream.write_all(format!("{head}{{\"title\":\"Rau\",\"pages\":1}}").as_bytes()).await.unwrap();
    stream.shutdown().await.unwrap();
    let mut answer = Vec::new();
    let read = stream.read_to_end(&mut answer);
    let _ = tokio::time::timeout(Duration::from_secs(2), read).await;
    let answer = String::from_utf8_lossy(&answer);
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 400"), "{answer}");
    let reader = shelf.as_agency("so-tc", Role::Viewer);
    let page = shelf.get("/v1/books").by(&reader).send().await.expect(200).json();
    assert_eq!(page["items"].as_array().unwrap().len(), 0);
}

#[actix_web::test]
async fn what_is_no_http_does_not_hurt() {
    let (_database, _shelf, listening, _) = start().await;
    for request in [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".as_slice(),
        b"GET\r\n\r\n",
        b"GET /v1/broken/not HTTP/9.9\r\n\r\n",
        b"GET /v1/broken/not HTTP/1.1\r\nContent-Length: x\r\n\r\n",
        b"POST /v1/books HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    ] {
        let answer = raw(&listening, request).await;
        assert!(!answer.starts_with("HTTP/1.1 2") && !answer.starts_with("HTTP/1.1 5"), "{answer}");
    }
    let sound = b"GET /v1/broken/not HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    assert!(raw(&listening, sound).await.starts_with("HTTP/1.1 200"));
}
