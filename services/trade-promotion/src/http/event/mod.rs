//! Events.

mod events;
mod view;

use utoipa_actix_web::service_config::ServiceConfig;

/// Registers the operations.
pub(super) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(events::list_trade_events)
        .service(events::plan_trade_event)
        .service(events::read_trade_event);
}
