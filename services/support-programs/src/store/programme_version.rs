//! The versions of programmes, with what co-lead agencies say of them. Whoever calls says whether
//! drafts are shown.

use diesel::{
    AsChangeset, BoolExpressionMethods as _, ExpressionMethods as _, Insertable,
    OptionalExtension as _, QueryDsl as _, Queryable, RunQueryDsl as _, Selectable,
    SelectableHelper as _, dsl::max,
};
use htx_kit::{
    db::{
        Bind, Connection,
        stored::{code, column, exact, json, written},
    },
    failure::Failure,
};
use htx_model::{
    agency::AgencyCode,
    code_list::CodeList as _,
    date::{Date, Instant},
    id::{ProgrammeId, ProgrammeVersionId},
    support::programmes::VersionState,
};

use super::{
    programme::ProgrammeRow,
    schema::{programme, programme_co_lead, programme_version},
};
use crate::domain::programme::{Programme, Version};

#[derive(Queryable, Selectable)]
#[diesel(table_name = programme_version)]
pub(super) struct VersionRow {
    id: ProgrammeVersionId,
    programme_id: ProgrammeId,
    number: i32,
    state: String,
    valid_from: Option<Date>,
    content: String,
    prepared_by: String,
    prepared_by_name: String,
    decided_by_name: Option<String>,
    decided_on: Option<Date>,
    reason: Option<String>,
    version: i64,
    recorded_at: Instant,
}

impl VersionRow {
    pub(super) const fn programme(&self) -> ProgrammeId {
        self.programme_id
    }
}

impl TryFrom<VersionRow> for Version {
    type Error = Failure;

    fn try_from(row: VersionRow) -> Result<Self, Failure> {
        Ok(Self {
            id: row.id,
            programme: row.programme_id,
            number: u32::try_from(row.number).map_err(Failure::unexpected)?,
            state: code(&row.state)?,
            valid_from: row.valid_from,
            content: exact(&row.content)?,
            prepared_by: json(&row.prepared_by)?,
            prepared_by_name: row.prepared_by_name,
            decided_by_name: row.decided_by_name,
            decided_on: row.decided_on,
            reason: row.reason,
            version: row.version,
            recorded_at: row.recorded_at,
        })
    }
}

#[derive(Insertable, AsChangeset)]
#[diesel(
    table_name = programme_version,
    treat_none_as_default_value = false,
    treat_none_as_null = true
)]
struct NewVersionRow<'a> {
    id: Bind<ProgrammeVersionId>,
    programme_id: Bind<ProgrammeId>,
    number: i32,
    state: &'static str,
    valid_from: Bind<Option<Date>>,
    content: String,
    prepared_by: String,
    prepared_by_name: &'a str,
    decided_by_name: Option<&'a str>,
    decided_on: Bind<Option<Date>>,
    reason: Option<&'a str>,
    version: i64,
    recorded_at: Bind<Instant>,
}

impl<'a> NewVersionRow<'a> {
    fn of(one: &'a Version) -> Result<Self, Failure> {
        Ok(Self {
            id: Bind(one.id),
            programme_id: Bind(one.programme),
            number: column(one.number),
            state: one.state.code(),
            valid_from: Bind(one.valid_from),
            content: written(&one.content)?,
            prepared_by: written(&one.prepared_by)?,
            prepared_by_name: &one.prepared_by_name,
            decided_by_name: one.decided_by_name.as_deref(),
            decided_on: Bind(one.decided_on),
            reason: one.reason.as_deref(),
            version: one.version,
            recorded_at: Bind(one.recorded_at),
        })
    }
}

/// Whose drafts are shown beside what was adopted.
#[derive(Debug, Clone)]
pub enum Drafts {
    /// Everybody's.
    All,
    /// Those of programmes that are led, alone or with others, by one of these agencies by name.
    LedBy(Vec<AgencyCode>),
}

/// What a list of versions is narrowed to.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Of this programme.
    pub programme: Option<String>,
    /// Where it stands.
    pub state: Option<VersionState>,
}

/// Versions with their programme, of which the caller may know.
macro_rules! known_to {
    ($query:expr, $drafts:expr) => {{
        let query = $query;
        match $drafts {
            Drafts::All => query,
            Drafts::LedBy(agencies) => {
                let codes = || agencies.iter().map(|code| code.as_str().to_owned());
                let with_others = programme_co_lead::table
                    .filter(programme_co_lead::agency.eq_any(codes().collect::<Vec<_>>()))
                    .select(programme_co_lead::programme_id);
                query.filter(
                    programme_version::state
                        .eq(VersionState::Adopted.code())
                        .or(programme::lead_agency.eq_any(codes().collect::<Vec<_>>()))
                        .or(programme::id.eq_any(with_others)),
                )
            }
        }
    }};
}

