//! Applications, what people wrote in them, and who takes part.

mod list;
mod row;

use std::collections::HashMap;

use diesel::{
    ExpressionMethods as _, OptionalExtension as _, QueryDsl as _, QueryResult, RunQueryDsl as _,
    SelectableHelper as _,
};
use htx_kit::{
    db::{
        Bind, Connection,
        stored::{json, require_whole, written},
    },
    each,
    failure::Failure,
};
use htx_model::{
    administrative::CommuneCode,
    date::Instant,
    id::{ApplicationId, OrganisationId},
    scope::Scope,
};

pub use list::{Filter, list};

use super::schema::{application, application_content, application_party};
use crate::domain::application::{
    Application, Attachment, Content, Finding, Proposal, clock::Stop,
};
use row::{ApplicationRow, NewApplicationRow};

/// An application with its version.
#[derive(Debug, Clone)]
pub struct StoredApplication {
    /// The application.
    pub application: Application,
    /// Its version, for its ETag.
    pub version: i64,
    /// When this version was written.
    pub recorded_at: Instant,
}

/// The application with this id, within a scope.
///
/// # Errors
/// What the database reports.
pub fn find(
    connection: &mut Connection,
    scope: &Scope,
    id: ApplicationId,
) -> Result<Option<StoredApplication>, Failure> {
    let row: Option<ApplicationRow> = application::table
        .find(Bind(id))
        .select(ApplicationRow::as_select())
        .first(connection)
        .optional()?;
    let found = with_others(connection, row.into_iter().collect())?.pop();
    Ok(found.filter(|stored| stored.application.is_visible(scope)))
}

/// What people wrote in an application, unless it was erased; the caller has checked that it may be
/// read.
///
/// # Errors
/// What the database reports.
pub fn content_of(
    connection: &mut Connection,
    id: ApplicationId,
) -> Result<Option<Content>, Failure> {
    columns_of(connection, id)?.map(read).transpose()
}

/// As [`content_of`], for an act on the application: an approval enters what is proposed, and each act writes
/// again what is attached and when the clock stood still.
///
/// # Errors
/// As [`content_of`]; [`Failure::Unavailable`] where a later release wrote what this one does not know.
pub fn content_to_act_on(
    connection: &mut Connection,
    id: ApplicationId,
) -> Result<Option<Content>, Failure> {
    let Some(columns) = columns_of(connection, id)? else { return Ok(None) };
    require_whole::<Proposal>(&columns.0)?;
    require_whole::<Vec<Finding>>(&columns.1)?;
    let (attachments, stops): (String, String) = application::table
        .find(Bind(id))
        .select((application::attachments, application::stops))
        .first(connection)?;
    require_whole::<Vec<Attachment>>(&attachments)?;
    require_whole::<Vec<Stop>>(&stops)?;
    read(columns).map(Some)
}

/// Proposal, findings and reason as they stand in the row.
type Columns = (String, String, Option<String>);

fn columns_of(connection: &mut Connection, id: ApplicationId) -> QueryResult<Option<Columns>> {
    application_content::table
        .find(Bind(id))
        .select((
            application_content::proposal,
            application_content::findings,
            application_content::reason,
        ))
        .first(connection)
        .optional()
}

fn read((proposal, findings, reason): Columns) -> Result<Content, Failure> {
    Ok(Content { proposal: json(&proposal)?, findings: json(&findings)?, reason })
}

/// Rows with the organisations that take part, by one query for all.
fn with_others(
    connection: &mut Connection,
    rows: Vec<ApplicationRow>,
) -> Result<Vec<StoredApplication>, Failure> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let parties: Vec<(ApplicationId, OrganisationId)> = application_party::table
        .filter(application_party::application_id.eq_any(rows.iter().map(|row| Bind(row.id))))
        .order((application_party::application_id, application_party::organisation_id))
        .select((application_party::application_id, application_party::organisation_id))
        .load(connection)?;
    let mut by_application: HashMap<ApplicationId, Vec<OrganisationId>> = HashMap::new();
    for (application, organisation) in parties {
        by_application.entry(application).or_default().push(organisation);
    }
    rows.into_iter()
        .map(|row| {
            let parties = by_application.remove(&row.id).unwrap_or_default();
            let mut stored = row.with_others(parties)?;
            let own = stored.application.organisation;
            stored.application.others.retain(|other| Some(*other) != own);
            Ok(stored)
        })
        .collect()
}

