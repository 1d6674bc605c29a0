//! What a window and a report may say.

use std::collections::BTreeSet;

use htx_model::{
    date::Date,
    faults::Faults,
    refusal::{ErrorCode, Refusal, Text},
};

use super::{Content, Window};
use crate::domain::{declaration::bounds, plan};

/// The most characters of a window's name.
pub const NAME_LENGTH_MAX: usize = 200;
const TEXT_LENGTH_MAX: usize = 20_000;
const DECLARED_MAX: usize = 100;

/// The days of a window of a plan's year: it opens, reminds, and is due, in this order.
///
/// # Errors
/// Every fault of it.
pub fn check_window(
    name: &str,
    (opens, remind, due): (Date, Date, Date),
    (year, today): (i16, Date),
) -> Result<String, Refusal> {
    let mut faults = Faults::default();
    let name = faults.words("/name", name, NAME_LENGTH_MAX);
    if opens.year() < year || due.year() > year + 1 || due < opens {
        let detail = Text::fixed(
            "Đợt báo cáo mở từ đầu năm kế hoạch, hạn không trước ngày mở và không quá năm sau.",
            "A window opens in the plan's year or later, is due after it opens, by the next year's end.",
        );
        faults.add("/due_on", "out_of_range", detail);
    }
    if due < today {
        let detail = Text::fixed("Hạn báo cáo đã qua.", "The day on which it is due has passed.");
        faults.add("/due_on", "date_in_past", detail);
    }
    if remind < opens || remind > due {
        let detail = Text::fixed(
            "Ngày nhắc phải từ ngày mở đến hạn.",
            "The day of the reminder lies from the opening to the due day.",
        );
        faults.add("/remind_on", "out_of_range", detail);
    }
    faults.refuse()?;
    Ok(name)
}

/// What is written in a report on a plan, in order.
///
/// # Errors
/// Every fault of it.
pub fn check(content: Content, plan: &plan::Content) -> Result<Content, Refusal> {
    let mut faults = Faults::default();
    let mut prose = |pointer, text: &str| faults.prose(pointer, text, TEXT_LENGTH_MAX);
    let results = prose("/results", &content.results);
    let obstacles = prose("/obstacles", &content.obstacles);
    let proposals = prose("/proposals", &content.proposals);
    if content.declared.len() > DECLARED_MAX {
        let detail = Text::fixed("Tối đa 100 chỉ tiêu.", "There are 100 targets at the most.");
        faults.add("/declared", "out_of_range", detail);
    }
    let mut seen = BTreeSet::new();
    for (index, one) in content.declared.iter().enumerate() {
        let target = plan.targets.iter().find(|target| target.code == one.target);
        if target.is_none() || !seen.insert(&one.target) {
            let detail = Text::fixed(
                "Mã chỉ tiêu phải có trong kế hoạch và chỉ kê khai một lần.",
                "The target's code must stand in the plan, and is declared once.",
            );
            faults.add(format!("/declared/{index}/target"), "unknown_target", detail);
        }
        if target.is_some_and(|target| !bounds(target).contains(&one.value)) {
            let detail = Text::fixed(
                "Giá trị không hợp lệ theo đơn vị tính của chỉ tiêu.",
                "The value is out of range in the target's unit.",
            );
            faults.add(format!("/declared/{index}/value"), "out_of_range", detail);
        }
    }
    faults.refuse()?;
    Ok(Content { results, obstacles, proposals, ..content })
}

/// What is signed says what was done.
///
/// # Errors
/// The fault.
pub fn require_results(content: &Content) -> Result<(), Refusal> {
    let mut faults = Faults::default();
    if content.results.trim().is_empty() {
        let detail = Text::fixed(
            "Báo cáo chưa nêu kết quả thực hiện: hãy trả lại cho người soạn bổ sung.",
            "The report does not say what was done: have its writer add it.",
        );
        faults.add("/results", "required", detail);
    }
    faults.refuse()
}

/// Reports are written from the opening of their window on.
///
/// # Errors
/// [`ErrorCode::StateConflict`].
pub fn require_open(window: &Window, today: Date) -> Result<(), Refusal> {
    if window.opens_on <= today {
        return Ok(());
    }
    let opens = window.opens_on;
    Err(Refusal::new(
        ErrorCode::StateConflict,
        Text::made(
            format!("Đợt báo cáo mở từ ngày {opens}."),
            format!("The report window opens on {opens}."),
        ),
    ))
}
