//! Reads an application with its steps, and what is asked and known of its participation.

use htx_kit::{db::Connection, failure::Failure};
use htx_model::{agency::AgencyCode, id::TradeApplicationId, scope::Scope};

use super::unknown;
use crate::{
    domain::outcome::FollowUp,
    store::{self, application::StoredApplication, step::ApplicationStep},
};

/// An application as it is shown whole.
#[derive(Debug, Clone)]
pub struct Found {
    /// The application.
    pub stored: StoredApplication,
    /// Its steps in their order, each with its reason unless it was erased.
    pub steps: Vec<ApplicationStep>,
    /// What is asked of it after the event.
    pub follow_ups: Vec<FollowUp>,
}

/// An application within a scope.
///
/// # Errors
/// Not found, or outside the scope.
pub fn read(
    connection: &mut Connection,
    reach: (&Scope, &[AgencyCode]),
    id: TradeApplicationId,
) -> Result<Found, Failure> {
    let stored = store::application::find(connection, reach, id)?.ok_or_else(unknown)?;
    found(connection, stored)
}

/// An application that was just read or written, with what belongs to it.
///
/// # Errors
/// What the database reports.
pub fn found(connection: &mut Connection, stored: StoredApplication) -> Result<Found, Failure> {
    let id = stored.application.id;
    Ok(Found {
        steps: store::step::of_application(connection, id)?,
        follow_ups: store::follow_up::of_application(connection, id)?,
        stored,
    })
}
