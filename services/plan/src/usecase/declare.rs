//! An agency declares what was reached of a target, or withdraws what it declared.

use htx_kit::{act::Act, db::Connection, failure::Failure, http::IfMatch, log};
use htx_model::{
    event::{Place, Subject},
    faults::Faults,
    id::DeclarationId,
    refusal::{ErrorCode, Refusal, Text},
    scope::{Placement, Scope},
    words::REASON_LENGTH_MAX,
};
use serde_json::json;

use super::version::{unknown_plan, unknown_target};
use crate::{
    domain::{
        declaration::{Declaration, Declared, check, territory},
        version::Subject as PlanSubject,
    },
    store,
};

/// What the subject of the events is called.
const SUBJECT: &str = "plan_declaration";

/// A declaration that does not exist, or is not of the caller's agency.
#[must_use]
pub fn unknown() -> Refusal {
    Refusal::not_found("số liệu kê khai", "declaration")
}

/// A declaration, as somebody may read it: of a mean or share whoever reaches the place that it is of, since
/// it tells as much of a few as what is computed of them.
///
/// # Errors
/// Not found.
pub fn read(
    connection: &mut Connection,
    scope: &Scope,
    id: DeclarationId,
) -> Result<Declaration, Failure> {
    let found = store::declaration::find(connection, id)?.ok_or_else(unknown)?;
    let place = Placement {
        district: found.district.as_ref(),
        commune: found.commune.as_ref(),
        ..Placement::default()
    };
    if scope.covers(&place) {
        return Ok(found);
    }
    let version = store::version::adopted_last(connection, found.plan, &PlanSubject::Plan)?;
    let content = version.as_ref().and_then(|version| version.content.plan());
    let target = content.and_then(|content| content.target(&found.target));
    // One that the plan has no longer is not known to be a count.
    if target.is_some_and(|target| target.aggregate.adds_up()) {
        return Ok(found);
    }
    Err(unknown().into())
}

/// Declares what was reached of a target of a plan, by its code or number, for the caller's agency.
///
/// # Errors
/// Not found; an account of no agency; every fault of what was sent.
pub fn declare(
    act: &mut Act<'_>,
    (plan, target): (&str, &str),
    declared: Declared,
) -> Result<Declaration, Failure> {
    let today = act.today();
    let found = store::plan::with_code(act.connection, plan, today)?.ok_or_else(unknown_plan)?;
    let target = found.content.target(target).ok_or_else(unknown_target)?;
    let own = act.context.actor.agency.as_ref().and_then(|code| act.agencies.get(code));
    let agency = own.ok_or_else(no_agency)?;
    let declared = check(declared, target, found.plan.year, today)?;
    let (district, commune) = territory(agency);
    let declaration = Declaration {
        id: act.context.ids.make(),
        plan: found.plan.id,
        target: target.code.clone(),
        agency: agency.code.clone(),
        agency_name: agency.name_vi.clone(),
        district,
        commune,
        value: declared.value,
        as_of: declared.as_of,
        document_number: declared.document_number,
        document_issued_on: declared.document_issued_on,
        note: declared.note,
        declared_by: act.who,
        declared_by_name: act.context.actor.name.clone(),
        withdrawn_on: None,
        withdrawn_by_name: None,
        withdrawal_reason: None,
        version: 1,
        recorded_at: act.context.now,
    };
    store::declaration::insert(act.connection, &declaration)?;
    tell(act, "made", None, &declaration)?;
    Ok(declaration)
}

/// Withdraws a declaration of the caller's agency, or of one whose work it holds today.
///
/// # Errors
/// Not found; a stale version; one that was withdrawn already; no reason.
pub fn withdraw(
    act: &mut Act<'_>,
    (id, seen): (DeclarationId, &IfMatch),
    reason: &str,
) -> Result<Declaration, Failure> {
    act.connection.lock(&format!("plan declaration {id}"))?;
    let before = store::declaration::find(act.connection, id)?.ok_or_else(unknown)?;
    let own = act.context.actor.agency.as_ref() == Some(&before.agency);
    if !own && !act.holds(&before.agency) {
        return Err(unknown().into());
    }
    seen.check(before.version)?;
    before.require_holding()?;
    let mut faults = Faults::default();
    let reason = faults.words("/reason", reason, REASON_LENGTH_MAX);
    faults.refuse()?;
    let after = Declaration {
        withdrawn_on: Some(act.today()),
        withdrawn_by_name: Some(act.context.actor.name.clone()),
        withdrawal_reason: Some(reason),
        version: before.version + 1,
        recorded_at: act.context.now,
        ..before.clone()
    };
    store::declaration::save_withdrawal(act.connection, &after)?;
    tell(act, "withdrawn", Some(&before), &after)?;
    Ok(after)
}

/// Appends the event. What people wrote beside the figure is only committed to.
fn tell(
    act: &mut Act<'_>,
    word: &str,
    before: Option<&Declaration>,
    after: &Declaration,
) -> Result<(), Failure> {
    let subject = Subject { kind: SUBJECT.to_owned(), id: after.id.uuid() };
    let place = Place {
        district: after.district.clone(),
        commune: after.commune.clone(),
        ..Place::default()
    };
    let before = before.map(serde_json::to_value).transpose().map_err(Failure::unexpected)?;
    let state = serde_json::to_value(after).map_err(Failure::unexpected)?;
    let kind = format!("{SUBJECT}.{word}");
    let event = act.context.event(&kind, subject, place, before.as_ref(), state);
    let words = json!({ "note": after.note, "withdrawal_reason": after.withdrawal_reason });
    log::append(act.connection, &event, Some(&words), &act.context.ids)
}

fn no_agency() -> Refusal {
    Refusal::new(
        ErrorCode::PermissionDenied,
        Text::fixed(
            "Chỉ cơ quan mới kê khai kết quả chỉ tiêu.",
            "Only agencies declare what was reached of a target.",
        ),
    )
}
