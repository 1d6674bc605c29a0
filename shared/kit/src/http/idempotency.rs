//! Repetitions: a POST with an `Idempotency-Key` has its effect once, however often it is sent.
//!
//! The key, the request's fingerprint and the answer are written in the transaction of the effect:
//! either all of it happened or nothing. Keys are kept for seven days.

use std::{
    collections::HashSet,
    sync::{Arc, Mutex, PoisonError},
};

use diesel::{ExpressionMethods as _, OptionalExtension as _, QueryDsl as _, RunQueryDsl as _};
use htx_model::{
    date::Instant,
    id::Id,
    refusal::{ErrorCode, Refusal, Text},
};

use super::{Once, Reply};
use crate::{
    db::{Bind, Connection, Database},
    failure::Failure,
};

/// How long a key is kept, in seconds.
const KEPT_SECONDS: i64 = 7 * 24 * 60 * 60;

diesel::table! {
    use diesel::sql_types::{BigInt, Binary, Integer, Nullable, Text};
    use crate::db::types::{Instant, Uuid};

    /// What was answered to requests with a key.
    idempotency_key (principal_id, key) {
        /// Whose key.
        principal_id -> Uuid,
        /// The key.
        key -> Text,
        /// Digest of method, path with query, and body.
        fingerprint -> Binary,
        /// The answer's status.
        status -> Integer,
        /// The answer's version, for its ETag.
        version -> Nullable<BigInt>,
        /// The answer's location.
        location -> Nullable<Text>,
        /// The answer's body.
        body -> Text,
        /// When it was written.
        recorded_at -> Instant,
    }
}

/// The keys whose requests are running in this process.
#[derive(Debug, Clone, Default)]
pub struct Running(Arc<Mutex<HashSet<(uuid::Uuid, String)>>>);

#[derive(Debug)]
struct Turn {
    running: Running,
    held: (uuid::Uuid, String),
}

impl Running {
    fn enter(&self, principal: uuid::Uuid, key: &str) -> Result<Turn, Refusal> {
        let held = (principal, key.to_owned());
        if self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(held.clone()) {
            return Ok(Turn { running: self.clone(), held });
        }
        Err(Refusal::new(
            ErrorCode::IdempotencyInProgress,
            Text::fixed(
                "Yêu cầu cùng Idempotency-Key đang được xử lý; hãy gửi lại sau ít giây.",
                "A request with the same Idempotency-Key is still running; send again in a few seconds.",
            ),
        ))
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.running.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.held);
    }
}

/// Runs a write in one transaction, and answers a repetition of it with the first answer.
///
/// # Errors
/// What the work reports; [`ErrorCode::IdempotencyKeyReused`] where the key was used for something
/// else; [`ErrorCode::IdempotencyInProgress`] where the first is still running.
pub async fn write_once<F>(
    database: &Database,
    running: &Running,
    principal: uuid::Uuid,
    now: Instant,
    once: impl Into<Once>,
    work: F,
) -> Result<Reply, Failure>
where
    F: FnOnce(&mut Connection) -> Result<Reply, Failure> + Send + 'static,
{
    let once = once.into();
    let _turn = once.key.as_deref().map(|key| running.enter(principal, key)).transpose()?;
    database.write(kept_once(principal, now, once, work)).await
}

/// Work within one transaction whose answer is kept under the key, if there is one.
fn kept_once<F>(
    principal: uuid::Uuid,
    now: Instant,
    once: Once,
    work: F,
) -> impl FnOnce(&mut Connection) -> Result<Reply, Failure> + Send + 'static
where
    F: FnOnce(&mut Connection) -> Result<Reply, Failure> + Send + 'static,
{
    move |connection| {
        let Once { key: Some(key), fingerprint } = once else { return work(connection) };
        connection.lock(&format!("idempotency {principal} {key}"))?;
        if let Some(reply) = find(connection, principal, &key, &fingerprint, now)? {
            return Ok(reply);
        }
        let reply = work(connection)?;
        keep(connection, principal, &key, &fingerprint, &reply, now)?;
        Ok(reply)
    }
}

/// Work of several transactions under a key: it has its turn from before it begins until its
/// answer is kept.
#[derive(Debug)]
pub struct LongWork {
    database: Database,
    principal: uuid::Uuid,
    now: Instant,
    once: Once,
    _turn: Option<Turn>,
}

/// What there is to do for a request.
#[derive(Debug)]
pub enum Begun {
    /// Nothing: this is what the same request was answered before.
    Answered(Reply),
    /// The work.
    Work(LongWork),
}

