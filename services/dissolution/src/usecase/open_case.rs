//! Opens a case: the organisation is identified as one to be dissolved.

use htx_kit::{context::Context, db::Connection, failure::Failure};
use htx_model::{
    dissolution::{DissolutionState, Route},
    faults::Faults,
    id::OrganisationId,
    refusal::{ErrorCode, Refusal, Text},
};

use super::{
    hold::{self, Caller},
    record::{self, Stepped},
};
use crate::{
    domain::{
        case::{Dissolution, OFFICER_LENGTH_MAX, OpenedAs, require_living},
        organisation::Organisation,
        step::{self, Footing, Said},
    },
    store::{self, case::StoredCase},
};

/// A case as an officer opens it.
#[derive(Debug, Clone)]
pub struct Opening {
    /// Of which organisation.
    pub organisation: OrganisationId,
    /// By which way.
    pub route: Route,
    /// What is said of it.
    pub said: Said,
    /// The login name of whoever is responsible; the officer where nobody else is named.
    pub responsible_officer: Option<String>,
}

/// Opens a case.
///
/// # Errors
/// Not found outside the scope; another authority's; an organisation that has ended, or has an open
/// case; every fault of what was sent.
pub fn open_case(
    connection: &mut Connection,
    context: &Context,
    caller: &Caller,
    agency_name: Option<String>,
    opening: Opening,
) -> Result<StoredCase, Failure> {
    let Opening { organisation: id, route, .. } = opening;
    hold::openings(connection, [id])?;
    let found = store::organisation::find(connection, &caller.scope, id)?;
    let organisation = found.ok_or_else(unknown_organisation)?;
    hold::require_authority(&caller.scope, &organisation)?;
    require_living(organisation.status)?;
    let (footing, officer) = tidy(&opening, context)?;
    if store::case::open_of(connection, id)?.is_some() {
        return Err(exists().into());
    }
    let planned = store::plan::in_force(connection, id, footing.on.year())?;
    let case = Dissolution {
        id: context.ids.make(),
        organisation: id,
        opened_as: opened_as(&organisation),
        route,
        state: DissolutionState::Identified,
        resume_state: None,
        opened_on: footing.on,
        opened_by: context.actor.agency.clone(),
        responsible_officer: officer,
        last_step_on: footing.on,
        decided_on: None,
        ended_on: None,
        prepared_by: vec![caller.id],
        registry_sync: None,
        registered_on: None,
        planned_for: planned.map(|planned| planned.expected_month),
    };
    store::case::insert(connection, &case, context.now)?;
    let stepped = Stepped {
        kind: step::OPENED,
        action: None,
        before: None,
        after: &case,
        footing,
        documents: Vec::new(),
        agency_name,
    };
    record::note_step(connection, context, &organisation, stepped)?;
    Ok(StoredCase { case, organisation, version: 1, recorded_at: context.now })
}

fn opened_as(organisation: &Organisation) -> OpenedAs {
    OpenedAs {
        name: organisation.name.clone(),
        kind: organisation.kind,
        registration_number: organisation.registration_number.clone(),
        status: organisation.status,
        seat: organisation.seat.clone(),
    }
}

/// What was sent, put right, with the officer who is responsible.
fn tidy(opening: &Opening, context: &Context) -> Result<(Footing, String), Refusal> {
    let mut faults = Faults::default();
    let footing = Footing::check(&opening.said, None, context.today(), &mut faults);
    let officer = opening.responsible_officer.as_deref().unwrap_or(&context.actor.name);
    let officer = responsible(&mut faults, officer);
    faults.refuse()?;
    Ok((footing, officer))
}

/// The login name of a responsible officer, put right.
pub(super) fn responsible(faults: &mut Faults, officer: &str) -> String {
    faults.words("/responsible_officer", officer, OFFICER_LENGTH_MAX)
}

fn unknown_organisation() -> Refusal {
    Refusal::not_found("tổ chức", "organisation").advising(Text::fixed(
        "Tổ chức vừa được ghi vào sổ đăng ký sẽ có ở đây sau ít giây.",
        "An organisation that was just entered in the register is known here after a few seconds.",
    ))
}

fn exists() -> Refusal {
    Refusal::new(
        ErrorCode::AlreadyExists,
        Text::fixed(
            "Tổ chức đã có hồ sơ giải thể đang mở.",
            "The organisation has an open dissolution case already.",
        ),
    )
}
