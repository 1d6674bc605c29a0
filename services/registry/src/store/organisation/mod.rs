//! Organisations and their representatives.

mod list;
mod reach;
mod row;
mod size_class;
mod whose;
mod write;

use std::collections::HashMap;

use diesel::{
    ExpressionMethods as _, NullableExpressionMethods as _, OptionalExtension as _, QueryDsl as _,
    RunQueryDsl as _, SelectableHelper as _,
    dsl::{AsSelect, Nullable},
};
use htx_kit::{
    db::{Backend, Bind, Columns, Connection, columns},
    each,
    failure::Failure,
};
use htx_model::{id::OrganisationId, registration_number::RegistrationNumber, scope::Scope};

pub use list::{Filter, ListKey, Order, count, list, still_in, with_ids, with_numbers_or_keys};
pub(in crate::store) use reach::within_scope;
pub use row::Stored;
pub use size_class::{size_anew, without_size};
pub use whose::Whose;
pub(in crate::store) use whose::narrow_to;
pub use write::{
    NameKeys, insert, insert_many, mark_address_reviewed, save, save_many, save_representatives,
};

use super::schema::{organisation, representative};
use crate::domain::organisation::Representative;
pub(in crate::store) use row::{OrganisationRow, code};

/// The organisation with this id, within a scope.
///
/// # Errors
/// What the database reports.
pub fn find(
    connection: &mut Connection,
    scope: &Scope,
    id: OrganisationId,
) -> Result<Option<Stored>, Failure> {
    let row = organisation::table
        .find(Bind(id))
        .select(columns(OrganisationRow::as_select()))
        .first(connection)
        .optional()?;
    covered(row, scope)
}

/// The organisation with this id and its representative, within a scope: one query, for this is what
/// is read most.
///
/// # Errors
/// What the database reports.
pub fn find_represented(
    connection: &mut Connection,
    scope: &Scope,
    id: OrganisationId,
) -> Result<Option<(Stored, Representative)>, Failure> {
    let found = organisation::table
        .left_join(representative::table)
        .filter(organisation::id.eq(Bind(id)))
        .select(represented())
        .first(connection)
        .optional()?;
    covered_represented(found, scope)
}

/// The organisation with this registration number and its representative, within a scope.
///
/// # Errors
/// What the database reports.
pub fn find_represented_by_number(
    connection: &mut Connection,
    scope: &Scope,
    number: &RegistrationNumber,
) -> Result<Option<(Stored, Representative)>, Failure> {
    let found = organisation::table
        .left_join(representative::table)
        .filter(organisation::registration_number.eq(number.as_str()))
        .select(represented())
        .first(connection)
        .optional()?;
    covered_represented(found, scope)
}

/// The organisation with this registration number, within a scope.
///
/// # Errors
/// What the database reports.
pub fn find_by_number(
    connection: &mut Connection,
    scope: &Scope,
    number: &RegistrationNumber,
) -> Result<Option<Stored>, Failure> {
    let row = organisation::table
        .filter(organisation::registration_number.eq(number.as_str()))
        .select(columns(OrganisationRow::as_select()))
        .first(connection)
        .optional()?;
    covered(row, scope)
}

fn covered(row: Option<OrganisationRow>, scope: &Scope) -> Result<Option<Stored>, Failure> {
    let stored = row.map(Stored::try_from).transpose()?;
    Ok(stored.filter(|stored| scope.covers(&stored.organisation.placement())))
}

type RepresentedRow = (OrganisationRow, Option<String>, Option<String>);
type Represented = (
    Columns<AsSelect<OrganisationRow, Backend>>,
    Nullable<representative::name>,
    Nullable<representative::phone>,
);

fn represented() -> Represented {
    (
        columns(OrganisationRow::as_select()),
        representative::name.nullable(),
        representative::phone.nullable(),
    )
}

fn covered_represented(
    found: Option<RepresentedRow>,
    scope: &Scope,
) -> Result<Option<(Stored, Representative)>, Failure> {
    let Some((row, name, phone)) = found else { return Ok(None) };
    let stored = covered(Some(row), scope)?;
    Ok(stored.map(|stored| (stored, Representative { name, phone })))
}

/// The representative of an organisation; the caller has checked that it may be seen.
///
/// # Errors
/// What the database reports.
pub fn representative_of(
    connection: &mut Connection,
    id: OrganisationId,
) -> Result<Representative, Failure> {
    let found: Option<(Option<String>, Option<String>)> = representative::table
        .find(Bind(id))
        .select((representative::name, representative::phone))
        .first(connection)
        .optional()?;
    Ok(found.map(|(name, phone)| Representative { name, phone }).unwrap_or_default())
}

/// The representatives of some organisations; those without one are left out.
///
/// # Errors
/// What the database reports.
pub fn representatives_of(
    connection: &mut Connection,
    organisations: &[OrganisationId],
) -> Result<HashMap<OrganisationId, Representative>, Failure> {
    let rows: Vec<(OrganisationId, Option<String>, Option<String>)> = representative::table
        .filter(representative::organisation_id.eq_any(organisations.iter().copied().map(Bind)))
        .select((representative::organisation_id, representative::name, representative::phone))
        .load(connection)?;
    Ok(rows.into_iter().map(|(id, name, phone)| (id, Representative { name, phone })).collect())
}

/// The organisations with any of these numbers or name keys: what an import compares with.
///
/// # Errors
/// What the database reports.
pub fn matching(
    connection: &mut Connection,
    numbers: &[&str],
    name_keys: &[&str],
) -> Result<Vec<Stored>, Failure> {
    let by_number = organisation::table
        .filter(organisation::registration_number.eq_any(numbers))
        .select(columns(OrganisationRow::as_select()))
        .load(connection)?;
    let by_name = organisation::table
        .filter(organisation::name_key.eq_any(name_keys))
        .select(columns(OrganisationRow::as_select()))
        .load(connection)?;
    by_number.into_iter().chain(by_name).map(Stored::try_from).collect()
}

/// The codes of the statuses of those that have ended.
fn ended() -> impl Iterator<Item = &'static str> {
    use htx_model::{code_list::CodeList as _, organisation::OrganisationStatus};
    let ended = OrganisationStatus::all().iter().filter(|status| status.has_ended());
    ended.map(|status| status.code())
}

/// The organisations that have not ended and bear this name. One, but for old lists.
///
/// # Errors
/// What the database reports.
pub fn living_with_name(
    connection: &mut Connection,
    name_key: &str,
) -> Result<Vec<OrganisationId>, Failure> {
    let holders = organisation::table
        .filter(organisation::name_key.eq(name_key))
        .filter(organisation::status.ne_all(ended()))
        .order(organisation::id)
        .limit(1_000)
        .select(organisation::id)
        .load(connection)?;
    Ok(holders)
}

/// Whether another organisation that has not ended bears this name in the city.
///
/// # Errors
/// What the database reports.
pub fn name_is_taken(
    connection: &mut Connection,
    name_key: &str,
    except: OrganisationId,
) -> Result<bool, Failure> {
    // The statuses and not a condition on them: with a list the statement is prepared anew for every entry.
    // As their codes: one that only a later release knows has not ended, as in the list of holders.
    let statuses: Vec<String> = each!(connection, one => organisation::table
        .filter(organisation::name_key.eq(name_key))
        .filter(organisation::id.ne(Bind(except)))
        .select(organisation::status)
        .distinct()
        .load(one))?;
    Ok(statuses.iter().any(|status| !ended().any(|ended| ended == status)))
}
