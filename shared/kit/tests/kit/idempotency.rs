use futures_util::future::join_all;
use htx_kit::testing::each_database;
use htx_model::principal::Role;
use serde_json::{Value, json};

use crate::shelf::{self, MIGRATIONS, Shelf};

async fn books(shelf: &Shelf) -> usize {
    let reader = shelf.as_agency("so-tc", Role::Viewer);
    let page = shelf.get("/v1/books").by(&reader).send().await.expect(200).json();
    page["items"].as_array().map(Vec::len).unwrap()
}

fn rau() -> Value {
    json!({"title": "Rau", "pages": 10})
}

#[actix_web::test]
async fn a_repetition_gets_the_first_answer_and_has_no_effect() {
    each_database(MIGRATIONS, async |database| {
        let shelf = shelf::start(&database).await;
        let officer = shelf.as_agency("so-tc", Role::Officer);
        let send = || shelf.post("/v1/books", rau()).by(&officer).idempotency_key("k-1").send();
        let first = send().await.expect(201);
        assert_eq!(first.header("idempotency-replayed"), None);
        shelf.wait(300);
        let second = send().await.expect(201);
        assert_eq!(second.header("idempotency-replayed"), Some("true"));
        assert_eq!(second.body, first.body);
        assert_eq!(second.header("location"), first.header("location"));
        assert_eq!(second.etag(), first.etag());
        assert_eq!(books(&shelf).await, 1);
    })
    .await;
}

#[actix_web::test]
async fn a_key_belongs_to_one_request_of_one_caller() {
    each_database(MIGRATIONS, async |database| {
        let shelf = shelf::start(&database).await;
        let officer = shelf.as_agency("so-tc", Role::Officer);
        let send = |body: Value| shelf.post("/v1/books", body).idempotency_key("k-1");
        send(rau()).by(&officer).send().await.expect(201);
        let other = json!({"title": "Chè", "pages": 10});
        let refused = send(other.clone()).by(&officer).send().await;
        let _ = refused.expect_problem(422, "idempotency_key_reused");
        // Somebody else's keys are their own.
        send(other).by(&officer.named("so-tc.other")).send().await.expect(201);
        assert_eq!(books(&shelf).await, 2);
    })
    .await;
}

#[actix_web::test]
async fn requests_at_once_with_one_key_have_one_effect() {
    each_database(MIGRATIONS, async |database| {
        let shelf = shelf::start(&database).await;
        let officer = shelf.as_agency("so-tc", Role::Officer);
        let body = json!({"title": "slow", "pages": 1});
        let send = || shelf.post("/v1/books", &body).by(&officer).idempotency_key("k-1").send();
        let answers = join_all((0..8).map(|_| send())).await;
        let made = answers.iter().filter(|answer| answer.status == 201).count();
        assert_eq!(made, 1, "{answers:?}");
        for answer in answers.into_iter().filter(|answer| answer.status != 201) {
            assert_eq!(answer.header("retry-after"), Some("2"));
            let _ = answer.expect_problem(409, "idempotency_in_progress");
        }
        assert_eq!(books(&shelf).await, 1);
        assert_eq!(send().await.expect(201).header("idempotency-replayed"), Some("true"));
    })
    .await;
}

#[actix_web::test]
async fn two_processes_with_one_key_have_one_effect() {
    each_database(MIGRATIONS, async |database| {
        // Each has its own list of running requests; only the database is common.
        let (one, other) = (shelf::start(&database).await, shelf::start(&database).await);
        let officer = one.as_agency("so-tc", Role::Officer);
        let body = json!({"title": "slow", "pages": 1});
        let send = |shelf: &Shelf| {
            shelf.post("/v1/books", &body).by(&officer).idempotency_key("k-1").send()
        };
        let answers = join_all([send(&one), send(&other)]).await;
        let bodies: Vec<_> = answers.into_iter().map(|answer| answer.expect(201).body).collect();
        assert_eq!(bodies[0], bodies[1]);
        assert_eq!(books(&one).await, 1);
    })
    .await;
}

#[actix_web::test]
async fn a_refused_request_leaves_its_key_free() {
    each_database(MIGRATIONS, async |database| {
        let shelf = shelf::start(&database).await;
        let officer = shelf.as_agency("so-tc", Role::Officer);
        let send =
            |body: Value| shelf.post("/v1/books", body).by(&officer).idempotency_key("k").send();
        let _ = send(json!({"title": 1})).await.expect_problem(400, "invalid_body");
        send(rau()).await.expect(201);
    })
    .await;
}

#[actix_web::test]
async fn a_key_is_kept_for_seven_days_and_must_be_readable() {
    each_database(MIGRATIONS, async |database| {
        let shelf = shelf::start(&database).await;
        let officer = shelf.as_agency("so-tc", Role::Officer);
        let send =
            |key: &str| shelf.post("/v1/books", rau()).by(&officer).idempotency_key(key).send();
        send("k").await.expect(201);
        shelf.wait(7 * 24 * 3600 - 1);
        assert_eq!(send("k").await.expect(201).header("idempotency-replayed"), Some("true"));
        shelf.wait(2);
        assert_eq!(send("k").await.expect(201).header("idempotency-replayed"), None);
        assert_eq!(books(&shelf).await, 2);
        for key in ["", &"k".repeat(256), "khóa"] {
            let _ = send(key).await.expect_problem(400, "invalid_parameter");
        }
        send(&"k".repeat(255)).await.expect(201);
    })
    .await;
}
