//! Reads a file as the register that it should be.

use htx_kit::tabular;
use htx_model::{
    administrative::AdministrativeUnits,
    date::Date,
    refusal::{ErrorCode, Fault, Refusal, Text},
};

use super::import_register::ImportFile;
use crate::domain::register_sheet::{self, Interpretation, NoRegister};

/// What a file says, as of today.
///
/// # Errors
/// [`ErrorCode::UnreadableFile`] where it is no spreadsheet that can be read safely,
/// [`ErrorCode::RuleViolated`] where no header in it has the columns of a register.
pub(super) fn understand(
    file: &ImportFile,
    units: &AdministrativeUnits,
    today: Date,
) -> Result<Interpretation, Refusal> {
    let sheets = tabular::read(&file.bytes, &file.name).map_err(unreadable)?;
    register_sheet::interpret(&sheets, units, today).map_err(no_register)
}

fn unreadable(error: tabular::TabularError) -> Refusal {
    Refusal::new(ErrorCode::UnreadableFile, error.text()).advising(error.advice())
}

fn no_register(found: NoRegister) -> Refusal {
    let NoRegister { sheet, row_number, columns, missing } = found;
    let columns: Vec<String> = columns.iter().map(|text| text.chars().take(60).collect()).collect();
    let (missing, columns) = (missing.join(", "), columns.join(", "));
    let (at_vi, at_en) = if columns.is_empty() {
        (String::new(), String::new())
    } else {
        (
            format!(" Dòng {row_number}, trang “{sheet}” có: {columns}."),
            format!(" Row {row_number} of sheet “{sheet}” has: {columns}."),
        )
    };
    let detail = Text::made(
        format!("Tệp không có dòng tiêu đề nào đủ cột bắt buộc: thiếu {missing}.{at_vi}"),
        format!("No header in the file has the columns of a register: missing {missing}.{at_en}"),
    );
    let fault = Fault::new("/file", "missing_column", detail.clone());
    Refusal::new(ErrorCode::RuleViolated, detail).with_faults(vec![fault]).advising(Text::fixed(
        "Hãy thêm dòng tiêu đề có tên tổ chức và xã, phường, thị trấn (hoặc địa chỉ) rồi gửi lại.",
        "Add a header line with the name and the commune (or the address), and send it again.",
    ))
}
