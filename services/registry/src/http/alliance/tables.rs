//! Lists of the alliance as tables, and texts as they are entered.

use htx_kit::http::table::{Column, Table};
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

const fn column(
    name: &'static str,
    vi: &'static str,
    en: &'static str,
    pointer: &'static str,
) -> Column {
    Column { name, label: Text::fixed(vi, en), pointer }
}

/// A table is the whole list: what asks for a part of it would be ignored.
pub(super) fn refuse_paging(limit: Option<u32>, cursor: Option<&str>) -> Result<(), Refusal> {
    let given = [("limit", limit.is_some()), ("cursor", cursor.is_some())];
    match given.into_iter().find(|(_, given)| *given) {
        None => Ok(()),
        Some((name, _)) => Err(Refusal::parameter(
            name,
            Text::made(
                format!("{name} chỉ dùng với JSON; CSV, XLSX và NDJSON là toàn bộ danh sách."),
                format!("{name} goes with JSON only; CSV, XLSX and NDJSON are the whole list."),
            ),
        )),
    }
}

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
    let fault = Fault { pointer: pointer.into(), code: "text_length", detail, legal_basis: None };
    Refusal::rules(vec![fault])
}
