//! HTTP as every service speaks it: one envelope, one form of refusal, strict input.

pub(crate) mod accept;
mod answered;
mod body;
mod envelope;
mod etag;
mod forwarded;
mod health;
pub mod html;
mod idempotency;
pub mod listed;
mod misread;
mod once;
pub mod openapi;
mod operations;
mod page;
mod patience;
mod problem;
mod query;
mod reply;
mod routes;
mod server;
mod spooled;
pub mod table;
mod unmasking;
pub(crate) mod upstream;

pub use answered::{Changed, Created, Done, Downloaded, Made, Paged};
pub use body::{JSON_LIMIT, Keyed, Nothing, Submitted, collect};
pub use envelope::{Arrival, RequestId, envelope, fitting, language, readdress};
pub use etag::{IfMatch, Tagged, Whole};
pub use forwarded::{InvalidNetwork, Network, TrustedProxies, client_address};
pub use health::{Check, Readiness};
pub use idempotency::{Begun, LongWork, Running, forget_old, write_once};
pub use once::{IdempotencyKey, KeyedOnce, Once};
pub use operations::Operations;
pub use page::{CURSOR_LENGTH, Page, PageQuery, PageRequest};
pub use patience::came_too_slowly;
pub use problem::{GuardView, Problem, ProblemFault};
pub use query::{PathId, PathIds, StrictQuery, within_length, within_range};
pub use reply::Reply;
pub use routes::Routes;
#[cfg(feature = "testing")]
pub(crate) use server::application;
pub use server::{HttpOptions, serve};
pub use spooled::spooled;
pub use unmasking::unmasking;
