//! Members and what they have contributed.

use diesel::{
    ExpressionMethods as _, Insertable, OptionalExtension as _, QueryDsl as _, Queryable,
    RunQueryDsl as _, Selectable, SelectableHelper as _,
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
    money::Dong,
    organisation::MemberKind,
};

use super::{organisation::code, schema::member};
use crate::domain::{
    capital_transfer::HolderKey,
    member::{Departure, Identity, Member, Recorded},
};

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
    holder: String,
    member_organisation_id: Option<OrganisationId>,
    citizen_id: Option<String>,
    birth_date: Option<Date>,
    phone: Option<String>,
    address: Option<String>,
    left_on: Option<Date>,
    leave_reason: Option<String>,
    version: i64,
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
    holder: &'static str,
    member_organisation_id: Bind<Option<OrganisationId>>,
    citizen_id: Option<&'a str>,
    birth_date: Bind<Option<Date>>,
    phone: Option<&'a str>,
    address: Option<&'a str>,
    left_on: Bind<Option<Date>>,
    leave_reason: Option<&'static str>,
    version: i64,
}

impl<'a> NewMemberRow<'a> {
    fn of(member: &'a Member) -> Self {
        let identity = &member.identity;
        Self {
            id: Bind(member.id),
            organisation_id: Bind(member.organisation),
            kind: member.kind.code(),
            name: &identity.name,
            contribution_vnd: member.contribution_vnd,
            joined_on: Bind(member.joined_on),
            holder: member.holder.code(),
            member_organisation_id: Bind(member.member_organisation),
            citizen_id: identity.citizen_id.as_deref(),
            birth_date: Bind(identity.birth_date),
            phone: identity.phone.as_deref(),
            address: identity.address.as_deref(),
            left_on: Bind(member.left.map(|left| left.on)),
            leave_reason: member.left.map(|left| left.reason.code()),
            version: member.version,
        }
    }
}

impl TryFrom<MemberRow> for Member {
    type Error = Failure;

    fn try_from(row: MemberRow) -> Result<Self, Failure> {
        let left = match (row.left_on, &row.leave_reason) {
            (Some(on), Some(reason)) => Some(Departure { on, reason: code(reason)? }),
            _ => None,
        };
        Ok(Self {
            id: row.id,
            organisation: row.organisation_id,
            kind: code(&row.kind)?,
            holder: code(&row.holder)?,
            member_organisation: row.member_organisation_id,
            identity: Identity {
                name: row.name,
                citizen_id: row.citizen_id,
                birth_date: row.birth_date,
                phone: row.phone,
                address: row.address,
            },
            contribution_vnd: row.contribution_vnd,
            joined_on: row.joined_on,
            left,
            version: row.version,
        })
    }
}

/// Which of an organisation's members.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// Those who are members now.
    Current,
    /// Those who left.
    Former,
    /// Both.
    All,
}

/// A page of an organisation's members, in the order in which they were entered.
///
/// # Errors
/// What the database reports.
pub fn list(
    connection: &mut Connection,
    organisation: OrganisationId,
    which: Which,
    after: Option<MemberId>,
    limit: i64,
) -> Result<Vec<Member>, Failure> {
    let mut query = member::table
        .filter(member::organisation_id.eq(Bind(organisation)))
        .order(member::id)
        .limit(limit)
        .into_boxed();
    query = match which {
        Which::Current => query.filter(member::left_on.is_null()),
        Which::Former => query.filter(member::left_on.is_not_null()),
        Which::All => query,
    };
    if let Some(after) = after {
        query = query.filter(member::id.gt(Bind(after)));
    }
    let rows: Vec<MemberRow> = query.select(MemberRow::as_select()).load(connection)?;
    rows.into_iter().map(Member::try_from).collect()
}

/// One member of an organisation that the caller may reach.
///
/// # Errors
/// What the database reports.
pub fn find(
    connection: &mut Connection,
    organisation: OrganisationId,
    id: MemberId,
) -> Result<Option<Member>, Failure> {
    let row: Option<MemberRow> = member::table
        .find(Bind(id))
        .filter(member::organisation_id.eq(Bind(organisation)))
        .select(MemberRow::as_select())
        .first(connection)
        .optional()?;
    row.map(Member::try_from).transpose()
}