/// Enters an application at version 1.
///
/// # Errors
/// What the database reports.
pub fn insert(
    connection: &mut Connection,
    entered: &Application,
    content: &Content,
    now: Instant,
) -> Result<(), Failure> {
    let row = NewApplicationRow::of(entered, 1, now)?;
    diesel::insert_into(application::table).values(&row).execute(connection)?;
    save_content(connection, entered.id, content)?;
    enter_parties(connection, entered)
}

/// Saves a changed application as the version after `version`.
///
/// # Errors
/// What the database reports; [`Failure::Unavailable`] where another writer came between.
pub fn save(
    connection: &mut Connection,
    changed: &Application,
    version: i64,
    now: Instant,
) -> Result<(), Failure> {
    let saved = diesel::update(application::table)
        .filter(application::id.eq(Bind(changed.id)))
        .filter(application::version.eq(version))
        .set(NewApplicationRow::of(changed, version + 1, now)?)
        .execute(connection)?;
    if saved != 1 {
        return Err(Failure::unavailable("the application changed while it was being changed"));
    }
    enter_parties(connection, changed)
}

/// Saves what people wrote, whether or not it was there before.
///
/// # Errors
/// What the database reports.
pub fn save_content(
    connection: &mut Connection,
    id: ApplicationId,
    content: &Content,
) -> Result<(), Failure> {
    let proposal = written(&content.proposal)?;
    let findings = written(&content.findings)?;
    let values = (
        application_content::application_id.eq(Bind(id)),
        application_content::proposal.eq(&proposal),
        application_content::findings.eq(&findings),
        application_content::reason.eq(content.reason.as_deref()),
    );
    let update = (
        application_content::proposal.eq(&proposal),
        application_content::findings.eq(&findings),
        application_content::reason.eq(content.reason.as_deref()),
    );
    each!(connection, one => diesel::insert_into(application_content::table)
        .values(values)
        .on_conflict(application_content::application_id)
        .do_update()
        .set(update)
        .execute(one))?;
    Ok(())
}

/// Writes anew who takes part.
fn enter_parties(connection: &mut Connection, entered: &Application) -> Result<(), Failure> {
    diesel::delete(application_party::table)
        .filter(application_party::application_id.eq(Bind(entered.id)))
        .execute(connection)?;
    let rows: Vec<_> = entered
        .parties()
        .into_iter()
        .map(|organisation| {
            (
                application_party::application_id.eq(Bind(entered.id)),
                application_party::organisation_id.eq(Bind(organisation)),
            )
        })
        .collect();
    if !rows.is_empty() {
        each!(connection, one => diesel::insert_into(application_party::table).values(&rows).execute(one))?;
    }
    Ok(())
}

/// The communes of today, among some, in which open applications wait.
///
/// # Errors
/// What the database reports.
pub fn open_in(
    connection: &mut Connection,
    communes: &[CommuneCode],
) -> Result<Vec<StoredApplication>, Failure> {
    use htx_model::code_list::CodeList as _;
    let open: Vec<&str> = htx_model::application::ApplicationState::all()
        .iter()
        .filter(|state| crate::domain::application::state::is_open(**state))
        .map(|state| state.code())
        .collect();
    let rows: Vec<ApplicationRow> = application::table
        .filter(application::current_commune_code.eq_any(communes.iter().map(CommuneCode::as_str)))
        .filter(application::commune_code.eq(application::current_commune_code))
        .filter(application::district_code.is_not_null())
        .filter(application::state.eq_any(open))
        .order(application::id)
        .limit(500)
        .select(ApplicationRow::as_select())
        .load(connection)?;
    with_others(connection, rows)
}

/// Passes applications to the commune of today in which their seat lies.
///
/// # Errors
/// What the database reports.
pub fn pass_on(
    connection: &mut Connection,
    ids: &[ApplicationId],
    commune: &CommuneCode,
    now: Instant,
) -> Result<(), Failure> {
    diesel::update(application::table)
        .filter(application::id.eq_any(ids.iter().copied().map(Bind)))
        .set((
            application::current_commune_code.eq(commune.as_str()),
            application::version.eq(application::version + 1),
            application::recorded_at.eq(Bind(now)),
        ))
        .execute(connection)?;
    Ok(())
}
