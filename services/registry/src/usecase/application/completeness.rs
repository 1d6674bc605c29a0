//! What an application still lacks.

use htx_kit::{context::Context, db::Connection, failure::Failure};
use htx_model::{
    id::ApplicationId,
    refusal::{Refusal, Text},
    scope::Scope,
};

use super::{Ground, case::Case, erased, kinds, unknown};
use crate::{
    domain::application::completeness::{Missing, missing_documents},
    store,
};

/// All that an application lacks, before it can be handed in and approved.
///
/// # Errors
/// Not found, or out of the scope.
pub fn completeness(
    connection: &mut Connection,
    context: &Context,
    scope: &Scope,
    ground: Ground<'_>,
    id: ApplicationId,
) -> Result<Vec<Missing>, Failure> {
    let stored = store::application::find(connection, scope, id)?.ok_or_else(unknown)?;
    let content = store::application::content_of(connection, id)?.ok_or_else(erased)?;
    let case = Case::of(context, ground, &stored.application, &content.proposal);
    missing(connection, &case)
}

/// All that a case lacks, by the register as it stands.
pub(super) fn missing(
    connection: &mut Connection,
    case: &Case<'_>,
) -> Result<Vec<Missing>, Failure> {
    let application = case.application;
    let on = application.submitted_on.unwrap_or(case.today());
    let (kind, of_kind) = (application.kind, application.organisation_kind);
    let mut missing = missing_documents(kind, of_kind, on, &application.attachments);
    let faults = kinds::faults(connection, case)?;
    missing.extend(faults.into_iter().map(Missing::of_applicant));
    Ok(missing)
}

/// Refuses a case that lacks something, with all that it lacks.
pub(super) fn require(connection: &mut Connection, case: &Case<'_>) -> Result<(), Failure> {
    let missing = missing(connection, case)?;
    if missing.is_empty() {
        return Ok(());
    }
    let faults = missing.into_iter().map(|one| one.fault).collect();
    Err(Refusal::rules(faults)
        .advising(Text::made(
            format!(
                "Xem ai khắc phục từng mục ở GET /v1/applications/{}/completeness.",
                case.application.id
            ),
            format!(
                "GET /v1/applications/{}/completeness tells who can mend each.",
                case.application.id
            ),
        ))
        .into())
}
