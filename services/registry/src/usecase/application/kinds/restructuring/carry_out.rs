//! Carries a restructuring out: the old end, the new begin, members and capital move, all in the
//! transaction of the approval.

use htx_kit::{db::Connection, failure::Failure, log};
use htx_model::{
    application::{ApplicationKind, SuccessionKind},
    code_list::CodeList as _,
    id::{CertificateId, EventId, OrganisationId},
    language::Language,
    money::Dong,
    organisation::{OrganisationKind, OrganisationStatus},
    refusal::{Refusal, Text},
};

use super::{Applied, Case, New, entered, fault, new_ones, sharing};
use crate::{
    domain::{
        application::{Effect, Proposal, completeness::under},
        organisation::Organisation,
        people::{self as people_rules, CheckedPeople},
    },
    store::{self, organisation::Stored, succession::Link},
    usecase::{
        application::kinds::{found, own, parties},
        certificate, people, read_organisation, record,
        register_organisation::{require_free_name, require_free_number},
    },
};

/// How the organisations that are affected follow from each other.
struct Outcome {
    /// Who ends, and as what.
    ending: Vec<OrganisationId>,
    status: OrganisationStatus,
    succession: SuccessionKind,
}

impl Outcome {
    fn of(case: &Case<'_>) -> Result<Self, Failure> {
        let own = case.application.organisation.ok_or_else(read_organisation::unknown)?;
        let (ending, status, succession) = match case.application.kind {
            ApplicationKind::Conversion => {
                (vec![own], OrganisationStatus::Converted, SuccessionKind::Conversion)
            }
            ApplicationKind::Merger => {
                (vec![own], OrganisationStatus::Merged, SuccessionKind::Merger)
            }
            ApplicationKind::Consolidation => {
                let all = case.application.parties();
                (all, OrganisationStatus::Merged, SuccessionKind::Consolidation)
            }
            ApplicationKind::Division => {
                (vec![own], OrganisationStatus::Divided, SuccessionKind::Division)
            }
            // Nobody ends in a separation; the others are no restructuring.
            _ => (Vec::new(), OrganisationStatus::Active, SuccessionKind::Separation),
        };
        Ok(Self { ending, status, succession })
    }
}

/// Carries it out.
pub(in crate::usecase::application::kinds) fn apply(
    connection: &mut Connection,
    case: &Case<'_>,
) -> Result<Applied, Failure> {
    for party in parties(connection, case)? {
        case.require_competence(&party.organisation)?;
    }
    let own_id = own(connection, case)?.organisation.id;
    let outcome = Outcome::of(case)?;
    let event = end(connection, case, &outcome)?;
    let new = begin(connection, case)?;
    let ids: Vec<OrganisationId> = new.iter().map(|one| one.organisation.id).collect();
    move_everything(connection, case, &outcome, own_id, &ids)?;
    let new_events: Vec<EventId> = new.iter().map(|one| one.event).collect();
    for one in &new {
        settle(connection, case, one)?;
    }
    let certificates = conclude(connection, case, &outcome, own_id, &ids)?;
    let effect = Effect {
        certificate: certificates.first().copied(),
        event: event.or(new_events.first().copied()),
    };
    Ok(Applied { organisation: own_id, effect })
}

/// Ends the organisations that go, before others take their names. Gives the event of the one that
/// applies.
fn end(
    connection: &mut Connection,
    case: &Case<'_>,
    outcome: &Outcome,
) -> Result<Option<EventId>, Failure> {
    let context = case.context;
    let ending = outcome.ending.iter();
    let ending: Vec<Stored> = parties(connection, case)?
        .into_iter()
        .filter(|party| ending.clone().any(|id| *id == party.organisation.id))
        .collect();
    let mut own_event = None;
    // A handful at the most, each with its own version.
    for Stored { organisation: before, version, .. } in ending {
        let after = Organisation { status: outcome.status, ..before.clone() };
        store::organisation::save(connection, &after, version, context.now)?;
        let event =
            case.event(&format!("organisation.{}", outcome.status), Some(&before), &after)?;
        log::append(connection, &event, None, &case.context.ids)?;
        if Some(after.id) == case.application.organisation {
            own_event = Some(event.id);
        }
        let reason = case.application.kind.label(Language::Vi);
        let basis = case.legal_basis();
        certificate::end_of(connection, context, &after, reason, basis.as_deref())?;
    }
    store::suspension::end_all(connection, &outcome.ending, case.today())?;
    Ok(own_event)
}

/// An organisation that came to be.
struct Begun<'a> {
    organisation: Organisation,
    event: EventId,
    new: New<'a>,
    managed: CheckedPeople,
}

