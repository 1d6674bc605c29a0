//! Windows and reports as they are shown.

use htx_kit::http::{listed::column, table::Table};
use htx_model::{
    agency::{Agencies, AgencyCode},
    date::{Date, Instant},
    id::{CityReportId, PlanId, PlanReportId, ReportWindowId},
    plan::{ReportAction, ReportState},
    principal::Principal,
    refusal::LegalBasis,
};
use serde::Serialize;

use crate::{
    domain::{
        norm,
        report::{Content, Report, Window, figures::ReportFigure, standing::Standing},
    },
    usecase::report::available,
};

/// The time for the reports of a plan (đợt báo cáo).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = PlanReportWindow)]
pub(super) struct WindowView {
    /// Its id.
    id: ReportWindowId,
    /// Of which plan.
    plan_id: PlanId,
    /// What is reported (tên đợt báo cáo).
    #[schema(max_length = 200, examples("Báo cáo năm 2025"))]
    name: String,
    /// From which day on reports are written (ngày mở).
    opens_on: Date,
    /// By which day they are signed (hạn).
    due_on: Date,
    /// From which day on agencies are reminded (ngày nhắc).
    remind_on: Date,
    /// What the days of opening and reminder stand on, where planning says nothing else (căn cứ).
    reminder_basis: LegalBasis,
    /// The login name of whoever opened it (người mở).
    #[schema(max_length = 200)]
    opened_by: String,
    /// When it was entered.
    recorded_at: Instant,
    /// How the caller's agencies stand (tình hình báo cáo); null in lists.
    #[schema(required)]
    standing: Option<StandingView>,
}

/// How agencies stand in a window, by what they signed last (tình hình báo cáo).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = PlanReportStanding)]
pub(super) struct StandingView {
    /// How many owe a report (phải báo cáo).
    owed: usize,
    /// How many have signed (đã ký gửi), whatever became of it.
    signed: usize,
    /// How many were accepted (đã tiếp nhận).
    accepted: usize,
    /// The last version of the city's report (báo cáo của Thành phố), for whoever sees all.
    #[schema(required)]
    city_report_id: Option<CityReportId>,
    /// Who is late (cơ quan chậm), by name.
    #[schema(max_items = 2000)]
    late: Vec<LateView>,
    /// Who is to be reminded today (cơ quan cần nhắc), by code.
    #[schema(value_type = Vec<String>, max_items = 2000)]
    reminded: Vec<AgencyCode>,
}

/// An agency that is late (cơ quan chậm báo cáo).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = LatePlanReport)]
pub(super) struct LateView {
    /// Its report.
    report_id: PlanReportId,
    /// Its code.
    #[schema(value_type = String, examples("so-ct"))]
    agency: AgencyCode,
    /// Its name.
    #[schema(max_length = 300)]
    agency_name: String,
    /// By how many days (số ngày chậm), until it was first signed or until today.
    days_late: i64,
    /// When it was first signed; null where it was not.
    #[schema(required)]
    first_signed_on: Option<Date>,
}

impl WindowView {
    pub(super) fn of(one: Window, standing: Option<StandingView>) -> Self {
        Self {
            id: one.id,
            plan_id: one.plan,
            name: one.name,
            opens_on: one.opens_on,
            due_on: one.due_on,
            remind_on: one.remind_on,
            reminder_basis: norm::REMINDER,
            opened_by: one.opened_by_name,
            recorded_at: one.recorded_at,
            standing,
        }
    }
}

impl StandingView {
    /// How agencies stand, by what they signed.
    pub(super) fn of(
        window: &Window,
        (reports, city): (&[Standing], Option<CityReportId>),
        today: Date,
    ) -> Self {
        let shown = || reports.iter().map(Standing::shown);
        let late = shown().filter_map(|one| {
            Some(LateView {
                days_late: window.days_late(one, today)?,
                report_id: one.id,
                agency: one.agency.clone(),
                agency_name: one.agency_name.clone(),
                first_signed_on: one.first_signed_on,
            })
        });
        let reminded = shown().filter(|one| window.reminds(one, today));
        let count = |is: fn(&Report) -> bool| shown().filter(|one| is(one)).count();
        Self {
            city_report_id: city,
            owed: reports.len(),
            signed: count(|one| one.first_signed_on.is_some()),
            accepted: count(|one| one.state == ReportState::Accepted),
            late: late.collect(),
            reminded: reminded.map(|one| one.agency.clone()).collect(),
        }
    }
}

