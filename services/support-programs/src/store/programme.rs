//! Programmes and their versions. They are public: what is written in them is checked by whoever calls.

use std::collections::BTreeMap;

use diesel::{
    BoolExpressionMethods as _, ExpressionMethods as _, OptionalExtension as _, QueryDsl as _,
    Queryable, RunQueryDsl as _, Selectable, SelectableHelper as _,
};
use htx_kit::{
    db::{Bind, Connection, stored::code},
    each,
    failure::Failure,
};
use htx_model::{
    agency::AgencyCode,
    code_list::CodeList as _,
    date::Date,
    id::{ProgrammeId, ProgrammeVersionId},
    support::programmes::{ProgrammeKind, VersionState},
};

use super::{
    programme_version::VersionRow,
    schema::{programme, programme_co_lead, programme_version},
};
use crate::domain::programme::{Content, Programme, Version};

/// The most programmes that are held against one organisation.
const ALL_MAX: i64 = 1_000;

#[derive(Queryable, Selectable)]
#[diesel(table_name = programme)]
pub(super) struct ProgrammeRow {
    id: ProgrammeId,
    code: String,
    kind: String,
    lead_agency: String,
}

impl TryFrom<ProgrammeRow> for Programme {
    type Error = Failure;

    fn try_from(row: ProgrammeRow) -> Result<Self, Failure> {
        Ok(Self {
            id: row.id,
            code: row.code,
            kind: code(&row.kind)?,
            lead_agency: AgencyCode::parse(&row.lead_agency).map_err(Failure::unexpected)?,
        })
    }
}

/// A programme with the version that holds on the day that was asked for.
pub type InForce = (Programme, Version);

/// What a list of programmes is narrowed to.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// With this code.
    pub code: Option<String>,
    /// For this.
    pub kind: Option<ProgrammeKind>,
    /// Led by name by one of these agencies.
    pub leads: Option<Vec<AgencyCode>>,
}

/// A page of programmes in the order of their ids, each with the version that holds on a day; those of
/// which none does are left out.
///
/// # Errors
/// What the database reports.
pub fn list(
    connection: &mut Connection,
    filter: &Filter,
    day: Date,
    after: Option<&ProgrammeId>,
    limit: i64,
) -> Result<Vec<InForce>, Failure> {
    let holding = programme_version::table
        .filter(programme_version::state.eq(VersionState::Adopted.code()))
        .filter(
            programme_version::valid_from
                .is_null()
                .or(programme_version::valid_from.le(Bind(Some(day)))),
        )
        .select(programme_version::programme_id);
    let mut query = programme::table
        .filter(programme::id.eq_any(holding))
        .order(programme::id)
        .limit(limit)
        .into_boxed();
    if let Some(code) = &filter.code {
        query = query.filter(programme::code.eq(code.clone()));
    }
    if let Some(kind) = filter.kind {
        query = query.filter(programme::kind.eq(kind.code()));
    }
    if let Some(leads) = &filter.leads {
        let leads: Vec<String> = leads.iter().map(|code| code.as_str().to_owned()).collect();
        query = query.filter(programme::lead_agency.eq_any(leads));
    }
    if let Some(after) = after {
        query = query.filter(programme::id.gt(Bind(*after)));
    }
    let rows: Vec<ProgrammeRow> = query.select(ProgrammeRow::as_select()).load(connection)?;
    with_versions(connection, rows, day)
}

/// Every programme of which a version holds on a day.
///
/// # Errors
/// What the database reports.
pub fn all(connection: &mut Connection, day: Date) -> Result<Vec<InForce>, Failure> {
    list(connection, &Filter::default(), day, None, ALL_MAX)
}

/// The programme with this id, with the version that holds on a day.
///
/// # Errors
/// What the database reports.
pub fn find(
    connection: &mut Connection,
    id: ProgrammeId,
    day: Date,
) -> Result<Option<InForce>, Failure> {
    let row: Option<ProgrammeRow> = programme::table
        .find(Bind(id))
        .select(ProgrammeRow::as_select())
        .first(connection)
        .optional()?;
    Ok(with_versions(connection, row.into_iter().collect(), day)?.pop())
}

/// The programme with this code, with the version that holds on a day.
///
/// # Errors
/// What the database reports.
pub fn with_code(
    connection: &mut Connection,
    code: &str,
    day: Date,
) -> Result<Option<InForce>, Failure> {
    let filter = Filter { code: Some(code.to_owned()), ..Filter::default() };
    Ok(list(connection, &filter, day, None, 1)?.pop())
}

