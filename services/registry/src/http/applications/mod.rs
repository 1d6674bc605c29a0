//! `/v1/applications`: requests with documents, decided by an authority.

mod act;
mod change;
mod completeness;
mod create;
mod decide;
mod hand_in;
mod list;
mod read;
mod requirements;
mod review;
mod table;
mod view;
mod withdraw;

use htx_kit::http::Routes;

/// Registers the operations.
pub(super) fn routes(config: &mut Routes) {
    config
        .service(list::list_applications)
        .service(create::create_application)
        .service(read::read_application)
        .service(change::change_application)
        .service(completeness::read_completeness)
        .service(hand_in::submit_application)
        .service(hand_in::resubmit_application)
        .service(review::start_review)
        .service(review::return_application)
        .service(decide::approve_application)
        .service(decide::reject_application)
        .service(withdraw::withdraw_application)
        .service(requirements::list_application_requirements);
}
