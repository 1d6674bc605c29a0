//! Decides an application: never by who prepared it, and always by the register as it stands.

use htx_kit::{context::Context, db::Connection, failure::Failure, http::IfMatch};
use htx_model::{
    application::ApplicationAction as Action,
    id::ApplicationId,
    refusal::{ErrorCode, Fault, Refusal, Text},
};
use serde_json::json;

use super::{Caller, Ground, Held, Written, case::Case, completeness, hold, kinds, save};
use crate::{
    domain::application::{Application, Decided, words},
    usecase::record,
};

/// What an approver decides by.
#[derive(Debug, Clone)]
pub struct Approval {
    /// The article relied on.
    pub legal_basis: Option<String>,
    /// The registration numbers that the tax system gave meanwhile, one for each new organisation.
    pub registration_numbers: Vec<String>,
}

/// Relied on where the approver names nothing else; its article was not read.
const DECREE: &str = "92/2024/NĐ-CP";

/// Approves an application: all is checked anew, the register is changed, the certificate issued,
/// in this transaction or not at all.
///
/// # Errors
/// Not found; a stale version; a state that does not allow it; an approver who prepared it, or is
/// not competent for every organisation that takes part; everything that stands against it now.
pub fn approve(
    connection: &mut Connection,
    context: &Context,
    caller: &Caller,
    ground: Ground<'_>,
    (id, seen): (ApplicationId, &IfMatch),
    approval: Approval,
) -> Result<Written, Failure> {
    let legal_basis = approval.legal_basis.as_deref().unwrap_or(DECREE);
    let legal_basis = words::tidy("/legal_basis", legal_basis, words::BASIS_LENGTH_MAX)
        .map_err(|fault| Refusal::rules(vec![fault]))?;
    let mut held = hold(connection, caller, id, seen, Action::Approve)?;
    require_other_person(caller, &held)?;
    connection.lock_all(held.application.parties().into_iter().map(record::lock_name))?;
    decide(&mut held.application, context, legal_basis);
    let case = Case::of(context, ground, &held.before, &held.content.proposal)
        .deciding(&caller.scope, held.application.decided.as_ref())
        .with_numbers(&approval.registration_numbers);
    completeness::require(connection, &case)?;
    let applied = kinds::apply(connection, &case)?;
    held.application.organisation = held.application.organisation.or(Some(applied.organisation));
    held.application.effect = applied.effect;
    save(connection, context, held, "application.approved", None)
}

/// Rejects an application, with the reason and the article.
///
/// # Errors
/// Not found; a stale version; a state that does not allow it; an approver who prepared it.
pub fn reject(
    connection: &mut Connection,
    context: &Context,
    caller: &Caller,
    (id, seen): (ApplicationId, &IfMatch),
    reason: String,
    legal_basis: String,
) -> Result<Written, Failure> {
    let (reason, legal_basis) = checked(&reason, &legal_basis).map_err(Refusal::rules)?;
    let mut held = hold(connection, caller, id, seen, Action::Reject)?;
    require_other_person(caller, &held)?;
    decide(&mut held.application, context, legal_basis);
    let personal = json!({ "reason": reason });
    held.content.reason = Some(reason);
    save(connection, context, held, "application.rejected", Some(&personal))
}

/// A reason and a basis that say something.
fn checked(reason: &str, legal_basis: &str) -> Result<(String, String), Vec<Fault>> {
    let reason = words::tidy("/reason", reason, words::REASON_LENGTH_MAX);
    let legal_basis = words::tidy("/legal_basis", legal_basis, words::BASIS_LENGTH_MAX);
    match (reason, legal_basis) {
        (Ok(reason), Ok(legal_basis)) => Ok((reason, legal_basis)),
        (reason, legal_basis) => Err(reason.err().into_iter().chain(legal_basis.err()).collect()),
    }
}

fn decide(application: &mut Application, context: &Context, legal_basis: String) {
    application.due_on = None;
    application.decided = Some(Decided {
        on: context.today(),
        agency: context.actor.agency.clone(),
        legal_basis: Some(legal_basis),
    });
}

/// The person who prepared a file cannot decide it.
fn require_other_person(caller: &Caller, held: &Held) -> Result<(), Refusal> {
    if !held.before.prepared_by.contains(&caller.id) {
        return Ok(());
    }
    Err(Refusal::new(
        ErrorCode::PermissionDenied,
        Text::fixed(
            "Người đã lập, nộp hoặc thẩm định hồ sơ không được quyết định hồ sơ đó.",
            "Whoever prepared, handed in or reviewed an application cannot decide it.",
        ),
    )
    .advising(Text::fixed(
        "Hãy chuyển cho người phê duyệt khác của cơ quan.",
        "Pass it to another approver of the agency.",
    )))
}