/// A version of an agency's report (báo cáo).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = PlanReport)]
pub(super) struct ReportView {
    /// Its id.
    id: PlanReportId,
    /// In which window (đợt báo cáo).
    window_id: ReportWindowId,
    /// Whose it is (cơ quan), as of the opening of the window.
    #[schema(value_type = String, examples("so-ct"))]
    agency: AgencyCode,
    /// The name that it had then (tên cơ quan).
    #[schema(max_length = 300)]
    agency_name: String,
    /// Who goes on with it today (cơ quan hiện nay).
    #[schema(value_type = Vec<String>, max_items = 200)]
    held_today_by: Vec<AgencyCode>,
    /// Its number (bản số), from 1.
    #[schema(minimum = 1)]
    number: u32,
    /// The version that it corrects (đính chính bản); null for the first.
    #[schema(required)]
    corrects: Option<PlanReportId>,
    /// Where it stands (trạng thái).
    state: ReportState,
    /// What is written (nội dung); null in lists.
    #[schema(required)]
    content: Option<Content>,
    /// The figures as they stood when it was signed (số liệu khi ký); null before, and in lists.
    #[schema(required, max_items = 100)]
    figures: Option<Vec<ReportFigure>>,
    /// The login name of whoever wrote in it last (người soạn).
    #[schema(required, max_length = 200)]
    written_by: Option<String>,
    /// The login name of whoever signed it (người ký).
    #[schema(required, max_length = 200)]
    signed_by: Option<String>,
    /// The name of their agency then (cơ quan ký).
    #[schema(required, max_length = 300)]
    signed_by_agency: Option<String>,
    /// On which day (ngày ký).
    #[schema(required)]
    signed_on: Option<Date>,
    /// By how many days it is late today (số ngày chậm); null where it is not.
    #[schema(required)]
    days_late: Option<i64>,
    /// The login name of whoever accepted or returned it (người tiếp nhận).
    #[schema(required, max_length = 200)]
    decided_by: Option<String>,
    /// On which day.
    #[schema(required)]
    decided_on: Option<Date>,
    /// Why it was returned (lý do trả lại). Absent in tables.
    #[schema(required, max_length = 1000)]
    reason: Option<String>,
    /// What the caller may do now (thao tác được phép).
    available_actions: Vec<ReportAction>,
    /// Its version, as in its ETag.
    #[schema(minimum = 1)]
    version: i64,
    /// When this version was written.
    recorded_at: Instant,
}

impl ReportView {
    /// A report as somebody sees it today.
    pub(super) fn of(
        one: Report,
        window: Option<&Window>,
        (principal, agencies, today): (&Principal, &Agencies, Date),
    ) -> Self {
        let held = agencies.successors(&one.agency, today);
        Self {
            available_actions: available(&one, principal, agencies, today),
            held_today_by: held.into_iter().map(|agency| agency.code.clone()).collect(),
            days_late: window.and_then(|window| window.days_late(&one, today)),
            id: one.id,
            window_id: one.window,
            agency: one.agency,
            agency_name: one.agency_name,
            number: one.number,
            corrects: one.corrects,
            state: one.state,
            content: Some(one.content),
            figures: one.figures,
            written_by: one.written_by_name,
            signed_by: one.signed_by_name,
            signed_by_agency: one.signed_by_agency,
            signed_on: one.signed_on,
            decided_by: one.decided_by_name,
            decided_on: one.decided_on,
            reason: one.reason,
            version: one.version,
            recorded_at: one.recorded_at,
        }
    }

    /// As lists have it: without what is written and the figures, which one read gives.
    pub(super) fn in_list(self) -> Self {
        Self { content: None, figures: None, ..self }
    }

    /// Without what people wrote: what is kept for a repetition of the request.
    pub(super) fn without_words(&self) -> Self {
        Self { reason: None, content: None, ..self.clone() }
    }
}

/// Windows as a table.
pub(super) static WINDOWS: Table = Table {
    name: "plan-report-windows",
    columns: &[
        column("id", "Mã định danh", "Id", "/id"),
        column("name", "Tên đợt báo cáo", "Name", "/name"),
        column("opens_on", "Ngày mở", "Opens on", "/opens_on"),
        column("remind_on", "Ngày nhắc", "Reminder on", "/remind_on"),
        column("due_on", "Hạn", "Due on", "/due_on"),
    ],
};

/// Reports as a table.
pub(super) static REPORTS: Table = Table {
    name: "plan-reports",
    columns: &[
        column("id", "Mã định danh", "Id", "/id"),
        column("agency", "Mã cơ quan", "Agency", "/agency"),
        column("agency_name", "Cơ quan", "Agency's name", "/agency_name"),
        column("number", "Bản số", "Version", "/number"),
        column("state", "Trạng thái", "State", "/state"),
        column("written_by", "Người soạn", "Written by", "/written_by"),
        column("signed_by", "Người ký", "Signed by", "/signed_by"),
        column("signed_by_agency", "Cơ quan ký", "Signed for", "/signed_by_agency"),
        column("signed_on", "Ngày ký", "Signed on", "/signed_on"),
        column("decided_on", "Ngày tiếp nhận", "Decided on", "/decided_on"),
    ],
};
