//! The registration number as spreadsheets mangle it.

use htx_model::{
    registration_number::{RegistrationNumber, RegistrationNumberError},
    text::fold,
};

use super::problem::ProblemCode;

/// A number and whether its leading zero had to be given back.
pub(super) type ReadNumber = Option<(RegistrationNumber, bool)>;

/// Reads the text of a cell; nothing where it says that there is none yet.
pub(super) fn read(text: &str) -> Result<ReadNumber, (ProblemCode, String)> {
    let folded = fold(text);
    let none = ["chua co", "chua cap", "khong co", "khong", "chua", "chua duoc cap", "0", "k", "x"];
    if none.contains(&folded.as_str()) {
        return Ok(None);
    }
    let bare = ["mst:", "mst", "ma so:", "ms:"]
        .iter()
        .find_map(|label| folded.strip_prefix(label))
        .unwrap_or(&folded);
    let bare = bare.trim().trim_start_matches(['\'', '`']);
    let bare = bare.strip_suffix(".0").unwrap_or(bare);
    let written: String = bare.chars().filter(|letter| !matches!(letter, ' ' | '.')).collect();
    let written = written.replace(['–', '/'], "-");
    let (main, branch) = match written.split_once('-') {
        Some((main, branch)) => (main, Some(branch.to_owned())),
        None if (12..=13).contains(&written.len()) => {
            let (main, branch) =
                written.split_at_checked(written.len() - 3).unwrap_or((&written, ""));
            (main, Some(branch.to_owned()))
        }
        None => (written.as_str(), None),
    };
    let lost_zero = main.len() == 9 && main.bytes().all(|byte| byte.is_ascii_digit());
    let whole = format!(
        "{}{main}{}",
        if lost_zero { "0" } else { "" },
        branch.map(|branch| format!("-{branch}")).unwrap_or_default()
    );
    match RegistrationNumber::parse(&whole) {
        Ok(number) => Ok(Some((number, lost_zero))),
        Err(error @ RegistrationNumberError::CheckDigit { .. }) => {
            Err((ProblemCode::CheckDigit, error.text().vi.into_owned()))
        }
        Err(error) => Err((ProblemCode::NotARegistrationNumber, error.text().vi.into_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mangled_numbers_are_recovered() {
        for (text, number, lost_zero) in [
            ("0101248141", "0101248141", false),
            ("101248141", "0101248141", true),
            ("101248141.0", "0101248141", true),
            ("'0101248141", "0101248141", false),
            ("0101 248 141", "0101248141", false),
            ("0101.248.141", "0101248141", false),
            ("MST: 0101248141", "0101248141", false),
            ("0100109106-001", "0100109106-001", false),
            ("0100109106001", "0100109106-001", false),
            ("100109106001", "0100109106-001", true),
        ] {
            let read = read(text).unwrap().unwrap();
            assert_eq!((read.0.as_str(), read.1), (number, lost_zero), "{text}");
        }
        assert_eq!(read("Chưa có"), Ok(None));
    }

    #[test]
    fn others_are_refused_for_their_own_reason() {
        for (text, code) in [
            ("0101248142", ProblemCode::CheckDigit),
            ("101248142", ProblemCode::CheckDigit),
            ("01012481", ProblemCode::NotARegistrationNumber),
            ("1.01248E+08", ProblemCode::NotARegistrationNumber),
            ("không rõ", ProblemCode::NotARegistrationNumber),
            ("0101248141-000", ProblemCode::NotARegistrationNumber),
        ] {
            assert_eq!(read(text).map_err(|(code, _)| code), Err(code), "{text}");
        }
    }
}
