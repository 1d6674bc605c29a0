//! Accounts of the synthetic city, hundreds at once: for `htx demo` and `htx rehearse` only.

use std::sync::Arc;

use htx_kit::{
    context::Context,
    db::Connection,
    failure::Failure,
    log::{self, Entry, RandomSalts},
    service::Runtime,
};
use htx_model::{
    agency::AgencyCode,
    event::{Place, Subject},
    principal::{PrincipalKind, Role},
    refusal::Refusal,
};

use super::{
    create_account::{Wanted, build},
    first_start,
    hasher::hash_now,
    record, secret,
};
use crate::{
    domain::{
        account::{Account, Grant, Holder, name_fault},
        credential::{self, Cost},
    },
    settings::Password,
    store,
};

/// An account of the synthetic city.
#[derive(Debug, Clone)]
pub struct DemoUser {
    /// The login name, such as `so-tc.officer`.
    pub username: String,
    /// The name that people see.
    pub display_name: String,
    /// What it may do.
    pub role: Role,
    /// For which agency; an ended one or one that begins later as well.
    pub agency: AgencyCode,
}

/// An account that was made, with its password: a line of `demo-users.csv`.
#[derive(Debug, Clone)]
pub struct DemoCredential {
    /// The login name.
    pub username: String,
    /// The password; it need not be changed.
    pub password: Password,
    /// The agency.
    pub agency: AgencyCode,
    /// The role.
    pub role: Role,
}

/// Makes the accounts of the synthetic city in one transaction, with random passwords of 100 bits.
///
/// Their passwords are hashed with far less work than usual, because hundreds at the usual cost
/// take minutes; each is hashed anew at its first login. The hash says with what it was made.
///
/// # Errors
/// Where the database fails, a login name is malformed, or an account of that name exists.
pub async fn create_demo_users(
    runtime: &Runtime,
    users: Vec<DemoUser>,
) -> Result<Vec<DemoCredential>, Failure> {
    let faults: Vec<_> =
        users.iter().filter_map(|user| name_fault("/username", &user.username)).collect();
    if !faults.is_empty() {
        return Err(Refusal::rules(faults).into());
    }
    let context = Arc::new(Context::of_operator("htx demo", &runtime.ids));
    let built = {
        let context = Arc::clone(&context);
        let work = move || -> Result<Vec<_>, Failure> {
            users.into_iter().map(|user| make(&context, user)).collect()
        };
        actix_web::rt::task::spawn_blocking(work).await.map_err(Failure::unexpected)??
    };
    let (accounts, credentials): (Vec<Account>, Vec<DemoCredential>) = built.into_iter().unzip();
    let write = move |connection: &mut Connection| {
        first_start::load_agencies(connection)?;
        store::account::insert(connection, &accounts.iter().collect::<Vec<_>>())?;
        record_all(connection, &context, &accounts)
    };
    runtime.database.write(write).await?;
    Ok(credentials)
}

/// Makes a department's client system in the synthetic city; its name is the `username`, its secret the
/// `password`.
///
/// # Errors
/// As [`create_demo_users`].
pub async fn create_demo_client(
    runtime: &Runtime,
    client: DemoUser,
) -> Result<DemoCredential, Failure> {
    if let Some(fault) = name_fault("/client_id", &client.username) {
        return Err(Refusal::rules(vec![fault]).into());
    }
    let context = Context::of_operator("htx rehearse", &runtime.ids);
    let password = secret::client_secret()?;
    let wanted = Wanted {
        kind: PrincipalKind::Client,
        name: client.username.clone(),
        display_name: client.display_name,
        grants: vec![Grant { role: client.role, holder: Holder::Agency(client.agency.clone()) }],
    };
    let account = build(&context, wanted, credential::digest_of_secret(password.reveal()));
    let write = move |connection: &mut Connection| {
        first_start::load_agencies(connection)?;
        store::account::insert(connection, &[&account])?;
        record::account(connection, &context, "created", None, &account)
    };
    runtime.database.write(write).await?;
    let DemoUser { username, role, agency, .. } = client;
    Ok(DemoCredential { username, password, agency, role })
}

fn make(context: &Context, user: DemoUser) -> Result<(Account, DemoCredential), Failure> {
    let password = secret::password()?;
    let hash = hash_now(&password, Cost::Demonstration)?;
    let grant = Grant { role: user.role, holder: Holder::Agency(user.agency.clone()) };
    let wanted = Wanted {
        kind: PrincipalKind::User,
        name: user.username.clone(),
        display_name: user.display_name,
        grants: vec![grant],
    };
    let account = Account { change_required: false, ..build(context, wanted, hash) };
    let DemoUser { username, role, agency, .. } = user;
    Ok((account, DemoCredential { username, password, agency, role }))
}

fn record_all(
    connection: &mut Connection,
    context: &Context,
    accounts: &[Account],
) -> Result<(), Failure> {
    let events: Vec<_> = accounts
        .iter()
        .map(|account| {
            let subject = Subject { kind: "user".to_owned(), id: account.id.uuid() };
            let event =
                context.event("user.created", subject, Place::default(), None, account.state());
            (event, account.personal())
        })
        .collect();
    let entries: Vec<_> = events
        .iter()
        .map(|(event, personal)| Entry { event, personal: personal.as_ref() })
        .collect();
    log::append_many(connection, &entries, &RandomSalts)
}
