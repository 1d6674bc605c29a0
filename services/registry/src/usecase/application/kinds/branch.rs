//! Branches, representative offices and business places.

use htx_kit::{db::Connection, failure::Failure, log};
use htx_model::{
    event::Subject,
    refusal::{Fault, Refusal, Text},
};

use super::{Applied, Case, own};
use crate::{
    domain::application::{
        branch::{self, Branch},
        proposal::{BranchClosing, NewBranch},
    },
    store,
    usecase::record,
};

/// What stands against a branch.
pub(super) fn faults(
    connection: &mut Connection,
    case: &Case<'_>,
    new: &NewBranch,
) -> Result<Vec<Fault>, Failure> {
    let checked = branch::check(new, case.ground.units, case.today());
    let mut faults = checked.err().unwrap_or_default();
    let organisation = own(connection, case)?.organisation;
    let taken = store::branch::sequences_of(connection, organisation.id)?;
    if branch::next_free(&taken).is_none() {
        faults.push(no_free_number());
    }
    Ok(faults)
}

/// Enters a branch under the next free number.
pub(super) fn apply(
    connection: &mut Connection,
    case: &Case<'_>,
    new: &NewBranch,
) -> Result<Applied, Failure> {
    let organisation = own(connection, case)?.organisation;
    case.require_competence(&organisation)?;
    let checked = branch::check(new, case.ground.units, case.today()).map_err(Refusal::rules)?;
    let taken = store::branch::sequences_of(connection, organisation.id)?;
    let sequence =
        branch::next_free(&taken).ok_or_else(|| Refusal::rules(vec![no_free_number()]))?;
    let entered = Branch {
        id: case.context.ids.make(),
        organisation: organisation.id,
        kind: new.kind,
        sequence,
        name: checked.name,
        address: checked.address,
        business_line: new.business_line.clone(),
        application: case.application.id,
        registered_on: case.today(),
        closed_on: None,
    };
    store::branch::insert(connection, &entered, &checked.head, case.context.now)?;
    let subject = Subject { kind: "branch".to_owned(), id: entered.id.uuid() };
    let state = serde_json::to_value(&entered).map_err(Failure::unexpected)?;
    let event = case.context.event("branch.registered", subject, organisation.place(), None, state);
    let event = case.resting(event);
    let personal = record::personal(&checked.head)?;
    log::append(connection, &event, personal.as_ref(), &case.context.ids)?;
    Ok(Case::applied(organisation.id, event.id, None))
}

/// What stands against the end of a branch.
pub(super) fn closing_faults(
    connection: &mut Connection,
    case: &Case<'_>,
    closing: &BranchClosing,
) -> Result<Vec<Fault>, Failure> {
    let organisation = own(connection, case)?.organisation.id;
    let found = store::branch::find(connection, organisation, closing.branch_id)?;
    Ok(branch::closing(found.as_ref()).err().into_iter().collect())
}

/// Closes a branch today. Its number is not given again.
pub(super) fn close(
    connection: &mut Connection,
    case: &Case<'_>,
    closing: &BranchClosing,
) -> Result<Applied, Failure> {
    let organisation = own(connection, case)?.organisation;
    case.require_competence(&organisation)?;
    let found = store::branch::find(connection, organisation.id, closing.branch_id)?;
    let before = branch::closing(found.as_ref()).map_err(|fault| Refusal::rules(vec![fault]))?;
    let after = Branch { closed_on: Some(case.today()), ..before.clone() };
    store::branch::close(connection, after.id, case.today())?;
    let subject = Subject { kind: "branch".to_owned(), id: after.id.uuid() };
    let state = |one: &Branch| serde_json::to_value(one).map_err(Failure::unexpected);
    let (place, known) = (organisation.place(), state(before)?);
    let event = case.context.event("branch.closed", subject, place, Some(&known), state(&after)?);
    let event = case.resting(event);
    log::append(connection, &event, None, &case.context.ids)?;
    Ok(Case::applied(organisation.id, event.id, None))
}

fn no_free_number() -> Fault {
    Fault::new(
        "",
        "no_free_number",
        Text::made(
            format!("Tổ chức đã dùng hết {} mã số đơn vị phụ thuộc.", branch::SEQUENCE_MAX),
            format!("The organisation has used all {} branch numbers.", branch::SEQUENCE_MAX),
        ),
    )
}
