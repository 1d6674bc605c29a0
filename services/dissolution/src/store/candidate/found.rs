//! What a rule finds in the directory: living organisations without an open case or proposal.

use diesel::{
    BoolExpressionMethods as _, ExpressionMethods as _, NullableExpressionMethods as _,
    QueryDsl as _, RunQueryDsl as _,
    dsl::{count_star, exists, not},
};
use htx_kit::{
    db::{Bind, Connection},
    failure::Failure,
    within_place, within_scope,
};
use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    code_list::CodeList as _,
    date::Date,
    dissolution::{DissolutionState, planning::CandidateState},
    id::OrganisationId,
    organisation::{OrganisationKind, OrganisationStatus},
    scope::Scope,
};

use super::super::{
    organisation::OrganisationRow,
    schema::{dissolution, dissolution_candidate, organisation, organisation_report},
};
use crate::domain::{candidate, candidate::Criterion, lifecycle, organisation::Organisation};

/// What is looked for, and where.
#[derive(Debug, Clone)]
pub struct Search {
    /// What the rule looks for.
    pub criterion: Criterion,
    /// The kinds that are the caller's to dissolve.
    pub kinds: Vec<OrganisationKind>,
    /// Only those registered in this district.
    pub district: Option<DistrictCode>,
    /// Only those in this commune of today.
    pub commune: Option<CommuneCode>,
    /// Only these, at most as many as one request may name.
    pub only: Option<Vec<OrganisationId>>,
    /// Those with an open proposal too: where it is asked whether the rule still finds them.
    pub proposed_too: bool,
}

/// Narrows a boxed query on organisations to what a search finds within a scope.
macro_rules! narrowed {
    ($query:expr, $scope:expr, $search:expr) => {{
        let search: &Search = $search;
        let living = OrganisationStatus::all()
            .iter()
            .filter(|status| !status.has_ended() && **status != OrganisationStatus::Dissolving)
            .map(|status| status.code());
        let kinds = search.kinds.iter().map(|kind| kind.code());
        let open_cases = DissolutionState::all()
            .iter()
            .filter(|state| lifecycle::is_open(**state))
            .map(|state| state.code());
        let open_proposals = CandidateState::all()
            .iter()
            .filter(|state| candidate::is_open(**state))
            .map(|state| state.code());
        let case = dissolution::table
            .filter(dissolution::organisation_id.eq(organisation::id))
            .filter(dissolution::state.eq_any(open_cases.collect::<Vec<_>>()));
        let proposal = dissolution_candidate::table
            .filter(dissolution_candidate::organisation_id.eq(organisation::id))
            .filter(dissolution_candidate::state.eq_any(open_proposals.collect::<Vec<_>>()));
        let mut query = within_scope!(
            $query,
            $scope,
            organisation::district_code,
            organisation::current_commune_code,
            organisation::id
        )
        .filter(organisation::status.eq_any(living.collect::<Vec<_>>()))
        .filter(organisation::kind.eq_any(kinds.collect::<Vec<_>>()))
        .filter(not(exists(case)));
        if !search.proposed_too {
            query = query.filter(not(exists(proposal)));
        }
        query = within_place!(
            query,
            search,
            organisation::district_code,
            organisation::current_commune_code
        );
        if let Some(only) = &search.only {
            let only: Vec<_> = only.iter().copied().map(Bind).collect();
            query = query.filter(organisation::id.eq_any(only));
        }
        match search.criterion {
            Criterion::Dormant => {
                query.filter(organisation::status.eq(OrganisationStatus::Dormant.code()))
            }
            Criterion::RegisteredBefore(day) => {
                query.filter(organisation::registered_on.lt(Bind(day)))
            }
            Criterion::NoReportSince(year) => {
                let first = Date::new(year, 1, 1).ok_or_else(|| Failure::unexpected("a year"))?;
                let reported = organisation_report::table
                    .filter(organisation_report::organisation_id.eq(organisation::id))
                    .filter(organisation_report::year.ge(year));
                query.filter(not(exists(reported))).filter(
                    organisation::registered_on
                        .is_null()
                        .or(organisation::registered_on.assume_not_null().lt(Bind(first))),
                )
            }
        }
    }};
}

/// How many a search finds, by the district as registered.
///
/// # Errors
/// What the database reports.
pub fn counts(
    connection: &mut Connection,
    scope: &Scope,
    wanted: &Search,
) -> Result<Vec<(Option<String>, i64)>, Failure> {
    let query = organisation::table
        .group_by(organisation::district_code)
        .order(organisation::district_code)
        .select((organisation::district_code, count_star()))
        .into_boxed();
    Ok(narrowed!(query, scope, wanted).load(connection)?)
}

/// The first that a search finds, by id.
///
/// # Errors
/// What the database reports.
pub fn search(
    connection: &mut Connection,
    scope: &Scope,
    wanted: &Search,
    limit: i64,
) -> Result<Vec<Organisation>, Failure> {
    let query = organisation::table
        .order(organisation::id)
        .limit(limit)
        .select(organisation::all_columns)
        .into_boxed();
    let rows: Vec<OrganisationRow> = narrowed!(query, scope, wanted).load(connection)?;
    rows.into_iter().map(Organisation::try_from).collect()
}
