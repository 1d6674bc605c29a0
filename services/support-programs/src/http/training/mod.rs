//! Training classes.

mod attendance;
mod classes;
mod counts;
mod participants;
mod steps;
mod view;

use htx_kit::http::Routes;

/// Registers the operations.
pub(super) fn routes(config: &mut Routes) {
    config
        // Before the one that takes an id.
        .service(counts::count_training_classes)
        .service(classes::list_training_classes)
        .service(classes::plan_training_class)
        .service(classes::read_training_class)
        .service(classes::change_training_class)
        .service(steps::schedule_training_class)
        .service(steps::open_training_class)
        .service(steps::hold_training_class)
        .service(steps::complete_training_class)
        .service(steps::cancel_training_class)
        .service(participants::list_training_participants)
        .service(participants::register_training_participant)
        .service(participants::withdraw_training_participant)
        .service(attendance::record_training_attendance);
}
