//! What auditors read, and take with them.

mod read_audit;
mod read_pack;

use utoipa_actix_web::service_config::ServiceConfig;

/// Registers every operation.
pub(super) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(read_audit::read_dissolution_audit).service(read_pack::read_dissolution_pack);
}
