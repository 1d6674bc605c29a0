//! Accounts with their roles.

use std::collections::HashMap;

use diesel::{
    BoolExpressionMethods as _, ExpressionMethods as _, NullableExpressionMethods as _,
    OptionalExtension as _, QueryDsl as _, Queryable, RunQueryDsl as _, Selectable,
    SelectableHelper as _,
};
use htx_kit::{
    db::{Bind, Connection},
    each,
    failure::Failure,
};
use htx_model::{
    agency::AgencyCode,
    date::Instant,
    id::OrganisationId,
    principal::{PrincipalKind, Role},
    scope::Scope,
};

use super::{
    read,
    schema::{account, assignment},
};
use crate::domain::{
    account::{Account, AccountId, Grant, Holder, reveals},
    login::LoginId,
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = account)]
struct AccountRow {
    id: AccountId,
    kind: String,
    name: String,
    display_name: String,
    secret_hash: String,
    active: bool,
    change_required: bool,
    token_family: LoginId,
    version: i64,
    created_at: Instant,
    changed_at: Instant,
    secret_made_at: Instant,
}

impl AccountRow {
    fn with(self, grants: Vec<Grant>) -> Result<Account, Failure> {
        Ok(Account {
            id: self.id,
            kind: read(&self.kind)?,
            name: self.name,
            display_name: self.display_name,
            secret_hash: self.secret_hash,
            active: self.active,
            change_required: self.change_required,
            token_family: self.token_family,
            grants,
            version: self.version,
            created_at: self.created_at,
            changed_at: self.changed_at,
            secret_made_at: self.secret_made_at,
        })
    }
}

type AssignmentRow = (AccountId, String, Option<String>, Option<OrganisationId>);

/// What a list of accounts is narrowed to.
#[derive(Debug, Clone, Default)]
pub(crate) struct Filter {
    /// Holding a role for this agency.
    pub(crate) agency: Option<AgencyCode>,
    /// Holding this role.
    pub(crate) role: Option<Role>,
    /// That may log in, or may not.
    pub(crate) active: Option<bool>,
}

/// Accounts of a kind within a scope, by name, after one of that name.
pub(crate) fn list(
    connection: &mut Connection,
    kind: PrincipalKind,
    scope: &Scope,
    filter: &Filter,
    after: Option<&str>,
    limit: i64,
) -> Result<Vec<Account>, Failure> {
    let mut query = account::table.filter(account::kind.eq(kind.to_string())).into_boxed();
    if !scope.is_everything() {
        let agencies: Vec<&str> = scope.agencies().map(AgencyCode::as_str).collect();
        let organisations = scope.organisations().map(Bind);
        let of_organisation = assignment::organisation_id
            .is_not_null()
            .and(assignment::organisation_id.assume_not_null().eq_any(organisations));
        let held = assignment::table
            .filter(assignment::agency_code.eq_any(agencies).or(of_organisation))
            .select(assignment::account_id);
        query = query.filter(account::id.eq_any(held));
    }
    if let Some(agency) = &filter.agency {
        let held = assignment::table
            .filter(assignment::agency_code.eq(agency.as_str()))
            .select(assignment::account_id);
        query = query.filter(account::id.eq_any(held));
    }
    if let Some(role) = filter.role {
        let held = assignment::table
            .filter(assignment::role.eq(role.to_string()))
            .select(assignment::account_id);
        query = query.filter(account::id.eq_any(held));
    }
    if let Some(active) = filter.active {
        query = query.filter(account::active.eq(active));
    }
    if let Some(after) = after {
        query = query.filter(account::name.gt(after));
    }
    let rows: Vec<AccountRow> =
        query.order(account::name).limit(limit).select(AccountRow::as_select()).load(connection)?;
    with_grants(connection, rows)
}

/// The account of a kind with this id, within a scope.
pub(crate) fn find(
    connection: &mut Connection,
    kind: PrincipalKind,
    scope: &Scope,
    id: AccountId,
) -> Result<Option<Account>, Failure> {
    let found = by_id(connection, id)?;
    Ok(found.filter(|account| account.kind == kind && reveals(scope, &account.grants)))
}

/// The account with this id, whoever asks.
pub(crate) fn by_id(
    connection: &mut Connection,
    id: AccountId,
) -> Result<Option<Account>, Failure> {
    let row = account::table
        .find(Bind(id))
        .select(AccountRow::as_select())
        .first(connection)
        .optional()?;
    Ok(with_grants(connection, row.into_iter().collect())?.pop())
}

/// The account of a kind with this login name.
pub(crate) fn by_name(
    connection: &mut Connection,
    kind: PrincipalKind,
    name: &str,
) -> Result<Option<Account>, Failure> {
    let row = account::table
        .filter(account::name.eq(name))
        .filter(account::kind.eq(kind.to_string()))
        .select(AccountRow::as_select())
        .first(connection)
        .optional()?;
    Ok(with_grants(connection, row.into_iter().collect())?.pop())
}

