//! The city's report: what planning makes of the reports of a window, as they stand when it is signed.

use htx_model::{
    agency::AgencyCode,
    date::{Date, Instant},
    id::{CityReportId, PlanReportId, ReportWindowId},
    plan::ReportState,
    refusal::Refusal,
};
use serde::{Deserialize, Serialize};

use super::{Report, Window, figures::ReportFigure};
use crate::domain::faults::Faults;

/// The most characters of a document's number.
const DOCUMENT_LENGTH_MAX: usize = 100;
/// The most characters of what the city itself says.
const TEXT_LENGTH_MAX: usize = 20_000;

/// A version of the city's report. It is never changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CityReport {
    /// Its id.
    pub id: CityReportId,
    /// In which window.
    pub window: ReportWindowId,
    /// Its number, from 1.
    pub number: u32,
    /// The version that it corrects.
    pub corrects: Option<CityReportId>,
    /// Who signed it.
    pub signed_by_name: String,
    /// On which day.
    pub signed_on: Date,
    /// What it says.
    pub content: Consolidated,
    /// When it was entered.
    pub recorded_at: Instant,
}

/// What the city's report says (nội dung báo cáo của Thành phố).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = CityReportContent)]
pub struct Consolidated {
    /// The name of the plan (tên kế hoạch).
    #[schema(max_length = 500)]
    pub plan: String,
    /// What is reported (đợt báo cáo).
    #[schema(max_length = 200)]
    pub window: String,
    /// By which day reports were due (hạn).
    pub due_on: Date,
    /// Its number (số văn bản).
    #[schema(max_length = 100, examples("512/BC-STC"))]
    pub document_number: String,
    /// Who consolidates it (cơ quan tổng hợp), by the name of that day.
    #[schema(max_length = 300)]
    pub agency_name: String,
    /// What the city itself says (đánh giá chung).
    #[schema(max_length = 20_000)]
    pub summary: String,
    /// The targets, as they stood when it was signed (kết quả thực hiện chỉ tiêu).
    #[schema(max_items = 100)]
    pub figures: Vec<ReportFigure>,
    /// The agencies' reports (báo cáo của các cơ quan).
    #[schema(max_items = 2000)]
    pub agencies: Vec<AgencyLine>,
}

/// An agency in the city's report (báo cáo của một cơ quan).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = CityReportAgency)]
pub struct AgencyLine {
    /// The version of its report (bản báo cáo).
    pub report_id: PlanReportId,
    /// Its code.
    #[schema(value_type = String, examples("so-ct"))]
    pub agency: AgencyCode,
    /// Its name (tên cơ quan).
    #[schema(max_length = 300)]
    pub agency_name: String,
    /// Where its report stands (trạng thái).
    pub state: ReportState,
    /// When it was first signed.
    #[schema(required)]
    pub first_signed_on: Option<Date>,
    /// By how many days it is late (số ngày chậm).
    #[schema(required)]
    pub days_late: Option<i64>,
    /// What stands in the way (khó khăn, vướng mắc); only of what was accepted.
    #[schema(max_length = 20_000)]
    pub obstacles: String,
    /// What it proposes (đề xuất, kiến nghị); only of what was accepted.
    #[schema(max_length = 20_000)]
    pub proposals: String,
}

/// What the signer says of a city report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Its number.
    pub document_number: String,
    /// What the city itself says.
    pub summary: String,
}

/// What the signer says, in order.
///
/// # Errors
/// Every fault of it.
pub fn check(said: Said) -> Result<Said, Refusal> {
    let mut faults = Faults::default();
    let document_number =
        faults.words("/document_number", &said.document_number, DOCUMENT_LENGTH_MAX);
    let summary = faults.words("/summary", &said.summary, TEXT_LENGTH_MAX);
    faults.refuse()?;
    Ok(Said { document_number, summary })
}

/// The lines of the agencies, by the last version of each report. What nobody accepted is not spoken for.
#[must_use]
pub fn lines(window: &Window, reports: &[Report], today: Date) -> Vec<AgencyLine> {
    let line = |one: &Report| {
        let accepted = one.state == ReportState::Accepted;
        let said = |text: &String| if accepted { text.clone() } else { String::new() };
        AgencyLine {
            report_id: one.id,
            agency: one.agency.clone(),
            agency_name: one.agency_name.clone(),
            state: one.state,
            first_signed_on: one.first_signed_on,
            days_late: window.days_late(one, today),
            obstacles: said(&one.content.obstacles),
            proposals: said(&one.content.proposals),
        }
    };
    reports.iter().map(line).collect()
}

impl Consolidated {
    /// Who is late, in the order of the agencies.
    pub fn late(&self) -> impl Iterator<Item = &AgencyLine> {
        self.agencies.iter().filter(|line| line.days_late.is_some())
    }
}
