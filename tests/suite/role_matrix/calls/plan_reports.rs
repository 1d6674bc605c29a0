//! How to call the operations of the plan's tasks and reports.

use super::{Content::Nothing, EMPTY, Line, Needs::May, P};

#[rustfmt::skip]
pub(super) const CALLS: &[Line] = &[
    ("GET /v1/plan-tasks", "/v1/plan-tasks", Nothing, May(P::PlanTaskRead)),
    ("GET /v1/plan-tasks/{id}", "/v1/plan-tasks/01941f29-7c00-7000-8000-000000000021", Nothing, May(P::PlanTaskRead)),
    ("POST /v1/plan-tasks/{id}/start", "/v1/plan-tasks/01941f29-7c00-7000-8000-000000000021/start", EMPTY, May(P::PlanTaskWork)),
    ("POST /v1/plan-tasks/{id}/evidence", "/v1/plan-tasks/01941f29-7c00-7000-8000-000000000021/evidence", EMPTY, May(P::PlanTaskWork)),
    ("POST /v1/plan-tasks/{id}/hinder", "/v1/plan-tasks/01941f29-7c00-7000-8000-000000000021/hinder", EMPTY, May(P::PlanTaskWork)),
    ("POST /v1/plan-tasks/{id}/resume", "/v1/plan-tasks/01941f29-7c00-7000-8000-000000000021/resume", EMPTY, May(P::PlanTaskWork)),
    ("POST /v1/plan-tasks/{id}/complete", "/v1/plan-tasks/01941f29-7c00-7000-8000-000000000021/complete", EMPTY, May(P::PlanTaskWork)),
    ("POST /v1/plan-tasks/{id}/confirm", "/v1/plan-tasks/01941f29-7c00-7000-8000-000000000021/confirm", EMPTY, May(P::PlanTaskReview)),
    ("POST /v1/plan-tasks/{id}/return", "/v1/plan-tasks/01941f29-7c00-7000-8000-000000000021/return", EMPTY, May(P::PlanTaskReview)),
    ("GET /v1/plan-report-windows", "/v1/plan-report-windows", Nothing, May(P::PlanReportRead)),
    ("POST /v1/plan-report-windows", "/v1/plan-report-windows", EMPTY, May(P::PlanReportCollect)),
    ("GET /v1/plan-report-windows/{id}", "/v1/plan-report-windows/01941f29-7c00-7000-8000-000000000021", Nothing, May(P::PlanReportRead)),
    ("GET /v1/plan-reports", "/v1/plan-reports", Nothing, May(P::PlanReportRead)),
    ("GET /v1/plan-reports/{id}", "/v1/plan-reports/01941f29-7c00-7000-8000-000000000021", Nothing, May(P::PlanReportRead)),
    ("PATCH /v1/plan-reports/{id}", "/v1/plan-reports/01941f29-7c00-7000-8000-000000000021", EMPTY, May(P::PlanReportWrite)),
    ("POST /v1/plan-reports/{id}/sign", "/v1/plan-reports/01941f29-7c00-7000-8000-000000000021/sign", EMPTY, May(P::PlanReportSign)),
    ("POST /v1/plan-reports/{id}/accept", "/v1/plan-reports/01941f29-7c00-7000-8000-000000000021/accept", EMPTY, May(P::PlanReportCollect)),
    ("POST /v1/plan-reports/{id}/return", "/v1/plan-reports/01941f29-7c00-7000-8000-000000000021/return", EMPTY, May(P::PlanReportCollect)),
    ("POST /v1/plan-reports/{id}/correct", "/v1/plan-reports/01941f29-7c00-7000-8000-000000000021/correct", EMPTY, May(P::PlanReportWrite)),
    ("POST /v1/plan-reports/{id}/discard", "/v1/plan-reports/01941f29-7c00-7000-8000-000000000021/discard", EMPTY, May(P::PlanReportWrite)),
    ("POST /v1/plan-report-windows/{id}/city-reports", "/v1/plan-report-windows/01941f29-7c00-7000-8000-000000000021/city-reports", EMPTY, May(P::CityReportSign)),
    ("GET /v1/plan-city-reports", "/v1/plan-city-reports", Nothing, May(P::PlanReportRead)),
    ("GET /v1/plan-city-reports/{id}", "/v1/plan-city-reports/01941f29-7c00-7000-8000-000000000021", Nothing, May(P::PlanReportRead)),
    ("GET /v1/plan-city-reports/{id}/workbook", "/v1/plan-city-reports/01941f29-7c00-7000-8000-000000000021/workbook", Nothing, May(P::PlanReportRead)),
    ("GET /v1/plan-city-reports/{id}/document", "/v1/plan-city-reports/01941f29-7c00-7000-8000-000000000021/document", Nothing, May(P::PlanReportRead)),
];
