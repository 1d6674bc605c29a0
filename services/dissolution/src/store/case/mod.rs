//! Cases. Where a case stands is where its organisation stands today; an agency beside its authority
//! sees those in which it was asked.

mod list;
mod row;

use diesel::{
    ExpressionMethods as _, OptionalExtension as _, QueryDsl as _, RunQueryDsl as _,
    SelectableHelper as _,
};
use htx_kit::{
    db::{Bind, Connection},
    each,
    failure::Failure,
};
use htx_model::{
    agency::AgencyCode,
    date::Instant,
    id::{DissolutionId, OrganisationId},
    scope::Scope,
};

pub(in crate::store) use list::within_reach;
pub use list::{Filter, list};

use super::{
    organisation::OrganisationRow,
    schema::{dissolution, dissolution_agency, organisation},
};
use crate::domain::{case::Dissolution, lifecycle, organisation::Organisation};
use row::{CaseRow, NewCaseRow};

/// A case with its organisation as it is today.
#[derive(Debug, Clone)]
pub struct StoredCase {
    /// The case.
    pub case: Dissolution,
    /// The organisation today.
    pub organisation: Organisation,
    /// The case's version, for its ETag.
    pub version: i64,
    /// When this version was written.
    pub recorded_at: Instant,
}

/// The case with this id, within a scope.
///
/// # Errors
/// What the database reports.
pub fn find(
    connection: &mut Connection,
    scope: &Scope,
    id: DissolutionId,
) -> Result<Option<StoredCase>, Failure> {
    let query = dissolution::table
        .inner_join(organisation::table)
        .filter(dissolution::id.eq(Bind(id)))
        .into_boxed();
    let row: Option<(CaseRow, OrganisationRow)> = within_reach!(query, scope)
        .select((CaseRow::as_select(), organisation::all_columns))
        .first(connection)
        .optional()?;
    row.map(read).transpose()
}

fn read((case, of): (CaseRow, OrganisationRow)) -> Result<StoredCase, Failure> {
    let (case, version, recorded_at) = case.read()?;
    Ok(StoredCase { case, organisation: of.try_into()?, version, recorded_at })
}

/// The open case of an organisation, if there is one.
///
/// # Errors
/// What the database reports.
pub fn open_of(
    connection: &mut Connection,
    organisation: OrganisationId,
) -> Result<Option<DissolutionId>, Failure> {
    Ok(dissolution::table
        .filter(dissolution::organisation_id.eq(Bind(organisation)))
        .filter(dissolution::state.eq_any(open_states()))
        .select(dissolution::id)
        .first(connection)
        .optional()?)
}

/// The open cases of so many organisations as one batch names.
///
/// # Errors
/// What the database reports.
pub fn open_of_each(
    connection: &mut Connection,
    organisations: &[OrganisationId],
) -> Result<Vec<DissolutionId>, Failure> {
    let ids = organisations.iter().copied().map(Bind);
    Ok(dissolution::table
        .filter(dissolution::organisation_id.eq_any(ids))
        .filter(dissolution::state.eq_any(open_states()))
        .select(dissolution::id)
        .load(connection)?)
}

/// The states in which a case is open.
pub(in crate::store) fn open_states() -> Vec<&'static str> {
    use htx_model::code_list::CodeList as _;
    let open = lifecycle::State::all().iter().filter(|state| lifecycle::is_open(**state));
    open.map(|state| state.code()).collect()
}

/// Enters a case at version 1.
///
/// # Errors
/// What the database reports.
pub fn insert(
    connection: &mut Connection,
    case: &Dissolution,
    now: Instant,
) -> Result<(), Failure> {
    let row = NewCaseRow::of(case, 1, now)?;
    diesel::insert_into(dissolution::table).values(&row).execute(connection)?;
    Ok(())
}

/// Saves a changed case as the version after `version`.
///
/// # Errors
/// What the database reports; [`Failure::Unavailable`] where another writer came between.
pub fn save(
    connection: &mut Connection,
    case: &Dissolution,
    version: i64,
    now: Instant,
) -> Result<(), Failure> {
    let saved = diesel::update(dissolution::table)
        .filter(dissolution::id.eq(Bind(case.id)))
        .filter(dissolution::version.eq(version))
        .set(NewCaseRow::of(case, version + 1, now)?)
        .execute(connection)?;
    if saved == 1 {
        return super::standing::forget(connection, case.id);
    }
    Err(Failure::unavailable("the case changed while it was being changed"))
}

/// Lets an agency see a case: it was asked in it.
///
/// # Errors
/// What the database reports.
pub fn let_agency_see(
    connection: &mut Connection,
    id: DissolutionId,
    agency: &AgencyCode,
) -> Result<(), Failure> {
    each!(connection, one => diesel::insert_into(dissolution_agency::table)
        .values((
            dissolution_agency::dissolution_id.eq(Bind(id)),
            dissolution_agency::agency_code.eq(agency.as_str()),
        ))
        .on_conflict_do_nothing()
        .execute(one))?;
    Ok(())
}
