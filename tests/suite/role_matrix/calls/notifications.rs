//! How to call the operations of webhooks.

use super::{Content::Nothing, EMPTY, Line, Needs::May, P, PUBLIC};

#[rustfmt::skip]
pub(super) const CALLS: &[Line] = &[
    ("GET /v1/webhooks", "/v1/webhooks", Nothing, May(P::WebhookRead)),
    ("POST /v1/webhooks", "/v1/webhooks", EMPTY, May(P::WebhookManage)),
    ("GET /v1/webhooks/{id}", "/v1/webhooks/01941f29-7c00-7000-8000-000000000031", Nothing, May(P::WebhookRead)),
    ("PATCH /v1/webhooks/{id}", "/v1/webhooks/01941f29-7c00-7000-8000-000000000031", EMPTY, May(P::WebhookManage)),
    ("POST /v1/webhooks/{id}/pause", "/v1/webhooks/01941f29-7c00-7000-8000-000000000031/pause", EMPTY, May(P::WebhookManage)),
    ("POST /v1/webhooks/{id}/resume", "/v1/webhooks/01941f29-7c00-7000-8000-000000000031/resume", EMPTY, May(P::WebhookManage)),
    ("POST /v1/webhooks/{id}/rotate-secret", "/v1/webhooks/01941f29-7c00-7000-8000-000000000031/rotate-secret", EMPTY, May(P::WebhookManage)),
    ("POST /v1/webhooks/{id}/end", "/v1/webhooks/01941f29-7c00-7000-8000-000000000031/end", EMPTY, May(P::WebhookManage)),
    ("POST /v1/webhooks/{id}/test", "/v1/webhooks/01941f29-7c00-7000-8000-000000000031/test", EMPTY, May(P::WebhookManage)),
    ("POST /v1/webhooks/{id}/replay", "/v1/webhooks/01941f29-7c00-7000-8000-000000000031/replay", EMPTY, May(P::WebhookManage)),
    ("GET /v1/webhooks/{id}/deliveries", "/v1/webhooks/01941f29-7c00-7000-8000-000000000031/deliveries", Nothing, May(P::WebhookRead)),
    ("GET /v1/deliveries/{id}", "/v1/deliveries/01941f29-7c00-7000-8000-000000000032", Nothing, May(P::WebhookRead)),
    ("POST /v1/deliveries/{id}/replay", "/v1/deliveries/01941f29-7c00-7000-8000-000000000032/replay", EMPTY, May(P::WebhookManage)),

    ("GET /v1/notifications/events", "/v1/notifications/events", Nothing, May(P::WebhookFeedRead)),
    ("GET /v1/notifications/snapshot", "/v1/notifications/snapshot", Nothing, May(P::WebhookFeedRead)),
    ("GET /v1/notifications/checkpoint", "/v1/notifications/checkpoint", Nothing, PUBLIC),
    ("GET /v1/notifications/consistency", "/v1/notifications/consistency?from=1&to=1", Nothing, May(P::LogVerify)),
    ("GET /v1/notifications/events/{id}/proof", "/v1/notifications/events/01941f29-7c00-7000-8000-000000000004/proof", Nothing, May(P::LogVerify)),
];
