//! The operations of trade promotion: the only place that knows actix and utoipa.

mod application;
mod event;
mod indicators;
mod outcomes;
mod results;
mod step_view;
mod write;

use htx_kit::feed;
use htx_model::permission::permit;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{SERVICE, TradePromotion};

/// Registers every operation.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .configure(event::routes)
        .configure(application::routes)
        .configure(outcomes::routes)
        .configure(results::routes)
        .configure(indicators::routes)
        .service(feed::operations::<TradePromotion, permit::EventRead>(SERVICE.name));
}
