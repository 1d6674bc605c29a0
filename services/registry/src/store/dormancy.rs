//! Who stopped: signs of life that the tax department recorded, candidates, and proposals.

use diesel::{
    AsChangeset, BoolExpressionMethods as _, ExpressionMethods as _, Insertable,
    NullableExpressionMethods as _, OptionalExtension as _, QueryDsl as _, Queryable,
    RunQueryDsl as _, Selectable, SelectableHelper as _,
    dsl::{exists, not},
};
use htx_kit::{
    db::{Bind, Connection},
    each,
    failure::Failure,
};
use htx_model::{
    code_list::CodeList as _,
    date::{Date, Instant},
    id::{DormancyProposalId, OrganisationId},
    organisation::OrganisationStatus,
    scope::Scope,
};
use serde::Serialize;

use super::{
    organisation::{OrganisationRow, Stored, Whose, code, narrow_to},
    schema::{annual_report, dormancy_proposal, organisation, tax_activity},
};
use crate::domain::{
    dormancy::{DormancyProposal, DormancyState},
    organisation::Organisation,
};

/// Rows of one statement.
const CHUNK: usize = 500;

/// A proposal with what the store knows of it beside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredProposal {
    /// The proposal.
    pub proposal: DormancyProposal,
    /// Its version.
    pub version: i64,
    /// When this version was written.
    pub recorded_at: Instant,
}

/// What a list of proposals is narrowed to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ProposalFilter {
    /// Of these organisations.
    pub whose: Whose,
    /// In this state.
    pub state: Option<DormancyState>,
}

/// What a detection looks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Silence {
    /// Of these organisations.
    pub whose: Whose,
    /// No report on this year or a later one.
    pub since_year: i16,
    /// No meeting and no tax activity on this day or a later one, and registered before it.
    pub since: Date,
    /// No proposal that was dismissed on this day or a later one.
    pub not_dismissed_since: Date,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = dormancy_proposal)]
struct ProposalRow {
    id: DormancyProposalId,
    organisation_id: OrganisationId,
    state: String,
    since_year: i32,
    detected: bool,
    reason: Option<String>,
    decision_reason: Option<String>,
    decided_on: Option<Date>,
    proposer: String,
    version: i64,
    recorded_at: Instant,
}

#[derive(Insertable, AsChangeset)]
#[diesel(table_name = dormancy_proposal, treat_none_as_default_value = false, treat_none_as_null = true)]
struct NewProposalRow<'a> {
    id: Bind<DormancyProposalId>,
    organisation_id: Bind<OrganisationId>,
    state: &'static str,
    since_year: i32,
    detected: bool,
    reason: Option<&'a str>,
    decision_reason: Option<&'a str>,
    decided_on: Bind<Option<Date>>,
    proposer: String,
    version: i64,
    recorded_at: Bind<Instant>,
}

impl TryFrom<ProposalRow> for StoredProposal {
    type Error = Failure;

    fn try_from(row: ProposalRow) -> Result<Self, Failure> {
        let proposal = DormancyProposal {
            id: row.id,
            organisation: row.organisation_id,
            state: code(&row.state)?,
            since_year: i16::try_from(row.since_year).map_err(Failure::unexpected)?,
            detected: row.detected,
            reason: row.reason,
            decision_reason: row.decision_reason,
            decided_on: row.decided_on,
            proposer: row.proposer.parse().ok(),
        };
        Ok(Self { proposal, version: row.version, recorded_at: row.recorded_at })
    }
}

fn new_row(proposal: &DormancyProposal, version: i64, now: Instant) -> NewProposalRow<'_> {
    NewProposalRow {
        id: Bind(proposal.id),
        organisation_id: Bind(proposal.organisation),
        state: proposal.state.code(),
        since_year: i32::from(proposal.since_year),
        detected: proposal.detected,
        reason: proposal.reason.as_deref(),
        decision_reason: proposal.decision_reason.as_deref(),
        decided_on: Bind(proposal.decided_on),
        proposer: proposal.proposer.map(|id| id.to_string()).unwrap_or_default(),
        version,
        recorded_at: Bind(now),
    }
}

