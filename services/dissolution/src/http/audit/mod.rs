//! What auditors read, and take with them.

mod read_audit;
mod read_pack;

use htx_kit::http::Routes;

/// Registers every operation.
pub(super) fn routes(config: &mut Routes) {
    config.service(read_audit::read_dissolution_audit).service(read_pack::read_dissolution_pack);
}
