//! Runs of imports, with their reports.

use diesel::{
    BoolExpressionMethods as _, ExpressionMethods as _, OptionalExtension as _, QueryDsl as _,
    Queryable, RunQueryDsl as _, Selectable, SelectableHelper as _,
};
use htx_kit::{
    db::{Bind, Connection},
    failure::Failure,
};
use htx_model::{date::Instant, id::ImportId};

use super::schema::import_run;

/// A run of an import.
#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = import_run)]
pub struct ImportRun {
    /// Its id.
    pub id: ImportId,
    /// The name under which the file was sent.
    pub file_name: String,
    /// The digest of the file, in hexadecimal.
    pub sha256: String,
    /// Whether it changed nothing on purpose.
    pub dry_run: bool,
    /// Who ran it.
    pub actor_name: String,
    /// For which agency; none for the operator's own command.
    pub agency_code: Option<String>,
    /// The report, in JSON.
    pub report: String,
    /// When.
    pub recorded_at: Instant,
}

/// Which runs a caller may see: those of its agency, or all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Visible {
    /// All.
    All,
    /// Those of one agency.
    OfAgency(String),
}

/// Keeps a run.
///
/// # Errors
/// What the database reports.
pub fn insert(connection: &mut Connection, run: &ImportRun) -> Result<(), Failure> {
    diesel::insert_into(import_run::table)
        .values((
            import_run::id.eq(Bind(run.id)),
            import_run::file_name.eq(&run.file_name),
            import_run::sha256.eq(&run.sha256),
            import_run::dry_run.eq(run.dry_run),
            import_run::actor_name.eq(&run.actor_name),
            import_run::agency_code.eq(&run.agency_code),
            import_run::report.eq(&run.report),
            import_run::recorded_at.eq(Bind(run.recorded_at)),
        ))
        .execute(connection)?;
    Ok(())
}

/// A run that a caller may see.
///
/// # Errors
/// What the database reports.
pub fn find(
    connection: &mut Connection,
    visible: &Visible,
    id: ImportId,
) -> Result<Option<ImportRun>, Failure> {
    let mut query = import_run::table.find(Bind(id)).into_boxed();
    if let Visible::OfAgency(agency) = visible {
        let of_agency = import_run::agency_code.is_not_null().and(
            diesel::NullableExpressionMethods::assume_not_null(import_run::agency_code).eq(agency),
        );
        query = query.filter(of_agency);
    }
    Ok(query.select(ImportRun::as_select()).first(connection).optional()?)
}
