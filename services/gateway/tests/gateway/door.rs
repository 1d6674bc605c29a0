//! What the gateway does before a request reaches a service, and to every answer.

use htx_gateway::EdgeOptions;

use crate::support::{before, limited_to, upstream, with_mounted};

#[actix_web::test]
async fn whoever_asks_too_often_is_told_when_to_come_back() {
    let gateway = with_mounted(limited_to(1, 3));
    for left in ["r=2", "r=1", "r=0"] {
        let answer = gateway.get("/v1/echo").await;
        assert_eq!(answer.status, 200);
        assert!(answer.header("ratelimit").unwrap().starts_with(&format!("\"client\";{left};t=")));
        assert_eq!(answer.header("ratelimit-policy"), Some("\"client\";q=3;w=3"));
    }
    let answer = gateway.send("GET", "/v1/echo", &[("accept-language", "en")], "").await;
    let problem = answer.problem(429, "too_many_requests");
    assert_eq!(answer.header("retry-after"), Some("1"));
    assert!(problem["advice"].as_str().unwrap().contains("1 seconds"));
    assert_eq!(gateway.get("/livez").await.status, 200);
    assert_eq!(gateway.get("/readyz").await.status, 200);
}

#[actix_web::test]
async fn an_invented_token_is_no_way_around_the_limit() {
    let gateway = with_mounted(limited_to(1, 2));
    let mut statuses = Vec::new();
    for number in 0..3 {
        let token = format!("Bearer invented-{number}");
        let answer = gateway.send("GET", "/v1/echo", &[("authorization", &token)], "").await;
        statuses.push(answer.status);
    }
    assert_eq!(statuses, [200, 200, 429]);
}

#[actix_web::test]
async fn without_a_limit_nothing_is_counted() {
    let edge = EdgeOptions { rate_limit: None, ..EdgeOptions::default() };
    let answer = with_mounted(edge).get("/v1/echo").await;
    assert_eq!((answer.status, answer.header("ratelimit")), (200, None));
}

fn for_pages_of(origin: &str) -> EdgeOptions {
    EdgeOptions { allowed_origins: vec![origin.to_owned()], ..limited_to(1, 4) }
}

#[actix_web::test]
async fn a_page_of_an_allowed_origin_may_call_and_read_refusals_too() {
    let gateway = with_mounted(for_pages_of("https://htx.example.vn"));
    let origin = ("origin", "https://htx.example.vn");
    let asked = [
        origin,
        ("access-control-request-method", "PATCH"),
        ("access-control-request-headers", "authorization, if-match, idempotency-key"),
    ];
    let preflight = gateway.send("OPTIONS", "/v1/echo", &asked, "").await;
    assert_eq!(preflight.status, 200);
    let allowed = |name| preflight.header(name).unwrap_or_default().to_ascii_lowercase();
    assert_eq!(allowed("access-control-allow-origin"), "https://htx.example.vn");
    assert!(allowed("access-control-allow-methods").contains("patch"));
    assert!(allowed("access-control-allow-headers").contains("idempotency-key"));

    let statuses =
        [("GET", "/v1/echo", 200), ("DELETE", "/v1/echo", 405), ("GET", "/v1/none", 404)];
    for (method, path, status) in
        statuses.into_iter().chain([("GET", "/v1/echo/refusal", 412), ("GET", "/v1/echo", 429)])
    {
        let answer = gateway.send(method, path, &[origin], "").await;
        assert_eq!(answer.status, status, "{method} {path}");
        let allowed = answer.header("access-control-allow-origin");
        assert_eq!(allowed, Some("https://htx.example.vn"), "{method} {path}");
    }
}

#[actix_web::test]
async fn a_page_of_another_origin_learns_nothing() {
    let gateway = with_mounted(for_pages_of("https://htx.example.vn"));
    let closed = with_mounted(EdgeOptions::default());
    for gateway in [gateway, closed] {
        let answer =
            gateway.send("GET", "/v1/echo", &[("origin", "https://evil.example")], "").await;
        assert_eq!(answer.header("access-control-allow-origin"), None);
    }
}

