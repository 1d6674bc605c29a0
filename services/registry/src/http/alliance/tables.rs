//! Lists of the alliance as tables, and texts as they are entered.

use htx_kit::http::{listed::column, table::Table};
use htx_model::{
    refusal::{Fault, Refusal, Text},
    text,
};

/// Memberships as a table.
pub(super) static MEMBERSHIPS: Table = Table {
    name: "alliance-memberships",
    columns: &[
        column("id", "Mã định danh", "Id", "/id"),
        column("organisation_id", "Mã tổ chức", "Organisation", "/organisation_id"),
        column("joined_on", "Ngày kết nạp", "Joined on", "/joined_on"),
        column("left_on", "Ngày ra", "Left on", "/left_on"),
        column("decision_number", "Số quyết định", "Decision", "/decision_number"),
    ],
};

/// Petitions as a table. Content and answer are read from each.
pub(super) static PETITIONS: Table = Table {
    name: "petitions",
    columns: &[
        column("id", "Mã định danh", "Id", "/id"),
        column("organisation_id", "Mã tổ chức", "Organisation", "/organisation_id"),
        column("title", "Tiêu đề", "Title", "/title"),
        column("state", "Tình trạng", "State", "/state"),
        column("received_on", "Ngày nhận", "Received on", "/received_on"),
        column("agency_code", "Cơ quan trả lời", "Agency", "/agency_code"),
        column("due_on", "Hạn trả lời", "Due on", "/due_on"),
        column("overdue", "Quá hạn", "Overdue", "/overdue"),
        column("answered_on", "Ngày trả lời", "Answered on", "/answered_on"),
        column("closed_on", "Ngày kết thúc", "Closed on", "/closed_on"),
    ],
};

/// A short text that may be left out; blank is none.
pub(super) fn short(
    pointer: &'static str,
    given: Option<String>,
) -> Result<Option<String>, Refusal> {
    let tidy = given.map(|given| text::normalise(&given)).filter(|text| !text.is_empty());
    match tidy {
        Some(text) if text.chars().count() > SHORT_MAX => Err(wrong_length(pointer, SHORT_MAX)),
        tidy => Ok(tidy),
    }
}

/// The longest short text.
const SHORT_MAX: usize = 300;

/// A text of so many characters that must say something, its lines kept.
pub(super) fn long(pointer: &'static str, given: &str, most: usize) -> Result<String, Refusal> {
    let tidy = text::compose(given).trim().to_owned();
    let length = tidy.chars().count();
    if (1..=most).contains(&length) && !tidy.contains('\0') {
        return Ok(tidy);
    }
    Err(wrong_length(pointer, most))
}

fn wrong_length(pointer: &'static str, most: usize) -> Refusal {
    let detail = Text::made(
        format!("Phải có từ 1 đến {most} ký tự."),
        format!("It must have 1 to {most} characters."),
    );
    let fault = Fault::new(pointer, "text_length", detail);
    Refusal::rules(vec![fault])
}
