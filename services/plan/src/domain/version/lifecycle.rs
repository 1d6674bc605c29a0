//! The states of a version: one table, for enforcement, for `available_actions`, and for the golden
//! file. Planning prepares; an approver of the city committee who wrote nothing in it adopts.

pub use htx_model::plan::{PaperAction as Action, PaperState as State};
use htx_model::{
    code_list::CodeList as _,
    permission::Permission,
    refusal::{ErrorCode, Refusal, Text},
};
use uuid::Uuid;

use super::Version;

/// The table: where an action leads from a state; nothing where the state does not allow it.
#[must_use]
pub const fn after(state: State, action: Action) -> Option<State> {
    match (state, action) {
        (State::Draft, Action::Change) | (State::Submitted, Action::Return) => Some(State::Draft),
        (State::Draft, Action::Submit) => Some(State::Submitted),
        (State::Submitted, Action::Adopt) => Some(State::Adopted),
        (State::Draft, Action::Discard) => Some(State::Discarded),
        (State::Draft, Action::Return | Action::Adopt)
        | (State::Submitted, Action::Change | Action::Submit | Action::Discard)
        | (
            State::Adopted | State::Discarded,
            Action::Change | Action::Submit | Action::Return | Action::Adopt | Action::Discard,
        ) => None,
    }
}

/// What an action demands of who takes it.
#[must_use]
pub const fn needs(action: Action) -> Permission {
    match action {
        Action::Change | Action::Submit | Action::Discard => Permission::PlanPrepare,
        Action::Return | Action::Adopt => Permission::PlanApprove,
    }
}

/// Where an action leads.
///
/// # Errors
/// [`ErrorCode::StateConflict`](htx_model::refusal::ErrorCode::StateConflict).
pub fn next(state: State, action: Action) -> Result<State, Refusal> {
    after(state, action).ok_or_else(|| {
        Refusal::wrong_state(Text::fixed("Bản kế hoạch", "version"), state, action).advising(
            Text::fixed(
                "Bản đã ban hành không bao giờ được sửa: hãy lập phiên bản mới.",
                "What was adopted is never changed: prepare a new version.",
            ),
        )
    })
}

/// Who wrote in a version does not adopt it.
///
/// # Errors
/// [`ErrorCode::PermissionDenied`].
pub fn require_other_person(version: &Version, who: Uuid) -> Result<(), Refusal> {
    if !version.prepared_by.contains(&who) {
        return Ok(());
    }
    Err(Refusal::new(
        ErrorCode::PermissionDenied,
        Text::fixed(
            "Người đã soạn bản kế hoạch không được ban hành bản đó.",
            "Whoever wrote in a version does not adopt it.",
        ),
    )
    .advising(Text::fixed(
        "Hãy chuyển cho người phê duyệt khác của Ủy ban nhân dân thành phố.",
        "Pass it to another approver of the city committee.",
    )))
}

/// What the state allows.
pub fn open_actions(state: State) -> impl Iterator<Item = Action> {
    Action::all().iter().copied().filter(move |action| after(state, *action).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_versions_is_the_golden_one() {
        let mut table = String::from("| state | action | leads to | needs |\n|---|---|---|---|\n");
        for state in State::all() {
            for action in Action::all() {
                let to = after(*state, *action).map_or("-", |to| to.code());
                table.push_str(&format!("| {state} | {action} | {to} | {} |\n", needs(*action)));
                assert_eq!(next(*state, *action).is_ok(), to != "-");
            }
        }
        insta::assert_snapshot!("plan_version_states", table);
    }
}
