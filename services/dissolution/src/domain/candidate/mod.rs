//! Candidates for dissolution: proposed by a rule, warned twice, then decided, which opens a case.
//! Any may be withdrawn for a reason on the way.

mod lifecycle;
mod rule;
mod stage;

pub use lifecycle::{after, is_open, needs, open_actions, require};
pub use rule::{CandidateRules, Criterion, ProposalRule};
pub use stage::{StageRule, StageRules, require_waited};

use htx_model::{
    date::{Date, Instant},
    dissolution::{
        Route,
        planning::{CandidateRule, CandidateState},
    },
    id::{DissolutionCandidateId, DissolutionId, OrganisationId},
};
use serde::Serialize;
use uuid::Uuid;

use super::blocker::Signatory;

/// The most candidates of one request.
pub const BULK_MAX: usize = 500;

/// A candidate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Candidate {
    /// Its id.
    pub id: DissolutionCandidateId,
    /// Which organisation.
    pub organisation: OrganisationId,
    /// By which rule it is proposed.
    pub rule: CandidateRule,
    /// The full years without a report, where that is the rule.
    pub years: Option<u32>,
    /// By which way its case is opened.
    pub route: Route,
    /// Where it stands.
    pub state: CandidateState,
    /// When it was proposed.
    pub proposed_on: Date,
    /// When it was warned.
    pub warned_on: Option<Date>,
    /// When it was warned again.
    pub warned_again_on: Option<Date>,
    /// When it was decided or withdrawn.
    pub ended_on: Option<Date>,
    /// The case that its decision opened.
    pub dissolution: Option<DissolutionId>,
    /// The agency that proposed it, under its name then.
    pub agency: Signatory,
    /// Who proposed it.
    #[serde(skip)]
    pub proposed_by: Uuid,
    /// The login name of whoever proposed it.
    #[serde(skip)]
    pub proposed_by_name: Option<String>,
    /// Who warned it.
    #[serde(skip)]
    pub warned_by: Option<Uuid>,
    /// Who warned it again.
    #[serde(skip)]
    pub warned_again_by: Option<Uuid>,
    /// Why it was withdrawn. It may name persons, and is no part of the log.
    #[serde(skip)]
    pub reason: Option<String>,
    /// Its version.
    #[serde(skip)]
    pub version: i64,
    /// When this version was written.
    #[serde(skip)]
    pub recorded_at: Instant,
}

impl Candidate {
    /// Whether somebody prepared it: proposed it, or warned it. None of them may decide it.
    #[must_use]
    pub fn was_prepared_by(&self, who: Uuid) -> bool {
        self.proposed_by == who || [self.warned_by, self.warned_again_by].contains(&Some(who))
    }

    /// The day of its last stage.
    #[must_use]
    pub fn last_stage_on(&self) -> Date {
        let stages = [self.ended_on, self.warned_again_on, self.warned_on];
        stages.into_iter().flatten().next().unwrap_or(self.proposed_on)
    }
}
