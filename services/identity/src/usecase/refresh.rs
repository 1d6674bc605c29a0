//! Exchanges a refresh token for the next one and a new access token.

use std::sync::Arc;

use htx_kit::{context::Context, db::Connection, failure::Failure};
use htx_model::date::Instant;

use super::{
    end_logins,
    issue::{self, Denied, Tokens},
    record,
};
use crate::{
    domain::{
        account::Account,
        login::{Login, Presented, RefreshToken},
    },
    state::State,
    store::{account, login},
};

/// Exchanges a refresh token. Of two that present the same one, at most one succeeds, and the login
/// ends: one of them stole it.
pub(crate) async fn refresh(state: &Arc<State>, token: &str) -> Result<Tokens, Denied> {
    let token = RefreshToken::parse(token).ok_or(Denied::Grant)?;
    let now = state.runtime.ids.now();
    let shared = Arc::clone(state);
    let write = move |connection: &mut Connection| exchange(connection, &shared, &token, now);
    let exchanged = state.runtime.database.write(write).await?;
    let (account, login) = exchanged.ok_or(Denied::Grant)?;
    Ok(issue::for_login(state, &account, &login, now)?)
}

/// The login in its next generation. What ends a login is committed, so it is no error here.
fn exchange(
    connection: &mut Connection,
    state: &State,
    token: &RefreshToken,
    now: Instant,
) -> Result<Option<(Account, Login)>, Failure> {
    let Some(login) = login::find(connection, token.login)? else { return Ok(None) };
    if !token.is_of(&login, &state.keys.refresh) {
        return Ok(None);
    }
    let Some(account) = account::by_id(connection, login.account)? else { return Ok(None) };
    let presented = login.judge(token.generation, now);
    if presented == Presented::Ended {
        return Ok(None);
    }
    let advanced = presented == Presented::Newest
        && account.active
        && login::advance(connection, login.id, token.generation, now)?;
    if !advanced {
        let context = Context::new(record::actor(&account), &state.runtime.ids);
        let reason = if account.active { "refresh_token_reused" } else { "account_disabled" };
        end_logins::end_one(connection, state, &context, login.id, account.id, reason)?;
        return Ok(None);
    }
    let login = Login { generation: token.generation + 1, refreshed_at: now, ..login };
    Ok(Some((account, login)))
}
