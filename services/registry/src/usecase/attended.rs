//! The organisation whose yearly duties somebody attends to.

use htx_kit::{db::Connection, failure::Failure};
use htx_model::{
    id::OrganisationId,
    organisation::OrganisationKind,
    refusal::{ErrorCode, Refusal, Text},
    scope::Scope,
};

use super::{read_organisation, record};
use crate::{
    domain::{
        competence,
        lifecycle::{self, Action},
        organisation::Organisation,
    },
    store,
};

/// Takes the organisation's turn, and gives it if its duties are the caller's to attend to and its
/// status allows the action.
///
/// # Errors
/// As [`in_any_status`]; `state_conflict` where the status does not allow it.
pub(super) fn attended(
    connection: &mut Connection,
    scope: &Scope,
    id: OrganisationId,
    action: Action,
) -> Result<Organisation, Failure> {
    let organisation = in_any_status(connection, scope, id)?;
    lifecycle::require(organisation.status, action)?;
    Ok(organisation)
}

/// The same whatever its status.
///
/// # Errors
/// Not found outside the scope; `permission_denied` where it is another's business.
pub(super) fn in_any_status(
    connection: &mut Connection,
    scope: &Scope,
    id: OrganisationId,
) -> Result<Organisation, Failure> {
    connection.lock(&record::lock_name(id))?;
    let stored = store::organisation::find(connection, scope, id)?;
    let organisation = stored.ok_or_else(read_organisation::unknown)?.organisation;
    require_attendance(scope, &organisation)?;
    Ok(organisation)
}

fn require_attendance(scope: &Scope, organisation: &Organisation) -> Result<(), Refusal> {
    if competence::attends(scope, organisation.kind, &organisation.placement()) {
        return Ok(());
    }
    let (detail, advice) = match organisation.kind {
        OrganisationKind::CooperativeUnion => (
            Text::fixed(
                "Việc hằng năm của liên hiệp hợp tác xã thuộc cơ quan kế hoạch của Thành phố.",
                "The yearly duties of unions are the business of the city's planning agency.",
            ),
            Text::fixed(
                "Hãy chuyển cho cơ quan kế hoạch của Thành phố, hoặc để liên hiệp tự thực hiện.",
                "Pass it to the city's planning agency, or let the union do it itself.",
            ),
        ),
        OrganisationKind::CooperativeGroup | OrganisationKind::Cooperative => (
            Text::fixed(
                "Việc hằng năm của tổ hợp tác, hợp tác xã thuộc cơ quan đăng ký của địa bàn.",
                "The yearly duties of groups and cooperatives are the business of their territory's registrar.",
            ),
            Text::fixed(
                "Hãy chuyển cho cơ quan đăng ký của địa bàn nơi đặt trụ sở, hoặc để tổ chức tự thực hiện.",
                "Pass it to the registrar of the seat's territory, or let the organisation do it itself.",
            ),
        ),
    };
    Err(Refusal::new(ErrorCode::PermissionDenied, detail).advising(advice))
}
