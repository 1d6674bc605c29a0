//! The order in which listings are written, by which the catalogue in memory follows them.

use diesel::{
    ExpressionMethods as _, NullableExpressionMethods as _, OptionalExtension as _, QueryDsl as _,
    RunQueryDsl as _, SelectableHelper as _,
};
use htx_kit::{db::Connection, directory::OrganisationRow, failure::Failure};

use super::ListingRow;
use crate::{
    domain::listing::{Content, Listing},
    store::schema::{catalogue_position, listing, organisation},
};

/// The next position of a kind. Its row is held until the end of the transaction: so positions come into
/// sight in their order, and whoever has seen one has seen all before it.
pub(super) fn next(connection: &mut Connection, kind: &'static str) -> Result<i64, Failure> {
    connection.lock(&format!("catalogue position {kind}"))?;
    let last: Option<i64> = catalogue_position::table
        .filter(catalogue_position::kind.eq(kind))
        .select(catalogue_position::position)
        .first(connection)
        .optional()?;
    let next = last.unwrap_or_default() + 1;
    if last.is_some() {
        let row = catalogue_position::table.filter(catalogue_position::kind.eq(kind));
        diesel::update(row).set(catalogue_position::position.eq(next)).execute(connection)?;
    } else {
        let row = (catalogue_position::kind.eq(kind), catalogue_position::position.eq(next));
        diesel::insert_into(catalogue_position::table).values(row).execute(connection)?;
    }
    Ok(next)
}

/// The last position of a kind.
///
/// # Errors
/// What the database reports.
pub fn last<C: Content>(connection: &mut Connection) -> Result<i64, Failure> {
    let last: Option<i64> = catalogue_position::table
        .filter(catalogue_position::kind.eq(C::KIND))
        .select(catalogue_position::position)
        .first(connection)
        .optional()?;
    Ok(last.unwrap_or_default())
}

/// What was written after a position, in its order, each with its own; at most so many.
///
/// # Errors
/// What the database reports.
pub fn written_since<C: Content>(
    connection: &mut Connection,
    position: i64,
    limit: i64,
) -> Result<Vec<(i64, Listing<C>)>, Failure> {
    let rows: Vec<(i64, ListingRow, Option<OrganisationRow>)> = listing::table
        .left_join(organisation::table)
        .filter(listing::kind.eq(C::KIND))
        .filter(listing::position.gt(position))
        .order(listing::position)
        .limit(limit)
        .select((listing::position, ListingRow::as_select(), organisation::all_columns.nullable()))
        .load(connection)?;
    rows.into_iter().map(|(position, row, of)| Ok((position, row.read(of)?))).collect()
}
