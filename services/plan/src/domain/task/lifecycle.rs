//! The states of a task: one table, for enforcement, for `available_actions`, and for the golden file.
//! The agency does it and says so; planning agrees, or gives it back.

pub use htx_model::plan::{TaskAction as Action, TaskState as State};
use htx_model::{
    code_list::CodeList as _,
    permission::Permission,
    refusal::{ErrorCode, Refusal, Text},
};
use uuid::Uuid;

use super::Task;

/// The table: where an action leads from a state; nothing where the state does not allow it.
#[must_use]
pub const fn after(state: State, action: Action) -> Option<State> {
    match (state, action) {
        (State::NotStarted, Action::Start)
        | (State::InProgress, Action::AddEvidence)
        | (State::Hindered, Action::Resume)
        | (State::Completed, Action::Return) => Some(State::InProgress),
        (State::InProgress, Action::Hinder) | (State::Hindered, Action::AddEvidence) => {
            Some(State::Hindered)
        }
        (State::InProgress, Action::Complete) => Some(State::Completed),
        (State::Completed, Action::Confirm) => Some(State::Confirmed),
        (State::NotStarted | State::InProgress | State::Hindered, _)
        | (State::Completed | State::Confirmed, _) => None,
    }
}

/// What an action demands of who takes it.
#[must_use]
pub const fn needs(action: Action) -> Permission {
    match action {
        Action::Start
        | Action::AddEvidence
        | Action::Hinder
        | Action::Resume
        | Action::Complete => Permission::PlanTaskWork,
        Action::Confirm | Action::Return => Permission::PlanTaskReview,
    }
}

/// Where an action leads.
///
/// # Errors
/// [`ErrorCode::StateConflict`].
pub fn next(state: State, action: Action) -> Result<State, Refusal> {
    after(state, action).ok_or_else(|| {
        let what = Text::fixed("Nhiệm vụ", "task");
        Refusal::wrong_state(what, state, action).advising(Text::fixed(
            "Các thao tác được phép nằm trong available_actions của nhiệm vụ.",
            "What is allowed stands in the task's available_actions.",
        ))
    })
}

/// A task is reported as done with evidence.
///
/// # Errors
/// [`ErrorCode::RuleViolated`].
pub fn require_evidence(task: &Task) -> Result<(), Refusal> {
    if task.evidence_count > 0 {
        return Ok(());
    }
    Err(Refusal::new(
        ErrorCode::RuleViolated,
        Text::fixed(
            "Chưa có minh chứng nào cho nhiệm vụ này.",
            "There is no evidence for this task yet.",
        ),
    )
    .advising(Text::fixed(
        "Hãy ghi văn bản, liên kết hoặc ghi chú làm minh chứng trước khi báo cáo hoàn thành.",
        "Enter a document, a link or a note as evidence before reporting it as done.",
    )))
}

/// Who worked on a task does not confirm it.
///
/// # Errors
/// [`ErrorCode::PermissionDenied`].
pub fn require_other_person(task: &Task, who: Uuid) -> Result<(), Refusal> {
    if !task.worked_by.contains(&who) {
        return Ok(());
    }
    Err(Refusal::new(
        ErrorCode::PermissionDenied,
        Text::fixed(
            "Người đã thực hiện nhiệm vụ không được tự xác nhận hoàn thành.",
            "Whoever worked on a task does not confirm it.",
        ),
    )
    .advising(Text::fixed(
        "Hãy chuyển cho người khác của cơ quan thường trực.",
        "Pass it to somebody else of the standing agency.",
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
    fn the_table_of_tasks_is_the_golden_one() {
        let mut table = String::from("| state | action | leads to | needs |\n|---|---|---|---|\n");
        for state in State::all() {
            for action in Action::all() {
                let to = after(*state, *action).map_or("-", |to| to.code());
                table.push_str(&format!("| {state} | {action} | {to} | {} |\n", needs(*action)));
                assert_eq!(next(*state, *action).is_ok(), to != "-");
            }
        }
        insta::assert_snapshot!("plan_task_states", table);
    }
}
