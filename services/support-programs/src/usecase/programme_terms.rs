//! What a programme says to budgets and applications: who leads it, by which norms.

use htx_kit::{db::Connection, failure::Failure};
use htx_model::{
    agency::AgencyCode,
    date::Date,
    id::{ProgrammeId, ProgrammeVersionId},
    refusal::{ErrorCode, Fault, Refusal, Text},
    support::programmes::ProgrammeKind,
};

use crate::{domain::programme::Content, store};

/// What a programme says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgrammeTerms {
    /// Its code.
    pub code: String,
    /// What it is for.
    pub kind: ProgrammeKind,
    /// The agency that leads it, as it is named in it.
    pub lead_agency: AgencyCode,
    /// The version that holds.
    pub version: ProgrammeVersionId,
    /// Its number.
    pub version_number: u32,
    /// What it says; norms that its lead agency has not set are open.
    pub content: Content,
}

/// The programme with this code, as it holds on a day.
///
/// # Errors
/// A fault at `/programme` where there is none.
pub fn of_programme(
    connection: &mut Connection,
    code: &str,
    day: Date,
) -> Result<ProgrammeTerms, Failure> {
    let found = store::programme::with_code(connection, code, day)?;
    let (programme, version) = found.ok_or_else(|| unknown(code))?;
    Ok(ProgrammeTerms {
        code: programme.code,
        kind: programme.kind,
        lead_agency: programme.lead_agency,
        version: version.id,
        version_number: version.number,
        content: version.content,
    })
}

/// The same, while nobody adopts a version of it: for whoever writes down who leads it.
///
/// # Errors
/// A fault at `/programme` where there is none.
pub fn held(connection: &mut Connection, code: &str, day: Date) -> Result<ProgrammeTerms, Failure> {
    let found = store::programme::with_code(connection, code, day)?;
    let (programme, _) = found.ok_or_else(|| unknown(code))?;
    connection.lock(&turn(programme.id))?;
    of_programme(connection, code, day)
}

/// What is locked while a programme is written in.
pub(super) fn turn(programme: ProgrammeId) -> String {
    format!("support programme {programme}")
}

fn unknown(code: &str) -> Refusal {
    let detail = Text::made(
        format!("Không có chương trình “{code}”."),
        format!("There is no programme “{code}”."),
    );
    let fault = Fault::new("/programme", "unknown_programme", detail.clone());
    Refusal::new(ErrorCode::RuleViolated, detail).with_faults(vec![fault])
}
