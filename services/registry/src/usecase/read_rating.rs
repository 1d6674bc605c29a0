//! Reads ratings: one, and many.

use htx_kit::{db::Connection, failure::Failure};
use htx_model::{
    id::{OrganisationId, YearlyRatingId},
    scope::Scope,
};

use super::{assess_rating::unknown, read_organisation};
use crate::{
    domain::organisation::Organisation,
    store::{self, yearly_rating::StoredRating},
};

/// A rating with its organisation.
///
/// # Errors
/// Not found, or out of the scope.
pub fn by_id(
    connection: &mut Connection,
    scope: &Scope,
    id: YearlyRatingId,
) -> Result<(Organisation, StoredRating), Failure> {
    let stored = store::yearly_rating::find(connection, id)?.ok_or_else(unknown)?;
    let organisation = store::organisation::find(connection, scope, stored.rating.organisation)?;
    Ok((organisation.ok_or_else(unknown)?.organisation, stored))
}

/// The ratings of an organisation, the newest year first.
///
/// # Errors
/// Not found, or out of the scope.
pub fn of_organisation(
    connection: &mut Connection,
    scope: &Scope,
    id: OrganisationId,
) -> Result<Vec<(Organisation, StoredRating)>, Failure> {
    let stored = store::organisation::find(connection, scope, id)?;
    let organisation = stored.ok_or_else(read_organisation::unknown)?.organisation;
    let ratings = store::yearly_rating::of(connection, &[id], None)?;
    Ok(ratings.into_iter().map(|rating| (organisation.clone(), rating)).collect())
}
