//! The identity service's operations: the only place that knows actix and utoipa.

mod agencies;
mod change_account;
mod change_password;
mod create_account;
mod discovery;
mod list_accounts;
mod me;
mod read_account;
mod renew_secret;
mod revocations;
mod revoke;
mod rotate_signing_key;
mod token;
mod wire;

use actix_web::web::get;
use htx_kit::{auth::REVOCATIONS_PATH, feed, http::Routes};
use htx_model::permission::permit;

use crate::state::State;

/// Registers every operation.
pub(crate) fn routes(config: &mut Routes) {
    config
        .service(token::issue_token)
        .service(revoke::revoke_token)
        .service(discovery::read_openid_configuration)
        .service(discovery::read_jwks)
        .service(me::read_me)
        .service(me::log_out)
        .service(change_password::change_my_password)
        .service(agencies::list_agencies)
        .service(agencies::find_competent_agency)
        .service(agencies::read_agency)
        .service(list_accounts::list_users)
        .service(list_accounts::list_clients)
        .service(create_account::create_user)
        .service(create_account::create_client)
        .service(read_account::read_user)
        .service(read_account::read_client)
        .service(change_account::change_user)
        .service(change_account::change_client)
        .service(renew_secret::reset_user_password)
        .service(renew_secret::rotate_client_secret)
        .service(rotate_signing_key::rotate_signing_key)
        .configure(feed::operations::<State, permit::UserRead>("identity"))
        // Not an operation of the interface: the gateway leads nobody there, no document names it.
        .undescribed(|config| {
            config.route(REVOCATIONS_PATH, get().to(revocations::list_revocations));
        });
}
