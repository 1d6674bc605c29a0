//! Lets a department's system in with its secret.

use std::sync::Arc;

use htx_model::principal::PrincipalKind;

use super::issue::{self, Denied, Tokens};
use crate::{
    domain::{account::name_fault, credential},
    settings::Password,
    state::State,
    store::account,
};

/// Gives a client an access token. A secret has 256 random bits, so nothing is counted and nobody
/// can lock a department out by guessing.
pub(crate) async fn authenticate(
    state: &Arc<State>,
    client_id: String,
    secret: Password,
) -> Result<Tokens, Denied> {
    // A name that no client can have may hold what a database refuses.
    if name_fault("", &client_id).is_some() {
        return Err(Denied::Client);
    }
    let read =
        move |connection: &mut _| account::by_name(connection, PrincipalKind::Client, &client_id);
    let found = state.runtime.database.read(read).await?;
    // The same work whether or not there is such a client.
    let kept = found.as_ref().map_or("", |client| client.secret_hash.as_str());
    let right = credential::verify_secret(secret.reveal(), kept);
    let client = found.filter(|client| right && client.active).ok_or(Denied::Client)?;
    Ok(issue::for_account(state, &client, client.token_family, state.runtime.ids.now())?)
}
