//! A dissolution case.

use htx_model::{
    agency::AgencyCode,
    date::{Date, Instant},
    dissolution::{DissolutionState, Route, SyncState},
    id::{DissolutionId, OrganisationId},
    organisation::{OrganisationKind, OrganisationStatus},
    refusal::{ErrorCode, Refusal, Text},
    registration_number::RegistrationNumber,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    facts::Facts,
    guard,
    lifecycle::{self, Action, Next},
    organisation::Seat,
    plan::PlanMonth,
};

/// The most letters of the login name of who is responsible.
pub const OFFICER_LENGTH_MAX: usize = 200;

/// A case. What is written in it stands in tables of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dissolution {
    /// Its id.
    pub id: DissolutionId,
    /// Of which organisation.
    pub organisation: OrganisationId,
    /// The organisation as it was when the case was opened.
    pub opened_as: OpenedAs,
    /// By which way.
    pub route: Route,
    /// Where it stands.
    pub state: DissolutionState,
    /// Where it stood when it was suspended, and goes on.
    pub resume_state: Option<DissolutionState>,
    /// The day of the opening.
    pub opened_on: Date,
    /// The agency that opened it, under the name that it had.
    pub opened_by: Option<AgencyCode>,
    /// The login name of the officer who is responsible.
    pub responsible_officer: String,
    /// The day from which the last step holds: none holds from an earlier one.
    pub last_step_on: Date,
    /// The day of the decision.
    pub decided_on: Option<Date>,
    /// The day on which it ended: closed, withdrawn or handed to the court.
    pub ended_on: Option<Date>,
    /// Everybody who prepared anything in it: none of them may decide.
    pub prepared_by: Vec<Uuid>,
    /// Whether the register has followed; nothing before it has to.
    pub registry_sync: Option<RegistrySync>,
    /// The day on which the register came to show the dissolution, whatever it is to show later.
    pub registered_on: Option<Date>,
    /// The month by which the plan in force has it closed.
    #[serde(default)]
    pub planned_for: Option<PlanMonth>,
}

/// An organisation as it was when its case was opened: what was signed then keeps its names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenedAs {
    /// Its name.
    pub name: String,
    /// What it was.
    pub kind: OrganisationKind,
    /// Its registration number.
    pub registration_number: Option<RegistrationNumber>,
    /// Its status.
    pub status: OrganisationStatus,
    /// Its seat.
    pub seat: Seat,
}

/// Whether the register has followed the last step that concerns it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegistrySync {
    /// Whether it has.
    pub state: SyncState,
    /// The status that it is to have; none where any but dissolving will do, after a withdrawal.
    pub expected: Option<OrganisationStatus>,
    /// Since when it is to.
    pub since: Instant,
    /// The position in the register's log at which it had.
    pub position: Option<u64>,
}

impl RegistrySync {
    /// A status that the register is to follow.
    #[must_use]
    pub fn pending(expected: Option<OrganisationStatus>, since: Instant) -> Self {
        Self { state: SyncState::Pending, expected, since, position: None }
    }

    /// Whether a status of the register is the one waited for.
    #[must_use]
    pub fn is_met_by(&self, status: OrganisationStatus) -> bool {
        match self.expected {
            Some(expected) => status == expected,
            None => status != OrganisationStatus::Dissolving,
        }
    }
}

impl Dissolution {
    /// Whether it has not ended.
    #[must_use]
    pub fn is_open(&self) -> bool {
        lifecycle::is_open(self.state)
    }

    /// The case after an action, taken by somebody from a day on.
    ///
    /// # Errors
    /// As [`lifecycle::require`] and [`guard::require`].
    pub fn take(
        &self,
        action: Action,
        facts: &Facts,
        (on, by, now): (Date, Uuid, Instant),
    ) -> Result<Self, Refusal> {
        let next = lifecycle::require(self.state, action)?;
        guard::require(action, facts)?;
        let mut case = self.clone();
        case.state = match next {
            Next::To(state) => state,
            // A suspended case always says where it stood.
            Next::Back => self.resume_state.unwrap_or(self.state),
        };
        case.resume_state = (action == Action::Suspend).then_some(self.state);
        case.last_step_on = on;
        if action == Action::Decide {
            case.decided_on = Some(on);
        }
        if !case.is_open() {
            case.ended_on = Some(on);
        }
        if lifecycle::prepares(action) {
            case.note_preparer(by);
        }
        match lifecycle::registry_follows(action) {
            // The register was never asked for anything: there is nothing to go back from, unless it called
            // the organisation dissolving before there was a case.
            Some(None) if case.registry_sync.is_none() && !self.was_dissolving() => {}
            Some(expected) => case.registry_sync = Some(RegistrySync::pending(expected, now)),
            None => {}
        }
        Ok(case)
    }

    /// Whether the register called the organisation dissolving when the case was opened, as entries do
    /// that were taken over from the districts' own lists.
    fn was_dissolving(&self) -> bool {
        self.opened_as.status == OrganisationStatus::Dissolving
    }

    /// The case once the register has a status: nothing where it is not the one waited for.
    #[must_use]
    pub fn followed(
        &self,
        status: OrganisationStatus,
        (position, on): (u64, Date),
    ) -> Option<Self> {
        let sync = self.registry_sync.clone()?;
        if sync.state == SyncState::Done || !sync.is_met_by(status) {
            return None;
        }
        let shown = (status == OrganisationStatus::Dissolving).then_some(on);
        let done = RegistrySync { state: SyncState::Done, position: Some(position), ..sync };
        Some(Self {
            registry_sync: Some(done),
            registered_on: self.registered_on.or(shown),
            ..self.clone()
        })
    }

    /// Since when it is open, and by when the plan in force has it closed.
    #[must_use]
    pub fn planned(&self) -> Option<(Date, Date)> {
        self.planned_for.map(|month| (self.opened_on, month.last_day()))
    }

    /// Notes down that somebody prepared something in it.
    pub fn note_preparer(&mut self, who: Uuid) {
        if !self.prepared_by.contains(&who) {
            self.prepared_by.push(who);
        }
    }
}

/// Whether an organisation in a status can be dissolved at all.
///
/// # Errors
/// [`ErrorCode::StateConflict`] where it has ended.
pub fn require_living(status: OrganisationStatus) -> Result<(), Refusal> {
    if !status.has_ended() {
        return Ok(());
    }
    Err(Refusal::new(
        ErrorCode::StateConflict,
        Text::fixed(
            "Tổ chức đã chấm dứt tồn tại nên không thể mở hồ sơ giải thể.",
            "The organisation is no more, so no dissolution can be opened.",
        ),
    ))
}

#[cfg(test)]
mod tests;
