//! Petitions: filed, passed on, answered, closed, withdrawn.

use htx_kit::{context::Context, db::Connection, failure::Failure, http::IfMatch, log};
use htx_model::{
    agency::{Agencies, AgencyCode, AgencyKind},
    date::Date,
    event::{Place, Subject},
    id::{OrganisationId, PetitionId},
    people::PetitionState,
    refusal::{ErrorCode, Fault, Refusal, Text},
    scope::Scope,
};

use crate::{
    domain::petition::{self, Petition, PetitionAction},
    store,
    usecase::read_organisation,
};

/// A petition on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPetition {
    /// Whose; none where the alliance speaks for all.
    pub organisation: Option<OrganisationId>,
    /// What it is about.
    pub title: String,
    /// What it asks.
    pub content: String,
}

/// What is done with a petition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// It is passed to an agency.
    Forward {
        /// Which.
        agency: AgencyCode,
        /// By when it is to answer.
        due_on: Date,
    },
    /// It is answered.
    Answer {
        /// How.
        answer: String,
    },
    /// It is settled.
    Close,
    /// It is taken back.
    Withdraw,
}

impl Step {
    /// The action that it is.
    #[must_use]
    pub const fn action(&self) -> PetitionAction {
        match self {
            Self::Forward { .. } => PetitionAction::Forward,
            Self::Answer { .. } => PetitionAction::Answer,
            Self::Close => PetitionAction::Close,
            Self::Withdraw => PetitionAction::Withdraw,
        }
    }

    const fn event(&self) -> &'static str {
        match self {
            Self::Forward { .. } => "petition.forwarded",
            Self::Answer { .. } => "petition.answered",
            Self::Close => "petition.closed",
            Self::Withdraw => "petition.withdrawn",
        }
    }
}

/// Files a petition of an organisation within the scope, or of the alliance itself.
///
/// # Errors
/// Not found outside the scope; `permission_denied` for one that is nobody's.
pub fn file(
    connection: &mut Connection,
    context: &Context,
    scope: &Scope,
    new: NewPetition,
) -> Result<Petition, Failure> {
    if new.organisation.is_none() && !scope.is_everything() {
        let detail = Text::fixed(
            "Tổ chức gửi kiến nghị phải nêu organisation_id của mình.",
            "An organisation names itself by organisation_id.",
        );
        return Err(rule("/organisation_id", "missing_organisation", detail));
    }
    let petition = Petition {
        id: context.ids.make(),
        organisation: new.organisation,
        title: new.title,
        content: new.content,
        state: PetitionState::Received,
        received_on: context.today(),
        agency: None,
        due_on: None,
        answer: None,
        answered_on: None,
        closed_on: None,
        version: 1,
        recorded_at: context.now,
    };
    let place = place(connection, scope, &petition, read_organisation::unknown)?;
    store::petition::insert_many(connection, std::slice::from_ref(&petition))?;
    tell(connection, context, place, "petition.filed", None, &petition)?;
    Ok(petition)
}

/// Takes a step with a petition that the caller has seen. `scope` is the reach of the permission
/// that the step demands; `readable` says which petitions the caller may know of.
///
/// # Errors
/// Not found outside of what may be read; `permission_denied` outside of the scope; a stale
/// version; a state that does not allow it; the rules that it breaks.
pub fn step(
    connection: &mut Connection,
    context: &Context,
    scope: &Scope,
    readable: &Scope,
    id: PetitionId,
    seen: &IfMatch,
    step: Step,
) -> Result<Petition, Failure> {
    connection.lock(&format!("petition {id}"))?;
    let (before, place) = find(connection, readable, id)?;
    if !is_open_to(step.action(), scope, &before, &place, context.today()) {
        return Err(not_yours(step.action()).into());
    }
    seen.check(before.version)?;
    let state = petition::require(before.state, step.action())?;
    let today = context.today();
    let event = step.event();
    let mut after =
        Petition { state, version: before.version + 1, recorded_at: context.now, ..before.clone() };
    match step {
        Step::Forward { agency, due_on } => {
            check_forwarding(&agency, due_on, today)?;
            (after.agency, after.due_on) = (Some(agency), Some(due_on));
            // An answer that does not satisfy stays in the log's history of states only.
            (after.answer, after.answered_on) = (None, None);
        }
        Step::Answer { answer } => {
            (after.answer, after.answered_on) = (Some(answer), Some(today));
        }
        Step::Close | Step::Withdraw => after.closed_on = Some(today),
    }
    store::petition::save(connection, &after)?;
    tell(connection, context, place, event, Some(&before), &after)?;
    Ok(after)
}

