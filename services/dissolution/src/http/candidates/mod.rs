//! Candidates for dissolution.

mod candidate_view;
mod list_candidates;
mod propose;
mod simulate;
mod stages;

use htx_kit::http::Routes;

/// Registers every operation.
pub(super) fn routes(config: &mut Routes) {
    config
        .service(list_candidates::list_dissolution_candidates)
        .service(propose::propose_dissolution_candidates)
        .service(simulate::simulate_dissolution_candidates)
        .service(stages::warn_dissolution_candidates)
        .service(stages::warn_dissolution_candidates_again)
        .service(stages::decide_dissolution_candidates)
        .service(stages::withdraw_dissolution_candidates)
        .service(list_candidates::read_dissolution_candidate);
}
