//! Ends logins before their time.

use std::sync::Arc;

use htx_kit::{auth::Revocation, context::Context, db::Connection, failure::Failure};
use htx_model::principal::PrincipalKind;
use serde_json::json;
use uuid::Uuid;

use super::record;
use crate::{
    domain::{
        account::{Account, AccountId},
        login::LoginId,
    },
    state::State,
    store::{login, revocation},
};

/// Ends all logins of a person but one, or voids all tokens of a client, of which `account` is
/// then to be saved.
pub(crate) fn end_all(
    connection: &mut Connection,
    state: &State,
    context: &Context,
    account: &mut Account,
    except: Option<LoginId>,
) -> Result<(), Failure> {
    if account.kind == PrincipalKind::Client {
        let family = std::mem::replace(&mut account.token_family, context.ids.make());
        return void(connection, state, context, &[family.uuid()]);
    }
    let mut living = login::of_account(connection, account.id)?;
    living.retain(|id| Some(*id) != except);
    login::end(connection, &living, context.now)?;
    let ids: Vec<Uuid> = living.iter().map(|id| id.uuid()).collect();
    void(connection, state, context, &ids)
}

/// Ends one login.
pub(crate) fn end_one(
    connection: &mut Connection,
    state: &State,
    context: &Context,
    id: LoginId,
    account: AccountId,
    reason: &str,
) -> Result<(), Failure> {
    login::end(connection, &[id], context.now)?;
    let told = json!({ "account": account, "reason": reason });
    record::other(connection, context, "session.revoked", ("session", id), told)?;
    void(connection, state, context, &[id.uuid()])
}

/// Voids the access tokens that bear any of these ids, issued up to now.
///
/// This process knows at once, before the transaction commits: should it fail, some tokens are
/// refused that need not be, and the login's next refresh mends that. Others learn from the table.
pub(crate) fn void(
    connection: &mut Connection,
    state: &State,
    context: &Context,
    ids: &[Uuid],
) -> Result<(), Failure> {
    revocation::insert(connection, ids.iter().copied(), context.now)?;
    for &id in ids {
        state.revocations.revoke(Revocation { id, at: context.now });
    }
    Ok(())
}

/// Logs the caller of an access token out.
pub(crate) async fn log_out(
    state: &Arc<State>,
    context: Context,
    session: Arc<htx_kit::auth::Session>,
) -> Result<(), Failure> {
    let shared = Arc::clone(state);
    let write = move |connection: &mut Connection| {
        let claims = &session.claims;
        let id = LoginId::from_uuid(claims.sid);
        match login::find(connection, id)? {
            Some(login) if login.ended_at.is_none() => {
                end_one(connection, &shared, &context, id, login.account, "logged_out")
            }
            // A client has no login: this one token ends.
            _ => void(connection, &shared, &context, &[claims.jti]),
        }
    };
    state.runtime.database.write(write).await
}
