//! Applications. One is seen by its organisation, by the district or commune where that has its seat
//! today, and by whoever leads the programme today.

mod list;
mod row;
mod supported;
pub mod totals;

use std::collections::{BTreeMap, BTreeSet};

use diesel::{
    ExpressionMethods as _, OptionalExtension as _, QueryDsl as _, RunQueryDsl as _,
    SelectableHelper as _,
};
use htx_kit::{
    db::{
        Bind, Connection,
        stored::{self, code},
    },
    directory::OrganisationRow,
    failure::Failure,
};
use htx_model::{
    agency::AgencyCode,
    code_list::CodeList as _,
    date::{Date, Instant},
    directory::Organisation,
    id::{OrganisationId, SupportApplicationId},
    scope::Scope,
    support::applications::SupportState,
};

use self::row::{ApplicationRow, NewApplicationRow};
pub(in crate::store) use list::Led;
pub(in crate::store) use list::within_reach;
pub use list::{Filter, list};
pub use supported::{of_year, supported};

use super::schema::{organisation, support_application};
use crate::domain::{
    application::{Application, cost::Cost},
    eligibility::granted::GrantedKinds,
};

/// An application with its organisation as it is today.
#[derive(Debug, Clone)]
pub struct StoredApplication {
    /// The application.
    pub application: Application,
    /// The organisation today.
    pub organisation: Organisation,
    /// The application's version, for its ETag.
    pub version: i64,
    /// When this version was written.
    pub recorded_at: Instant,
}

fn read((row, of): (ApplicationRow, OrganisationRow)) -> Result<StoredApplication, Failure> {
    let (application, version, recorded_at) = row.read()?;
    Ok(StoredApplication { application, organisation: of.try_into()?, version, recorded_at })
}

/// The application with this id, within a scope, to be written in. `led` names the agencies whose
/// programmes the caller leads.
///
/// # Errors
/// What the database reports.
pub fn find(
    connection: &mut Connection,
    scope: &Scope,
    led: &[AgencyCode],
    id: SupportApplicationId,
) -> Result<Option<StoredApplication>, Failure> {
    found(connection, (scope, Led::Alone(led)), id)
}

/// The same to be read: also one under a programme that the caller leads with others.
///
/// # Errors
/// What the database reports.
pub fn find_to_read(
    connection: &mut Connection,
    scope: &Scope,
    led: &[AgencyCode],
    id: SupportApplicationId,
) -> Result<Option<StoredApplication>, Failure> {
    found(connection, (scope, Led::OrWithOthers(led)), id)
}

fn found(
    connection: &mut Connection,
    (scope, led): (&Scope, Led<'_>),
    id: SupportApplicationId,
) -> Result<Option<StoredApplication>, Failure> {
    let query = support_application::table
        .inner_join(organisation::table)
        .filter(support_application::id.eq(Bind(id)))
        .into_boxed();
    let row: Option<(ApplicationRow, OrganisationRow)> = within_reach!(query, scope, led)
        .select((ApplicationRow::as_select(), organisation::all_columns))
        .first(connection)
        .optional()?;
    row.map(read).transpose()
}

/// Refuses an act on an application of whose costs a later release wrote what this one does not know: each
/// act writes them again.
///
/// # Errors
/// [`Failure::Unavailable`]; what the database reports.
pub fn require_whole(connection: &mut Connection, id: SupportApplicationId) -> Result<(), Failure> {
    let costs: String = support_application::table
        .find(Bind(id))
        .select(support_application::costs)
        .first(connection)?;
    stored::require_whole::<Vec<Cost>>(&costs)
}

/// Enters an application at version 1.
///
/// # Errors
/// What the database reports.
pub fn insert(
    connection: &mut Connection,
    application: &Application,
    now: Instant,
) -> Result<(), Failure> {
    let row = NewApplicationRow::of(application, 1, now)?;
    diesel::insert_into(support_application::table).values(&row).execute(connection)?;
    Ok(())
}

/// Saves a changed application as the version after `version`.
///
/// # Errors
/// What the database reports; [`Failure::Unavailable`] where another writer came between.
pub fn save(
    connection: &mut Connection,
    application: &Application,
    version: i64,
    now: Instant,
) -> Result<(), Failure> {
    let saved = diesel::update(support_application::table)
        .filter(support_application::id.eq(Bind(application.id)))
        .filter(support_application::version.eq(version))
        .set(NewApplicationRow::of(application, version + 1, now)?)
        .execute(connection)?;
    if saved == 1 {
        return Ok(());
    }
    Err(Failure::unavailable("the application changed while it was being changed"))
}

/// Those of some organisations, at most a batch, that are to give support back.
///
/// # Errors
/// What the database reports.
pub fn owing_back(
    connection: &mut Connection,
    organisations: &[OrganisationId],
) -> Result<BTreeSet<OrganisationId>, Failure> {
    let owing: Vec<OrganisationId> = support_application::table
        .filter(
            support_application::organisation_id.eq_any(organisations.iter().copied().map(Bind)),
        )
        .filter(support_application::state.eq(SupportState::Recovering.code()))
        .select(support_application::organisation_id)
        .load(connection)?;
    Ok(owing.into_iter().collect())
}

/// What an organisation was granted, by programme and kind of support, one application left out: what is
/// to come back counts until it is back. `day` is of the year that is counted for itself.
///
/// # Errors
/// What the database reports.
pub fn granted(
    connection: &mut Connection,
    organisation: OrganisationId,
    but: Option<SupportApplicationId>,
    day: Date,
) -> Result<BTreeMap<String, GrantedKinds>, Failure> {
    let states = [
        SupportState::Approved.code(),
        SupportState::Accepted.code(),
        SupportState::Completed.code(),
        SupportState::Recovering.code(),
    ];
    let mut query = support_application::table
        .filter(support_application::organisation_id.eq(Bind(organisation)))
        .filter(support_application::state.eq_any(states))
        .select((
            support_application::programme_code,
            support_application::kind,
            support_application::decided_on,
        ))
        .into_boxed();
    if let Some(but) = but {
        query = query.filter(support_application::id.ne(Bind(but)));
    }
    let rows: Vec<(String, String, Option<Date>)> = query.load(connection)?;
    let mut granted: BTreeMap<String, GrantedKinds> = BTreeMap::new();
    for (programme, kind, on) in rows {
        let kinds = granted.entry(programme).or_default();
        kinds.entry(code(&kind)?).or_default().count(on.unwrap_or(day), day);
    }
    Ok(granted)
}
