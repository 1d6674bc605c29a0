//! Reads what the guards look at: one bounded query for each room.

use htx_kit::{db::Connection, failure::Failure};
use htx_model::date::Date;

use crate::{
    domain::facts::{Facts, RegistryFacts},
    store::{self, case::StoredCase},
};

/// Everything that is known of a case.
///
/// # Errors
/// What the database reports.
pub fn of(connection: &mut Connection, stored: &StoredCase, today: Date) -> Result<Facts, Failure> {
    let case = &stored.case;
    let sync = case.registry_sync.as_ref();
    Ok(Facts {
        waiting_since: case.last_step_on,
        registry: RegistryFacts {
            sync: sync.map(|sync| sync.state),
            since: sync.map(|sync| sync.since.date()),
        },
        blockers: store::blocker::facts(connection, case.id)?,
        notice: store::notice::facts(connection, case.id)?,
        objections: store::objection::facts(connection, case.id)?,
        ..Facts::none(case.route, today)
    })
}
