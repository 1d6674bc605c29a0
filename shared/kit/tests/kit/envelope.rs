use actix_web::http::Method;
use htx_kit::testing::{TestDatabase, each_database};
use htx_model::{language::Language, principal::Role};

use crate::shelf::{self, MIGRATIONS, Shelf};

async fn start() -> (TestDatabase, Shelf) {
    let database = TestDatabase::sqlite(MIGRATIONS);
    let shelf = shelf::start(&database).await;
    (database, shelf)
}

#[actix_web::test]
async fn an_unknown_address_is_a_problem_in_the_callers_language() {
    let (_database, shelf) = start().await;
    let answer = shelf.get("/v2/nothing").send().await.expect(404);
    assert_eq!(answer.header("content-language"), Some("vi"));
    assert_eq!(answer.problem()["title"], "Không tìm thấy");
    let answer = shelf.get("/v2/nothing").language(Language::En).send().await;
    assert_eq!(answer.header("content-language"), Some("en"));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(answer.expect_problem(404, "not_found")["title"], "Not found");
}

#[actix_web::test]
async fn a_wrong_method_is_told_the_right_ones() {
    let (_database, shelf) = start().await;
    let answer = shelf.delete("/v1/books").send().await.expect(405);
    let mut allowed: Vec<&str> = answer.header("allow").unwrap().split(", ").collect();
    allowed.sort_unstable();
    assert_eq!(allowed, ["GET", "HEAD", "POST"]);
    let _ = answer.expect_problem(405, "method_not_allowed");
    let id = "01980f2e-5c00-7a30-9c40-0123456789ab";
    let answer = shelf.put(&format!("/v1/books/{id}"), 1).send().await.expect(405);
    assert_eq!(answer.header("allow"), Some("GET, PATCH, HEAD"));
    for method in [Method::TRACE, Method::CONNECT, Method::from_bytes(b"BREW").unwrap()] {
        let _ = shelf
            .request(method, "/v1/books")
            .send()
            .await
            .expect_problem(405, "method_not_allowed");
    }
}

#[actix_web::test]
async fn an_unknown_query_parameter_is_refused_and_named() {
    let (_database, shelf) = start().await;
    let reader = shelf.as_agency("so-tc", Role::Viewer);
    let answer = shelf.get("/v1/books?limits=5&limit=5").by(&reader).send().await;
    let problem = answer.expect_problem(400, "invalid_parameter");
    assert_eq!(problem["errors"][0]["pointer"], "limits");
    assert_eq!(problem["errors"][0]["code"], "unknown_parameter");
    assert_eq!(problem["errors"].as_array().unwrap().len(), 1);
    for query in [
        "limit=",
        "limit=x",
        "limit=-1",
        "limit=99999999999",
        "limit=0",
        "limit=201",
        "longer_than=1.5",
        "limit=1&limit=2",
        "limit=%ff",
        "LIMIT=1",
        "%6Cimits=1",
        "=1",
        "a[b]=1",
    ] {
        let answer = shelf.get(&format!("/v1/books?{query}")).by(&reader).send().await;
        assert_eq!(answer.status, 400, "{query}: {}", answer.text());
        assert_eq!(answer.problem()["code"], "invalid_parameter", "{query}");
    }
    for query in ["", "limit=5", "&limit=5&", "l%69mit=5", "longer_than=-5"] {
        shelf.get(&format!("/v1/books?{query}")).by(&reader).send().await.expect(200);
    }
    // An operation without parameters knows none either.
    let _ = shelf.get("/v1/broken/not?x=1").send().await.expect_problem(400, "invalid_parameter");
}

#[actix_web::test]
async fn what_cannot_be_an_id_names_nothing() {
    let (_database, shelf) = start().await;
    let reader = shelf.as_agency("so-tc", Role::Viewer);
    for id in ["1", "x", "%00", "..%2f", "01980f2e-5c00-7a30-9c40-0123456789ab"] {
        let answer = shelf.get(&format!("/v1/books/{id}")).by(&reader).send().await;
        let _ = answer.expect_problem(404, "not_found");
    }
}

