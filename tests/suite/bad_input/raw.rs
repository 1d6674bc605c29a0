//! Bytes over a socket, for what no HTTP client would send.

use std::{
    io::{Read as _, Write as _},
    net::{Shutdown, SocketAddr, TcpStream},
    time::Duration,
};

use serde_json::Value;

/// What came back.
#[derive(Debug)]
pub(super) struct RawAnswer {
    pub(super) status: u16,
    pub(super) head: String,
    pub(super) body: Vec<u8>,
}

/// What to do once the bytes are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Then {
    Wait,
    HangUp,
}

/// Sends bytes and reads until the other side closes. The request asks for that itself.
pub(super) fn send(address: SocketAddr, bytes: &[u8], then: Then, patience: Duration) -> RawAnswer {
    try_send(address, bytes, then, patience).unwrap_or_else(|| {
        panic!("no answer to {}", String::from_utf8_lossy(&bytes[..bytes.len().min(200)]))
    })
}

/// The same; nothing where the other side closed without an answer.
pub(super) fn try_send(
    address: SocketAddr,
    bytes: &[u8],
    then: Then,
    patience: Duration,
) -> Option<RawAnswer> {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(patience)).unwrap();
    stream.set_write_timeout(Some(patience)).unwrap();
    // The other side may refuse before it has read everything.
    let _ = stream.write_all(bytes);
    if then == Then::HangUp {
        let _ = stream.shutdown(Shutdown::Write);
    }
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = String::from_utf8(answer[..end].to_vec()).unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    Some(RawAnswer { status, head, body: answer.split_off(end + 4) })
}

/// Sends a request without a body, written by hand.
pub(super) fn request(
    address: SocketAddr,
    method: &str,
    target: &[u8],
    fields: &[u8],
) -> RawAnswer {
    let end: &[u8] = b"host: htx\r\nconnection: close\r\n\r\n";
    let bytes = [method.as_bytes(), b" ", target, b" HTTP/1.1\r\n", fields, end].concat();
    send(address, &bytes, Then::Wait, Duration::from_secs(10))
}

impl RawAnswer {
    /// The problem document, if it is one of this status.
    #[track_caller]
    pub(super) fn expect_problem(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "{} {}", self.head, String::from_utf8_lossy(&self.body));
        assert_eq!(self.field("content-type"), Some("application/problem+json"), "{}", self.head);
        let problem: Value = serde_json::from_slice(&self.body).unwrap();
        assert_eq!(problem["status"], status);
        for field in ["code", "title", "detail", "request_id"] {
            assert!(problem[field].as_str().is_some_and(|text| !text.is_empty()), "{problem:#}");
        }
        assert!([Some("vi"), Some("en")].contains(&self.field("content-language")));
        problem
    }

    /// A header.
    pub(super) fn field(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().skip(1).filter_map(|line| line.split_once(": "));
        lines.filter(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value).next()
    }
}
