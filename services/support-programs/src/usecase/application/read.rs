//! Reads an application with its steps and payments.

use htx_kit::{db::Connection, failure::Failure};
use htx_model::{agency::AgencyCode, id::SupportApplicationId, scope::Scope};

use super::unknown;
use crate::{
    domain::{
        application::{Step, payment::Payment},
        eligibility::record::Record,
        ledger::Share,
    },
    store::{self, application::StoredApplication},
};

/// An application as it is shown whole.
#[derive(Debug, Clone)]
pub struct Found {
    /// The application.
    pub stored: StoredApplication,
    /// Its steps in their order, each with its reason unless it was erased.
    pub steps: Vec<(Step, Option<String>)>,
    /// What was paid or handed over, and what came back.
    pub payments: Vec<Payment>,
    /// What the ledger holds for it.
    pub share: Share,
    /// What its programme said of the applicant, in its order.
    pub eligibility: Vec<Record>,
}

/// An application within a scope.
///
/// # Errors
/// Not found, or outside the scope.
pub fn read(
    connection: &mut Connection,
    (scope, led): (&Scope, &[AgencyCode]),
    id: SupportApplicationId,
) -> Result<Found, Failure> {
    let stored = store::application::find_to_read(connection, scope, led, id)?;
    let stored = stored.ok_or_else(unknown)?;
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
        payments: store::payment::of_application(connection, id)?,
        share: store::ledger::share(connection, id)?,
        eligibility: store::eligibility_record::of_application(connection, id)?,
        stored,
    })
}
