//! Rotates the key that signs access tokens: on request, and by itself every 90 days.

use std::sync::Arc;

use htx_kit::{auth::ACCESS_TOKEN_SECONDS, context::Context, db::Connection, failure::Failure};
use htx_model::{date::Instant, id::Id};
use serde_json::json;

use super::{key_ring::KeyRing, record};
use crate::{
    state::State,
    store::signing_key::{self, SealedKey},
};

/// A key is replaced after so long.
pub(crate) const LIFE_SECONDS: i64 = 90 * 24 * 60 * 60;
/// A new key is published for so long before it signs: longer than any verifier waits between two
/// looks at the published keys.
const AHEAD_SECONDS: i64 = 120;
/// An old key is published so much longer than its last token lives.
const SLACK_SECONDS: i64 = 60;

/// Why a key is rotated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reason {
    /// Its time has come: nobody notices.
    Scheduled,
    /// Someone else may have it: what it signed is void at once.
    Compromised,
}

/// Rotates the key if it is due; another process may have done it meanwhile.
pub(crate) async fn rotate_if_due(state: &Arc<State>, context: Context) -> Result<(), Failure> {
    let now = context.now;
    let due = move |newest: Option<Instant>| {
        newest.is_none_or(|newest| newest.plus_seconds(LIFE_SECONDS) <= now)
    };
    if !due(state.key_ring.newest()) {
        return Ok(());
    }
    let shared = Arc::clone(state);
    let write = move |connection: &mut Connection| {
        connection.lock("signing keys")?;
        let newest =
            signing_key::published(connection, now)?.iter().map(|key| key.created_at).max();
        if due(newest) {
            replace(connection, &shared.key_ring, &context, Reason::Scheduled)?;
        }
        Ok(())
    };
    state.runtime.database.write(write).await?;
    reload(state, now).await
}

/// Takes over the keys as the database has them.
pub(crate) async fn reload(state: &Arc<State>, now: Instant) -> Result<(), Failure> {
    let shared = Arc::clone(state);
    state.runtime.database.read(move |connection| shared.key_ring.load(connection, now)).await
}

/// Enters a new key and retires those so far. Then to be followed by [`reload`]; other processes
/// take it over within a minute.
pub(crate) fn replace(
    connection: &mut Connection,
    key_ring: &KeyRing,
    context: &Context,
    reason: Reason,
) -> Result<SealedKey, Failure> {
    connection.lock("signing keys")?;
    let now = context.now;
    let (signs_from, until) = match reason {
        Reason::Compromised => (now, now),
        Reason::Scheduled => {
            let signs_from = now.plus_seconds(AHEAD_SECONDS);
            (signs_from, signs_from.plus_seconds(ACCESS_TOKEN_SECONDS + SLACK_SECONDS))
        }
    };
    signing_key::retire(connection, until)?;
    let key = key_ring.generate(now, signs_from)?;
    signing_key::insert(connection, &key)?;
    note(connection, context, "signing_key.rotated", &key)?;
    Ok(key)
}

/// Makes the first key, where there is none.
pub(crate) fn make_first(
    connection: &mut Connection,
    key_ring: &KeyRing,
    context: &Context,
) -> Result<(), Failure> {
    if !signing_key::published(connection, context.now)?.is_empty() {
        return Ok(());
    }
    let key = key_ring.generate(context.now, context.now)?;
    signing_key::insert(connection, &key)?;
    note(connection, context, "signing_key.created", &key)
}

fn note(
    connection: &mut Connection,
    context: &Context,
    kind: &str,
    key: &SealedKey,
) -> Result<(), Failure> {
    let state = json!({ "key_id": key.id, "signs_from": key.signs_from });
    // A key has no UUID of its own; the event's subject gets one.
    let id: Id<SealedKey> = context.ids.make();
    record::other(connection, context, kind, ("signing_key", id), state)
}
