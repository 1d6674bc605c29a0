//! Times for which organisations belong to the Cooperative Alliance.

use std::collections::HashSet;

use diesel::{
    BoolExpressionMethods as _, ExpressionMethods as _, JoinOnDsl as _, OptionalExtension as _,
    QueryDsl as _, Queryable, RunQueryDsl as _, Selectable, SelectableHelper as _,
};
use htx_kit::{
    db::{Bind, Connection},
    each,
    failure::Failure,
};
use htx_model::{
    date::{Date, Instant},
    id::{AllianceMembershipId, DocumentId, OrganisationId},
    scope::Scope,
};
use serde::{Deserialize, Serialize};

use super::{
    organisation::within_scope,
    schema::{alliance_membership, organisation},
};
use crate::domain::alliance::Membership;

/// Rows of one INSERT.
const CHUNK: usize = 1000;

#[derive(Queryable, Selectable)]
#[diesel(table_name = alliance_membership)]
struct MembershipRow {
    id: AllianceMembershipId,
    organisation_id: OrganisationId,
    joined_on: Date,
    left_on: Option<Date>,
    decision_number: Option<String>,
    decision_document_id: Option<DocumentId>,
    version: i64,
    recorded_at: Instant,
}

impl From<MembershipRow> for Membership {
    fn from(row: MembershipRow) -> Self {
        Self {
            id: row.id,
            organisation: row.organisation_id,
            joined_on: row.joined_on,
            left_on: row.left_on,
            decision_number: row.decision_number,
            decision_document: row.decision_document_id,
            version: row.version,
            recorded_at: row.recorded_at,
        }
    }
}

/// What a list is narrowed to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Joined in this year.
    pub joined_in: Option<i16>,
    /// Members now, or not any more.
    pub current: Option<bool>,
    /// Of this organisation.
    pub organisation: Option<OrganisationId>,
}

/// Where a page ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct MembershipKey {
    /// The day of joining.
    pub joined_on: Date,
    /// The id.
    pub id: AllianceMembershipId,
}

impl MembershipKey {
    /// The key of a membership.
    #[must_use]
    pub fn of(membership: &Membership) -> Self {
        Self { joined_on: membership.joined_on, id: membership.id }
    }
}

/// A page of memberships of organisations within a scope, by the day of joining.
///
/// # Errors
/// What the database reports.
pub fn list(
    connection: &mut Connection,
    scope: &Scope,
    filter: &Filter,
    after: Option<MembershipKey>,
    limit: i64,
) -> Result<Vec<Membership>, Failure> {
    let own = alliance_membership::organisation_id.eq(organisation::id);
    let mut query = alliance_membership::table
        .inner_join(organisation::table.on(own))
        .order((alliance_membership::joined_on, alliance_membership::id))
        .limit(limit)
        .into_boxed();
    query = within_scope!(query, scope, alliance_membership::organisation_id);
    if let Some((first, last)) = filter.joined_in.and_then(days_of) {
        query = query
            .filter(alliance_membership::joined_on.ge(Bind(first)))
            .filter(alliance_membership::joined_on.le(Bind(last)));
    }
    query = match filter.current {
        Some(true) => query.filter(alliance_membership::left_on.is_null()),
        Some(false) => query.filter(alliance_membership::left_on.is_not_null()),
        None => query,
    };
    if let Some(organisation) = filter.organisation {
        query = query.filter(alliance_membership::organisation_id.eq(Bind(organisation)));
    }
    if let Some(MembershipKey { joined_on, id }) = after {
        query = query.filter(alliance_membership::joined_on.ge(Bind(joined_on))).filter(
            alliance_membership::joined_on
                .gt(Bind(joined_on))
                .or(alliance_membership::id.gt(Bind(id))),
        );
    }
    let rows: Vec<MembershipRow> = query.select(MembershipRow::as_select()).load(connection)?;
    Ok(rows.into_iter().map(Membership::from).collect())
}

/// The first and the last day of a year.
fn days_of(year: i16) -> Option<(Date, Date)> {
    Date::new(year, 1, 1).zip(Date::new(year, 12, 31))
}

/// The membership with this id, of an organisation that the caller has yet to be allowed to see.
///
/// # Errors
/// What the database reports.
pub fn find(
    connection: &mut Connection,
    id: AllianceMembershipId,
) -> Result<Option<Membership>, Failure> {
    let row: Option<MembershipRow> = alliance_membership::table
        .find(Bind(id))
        .select(MembershipRow::as_select())
        .first(connection)
        .optional()?;
    Ok(row.map(Membership::from))
}

/// Every membership of an organisation, the newest last.
///
/// # Errors
/// What the database reports.
pub fn of(
    connection: &mut Connection,
    organisation: OrganisationId,
) -> Result<Vec<Membership>, Failure> {
    let filter = Filter { organisation: Some(organisation), ..Filter::default() };
    list(connection, &Scope::everything(), &filter, None, i64::MAX)
}

/// Which of some organisations have any membership on record.
///
/// # Errors
/// What the database reports.
pub fn organisations_with_any(
    connection: &mut Connection,
    organisations: &[OrganisationId],
) -> Result<HashSet<OrganisationId>, Failure> {
    let wanted = organisations.iter().copied().map(Bind);
    let ids: Vec<OrganisationId> = alliance_membership::table
        .filter(alliance_membership::organisation_id.eq_any(wanted))
        .select(alliance_membership::organisation_id)
        .distinct()
        .load(connection)?;
    Ok(ids.into_iter().collect())
}

/// Enters memberships.
///
/// # Errors
/// What the database reports.
pub fn insert_many(connection: &mut Connection, memberships: &[Membership]) -> Result<(), Failure> {
    for chunk in memberships.chunks(CHUNK) {
        let rows: Vec<_> = chunk
            .iter()
            .map(|one| {
                (
                    alliance_membership::id.eq(Bind(one.id)),
                    alliance_membership::organisation_id.eq(Bind(one.organisation)),
                    alliance_membership::joined_on.eq(Bind(one.joined_on)),
                    alliance_membership::left_on.eq(Bind(one.left_on)),
                    alliance_membership::decision_number.eq(one.decision_number.as_deref()),
                    alliance_membership::decision_document_id.eq(Bind(one.decision_document)),
                    alliance_membership::version.eq(one.version),
                    alliance_membership::recorded_at.eq(Bind(one.recorded_at)),
                )
            })
            .collect();
        each!(connection, one => diesel::insert_into(alliance_membership::table)
            .values(&rows)
            .execute(one))?;
    }
    Ok(())
}

/// Saves the end of a membership, whose version was counted on under the organisation's lock.
///
/// # Errors
/// What the database reports.
pub fn save(connection: &mut Connection, membership: &Membership) -> Result<(), Failure> {
    diesel::update(alliance_membership::table.find(Bind(membership.id)))
        .set((
            alliance_membership::left_on.eq(Bind(membership.left_on)),
            alliance_membership::version.eq(membership.version),
            alliance_membership::recorded_at.eq(Bind(membership.recorded_at)),
        ))
        .execute(connection)?;
    Ok(())
}
