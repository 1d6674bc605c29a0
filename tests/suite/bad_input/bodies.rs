//! JSON that is none, is not of the documented form, or breaks rules.

use std::time::Duration;

use serde_json::{Value, json};

use super::{Office, each_office, has_fault, raw};
use crate::harness::{Answer, NewGroup};

impl Office {
    async fn post(&self, kind: &str, body: impl Into<reqwest::Body>) -> Answer {
        let request = self.suite.post("/v1/organisations").bearer(&self.officer.access);
        request.body(kind, body).send().await
    }

    /// A body that would do, with one field put in place of another.
    fn with(&self, field: &str, value: impl Into<Value>) -> Value {
        let mut body = NewGroup { name: "Chè", commune: &self.commune }.body();
        body[field] = value.into();
        body
    }

    async fn post_json(&self, body: &Value) -> Answer {
        self.post("application/json", body.to_string()).await
    }
}

#[tokio::test]
async fn what_is_not_json_of_the_documented_form_is_refused_with_its_place() {
    each_office(async |office| {
        let deep = format!("{{\"name\":{}", "[".repeat(100_000));
        let not_json: [&[u8]; 12] = [
            b"{",
            b"{\"kind\":",
            b"nonsense",
            b"null",
            b"[]",
            b"\"text\"",
            b"{} {}",
            b"\x00",
            b"{\"name\":\"\xff\xfe\"}",
            b"{\"name\":\"\\ud800\"}",
            b"{\"name\":\"a\",\"name\":\"b\"}",
            deep.as_bytes(),
        ];
        for body in not_json {
            let answer = office.post("application/json", body.to_vec()).await;
            answer.expect_problem(400, "invalid_body");
        }
        office.post("application/json", "").await.expect_problem(400, "invalid_body");
        for kind in ["text/plain", "application/xml", "multipart/form-data", "nonsense"] {
            let body = office.with("member_count", 7).to_string();
            office.post(kind, body).await.expect_problem(415, "unsupported_media_type");
        }
        assert_eq!(office.organisations().await, 0);
    })
    .await;
}

#[tokio::test]
async fn wrong_types_unknown_fields_and_numbers_out_of_range_name_the_field() {
    each_office(async |office| {
        let cases: [(&str, Value); 14] = [
            ("member_count", json!("seven")),
            ("member_count", json!(-1)),
            ("member_count", json!(1.5)),
            ("member_count", json!(4_294_967_296_i64)),
            ("charter_capital_vnd", json!(9_223_372_036_854_775_808_u64)),
            ("charter_capital_vnd", json!(1e300)),
            ("name", json!(["a"])),
            ("kind", json!("company")),
            ("registered_on", json!("2026-02-30")),
            ("registered_on", json!("05/01/2026")),
            ("address", json!("Thôn 3")),
            ("address", json!({ "commune": "10030", "village": "3" })),
            ("alliance_member", json!("yes")),
            ("colour", json!("red")),
        ];
        for (field, value) in cases {
            let problem = office.post_json(&office.with(field, value)).await;
            let problem = problem.expect_problem(400, "invalid_body");
            let faults = problem["errors"].as_array().expect("errors");
            let named = faults.iter().any(|fault| {
                fault["pointer"].as_str().is_some_and(|at| at.starts_with(&format!("/{field}")))
            });
            assert!(named, "{field} is not named: {problem:#}");
        }
        let rules: [(&str, Value, &str); 7] = [
            ("name", json!(""), "/name"),
            ("name", json!(" \t "), "/name"),
            ("name", json!("x".repeat(301)), "/name"),
            ("member_count", json!(1), "/member_count"),
            ("charter_capital_vnd", json!(-1), "/charter_capital_vnd"),
            ("registration_number", json!("0101248142"), "/registration_number"),
            ("registered_on", json!("2999-01-01"), "/registered_on"),
        ];
        for (field, value, pointer) in rules {
            let problem = office.post_json(&office.with(field, value)).await;
            let problem = problem.expect_problem(422, "rule_violated");
            assert!(has_fault(&problem, pointer), "{pointer} is not named: {problem:#}");
        }
        assert_eq!(office.organisations().await, 0);
    })
    .await;
}

/// PostgreSQL keeps no NUL; neither may an answer depend on the database.
#[tokio::test]
async fn characters_that_a_database_cannot_keep_are_no_failure_of_ours() {
    each_office(async |office| {
        for text in ["Chè\u{0}Xanh", "Chè\u{7}", "\u{202e}Chè", "Chè\u{feff}", "🍵 Chè \u{10ffff}"]
        {
            let answer = office.post_json(&office.with("name", text)).await;
            assert!([201, 400, 409, 422].contains(&answer.status), "{text:?}: {}", answer.text());
        }
        let line = json!({ "commune": office.commune, "line": "Thôn\u{0}3" });
        let answer = office.post_json(&office.with("address", line)).await;
        assert!([201, 400, 409, 422].contains(&answer.status), "{}", answer.text());
        for path in ["/v1/organisations?q=a%00b", "/v1/organisations/by-number/a%00b"] {
            let answer = office.suite.get(path).bearer(&office.officer.access).send().await;
            assert!([200, 400, 404].contains(&answer.status), "{path}: {}", answer.text());
        }
        let fields = [("grant_type", "password"), ("username", "a\u{0}b"), ("password", "x")];
        office.suite.token(&fields).await.expect(400);
    })
    .await;
}

#[tokio::test]
async fn a_body_of_ten_megabytes_is_refused_in_words_that_arrive() {
    each_office(async |office| {
        let large = json!({ "name": "x".repeat(10 << 20) }).to_string();
        office.post("application/json", large.clone()).await.expect_problem(413, "body_too_large");
        let form = format!("grant_type={}", "x".repeat(10 << 20));
        let token = office.suite.post("/oauth/token");
        let token = token.body("application/x-www-form-urlencoded", form).send().await;
        token.expect_problem(413, "body_too_large");

        // In pieces, without saying beforehand how much will come.
        let head = format!(
            "POST /v1/organisations HTTP/1.1\r\nhost: htx\r\nauthorization: Bearer {}\r\n\
             content-type: application/json\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n",
            office.officer.access
        );
        let piece = format!("10000\r\n{}\r\n", "x".repeat(0x10000)).repeat(160);
        let bytes = [head.as_bytes(), piece.as_bytes(), b"0\r\n\r\n"].concat();
        let address = office.suite.address();
        let sent = tokio::task::spawn_blocking(move || {
            raw::send(address, &bytes, raw::Then::Wait, Duration::from_secs(20))
        });
        assert_eq!(sent.await.unwrap().expect_problem(413)["code"], "body_too_large");

        // Nobody needs to read ten gigabytes to know that they are too many.
        let head = head.replace("transfer-encoding: chunked", "content-length: 10000000000");
        let sent = tokio::task::spawn_blocking(move || {
            raw::send(address, head.as_bytes(), raw::Then::Wait, Duration::from_secs(20))
        });
        assert_eq!(sent.await.unwrap().expect_problem(413)["code"], "body_too_large");
        assert_eq!(office.organisations().await, 0);
    })
    .await;
}
