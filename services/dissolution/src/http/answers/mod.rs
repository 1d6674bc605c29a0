//! What the departments answer, what the public reads, and what is due.

mod ask_blocker;
mod blocker_ageing;
mod blocker_steps;
mod blocker_view;
mod deadlines;
mod list_blockers;
mod names;
mod notice_page;
pub(super) mod notices;
mod objection_steps;
mod objection_view;
mod objections;
pub(super) mod page;
mod public_notice;
mod why_not_closed;

use htx_kit::http::Routes;

pub(super) use blocker_view::AgencyView;
pub(super) use names::name_of;

/// Registers every operation.
pub(super) fn routes(config: &mut Routes) {
    config
        .service(ask_blocker::ask_blocker)
        .service(list_blockers::list_blockers)
        // Before the one that takes any id.
        .service(blocker_ageing::read_blocker_ageing)
        .service(list_blockers::read_blocker)
        .service(blocker_steps::answer_blocker)
        .service(blocker_steps::resolve_blocker)
        .service(blocker_steps::withdraw_blocker)
        .service(blocker_steps::reopen_blocker)
        .service(notices::publish_notice)
        .service(notices::list_notices)
        .service(notices::inform_tax)
        .service(public_notice::read_public_notice)
        .service(objections::file_objection)
        .service(objections::list_objections)
        .service(objections::read_objection)
        .service(objection_steps::accept_objection)
        .service(objection_steps::reject_objection)
        .service(objection_steps::withdraw_objection)
        .service(deadlines::list_case_deadlines)
        .service(deadlines::list_deadlines)
        .service(why_not_closed::read_why_not_closed)
        .service(why_not_closed::read_why_not_closed_figures);
}
