//! What an organisation reports for a year.

use htx_model::{
    id::{AnnualReportId, OrganisationId},
    organisation::Rating,
};
use serde::{Deserialize, Serialize};

/// The figures of a year, and the rating of that year. Amounts are whole đồng.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnnualReport {
    /// Its id.
    pub id: AnnualReportId,
    /// Whose.
    pub organisation: OrganisationId,
    /// Of which year.
    pub year: i16,
    /// Revenue.
    pub revenue_vnd: Option<i64>,
    /// Profit; negative for a loss.
    pub profit_vnd: Option<i64>,
    /// A worker's average income in the year.
    pub average_worker_income_vnd: Option<i64>,
    /// Members at the end of the year.
    pub member_count: Option<u32>,
    /// Workers at the end of the year.
    pub worker_count: Option<u32>,
    /// The rating; `not_rated` where there is none.
    pub rating: Rating,
}
