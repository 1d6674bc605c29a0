//! Gives a person a new password, or a department's system a new secret.

use htx_kit::{context::Context, db::Connection, failure::Failure};
use htx_model::{principal::PrincipalKind, scope::Scope};

use super::{end_logins, read_accounts, record};
use crate::{
    domain::account::{Account, AccountId},
    state::State,
    store::{account, guess},
};

/// Replaces the password or the secret. All logins end, and whoever was shut out for guessing may
/// try again.
pub(crate) fn renew(
    connection: &mut Connection,
    state: &State,
    context: &Context,
    scope: &Scope,
    (kind, id): (PrincipalKind, AccountId),
    secret_hash: String,
) -> Result<Account, Failure> {
    connection.lock(&format!("account {id}"))?;
    let before = read_accounts::get_managed(connection, kind, scope, id)?;
    let mut after = before.clone();
    after.secret_hash = secret_hash;
    after.change_required = kind == PrincipalKind::User;
    end_logins::end_all(connection, state, context, &mut after, None)?;
    after.version += 1;
    after.changed_at = context.now;
    guess::clear(connection, &state.keys.name_digest(&after.name))?;
    account::save(connection, &after, before.version)?;
    record::account(connection, context, "secret_renewed", Some(&before), &after)?;
    Ok(after)
}
