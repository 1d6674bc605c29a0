//! The yearly dissolution plan of a territory: which organisations are to be dissolved, by whom, in
//! which month (DOMAIN section 5). An approved revision never changes; an amendment is the next.

mod entry;
mod lifecycle;
mod month;

pub use entry::{Entry, check};
pub use lifecycle::{after, needs, open_actions, require};
pub use month::{NotAMonth, PlanMonth};

use htx_model::{
    administrative::{CommuneCode, DistrictCode, Territory},
    date::{Date, Instant},
    dissolution::PlanState,
    event::Place,
    id::{DissolutionPlanId, EventId},
    organisation::OrganisationKind,
    scope::{Placement, Scope},
};
use serde::Serialize;
use uuid::Uuid;

use super::{blocker::Signatory, organisation::Organisation};

/// The most organisations of one plan.
pub const ENTRIES_MAX: usize = 500;
/// The first year of which there can be a plan: that of the city's own.
pub const FIRST_YEAR: i16 = 2025;

/// For whom a plan is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlanTerritory {
    /// The groups and cooperatives registered in a district.
    District(DistrictCode),
    /// Those in a commune of today.
    Commune(CommuneCode),
    /// The unions of the city.
    Unions,
}

impl PlanTerritory {
    /// What an agency with this territory plans for.
    #[must_use]
    pub fn of(territory: &Territory) -> Self {
        match territory {
            Territory::District(code) => Self::District(code.clone()),
            Territory::Commune(code) => Self::Commune(code.clone()),
            Territory::City => Self::Unions,
        }
    }

    /// The district.
    #[must_use]
    pub const fn district(&self) -> Option<&DistrictCode> {
        match self {
            Self::District(code) => Some(code),
            Self::Commune(_) | Self::Unions => None,
        }
    }

    /// The commune.
    #[must_use]
    pub const fn commune(&self) -> Option<&CommuneCode> {
        match self {
            Self::Commune(code) => Some(code),
            Self::District(_) | Self::Unions => None,
        }
    }

    /// Whether an organisation is one of those that it speaks of.
    #[must_use]
    pub fn holds(&self, organisation: &Organisation) -> bool {
        let is_union = organisation.kind == OrganisationKind::CooperativeUnion;
        match self {
            Self::District(code) => !is_union && organisation.seat.district.as_ref() == Some(code),
            Self::Commune(code) => !is_union && organisation.seat.current_commune == *code,
            Self::Unions => is_union,
        }
    }

    /// Whether a plan for it is the business of whoever reaches so far: planning supervises the
    /// plans of districts and communes, and makes that of unions.
    #[must_use]
    pub fn is_of(&self, scope: &Scope) -> bool {
        match self {
            Self::District(code) => scope.districts().any(|own| own == code),
            Self::Commune(code) => scope.communes().any(|own| own == code),
            Self::Unions => scope.is_everything(),
        }
    }

    /// Where it stands, to be compared with a caller's scope.
    #[must_use]
    pub fn placement(&self) -> Placement<'_> {
        Placement { district: self.district(), commune: self.commune(), ..Placement::default() }
    }

    /// Where it stands, as events say it.
    #[must_use]
    pub fn place(&self) -> Place {
        Place {
            organisation: None,
            district: self.district().cloned(),
            commune: self.commune().cloned(),
        }
    }
}

/// A plan as it stands: its newest revision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Plan {
    /// Its id, the same in every revision.
    pub id: DissolutionPlanId,
    /// For which year.
    pub year: i16,
    /// For whom.
    #[serde(skip)]
    pub territory: PlanTerritory,
    /// The agency that made it, under its name then.
    pub agency: Signatory,
    /// Which revision: the first is 1, each amendment the next.
    pub revision: u32,
    /// Where that revision stands.
    pub state: PlanState,
    /// The newest revision that was approved: the one in force.
    pub approved_revision: Option<u32>,
    /// How many organisations the revision names.
    pub entry_count: u32,
    /// Everybody who prepared the revision: none of them may approve it.
    pub prepared_by: Vec<Uuid>,
    /// Why it was returned or is amended. It may name persons, and is no part of the log.
    #[serde(skip)]
    pub reason: Option<String>,
    /// Its version.
    #[serde(skip)]
    pub version: i64,
    /// When this version was written.
    #[serde(skip)]
    pub recorded_at: Instant,
}

impl Plan {
    /// Notes down that somebody prepared something in the revision.
    pub fn note_preparer(&mut self, who: Uuid) {
        if !self.prepared_by.contains(&who) {
            self.prepared_by.push(who);
        }
    }
}

/// The approval of a revision. It is never changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Approval {
    /// Of which revision.
    pub revision: u32,
    /// When.
    pub approved_on: Date,
    /// The document that approves it.
    pub legal_basis: String,
    /// By which agency, under its name then.
    pub by: Option<Signatory>,
    /// The login name of whoever approved it.
    pub actor_name: String,
    /// The event of it in the log.
    #[serde(skip)]
    pub event: EventId,
}

/// What the plan in force says of an organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// In which plan.
    pub plan: DissolutionPlanId,
    /// Its year.
    pub year: i16,
    /// In which of its revisions.
    pub revision: u32,
    /// Who is responsible.
    pub responsible_officer: String,
    /// In which month the case is to be closed.
    pub expected_month: PlanMonth,
}