/// A page of versions of which the caller may know, in the order in which they were begun.
///
/// # Errors
/// What the database reports.
pub fn list(
    connection: &mut Connection,
    drafts: &Drafts,
    filter: &Filter,
    after: Option<&ProgrammeVersionId>,
    limit: i64,
) -> Result<Vec<(Programme, Version)>, Failure> {
    let query = programme_version::table
        .inner_join(programme::table)
        .order(programme_version::id)
        .limit(limit)
        .into_boxed();
    let mut query = known_to!(query, drafts);
    if let Some(code) = &filter.programme {
        query = query.filter(programme::code.eq(code.clone()));
    }
    if let Some(state) = filter.state {
        query = query.filter(programme_version::state.eq(state.code()));
    }
    if let Some(after) = after {
        query = query.filter(programme_version::id.gt(Bind(*after)));
    }
    let rows: Vec<(ProgrammeRow, VersionRow)> =
        query.select((ProgrammeRow::as_select(), VersionRow::as_select())).load(connection)?;
    rows.into_iter().map(|(of, row)| Ok((of.try_into()?, row.try_into()?))).collect()
}

/// The version with this id, where the caller may know of it.
///
/// # Errors
/// What the database reports.
pub fn find(
    connection: &mut Connection,
    drafts: &Drafts,
    id: ProgrammeVersionId,
) -> Result<Option<(Programme, Version)>, Failure> {
    let query = programme_version::table
        .inner_join(programme::table)
        .filter(programme_version::id.eq(Bind(id)))
        .into_boxed();
    let row: Option<(ProgrammeRow, VersionRow)> = known_to!(query, drafts)
        .select((ProgrammeRow::as_select(), VersionRow::as_select()))
        .first(connection)
        .optional()?;
    row.map(|(of, row)| Ok((of.try_into()?, row.try_into()?))).transpose()
}

/// The number of a programme's last version, and whether one is being written.
///
/// # Errors
/// What the database reports.
pub fn last(connection: &mut Connection, of: ProgrammeId) -> Result<(u32, bool), Failure> {
    let versions = || programme_version::table.filter(programme_version::programme_id.eq(Bind(of)));
    let number: Option<i32> =
        versions().select(max(programme_version::number)).first(connection)?;
    let open = [VersionState::Draft.code(), VersionState::Submitted.code()];
    let written: Option<ProgrammeVersionId> = versions()
        .filter(programme_version::state.eq_any(open))
        .select(programme_version::id)
        .first(connection)
        .optional()?;
    let number = u32::try_from(number.unwrap_or_default()).map_err(Failure::unexpected)?;
    Ok((number, written.is_some()))
}

/// The version of a programme that was adopted last, whether it has begun or not.
///
/// # Errors
/// What the database reports.
pub fn adopted_last(
    connection: &mut Connection,
    of: ProgrammeId,
) -> Result<Option<Version>, Failure> {
    let row: Option<VersionRow> = programme_version::table
        .filter(programme_version::programme_id.eq(Bind(of)))
        .filter(programme_version::state.eq(VersionState::Adopted.code()))
        .order(programme_version::number.desc())
        .select(VersionRow::as_select())
        .first(connection)
        .optional()?;
    row.map(Version::try_from).transpose()
}

/// Enters a version.
///
/// # Errors
/// What the database reports, which refuses a second one that is being written.
pub fn insert(connection: &mut Connection, one: &Version) -> Result<(), Failure> {
    diesel::insert_into(programme_version::table)
        .values(&NewVersionRow::of(one)?)
        .execute(connection)?;
    Ok(())
}

/// Saves a changed version over the one before it.
///
/// # Errors
/// What the database reports, which refuses to change an adopted one; [`Failure::Unavailable`] where
/// another writer came between.
pub fn save(connection: &mut Connection, one: &Version) -> Result<(), Failure> {
    let saved = diesel::update(programme_version::table)
        .filter(programme_version::id.eq(Bind(one.id)))
        .filter(programme_version::version.eq(one.version - 1))
        .set(&NewVersionRow::of(one)?)
        .execute(connection)?;
    if saved == 1 {
        return Ok(());
    }
    Err(Failure::unavailable("the version changed while it was being changed"))
}
