//! How an agency's report stands, by its versions.

use htx_model::plan::ReportState;

use super::Report;

/// How a report stands. A correction that nobody has signed yet says nothing: what was signed before it
/// stands, and what was accepted is spoken for until its correction is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Its last version.
    pub last: Report,
    /// The last version that was signed.
    pub signed: Option<Report>,
    /// The last version that was accepted.
    pub accepted: Option<Report>,
}

impl Standing {
    /// By its first version.
    #[must_use]
    pub fn of(report: Report) -> Self {
        let mut standing = Self { last: report.clone(), signed: None, accepted: None };
        standing.go_on(report);
        standing
    }

    /// By one more version.
    pub fn go_on(&mut self, report: Report) {
        if report.signed_on.is_some() {
            self.signed = Some(report.clone());
        }
        if report.state == ReportState::Accepted {
            self.accepted = Some(report.clone());
        }
        self.last = report;
    }

    /// The version that stands: the last that was signed, else the one in work.
    #[must_use]
    pub fn shown(&self) -> &Report {
        self.signed.as_ref().unwrap_or(&self.last)
    }

    /// Whether a correction of what was signed is being written.
    #[must_use]
    pub fn is_being_corrected(&self) -> bool {
        self.last.signed_on.is_none() && self.signed.is_some()
    }
}
