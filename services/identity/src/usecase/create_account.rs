//! Makes accounts.

use htx_kit::{context::Context, db::Connection, failure::Failure};
use htx_model::{
    principal::PrincipalKind,
    refusal::{ErrorCode, Refusal, Text},
    scope::Scope,
};

use super::record;
use crate::{
    domain::account::{Account, Grant, display_name_fault, governs, grant_faults, name_fault},
    state::State,
    store::account,
};

/// An account that someone wants.
pub(crate) struct Wanted {
    pub(crate) kind: PrincipalKind,
    pub(crate) name: String,
    pub(crate) display_name: String,
    pub(crate) grants: Vec<Grant>,
}

/// Makes an account whose password or secret has this hash.
pub(crate) fn create(
    connection: &mut Connection,
    state: &State,
    context: &Context,
    scope: &Scope,
    wanted: Wanted,
    secret_hash: String,
) -> Result<Account, Failure> {
    let mut faults: Vec<_> = name_fault(name_pointer(wanted.kind), &wanted.name)
        .into_iter()
        .chain(display_name_fault(&wanted.display_name))
        .collect();
    faults.extend(grant_faults(&wanted.grants, &state.agencies, context.today()));
    if !faults.is_empty() {
        return Err(Refusal::rules(faults).into());
    }
    may_give(scope, &wanted.grants)?;
    let account = build(context, wanted, secret_hash);
    account::insert(connection, &[&account])?;
    record::account(connection, context, "created", None, &account)?;
    Ok(account)
}

/// A new account, not yet entered.
pub(crate) fn build(context: &Context, wanted: Wanted, secret_hash: String) -> Account {
    Account {
        id: context.ids.make(),
        kind: wanted.kind,
        name: wanted.name,
        display_name: wanted.display_name,
        secret_hash,
        active: true,
        change_required: wanted.kind == PrincipalKind::User,
        token_family: context.ids.make(),
        grants: wanted.grants,
        version: 1,
        created_at: context.now,
        changed_at: context.now,
        secret_made_at: context.now,
    }
}

/// Whoever gives roles must manage every agency that they are for.
pub(crate) fn may_give(scope: &Scope, grants: &[Grant]) -> Result<(), Failure> {
    if governs(scope, grants) {
        return Ok(());
    }
    Err(Refusal::new(
        ErrorCode::PermissionDenied,
        Text::fixed(
            "Quản trị viên chỉ cấp được vai trò của chính cơ quan mình.",
            "An administrator gives roles of their own agency only.",
        ),
    )
    .advising(Text::fixed(
        "Hãy đề nghị quản trị viên của cơ quan đó, hoặc của ubnd-tp.",
        "Ask an administrator of that agency, or of ubnd-tp.",
    ))
    .into())
}

fn name_pointer(kind: PrincipalKind) -> &'static str {
    match kind {
        PrincipalKind::User => "/username",
        PrincipalKind::Client => "/client_id",
    }
}