/// Organisations within a scope that work and gave no sign of life, and that nobody has proposed or
/// spared lately, by id.
///
/// # Errors
/// What the database reports.
pub fn silent(
    connection: &mut Connection,
    scope: &Scope,
    silence: &Silence,
    limit: i64,
) -> Result<Vec<Organisation>, Failure> {
    let working = [OrganisationStatus::Active.code(), OrganisationStatus::Suspended.code()];
    let reported =
        annual_report::table.filter(annual_report::organisation_id.eq(organisation::id)).filter(
            annual_report::year.ge(i32::from(silence.since_year)).or(
                annual_report::general_meeting_on.is_not_null().and(
                    annual_report::general_meeting_on.assume_not_null().ge(Bind(silence.since)),
                ),
            ),
        );
    let taxed = tax_activity::table
        .filter(tax_activity::organisation_id.eq(organisation::id))
        .filter(tax_activity::active_on.ge(Bind(silence.since)));
    let spared = dormancy_proposal::decided_on
        .is_not_null()
        .and(dormancy_proposal::decided_on.assume_not_null().ge(Bind(silence.not_dismissed_since)));
    let proposed = dormancy_proposal::table
        .filter(dormancy_proposal::organisation_id.eq(organisation::id))
        .filter(dormancy_proposal::state.eq(DormancyState::Proposed.code()).or(spared));
    let mut query = organisation::table
        .filter(organisation::status.eq_any(working))
        .filter(
            organisation::registered_on
                .is_null()
                .or(organisation::registered_on.assume_not_null().lt(Bind(silence.since))),
        )
        .filter(not(exists(reported)))
        .filter(not(exists(taxed)))
        .filter(not(exists(proposed)))
        .order(organisation::id)
        .limit(limit)
        .into_boxed();
    narrow_to!(query, scope, &silence.whose);
    let rows: Vec<OrganisationRow> = query.select(OrganisationRow::as_select()).load(connection)?;
    rows.into_iter().map(|row| Ok(Stored::try_from(row)?.organisation)).collect()
}

/// A proposal. The caller checks that its organisation may be seen.
///
/// # Errors
/// What the database reports.
pub fn find(
    connection: &mut Connection,
    id: DormancyProposalId,
) -> Result<Option<StoredProposal>, Failure> {
    let row: Option<ProposalRow> = dormancy_proposal::table
        .find(Bind(id))
        .select(ProposalRow::as_select())
        .first(connection)
        .optional()?;
    row.map(StoredProposal::try_from).transpose()
}

/// The open proposal of an organisation, if there is one.
///
/// # Errors
/// What the database reports.
pub fn open_of(
    connection: &mut Connection,
    organisation: OrganisationId,
) -> Result<Option<DormancyProposalId>, Failure> {
    Ok(dormancy_proposal::table
        .filter(dormancy_proposal::organisation_id.eq(Bind(organisation)))
        .filter(dormancy_proposal::state.eq(DormancyState::Proposed.code()))
        .select(dormancy_proposal::id)
        .first(connection)
        .optional()?)
}

/// A page of proposals for organisations within a scope, in the order in which they were made, each
/// with its organisation.
///
/// # Errors
/// What the database reports.
pub fn list(
    connection: &mut Connection,
    scope: &Scope,
    filter: &ProposalFilter,
    after: Option<&DormancyProposalId>,
    limit: i64,
) -> Result<Vec<(Organisation, StoredProposal)>, Failure> {
    let mut query = dormancy_proposal::table
        .inner_join(organisation::table)
        .order(dormancy_proposal::id)
        .limit(limit)
        .into_boxed();
    narrow_to!(query, scope, &filter.whose);
    if let Some(state) = filter.state {
        query = query.filter(dormancy_proposal::state.eq(state.code()));
    }
    if let Some(after) = after {
        query = query.filter(dormancy_proposal::id.gt(Bind(*after)));
    }
    let rows: Vec<(ProposalRow, OrganisationRow)> =
        query.select((ProposalRow::as_select(), OrganisationRow::as_select())).load(connection)?;
    let joined = |(proposal, of): (ProposalRow, OrganisationRow)| {
        Ok((Stored::try_from(of)?.organisation, proposal.try_into()?))
    };
    rows.into_iter().map(joined).collect()
}

/// Enters proposals at version 1.
///
/// # Errors
/// What the database reports.
pub fn insert_many(
    connection: &mut Connection,
    proposals: &[DormancyProposal],
    now: Instant,
) -> Result<(), Failure> {
    for chunk in proposals.chunks(CHUNK) {
        let rows: Vec<_> = chunk.iter().map(|proposal| new_row(proposal, 1, now)).collect();
        each!(connection, one => diesel::insert_into(dormancy_proposal::table)
            .values(&rows)
            .execute(one))?;
    }
    Ok(())
}

/// Saves a changed proposal as the version after `version`.
///
/// # Errors
/// What the database reports; [`Failure::Unavailable`] where another writer came between.
pub fn save(
    connection: &mut Connection,
    proposal: &DormancyProposal,
    version: i64,
    now: Instant,
) -> Result<(), Failure> {
    let saved = diesel::update(dormancy_proposal::table)
        .filter(dormancy_proposal::id.eq(Bind(proposal.id)))
        .filter(dormancy_proposal::version.eq(version))
        .set(new_row(proposal, version + 1, now))
        .execute(connection)?;
    if saved == 1 {
        return Ok(());
    }
    Err(Failure::unavailable("the proposal changed while it was being changed"))
}
