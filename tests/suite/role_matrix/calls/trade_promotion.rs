//! How to call the operations of trade promotion.

use super::{Content::Nothing, EMPTY, Line, Needs::May, P, PUBLIC};

#[rustfmt::skip]
pub(super) const CALLS: &[Line] = &[
    ("GET /v1/trade-applications", "/v1/trade-applications", Nothing, May(P::TradeApplicationRead)),
    ("GET /v1/trade-applications/{id}", "/v1/trade-applications/01941f29-7c00-7000-8000-000000000021", Nothing, May(P::TradeApplicationRead)),
    ("PATCH /v1/trade-applications/{id}", "/v1/trade-applications/01941f29-7c00-7000-8000-000000000021", EMPTY, May(P::TradeApplicationPrepare)),
    ("POST /v1/trade-applications/{id}/follow-ups/{months}", "/v1/trade-applications/01941f29-7c00-7000-8000-000000000021/follow-ups/3", EMPTY, May(P::TradeResultReport)),
    ("POST /v1/trade-applications/{id}/refuse", "/v1/trade-applications/01941f29-7c00-7000-8000-000000000021/refuse", EMPTY, May(P::TradeApplicationDecide)),
    ("POST /v1/trade-applications/{id}/remove", "/v1/trade-applications/01941f29-7c00-7000-8000-000000000021/remove", EMPTY, May(P::TradeApplicationDecide)),
    ("POST /v1/trade-applications/{id}/results", "/v1/trade-applications/01941f29-7c00-7000-8000-000000000021/results", EMPTY, May(P::TradeResultReport)),
    ("POST /v1/trade-applications/{id}/select", "/v1/trade-applications/01941f29-7c00-7000-8000-000000000021/select", EMPTY, May(P::TradeApplicationDecide)),
    ("POST /v1/trade-applications/{id}/withdraw", "/v1/trade-applications/01941f29-7c00-7000-8000-000000000021/withdraw", EMPTY, May(P::TradeApplicationPrepare)),
    ("GET /v1/trade-events", "/v1/trade-events", Nothing, May(P::TradeEventRead)),
    ("POST /v1/trade-events", "/v1/trade-events", EMPTY, May(P::TradeEventPrepare)),
    ("GET /v1/trade-events/calendar.ics", "/v1/trade-events/calendar.ics", Nothing, PUBLIC),
    ("GET /v1/trade-events/{id}", "/v1/trade-events/01941f29-7c00-7000-8000-000000000021", Nothing, May(P::TradeEventRead)),
    ("PATCH /v1/trade-events/{id}", "/v1/trade-events/01941f29-7c00-7000-8000-000000000021", EMPTY, May(P::TradeEventPrepare)),
    ("POST /v1/trade-events/{id}/amend", "/v1/trade-events/01941f29-7c00-7000-8000-000000000021/amend", EMPTY, May(P::TradeEventPrepare)),
    ("POST /v1/trade-events/{id}/applications", "/v1/trade-events/01941f29-7c00-7000-8000-000000000021/applications", EMPTY, May(P::TradeApplicationPrepare)),
    ("GET /v1/trade-events/{id}/booths", "/v1/trade-events/01941f29-7c00-7000-8000-000000000021/booths", Nothing, May(P::TradeEventRead)),
    ("POST /v1/trade-events/{id}/booths", "/v1/trade-events/01941f29-7c00-7000-8000-000000000021/booths", EMPTY, May(P::TradeEventPrepare)),
    ("POST /v1/trade-events/{id}/cancel", "/v1/trade-events/01941f29-7c00-7000-8000-000000000021/cancel", EMPTY, May(P::TradeEventDecide)),
    ("POST /v1/trade-events/{id}/close", "/v1/trade-events/01941f29-7c00-7000-8000-000000000021/close", EMPTY, May(P::TradeEventPrepare)),
    ("POST /v1/trade-events/{id}/hold", "/v1/trade-events/01941f29-7c00-7000-8000-000000000021/hold", EMPTY, May(P::TradeEventPrepare)),
    ("POST /v1/trade-events/{id}/open", "/v1/trade-events/01941f29-7c00-7000-8000-000000000021/open", EMPTY, May(P::TradeEventDecide)),
    ("POST /v1/trade-events/{id}/settle", "/v1/trade-events/01941f29-7c00-7000-8000-000000000021/settle", EMPTY, May(P::TradeEventDecide)),
    ("GET /v1/trade-follow-ups", "/v1/trade-follow-ups", Nothing, May(P::TradeApplicationRead)),
    ("GET /v1/trade-promotion/indicators", "/v1/trade-promotion/indicators", Nothing, May(P::IndicatorRead)),
    ("GET /v1/trade-promotion/indicators/{code}", "/v1/trade-promotion/indicators/trade_promotion_cooperatives?period=2024", Nothing, May(P::IndicatorRead)),
    ("GET /v1/trade-promotion/indicators/{code}/records", "/v1/trade-promotion/indicators/trade_promotion_cooperatives/records?period=2024", Nothing, May(P::IndicatorRead)),
    ("GET /v1/trade-results", "/v1/trade-results", Nothing, May(P::TradeApplicationRead)),
    ("POST /v1/trade-results/{id}/strike", "/v1/trade-results/01941f29-7c00-7000-8000-000000000021/strike", EMPTY, May(P::TradeResultReport)),

    ("GET /v1/trade-promotion/events", "/v1/trade-promotion/events", Nothing, May(P::TradeFeedRead)),
    ("GET /v1/trade-promotion/checkpoint", "/v1/trade-promotion/checkpoint", Nothing, PUBLIC),
    ("GET /v1/trade-promotion/consistency", "/v1/trade-promotion/consistency?from=1&to=1", Nothing, May(P::LogVerify)),
    ("GET /v1/trade-promotion/events/{id}/proof", "/v1/trade-promotion/events/01941f29-7c00-7000-8000-000000000004/proof", Nothing, May(P::LogVerify)),
];
