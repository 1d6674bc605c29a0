//! Lists of blockers: the most urgent first, within a reach, typed filters; and their figures.

use diesel::{
    BoolExpressionMethods as _, ExpressionMethods as _, QueryDsl as _, RunQueryDsl as _,
    SelectableHelper as _, dsl::count_star,
};
use htx_kit::{
    db::{Bind, Connection},
    failure::Failure,
    within_place,
};
use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    code_list::CodeList as _,
    date::Date,
    dissolution::answers::{BlockerKind, BlockerState},
    id::{BlockerId, DissolutionId},
    scope::Scope,
};
use serde::{Deserialize, Serialize};

use super::{BlockerRow, OrganisationRow, blocker, dissolution, open, organisation};
use crate::domain::{answering::Holding, blocker::Blocker, organisation::Organisation};

/// What a caller may see of blockers: those of the cases within a scope, and those that its agency
/// was asked, or holds since it took over from whoever was.
#[derive(Debug, Clone)]
pub struct Reach {
    /// The scope.
    pub scope: Scope,
    /// What the agency holds today.
    pub holding: Holding,
}

impl Reach {
    /// Everything: for what is done to a blocker that was found before.
    #[must_use]
    pub fn everything() -> Self {
        Self { scope: Scope::everything(), holding: Holding::default() }
    }
}

/// A blocker with the organisation of its case as it is today.
#[derive(Debug, Clone)]
pub struct StoredBlocker {
    /// The blocker.
    pub blocker: Blocker,
    /// The organisation.
    pub organisation: Organisation,
}

/// What a list is narrowed to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Of this case.
    pub case: Option<DissolutionId>,
    /// That this agency holds.
    pub holding: Option<Holding>,
    /// In this state.
    pub state: Option<BlockerState>,
    /// Whose answer was due before this day and has not come; or which are not so.
    pub overdue: Option<(Date, bool)>,
    /// Of organisations registered in this district.
    pub district: Option<DistrictCode>,
    /// Of organisations in this commune of today.
    pub commune: Option<CommuneCode>,
    /// Of this kind.
    pub kind: Option<BlockerKind>,
    /// That stop the case, or do not.
    pub blocking: Option<bool>,
}

/// Where a list goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListKey(pub Date, pub BlockerId);

/// What an agency holds, as a condition of a query that joins blockers with organisations.
macro_rules! held_by {
    ($holding:expr) => {{
        let holding: &$crate::domain::answering::Holding = $holding;
        let text = |code: &htx_model::agency::AgencyCode| code.as_str().to_owned();
        let whole: Vec<String> = holding.whole.iter().map(text).collect();
        let shared: Vec<String> = holding.shared.iter().map(text).collect();
        let commune: Vec<String> =
            holding.commune.iter().map(|code| code.as_str().to_owned()).collect();
        blocker::asked_agency.eq_any(whole).or(blocker::asked_agency
            .eq_any(shared)
            .and(organisation::current_commune_code.eq_any(commune)))
    }};
}

/// Narrows a boxed query that joins blockers with their cases and organisations to a reach.
macro_rules! within_questions {
    ($query:expr, $reach:expr) => {{
        use diesel::{
            BoolExpressionMethods as _, ExpressionMethods as _, NullableExpressionMethods as _,
            QueryDsl as _,
        };
        let reach: &$crate::store::blocker::Reach = $reach;
        let scope = &reach.scope;
        let districts: Vec<String> =
            scope.districts().map(|code| code.as_str().to_owned()).collect();
        let communes: Vec<String> = scope.communes().map(|code| code.as_str().to_owned()).collect();
        let own: Vec<_> = scope.organisations().map(htx_kit::db::Bind).collect();
        if scope.is_everything() {
            $query
        } else {
            $query.filter(
                organisation::district_code
                    .is_not_null()
                    .and(organisation::district_code.assume_not_null().eq_any(districts))
                    .or(organisation::current_commune_code.eq_any(communes))
                    .or(organisation::id.eq_any(own))
                    .or($crate::store::blocker::list::held_by!(&reach.holding)),
            )
        }
    }};
}
pub(super) use {held_by, within_questions};

