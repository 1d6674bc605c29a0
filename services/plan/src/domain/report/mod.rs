//! What agencies report of a plan: windows, reports and their versions, lateness.

pub mod check;
pub mod city;
pub mod figures;
pub mod lifecycle;
pub mod print;
pub mod standing;

use htx_model::{
    agency::{Agencies, AgencyCode},
    date::{Date, Instant},
    id::{PlanId, PlanReportId, ReportWindowId},
    plan::ReportState,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use self::figures::ReportFigure;

/// The time for the reports of a plan. It is never changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Window {
    /// Its id.
    pub id: ReportWindowId,
    /// Of which plan.
    pub plan: PlanId,
    /// What is reported, such as the year.
    pub name: String,
    /// From which day on reports are written.
    pub opens_on: Date,
    /// By which day they are signed.
    pub due_on: Date,
    /// From which day on agencies are reminded.
    pub remind_on: Date,
    /// The login name of whoever opened it.
    pub opened_by_name: String,
    /// When it was entered.
    pub recorded_at: Instant,
}

/// What an agency writes (nội dung báo cáo).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = PlanReportContent)]
#[serde(deny_unknown_fields)]
pub struct Content {
    /// What was done (kết quả thực hiện).
    #[serde(default)]
    #[schema(max_length = 20_000)]
    pub results: String,
    /// What stands in the way (khó khăn, vướng mắc).
    #[serde(default)]
    #[schema(max_length = 20_000)]
    pub obstacles: String,
    /// What is proposed (đề xuất, kiến nghị).
    #[serde(default)]
    #[schema(max_length = 20_000)]
    pub proposals: String,
    /// What the agency itself declares of targets (số liệu kê khai), beside what is computed.
    #[serde(default)]
    #[schema(max_items = 100)]
    pub declared: Vec<Declared>,
}

/// What an agency declares of a target (số liệu kê khai).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = PlanReportDeclared)]
#[serde(deny_unknown_fields)]
pub struct Declared {
    /// The target's code (mã chỉ tiêu).
    #[schema(min_length = 1, max_length = 60, examples("training_classes"))]
    pub target: String,
    /// The figure, in the target's unit (giá trị).
    #[schema(minimum = -1_000_000_000_000_000_i64, maximum = 1_000_000_000_000_000_i64, examples(12))]
    pub value: i64,
}

/// A version of an agency's report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Its id.
    pub id: PlanReportId,
    /// In which window.
    pub window: ReportWindowId,
    /// Whose it is, under the name of the day on which the window opened.
    pub agency: AgencyCode,
    /// That name.
    pub agency_name: String,
    /// Its number, from 1.
    pub number: u32,
    /// The version that it corrects.
    pub corrects: Option<PlanReportId>,
    /// Where it stands.
    pub state: ReportState,
    /// What is written.
    #[serde(skip)]
    pub content: Content,
    /// What was computed when it was signed, beside what it declares.
    pub figures: Option<Vec<ReportFigure>>,
    /// Whoever wrote in it: none of them signs it.
    pub written_by: Vec<Uuid>,
    /// The login name of whoever wrote in it last.
    pub written_by_name: Option<String>,
    /// Who signed it.
    pub signed_by: Option<Uuid>,
    /// Their login name.
    pub signed_by_name: Option<String>,
    /// The name of their agency then.
    pub signed_by_agency: Option<String>,
    /// On which day.
    pub signed_on: Option<Date>,
    /// When the first version was signed: what lateness goes by.
    pub first_signed_on: Option<Date>,
    /// The login name of whoever accepted or returned it.
    pub decided_by_name: Option<String>,
    /// On which day.
    pub decided_on: Option<Date>,
    /// Why it was returned.
    #[serde(skip)]
    pub reason: Option<String>,
    /// Its version, for its ETag.
    pub version: i64,
    /// When that was written.
    pub recorded_at: Instant,
}

impl Window {
    /// How many days late a report is on a day; nothing where it is not. What was signed in time and is
    /// corrected later is in time.
    #[must_use]
    pub fn days_late(&self, report: &Report, today: Date) -> Option<i64> {
        let signed = report.first_signed_on.unwrap_or(today);
        let late = i64::from((signed.0 - self.due_on.0).get_days());
        (late > 0).then_some(late)
    }

    /// How many days before reports are due agencies are reminded first.
    #[must_use]
    pub fn first_reminder(&self) -> u16 {
        u16::try_from((self.due_on.0 - self.remind_on.0).get_days()).unwrap_or_default()
    }

    /// Whether agencies are to be reminded on a day.
    #[must_use]
    pub fn reminds(&self, report: &Report, today: Date) -> bool {
        report.first_signed_on.is_none() && self.remind_on <= today
    }
}

/// Who owes reports in a window: those who have tasks, and where they have ended by its opening, whoever
/// took over their work, each once.
#[must_use]
pub fn owing(
    tasks: &[AgencyCode],
    agencies: &Agencies,
    opens_on: Date,
) -> Vec<(AgencyCode, String)> {
    let mut owing: Vec<(AgencyCode, String)> = Vec::new();
    for code in tasks {
        for agency in agencies.successors(code, opens_on) {
            if owing.iter().all(|(known, _)| *known != agency.code) {
                owing.push((agency.code.clone(), agency.name_vi.clone()));
            }
        }
    }
    owing
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reorganisation_changes_who_owes_a_report() {
        let agencies = Agencies::embedded().unwrap();
        let code = |text| AgencyCode::parse(text).unwrap();
        let tasks = [code("so-nnptnt"), code("so-tnmt"), code("district-277"), code("so-ct")];
        let on = |day| {
            let owing = owing(&tasks, agencies, Date::parse(day).unwrap());
            owing.into_iter().map(|(code, _)| code.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(on("2025-02-28"), ["so-nnptnt", "so-tnmt", "district-277", "so-ct"]);
        assert_eq!(on("2025-03-01"), ["so-nnmt", "district-277", "so-ct"]);
        let after = on("2025-07-01");
        assert!(after.len() > 3 && after[1].starts_with("commune-"), "{after:?}");
    }
}
