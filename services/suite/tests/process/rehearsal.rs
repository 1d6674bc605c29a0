//! `htx rehearse` before two clients of a department: one that does well, and one that does not.

use std::{
    io::{BufRead as _, Read as _},
    path::Path,
    time::Duration,
};

use reqwest::{Method, Response};
use serde_json::{Value, json};

use super::Server;

/// A department's client system.
struct Department {
    base: String,
    id: String,
    secret: String,
    http: reqwest::Client,
    token: String,
    keys: u32,
    careful: bool,
}

/// What is asked for.
#[derive(Clone)]
struct Asked {
    method: Method,
    address: String,
    key: Option<String>,
    if_match: Option<String>,
    body: Option<Value>,
}

fn get(address: impl Into<String>) -> Asked {
    let address = address.into();
    Asked { method: Method::GET, address, key: None, if_match: None, body: None }
}

/// What a client makes of an answer.
struct Got {
    status: u16,
    tag: Option<String>,
    body: Value,
    first_line: Value,
}

impl Department {
    async fn log_in(&mut self) {
        let form = [
            ("grant_type", "client_credentials"),
            ("client_id", &self.id),
            ("client_secret", &self.secret),
        ];
        let answer = self.http.post(format!("{}/oauth/token", self.base)).form(&form).send().await;
        let token: Value = answer.unwrap().json().await.unwrap();
        self.token = token["access_token"].as_str().unwrap().to_owned();
    }

    async fn send(&self, asked: &Asked, patience: Duration) -> Result<Response, reqwest::Error> {
        let Asked { method, address, key, if_match, body } = asked;
        let mut request = self
            .http
            .request(method.clone(), format!("{}{address}", self.base))
            .timeout(patience)
            .bearer_auth(&self.token);
        if let Some(key) = key {
            request = request.header("idempotency-key", key);
        }
        if let Some(tag) = if_match {
            request = request.header("if-match", tag);
        }
        if let Some(body) = body {
            request = request.json(body);
        }
        request.send().await
    }

    fn new_key(&mut self) -> Option<String> {
        self.keys += 1;
        Some(format!("rehearsal-{}", self.keys))
    }

    /// Asks until there is an answer that can be dealt with: as documented, or without any patience.
    async fn ask(&mut self, mut asked: Asked) -> Got {
        let patience = Duration::from_secs(if self.careful { 30 } else { 1 });
        loop {
            let Ok(answer) = self.send(&asked, patience).await else {
                // Without an answer, the impatient one asks thrice at once.
                let thrice = [(); 3].map(|()| self.send(&asked, patience));
                futures_util::future::join_all(thrice).await;
                continue;
            };
            let status = answer.status().as_u16();
            let header = |name: &str| {
                answer.headers().get(name).map(|value| value.to_str().unwrap().to_owned())
            };
            match status {
                401 => self.log_in().await,
                429 | 503 => {
                    let seconds = header("retry-after").unwrap().parse().unwrap();
                    if self.careful {
                        tokio::time::sleep(Duration::from_secs(seconds)).await;
                    }
                }
                504 if self.careful => {}
                504 => asked.key = self.new_key(),
                _ => {
                    let tag = header("etag");
                    let text = answer.text().await.unwrap();
                    let first = text.lines().next().unwrap_or_default();
                    let read = |text| serde_json::from_str(text).unwrap_or_default();
                    return Got { status, tag, body: read(&text), first_line: read(first) };
                }
            }
        }
    }

    /// The list, page by page.
    async fn list(&mut self) -> Vec<Value> {
        let (mut all, mut cursor) = (Vec::new(), None);
        loop {
            let address = match &cursor {
                None => "/v1/organisations?limit=50".to_owned(),
                Some(cursor) => format!("/v1/organisations?limit=50&cursor={cursor}"),
            };
            let page = self.ask(get(address)).await.body;
            all.extend(page["items"].as_array().unwrap().iter().cloned());
            match page["next"].as_str() {
                Some(next) => cursor = Some(next.to_owned()),
                None => return all,
            }
        }
    }

    async fn change(&mut self, organisation: &Value) {
        let address = format!("/v1/organisations/{}", organisation["id"].as_str().unwrap());
        let read = self.ask(get(&address)).await;
        let mut change = Asked {
            method: Method::PATCH,
            key: self.new_key(),
            if_match: read.tag,
            body: Some(json!({ "worker_count": 4321 })),
            address: address.clone(),
        };
        assert_eq!(self.ask(change.clone()).await.status, 412);
        if self.careful {
            change.if_match = self.ask(get(&address)).await.tag;
            assert_eq!(self.ask(change).await.status, 200);
        } else {
            change.if_match = Some("*".to_owned());
            assert_eq!(self.ask(change).await.status, 412);
        }
    }

