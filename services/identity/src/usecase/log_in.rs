//! Logs a person in with a password.
//!
//! Whoever guesses learns nothing: unknown, disabled and locked names get the same answer after the
//! same work, and wrong passwords are counted for names that nobody has as well.

use std::sync::Arc;

use htx_kit::{context::Context, db::Connection, failure::Failure};
use htx_model::{date::Instant, principal::PrincipalKind};

use super::{
    hasher::Compared,
    issue::{self, Denied, Tokens},
    record, secret,
};
use crate::{
    domain::{
        account::{Account, name_fault},
        lock_out::Guesses,
        login::Login,
    },
    settings::Password,
    state::State,
    store::{
        account,
        guess::{self, Guesser},
        login,
    },
};

/// A name and a password, as someone typed them.
pub(crate) struct Attempt {
    pub(crate) name: String,
    pub(crate) password: Password,
    /// Where it comes from.
    pub(crate) address: String,
}

/// Logs in.
pub(crate) async fn log_in(state: &Arc<State>, attempt: Attempt) -> Result<Tokens, Denied> {
    let name = attempt.name.trim().to_lowercase();
    let guesser = Guesser {
        name: state.keys.name_digest(&name),
        address: state.keys.address_digest(&attempt.address),
    };
    state.limiter.count(&guesser.name, &attempt.address).map_err(Denied::TooMany)?;
    let now = state.runtime.ids.now();
    let known = find(state, name, guesser.clone(), now).await?;
    let kept = known.as_ref().map(|account| account.secret_hash.clone());
    let compared = state.hasher.compare(attempt.password, kept).await?;

    let shared = Arc::clone(state);
    let write = move |connection: &mut Connection| {
        settle(connection, &shared, &guesser, known.as_ref(), &compared, now)
    };
    match state.runtime.database.write(write).await? {
        Some((account, login)) => Ok(issue::for_login(state, &account, &login, now)?),
        None => {
            // Neither name nor password: people type one in place of the other.
            tracing::info!(target: "htx::login", "a login was refused");
            Err(Denied::Grant)
        }
    }
}

/// The account of that name, unless guesses at it are not heard. A name that no account can have is not
/// looked for: it may hold what a database refuses.
async fn find(
    state: &Arc<State>,
    name: String,
    guesser: Guesser,
    now: Instant,
) -> Result<Option<Account>, Failure> {
    let read = move |connection: &mut Connection| {
        if guess::is_unheard(connection, &guesser, now)? || name_fault("", &name).is_some() {
            return Ok(None);
        }
        account::by_name(connection, PrincipalKind::User, &name)
    };
    state.runtime.database.read(read).await
}

/// Counts a failure, or begins a login. The lock is looked at again: of many guesses sent at once,
/// those after the one that begins the lock are not heard, right or wrong.
fn settle(
    connection: &mut Connection,
    state: &State,
    guesser: &Guesser,
    known: Option<&Account>,
    compared: &Compared,
    now: Instant,
) -> Result<Option<(Account, Login)>, Failure> {
    let account = count(connection, state, guesser, known, compared.right, now)?;
    let Some(account) = account else { return Ok(None) };
    if let Some(stronger) = &compared.stronger {
        account::strengthen(connection, account.id, &account.secret_hash, stronger)?;
    }
    let login = Login {
        id: state.runtime.ids.make(),
        account: account.id,
        nonce: secret::random::<16>()?.to_vec(),
        generation: 1,
        started_at: now,
        refreshed_at: now,
        ended_at: None,
    };
    login::insert(connection, &login)?;
    Ok(Some((account, login)))
}

fn same_password(current: &Account, compared: &Account) -> bool {
    current.version == compared.version || current.secret_hash == compared.secret_hash
}

/// Keeps the counts of wrong passwords for a name, and gives the account as it is now where the
/// password was right and may be used.
pub(crate) fn count(
    connection: &mut Connection,
    state: &State,
    guesser: &Guesser,
    known: Option<&Account>,
    right: bool,
    now: Instant,
) -> Result<Option<Account>, Failure> {
    connection.lock(&format!("guess {:02x?}", guesser.name))?;
    if guess::is_unheard(connection, guesser, now)? {
        return Ok(None);
    }
    let before = guess::find(connection, guesser)?;
    if let (Some(known), true) = (known, right) {
        // The password or the account may have changed since it was compared; a hash that was made
        // stronger meanwhile, which leaves the version, is of the same password. On PostgreSQL it
        // could also change beside this transaction, which would then begin a login that nobody ended.
        connection.lock(&format!("account {}", known.id))?;
        let current = account::by_id(connection, known.id)?
            .filter(|current| current.active && same_password(current, known));
        if current.is_some() {
            if before.is_some() {
                guess::clear(connection, guesser)?;
            }
            return Ok(current);
        }
    }
    let guesses = Guesses::after_failure(before, now);
    guess::save(connection, guesser, guesses)?;
    let everywhere = guesser.everywhere();
    let of_minute = guess::find(connection, &everywhere)?;
    guess::save(connection, &everywhere, Guesses::within_minute(of_minute, now))?;
    if let (Some(known), true) = (known, guesses.begins_lock()) {
        let context = Context::of_operator("identity", &state.runtime.ids);
        record::account(connection, &context, "locked", Some(known), known)?;
    }
    Ok(None)
}
