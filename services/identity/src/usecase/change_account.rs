//! Changes accounts: their roles, their display name, whether they may log in.

use htx_kit::{context::Context, db::Connection, failure::Failure, http::IfMatch};
use htx_model::{
    principal::{PrincipalKind, Role},
    refusal::{ErrorCode, Refusal, Text},
    scope::Scope,
};

use super::{create_account::may_give, end_logins, read_accounts, record};
use crate::{
    domain::account::{
        Account, AccountId, CITY_COMMITTEE, Grant, display_name_fault, grant_faults,
    },
    state::State,
    store::account,
};

/// What is to be different; what is absent stays.
#[derive(Debug, Default)]
pub(crate) struct Change {
    pub(crate) display_name: Option<String>,
    pub(crate) active: Option<bool>,
    pub(crate) grants: Option<Vec<Grant>>,
}

/// The account to change, and the version that the caller has seen.
pub(crate) struct Target {
    pub(crate) kind: PrincipalKind,
    pub(crate) id: AccountId,
    pub(crate) seen: IfMatch,
}

/// Changes an account. Where it loses rights, its logins end: the next one shows what it has now.
pub(crate) fn change(
    connection: &mut Connection,
    state: &State,
    context: &Context,
    scope: &Scope,
    target: &Target,
    change: Change,
) -> Result<Account, Failure> {
    connection.lock(&format!("account {}", target.id))?;
    let before = read_accounts::get_managed(connection, target.kind, scope, target.id)?;
    target.seen.check(before.version)?;
    check(state, context, scope, &before, &change)?;
    let mut after = before.clone();
    after.display_name = change.display_name.unwrap_or(after.display_name);
    after.active = change.active.unwrap_or(after.active);
    after.grants = change.grants.unwrap_or(after.grants);
    if after == before {
        return Ok(before);
    }
    keep_an_administrator(connection, &before, &after)?;
    if !after.active || after.grants != before.grants {
        end_logins::end_all(connection, state, context, &mut after, None)?;
    }
    after.version += 1;
    after.changed_at = context.now;
    account::save(connection, &after, before.version)?;
    record::account(connection, context, "changed", Some(&before), &after)?;
    Ok(after)
}

fn check(
    state: &State,
    context: &Context,
    scope: &Scope,
    before: &Account,
    change: &Change,
) -> Result<(), Failure> {
    let mut faults: Vec<_> =
        change.display_name.iter().filter_map(|name| display_name_fault(name)).collect();
    // Roles that it has already may stay, whatever became of their agency.
    let given = change.grants.as_ref().filter(|grants| **grants != before.grants);
    if let Some(grants) = given {
        faults.extend(grant_faults(grants, &state.agencies, context.today()));
    }
    if !faults.is_empty() {
        return Err(Refusal::rules(faults).into());
    }
    if let Some(grants) = given {
        may_give(scope, grants)?;
        give_oneself_nothing(context, before, grants)?;
    }
    Ok(())
}

/// Nobody gives roles to themselves: under one name the log would show who sets up accounts, prepares and
/// decides as one person who may. Whoever makes a second account for it is seen to. Roles may be laid down.
fn give_oneself_nothing(
    context: &Context,
    before: &Account,
    grants: &[Grant],
) -> Result<(), Refusal> {
    let own = context.actor.id == Some(before.id.uuid());
    if !own || grants.iter().all(|grant| before.grants.contains(grant)) {
        return Ok(());
    }
    Err(Refusal::new(
        ErrorCode::PermissionDenied,
        Text::fixed(
            "Không ai được tự cấp vai trò cho chính tài khoản của mình.",
            "Nobody may give roles to their own account.",
        ),
    )
    .advising(Text::fixed(
        "Hãy đề nghị một quản trị viên khác của cơ quan, hoặc của ubnd-tp.",
        "Ask another administrator of the agency, or of ubnd-tp.",
    )))
}

/// The last administrator of the city committee stays: nobody else could set anything up again.
fn keep_an_administrator(
    connection: &mut Connection,
    before: &Account,
    after: &Account,
) -> Result<(), Failure> {
    if !before.administers_city() || after.administers_city() {
        return Ok(());
    }
    connection.lock("city administrators")?;
    let all = account::holders(connection, Role::Administrator, CITY_COMMITTEE)?;
    if all.iter().any(|id| *id != before.id) {
        return Ok(());
    }
    Err(Refusal::new(
        ErrorCode::StateConflict,
        Text::fixed(
            "Đây là quản trị viên đang hoạt động duy nhất của ubnd-tp.",
            "This is the only active administrator of ubnd-tp.",
        ),
    )
    .advising(Text::fixed(
        "Hãy tạo một quản trị viên khác của ubnd-tp trước.",
        "Make another administrator of ubnd-tp first.",
    ))
    .into())
}
