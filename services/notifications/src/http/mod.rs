//! The operations of webhooks: the only place that knows actix and utoipa.

mod acts;
mod deliveries;
mod delivery_view;
mod replays;
mod view;
mod webhooks;

use htx_kit::{feed, http::Routes};
use htx_model::permission::permit;

use crate::{Notifications, SERVICE};

/// Registers every operation.
pub(crate) fn routes(config: &mut Routes) {
    config
        .service(webhooks::list_webhooks)
        .service(webhooks::create_webhook)
        .service(webhooks::read_webhook)
        .service(webhooks::change_webhook)
        .service(acts::pause_webhook)
        .service(acts::resume_webhook)
        .service(acts::rotate_webhook_secret)
        .service(acts::end_webhook)
        .service(replays::test_webhook)
        .service(replays::replay_webhook)
        .service(deliveries::list_deliveries)
        .service(deliveries::read_delivery)
        .service(replays::replay_delivery)
        .configure(feed::operations::<Notifications, permit::WebhookFeedRead>(SERVICE.name));
}
