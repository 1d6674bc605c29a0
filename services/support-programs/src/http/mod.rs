//! The operations on support: the only place that knows actix and utoipa.

use htx_kit::feed;
use htx_model::permission::permit;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{SERVICE, SupportPrograms};

/// Registers every operation.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(feed::operations::<SupportPrograms, permit::EventRead>(SERVICE.name));
}
