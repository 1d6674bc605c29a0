//! How to call the operations of trade promotion.

use super::{Content::Nothing, EMPTY, Line, Needs::May, P, PUBLIC};

#[rustfmt::skip]
pub(super) const CALLS: &[Line] = &[
    ("GET /v1/trade-events", "/v1/trade-events", Nothing, May(P::TradeEventRead)),
    ("POST /v1/trade-events", "/v1/trade-events", EMPTY, May(P::TradeEventPrepare)),
    ("GET /v1/trade-events/{id}", "/v1/trade-events/01941f29-7c00-7000-8000-000000000021", Nothing, May(P::TradeEventRead)),

    ("GET /v1/trade-promotion/events", "/v1/trade-promotion/events", Nothing, May(P::EventRead)),
    ("GET /v1/trade-promotion/checkpoint", "/v1/trade-promotion/checkpoint", Nothing, PUBLIC),
    ("GET /v1/trade-promotion/consistency", "/v1/trade-promotion/consistency?from=1&to=1", Nothing, May(P::LogVerify)),
    ("GET /v1/trade-promotion/events/{id}/proof", "/v1/trade-promotion/events/01941f29-7c00-7000-8000-000000000004/proof", Nothing, May(P::LogVerify)),
];
