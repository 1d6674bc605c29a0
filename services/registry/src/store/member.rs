//! Members and their contributions.

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
    date::Date,
    id::{MemberId, OrganisationId},
};

use super::{organisation::code, schema::member};
use crate::domain::member::Member;

/// Rows of one INSERT.
const CHUNK: usize = 1000;

#[derive(Queryable, Selectable)]
#[diesel(table_name = member)]
struct MemberRow {
    id: MemberId,
    organisation_id: OrganisationId,
    kind: String,
    name: String,
    contribution_vnd: i64,
    joined_on: Option<Date>,
}

#[derive(Insertable)]
#[diesel(table_name = member, treat_none_as_default_value = false)]
struct NewMemberRow<'a> {
    id: Bind<MemberId>,
    organisation_id: Bind<OrganisationId>,
    kind: &'static str,
    name: &'a str,
    contribution_vnd: i64,
    joined_on: Bind<Option<Date>>,
}

/// A page of an organisation's members, in the order in which they were entered.
///
/// # Errors
/// What the database reports.
pub fn list(
    connection: &mut Connection,
    organisation: OrganisationId,
    after: Option<MemberId>,
    limit: i64,
) -> Result<Vec<Member>, Failure> {
    let mut query = member::table
        .filter(member::organisation_id.eq(Bind(organisation)))
        .order(member::id)
        .limit(limit)
        .into_boxed();
    if let Some(after) = after {
        query = query.filter(member::id.gt(Bind(after)));
    }
    let rows: Vec<MemberRow> = query.select(MemberRow::as_select()).load(connection)?;
    rows.into_iter()
        .map(|row| {
            Ok(Member {
                id: row.id,
                organisation: row.organisation_id,
                kind: code(&row.kind)?,
                name: row.name,
                contribution_vnd: row.contribution_vnd,
                joined_on: row.joined_on,
            })
        })
        .collect()
}

/// Enters members.
///
/// # Errors
/// What the database reports.
pub fn insert_many(connection: &mut Connection, members: &[Member]) -> Result<(), Failure> {
    for chunk in members.chunks(CHUNK) {
        let rows: Vec<_> = chunk
            .iter()
            .map(|member| NewMemberRow {
                id: Bind(member.id),
                organisation_id: Bind(member.organisation),
                kind: member.kind.code(),
                name: &member.name,
                contribution_vnd: member.contribution_vnd,
                joined_on: Bind(member.joined_on),
            })
            .collect();
        each!(connection, one => diesel::insert_into(member::table).values(&rows).execute(one))?;
    }
    Ok(())
}
