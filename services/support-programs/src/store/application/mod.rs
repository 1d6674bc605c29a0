//! Applications. One is seen by its organisation, by the district or commune where that has its seat
//! today, and by whoever leads the programme today.

mod list;
mod row;

use diesel::{
    ExpressionMethods as _, OptionalExtension as _, QueryDsl as _, RunQueryDsl as _,
    SelectableHelper as _, dsl::count_star,
};
use htx_kit::{
    db::{Bind, Connection},
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
    support::applications::{SupportKind, SupportState},
};

use self::{
    list::within_reach,
    row::{ApplicationRow, NewApplicationRow},
};
pub use list::{Filter, list};

use super::schema::{organisation, support_application};
use crate::domain::application::Application;

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

/// The application with this id, within a scope. `led` names the agencies whose programmes the caller
/// leads.
///
/// # Errors
/// What the database reports.
pub fn find(
    connection: &mut Connection,
    scope: &Scope,
    led: &[AgencyCode],
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

/// How often an organisation was granted a kind of support under a programme, one application left out:
/// ever, and since a day.
///
/// # Errors
/// What the database reports.
pub fn times_granted(
    connection: &mut Connection,
    (organisation, programme, kind): (OrganisationId, &str, SupportKind),
    but: SupportApplicationId,
    year: (Date, Date),
) -> Result<(u32, u32), Failure> {
    let granted = [
        SupportState::Approved.code(),
        SupportState::Accepted.code(),
        SupportState::Completed.code(),
    ];
    let of = || {
        support_application::table
            .filter(support_application::organisation_id.eq(Bind(organisation)))
            .filter(support_application::programme_code.eq(programme.to_owned()))
            .filter(support_application::kind.eq(kind.code()))
            .filter(support_application::state.eq_any(granted))
            .filter(support_application::id.ne(Bind(but)))
            .select(count_star())
    };
    let ever: i64 = of().first(connection)?;
    let in_year: i64 = of()
        .filter(support_application::decided_on.ge(Bind(year.0)))
        .filter(support_application::decided_on.le(Bind(year.1)))
        .first(connection)?;
    let count = |count: i64| u32::try_from(count).map_err(Failure::unexpected);
    Ok((count(ever)?, count(in_year)?))
}
