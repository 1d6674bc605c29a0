//! Reads accounts, within what the caller reaches.

use htx_kit::{db::Connection, failure::Failure};
use htx_model::{principal::PrincipalKind, refusal::Refusal, scope::Scope};

use crate::{
    domain::account::{Account, AccountId, governs},
    store::account,
};

/// The account of a kind with this id.
pub(crate) fn get(
    connection: &mut Connection,
    kind: PrincipalKind,
    scope: &Scope,
    id: AccountId,
) -> Result<Account, Failure> {
    account::find(connection, kind, scope, id)?.ok_or_else(|| not_found(kind))
}

/// The account of a kind with this id, if the caller may manage all that it holds.
pub(crate) fn get_managed(
    connection: &mut Connection,
    kind: PrincipalKind,
    scope: &Scope,
    id: AccountId,
) -> Result<Account, Failure> {
    let found = account::find(connection, kind, scope, id)?;
    found.filter(|account| governs(scope, &account.grants)).ok_or_else(|| not_found(kind))
}

fn not_found(kind: PrincipalKind) -> Failure {
    let (vi, en) = match kind {
        PrincipalKind::User => ("người dùng", "user"),
        PrincipalKind::Client => ("hệ thống kết nối", "client system"),
    };
    Refusal::not_found(vi, en).into()
}
