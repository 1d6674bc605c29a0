//! Reads reports: one, an organisation's, many, and every statement of one.

use htx_kit::{
    db::{Connection, stored::told},
    failure::Failure,
    log,
};
use htx_model::{
    date::Instant,
    event::Actor,
    id::{EventId, Id, OrganisationId},
    scope::Scope,
};
use serde_json::Value;

use super::{file_annual_report::unknown, read_organisation};
use crate::{
    domain::{annual_report::AnnualReport, organisation::Organisation},
    store::{self, annual_report::StoredReport},
};

/// The report of an organisation for a year.
///
/// # Errors
/// Not found, or out of the scope.
pub fn of_year(
    connection: &mut Connection,
    scope: &Scope,
    organisation: OrganisationId,
    year: i16,
) -> Result<(Organisation, StoredReport), Failure> {
    let organisation = within(connection, scope, organisation)?;
    let report = store::annual_report::find(connection, organisation.id, year)?;
    Ok((organisation, report.ok_or_else(unknown)?))
}

/// The reports of an organisation, the newest year first.
///
/// # Errors
/// Not found, or out of the scope.
pub fn of_organisation(
    connection: &mut Connection,
    scope: &Scope,
    organisation: OrganisationId,
) -> Result<(Organisation, Vec<StoredReport>), Failure> {
    let organisation = within(connection, scope, organisation)?;
    let reports = store::annual_report::of(connection, &[organisation.id], None)?;
    Ok((organisation, reports))
}

/// A statement of a report, as it was recorded.
#[derive(Debug, Clone)]
pub struct Statement {
    /// What it said.
    pub report: AnnualReport,
    /// Who stated it.
    pub actor: Actor,
    /// When.
    pub recorded_at: Instant,
    /// Its place among the statements.
    pub key: log::history::HistoryKey,
}

/// Every statement of a year's report, the newest first.
///
/// # Errors
/// Not found, or out of the scope.
pub fn statements(
    connection: &mut Connection,
    scope: &Scope,
    organisation: OrganisationId,
    year: i16,
    page: log::history::HistoryPage,
) -> Result<Vec<Statement>, Failure> {
    let (_, stored) = of_year(connection, scope, organisation, year)?;
    let subject = Id::from_uuid(stored.report.id.uuid());
    let recorded = log::history::history(connection, subject, page)?;
    let ids: Vec<EventId> = recorded.iter().map(|recorded| recorded.event.id).collect();
    let mut words = log::personal::personal_of(connection, &ids)?;
    recorded
        .into_iter()
        .map(|recorded| {
            let key = recorded.key();
            let mut report: AnnualReport = told(recorded.event.state)?;
            if let Some(Value::String(reason)) =
                words.remove(&key.id).as_mut().map(|words| words["restatement_reason"].take())
            {
                report.restatement_reason = Some(reason);
            }
            Ok(Statement {
                report,
                actor: recorded.event.actor,
                recorded_at: recorded.event.recorded_at,
                key,
            })
        })
        .collect()
}

fn within(
    connection: &mut Connection,
    scope: &Scope,
    id: OrganisationId,
) -> Result<Organisation, Failure> {
    let stored = store::organisation::find(connection, scope, id)?;
    Ok(stored.ok_or_else(read_organisation::unknown)?.organisation)
}