/// Narrows a boxed query to a filter. (The type of the query names the join, so this is no
/// function.)
macro_rules! narrowed {
    ($query:expr, $filter:expr) => {{
        let mut query = $query;
        let filter: &Filter = $filter;
        if let Some(case) = filter.case {
            query = query.filter(blocker::dissolution_id.eq(Bind(case)));
        }
        if let Some(holding) = &filter.holding {
            query = query.filter(held_by!(holding));
        }
        if let Some(state) = filter.state {
            query = query.filter(blocker::state.eq(state.code()));
        }
        let awaiting = [BlockerState::Asked.code(), BlockerState::Reopened.code()];
        match filter.overdue {
            Some((today, true)) => {
                query = query
                    .filter(blocker::state.eq_any(awaiting))
                    .filter(blocker::due_on.lt(Bind(today)));
            }
            Some((today, false)) => {
                query = query
                    .filter(blocker::state.ne_all(awaiting).or(blocker::due_on.ge(Bind(today))));
            }
            None => {}
        }
        query = within_place!(
            query,
            filter,
            organisation::district_code,
            organisation::current_commune_code
        );
        if let Some(kind) = filter.kind {
            query = query.filter(blocker::kind.eq(kind.code()));
        }
        if let Some(blocking) = filter.blocking {
            query = query.filter(blocker::blocking.eq(blocking));
        }
        query
    }};
}

/// A page of blockers within a reach: by the day on which the answer is due.
///
/// # Errors
/// What the database reports.
pub fn list(
    connection: &mut Connection,
    reach: &Reach,
    filter: &Filter,
    after: Option<&ListKey>,
    limit: i64,
) -> Result<Vec<StoredBlocker>, Failure> {
    let query = blocker::table
        .inner_join(dissolution::table.inner_join(organisation::table))
        .order((blocker::due_on, blocker::id))
        .limit(limit)
        .into_boxed();
    let mut query = narrowed!(within_questions!(query, reach), filter);
    if let Some(ListKey(due, id)) = after {
        query = query.filter(
            blocker::due_on
                .gt(Bind(*due))
                .or(blocker::due_on.eq(Bind(*due)).and(blocker::id.gt(Bind(*id)))),
        );
    }
    let rows: Vec<(BlockerRow, OrganisationRow)> =
        query.select((BlockerRow::as_select(), organisation::all_columns)).load(connection)?;
    rows.into_iter()
        .map(|(row, of)| {
            Ok(StoredBlocker { blocker: row.try_into()?, organisation: of.try_into()? })
        })
        .collect()
}

/// How many open blockers an agency was asked about a place on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// The agency that was asked.
    pub agency: String,
    /// The district as registered.
    pub district: Option<String>,
    /// The commune of today.
    pub commune: String,
    /// Where they stand.
    pub state: String,
    /// When they were raised.
    pub raised_on: Date,
    /// When the answer is due.
    pub due_on: Date,
    /// How many.
    pub count: i64,
}

/// The most lines of figures that are added up.
const TALLIES_MAX: i64 = 200_000;

/// The open blockers within a reach, counted by agency, place and days.
///
/// # Errors
/// What the database reports.
pub fn tallies(connection: &mut Connection, reach: &Reach) -> Result<Vec<Tally>, Failure> {
    type Row = (String, Option<String>, String, String, Date, Date, i64);
    let by = (
        blocker::asked_agency,
        organisation::district_code,
        organisation::current_commune_code,
        blocker::state,
        blocker::raised_on,
        blocker::due_on,
    );
    let scope = &reach.scope;
    let districts: Vec<String> = scope.districts().map(|code| code.as_str().to_owned()).collect();
    let communes: Vec<String> = scope.communes().map(|code| code.as_str().to_owned()).collect();
    let own: Vec<_> = scope.organisations().map(Bind).collect();
    let everything = scope.is_everything();
    use diesel::NullableExpressionMethods as _;
    let reached =
        diesel::dsl::sql::<diesel::sql_types::Bool>(if everything { "1 = 1" } else { "1 = 0" })
            .or(organisation::district_code
                .is_not_null()
                .and(organisation::district_code.assume_not_null().eq_any(districts)))
            .or(organisation::current_commune_code.eq_any(communes))
            .or(organisation::id.eq_any(own))
            .or(held_by!(&reach.holding));
    let rows: Vec<Row> = blocker::table
        .inner_join(dissolution::table.inner_join(organisation::table))
        .filter(blocker::state.eq_any(open()))
        .filter(reached)
        .group_by(by)
        .limit(TALLIES_MAX)
        .select((
            blocker::asked_agency,
            organisation::district_code,
            organisation::current_commune_code,
            blocker::state,
            blocker::raised_on,
            blocker::due_on,
            count_star(),
        ))
        .load(connection)?;
    let tally = |(agency, district, commune, state, raised_on, due_on, count): Row| Tally {
        agency,
        district,
        commune,
        state,
        raised_on,
        due_on,
        count,
    };
    Ok(rows.into_iter().map(tally).collect())
}
