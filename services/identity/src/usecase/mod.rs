//! What the service does: one file for each use case, each write in one transaction with its event.

pub(crate) mod authenticate_client;
pub(crate) mod change_account;
pub(crate) mod change_password;
pub(crate) mod create_account;
pub(crate) mod demo_accounts;
pub(crate) mod end_logins;
pub(crate) mod find_agencies;
pub(crate) mod first_start;
pub(crate) mod hasher;
pub(crate) mod issue;
pub(crate) mod key_ring;
pub(crate) mod limiter;
pub(crate) mod log_in;
pub(crate) mod read_accounts;
pub(crate) mod record;
pub(crate) mod refresh;
pub(crate) mod renew_secret;
pub(crate) mod revoke;
pub(crate) mod rotate_signing_key;
pub(crate) mod secret;
pub(crate) mod tend;
