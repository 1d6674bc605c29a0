//! A department's system that receives webhooks, on a port of this machine.

use std::{
    collections::BTreeMap,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicU16, Ordering},
    },
};

use serde_json::Value;

/// A message as it came.
#[derive(Debug, Clone)]
pub(crate) struct Message {
    headers: BTreeMap<String, String>,
    /// The bytes that are signed.
    pub(crate) body: String,
}

impl Message {
    /// A header that every message has.
    #[track_caller]
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).unwrap_or_else(|| panic!("no {name}: {self:?}"))
    }

    /// The message.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

/// The server; it ends with the tests.
pub(crate) struct Receiver {
    url: String,
    answer: Arc<AtomicU16>,
    received: Arc<Mutex<Vec<Message>>>,
}

impl Receiver {
    /// Takes everything.
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/hooks", listener.local_addr().unwrap());
        let answer = Arc::new(AtomicU16::new(204));
        let received = Arc::new(Mutex::new(Vec::new()));
        let (status, kept) = (Arc::clone(&answer), Arc::clone(&received));
        std::thread::spawn(move || {
            for socket in listener.incoming().map_while(Result::ok) {
                let (status, kept) = (Arc::clone(&status), Arc::clone(&kept));
                std::thread::spawn(move || {
                    while let Some(message) = message(&socket) {
                        kept.lock().unwrap().push(message);
                        let status = status.load(Ordering::SeqCst);
                        let answer =
                            format!("HTTP/1.1 {status} As told\r\ncontent-length: 0\r\n\r\n");
                        let _ = (&socket).write_all(answer.as_bytes());
                    }
                });
            }
        });
        Self { url, answer, received }
    }

    /// Where it receives.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Answers with this status from now on.
    pub(crate) fn answering(&self, status: u16) {
        self.answer.store(status, Ordering::SeqCst);
    }

    /// Everything that came so far, in the order in which it came.
    pub(crate) fn received(&self) -> Vec<Message> {
        self.received.lock().unwrap().clone()
    }
}

/// The next message of a connection; nothing where it has ended.
fn message(socket: &TcpStream) -> Option<Message> {
    let mut reader = BufReader::new(socket);
    let mut headers = BTreeMap::new();
    let mut line = String::new();
    (reader.read_line(&mut line).ok()? > 0).then_some(())?;
    loop {
        line.clear();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.split_once(':') else { break };
        headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
    }
    let mut body = vec![0; headers.get("content-length")?.parse().ok()?];
    reader.read_exact(&mut body).ok()?;
    Some(Message { headers, body: String::from_utf8(body).ok()? })
}