fn with_grants(
    connection: &mut Connection,
    rows: Vec<AccountRow>,
) -> Result<Vec<Account>, Failure> {
    let ids: Vec<_> = rows.iter().map(|row| Bind(row.id)).collect();
    let held: Vec<AssignmentRow> = assignment::table
        .filter(assignment::account_id.eq_any(ids))
        .order((assignment::account_id, assignment::ordinal))
        .select((
            assignment::account_id,
            assignment::role,
            assignment::agency_code,
            assignment::organisation_id,
        ))
        .load(connection)?;
    let mut grants: HashMap<AccountId, Vec<Grant>> = HashMap::new();
    for (account, role, agency, organisation) in held {
        let holder = match (agency, organisation) {
            (Some(agency), _) => Holder::Agency(read(&agency)?),
            (None, Some(organisation)) => Holder::Organisation(organisation),
            (None, None) => return Err(Failure::unexpected("an assignment for nobody")),
        };
        grants.entry(account).or_default().push(Grant { role: read(&role)?, holder });
    }
    rows.into_iter()
        .map(|row| {
            let grants = grants.remove(&row.id).unwrap_or_default();
            row.with(grants)
        })
        .collect()
}

/// Rows of one INSERT; twelve columns each stay below both databases' limits of parameters.
const CHUNK: usize = 500;

/// Enters accounts with their roles.
pub(crate) fn insert(connection: &mut Connection, accounts: &[&Account]) -> Result<(), Failure> {
    for chunk in accounts.chunks(CHUNK) {
        let rows: Vec<_> = chunk
            .iter()
            .map(|one| {
                (
                    account::id.eq(Bind(one.id)),
                    account::kind.eq(one.kind.to_string()),
                    account::name.eq(&one.name),
                    account::display_name.eq(&one.display_name),
                    account::secret_hash.eq(&one.secret_hash),
                    account::active.eq(one.active),
                    account::change_required.eq(one.change_required),
                    account::token_family.eq(Bind(one.token_family)),
                    account::version.eq(one.version),
                    account::created_at.eq(Bind(one.created_at)),
                    account::changed_at.eq(Bind(one.changed_at)),
                    account::secret_made_at.eq(Bind(one.secret_made_at)),
                )
            })
            .collect();
        each!(connection, one => diesel::insert_into(account::table).values(&rows).execute(one))?;
    }
    for one in accounts {
        insert_grants(connection, one)?;
    }
    Ok(())
}

fn insert_grants(connection: &mut Connection, account: &Account) -> Result<(), Failure> {
    let rows: Vec<_> = (0..)
        .zip(&account.grants)
        .map(|(ordinal, grant)| {
            let (agency, organisation) = match &grant.holder {
                Holder::Agency(code) => (Some(code.as_str()), None),
                Holder::Organisation(id) => (None, Some(*id)),
            };
            (
                assignment::account_id.eq(Bind(account.id)),
                assignment::ordinal.eq::<i32>(ordinal),
                assignment::role.eq(grant.role.to_string()),
                assignment::agency_code.eq(agency),
                assignment::organisation_id.eq(Bind(organisation)),
            )
        })
        .collect();
    each!(connection, one => diesel::insert_into(assignment::table).values(&rows).execute(one))?;
    Ok(())
}

/// Saves a changed account; `version` is the one that it was changed from.
pub(crate) fn save(
    connection: &mut Connection,
    changed: &Account,
    version: i64,
) -> Result<(), Failure> {
    let saved = diesel::update(account::table)
        .filter(account::id.eq(Bind(changed.id)))
        .filter(account::version.eq(version))
        .set((
            account::display_name.eq(&changed.display_name),
            account::secret_hash.eq(&changed.secret_hash),
            account::active.eq(changed.active),
            account::change_required.eq(changed.change_required),
            account::token_family.eq(Bind(changed.token_family)),
            account::version.eq(changed.version),
            account::changed_at.eq(Bind(changed.changed_at)),
            account::secret_made_at.eq(Bind(changed.secret_made_at)),
        ))
        .execute(connection)?;
    if saved != 1 {
        // The use case compared the version in this transaction: another writer came between.
        return Err(Failure::unavailable("the account changed while it was being changed"));
    }
    diesel::delete(assignment::table.filter(assignment::account_id.eq(Bind(changed.id))))
        .execute(connection)?;
    insert_grants(connection, changed)
}

/// Replaces the hash of a password by one of the same password made with more work, unless the
/// password was changed meanwhile. No change that anyone sees: the version stays.
pub(crate) fn strengthen(
    connection: &mut Connection,
    id: AccountId,
    weak: &str,
    strong: &str,
) -> Result<(), Failure> {
    diesel::update(account::table)
        .filter(account::id.eq(Bind(id)))
        .filter(account::secret_hash.eq(weak))
        .set(account::secret_hash.eq(strong))
        .execute(connection)?;
    Ok(())
}

/// The active persons who hold a role for an agency.
pub(crate) fn holders(
    connection: &mut Connection,
    role: Role,
    agency: &str,
) -> Result<Vec<AccountId>, Failure> {
    let held = assignment::table
        .filter(assignment::role.eq(role.to_string()))
        .filter(assignment::agency_code.eq(agency))
        .select(assignment::account_id);
    Ok(account::table
        .filter(account::id.eq_any(held))
        .filter(account::active.eq(true))
        .filter(account::kind.eq(PrincipalKind::User.to_string()))
        .select(account::id)
        .load(connection)?)
}
