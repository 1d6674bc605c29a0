//! What an organisation reports for a year.

use std::borrow::Cow;

pub use htx_model::duty::ReportOrigin;
use htx_model::{
    date::Date,
    id::{AnnualReportId, OrganisationId},
    refusal::{Fault, LegalBasis, Text},
};
use serde::{Deserialize, Serialize};

use super::entry::COUNT_MAX;

/// The duty to report follows from this law; the article was not read.
const REPORTING: LegalBasis = LegalBasis::unverified("17/2023/QH15", "-");
/// The first year for which a report is taken.
pub const FIRST_YEAR: i16 = 2000;
/// The largest amount that a report takes, as for the charter capital.
pub const AMOUNT_MAX: i64 = 100_000_000_000_000_000;
/// A whole in basis points.
pub const WHOLE: u32 = 10_000;
/// The longest reason that a report takes, in characters.
pub const REASON_LENGTH_MAX: usize = 1_000;
/// The month in which a year's report can first be filed: its figures are those of the year's end.
/// Configuration that no article was read for.
const OPENS_IN_MONTH: i8 = 12;

/// The figures of a year. Amounts are whole đồng. A report that is filed has all but the internal
/// share and the meeting; an imported one has what the spreadsheet held.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// Revenue.
    pub revenue_vnd: Option<i64>,
    /// Profit; negative for a loss.
    pub profit_vnd: Option<i64>,
    /// Total capital: own, undivided and borrowed.
    pub total_capital_vnd: Option<i64>,
    /// The undivided fund, which members may never share out.
    pub undivided_fund_vnd: Option<i64>,
    /// Official members at the end of the year.
    pub official_member_count: Option<u32>,
    /// Associates who contribute capital.
    pub associate_contributing_count: Option<u32>,
    /// Associates who do not.
    pub associate_non_contributing_count: Option<u32>,
    /// Workers at the end of the year.
    pub worker_count: Option<u32>,
    /// All that was paid to workers in the year.
    pub worker_pay_vnd: Option<i64>,
    /// The share of transactions with members, in basis points.
    pub internal_share_bp: Option<u32>,
    /// The day of the annual general meeting on this year.
    pub general_meeting_on: Option<Date>,
}

impl Figures {
    /// A worker's average income in the year: all that was paid over all workers, rounded half up.
    /// Nothing without workers.
    #[must_use]
    pub fn average_worker_income_vnd(&self) -> Option<i64> {
        let workers = i64::from(self.worker_count.filter(|count| *count > 0)?);
        let pay = self.worker_pay_vnd?;
        Some(pay.checked_add(workers / 2)?.div_euclid(workers))
    }
}

/// An organisation's report for a year: its newest statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnnualReport {
    /// Its id.
    pub id: AnnualReportId,
    /// Whose.
    pub organisation: OrganisationId,
    /// Of which year.
    pub year: i16,
    /// Where it comes from.
    #[serde(default = "imported")]
    pub origin: ReportOrigin,
    /// The figures.
    #[serde(default)]
    pub figures: Figures,
    /// Why it was restated, where it was.
    pub restatement_reason: Option<String>,
}

impl AnnualReport {
    /// The same as the log tells it: a reason may name people.
    #[must_use]
    pub fn without_words(&self) -> Self {
        Self { restatement_reason: None, ..self.clone() }
    }
}

/// What states were that were recorded before reports could be filed.
const fn imported() -> ReportOrigin {
    ReportOrigin::Imported
}

