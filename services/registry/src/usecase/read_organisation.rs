//! Reads one organisation: as it is, or as it was on a date, as the record knew it at an instant.

use htx_kit::{
    db::{Connection, stored::told},
    failure::Failure,
    log,
};
use htx_model::{
    date::{Date, Instant},
    id::{Id, OrganisationId},
    organisation::OrganisationStatus,
    refusal::Refusal,
    registration_number::RegistrationNumber,
    scope::Scope,
};

use crate::{
    domain::{
        dissolution::FollowedCase,
        organisation::{Organisation, Representative},
    },
    store::{self, organisation::Stored},
};

/// An organisation as it stands, with its representative where the caller may see it.
pub struct Found {
    /// The organisation with its version.
    pub stored: Stored,
    /// Its representative.
    pub representative: Representative,
    /// Its newest dissolution case, where the register followed one.
    pub dissolution: Option<FollowedCase>,
}

/// The organisation with this id.
///
/// # Errors
/// Not found, or out of the scope.
pub fn by_id(
    connection: &mut Connection,
    scope: &Scope,
    id: OrganisationId,
) -> Result<Found, Failure> {
    let found = store::organisation::find_represented(connection, scope, id)?;
    with_dissolution(connection, found)
}

/// The organisation with this registration number.
///
/// # Errors
/// Not found, or out of the scope.
pub fn by_number(
    connection: &mut Connection,
    scope: &Scope,
    number: &RegistrationNumber,
) -> Result<Found, Failure> {
    let found = store::organisation::find_represented_by_number(connection, scope, number)?;
    with_dissolution(connection, found)
}

fn with_dissolution(
    connection: &mut Connection,
    found: Option<(Stored, Representative)>,
) -> Result<Found, Failure> {
    let (stored, representative) = found.ok_or_else(unknown)?;
    let id = stored.organisation.id;
    // Most entries are read while no case concerns them: those cost no second query.
    let status = stored.organisation.status;
    let concerned = status.has_ended() || status == OrganisationStatus::Dissolving;
    let dissolution =
        if concerned { store::dissolution_case::newest_of(connection, id)? } else { None };
    Ok(Found { stored, representative, dissolution })
}

/// The organisation as it held in law on a date, as the record knew it at an instant. The log keeps
/// no personal data, so neither does this.
///
/// # Errors
/// Not found, out of the scope, or not there on that date.
pub fn as_of(
    connection: &mut Connection,
    scope: &Scope,
    id: OrganisationId,
    on: Option<Date>,
    known_at: Option<Instant>,
) -> Result<Organisation, Failure> {
    // Who may see it is decided by where it stands today.
    store::organisation::find(connection, scope, id)?.ok_or_else(unknown)?;
    let state = log::history::state_at(connection, Id::from_uuid(id.uuid()), on, known_at)?;
    let state = state.ok_or_else(unknown)?.state;
    told(state)
}

/// What was recorded about an organisation, newest first.
///
/// # Errors
/// Not found, or out of the scope.
pub fn history(
    connection: &mut Connection,
    scope: &Scope,
    id: OrganisationId,
    page: log::history::HistoryPage,
) -> Result<Vec<log::history::Recorded>, Failure> {
    store::organisation::find(connection, scope, id)?.ok_or_else(unknown)?;
    log::history::history(connection, Id::from_uuid(id.uuid()), page)
}

pub(super) fn unknown() -> Refusal {
    Refusal::not_found("tổ chức", "organisation")
}
