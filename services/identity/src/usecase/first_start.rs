//! The first start: agencies, a signing key, one administrator. Every later start changes nothing.

use std::sync::Arc;

use htx_kit::{context::Context, db::Connection, failure::Failure, service::Runtime};
use htx_model::{
    administrative::AdministrativeUnits,
    agency::{Agencies, AgencyCode},
    principal::{PrincipalKind, Role},
    refusal::{Refusal, Text},
};

use super::{
    create_account::{Wanted, build},
    hasher::hash_now,
    key_ring::KeyRing,
    record, rotate_signing_key, secret,
};
use crate::{
    Credential,
    domain::{
        account::{Account, CITY_COMMITTEE, Grant, Holder},
        credential::Cost,
        password,
    },
    settings::Password,
    store,
};

/// The login name of the first administrator.
const ADMINISTRATOR: &str = "admin";

/// Does what the first start does, as far as it has not been done, and reads the agencies.
pub(crate) async fn prepare(
    runtime: &Runtime,
    key_ring: &Arc<KeyRing>,
    bootstrap_password: Option<Password>,
) -> Result<(Agencies, Option<Credential>), Failure> {
    let context = Context::of_operator("htx serve", &runtime.ids);
    let started = runtime.database.read(has_administrator).await?;
    let first = if started { None } else { Some(administrator(bootstrap_password).await?) };
    let (key_ring, now) = (Arc::clone(key_ring), context.now);
    let write = move |connection: &mut Connection| {
        // Several processes start at once: one of them does it.
        connection.lock("first start")?;
        load_agencies(connection)?;
        rotate_signing_key::make_first(connection, &key_ring, &context)?;
        key_ring.load(connection, now)?;
        enter(connection, &context, first)
    };
    let credential = runtime.database.write(write).await?;
    let rows = runtime.database.read(store::agency::all).await?;
    Ok((Agencies::new(rows, units()?.clone()), credential))
}

fn units() -> Result<&'static AdministrativeUnits, Failure> {
    AdministrativeUnits::embedded().map_err(|error| Failure::unexpected(error.clone()))
}

/// Enters the agencies that the suite is delivered with, as far as they are not there.
pub(crate) fn load_agencies(connection: &mut Connection) -> Result<(), Failure> {
    let embedded = Agencies::embedded().map_err(|error| Failure::unexpected(error.clone()))?;
    let known = store::agency::all(connection)?;
    let known: std::collections::HashSet<_> = known.iter().map(|agency| &agency.code).collect();
    let missing: Vec<_> =
        (0..).zip(embedded.all()).filter(|(_, agency)| !known.contains(&agency.code)).collect();
    if !missing.is_empty() {
        store::agency::insert_missing(connection, &missing)?;
    }
    Ok(())
}

/// Whether the first administrator was entered before. Accounts are never deleted, so this holds
/// for good; the accounts of a synthetic city do not stand in for it.
fn has_administrator(connection: &mut Connection) -> Result<bool, Failure> {
    let found = store::account::by_name(connection, PrincipalKind::User, ADMINISTRATOR)?;
    Ok(found.is_some())
}

/// The first administrator's credential, with its hash.
async fn administrator(chosen: Option<Password>) -> Result<(Credential, String), Failure> {
    let password = match chosen {
        Some(chosen) => match password::check_bootstrap(chosen.reveal()) {
            None => chosen,
            Some(fault) => {
                return Err(Refusal {
                    detail: unfit(&fault.detail),
                    ..Refusal::rules(vec![fault])
                }
                .into());
            }
        },
        None => secret::password()?,
    };
    let credential = Credential { username: ADMINISTRATOR.to_owned(), password };
    let password = credential.password.clone();
    let hashed = actix_web::rt::task::spawn_blocking(move || hash_now(&password, Cost::Standard));
    let hash = hashed.await.map_err(Failure::unexpected)??;
    Ok((credential, hash))
}

fn unfit(detail: &Text) -> Text {
    Text::made(
        format!("HTX_BOOTSTRAP_PASSWORD: {}", detail.vi),
        format!("HTX_BOOTSTRAP_PASSWORD: {}", detail.en),
    )
}

fn enter(
    connection: &mut Connection,
    context: &Context,
    first: Option<(Credential, String)>,
) -> Result<Option<Credential>, Failure> {
    let Some((credential, hash)) = first else { return Ok(None) };
    if has_administrator(connection)? {
        return Ok(None);
    }
    let agency = AgencyCode::parse(CITY_COMMITTEE).map_err(Failure::unexpected)?;
    let wanted = Wanted {
        kind: PrincipalKind::User,
        name: credential.username.clone(),
        display_name: "Quản trị viên hệ thống".to_owned(),
        grants: vec![Grant { role: Role::Administrator, holder: Holder::Agency(agency) }],
    };
    // Whoever installs the suite chose the password, or is the only one to read it.
    let account = Account { change_required: false, ..build(context, wanted, hash) };
    store::account::insert(connection, &[&account])?;
    record::account(connection, context, "created", None, &account)?;
    Ok(Some(credential))
}
