//! Conversions, mergers, consolidations, divisions and separations: several organisations change at
//! once, or none does.

mod carry_out;
mod sharing;

use std::collections::BTreeSet;

use htx_kit::{db::Connection, failure::Failure};
use htx_model::{
    organisation::{OrganisationKind, OrganisationStatus},
    refusal::{Fault, LegalBasis, Text},
    text,
};

use super::{Applied, Case, parties, taken_name, taken_number};
use crate::domain::{
    application::{Proposal, completeness::under, establish::entry_of, proposal::ProposedEntry},
    entry,
    organisation::Representative,
    people::{self, CheckedPeople, NewPeople},
};

pub(super) use carry_out::apply;

/// The articles on restructuring were not read.
const RESTRUCTURING: LegalBasis = LegalBasis::unverified("17/2023/QH15", "-");
/// The most organisations that take part, or come to be.
const SUCCESSORS_MAX: usize = 20;

/// An organisation that comes to be.
struct New<'a> {
    /// Where it stands in the proposal.
    pointer: String,
    entry: &'a ProposedEntry,
    management: &'a NewPeople,
}

/// The organisations that a proposal makes.
fn new_ones<'a>(proposal: &'a Proposal) -> Vec<New<'a>> {
    let one = |entry: &'a ProposedEntry, management: &'a NewPeople| {
        vec![New { pointer: String::new(), entry, management }]
    };
    let several = |all: &'a [crate::domain::application::restructuring::PartialSuccessor]| {
        let each = all.iter().enumerate();
        each.map(|(at, part)| New {
            pointer: format!("/into/{at}"),
            entry: &part.entry,
            management: &part.management,
        })
        .collect()
    };
    match proposal {
        Proposal::Conversion(one_of) => one(&one_of.entry, &one_of.management),
        Proposal::Consolidation(one_of) => one(&one_of.entry, &one_of.management),
        Proposal::Division(division) => several(&division.into),
        Proposal::Separation(separation) => several(&separation.into),
        Proposal::Merger(_)
        | Proposal::Establishment(_)
        | Proposal::Change(_)
        | Proposal::Branch(_)
        | Proposal::BranchClosing(_)
        | Proposal::Suspension(_)
        | Proposal::Resumption(_)
        | Proposal::Reissue(_)
        | Proposal::Correction(_) => Vec::new(),
    }
}

/// The kind of the organisations that come to be.
fn kind_of_new(case: &Case<'_>) -> OrganisationKind {
    match case.proposal {
        Proposal::Conversion(_) => OrganisationKind::Cooperative,
        _ => case.application.organisation_kind,
    }
}

/// What stands against a restructuring.
pub(super) fn faults(connection: &mut Connection, case: &Case<'_>) -> Result<Vec<Fault>, Failure> {
    let mut faults = sharing::faults(case.proposal);
    let kind = case.application.organisation_kind;
    if parties(connection, case)?.iter().any(|party| party.organisation.kind != kind) {
        faults.push(fault(
            "/with",
            "kinds_differ",
            Text::fixed(
                "Các tổ chức sáp nhập, hợp nhất phải cùng loại hình.",
                "Organisations that merge or consolidate are of one kind.",
            ),
        ));
    }
    if let Proposal::Conversion(conversion) = case.proposal {
        for (at, member) in conversion.joining.iter().enumerate() {
            let checked =
                people::check_admission(member, OrganisationKind::Cooperative, case.today());
            faults.extend(under(&format!("/joining/{at}"), checked.err().unwrap_or_default()));
        }
    }
    let new = new_ones(case.proposal);
    let keys: BTreeSet<_> = new.iter().map(|one| text::name_key(&one.entry.name)).collect();
    if keys.len() != new.len() {
        faults.push(fault(
            "/into",
            "name_taken",
            Text::fixed(
                "Các tổ chức mới phải khác tên nhau.",
                "New organisations bear different names.",
            ),
        ));
    }
    for (at, one) in new.iter().enumerate() {
        faults.extend(of_new(connection, case, at, one)?);
    }
    Ok(faults)
}

/// What stands against one of the organisations that come to be.
fn of_new(
    connection: &mut Connection,
    case: &Case<'_>,
    at: usize,
    one: &New<'_>,
) -> Result<Vec<Fault>, Failure> {
    let New { pointer, entry: proposed, management } = one;
    let managed = people::check_management(management);
    let person = managed.as_ref().map(CheckedPeople::representative).unwrap_or_default();
    let mut faults = Vec::new();
    if !management.managers.iter().any(|manager| manager.legal_representative) {
        faults.push(fault(
            "/management/managers",
            "missing_representative",
            Text::fixed(
                "Phải có ít nhất một người đại diện theo pháp luật.",
                "There must be a legal representative.",
            ),
        ));
    }
    faults.extend(under("/management", managed.err().unwrap_or_default()));
    let checked = entered(case, at, proposed, person);
    let mut of_entry = checked.err().unwrap_or_default();
    if !case.needs_numbers() {
        of_entry.retain(|fault| fault.code != "missing_registration_number");
    }
    faults.extend(under("/entry", of_entry));
    let parties = case.application.parties();
    let name = "/entry/name".to_owned();
    faults.extend(taken_name(connection, &proposed.name, &parties, name)?);
    let number = case.number(at).or(proposed.registration_number.as_deref());
    let of_number = "/entry/registration_number".to_owned();
    faults.extend(taken_number(connection, number, None, of_number)?);
    Ok(under(pointer, faults))
}

/// The entry of an organisation that comes to be, without members and capital: those are moved.
fn entered(
    case: &Case<'_>,
    at: usize,
    proposed: &ProposedEntry,
    person: Representative,
) -> Result<entry::Checked, Vec<Fault>> {
    let kind = kind_of_new(case);
    let mut entry = entry_of(proposed, kind, case.number(at), person, case.today());
    entry.charter_capital_vnd = None;
    let (id, active) = (case.context.ids.make(), OrganisationStatus::Active);
    entry::check(entry, None, id, active, case.ground.units, case.today())
}

fn fault(pointer: &'static str, code: &'static str, detail: Text) -> Fault {
    Fault { pointer: pointer.into(), code, detail, legal_basis: Some(RESTRUCTURING) }
}
