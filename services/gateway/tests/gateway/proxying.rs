//! What passes between a caller and a service in another process.

use std::time::Duration;

use http_body_util::BodyExt as _;
use htx_gateway::{EdgeOptions, UpstreamOptions};
use hyper_util::{client::legacy::Client, rt::TokioExecutor};
use serde_json::Value;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpSocket, TcpStream},
};

use crate::support::{before, gateway, proxied, upstream, with_mounted};

fn received(echo: &Value, name: &str) -> Vec<String> {
    let headers = echo["headers"].as_array().unwrap();
    let own = headers.iter().filter(|header| header[0] == name);
    own.map(|header| header[1].as_str().unwrap().to_owned()).collect()
}

#[actix_web::test]
async fn a_request_reaches_the_service_as_it_was_sent() {
    let upstream = upstream();
    let gateway = before(upstream.address);
    let headers = [
        ("authorization", "Bearer abc"),
        ("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
        ("x-request-id", "from-the-caller-1"),
        ("accept-language", "en"),
    ];
    let path = "/v1/echo/request?q=h%E1%BB%A3p%20t%C3%A1c&x=1";
    let answer = gateway.send("PUT", path, &headers, "ruộng").await;
    let echo = answer.json();
    assert_eq!(echo["method"], "PUT");
    assert_eq!(echo["target"], path);
    assert_eq!(echo["length"], "ruộng".len());
    for (name, value) in headers {
        assert_eq!(received(&echo, name), [value], "{name}");
    }
    assert_eq!(answer.header("x-request-id"), Some("from-the-caller-1"));
}

#[actix_web::test]
async fn what_concerns_one_connection_stays_on_it() {
    let upstream = upstream();
    let gateway = before(upstream.address);
    let headers = [
        ("connection", "x-secret-hop"),
        ("x-secret-hop", "1"),
        ("te", "trailers"),
        ("proxy-authorization", "Basic eA=="),
        ("upgrade", "h2c"),
        ("keep-alive", "timeout=9"),
    ];
    let echo = gateway.send("GET", "/v1/echo/request", &headers, "").await.json();
    for (name, _) in headers {
        assert_eq!(received(&echo, name), [""; 0], "{name}");
    }
    assert_eq!(received(&echo, "via"), ["1.1 htx"]);
    let answer = gateway.get("/v1/echo").await;
    assert_eq!(answer.header("keep-alive"), None);
}

#[actix_web::test]
async fn a_caller_cannot_claim_another_address() {
    let upstream = upstream();
    let gateway = before(upstream.address);
    let claims = [
        ("x-forwarded-for", "8.8.8.8"),
        ("x-forwarded-proto", "https"),
        ("x-forwarded-host", "bank.example"),
        ("forwarded", "for=8.8.8.8"),
    ];
    let echo = gateway.send("GET", "/v1/echo/request", &claims, "").await.json();
    assert_eq!(received(&echo, "x-forwarded-for"), ["127.0.0.1"]);
    assert_eq!(received(&echo, "x-forwarded-proto"), ["http"]);
    assert_eq!(received(&echo, "x-forwarded-host"), [gateway.address.to_string()]);
    assert_eq!(received(&echo, "forwarded"), [""; 0]);
}

#[actix_web::test]
async fn head_shows_the_length_that_get_has() {
    let upstream = upstream();
    let mounted = with_mounted(EdgeOptions::default());
    for gateway in [before(upstream.address), mounted] {
        let get = gateway.get("/v1/echo/large").await;
        let headers = [("accept-encoding", "gzip")];
        let head = gateway.send("HEAD", "/v1/echo/large", &headers, "").await;
        assert_eq!(head.status, 200);
        assert!(head.body.is_empty());
        assert_eq!(head.header("content-length"), Some(get.body.len().to_string().as_str()));
        assert_eq!(head.header("content-type"), get.header("content-type"));
    }
}

#[actix_web::test]
async fn the_connection_to_the_service_can_be_used_again_after_head() {
    let upstream = upstream();
    let gateway = before(upstream.address);
    for _ in 0..3 {
        assert_eq!(gateway.send("HEAD", "/v1/echo/large", &[], "").await.status, 200);
        assert_eq!(gateway.get("/v1/echo").await.json()["echo"], true);
    }
}

#[actix_web::test]
async fn an_answer_is_passed_on_while_it_is_still_being_made() {
    let upstream = upstream();
    let gateway = before(upstream.address);
    let client = Client::builder(TokioExecutor::new()).build_http::<String>();
    let uri = format!("http://{}/v1/echo/stream", gateway.address).parse().unwrap();
    let waiting = async {
        let mut answer = client.get(uri).await.unwrap();
        answer.body_mut().frame().await.unwrap().unwrap().into_data().unwrap()
    };
    let first = tokio::time::timeout(Duration::from_secs(5), waiting).await.unwrap();
    assert_eq!(first, "first");
}

#[actix_web::test]
async fn a_large_body_passes_and_a_too_large_one_is_refused() {
    let upstream = upstream();
    let edge = EdgeOptions { body_limit: 8 << 20, ..EdgeOptions::default() };
    let gateway = gateway(proxied(upstream.address), edge, UpstreamOptions::default());
    let megabytes = |count: usize| vec![b'x'; count << 20];
    let answer = gateway.send("POST", "/v1/echo/request", &[], megabytes(7)).await;
    assert_eq!(answer.json()["length"], 7 << 20);
    let mut socket = TcpStream::connect(gateway.address).await.unwrap();
    let head = "POST /v1/echo/request HTTP/1.1\r\nhost: x\r\ncontent-length: 9999999999\r\n\r\n";
    socket.write_all(head.as_bytes()).await.unwrap();
    assert!(status_line(&mut socket).await.starts_with("HTTP/1.1 413"));
}

#[actix_web::test]
async fn a_body_of_unknown_length_is_stopped_at_the_limit() {
    let upstream = upstream();
    let edge = EdgeOptions { body_limit: 100_000, ..EdgeOptions::default() };
    let gateway = gateway(proxied(upstream.address), edge, UpstreamOptions::default());
    let mut socket = TcpStream::connect(gateway.address).await.unwrap();
    let head = "POST /v1/echo/request HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n";
    socket.write_all(head.as_bytes()).await.unwrap();
    let piece = format!("2710\r\n{}\r\n", "x".repeat(10_000));
    for _ in 0..11 {
        socket.write_all(piece.as_bytes()).await.unwrap();
    }
    assert!(status_line(&mut socket).await.starts_with("HTTP/1.1 413"));
}

#[actix_web::test]
async fn an_early_refusal_arrives_although_the_body_was_not_read() {
    let upstream = upstream();
    let gateway = before(upstream.address);
    for _ in 0..5 {
        let answer = gateway.send("POST", "/v1/echo/deaf", &[], vec![b'x'; 3 << 20]).await;
        answer.problem(401, "unauthenticated");
    }
}

#[actix_web::test]
async fn a_refusal_of_the_service_is_the_gateway_s_answer() {
    let upstream = upstream();
    let gateway = before(upstream.address);
    let answer = gateway.send("GET", "/v1/echo/refusal", &[("accept-language", "en")], "").await;
    let problem = answer.problem(412, "stale_version");
    assert_eq!(problem["title"], "It was changed by someone else meanwhile");
    let answer = gateway.send("POST", "/v1/echo", &[], "").await;
    assert_eq!(answer.status, 405);
}

#[actix_web::test]
async fn a_service_that_is_away_is_said_to_be_away() {
    // Held, but not listened at: a port that is let go may be the next test's.
    let nobody = TcpSocket::new_v4().unwrap();
    nobody.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let answer = before(nobody.local_addr().unwrap()).get("/v1/echo").await;
    answer.problem(503, "unavailable");
    assert!(answer.header("retry-after").is_some());
}

#[actix_web::test]
async fn a_service_that_breaks_off_has_failed_and_is_not_asked_twice() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let gateway = before(listener.local_addr().unwrap());
    let asked = tokio::spawn(async move {
        let (mut asked, mut patience) = (0, Duration::from_secs(30));
        while let Ok(Ok((mut socket, _))) = tokio::time::timeout(patience, listener.accept()).await
        {
            (asked, patience) = (asked + 1, Duration::from_millis(500));
            let mut buffer = [0; 1024];
            let _ = socket.read(&mut buffer).await;
        }
        asked
    });
    let answer = gateway.send("POST", "/v1/echo/request", &[], "{}").await;
    answer.problem(502, "upstream_failed");
    assert_eq!(asked.await.unwrap(), 1);
}

