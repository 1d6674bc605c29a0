//! Movements of members' capital.

use std::collections::HashSet;

use diesel::{
    ExpressionMethods as _, Insertable, QueryDsl as _, Queryable, RunQueryDsl as _, Selectable,
    SelectableHelper as _,
};
use htx_kit::{
    db::{Bind, Connection},
    each,
    failure::Failure,
};
use htx_model::{
    code_list::CodeList as _,
    date::{Date, Instant},
    id::{ContributionId, DocumentId, MemberId, OrganisationId},
    money::Dong,
};

use super::{organisation::code, schema::contribution};
use crate::domain::member::Contribution;

/// Rows of one INSERT.
const CHUNK: usize = 1000;

#[derive(Queryable, Selectable)]
#[diesel(table_name = contribution)]
struct ContributionRow {
    id: ContributionId,
    organisation_id: OrganisationId,
    member_id: MemberId,
    kind: String,
    amount_vnd: i64,
    effective_on: Date,
    document_id: Option<DocumentId>,
}

#[derive(Insertable)]
#[diesel(table_name = contribution, treat_none_as_default_value = false)]
struct NewContributionRow {
    id: Bind<ContributionId>,
    organisation_id: Bind<OrganisationId>,
    member_id: Bind<MemberId>,
    kind: &'static str,
    amount_vnd: i64,
    effective_on: Bind<Date>,
    document_id: Bind<Option<DocumentId>>,
    recorded_at: Bind<Instant>,
}

impl TryFrom<ContributionRow> for Contribution {
    type Error = Failure;

    fn try_from(row: ContributionRow) -> Result<Self, Failure> {
        Ok(Self {
            id: row.id,
            organisation: row.organisation_id,
            member: row.member_id,
            kind: code(&row.kind)?,
            amount: Dong(row.amount_vnd),
            effective_on: row.effective_on,
            document: row.document_id,
        })
    }
}

/// A page of the movements of an organisation's capital, or of one member's, as recorded.
///
/// # Errors
/// What the database reports.
pub fn list(
    connection: &mut Connection,
    organisation: OrganisationId,
    member: Option<MemberId>,
    after: Option<ContributionId>,
    limit: i64,
) -> Result<Vec<Contribution>, Failure> {
    let mut query = contribution::table
        .filter(contribution::organisation_id.eq(Bind(organisation)))
        .order(contribution::id)
        .limit(limit)
        .into_boxed();
    if let Some(member) = member {
        query = query.filter(contribution::member_id.eq(Bind(member)));
    }
    if let Some(after) = after {
        query = query.filter(contribution::id.gt(Bind(after)));
    }
    let rows: Vec<ContributionRow> = query.select(ContributionRow::as_select()).load(connection)?;
    rows.into_iter().map(Contribution::try_from).collect()
}

/// Whether any movement of an organisation's capital is on record.
///
/// # Errors
/// What the database reports.
pub fn any(connection: &mut Connection, organisation: OrganisationId) -> Result<bool, Failure> {
    Ok(!list(connection, organisation, None, None, 1)?.is_empty())
}

/// Which of some organisations have any movement on record.
///
/// # Errors
/// What the database reports.
pub fn organisations_with_any(
    connection: &mut Connection,
    organisations: &[OrganisationId],
) -> Result<HashSet<OrganisationId>, Failure> {
    let ids: Vec<OrganisationId> = contribution::table
        .filter(contribution::organisation_id.eq_any(organisations.iter().copied().map(Bind)))
        .select(contribution::organisation_id)
        .distinct()
        .load(connection)?;
    Ok(ids.into_iter().collect())
}

/// Which of an organisation's members have a movement on record.
///
/// # Errors
/// What the database reports.
pub fn members_with_any(
    connection: &mut Connection,
    organisation: OrganisationId,
) -> Result<HashSet<MemberId>, Failure> {
    let ids: Vec<MemberId> = contribution::table
        .filter(contribution::organisation_id.eq(Bind(organisation)))
        .select(contribution::member_id)
        .distinct()
        .load(connection)?;
    Ok(ids.into_iter().collect())
}

/// Records movements.
///
/// # Errors
/// What the database reports.
pub fn insert_many(
    connection: &mut Connection,
    contributions: &[Contribution],
    now: Instant,
) -> Result<(), Failure> {
    for chunk in contributions.chunks(CHUNK) {
        let rows: Vec<_> = chunk
            .iter()
            .map(|one| NewContributionRow {
                id: Bind(one.id),
                organisation_id: Bind(one.organisation),
                member_id: Bind(one.member),
                kind: one.kind.code(),
                amount_vnd: one.amount.0,
                effective_on: Bind(one.effective_on),
                document_id: Bind(one.document),
                recorded_at: Bind(now),
            })
            .collect();
        each!(connection, one => diesel::insert_into(contribution::table).values(&rows).execute(one))?;
    }
    Ok(())
}