/// A petition that the caller may read, with its place: of an organisation within the scope, or of
/// the alliance itself for who reaches the whole city.
///
/// # Errors
/// Not found, or out of the scope.
pub fn find(
    connection: &mut Connection,
    scope: &Scope,
    id: PetitionId,
) -> Result<(Petition, Place), Failure> {
    let petition = store::petition::find(connection, id)?.ok_or_else(unknown)?;
    let place = place(connection, scope, &petition, unknown)?;
    Ok((petition, place))
}

/// Whether an action is the caller's, who reaches so far with its permission: whatever state the
/// petition is in.
#[must_use]
pub fn is_open_to(
    action: PetitionAction,
    scope: &Scope,
    petition: &Petition,
    place: &Place,
    today: Date,
) -> bool {
    match action {
        PetitionAction::Answer => {
            petition.agency.as_ref().is_some_and(|asked| answers(scope, asked, today))
        }
        PetitionAction::Forward | PetitionAction::Close => scope.is_everything(),
        PetitionAction::Withdraw => {
            // Whoever filed it: the organisation its own, the alliance that of all.
            match place.organisation {
                Some(id) => scope.organisations().any(|own| own == id),
                None => scope.is_everything(),
            }
        }
    }
}

/// Whether the caller acts for the agency that was asked, or for one that took over its work.
fn answers(scope: &Scope, asked: &AgencyCode, today: Date) -> bool {
    let Ok(agencies) = Agencies::embedded() else { return false };
    let holders = agencies.successors(asked, today);
    holders.iter().any(|holder| scope.agencies().any(|own| *own == holder.code))
}

fn check_forwarding(agency: &AgencyCode, due_on: Date, today: Date) -> Result<(), Failure> {
    let agencies = Agencies::embedded().map_err(Failure::unexpected)?;
    let able = agencies.get(agency).is_some_and(|agency| {
        agency.in_force(today) && !matches!(agency.kind, AgencyKind::District | AgencyKind::Commune)
    });
    if !able {
        let detail = Text::fixed(
            "Phải là một cơ quan cấp Thành phố đang hoạt động; danh mục ở /v1/agencies.",
            "It must be an agency of the city that exists; /v1/agencies lists them.",
        );
        return Err(rule("/agency_code", "unknown_agency", detail));
    }
    if due_on < today {
        let detail = Text::fixed(
            "Hạn trả lời không được trước hôm nay.",
            "The answer cannot be due before today.",
        );
        return Err(rule("/due_on", "date_in_past", detail));
    }
    Ok(())
}

fn rule(pointer: &'static str, code: &'static str, detail: Text) -> Failure {
    let fault = Fault::new(pointer, code, detail);
    Refusal::rules(vec![fault]).into()
}

fn not_yours(action: PetitionAction) -> Refusal {
    let detail = match action {
        PetitionAction::Answer => Text::fixed(
            "Chỉ cơ quan được chuyển kiến nghị trả lời.",
            "Only the agency that is asked answers.",
        ),
        PetitionAction::Withdraw => {
            Text::fixed("Chỉ bên gửi rút kiến nghị.", "Only whoever filed it takes it back.")
        }
        PetitionAction::Forward | PetitionAction::Close => {
            Text::fixed("Việc này do Liên minh thực hiện.", "The alliance does this.")
        }
    };
    Refusal::new(ErrorCode::PermissionDenied, detail)
}

fn place(
    connection: &mut Connection,
    scope: &Scope,
    petition: &Petition,
    unknown: fn() -> Refusal,
) -> Result<Place, Failure> {
    match petition.organisation {
        Some(id) => {
            let stored = store::organisation::find(connection, scope, id)?;
            Ok(stored.ok_or_else(unknown)?.organisation.place())
        }
        None if scope.is_everything() => Ok(Place::default()),
        None => Err(unknown().into()),
    }
}

fn unknown() -> Refusal {
    Refusal::not_found("kiến nghị", "petition")
}

fn tell(
    connection: &mut Connection,
    context: &Context,
    place: Place,
    kind: &str,
    before: Option<&Petition>,
    after: &Petition,
) -> Result<(), Failure> {
    let subject = Subject { kind: "petition".to_owned(), id: after.id.uuid() };
    let before = before.map(serde_json::to_value).transpose().map_err(Failure::unexpected)?;
    let state = serde_json::to_value(after).map_err(Failure::unexpected)?;
    let event = context.event(kind, subject, place, before.as_ref(), state);
    log::append(connection, &event, None, &context.ids)
}
