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
        proposal::NewBranch,
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

fn no_free_number() -> Fault {
    Fault {
        pointer: "".into(),
        code: "no_free_number",
        detail: Text::made(
            format!("Tổ chức đã dùng hết {} mã số đơn vị phụ thuộc.", branch::SEQUENCE_MAX),
            format!("The organisation has used all {} branch numbers.", branch::SEQUENCE_MAX),
        ),
        legal_basis: None,
    }
}
