//! Whoever sends slowly holds nobody up, and not for ever.

use std::{
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    time::{Duration, Instant},
};

use super::Office;
use crate::harness::{Place, Shape};

/// How long a sender may say nothing, with a margin.
const BOUND: Duration = Duration::from_secs(45);

#[tokio::test]
async fn a_head_or_a_body_that_never_comes_is_not_waited_for() {
    let together = Office::open(Place::new(), Shape::OneProcess).await;
    let apart = Office::open(Place::new(), Shape::SeparateProcesses).await;
    let mut waiting = Vec::new();
    for office in [&together, &apart] {
        let address = office.suite.address();
        let authorized = format!("authorization: Bearer {}\r\n", office.officer.access);
        let post = |path: &str, kind: &str| {
            format!(
                "POST {path} HTTP/1.1\r\nhost: htx\r\n{authorized}content-type: {kind}\r\n\
                 content-length: 1000\r\n\r\n{{"
            )
        };
        let form = "application/x-www-form-urlencoded";
        for bytes in [
            "GET / HTTP/1.1\r\nhost: ".to_owned(),
            post("/oauth/token", form),
            post("/v1/organisations", "application/json"),
            post("/v1/imports", "multipart/form-data; boundary=x"),
        ] {
            waiting.push(tokio::task::spawn_blocking(move || outwaited(address, &bytes)));
        }
    }
    // Others are served meanwhile.
    for office in [&together, &apart] {
        assert_eq!(office.organisations().await, 0);
    }
    for one in waiting {
        one.await.unwrap();
    }
}

/// Sends the beginning of a request and then nothing, until the other side has had enough.
fn outwaited(address: SocketAddr, bytes: &str) {
    let started = Instant::now();
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(BOUND)).unwrap();
    stream.write_all(bytes.as_bytes()).unwrap();
    let mut answer = [0; 4096];
    let length = stream.read(&mut answer).unwrap_or_else(|error| {
        panic!("it waits for more after {:?} ({error}): {bytes}", started.elapsed())
    });
    let answer = String::from_utf8_lossy(&answer[..length]);
    assert!(answer.starts_with("HTTP/1.1 4"), "{bytes}: {answer}");
}