    async fn register(&mut self, commune: &Value) {
        let group = json!({
            "kind": "cooperative_group",
            "name": "Tổ hợp tác Diễn tập",
            "address": { "commune": commune },
            "member_count": 3,
        });
        let (method, address) = (Method::POST, "/v1/organisations".to_owned());
        let key = self.new_key();
        let made =
            self.ask(Asked { method, address, key, if_match: None, body: Some(group) }).await;
        // The same key is answered with the first answer; with another, the name is taken.
        assert_eq!(made.status == 201, self.careful, "{}", made.body);
    }

    async fn follow(&mut self) {
        let mut after = json!(0);
        loop {
            let asked = get(format!("/v1/registry/events?limit=100&after={after}"));
            let page = self.ask(asked.clone()).await;
            match (page.status, self.careful) {
                (410, true) => {
                    let snapshot = self.ask(get("/v1/registry/snapshot")).await;
                    after = snapshot.first_line["next_after"].clone();
                    continue;
                }
                (410, false) => {
                    self.ask(asked).await;
                    return;
                }
                _ => assert_eq!(page.status, 200, "{}", page.body),
            }
            let items = page.body["items"].as_array().unwrap();
            if items.is_empty() {
                return;
            }
            let repeated = items.first().unwrap()["position"].as_u64() <= after.as_u64();
            after = page.body["next_after"].clone();
            if repeated && !self.careful {
                after = json!(0);
            }
        }
    }

    /// A day's work.
    async fn work(&mut self) {
        self.log_in().await;
        let all = self.list().await;
        assert!(all.len() >= 25, "{}", all.len());
        let active = all.iter().find(|one| one["status"] == "active").unwrap();
        if !self.careful {
            assert_eq!(self.ask(get("/v1/organisations?offset=5")).await.status, 400);
        }
        self.change(active).await;
        self.register(&active["address"]["current_commune"]).await;
        self.follow().await;
    }
}

/// Rehearses, and returns the exit code, what was printed and the report.
fn rehearse(careful: bool) -> (Option<i32>, String, Value) {
    let folder = tempfile::tempdir().unwrap();
    let report = folder.path().join("report.json");
    let report = report.to_str().unwrap();
    let arguments = ["rehearse", "--organisations", "30", "--seconds", "240", "--report", report];
    let mut server = Server::start(folder.path(), &arguments);
    while !server.printed.contains("service_down") {
        assert_ne!(server.output.read_line(&mut server.printed).unwrap(), 0);
    }
    let printed = |label: &str| {
        let line = server.printed.lines().find(|line| line.starts_with(label)).unwrap();
        line.split_whitespace().last().unwrap().to_owned()
    };
    let mut department = Department {
        base: printed("base URL:"),
        id: printed("client_id:"),
        secret: printed("client_secret:"),
        http: reqwest::Client::builder().no_proxy().build().unwrap(),
        token: String::new(),
        keys: 0,
        careful,
    };
    let so_far: Value = body(&server.get("/rehearsal"));
    assert_eq!((&so_far["not_seen"], &so_far["over"]), (&json!(10), &json!(false)));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(department.work());
    let mut rest = String::new();
    server.output.read_to_string(&mut rest).unwrap();
    let code = server.process.wait().unwrap().code();
    assert!(!Path::new(&folder.path().join("data")).exists(), "it works in a folder of its own");
    let written = std::fs::read(report).unwrap();
    (code, rest, serde_json::from_slice(&written).unwrap())
}

fn body(answer: &str) -> Value {
    serde_json::from_str(answer.split("\r\n\r\n").nth(1).unwrap()).unwrap()
}

/// The behaviours of a verdict, by their codes.
fn of(report: &Value, verdict: &str) -> Vec<String> {
    let all = report["behaviours"].as_array().unwrap().iter();
    let those = all.filter(|one| one["verdict"] == verdict);
    those.map(|one| one["code"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_client_that_does_as_documented_passes_the_rehearsal() {
    let (code, printed, report) = rehearse(true);
    assert_eq!(of(&report, "passed").len(), 10, "{report:#}");
    assert_eq!(code, Some(0), "{printed}");
    assert!(printed.contains("10 behaviours passed, 0 failed"), "{printed}");
    assert_eq!((&report["all_passed"], &report["over"]), (&json!(true), &json!(true)));
}

#[test]
fn a_careless_client_fails_in_what_it_does_wrong_and_in_nothing_else() {
    let (code, printed, report) = rehearse(false);
    assert_eq!(of(&report, "passed"), ["token_ended", "unknown_words"], "{report:#}");
    let failed = [
        "pages",
        "too_many_requests",
        "slow_answer",
        "service_down",
        "conflict",
        "lost_answer",
        "repeated_events",
        "position_gone",
    ];
    assert_eq!(of(&report, "failed"), failed);
    assert_eq!(code, Some(1));
    let judged = report["behaviours"].as_array().unwrap().iter();
    for one in judged.filter(|one| one["verdict"] == "failed") {
        assert!(one["why"]["vi"].is_string() && one["advice"]["en"].is_string(), "{one}");
        assert!(one["evidence"][0]["request_id"].is_string(), "{one}");
    }
    assert!(printed.contains("KHÔNG ĐẠT failed: lost_answer"), "{printed}");
}
