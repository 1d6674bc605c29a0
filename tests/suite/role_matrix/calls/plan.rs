//! How to call the operations of the plan.

use super::{Content::Nothing, EMPTY, Line, Needs::May, P, PUBLIC};

#[rustfmt::skip]
pub(super) const CALLS: &[Line] = &[
    ("GET /v1/plans", "/v1/plans", Nothing, May(P::PlanRead)),
    ("POST /v1/plans", "/v1/plans", EMPTY, May(P::PlanPrepare)),
    ("GET /v1/plans/{code}", "/v1/plans/hn-1999", Nothing, May(P::PlanRead)),
    ("GET /v1/plans/{code}/allocations", "/v1/plans/hn-1999/allocations", Nothing, May(P::PlanRead)),
    ("POST /v1/plans/{code}/targets/{target}/allocations", "/v1/plans/hn-1999/targets/1a/allocations", EMPTY, May(P::PlanPrepare)),
    ("POST /v1/plans/{code}/versions", "/v1/plans/hn-1999/versions", EMPTY, May(P::PlanPrepare)),
    ("GET /v1/plans/{code}/progress", "/v1/plans/hn-1999/progress", Nothing, May(P::PlanRead)),
    ("GET /v1/plans/{code}/targets/{target}/declarations", "/v1/plans/hn-1999/targets/1a/declarations", Nothing, May(P::PlanRead)),
    ("POST /v1/plans/{code}/targets/{target}/declarations", "/v1/plans/hn-1999/targets/1a/declarations", EMPTY, May(P::PlanDeclare)),
    ("GET /v1/plans/{code}/targets/{target}/evidence", "/v1/plans/hn-1999/targets/1a/evidence", Nothing, May(P::IndicatorRead)),
    ("GET /v1/plan-declarations/{id}", "/v1/plan-declarations/01941f29-7c00-7000-8000-000000000021", Nothing, May(P::PlanRead)),
    ("POST /v1/plan-declarations/{id}/withdraw", "/v1/plan-declarations/01941f29-7c00-7000-8000-000000000021/withdraw", EMPTY, May(P::PlanDeclare)),
    ("GET /v1/plan-versions", "/v1/plan-versions", Nothing, May(P::PlanRead)),
    ("GET /v1/plan-versions/{id}", "/v1/plan-versions/01941f29-7c00-7000-8000-000000000021", Nothing, May(P::PlanRead)),
    ("PATCH /v1/plan-versions/{id}", "/v1/plan-versions/01941f29-7c00-7000-8000-000000000021", EMPTY, May(P::PlanPrepare)),
    ("POST /v1/plan-versions/{id}/adopt", "/v1/plan-versions/01941f29-7c00-7000-8000-000000000021/adopt", EMPTY, May(P::PlanApprove)),
    ("POST /v1/plan-versions/{id}/discard", "/v1/plan-versions/01941f29-7c00-7000-8000-000000000021/discard", EMPTY, May(P::PlanPrepare)),
    ("POST /v1/plan-versions/{id}/return", "/v1/plan-versions/01941f29-7c00-7000-8000-000000000021/return", EMPTY, May(P::PlanApprove)),
    ("POST /v1/plan-versions/{id}/submit", "/v1/plan-versions/01941f29-7c00-7000-8000-000000000021/submit", EMPTY, May(P::PlanPrepare)),

    ("GET /v1/plan-overview", "/v1/plan-overview?plan=hn-1999", Nothing, PUBLIC),
    ("GET /v1/plan-periods/{period}", "/v1/plan-periods/1991-1995", Nothing, May(P::PlanRead)),
    ("GET /v1/plan/events", "/v1/plan/events", Nothing, May(P::PlanFeedRead)),
    ("GET /v1/plan/snapshot", "/v1/plan/snapshot", Nothing, May(P::PlanFeedRead)),
    ("GET /v1/plan/checkpoint", "/v1/plan/checkpoint", Nothing, PUBLIC),
    ("GET /v1/plan/consistency", "/v1/plan/consistency?from=1&to=1", Nothing, May(P::LogVerify)),
    ("GET /v1/plan/events/{id}/proof", "/v1/plan/events/01941f29-7c00-7000-8000-000000000004/proof", Nothing, May(P::LogVerify)),
];
