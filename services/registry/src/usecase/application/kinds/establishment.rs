//! A new organisation.

use htx_kit::{db::Connection, failure::Failure, log};
use htx_model::refusal::{Fault, Refusal};

use super::{Applied, Case, taken_name, taken_number};
use crate::{
    domain::application::{
        completeness::under,
        establish::{self, Founded},
        proposal::Establishment,
    },
    store,
    usecase::{
        certificate, people, record,
        register_organisation::{require_free_name, require_free_number},
    },
};

const ENTRY: &str = "/proposal/establishment/entry";

/// What stands against an establishment.
pub(super) fn faults(
    connection: &mut Connection,
    case: &Case<'_>,
    proposal: &Establishment,
) -> Result<Vec<Fault>, Failure> {
    let (id, units) = (case.context.ids.make(), case.ground.units);
    let checked = establish::check(proposal, case.number(0), id, units, case.today());
    let mut faults = checked.err().unwrap_or_default();
    if !case.needs_numbers() {
        faults.retain(|fault| fault.code != "missing_registration_number");
    }
    let name = format!("{ENTRY}/name");
    faults.extend(taken_name(connection, &proposal.entry.name, &[], name)?);
    let number = case.number(0).or(proposal.entry.registration_number.as_deref());
    let pointer = format!("{ENTRY}/registration_number");
    faults.extend(taken_number(connection, number, None, pointer)?);
    Ok(faults)
}

/// Enters the organisation with its people, and issues its certificate.
pub(super) fn apply(
    connection: &mut Connection,
    case: &Case<'_>,
    proposal: &Establishment,
) -> Result<Applied, Failure> {
    let (context, units) = (case.context, case.ground.units);
    let id = context.ids.make();
    let Founded { organisation, representative, people } =
        establish::check(proposal, case.number(0), id, units, case.today())
            .map_err(Refusal::rules)?;
    case.require_competence(&organisation)?;
    require_free_name(connection, &organisation.name, id)?;
    require_free_number(connection, &organisation)?;
    store::organisation::insert_many(connection, &[(&organisation, &representative)], context.now)?;
    let event = case.event("organisation.registered", None, &organisation)?;
    log::append(
        connection,
        &event,
        record::personal(&representative)?.as_ref(),
        &case.context.ids,
    )?;
    people::enter_founding(connection, context, &organisation, &people).map_err(within)?;
    let certificate =
        certificate::issue(connection, context, units, &organisation, case.issuing())?;
    Ok(Case::applied(id, event.id, Some(certificate.id)))
}

/// Faults in the people, with pointers from the application.
fn within(failure: Failure) -> Failure {
    match failure {
        Failure::Refused(mut refusal) => {
            let faults = std::mem::take(&mut refusal.faults);
            refusal.faults = under("/proposal/establishment/people", faults);
            Failure::Refused(refusal)
        }
        other => other,
    }
}
