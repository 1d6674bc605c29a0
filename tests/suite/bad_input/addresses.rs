//! Addresses, methods, and what is no HTTP at all.

use std::{net::SocketAddr, time::Duration};

use reqwest::Method;

use super::{
    each_office,
    raw::{self, RawAnswer, Then},
};

async fn ask(address: SocketAddr, method: &'static str, target: Vec<u8>) -> RawAnswer {
    let asked = tokio::task::spawn_blocking(move || raw::request(address, method, &target, b""));
    asked.await.unwrap()
}

#[tokio::test]
async fn an_unknown_address_is_not_found_and_nothing_internal_is_reachable() {
    each_office(async |office| {
        let address = office.suite.address();
        let targets = [
            "/nowhere",
            "/v1",
            "/v1/",
            "/v1/organisations/",
            "/v1/nowhere",
            "/%ff",
            "*",
            "/internal",
            "/internal/",
            "/internal/v1/revocations",
            "//internal/v1/revocations",
            "/INTERNAL/v1/revocations",
            "/internal%2fv1/revocations",
            "/%69nternal/v1/revocations",
            "/v1/../internal/v1/revocations",
            "/v1/%2e%2e/internal/v1/revocations",
            "/v1/organisations/../../internal/v1/revocations",
            "/./internal/v1/revocations",
            "http://elsewhere/internal/v1/revocations",
            "/internal/v1/revocations?x=1",
            "/docs/../../../../etc/passwd",
            "/docs/..%2f..%2f..%2fetc%2fpasswd",
            "/docs/%2e%2e/x",
        ];
        for target in targets {
            let problem = ask(address, "GET", target.into()).await.expect_problem(404);
            assert_eq!(problem["code"], "not_found", "{target}");
        }
        let ids = [
            "%ff",
            "%zz",
            "a%00b",
            "..%2f..%2finternal%2fv1%2frevocations",
            "1",
            "null",
            "01941f29-7c00-7000-8000-00000000000",
            "01941F29-7C00-7000-8000-000000000005'--",
        ];
        for id in ids {
            let read = office.suite.get(&format!("/v1/organisations/{id}"));
            read.bearer(&office.officer.access).send().await.expect_problem(404, "not_found");
        }
    })
    .await;
}

