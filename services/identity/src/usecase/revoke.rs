//! Revokes a token that its holder no longer wants (RFC 7009).

use std::sync::Arc;

use htx_kit::{context::Context, db::Connection, failure::Failure};

use super::{end_logins, record};
use crate::{
    domain::login::RefreshToken,
    state::State,
    store::{account, login},
};

/// Ends the login of a refresh token, or the login of an access token. A token that is none of
/// ours is already as void as it can be.
pub(crate) async fn revoke(state: &Arc<State>, token: &str) -> Result<(), Failure> {
    let now = state.runtime.ids.now();
    match state.verifier.verify(token, now) {
        Ok(session) => {
            let context = Context::new(session.actor(), &state.runtime.ids);
            return end_logins::log_out(state, context, session).await;
        }
        Err(Failure::Refused(_)) => {}
        Err(failure) => return Err(failure),
    }
    let Some(token) = RefreshToken::parse(token) else { return Ok(()) };
    let shared = Arc::clone(state);
    let write = move |connection: &mut Connection| {
        let found = login::find(connection, token.login)?;
        let ours = found
            .filter(|login| login.ended_at.is_none() && token.is_of(login, &shared.keys.refresh));
        let Some(login) = ours else { return Ok(()) };
        let Some(account) = account::by_id(connection, login.account)? else { return Ok(()) };
        let context = Context::new(record::actor(&account), &shared.runtime.ids);
        end_logins::end_one(connection, &shared, &context, login.id, account.id, "revoked")
    };
    state.runtime.database.write(write).await
}
