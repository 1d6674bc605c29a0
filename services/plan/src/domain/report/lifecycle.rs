//! The states of a report: one table, for enforcement, for `available_actions`, and for the golden file.
//! An officer writes, another person of the agency signs, planning accepts or gives back.

pub use htx_model::plan::{ReportAction as Action, ReportState as State};
use htx_model::{
    code_list::CodeList as _,
    permission::Permission,
    refusal::{ErrorCode, Refusal, Text},
};
use uuid::Uuid;

use super::Report;

/// The table: where an action leads from a state; nothing where the state does not allow it. A correction
/// leaves what it corrects as it is.
#[must_use]
pub const fn after(state: State, action: Action) -> Option<State> {
    match (state, action) {
        (State::NotStarted | State::InProgress, Action::Write) => Some(State::InProgress),
        // A correction that was begun is given up, and is no more: what it would have corrected stands.
        (State::InProgress, Action::Discard) => Some(State::InProgress),
        (State::InProgress, Action::Sign) => Some(State::Submitted),
        (State::Submitted, Action::Accept) => Some(State::Accepted),
        (State::Submitted, Action::Return) | (State::Returned, Action::Correct) => {
            Some(State::Returned)
        }
        (State::Accepted, Action::Correct) => Some(State::Accepted),
        (State::NotStarted | State::InProgress | State::Submitted, _)
        | (State::Accepted | State::Returned, _) => None,
    }
}

/// What an action demands of who takes it.
#[must_use]
pub const fn needs(action: Action) -> Permission {
    match action {
        Action::Write | Action::Correct | Action::Discard => Permission::PlanReportWrite,
        Action::Sign => Permission::PlanReportSign,
        Action::Accept | Action::Return => Permission::PlanReportCollect,
    }
}

/// Where an action leads.
///
/// # Errors
/// [`ErrorCode::StateConflict`].
pub fn next(state: State, action: Action) -> Result<State, Refusal> {
    after(state, action).ok_or_else(|| {
        let what = Text::fixed("Báo cáo", "report");
        Refusal::wrong_state(what, state, action).advising(Text::fixed(
            "Báo cáo đã ký không bao giờ được sửa: hãy lập bản đính chính.",
            "What was signed is never changed: begin its correction.",
        ))
    })
}

/// Who wrote in a report does not sign it; who wrote or signed it does not accept it.
///
/// # Errors
/// [`ErrorCode::PermissionDenied`].
pub fn require_other_person(report: &Report, action: Action, who: Uuid) -> Result<(), Refusal> {
    let wrote = report.written_by.contains(&who);
    let is_own = match action {
        Action::Sign => wrote,
        Action::Accept => wrote || report.signed_by == Some(who),
        Action::Write | Action::Return | Action::Correct | Action::Discard => false,
    };
    if !is_own {
        return Ok(());
    }
    Err(Refusal::new(
        ErrorCode::PermissionDenied,
        Text::fixed(
            "Người soạn không được ký, người soạn hoặc ký không được tiếp nhận chính báo cáo đó.",
            "Whoever wrote a report does not sign it, and who wrote or signed it does not accept it.",
        ),
    )
    .advising(Text::fixed("Hãy chuyển cho người khác.", "Pass it to somebody else.")))
}

/// The first version of a report is owed: only a correction of it is given up.
///
/// # Errors
/// [`ErrorCode::StateConflict`].
pub fn require_correction(report: &Report) -> Result<(), Refusal> {
    if report.corrects.is_some() {
        return Ok(());
    }
    let detail = Text::fixed(
        "Chỉ bỏ được bản đính chính chưa ký; bản đầu là báo cáo phải nộp.",
        "Only a correction that nobody has signed is given up; the first version is owed.",
    );
    Err(Refusal::new(ErrorCode::StateConflict, detail))
}

/// What the state allows.
pub fn open_actions(state: State) -> impl Iterator<Item = Action> {
    Action::all().iter().copied().filter(move |action| after(state, *action).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_reports_is_the_golden_one() {
        let mut table = String::from("| state | action | leads to | needs |\n|---|---|---|---|\n");
        for state in State::all() {
            for action in Action::all() {
                let to = after(*state, *action).map_or("-", |to| to.code());
                table.push_str(&format!("| {state} | {action} | {to} | {} |\n", needs(*action)));
                assert_eq!(next(*state, *action).is_ok(), to != "-");
            }
        }
        insta::assert_snapshot!("plan_report_states", table);
    }
}