/// Enters the organisations that come to be, without members yet but for those who join.
fn begin<'a>(connection: &mut Connection, case: &Case<'a>) -> Result<Vec<Begun<'a>>, Failure> {
    let mut begun = Vec::new();
    for (at, new) in new_ones(case.proposal).into_iter().enumerate() {
        let managed = people_rules::check_management(new.management).map_err(Refusal::rules)?;
        let person = managed.representative();
        let (organisation, person) =
            entered(case, at, new.entry, person).map_err(Refusal::rules)?;
        case.require_competence(&organisation)?;
        require_free_name(connection, &organisation.name, organisation.id)?;
        require_free_number(connection, &organisation)?;
        let now = case.context.now;
        store::organisation::insert_many(connection, &[(&organisation, &person)], now)?;
        let event = case.event("organisation.registered", None, &organisation)?;
        let personal = record::personal(&person)?;
        log::append(connection, &event, personal.as_ref(), &case.context.ids)?;
        if let Proposal::Conversion(conversion) = case.proposal {
            let joining = conversion
                .joining
                .iter()
                .map(|member| {
                    let kind = OrganisationKind::Cooperative;
                    people_rules::check_admission(member, kind, case.today())
                })
                .collect::<Result<Vec<_>, _>>()
                .map_err(Refusal::rules)?;
            let joining = CheckedPeople { members: joining, ..CheckedPeople::default() };
            people::enter_founding(connection, case.context, &organisation, &joining)?;
        }
        begun.push(Begun { organisation, event: event.id, new, managed });
    }
    Ok(begun)
}

/// Moves members and capital out of those who end, or of the one that a part separates from.
fn move_everything(
    connection: &mut Connection,
    case: &Case<'_>,
    outcome: &Outcome,
    own: OrganisationId,
    new: &[OrganisationId],
) -> Result<(), Failure> {
    let from = if outcome.ending.is_empty() { vec![own] } else { outcome.ending.clone() };
    for old in from {
        let split = sharing::split(case.proposal, old, new);
        people::move_all(connection, case.context, old, &split).map_err(|failure| {
            within(failure, &format!("/proposal/{}/sharing", case.application.kind))
        })?;
    }
    Ok(())
}

/// Enters the managers of an organisation that came to be, and sees that it has what it needs.
fn settle(connection: &mut Connection, case: &Case<'_>, begun: &Begun<'_>) -> Result<(), Failure> {
    let organisation = found(connection, begun.organisation.id)?.organisation;
    let place = format!("/proposal/{}{}", case.application.kind, begun.new.pointer);
    people::enter_management(connection, case.context, &organisation, &begun.managed)
        .map_err(|failure| within(failure, &format!("{place}/management")))?;
    let wanted = begun.new.entry.charter_capital_vnd.map(Dong);
    let moved = organisation.charter_capital_vnd;
    if wanted.is_some() && wanted != moved {
        let moved = moved.unwrap_or_default();
        let detail = Text::made(
            format!("Vốn điều lệ phải bằng phần vốn được chuyển: {moved}."),
            format!("The charter capital is what is moved: {moved}."),
        );
        let mut wrong = fault("", "capital_does_not_add_up", detail);
        wrong.pointer = format!("{place}/entry/charter_capital_vnd").into();
        return Err(Refusal::rules(vec![wrong]).into());
    }
    Ok(people::require_enough_members(&organisation)?)
}

/// Links predecessors and successors, and issues the certificates of all who go on.
fn conclude(
    connection: &mut Connection,
    case: &Case<'_>,
    outcome: &Outcome,
    own: OrganisationId,
    new: &[OrganisationId],
) -> Result<Vec<CertificateId>, Failure> {
    let old = if outcome.ending.is_empty() { vec![own] } else { outcome.ending.clone() };
    let successors = match case.proposal {
        Proposal::Merger(merger) => vec![merger.into],
        _ => new.to_vec(),
    };
    let links: Vec<Link> = old
        .iter()
        .flat_map(|predecessor| successors.iter().map(|successor| (*predecessor, *successor)))
        .map(|(predecessor, successor)| Link {
            predecessor,
            successor,
            kind: outcome.succession,
            application: case.application.id,
            on: case.today(),
        })
        .collect();
    store::succession::insert_many(connection, &links)?;
    let mut certified = successors;
    if outcome.ending.is_empty() {
        certified.push(own);
    }
    let mut certificates = Vec::new();
    for id in certified {
        let organisation = found(connection, id)?.organisation;
        people::require_enough_members(&organisation)?;
        let (context, units) = (case.context, case.ground.units);
        let issued = certificate::issue(connection, context, units, &organisation, case.issuing())?;
        certificates.push(issued.id);
    }
    Ok(certificates)
}

/// Faults with pointers from the application.
fn within(failure: Failure, prefix: &str) -> Failure {
    match failure {
        Failure::Refused(mut refusal) => {
            refusal.faults = under(prefix, std::mem::take(&mut refusal.faults));
            Failure::Refused(refusal)
        }
        other => other,
    }
}