impl LongWork {
    /// Takes the turn of the request's key. Call it on a thread that may wait: such a thread goes on
    /// when the caller hangs up.
    ///
    /// # Errors
    /// [`ErrorCode::IdempotencyKeyReused`] where the key was used for something else;
    /// [`ErrorCode::IdempotencyInProgress`] where the first is still running.
    pub fn begin(
        database: &Database,
        running: &Running,
        principal: uuid::Uuid,
        now: Instant,
        once: impl Into<Once>,
    ) -> Result<Begun, Failure> {
        let once = once.into();
        let Once { key, fingerprint } = once.clone();
        // The turn first: between a look and a turn the first request could end.
        let turn = key.as_deref().map(|key| running.enter(principal, key)).transpose()?;
        if let Some(key) = key {
            let look = move |connection: &mut Connection| {
                find(connection, principal, &key, &fingerprint, now)
            };
            if let Some(reply) = database.write_now(look)? {
                return Ok(Begun::Answered(reply));
            }
        }
        Ok(Begun::Work(Self { database: database.clone(), principal, now, once, _turn: turn }))
    }

    /// Runs the last transaction, and keeps the answer in it. Call it on the same thread.
    ///
    /// # Errors
    /// As [`write_once`].
    pub fn finish<F>(self, work: F) -> Result<Reply, Failure>
    where
        F: FnOnce(&mut Connection) -> Result<Reply, Failure> + Send + 'static,
    {
        let (principal, now) = (self.principal, self.now);
        self.database.write_now(kept_once(principal, now, self.once, work))
    }
}

type Kept = (Vec<u8>, i32, Option<i64>, Option<String>, String, Instant);

fn find(
    connection: &mut Connection,
    principal: uuid::Uuid,
    key: &str,
    fingerprint: &[u8],
    now: Instant,
) -> Result<Option<Reply>, Failure> {
    use idempotency_key::dsl;
    let principal = Bind(Id::<()>::from_uuid(principal));
    let kept: Option<Kept> = dsl::idempotency_key
        .find((principal, key))
        .select((
            dsl::fingerprint,
            dsl::status,
            dsl::version,
            dsl::location,
            dsl::body,
            dsl::recorded_at,
        ))
        .first(connection)
        .optional()?;
    let Some((known, status, version, location, body, recorded_at)) = kept else {
        return Ok(None);
    };
    if recorded_at.plus_seconds(KEPT_SECONDS) < now {
        diesel::delete(dsl::idempotency_key.find((principal, key))).execute(connection)?;
        return Ok(None);
    }
    if known != fingerprint {
        return Err(Refusal::new(
            ErrorCode::IdempotencyKeyReused,
            Text::fixed(
                "Idempotency-Key này đã dùng cho một yêu cầu khác; mỗi yêu cầu cần khóa riêng.",
                "This Idempotency-Key was used for another request; each request needs its own.",
            ),
        )
        .into());
    }
    let status = u16::try_from(status).map_err(Failure::unexpected)?;
    Ok(Some(Reply { status, version, location, body, kept: None, replayed: true }))
}

fn keep(
    connection: &mut Connection,
    principal: uuid::Uuid,
    key: &str,
    fingerprint: &[u8],
    reply: &Reply,
    now: Instant,
) -> Result<(), Failure> {
    use idempotency_key::dsl;
    diesel::insert_into(dsl::idempotency_key)
        .values((
            dsl::principal_id.eq(Bind(Id::<()>::from_uuid(principal))),
            dsl::key.eq(key),
            dsl::fingerprint.eq(fingerprint),
            dsl::status.eq(i32::from(reply.status)),
            dsl::version.eq(reply.version),
            dsl::location.eq(&reply.location),
            dsl::body.eq(reply.kept.as_ref().unwrap_or(&reply.body)),
            dsl::recorded_at.eq(Bind(now)),
        ))
        .execute(connection)?;
    Ok(())
}

/// Forgets keys older than seven days. A job calls it now and then.
///
/// # Errors
/// What the database reports.
pub fn forget_old(connection: &mut Connection, now: Instant) -> Result<usize, Failure> {
    use idempotency_key::dsl;
    let limit = now.plus_seconds(-KEPT_SECONDS);
    Ok(diesel::delete(dsl::idempotency_key.filter(dsl::recorded_at.lt(Bind(limit))))
        .execute(connection)?)
}