#[actix_web::test]
async fn what_is_unexpected_tells_the_caller_nothing() {
    let (_database, shelf) = start().await;
    for how in ["panic", "unexpected"] {
        let answer = shelf.get(&format!("/v1/broken/{how}")).send().await;
        assert!(!answer.text().contains("secret"));
        let _ = answer.expect_problem(500, "unexpected");
    }
    let answer = shelf.get("/v1/broken/unavailable").send().await.expect(503);
    assert_eq!(answer.header("retry-after"), Some("2"));
    let _ = answer.expect_problem(503, "unavailable");
    // A bare status that stands for no refusal is worded as well.
    let _ = shelf.get("/v1/broken/teapot").send().await.expect_problem(400, "invalid_request");
    // The service goes on.
    shelf.get("/v1/broken/not").send().await.expect(200);
}

#[actix_web::test]
async fn a_request_keeps_its_own_id_if_it_is_a_sane_one() {
    let (_database, shelf) = start().await;
    let asked = |id: &'static str| shelf.get("/v1/broken/not").header("x-request-id", id).send();
    assert_eq!(asked("trace-0123.abc_").await.header("x-request-id"), Some("trace-0123.abc_"));
    for insane in ["short", "with spaces in it", "<script>alert(1)</script>"] {
        assert_ne!(asked(insane).await.header("x-request-id"), Some(insane));
    }
    let one = shelf.get("/v1/broken/not").send().await;
    let other = shelf.get("/v1/broken/not").send().await;
    assert_ne!(one.header("x-request-id"), other.header("x-request-id"));
}

#[actix_web::test]
async fn a_version_is_named_to_read_and_to_change() {
    each_database(MIGRATIONS, async |database| {
        let shelf = shelf::start(&database).await;
        let officer = shelf.as_agency("so-tc", Role::Officer);
        let book = serde_json::json!({"title": "Rau", "pages": 10});
        let made = shelf.post("/v1/books", &book).by(&officer).send().await.expect(201);
        let path = made.header("location").unwrap().to_owned();
        assert_eq!(made.etag(), "\"v1\"");
        let read = shelf.get(&path).by(&officer).send().await.expect(200);
        assert_eq!(read.etag(), "\"v1\"");
        let again =
            shelf.get(&path).by(&officer).header("if-none-match", &read.etag()).send().await;
        assert!(again.expect(304).body.is_empty());

        let change =
            || shelf.patch(&path, serde_json::json!({"title": "Chè", "pages": 1})).by(&officer);
        let _ = change().send().await.expect_problem(428, "version_required");
        for stale in ["\"v2\"", "*", "W/\"v1\"", "v1", ""] {
            let _ = change().if_match(stale).send().await.expect_problem(412, "stale_version");
        }
        let changed = change().if_match("\"v1\"").send().await.expect(200);
        assert_eq!((changed.etag().as_str(), &changed.json()["title"]), ("\"v2\"", &"Chè".into()));
        let _ = change().if_match("\"v1\"").send().await.expect_problem(412, "stale_version");
        let stale = shelf.get(&path).by(&officer).header("if-none-match", "\"v1\"").send().await;
        stale.expect(200);
    })
    .await;
}

#[actix_web::test]
async fn an_answer_is_not_kept_on_its_way_unless_it_says_so() {
    let (_database, shelf) = start().await;
    let reader = shelf.as_agency("so-tc", Role::Viewer);
    let list = shelf.get("/v1/books").by(&reader).send().await.expect(200);
    assert_eq!(list.header("cache-control"), Some("no-store"));
    let table = shelf.get("/v1/books").by(&reader).accept("text/csv").send().await.expect(200);
    assert_eq!(table.header("cache-control"), Some("private, no-cache"));
}
