//! The city's report: what planning makes of the reports of a window, as they stand when it is signed.

use htx_model::{
    agency::AgencyCode,
    date::{Date, Instant},
    faults::Faults,
    id::{CityReportId, PlanReportId, ReportWindowId},
    indicator::Unit,
    plan::ReportState,
    refusal::{ErrorCode, Refusal, Text},
};
use serde::{Deserialize, Serialize};

use super::{Content, Report, Window, figures::ReportFigure, standing::Standing};

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

/// A version of the city's report, as lists have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// Its id.
    pub id: CityReportId,
    /// The code of the plan.
    pub plan: String,
    /// The plan's year.
    pub year: i16,
    /// In which window.
    pub window: ReportWindowId,
    /// What is reported.
    pub window_name: String,
    /// Its number, from 1.
    pub number: u32,
    /// The version that it corrects.
    pub corrects: Option<CityReportId>,
    /// The version that corrects it.
    pub corrected_by: Option<CityReportId>,
    /// Who signed it.
    pub signed_by_name: String,
    /// On which day.
    pub signed_on: Date,
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
    /// Whether its correction was being written (đang đính chính).
    #[serde(default)]
    pub being_corrected: bool,
    /// When it was first signed.
    #[schema(required)]
    pub first_signed_on: Option<Date>,
    /// By how many days it is late (số ngày chậm).
    #[schema(required)]
    pub days_late: Option<i64>,
    /// What it did (kết quả thực hiện); only of what was accepted, and not in reports of before this was kept.
    #[serde(default)]
    #[schema(required, max_length = 20_000)]
    pub results: String,
    /// What it declares of targets (số kê khai); as that.
    #[serde(default)]
    #[schema(required, max_items = 100)]
    pub declared: Vec<DeclaredLine>,
    /// What stands in the way (khó khăn, vướng mắc); only of what was accepted.
    #[schema(max_length = 20_000)]
    pub obstacles: String,
    /// What it proposes (đề xuất, kiến nghị); only of what was accepted.
    #[schema(max_length = 20_000)]
    pub proposals: String,
}

/// What an agency declares of a target, beside what was computed when it signed (số kê khai).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = CityReportDeclared)]
pub struct DeclaredLine {
    /// The target's number in the plan (số thứ tự).
    #[schema(max_length = 10, examples("11"))]
    pub number: String,
    /// Its code (mã chỉ tiêu).
    #[schema(max_length = 60, examples("new_alliance_members"))]
    pub target: String,
    /// In what it is measured (đơn vị tính).
    pub unit: Unit,
    /// What is declared (số kê khai).
    pub declared: i64,
    /// What was computed, of the same place (số tính được); null where nothing was.
    #[schema(required)]
    pub value: Option<i64>,
    /// What is declared, less that (chênh lệch).
    #[schema(required)]
    pub difference: Option<i64>,
}

/// What the signer says of a city report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Its number.
    pub document_number: String,
    /// What the city itself says.
    pub summary: String,
    /// The version that the signer saw and corrects; nothing where there was none.
    pub corrects: Option<CityReportId>,
}

/// What the signer says, in order.
///
/// # Errors
/// Every fault of it.
pub fn check(said: Said) -> Result<Said, Refusal> {
    let mut faults = Faults::default();
    let document_number =
        faults.words("/document_number", &said.document_number, DOCUMENT_LENGTH_MAX);
    let summary = faults.prose("/summary", &said.summary, TEXT_LENGTH_MAX);
    if summary.is_empty() {
        let detail = Text::fixed("Chưa có nội dung.", "It says nothing.");
        faults.add("/summary", "text_length", detail);
    }
    faults.refuse()?;
    Ok(Said { document_number, summary, ..said })
}

/// Whoever signs has seen the version before: of two at once one is told of the other's.
///
/// # Errors
/// [`ErrorCode::StateConflict`].
pub fn require_seen(said: &Said, before: Option<&CityReport>) -> Result<(), Refusal> {
    let last = before.map(|before| before.id);
    if said.corrects == last {
        return Ok(());
    }
    let (vi, en) = match last {
        Some(id) => (
            format!("Bản mới nhất là {id}: hãy xem bản đó và ghi vào “corrects”."),
            format!("The last version is {id}: read it and name it in “corrects”."),
        ),
        None => (
            "Đợt báo cáo chưa có báo cáo của Thành phố nên không có gì để đính chính.".to_owned(),
            "The window has no city report yet, so there is nothing to correct.".to_owned(),
        ),
    };
    Err(Refusal::new(ErrorCode::StateConflict, Text::made(vi, en)))
}

/// The lines of the agencies, by what was signed. What nobody accepted is not spoken for.
#[must_use]
pub fn lines(window: &Window, reports: &[Standing], today: Date) -> Vec<AgencyLine> {
    let line = |standing: &Standing| {
        let (one, accepted) = (standing.shown(), standing.accepted.as_ref());
        let said = |words: fn(&Content) -> &String| {
            accepted.map(|one| words(&one.content).clone()).unwrap_or_default()
        };
        AgencyLine {
            report_id: one.id,
            agency: one.agency.clone(),
            agency_name: one.agency_name.clone(),
            state: one.state,
            being_corrected: standing.is_being_corrected(),
            first_signed_on: one.first_signed_on,
            days_late: window.days_late(one, today),
            results: said(|content| &content.results),
            declared: accepted.map(declared).unwrap_or_default(),
            obstacles: said(|content| &content.obstacles),
            proposals: said(|content| &content.proposals),
        }
    };
    reports.iter().map(line).collect()
}

/// What a signed report declares, beside what was computed then.
fn declared(report: &Report) -> Vec<DeclaredLine> {
    let figures = report.figures.iter().flatten();
    let line = |figure: &ReportFigure| {
        Some(DeclaredLine {
            number: figure.number.clone(),
            target: figure.target.clone(),
            unit: figure.unit,
            declared: figure.declared?,
            value: figure.value,
            difference: figure.difference,
        })
    };
    figures.filter_map(line).collect()
}

impl Consolidated {
    /// Who is late, in the order of the agencies.
    pub fn late(&self) -> impl Iterator<Item = &AgencyLine> {
        self.agencies.iter().filter(|line| line.days_late.is_some())
    }
}
