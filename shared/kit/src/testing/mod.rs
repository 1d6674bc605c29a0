//! Test support: every test on its own database, on both databases; a service without a socket;
//! callers of any agency and role; a clock that stands still.
//!
//! ```no_run
//! # use htx_kit::{db::Migrations, service::Mounted, testing::{self, Setting, TestService}};
//! # use htx_model::principal::Role;
//! # const MIGRATIONS: &[Migrations] = &[];
//! # fn mounted(_: &Setting) -> Mounted { unimplemented!() }
//! # async fn test() {
//! testing::each_database(MIGRATIONS, async |database| {
//!     let service = TestService::start(&database, "registry", mounted).await;
//!     let officer = service.as_agency("so-tc", Role::Officer);
//!     let answer = service.get("/v1/organisations").by(&officer).send().await.expect(200);
//!     assert_eq!(answer.json()["items"].as_array().map(Vec::len), Some(0));
//!     service.get("/v1/organisations").send().await.expect_problem(401, "unauthenticated");
//! })
//! .await;
//! # }
//! ```
//!
//! PostgreSQL is tested where `HTX_TEST_POSTGRES_URL` names a server, or one answers on the local
//! socket or on 127.0.0.1:5432, or `initdb` is installed; `HTX_REQUIRE_POSTGRES=1` makes it a
//! failure that there is none.

mod answer;
mod caller;
mod cluster;
mod database;
mod described;
mod listening;
mod organisation;
mod postgres;
mod request;
mod schema;
mod service;

pub use answer::Answer;
pub use caller::{Caller, TokenMint};
pub use database::{Backend, TestDatabase, each_database, fresh_databases};
pub use listening::Listening;
pub use organisation::cooperative;
pub use request::Request;
#[cfg(test)]
pub(crate) use schema::compare as compare_schema;
pub use schema::declared_tables_are_real;
pub use service::{START, Setting, TestService};

#[cfg(test)]
mod tests;
