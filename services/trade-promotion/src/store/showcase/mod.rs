//! Showcase points with their funding and sales.

mod money;
mod row;

use diesel::{
    ExpressionMethods as _, OptionalExtension as _, QueryDsl as _, RunQueryDsl as _,
    SelectableHelper as _,
};
use htx_kit::{
    db::{Bind, Connection},
    directory::OrganisationRow,
    failure::Failure,
    within_scope,
};
use htx_model::{
    code_list::CodeList as _,
    directory::Organisation,
    id::{OrganisationId, ShowcasePointId},
    scope::Scope,
    trade::products::ShowcaseState,
};

use self::row::{NewPointRow, PointRow};
pub use money::{correct, fund, fundings, report, reports, revoke};

use super::schema::{organisation, showcase_point};
use crate::domain::showcase::ShowcasePoint;

/// A point with its operator as it stands today.
pub type StoredPoint = (ShowcasePoint, Organisation);

fn read((row, of): (PointRow, OrganisationRow)) -> Result<StoredPoint, Failure> {
    Ok((row.try_into()?, of.try_into()?))
}

/// What a list is narrowed to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Filter {
    /// In this state.
    pub state: Option<ShowcaseState>,
    /// Run by this organisation.
    pub operator: Option<OrganisationId>,
}

/// A page of points within a scope, in the order in which they were proposed.
///
/// # Errors
/// What the database reports.
pub fn list(
    connection: &mut Connection,
    scope: &Scope,
    filter: &Filter,
    after: Option<&ShowcasePointId>,
    limit: i64,
) -> Result<Vec<StoredPoint>, Failure> {
    let query = showcase_point::table
        .inner_join(organisation::table)
        .order(showcase_point::id)
        .limit(limit)
        .into_boxed();
    let mut query = within_scope!(
        query,
        scope,
        organisation::district_code,
        organisation::current_commune_code,
        organisation::id
    );
    if let Some(state) = filter.state {
        query = query.filter(showcase_point::state.eq(state.code()));
    }
    if let Some(of) = filter.operator {
        query = query.filter(showcase_point::operator_id.eq(Bind(of)));
    }
    if let Some(after) = after {
        query = query.filter(showcase_point::id.gt(Bind(*after)));
    }
    let rows: Vec<(PointRow, OrganisationRow)> =
        query.select((PointRow::as_select(), organisation::all_columns)).load(connection)?;
    rows.into_iter().map(read).collect()
}

/// One point within a scope.
///
/// # Errors
/// What the database reports.
pub fn find(
    connection: &mut Connection,
    scope: &Scope,
    id: ShowcasePointId,
) -> Result<Option<StoredPoint>, Failure> {
    let query = showcase_point::table
        .inner_join(organisation::table)
        .filter(showcase_point::id.eq(Bind(id)))
        .into_boxed();
    let query = within_scope!(
        query,
        scope,
        organisation::district_code,
        organisation::current_commune_code,
        organisation::id
    );
    let row: Option<(PointRow, OrganisationRow)> = query
        .select((PointRow::as_select(), organisation::all_columns))
        .first(connection)
        .optional()?;
    row.map(read).transpose()
}

/// Enters a point.
///
/// # Errors
/// What the database reports.
pub fn insert(connection: &mut Connection, entered: &ShowcasePoint) -> Result<(), Failure> {
    let row = NewPointRow::of(entered)?;
    diesel::insert_into(showcase_point::table).values(&row).execute(connection)?;
    Ok(())
}

/// Saves a point as it is now, in place of the version before.
///
/// # Errors
/// What the database reports; where another version stands there.
pub fn save(connection: &mut Connection, now: &ShowcasePoint) -> Result<(), Failure> {
    let before = showcase_point::table
        .filter(showcase_point::id.eq(Bind(now.id)))
        .filter(showcase_point::version.eq(now.version - 1));
    let saved = diesel::update(before).set(&NewPointRow::of(now)?).execute(connection)?;
    if saved == 1 { Ok(()) } else { Err(Failure::unexpected("another version stands there")) }
}
