//! What a programme says to budgets and applications: who leads it, by which norms.

use htx_kit::failure::Failure;
use htx_model::{
    agency::AgencyCode,
    reference,
    refusal::{ErrorCode, Fault, Refusal, Text},
};

use crate::domain::application::norm::Norms;

/// What a programme says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgrammeTerms {
    /// Its code.
    pub code: String,
    /// The agency that leads it, as it is named in it.
    pub lead_agency: AgencyCode,
    /// Its norms; what its lead agency has not set is open.
    pub norms: Norms,
}

/// The programme with this code, of those that the plan names. Their norms are not public, so none is
/// made up.
///
/// # Errors
/// A fault at `/programme` where there is none.
pub fn of_programme(code: &str) -> Result<ProgrammeTerms, Failure> {
    let known = reference::programmes().map_err(|error| Failure::unexpected(error.clone()))?;
    let found = known.programmes.iter().find(|programme| programme.code == code);
    let programme = found.ok_or_else(|| unknown(code))?;
    Ok(ProgrammeTerms {
        code: programme.code.clone(),
        lead_agency: programme.lead.clone(),
        norms: Norms::default(),
    })
}

fn unknown(code: &str) -> Refusal {
    let detail = Text::made(
        format!("Không có chương trình “{code}”."),
        format!("There is no programme “{code}”."),
    );
    let fault = Fault {
        pointer: "/programme".into(),
        code: "unknown_programme",
        detail: detail.clone(),
        legal_basis: None,
    };
    Refusal::new(ErrorCode::RuleViolated, detail).with_faults(vec![fault])
}
