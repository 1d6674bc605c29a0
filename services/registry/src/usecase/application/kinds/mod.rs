//! What each kind of application needs of the register, and does to it when it is approved.

mod branch;
mod certificates;
mod entry;
mod establishment;
mod restructuring;
pub(in crate::usecase::application) mod suspension;

use htx_kit::{db::Connection, failure::Failure};
use htx_model::{
    id::OrganisationId,
    refusal::{Fault, Refusal, Text},
    scope::Scope,
};

use super::case::{Applied, Case};
use crate::{
    domain::application::{Proposal, completeness::under, filing, words},
    store::{self, organisation::Stored},
    usecase::read_organisation,
};

/// What stands against an application, by the register as it stands, with pointers from the
/// application.
pub(super) fn faults(connection: &mut Connection, case: &Case<'_>) -> Result<Vec<Fault>, Failure> {
    let closed = closed(connection, case)?;
    if !closed.is_empty() {
        return Ok(closed);
    }
    let mut faults = match case.proposal {
        // Its pointers are complete.
        Proposal::Establishment(proposal) => {
            return establishment::faults(connection, case, proposal);
        }
        Proposal::Change(proposal) => entry::faults(connection, case, proposal)?,
        Proposal::Correction(proposal) => entry::correction_faults(connection, case, proposal)?,
        Proposal::Branch(proposal) => branch::faults(connection, case, proposal)?,
        Proposal::BranchClosing(proposal) => branch::closing_faults(connection, case, proposal)?,
        Proposal::Suspension(proposal) => suspension::faults(connection, case, proposal)?,
        Proposal::Resumption(_) | Proposal::Reissue(_) => Vec::new(),
        Proposal::Conversion(_)
        | Proposal::Merger(_)
        | Proposal::Consolidation(_)
        | Proposal::Division(_)
        | Proposal::Separation(_) => restructuring::faults(connection, case)?,
    };
    faults.extend(words::reason(case.proposal));
    Ok(under(&format!("/proposal/{}", case.proposal.kind()), faults))
}

/// Changes the register as an application asks, with everything that goes with it.
pub(super) fn apply(connection: &mut Connection, case: &Case<'_>) -> Result<Applied, Failure> {
    match case.proposal {
        Proposal::Establishment(proposal) => establishment::apply(connection, case, proposal),
        Proposal::Change(proposal) => entry::apply(connection, case, proposal),
        Proposal::Correction(proposal) => entry::correct(connection, case, proposal),
        Proposal::Branch(proposal) => branch::apply(connection, case, proposal),
        Proposal::BranchClosing(proposal) => branch::close(connection, case, proposal),
        Proposal::Suspension(proposal) => suspension::apply(connection, case, proposal),
        Proposal::Resumption(_) => suspension::resume(connection, case),
        Proposal::Reissue(_) => certificates::reissue(connection, case),
        Proposal::Conversion(_)
        | Proposal::Merger(_)
        | Proposal::Consolidation(_)
        | Proposal::Division(_)
        | Proposal::Separation(_) => restructuring::apply(connection, case),
    }
}

/// Organisations that are in no state for the application: frozen, or ended.
fn closed(connection: &mut Connection, case: &Case<'_>) -> Result<Vec<Fault>, Failure> {
    let kind = case.application.kind;
    let parties = parties(connection, case)?;
    let closed = parties.iter().filter(|party| !filing::is_open(kind, party.organisation.status));
    Ok(closed
        .map(|party| {
            let organisation = &party.organisation;
            let refusal = filing::require(kind, organisation.status).err();
            let text = filing::closed(kind, organisation.status);
            Fault {
                pointer: "/organisation_id".into(),
                code: "organisation_status",
                detail: Text::made(
                    format!("{}: {}", organisation.name, text.vi),
                    format!("{}: {}", organisation.name, text.en),
                ),
                legal_basis: refusal.and_then(|refusal: Refusal| refusal.legal_basis),
            }
        })
        .collect())
}

/// Every organisation that takes part, by id.
fn parties(connection: &mut Connection, case: &Case<'_>) -> Result<Vec<Stored>, Failure> {
    let ids = case.application.parties();
    let (everything, filter) = (Scope::everything(), store::organisation::Filter::default());
    store::organisation::with_ids(connection, &everything, &filter, &ids)
}

/// The organisation that applies.
fn own(connection: &mut Connection, case: &Case<'_>) -> Result<Stored, Failure> {
    let id = case.application.organisation.ok_or_else(read_organisation::unknown)?;
    found(connection, id)
}

fn found(connection: &mut Connection, id: OrganisationId) -> Result<Stored, Failure> {
    let stored = store::organisation::find(connection, &Scope::everything(), id)?;
    Ok(stored.ok_or_else(read_organisation::unknown)?)
}

/// A name that another organisation bears, none of those that take part.
fn taken_name(
    connection: &mut Connection,
    name: &str,
    except: &[OrganisationId],
    pointer: String,
) -> Result<Option<Fault>, Failure> {
    let key = htx_model::text::name_key(name);
    let holders = store::organisation::living_with_name(connection, &key)?;
    Ok(holders.iter().any(|holder| !except.contains(holder)).then(|| Fault {
        pointer: pointer.into(),
        code: "name_taken",
        detail: Text::fixed(
            "Tên này đã có tổ chức khác trong Thành phố dùng (so sánh không phân biệt hoa thường, dấu và loại hình).",
            "Another organisation in the city bears this name (compared without case, accents and legal form).",
        ),
        legal_basis: Some(crate::usecase::register_organisation::UNIQUE_NAME),
    }))
}

/// A number that another organisation has.
fn taken_number(
    connection: &mut Connection,
    number: Option<&str>,
    except: Option<OrganisationId>,
    pointer: String,
) -> Result<Option<Fault>, Failure> {
    use htx_model::registration_number::RegistrationNumber;
    let Some(number) = number.and_then(|text| RegistrationNumber::parse(text).ok()) else {
        return Ok(None);
    };
    let everything = Scope::everything();
    let holder = store::organisation::find_by_number(connection, &everything, &number)?;
    let taken = holder.is_some_and(|holder| Some(holder.organisation.id) != except);
    Ok(taken.then(|| {
        Fault::new(
            pointer,
            "number_taken",
            Text::made(
                format!("Mã số {number} đã cấp cho tổ chức khác."),
                format!("The number {number} belongs to another organisation."),
            ),
        )
    }))
}
