//! Holds a case for a write: whatever is written in a case is written while nobody else writes in
//! it, in a state that admits it, by whoever may.

use htx_kit::{db::Connection, failure::Failure};
use htx_model::{
    competence,
    dissolution::CaseRecord,
    id::{DissolutionId, OrganisationId},
    organisation::OrganisationKind,
    permission::Permission,
    principal::Principal,
    refusal::{ErrorCode, Refusal, Text},
    scope::Scope,
};
use uuid::Uuid;

use crate::{
    domain::{organisation::Organisation, room},
    store::{self, case::StoredCase},
};

/// Who acts, and what they reach with the permission that the act needs.
#[derive(Debug, Clone)]
pub struct Caller {
    /// The user's or the client's id.
    pub id: Uuid,
    /// The reach.
    pub scope: Scope,
}

/// A case that does not exist, or not for this caller.
#[must_use]
pub fn unknown() -> Refusal {
    Refusal::not_found("hồ sơ giải thể", "dissolution case")
}

/// The lock under which what plans say comes into force, and cases begin with it: never does a case
/// miss the plan that was approved while it was opened. It comes before those of organisations, and
/// theirs before those of cases.
const PLANS_IN_FORCE: &str = "dissolution plans in force";

/// Keeps what is planned as it is, until the transaction ends.
///
/// # Errors
/// What the database reports.
pub fn plans_in_force(connection: &mut Connection) -> Result<(), Failure> {
    Ok(connection.lock(PLANS_IN_FORCE)?)
}

/// Takes the turns of organisations of which cases may be opened.
///
/// # Errors
/// What the database reports.
pub fn openings(
    connection: &mut Connection,
    organisations: impl IntoIterator<Item = OrganisationId>,
) -> Result<(), Failure> {
    plans_in_force(connection)?;
    let names = organisations.into_iter().map(|id| format!("dissolution of {id}"));
    Ok(connection.lock_all(names)?)
}

/// Takes the turns of cases.
///
/// # Errors
/// What the database reports.
pub fn turns(
    connection: &mut Connection,
    cases: impl IntoIterator<Item = DissolutionId>,
) -> Result<(), Failure> {
    Ok(connection.lock_all(cases.into_iter().map(|id| format!("dissolution {id}")))?)
}

/// Takes the case's turn, until the transaction ends.
///
/// # Errors
/// Not found, or outside the scope.
pub fn visible(
    connection: &mut Connection,
    scope: &Scope,
    id: DissolutionId,
) -> Result<StoredCase, Failure> {
    turns(connection, [id])?;
    let stored = store::case::find(connection, scope, id)?.ok_or_else(unknown)?;
    // What follows from its facts is made anew by whoever asks for it next.
    store::standing::forget(connection, id)?;
    Ok(stored)
}

/// Takes the turn of a case that the caller runs: the district or commune of its seat, planning for
/// unions.
///
/// # Errors
/// As [`visible`]; `permission_denied` where it is another authority's.
pub fn run(
    connection: &mut Connection,
    scope: &Scope,
    id: DissolutionId,
) -> Result<StoredCase, Failure> {
    let stored = visible(connection, scope, id)?;
    require_authority(scope, &stored.organisation)?;
    Ok(stored)
}

/// The same, for a record that is to be written in it.
///
/// # Errors
/// As [`run`]; `state_conflict` where the case's state admits no such record.
pub fn write(
    connection: &mut Connection,
    scope: &Scope,
    id: DissolutionId,
    record: CaseRecord,
) -> Result<StoredCase, Failure> {
    let stored = run(connection, scope, id)?;
    room::require(stored.case.state, record)?;
    Ok(stored)
}

/// Takes the turn of a case in which somebody beside its authority writes: an agency that answers,
/// a creditor that objects.
///
/// # Errors
/// As [`visible`]; `state_conflict` where the case's state admits no such record.
pub fn contribute(
    connection: &mut Connection,
    scope: &Scope,
    id: DissolutionId,
    record: CaseRecord,
) -> Result<StoredCase, Failure> {
    let stored = visible(connection, scope, id)?;
    room::require(stored.case.state, record)?;
    Ok(stored)
}

/// Whether a case of this organisation is run by whoever reaches so far.
///
/// # Errors
/// [`ErrorCode::PermissionDenied`].
pub fn require_authority(scope: &Scope, organisation: &Organisation) -> Result<(), Refusal> {
    if competence::attends(scope, organisation.kind, &organisation.placement()) {
        return Ok(());
    }
    let detail = Text::fixed(
        "Hồ sơ giải thể này thuộc thẩm quyền của cơ quan khác.",
        "This dissolution case is run by another authority.",
    );
    let advice = match organisation.kind {
        OrganisationKind::CooperativeUnion => Text::fixed(
            "Việc giải thể liên hiệp hợp tác xã do cơ quan kế hoạch của Thành phố thực hiện.",
            "Dissolutions of unions are run by the city's planning agency.",
        ),
        OrganisationKind::CooperativeGroup | OrganisationKind::Cooperative => Text::fixed(
            "Việc giải thể do Ủy ban nhân dân của địa bàn nơi đặt trụ sở thực hiện.",
            "Dissolutions are run by the people's committee of the seat's territory.",
        ),
    };
    Err(Refusal::new(ErrorCode::PermissionDenied, detail).advising(advice))
}

/// Who prepared a case cannot decide it.
///
/// # Errors
/// [`ErrorCode::PermissionDenied`].
pub fn require_other_person(stored: &StoredCase, who: Uuid) -> Result<(), Refusal> {
    if !stored.case.prepared_by.contains(&who) {
        return Ok(());
    }
    Err(Refusal::new(
        ErrorCode::PermissionDenied,
        Text::fixed(
            "Người đã lập hồ sơ giải thể không được quyết định hồ sơ đó.",
            "Whoever prepared a dissolution case cannot decide it.",
        ),
    )
    .advising(Text::fixed(
        "Hãy chuyển cho người phê duyệt khác của cơ quan.",
        "Pass it to another approver of the agency.",
    )))
}

/// Notes down that somebody prepared something in a case, so that they cannot decide it.
///
/// # Errors
/// What the database reports.
pub fn note_preparer(
    connection: &mut Connection,
    stored: &mut StoredCase,
    who: Uuid,
    now: htx_model::date::Instant,
) -> Result<(), Failure> {
    if stored.case.prepared_by.contains(&who) {
        return Ok(());
    }
    stored.case.note_preparer(who);
    store::case::save(connection, &stored.case, stored.version, now)?;
    (stored.version, stored.recorded_at) = (stored.version + 1, now);
    Ok(())
}

/// Whether somebody may write a record in a case with a permission, as far as state, place and
/// person go: what `available_actions` of a record say.
#[must_use]
pub fn may_write(
    stored: &StoredCase,
    principal: &Principal,
    record: CaseRecord,
    permission: Permission,
) -> bool {
    let (scope, of) = (principal.scope(permission), &stored.organisation);
    let prepared = permission == Permission::DissolutionDecide
        && stored.case.prepared_by.contains(&principal.id);
    room::allows(stored.case.state, record)
        && competence::attends(&scope, of.kind, &of.placement())
        && !prepared
}