/// Checks the figures that are filed for a year.
///
/// # Errors
/// One fault for each rule that they break, all of them at once.
pub fn check(year: i16, figures: &Figures, today: Date) -> Result<(), Vec<Fault>> {
    let mut faults = check_year(year, today);
    let amounts = [
        ("/figures/revenue_vnd", figures.revenue_vnd, 0),
        ("/figures/profit_vnd", figures.profit_vnd, -AMOUNT_MAX),
        ("/figures/total_capital_vnd", figures.total_capital_vnd, 0),
        ("/figures/undivided_fund_vnd", figures.undivided_fund_vnd, 0),
        ("/figures/worker_pay_vnd", figures.worker_pay_vnd, 0),
    ];
    for (pointer, amount, least) in amounts {
        if amount.is_some_and(|amount| !(least..=AMOUNT_MAX).contains(&amount)) {
            faults.push(out_of_range(pointer, least, AMOUNT_MAX));
        }
    }
    let counts = [
        ("/figures/official_member_count", figures.official_member_count, COUNT_MAX),
        ("/figures/associate_contributing_count", figures.associate_contributing_count, COUNT_MAX),
        (
            "/figures/associate_non_contributing_count",
            figures.associate_non_contributing_count,
            COUNT_MAX,
        ),
        ("/figures/worker_count", figures.worker_count, COUNT_MAX),
        ("/figures/internal_share_bp", figures.internal_share_bp, WHOLE),
    ];
    for (pointer, count, most) in counts {
        if count.is_some_and(|count| count > most) {
            faults.push(out_of_range(pointer, 0, i64::from(most)));
        }
    }
    if figures.worker_count == Some(0) && figures.worker_pay_vnd.is_some_and(|pay| pay > 0) {
        faults.push(fault(
            "/figures/worker_pay_vnd",
            "pay_without_workers",
            Text::fixed(
                "Có tiền trả cho người lao động thì phải có người lao động.",
                "Where workers were paid there must be workers.",
            ),
        ));
    }
    faults.extend(check_meeting(year, figures.general_meeting_on, today));
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

/// The first day on which a year's report can be filed.
#[must_use]
pub fn opens_on(year: i16) -> Option<Date> {
    Date::new(year, OPENS_IN_MONTH, 1)
}

/// Checks that the yearly duties of a year can be attended to.
#[must_use]
pub fn check_year(year: i16, today: Date) -> Vec<Fault> {
    let opened = opens_on(year).is_some_and(|day| day <= today);
    if year >= FIRST_YEAR && opened {
        return Vec::new();
    }
    vec![fault(
        "/year",
        "year_not_open",
        Text::made(
            format!(
                "Báo cáo nhận từ năm {FIRST_YEAR}; báo cáo của một năm nộp được từ ngày 01/{OPENS_IN_MONTH} năm đó."
            ),
            format!(
                "Reports are taken for {FIRST_YEAR} and later; a year's report can be filed from 1 December of that year."
            ),
        ),
    )]
}

/// The general meeting on a year is held in that year or in the next.
fn check_meeting(year: i16, meeting: Option<Date>, today: Date) -> Option<Fault> {
    let meeting = meeting?;
    let in_its_years = (year..=year.saturating_add(1)).contains(&meeting.year());
    if in_its_years && meeting <= today {
        return None;
    }
    Some(fault(
        "/figures/general_meeting_on",
        "meeting_out_of_year",
        Text::fixed(
            "Ngày họp đại hội thành viên phải trong năm báo cáo hoặc năm sau, và không sau hôm nay.",
            "The general meeting lies in the year reported or the one after, and not in the future.",
        ),
    ))
}

/// Checks a reason that must be given.
///
/// # Errors
/// A fault where it says nothing, or too much.
pub fn check_reason(pointer: &'static str, reason: &str) -> Result<String, Vec<Fault>> {
    let tidy = htx_model::text::normalise(reason);
    if (1..=REASON_LENGTH_MAX).contains(&tidy.chars().count()) {
        return Ok(tidy);
    }
    Err(vec![Fault::new(
        pointer,
        "reason_needed",
        Text::made(
            format!("Phải nêu lý do, từ 1 đến {REASON_LENGTH_MAX} ký tự."),
            format!("A reason of 1 to {REASON_LENGTH_MAX} characters must be given."),
        ),
    )])
}

fn out_of_range(pointer: &'static str, least: i64, most: i64) -> Fault {
    let detail = Text::made(
        format!("Giá trị phải từ {least} đến {most}."),
        format!("The value must be from {least} to {most}."),
    );
    fault(pointer, "out_of_range", detail)
}

fn fault(pointer: &'static str, code: &'static str, detail: Text) -> Fault {
    Fault { pointer: Cow::Borrowed(pointer), code, detail, legal_basis: Some(REPORTING) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(year: i16, figures: &Figures, today: &str) -> Vec<&'static str> {
        let faults = check(year, figures, Date::parse(today).unwrap()).err().unwrap_or_default();
        faults.iter().map(|fault| fault.code).collect()
    }

    #[test]
    fn a_years_report_is_taken_from_its_first_of_december() {
        let none = Figures::default();
        assert_eq!(codes(2025, &none, "2025-11-30"), ["year_not_open"]);
        assert!(codes(2025, &none, "2025-12-01").is_empty());
        assert!(codes(2000, &none, "2025-12-01").is_empty());
        assert_eq!(codes(1999, &none, "2025-12-01"), ["year_not_open"]);
        assert_eq!(codes(i16::MAX, &none, "2025-12-01"), ["year_not_open"]);
    }

    #[test]
    fn the_meeting_on_a_year_lies_in_it_or_in_the_next_and_never_ahead() {
        let met = |day: &str| Figures {
            general_meeting_on: Some(Date::parse(day).unwrap()),
            ..Figures::default()
        };
        assert!(codes(2024, &met("2024-01-01"), "2025-05-12").is_empty());
        assert!(codes(2024, &met("2025-05-12"), "2025-05-12").is_empty());
        for day in ["2023-12-31", "2025-05-13", "2026-01-01"] {
            assert_eq!(codes(2024, &met(day), "2025-05-12"), ["meeting_out_of_year"], "{day}");
        }
    }

    #[test]
    fn every_figure_has_its_bounds_and_all_faults_are_named_at_once() {
        let figures = Figures {
            revenue_vnd: Some(-1),
            profit_vnd: Some(-AMOUNT_MAX - 1),
            total_capital_vnd: Some(AMOUNT_MAX + 1),
            worker_count: Some(0),
            worker_pay_vnd: Some(1),
            internal_share_bp: Some(WHOLE + 1),
            ..Figures::default()
        };
        let found = codes(2024, &figures, "2025-05-12");
        assert_eq!(found.iter().filter(|code| **code == "out_of_range").count(), 4);
        assert!(found.contains(&"pay_without_workers"));
    }

    #[test]
    fn the_average_income_is_all_pay_over_all_workers_rounded_half_up() {
        let average = |pay, workers| {
            let figures = Figures {
                worker_pay_vnd: Some(pay),
                worker_count: Some(workers),
                ..Figures::default()
            };
            figures.average_worker_income_vnd()
        };
        assert_eq!(average(10, 4), Some(3));
        assert_eq!(average(9, 4), Some(2));
        assert_eq!(average(0, 4), Some(0));
        assert_eq!(average(9, 0), None);
        assert_eq!(average(i64::MAX, 2), None);
    }
}