#[tokio::test]
async fn a_wrong_method_is_told_the_right_ones() {
    each_office(async |office| {
        let address = office.suite.address();
        for method in ["DELETE", "PUT", "OPTIONS", "TRACE", "CONNECT", "BREW"] {
            let answer = ask(address, method, b"/v1/organisations".to_vec()).await;
            assert_eq!(answer.expect_problem(405)["code"], "method_not_allowed");
            assert_eq!(answer.field("allow"), Some("GET, POST, HEAD"), "{method}");
        }
        for path in ["/livez", "/readyz", "/", "/openapi.json", "/docs/", "/v1/code-lists"] {
            let answer = ask(address, "DELETE", path.into()).await;
            answer.expect_problem(405);
            assert!(answer.field("allow").is_some_and(|allow| allow.contains("GET")), "{path}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_head_request_gets_what_a_get_gets_without_its_body() {
    each_office(async |office| {
        for path in ["/v1/organisations", "/v1/code-lists", "/openapi.json", "/livez", "/v1/me"] {
            let ask = async |method| {
                office.suite.request(method, path).bearer(&office.officer.access).send().await
            };
            let (get, head) = (ask(Method::GET).await, ask(Method::HEAD).await);
            assert_eq!(head.status, get.status, "{path}");
            assert_eq!(head.header("content-type"), get.header("content-type"), "{path}");
            assert_eq!(head.header("content-length"), get.header("content-length"), "{path}");
            assert!(head.body.is_empty(), "{path}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_problem_is_told_in_the_language_that_was_asked_for() {
    each_office(async |office| {
        let languages = [
            ("vi", "vi"),
            ("en", "en"),
            ("en-GB,en;q=0.9", "en"),
            ("fr", "vi"),
            ("", "vi"),
            ("vi;q=0.1, en;q=0.9", "en"),
            (";;;q=q", "vi"),
        ];
        for (wanted, given) in languages {
            let answer = office.suite.get("/nowhere").header("accept-language", wanted);
            let answer = answer.send().await;
            answer.problem();
            assert_eq!(answer.header("content-language"), Some(given), "{wanted:?}");
        }
    })
    .await;
}

/// The HTTP parser itself refuses these, before any of ours could word the refusal: a bare status,
/// and the connection is closed. What comes after is not read as another request.
#[tokio::test]
async fn what_is_no_http_is_refused_and_the_suite_lives_on() {
    each_office(async |office| {
        let address = office.suite.address();
        let end = "host: htx\r\nconnection: close\r\n\r\n";
        let smuggled = "GET /livez HTTP/1.1\r\nhost: htx\r\n\r\n";
        let post = "POST /oauth/token HTTP/1.1\r\n";
        let cases = [
            format!("GET /{} HTTP/1.1\r\n{end}", "a".repeat(100_000)).into_bytes(),
            format!("GET / HTTP/1.1\r\nx: {}\r\n{end}", "a".repeat(300_000)).into_bytes(),
            format!("GET / HTTP/1.1\r\n{}{end}", "x: a\r\n".repeat(200)).into_bytes(),
            [b"GET /v1/organisations?q=\xff HTTP/1.1\r\n", end.as_bytes()].concat(),
            format!("GET / HTTP/9.9\r\n{end}").into_bytes(),
            format!("GET /a b HTTP/1.1\r\n{end}").into_bytes(),
            b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n".to_vec(),
            format!("{post}content-length: -5\r\n{end}").into_bytes(),
            format!("{post}content-length: 5\r\ncontent-length: 6\r\n{end}abcdef").into_bytes(),
            format!(
                "{post}content-length: 5\r\ntransfer-encoding: chunked\r\n{end}0\r\n\r\n{smuggled}"
            )
            .into_bytes(),
        ];
        for case in cases {
            let shown = String::from_utf8_lossy(&case[..case.len().min(80)]).into_owned();
            let sent = tokio::task::spawn_blocking(move || {
                raw::send(address, &case, Then::Wait, Duration::from_secs(10))
            });
            let answer = sent.await.unwrap();
            assert!([400, 404, 414, 431].contains(&answer.status), "{shown}: {}", answer.head);
            let text = String::from_utf8_lossy(&answer.body);
            assert!(!text.contains("HTTP/1.1"), "a second answer to {shown}: {text}");
        }
        office.suite.get("/livez").send().await.expect(200);
        let long = ask(address, "GET", format!("/{}", "a".repeat(20_000)).into_bytes()).await;
        assert_eq!(long.expect_problem(414)["code"], "address_too_long");
    })
    .await;
}

#[tokio::test]
async fn a_body_that_breaks_off_changes_nothing() {
    each_office(async |office| {
        let body = crate::harness::NewGroup { name: "Chè", commune: &office.commune }.body();
        let body = body.to_string();
        let head = format!(
            "POST /v1/organisations HTTP/1.1\r\nhost: htx\r\nauthorization: Bearer {}\r\n\
             content-type: application/json\r\nconnection: close\r\n",
            office.officer.access
        );
        let half = body.split_once("member_count").unwrap().0;
        let length = format!("{head}content-length: {}\r\n\r\n{half}", body.len());
        let pieces = format!("{head}transfer-encoding: chunked\r\n\r\nzz\r\n{body}\r\n");
        for (bytes, then) in [(length, Then::HangUp), (pieces, Then::Wait)] {
            let address = office.suite.address();
            let sent = tokio::task::spawn_blocking(move || {
                raw::try_send(address, bytes.as_bytes(), then, Duration::from_secs(10))
            });
            // Whoever hangs up, or says nothing that could be read on, may get no answer at all.
            if let Some(answer) = sent.await.unwrap() {
                assert_eq!(answer.expect_problem(400)["code"], "invalid_request");
            }
        }
        assert_eq!(office.organisations().await, 0);
    })
    .await;
}
