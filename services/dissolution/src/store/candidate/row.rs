//! A candidate as a row, and back.

use diesel::{Insertable, Queryable, Selectable};
use htx_kit::{
    db::{
        Bind,
        stored::{code, number},
    },
    failure::Failure,
};
use htx_model::{
    code_list::CodeList as _,
    date::{Date, Instant},
    id::{DissolutionCandidateId, DissolutionId, Id, OrganisationId},
};

use super::{dissolution_candidate, years};
use crate::{domain::candidate::Candidate, store::blocker::signatory};

#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = dissolution_candidate)]
pub(super) struct CandidateRow {
    id: DissolutionCandidateId,
    organisation_id: OrganisationId,
    rule: String,
    years: Option<i32>,
    route: String,
    state: String,
    proposed_on: Date,
    proposed_by: Id<()>,
    warned_on: Option<Date>,
    warned_by: Option<Id<()>>,
    warned_again_on: Option<Date>,
    warned_again_by: Option<Id<()>>,
    ended_on: Option<Date>,
    reason: Option<String>,
    dissolution_id: Option<DissolutionId>,
    agency_code: String,
    agency_name: String,
    version: i64,
    recorded_at: Instant,
    proposed_by_name: Option<String>,
}

impl TryFrom<CandidateRow> for Candidate {
    type Error = Failure;

    fn try_from(row: CandidateRow) -> Result<Self, Failure> {
        Ok(Self {
            id: row.id,
            organisation: row.organisation_id,
            rule: code(&row.rule)?,
            years: number(row.years)?,
            route: code(&row.route)?,
            state: code(&row.state)?,
            proposed_on: row.proposed_on,
            warned_on: row.warned_on,
            warned_again_on: row.warned_again_on,
            ended_on: row.ended_on,
            dissolution: row.dissolution_id,
            agency: signatory(&row.agency_code, row.agency_name)?,
            proposed_by: row.proposed_by.uuid(),
            proposed_by_name: row.proposed_by_name,
            warned_by: row.warned_by.map(Id::uuid),
            warned_again_by: row.warned_again_by.map(Id::uuid),
            reason: row.reason,
            version: row.version,
            recorded_at: row.recorded_at,
        })
    }
}

#[derive(Insertable)]
#[diesel(table_name = dissolution_candidate, treat_none_as_default_value = false)]
pub(super) struct NewCandidateRow<'a> {
    id: Bind<DissolutionCandidateId>,
    organisation_id: Bind<OrganisationId>,
    rule: &'static str,
    years: Option<i32>,
    route: &'static str,
    state: &'static str,
    proposed_on: Bind<Date>,
    proposed_by: Bind<Id<()>>,
    agency_code: &'a str,
    agency_name: &'a str,
    version: i64,
    recorded_at: Bind<Instant>,
    proposed_by_name: Option<&'a str>,
}

impl<'a> NewCandidateRow<'a> {
    /// A candidate as it is proposed: no other stage is taken yet.
    pub(super) fn of(candidate: &'a Candidate) -> Self {
        Self {
            id: Bind(candidate.id),
            organisation_id: Bind(candidate.organisation),
            rule: candidate.rule.code(),
            years: years(candidate.years),
            route: candidate.route.code(),
            state: candidate.state.code(),
            proposed_on: Bind(candidate.proposed_on),
            proposed_by: Bind(Id::from_uuid(candidate.proposed_by)),
            agency_code: candidate.agency.code.as_str(),
            agency_name: &candidate.agency.name,
            version: candidate.version,
            recorded_at: Bind(candidate.recorded_at),
            proposed_by_name: candidate.proposed_by_name.as_deref(),
        }
    }
}