/// Everybody who is a member now.
///
/// # Errors
/// What the database reports.
pub fn current(
    connection: &mut Connection,
    organisation: OrganisationId,
) -> Result<Vec<Member>, Failure> {
    list(connection, organisation, Which::Current, None, i64::MAX)
}

/// What an organisation's members of today add up to.
///
/// # Errors
/// What the database reports; a sum beyond 64 bits.
pub fn recorded(
    connection: &mut Connection,
    organisation: OrganisationId,
) -> Result<Recorded, Failure> {
    let rows: Vec<(String, i64)> = member::table
        .filter(member::organisation_id.eq(Bind(organisation)))
        .filter(member::left_on.is_null())
        .select((member::kind, member::contribution_vnd))
        .load(connection)?;
    let capital = Dong::checked_sum(rows.iter().map(|(_, amount)| Dong(*amount)))
        .ok_or_else(|| Failure::unexpected("the members' capital is beyond 64 bits"))?;
    let officials = rows.iter().filter(|(kind, _)| kind == MemberKind::Official.code()).count();
    Ok(Recorded { capital, officials: u32::try_from(officials).unwrap_or(u32::MAX) })
}

/// The member of today that is this holder, if there is one.
///
/// # Errors
/// What the database reports.
pub fn of_holder(
    connection: &mut Connection,
    organisation: OrganisationId,
    holder: &HolderKey,
) -> Result<Option<Member>, Failure> {
    let mut query = member::table
        .filter(member::organisation_id.eq(Bind(organisation)))
        .filter(member::left_on.is_null())
        .into_boxed();
    query = match holder {
        HolderKey::Citizen(id) => query.filter(member::citizen_id.eq(id.clone())),
        HolderKey::Organisation(id) => query.filter(member::member_organisation_id.eq(Bind(*id))),
    };
    let row: Option<MemberRow> =
        query.select(MemberRow::as_select()).first(connection).optional()?;
    row.map(Member::try_from).transpose()
}

/// The unions of which an organisation is a member now, by id.
///
/// # Errors
/// What the database reports.
pub fn unions_of(
    connection: &mut Connection,
    organisation: OrganisationId,
) -> Result<Vec<OrganisationId>, Failure> {
    Ok(member::table
        .filter(member::member_organisation_id.eq(Bind(organisation)))
        .filter(member::left_on.is_null())
        .select(member::organisation_id)
        .order(member::organisation_id)
        .load(connection)?)
}

/// Enters members.
///
/// # Errors
/// What the database reports.
pub fn insert_many(connection: &mut Connection, members: &[Member]) -> Result<(), Failure> {
    for chunk in members.chunks(CHUNK) {
        let rows: Vec<_> = chunk.iter().map(NewMemberRow::of).collect();
        each!(connection, one => diesel::insert_into(member::table).values(&rows).execute(one))?;
    }
    Ok(())
}

/// Saves changed members, whose version the caller has counted on. The organisation is locked by
/// whoever changes its members.
///
/// # Errors
/// What the database reports.
pub fn save_many(connection: &mut Connection, members: &[Member]) -> Result<(), Failure> {
    use diesel::upsert::excluded;
    for chunk in members.chunks(CHUNK) {
        let rows: Vec<_> = chunk.iter().map(NewMemberRow::of).collect();
        each!(connection, one => diesel::insert_into(member::table)
            .values(&rows)
            .on_conflict(member::id)
            .do_update()
            .set((
                member::kind.eq(excluded(member::kind)),
                member::contribution_vnd.eq(excluded(member::contribution_vnd)),
                member::left_on.eq(excluded(member::left_on)),
                member::leave_reason.eq(excluded(member::leave_reason)),
                member::version.eq(excluded(member::version)),
            ))
            .execute(one))?;
    }
    Ok(())
}