#[actix_web::test]
async fn a_service_that_is_too_slow_is_not_waited_for() {
    let upstream = upstream();
    let options = UpstreamOptions { timeout: Duration::from_millis(200) };
    let gateway = gateway(proxied(upstream.address), EdgeOptions::default(), options);
    gateway.get("/v1/echo/slow").await.problem(504, "upstream_timeout");
}

#[actix_web::test]
async fn what_services_say_to_each_other_is_never_routed() {
    let upstream = upstream();
    assert_eq!(upstream.get("/internal/v1/secrets").await.body, "secret");
    let mounted = with_mounted(EdgeOptions::default());
    for gateway in [before(upstream.address), mounted] {
        for path in [
            "/internal/v1/secrets",
            "/%69nternal/v1/secrets",
            "//internal/v1/secrets",
            "/v1/echo/../../internal/v1/secrets",
            "/v1/echo/%2e%2e/%2E%2e/internal/v1/secrets",
        ] {
            // Sent by hand: a client would tidy the path.
            let mut socket = TcpStream::connect(gateway.address).await.unwrap();
            let head = format!("GET {path} HTTP/1.1\r\nhost: x\r\n\r\n");
            socket.write_all(head.as_bytes()).await.unwrap();
            let status = status_line(&mut socket).await;
            assert!(status.starts_with("HTTP/1.1 404"), "{path}: {status}");
        }
    }
}

async fn status_line(socket: &mut TcpStream) -> String {
    let mut buffer = vec![0; 4096];
    let reading = tokio::time::timeout(Duration::from_secs(5), socket.read(&mut buffer));
    let read = reading.await.unwrap().unwrap();
    String::from_utf8_lossy(&buffer[..read]).lines().next().unwrap_or_default().to_owned()
}
