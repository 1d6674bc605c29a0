use htx_kit::testing::TestDatabase;
use htx_model::{language::Language, principal::Role};
use serde_json::{Value, json};

use crate::shelf::{self, MIGRATIONS, Shelf};

async fn start() -> (TestDatabase, Shelf) {
    let database = TestDatabase::sqlite(MIGRATIONS);
    let shelf = shelf::start(&database).await;
    (database, shelf)
}

async fn refused(shelf: &Shelf, body: impl Into<bytes::Bytes>) -> Value {
    let officer = shelf.as_agency("so-tc", Role::Officer);
    let request = shelf.request(actix_web::http::Method::POST, "/v1/books").by(&officer);
    let answer = request.language(Language::En).body("application/json", body).send().await;
    answer.expect_problem(400, "invalid_body")
}

#[actix_web::test]
async fn a_body_that_is_no_json_is_refused_with_the_place_where_it_breaks() {
    let (_database, shelf) = start().await;
    for (body, place) in [
        ("{\"title\": \"Rau\"", "line 1, column 15"),
        ("{\"title\": \"Rau\",\n}", "line 2, column 1"),
        ("{'title': 1}", "line 1, column 2"),
        ("{\"title\":\"a\",\"pages\":1} {}", "line 1, column 25"),
        ("nonsense", "line 1, column 2"),
        ("[", "line 1"),
        ("\u{feff}{}", "line 1"),
        ("NaN", "line 1"),
    ] {
        let problem = refused(&shelf, body).await;
        let detail = problem["detail"].as_str().unwrap();
        assert!(detail.contains(place), "{body}: {detail}");
    }
    let _ = refused(&shelf, b"{\"title\": \"\xff\xfe\", \"pages\": 1}".as_slice()).await;
    let _ = refused(&shelf, "[".repeat(100_000)).await;
}

#[actix_web::test]
async fn a_body_of_another_form_is_refused_with_a_pointer_to_the_fault() {
    let (_database, shelf) = start().await;
    for (body, pointer) in [
        (json!({"title": 5, "pages": 1}), "/title"),
        (json!({"title": null, "pages": 1}), "/title"),
        (json!({"title": "a", "pages": "1"}), "/pages"),
        (json!({"title": "a", "pages": -1}), "/pages"),
        (json!({"title": "a", "pages": 65_536}), "/pages"),
        (json!({"title": "a", "pages": 1.5}), "/pages"),
        (
            json!({"title": "a", "pages": 1, "chapters": [{"first_page": 1}, {"first_page": "x"}]}),
            "/chapters/1/first_page",
        ),
        (json!({"title": "a", "pages": 1, "colour": "red"}), "/colour"),
        (
            json!({"title": "a", "pages": 1, "chapters": [{"first_page": 1, "a/b~": 1}]}),
            "/chapters/0/a~1b~0",
        ),
        // An array is no object, whatever its elements.
        (json!({"title": "a", "pages": 1, "chapters": [{"first_page": 1}, [2]]}), "/chapters/1"),
        (json!(["a", 1, []]), ""),
        (json!({"title": "a"}), ""),
        (json!({}), ""),
        (json!([]), ""),
        (json!("text"), ""),
        (json!(null), ""),
    ] {
        let problem = refused(&shelf, body.to_string()).await;
        assert_eq!(problem["errors"][0]["pointer"], pointer, "{body}: {problem}");
    }
    let twice = refused(&shelf, "{\"title\":\"a\",\"title\":\"b\",\"pages\":1}").await;
    assert!(twice["detail"].as_str().unwrap().contains("there is twice the field `title`"));
}

#[actix_web::test]
async fn only_json_is_read_and_it_may_say_its_charset() {
    let (_database, shelf) = start().await;
    let officer = shelf.as_agency("so-tc", Role::Officer);
    let body = "{\"title\":\"a\",\"pages\":1}";
    let send = |kind: &'static str| {
        let request = shelf.request(actix_web::http::Method::POST, "/v1/books").by(&officer);
        request.body(kind, body).send()
    };
    for kind in ["text/plain", "application/x-www-form-urlencoded", "application/xml", "json"] {
        let _ = send(kind).await.expect_problem(415, "unsupported_media_type");
    }
    for kind in ["application/json", "application/json; charset=utf-8", "Application/JSON"] {
        send(kind).await.expect(201);
    }
}

#[actix_web::test]
async fn a_body_that_is_too_large_is_refused() {
    let (_database, shelf) = start().await;
    let officer = shelf.as_agency("so-tc", Role::Officer);
    let body = json!({"title": "x".repeat(10 << 20), "pages": 1});
    let answer = shelf.post("/v1/books", &body).by(&officer).send().await;
    let _ = answer.expect_problem(413, "body_too_large");
}
