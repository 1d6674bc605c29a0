//! The directory of organisations, which the kit keeps.

use std::collections::HashMap;

use diesel::{ExpressionMethods as _, QueryDsl as _, RunQueryDsl as _};
pub use htx_kit::directory::{OrganisationRow, find, save_many, with_numbers_or_keys};
use htx_kit::{
    db::{Bind, Connection},
    failure::Failure,
};
use htx_model::{
    code_list::CodeList as _,
    date::Date,
    id::OrganisationId,
    organisation::{OrganisationKind, OrganisationStatus},
    scope::Scope,
};

use super::schema::organisation;
use crate::domain::organisation::Organisation;

/// Those with these ids that are within a scope. For at most a plan of them.
///
/// # Errors
/// What the database reports.
pub fn with_ids(
    connection: &mut Connection,
    scope: &Scope,
    ids: &[OrganisationId],
) -> Result<HashMap<OrganisationId, Organisation>, Failure> {
    let rows: Vec<OrganisationRow> = organisation::table
        .filter(organisation::id.eq_any(ids.iter().copied().map(Bind)))
        .select(organisation::all_columns)
        .load(connection)?;
    let known: Result<Vec<Organisation>, Failure> =
        rows.into_iter().map(Organisation::try_from).collect();
    let within = known?.into_iter().filter(|known| scope.covers(&known.placement()));
    Ok(within.map(|known| (known.id, known)).collect())
}

/// The cooperatives that were entered last, of those with a status that were registered before a day:
/// the newest first.
///
/// # Errors
/// What the database reports.
pub fn newest(
    connection: &mut Connection,
    status: OrganisationStatus,
    registered_before: Date,
    limit: i64,
) -> Result<Vec<Organisation>, Failure> {
    let rows: Vec<OrganisationRow> = organisation::table
        .filter(organisation::status.eq(status.code()))
        .filter(organisation::kind.eq(OrganisationKind::Cooperative.code()))
        .filter(organisation::registered_on.lt(Bind(registered_before)))
        .order(organisation::id.desc())
        .limit(limit)
        .select(organisation::all_columns)
        .load(connection)?;
    rows.into_iter().map(Organisation::try_from).collect()
}
