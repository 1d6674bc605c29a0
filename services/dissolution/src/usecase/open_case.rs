//! Opens a case: the organisation is identified as one to be dissolved.

use htx_kit::{
    context::Context,
    db::Connection,
    failure::Failure,
    log::{self, RandomSalts},
};
use htx_model::{
    date::Date,
    dissolution::{DissolutionState, Route},
    id::OrganisationId,
    refusal::{ErrorCode, Refusal, Text},
    words,
};
use serde_json::json;

use super::{
    hold::{self, Caller},
    record,
};
use crate::{
    domain::{
        case::{Dissolution, OpenedAs, require_living},
        organisation::Organisation,
        step::{self, Step},
    },
    store::{self, case::StoredCase},
};

/// The most letters of a login name.
const OFFICER_LENGTH_MAX: usize = 200;

/// A case as an officer opens it.
#[derive(Debug, Clone)]
pub struct Opening {
    /// Of which organisation.
    pub organisation: OrganisationId,
    /// By which way.
    pub route: Route,
    /// The legal document and article relied on.
    pub legal_basis: String,
    /// Why, in the officer's words.
    pub reason: Option<String>,
    /// The day from which it holds.
    pub effective_on: Option<Date>,
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
    connection.lock(&format!("dissolution of {id}"))?;
    let found = store::organisation::find(connection, &caller.scope, id)?;
    let organisation = found.ok_or_else(unknown_organisation)?;
    hold::require_authority(&caller.scope, &organisation)?;
    require_living(organisation.status)?;
    let Tidy { on, legal_basis, reason, officer } = tidy(&opening, context)?;
    if store::case::open_of(connection, id)?.is_some() {
        return Err(exists().into());
    }
    let case = Dissolution {
        id: context.ids.make(),
        organisation: id,
        opened_as: opened_as(&organisation),
        route,
        state: DissolutionState::Identified,
        resume_state: None,
        opened_on: on,
        opened_by: context.actor.agency.clone(),
        responsible_officer: officer,
        last_step_on: on,
        decided_on: None,
        ended_on: None,
        prepared_by: vec![caller.id],
        registry_sync: None,
    };
    store::case::insert(connection, &case, context.now)?;
    let mut event = record::of_case(context, "dissolution.opened", &organisation, None, &case)?;
    (event.effective_on, event.legal_basis) = (on, Some(legal_basis.clone()));
    let personal = reason.as_ref().map(|reason| json!({ "reason": reason }));
    log::append(connection, &event, personal.as_ref(), &RandomSalts)?;
    let step = Step {
        id: context.ids.make(),
        case: case.id,
        action: None,
        from: None,
        to: case.state,
        effective_on: on,
        legal_basis,
        documents: Vec::new(),
        actor: context.actor.id,
        actor_name: context.actor.name.clone(),
        agency: context.actor.agency.clone(),
        agency_name,
        event: event.id,
        recorded_at: context.now,
    };
    store::step::insert(connection, &step, reason.as_deref())?;
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

/// What was sent, put right.
struct Tidy {
    on: Date,
    legal_basis: String,
    reason: Option<String>,
    officer: String,
}

fn tidy(opening: &Opening, context: &Context) -> Result<Tidy, Refusal> {
    let mut faults = Vec::new();
    let today = context.today();
    let on = step::effective_on(opening.effective_on, None, today);
    let on = on.map_err(|fault| faults.push(fault)).unwrap_or(today);
    let mut read = |pointer: &'static str, given: &str, longest| {
        words::tidy(pointer, given, longest).map_err(|fault| faults.push(fault)).unwrap_or_default()
    };
    let legal_basis = read("/legal_basis", &opening.legal_basis, words::BASIS_LENGTH_MAX);
    let reason =
        opening.reason.as_deref().map(|text| read("/reason", text, words::REASON_LENGTH_MAX));
    let officer = opening.responsible_officer.as_deref().unwrap_or(&context.actor.name);
    let officer = read("/responsible_officer", officer, OFFICER_LENGTH_MAX);
    if faults.is_empty() {
        return Ok(Tidy { on, legal_basis, reason, officer });
    }
    Err(Refusal::rules(faults))
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
