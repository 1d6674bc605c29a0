use std::sync::{
    Arc, Mutex,
    atomic::{AtomicUsize, Ordering},
};

use actix_web::{HttpResponse, get};
use diesel::{RunQueryDsl as _, sql_query};

use htx_model::{id::Id, permission::permit, principal::Role};
use serde_json::json;

use super::*;
use crate::{
    auth::Authorized,
    db::{Database, Migrations},
    failure::Failure,
    http::Routes,
    service::{Mounted, Service},
};

#[utoipa::path(responses((status = 200, description = "Who asks.")))]
#[get("/v1/me")]
async fn me(caller: Authorized<permit::OrganisationRead>) -> HttpResponse {
    let principal = caller.principal();
    HttpResponse::Ok().json(json!({
        "name": principal.name,
        "assignments": principal.assignments,
        "city": caller.scope.is_everything(),
    }))
}

fn routes(config: &mut Routes) {
    config.service(me);
}

const NONE: Migrations = Migrations { sqlite: none, postgres: none };
fn none() -> diesel_migrations::EmbeddedMigrations {
    diesel_migrations::EmbeddedMigrations::new(&[])
}

fn mirror(_: &Setting) -> Mounted {
    let service = Service {
        name: "mirror",
        title: "Mirror",
        description: "Tells callers who they are.",
        tags: &[],
        prefixes: &["/v1/me"],
        routes,
        migrations: &[NONE],
        many_writers: false,
    };
    Mounted { service, data: Arc::new(|_| {}) }
}

async fn start() -> (TestDatabase, TestService) {
    let database = TestDatabase::sqlite(&[]);
    let service = TestService::start(&database, "mirror", mirror).await;
    (database, service)
}

#[actix_web::test]
async fn an_agency_is_entrusted_with_what_passed_to_it_by_the_day_of_the_clock() {
    let (_database, service) = start().await;
    let officer = service.as_agency("so-tc", Role::Officer);
    let answer = service.get("/v1/me").by(&officer).send().await.expect(200).json();
    assert_eq!(answer["name"], "so-tc.officer");
    assert_eq!(answer["city"], true);
    let kinds = &answer["assignments"][0]["holder"]["agency"]["kinds"];
    assert_eq!(kinds, &json!(["finance", "planning"]));
    service.set_clock("2025-02-28T02:00:00Z");
    let before = service.as_agency("so-tc", Role::Officer);
    let answer = service.get("/v1/me").by(&before).send().await.expect(200).json();
    assert_eq!(answer["assignments"][0]["holder"]["agency"]["kinds"], json!(["finance"]));
}

#[actix_web::test]
async fn an_ended_agency_keeps_its_own_kind() {
    let (_database, service) = start().await;
    service.set_clock("2025-09-01T02:00:00Z");
    let caller = service.as_agency("so-khdt", Role::Viewer);
    let answer = service.get("/v1/me").by(&caller).send().await.expect(200).json();
    let agency = &answer["assignments"][0]["holder"]["agency"];
    assert_eq!((&agency["kinds"], &agency["ended"]), (&json!(["planning"]), &json!(true)));
}

#[actix_web::test]
async fn callers_are_the_same_by_name_and_tokens_live_as_long_as_the_clock_says() {
    let (_database, service) = start().await;
    let officer = service.as_agency("so-tc", Role::Officer);
    assert_eq!(officer.id(), service.as_agency("so-tc", Role::Officer).id());
    assert_ne!(officer.id(), officer.named("somebody else").id());
    let token = service.setting.tokens.token(officer.principal.as_ref().unwrap());
    service.get("/v1/me").bearer(&token).send().await.expect(200);
    service.wait(601);
    service.get("/v1/me").bearer(&token).send().await.expect_problem(401, "unauthenticated");
    // Signed anew.
    service.get("/v1/me").by(&officer).send().await.expect(200);
    service.get("/v1/me").send().await.expect_problem(401, "unauthenticated");
}

#[actix_web::test]
async fn an_organisation_and_a_system_call_as_what_they_are() {
    let (_database, service) = start().await;
    let own = service.as_organisation(Id::from_uuid(uuid::Uuid::nil()));
    let answer = service.get("/v1/me").by(&own).send().await.expect(200).json();
    assert_eq!(answer["city"], false);
    let system = service.as_client("so-tc", Role::Viewer);
    let answer = service.get("/v1/me").by(&system).send().await.expect(200).json();
    assert_eq!(answer["name"], "so-tc.system");
}

#[actix_web::test]
async fn the_same_service_answers_on_a_real_socket() {
    let (_database, service) = start().await;
    let listening = service.listen();
    let response = reqwest::get(listening.url("/v1/me")).await.unwrap();
    assert_eq!(response.status().as_u16(), 401);
    assert!(response.headers().contains_key("x-request-id"));
}

async fn make_mark(database: &Database) -> Result<usize, Failure> {
    let statement = "CREATE TABLE mark (number INTEGER PRIMARY KEY)";
    database.write(move |connection| Ok(sql_query(statement).execute(connection)?)).await
}

#[actix_web::test]
async fn each_test_has_its_databases_to_itself() {
    let seen = Mutex::new(Vec::new());
    for _ in 0..2 {
        each_database(&[NONE], async |database| {
            // It would be there already, if two shared a database.
            make_mark(&database).await.unwrap();
            seen.lock().unwrap().push(database.backend());
            make_mark(&database.reopened()).await.unwrap_err();
        })
        .await;
    }
    let seen = seen.into_inner().unwrap();
    assert_eq!(seen[0], Backend::Sqlite);
    assert_eq!(seen.len() % 2, 0);
}

#[test]
fn a_database_is_gone_after_its_test_even_if_that_panics() {
    let removed = AtomicUsize::new(0);
    for database in fresh_databases(&[]) {
        let url = database.url().clone();
        let ended = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            let _held = (database.database().clone(), database);
            panic!("as a test would");
        }));
        assert!(ended.is_err());
        match &url {
            crate::db::DatabaseUrl::Sqlite(path) => assert!(!path.exists()),
            crate::db::DatabaseUrl::Postgresql(address) => {
                use diesel::Connection as _;
                assert!(diesel::PgConnection::establish(address).is_err());
            }
        }
        removed.fetch_add(1, Ordering::Relaxed);
    }
    assert!(removed.into_inner() >= 1);
}
