//! A stand-in for a collector of traces: takes OTLP over HTTP and reads what it needs of the protobuf by
//! hand (opentelemetry-proto, `ExportTraceServiceRequest`), so that it does not believe whoever wrote it.

use std::{
    collections::BTreeMap,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
};

/// A span as it was told.
#[derive(Debug, Clone)]
pub(super) struct Span {
    /// `service.name` of the process.
    pub(super) process: String,
    pub(super) trace: String,
    pub(super) id: String,
    /// Empty where it begins a trace.
    pub(super) parent: String,
    pub(super) name: String,
    pub(super) attributes: BTreeMap<String, String>,
}

/// The server; it ends with the tests.
pub(super) struct Collector {
    url: String,
    told: Arc<Mutex<Vec<Span>>>,
}

impl Collector {
    pub(super) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let told = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&told);
        std::thread::spawn(move || {
            for socket in listener.incoming().map_while(Result::ok) {
                let kept = Arc::clone(&kept);
                std::thread::spawn(move || {
                    while let Some(spans) = request(&socket) {
                        kept.lock().unwrap().extend(spans);
                        let _ =
                            (&socket).write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
                    }
                });
            }
        });
        Self { url, told }
    }

    pub(super) fn url(&self) -> &str {
        &self.url
    }

    /// What was told so far.
    pub(super) fn spans(&self) -> Vec<Span> {
        self.told.lock().unwrap().clone()
    }
}

/// The spans of the next request of a connection; nothing where it has ended.
fn request(socket: &TcpStream) -> Option<Vec<Span>> {
    let mut reader = BufReader::new(socket);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if reader.read_line(&mut head).ok()? == 0 {
            return None;
        }
    }
    let head = head.to_ascii_lowercase();
    assert!(head.starts_with("post /v1/traces http/1.1\r\n"), "{head}");
    assert!(head.contains("content-type: application/x-protobuf"), "{head}");
    let length = head.split("content-length: ").nth(1)?.split("\r\n").next()?.parse().ok()?;
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(within(&body, 1).flat_map(resource_spans).collect())
}

/// One value of a protobuf message.
enum Value<'a> {
    Number(u64),
    Bytes(&'a [u8]),
}

/// The fields of a message, each with its number.
fn fields(mut bytes: &[u8]) -> Vec<(u64, Value<'_>)> {
    let mut all = Vec::new();
    while !bytes.is_empty() {
        let tag = varint(&mut bytes);
        let value = match tag & 7 {
            0 => Value::Number(varint(&mut bytes)),
            1 => Value::Bytes(taken(&mut bytes, 8)),
            2 => {
                let length = usize::try_from(varint(&mut bytes)).unwrap();
                Value::Bytes(taken(&mut bytes, length))
            }
            5 => Value::Bytes(taken(&mut bytes, 4)),
            other => panic!("no type of protobuf: {other}"),
        };
        all.push((tag >> 3, value));
    }
    all
}

fn taken<'a>(bytes: &mut &'a [u8], length: usize) -> &'a [u8] {
    let (first, rest) = bytes.split_at(length);
    *bytes = rest;
    first
}

fn varint(bytes: &mut &[u8]) -> u64 {
    let mut number = 0;
    for shift in (0..).step_by(7) {
        let byte = taken(bytes, 1)[0];
        number |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            break;
        }
    }
    number
}

/// The messages, texts and bytes of a field.
fn within(bytes: &[u8], wanted: u64) -> impl Iterator<Item = &[u8]> {
    fields(bytes).into_iter().filter_map(move |(number, value)| match value {
        Value::Bytes(bytes) if number == wanted => Some(bytes),
        _ => None,
    })
}

fn one(bytes: &[u8], wanted: u64) -> &[u8] {
    within(bytes, wanted).next().unwrap_or_default()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// `KeyValue`s: texts and numbers.
fn attributes<'a>(all: impl Iterator<Item = &'a [u8]>) -> BTreeMap<String, String> {
    let value = |any: &[u8]| match fields(any).into_iter().next() {
        Some((1, Value::Bytes(bytes))) => text(bytes),
        Some((3, Value::Number(number))) => number.to_string(),
        _ => panic!("an attribute that is neither a text nor a number"),
    };
    all.map(|pair| (text(one(pair, 1)), value(one(pair, 2)))).collect()
}

fn resource_spans(bytes: &[u8]) -> Vec<Span> {
    let process = attributes(within(one(bytes, 1), 1))["service.name"].clone();
    let spans =
        within(bytes, 2).flat_map(|scope| within(scope, 2).map(<[u8]>::to_vec).collect::<Vec<_>>());
    spans
        .map(|span| Span {
            process: process.clone(),
            trace: hexadecimal(one(&span, 1)),
            id: hexadecimal(one(&span, 2)),
            parent: hexadecimal(one(&span, 4)),
            name: text(one(&span, 5)),
            attributes: attributes(within(&span, 9)),
        })
        .collect()
}
