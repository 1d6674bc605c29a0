//! Reads members, and the unions of a cooperative.

use htx_kit::{db::Connection, failure::Failure};
use htx_model::{
    id::{MemberId, OrganisationId},
    scope::Scope,
};

use super::member_of;
use crate::{
    domain::{member::Member, organisation::Organisation},
    store::{
        self,
        organisation::{Filter, Stored},
    },
    usecase::read_organisation,
};

/// A member of an organisation within the scope, with the organisation.
///
/// # Errors
/// Not found, or out of the scope.
pub fn member(
    connection: &mut Connection,
    scope: &Scope,
    organisation: OrganisationId,
    id: MemberId,
) -> Result<(Member, Organisation), Failure> {
    let stored = store::organisation::find(connection, scope, organisation)?;
    let stored = stored.ok_or_else(read_organisation::unknown)?;
    Ok((member_of(connection, organisation, id)?, stored.organisation))
}

/// The unions of which a cooperative within the scope is a member now. Which ones it belongs to is
/// public, wherever they have their seat.
///
/// # Errors
/// Not found, or out of the scope.
pub fn unions_of(
    connection: &mut Connection,
    scope: &Scope,
    organisation: OrganisationId,
) -> Result<Vec<Stored>, Failure> {
    store::organisation::find(connection, scope, organisation)?
        .ok_or_else(read_organisation::unknown)?;
    let unions = store::member::unions_of(connection, organisation)?;
    store::organisation::with_ids(connection, &Scope::everything(), &Filter::default(), &unions)
}