/// The version that holds is the last adopted of those that have begun.
fn with_versions(
    connection: &mut Connection,
    rows: Vec<ProgrammeRow>,
    day: Date,
) -> Result<Vec<InForce>, Failure> {
    let ids = rows.iter().map(|row| Bind(row.id));
    let begun: Vec<(ProgrammeId, ProgrammeVersionId)> = programme_version::table
        .filter(programme_version::programme_id.eq_any(ids))
        .filter(programme_version::state.eq(VersionState::Adopted.code()))
        .filter(
            programme_version::valid_from
                .is_null()
                .or(programme_version::valid_from.le(Bind(Some(day)))),
        )
        .order(programme_version::number)
        .select((programme_version::programme_id, programme_version::id))
        .load(connection)?;
    let last: BTreeMap<ProgrammeId, ProgrammeVersionId> = begun.into_iter().collect();
    let versions: Vec<VersionRow> = programme_version::table
        .filter(programme_version::id.eq_any(last.values().copied().map(Bind)))
        .select(VersionRow::as_select())
        .load(connection)?;
    let mut versions: BTreeMap<ProgrammeId, VersionRow> =
        versions.into_iter().map(|row| (row.programme(), row)).collect();
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        if let Some(version) = versions.remove(&row.id) {
            found.push((row.try_into()?, version.try_into()?));
        }
    }
    Ok(found)
}

/// The programme with this id, whether a version of it holds or not.
///
/// # Errors
/// What the database reports.
pub fn any(connection: &mut Connection, id: ProgrammeId) -> Result<Option<Programme>, Failure> {
    let row: Option<ProgrammeRow> = programme::table
        .find(Bind(id))
        .select(ProgrammeRow::as_select())
        .first(connection)
        .optional()?;
    row.map(Programme::try_from).transpose()
}

/// Whether a programme has this code.
///
/// # Errors
/// What the database reports.
pub fn has_code(connection: &mut Connection, code: &str) -> Result<bool, Failure> {
    let found: Option<ProgrammeId> = programme::table
        .filter(programme::code.eq(code))
        .select(programme::id)
        .first(connection)
        .optional()?;
    Ok(found.is_some())
}

/// The agencies that lead a programme with its lead agency, by their names in it.
///
/// # Errors
/// What the database reports.
pub fn co_leads(connection: &mut Connection, id: ProgrammeId) -> Result<Vec<AgencyCode>, Failure> {
    let codes: Vec<String> = programme_co_lead::table
        .filter(programme_co_lead::programme_id.eq(Bind(id)))
        .order(programme_co_lead::agency)
        .select(programme_co_lead::agency)
        .load(connection)?;
    codes.iter().map(|code| AgencyCode::parse(code).map_err(Failure::unexpected)).collect()
}

/// Names the agencies that lead a programme, as a version of it does.
///
/// # Errors
/// What the database reports.
pub fn name_leads(
    connection: &mut Connection,
    id: ProgrammeId,
    content: &Content,
) -> Result<(), Failure> {
    diesel::update(programme::table.find(Bind(id)))
        .set((
            programme::lead_agency.eq(content.lead.as_str()),
            programme::version.eq(programme::version + 1),
        ))
        .execute(connection)?;
    diesel::delete(programme_co_lead::table.filter(programme_co_lead::programme_id.eq(Bind(id))))
        .execute(connection)?;
    set_co_leads(connection, id, &content.co_leads)
}

fn set_co_leads(
    connection: &mut Connection,
    id: ProgrammeId,
    co_leads: &[AgencyCode],
) -> Result<(), Failure> {
    let row = |agency: &AgencyCode| {
        let agency = agency.as_str().to_owned();
        (programme_co_lead::programme_id.eq(Bind(id)), programme_co_lead::agency.eq(agency))
    };
    let rows: Vec<_> = co_leads.iter().map(row).collect();
    each!(connection, one => diesel::insert_into(programme_co_lead::table).values(&rows).execute(one))?;
    Ok(())
}

/// Whether there is any programme.
///
/// # Errors
/// What the database reports.
pub fn is_any(connection: &mut Connection) -> Result<bool, Failure> {
    let first: Option<ProgrammeId> =
        programme::table.select(programme::id).limit(1).first(connection).optional()?;
    Ok(first.is_some())
}

/// Enters a programme with its first version.
///
/// # Errors
/// What the database reports.
pub fn insert(
    connection: &mut Connection,
    one: &Programme,
    version: &Version,
) -> Result<(), Failure> {
    diesel::insert_into(programme::table)
        .values((
            programme::id.eq(Bind(one.id)),
            programme::code.eq(&one.code),
            programme::kind.eq(one.kind.code()),
            programme::lead_agency.eq(one.lead_agency.as_str()),
            programme::version.eq(1),
            programme::recorded_at.eq(Bind(version.recorded_at)),
        ))
        .execute(connection)?;
    super::programme_version::insert(connection, version)?;
    set_co_leads(connection, one.id, &version.content.co_leads)
}
