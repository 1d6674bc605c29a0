//! Gives a person a new password, or a department's system a new secret.

use htx_kit::{context::Context, db::Connection, failure::Failure};
use htx_model::{
    principal::PrincipalKind,
    refusal::{ErrorCode, Refusal, Text},
    scope::Scope,
};

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
    if context.actor.id == Some(id.uuid()) && kind == PrincipalKind::User {
        return Err(own_password().into());
    }
    connection.lock(&format!("account {id}"))?;
    let before = read_accounts::get_managed(connection, kind, scope, id)?;
    let mut after = before.clone();
    after.secret_hash = secret_hash;
    after.secret_made_at = context.now;
    after.change_required = kind == PrincipalKind::User;
    end_logins::end_all(connection, state, context, &mut after, None)?;
    after.version += 1;
    after.changed_at = context.now;
    guess::clear_name(connection, &state.keys.name_digest(&after.name))?;
    account::save(connection, &after, before.version)?;
    record::account(connection, context, "secret_renewed", Some(&before), &after)?;
    Ok(after)
}

/// Otherwise whoever steals a session keeps the account.
fn own_password() -> Refusal {
    Refusal::new(
        ErrorCode::StateConflict,
        Text::fixed(
            "Không tự đặt lại mật khẩu của chính mình ở đây.",
            "One's own password is not reset here.",
        ),
    )
    .advising(Text::fixed(
        "Hãy đổi mật khẩu ở POST /v1/me/password, với mật khẩu hiện tại.",
        "Change it at POST /v1/me/password, with the present one.",
    ))
}
