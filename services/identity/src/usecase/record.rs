//! Events of the identity service: who was given what by whom. Never a secret; names of persons in
//! the part that can be erased.

use htx_kit::{
    context::Context,
    db::Connection,
    failure::Failure,
    log::{self, RandomSalts},
};
use htx_model::{
    event::{Actor, Place, Subject},
    id::Id,
};
use serde_json::Value;

use crate::domain::account::{Account, Holder};

/// Writes down that an account was made, or was changed from `before`. `kind` is what happened,
/// such as `changed`.
pub(crate) fn account(
    connection: &mut Connection,
    context: &Context,
    kind: &str,
    before: Option<&Account>,
    after: &Account,
) -> Result<(), Failure> {
    let event = context.event(
        &format!("{}.{kind}", after.kind),
        Subject { kind: after.kind.to_string(), id: after.id.uuid() },
        place(after),
        before.map(Account::state).as_ref(),
        after.state(),
    );
    log::append(connection, &event, after.personal().as_ref(), &RandomSalts)
}

/// Writes down something that happened to a thing that is no account.
pub(crate) fn other<T>(
    connection: &mut Connection,
    context: &Context,
    kind: &str,
    subject: (&str, Id<T>),
    state: Value,
) -> Result<(), Failure> {
    let subject = Subject { kind: subject.0.to_owned(), id: subject.1.uuid() };
    let event = context.event(kind, subject, Place::default(), None, state);
    log::append(connection, &event, None, &RandomSalts)
}

/// The account itself as the one who acts.
pub(crate) fn actor(account: &Account) -> Actor {
    let agency = account.grants.iter().find_map(|grant| match &grant.holder {
        Holder::Agency(code) => Some(code.clone()),
        Holder::Organisation(_) => None,
    });
    Actor {
        kind: account.kind.to_string(),
        id: Some(account.id.uuid()),
        name: account.name.clone(),
        agency,
    }
}

/// An organisation's own account stands where the organisation does.
fn place(account: &Account) -> Place {
    let organisation = account.grants.iter().find_map(|grant| match &grant.holder {
        Holder::Organisation(id) => Some(*id),
        Holder::Agency(_) => None,
    });
    Place { organisation, ..Place::default() }
}