#[actix_web::test]
async fn what_does_not_exist_is_said_in_the_caller_s_language() {
    let gateway = with_mounted(EdgeOptions::default());
    let problem = gateway.get("/v1/nothing").await.problem(404, "not_found");
    assert_eq!(problem["title"], "Không tìm thấy");
    let english = [("accept-language", "en")];
    let answer = gateway.send("GET", "/nothing", &english, "").await;
    assert_eq!(answer.problem(404, "not_found")["title"], "Not found");
}

#[actix_web::test]
async fn a_method_that_is_not_taken_is_answered_with_those_that_are() {
    let gateway = with_mounted(EdgeOptions::default());
    let answer = gateway.send("DELETE", "/v1/echo", &[], "").await;
    answer.problem(405, "method_not_allowed");
    assert_eq!(answer.header("allow"), Some("GET, HEAD"));
    gateway.send("POST", "/v1/code-lists", &[], "").await.problem(405, "method_not_allowed");
    // So it is with what no document describes.
    for path in ["/livez", "/readyz", "/", "/openapi.json", "/docs/"] {
        assert_eq!(gateway.send("HEAD", path, &[], "").await.status, 200, "{path}");
        let answer = gateway.send("DELETE", path, &[], "").await;
        answer.problem(405, "method_not_allowed");
        assert_eq!(answer.header("allow"), Some("GET, HEAD"), "{path}");
    }
}

#[actix_web::test]
async fn an_address_that_is_too_long_is_told_so() {
    let gateway = with_mounted(EdgeOptions::default());
    for path in
        [format!("/{}", "a".repeat(20_000)), format!("/v1/echo?word={}", "a".repeat(20_000))]
    {
        gateway.get(&path).await.problem(414, "address_too_long");
    }
    let path = format!("/v1/echo?word={}", "a".repeat(10_000));
    assert_eq!(gateway.get(&path).await.status, 200);
}

#[actix_web::test]
async fn a_parameter_that_is_not_known_is_refused() {
    let gateway = with_mounted(EdgeOptions::default());
    assert_eq!(gateway.get("/v1/echo?word=a").await.status, 200);
    let problem = gateway.get("/v1/echo?wrod=a").await.problem(400, "invalid_parameter");
    assert_eq!(problem["errors"][0]["pointer"], "wrod");
}

#[actix_web::test]
async fn large_texts_are_compressed_for_who_takes_them_and_small_ones_are_not() {
    let upstream = upstream();
    for gateway in [with_mounted(EdgeOptions::default()), before(upstream.address)] {
        let gzip = [("accept-encoding", "gzip, br")];
        let plain = gateway.get("/v1/echo/large").await;
        let packed = gateway.send("GET", "/v1/echo/large", &gzip, "").await;
        assert_eq!(packed.header("content-encoding"), Some("gzip"));
        assert!(packed.body.len() * 10 < plain.body.len());
        for answer in [&plain, &packed] {
            assert!(answer.header("vary").unwrap().to_lowercase().contains("accept-encoding"));
        }
        let small = gateway.send("GET", "/v1/echo", &gzip, "").await;
        assert_eq!(small.header("content-encoding"), None);
        let refused = [("accept-encoding", "gzip;q=0")];
        let answer = gateway.send("GET", "/v1/echo/large", &refused, "").await;
        assert_eq!(answer.header("content-encoding"), None);
    }
}

#[actix_web::test]
async fn every_answer_tells_browsers_what_never_to_do_with_it() {
    let edge = EdgeOptions { hsts_seconds: Some(600), ..EdgeOptions::default() };
    let gateway = with_mounted(edge);
    for path in ["/v1/echo", "/v1/none", "/livez"] {
        let answer = gateway.get(path).await;
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{path}");
        assert_eq!(answer.header("referrer-policy"), Some("no-referrer"));
        assert!(
            answer.header("content-security-policy").unwrap().contains("frame-ancestors 'none'")
        );
        assert_eq!(
            answer.header("strict-transport-security"),
            Some("max-age=600; includeSubDomains")
        );
    }
    let plain = with_mounted(EdgeOptions::default()).get("/livez").await;
    assert_eq!(plain.header("strict-transport-security"), None);
}
