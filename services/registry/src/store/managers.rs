//! Who holds which office.

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
    date::{Date, Instant},
    id::{ManagerId, MemberId, OrganisationId},
};

use super::{organisation::code, schema::manager};
use crate::domain::{member::Identity, people::managers::Manager};

/// Rows of one INSERT.
const CHUNK: usize = 1000;

#[derive(Queryable, Selectable)]
#[diesel(table_name = manager)]
struct ManagerRow {
    id: ManagerId,
    organisation_id: OrganisationId,
    position: String,
    member_id: Option<MemberId>,
    legal_representative: bool,
    name: String,
    citizen_id: Option<String>,
    phone: Option<String>,
    held_from: Date,
    held_to: Option<Date>,
    version: i64,
}

#[derive(Insertable)]
#[diesel(table_name = manager, treat_none_as_default_value = false)]
struct NewManagerRow<'a> {
    id: Bind<ManagerId>,
    organisation_id: Bind<OrganisationId>,
    position: &'static str,
    member_id: Bind<Option<MemberId>>,
    legal_representative: bool,
    name: &'a str,
    citizen_id: Option<&'a str>,
    phone: Option<&'a str>,
    held_from: Bind<Date>,
    held_to: Bind<Option<Date>>,
    version: i64,
    recorded_at: Bind<Instant>,
}

impl TryFrom<ManagerRow> for Manager {
    type Error = Failure;

    fn try_from(row: ManagerRow) -> Result<Self, Failure> {
        Ok(Self {
            id: row.id,
            organisation: row.organisation_id,
            position: code(&row.position)?,
            member: row.member_id,
            legal_representative: row.legal_representative,
            identity: Identity {
                name: row.name,
                citizen_id: row.citizen_id,
                phone: row.phone,
                ..Identity::default()
            },
            from: row.held_from,
            to: row.held_to,
            version: row.version,
        })
    }
}

/// A page of an organisation's managers, as entered; those in office on a day, or all.
///
/// # Errors
/// What the database reports.
pub fn list(
    connection: &mut Connection,
    organisation: OrganisationId,
    on: Option<Date>,
    after: Option<ManagerId>,
    limit: i64,
) -> Result<Vec<Manager>, Failure> {
    use diesel::{BoolExpressionMethods as _, NullableExpressionMethods as _};
    let mut query = manager::table
        .filter(manager::organisation_id.eq(Bind(organisation)))
        .order(manager::id)
        .limit(limit)
        .into_boxed();
    if let Some(day) = on {
        query = query.filter(manager::held_from.le(Bind(day))).filter(
            manager::held_to.is_null().or(manager::held_to.assume_not_null().ge(Bind(day))),
        );
    }
    if let Some(after) = after {
        query = query.filter(manager::id.gt(Bind(after)));
    }
    let rows: Vec<ManagerRow> = query.select(ManagerRow::as_select()).load(connection)?;
    rows.into_iter().map(Manager::try_from).collect()
}

/// One manager of an organisation that the caller may reach.
///
/// # Errors
/// What the database reports.
pub fn find(
    connection: &mut Connection,
    organisation: OrganisationId,
    id: ManagerId,
) -> Result<Option<Manager>, Failure> {
    let row: Option<ManagerRow> = manager::table
        .find(Bind(id))
        .filter(manager::organisation_id.eq(Bind(organisation)))
        .select(ManagerRow::as_select())
        .first(connection)
        .optional()?;
    row.map(Manager::try_from).transpose()
}

/// Enters managers.
///
/// # Errors
/// What the database reports.
pub fn insert_many(
    connection: &mut Connection,
    managers: &[Manager],
    now: Instant,
) -> Result<(), Failure> {
    for chunk in managers.chunks(CHUNK) {
        let rows: Vec<_> = chunk
            .iter()
            .map(|one| NewManagerRow {
                id: Bind(one.id),
                organisation_id: Bind(one.organisation),
                position: one.position.code(),
                member_id: Bind(one.member),
                legal_representative: one.legal_representative,
                name: &one.identity.name,
                citizen_id: one.identity.citizen_id.as_deref(),
                phone: one.identity.phone.as_deref(),
                held_from: Bind(one.from),
                held_to: Bind(one.to),
                version: one.version,
                recorded_at: Bind(now),
            })
            .collect();
        each!(connection, one => diesel::insert_into(manager::table).values(&rows).execute(one))?;
    }
    Ok(())
}

/// Saves the end of managers' offices, each as its next version.
///
/// # Errors
/// What the database reports.
pub fn end_many(
    connection: &mut Connection,
    managers: &[ManagerId],
    last_day: Date,
    now: Instant,
) -> Result<(), Failure> {
    for chunk in managers.chunks(CHUNK) {
        let ended = manager::table.filter(manager::id.eq_any(chunk.iter().copied().map(Bind)));
        diesel::update(ended)
            .set((
                manager::held_to.eq(Bind(Some(last_day))),
                manager::version.eq(manager::version + 1),
                manager::recorded_at.eq(Bind(now)),
            ))
            .execute(connection)?;
    }
    Ok(())
}
