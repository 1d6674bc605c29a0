//! The registration number (mã số hợp tác xã), which is the tax code.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use crate::refusal::Text;

/// Ten digits of which the last checks the others, for a branch followed by `-001` to `-999`.
///
/// Organisations from before the tax code may have none, so the register holds an option of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, utoipa::ToSchema)]
#[schema(
    value_type = String,
    pattern = r"^[0-9]{10}(-(?!000)[0-9]{3})?$",
    examples("0101248141", "0100109106-001")
)]
pub struct RegistrationNumber(String);

/// Why a text is no registration number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RegistrationNumberError {
    /// Not ten digits before the branch.
    #[error("a registration number has 10 digits, not {found}")]
    WrongLength {
        /// How many there are.
        found: usize,
    },
    /// Something else than digits before the branch.
    #[error("a registration number has digits only")]
    NotDigits,
    /// The tenth digit does not check the other nine.
    #[error("the check digit is wrong")]
    CheckDigit {
        /// What it should be; nothing where no number begins with these nine digits.
        expected: Option<u8>,
    },
    /// What follows the hyphen is not `001` to `999`.
    #[error("a branch is written -001 to -999")]
    Branch,
}

impl RegistrationNumberError {
    /// What is wrong, in both languages.
    #[must_use]
    pub fn text(self) -> Text {
        match self {
            Self::WrongLength { found } => Text::made(
                format!("Mã số phải có 10 chữ số, đã đọc {found}"),
                format!("A registration number has 10 digits; {found} were read"),
            ),
            Self::NotDigits => {
                Text::fixed("Mã số chỉ gồm chữ số", "A registration number has digits only")
            }
            Self::CheckDigit { expected: Some(digit) } => Text::made(
                format!("Chữ số kiểm tra của mã số sai, phải là {digit}"),
                format!(
                    "The check digit of the registration number is wrong; it should be {digit}"
                ),
            ),
            Self::CheckDigit { expected: None } => Text::fixed(
                "Không có mã số nào bắt đầu bằng chín chữ số này",
                "No registration number begins with these nine digits",
            ),
            Self::Branch => Text::fixed(
                "Mã chi nhánh phải từ -001 đến -999",
                "A branch is written -001 to -999",
            ),
        }
    }
}

/// The tenth digit for nine given ones; nothing where the sum gives no digit, so that no number
/// begins with them. The values must be 0 to 9.
#[must_use]
pub fn check_digit(digits: &[u8; 9]) -> Option<u8> {
    const WEIGHTS: [u32; 9] = [31, 29, 23, 19, 17, 13, 7, 5, 3];
    let sum: u32 =
        digits.iter().zip(WEIGHTS).map(|(digit, weight)| u32::from(*digit) * weight).sum();
    u8::try_from(10 - sum % 11).ok().filter(|digit| *digit <= 9)
}

impl RegistrationNumber {
    /// Reads a number exactly as it is written officially. A spreadsheet's lost zero and stray
    /// spaces are its importer's affair.
    ///
    /// # Errors
    /// [`RegistrationNumberError`], telling the mistakes apart.
    pub fn parse(text: &str) -> Result<Self, RegistrationNumberError> {
        use RegistrationNumberError::{Branch, CheckDigit, NotDigits, WrongLength};

        let (main, branch) = match text.split_once('-') {
            Some((main, branch)) => (main, Some(branch)),
            None => (text, None),
        };
        if !main.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(NotDigits);
        }
        let digits: Vec<u8> = main.bytes().map(|byte| byte - b'0').collect();
        let Some((first, [last])) = digits.split_first_chunk::<9>() else {
            return Err(WrongLength { found: digits.len() });
        };
        let expected = check_digit(first);
        if expected != Some(*last) {
            return Err(CheckDigit { expected });
        }
        if branch.is_some_and(|branch| !is_branch(branch)) {
            return Err(Branch);
        }
        Ok(Self(text.to_owned()))
    }

    /// The number as written, with its branch.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The branch's three digits.
    #[must_use]
    pub fn branch(&self) -> Option<&str> {
        self.0.split_once('-').map(|(_, branch)| branch)
    }
}

fn is_branch(text: &str) -> bool {
    text.len() == 3 && text != "000" && text.bytes().all(|byte| byte.is_ascii_digit())
}

impl fmt::Display for RegistrationNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}

impl FromStr for RegistrationNumber {
    type Err = RegistrationNumberError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl Serialize for RegistrationNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for RegistrationNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Self::parse(&text).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{RegistrationNumberError as Error, *};

    #[test]
    fn real_numbers_are_read_and_written_alike() {
        for text in ["0101248141", "0100109106", "0100109106-001", "0100109106-999"] {
            let number = RegistrationNumber::parse(text).unwrap();
            assert_eq!(serde_json::to_string(&number).unwrap(), format!("{text:?}"));
            assert_eq!(
                serde_json::from_str::<RegistrationNumber>(&format!("{text:?}")).unwrap(),
                number
            );
        }
        assert_eq!(RegistrationNumber::parse("0100109106-007").unwrap().branch(), Some("007"));
    }

    #[test]
    fn mistakes_are_told_apart() {
        for (text, error) in [
            ("", Error::WrongLength { found: 0 }),
            ("101248141", Error::WrongLength { found: 9 }),
            ("01012481410", Error::WrongLength { found: 11 }),
            ("không rõ", Error::NotDigits),
            ("0101248141 ", Error::NotDigits),
            ("０１０１２４８１４１", Error::NotDigits),
            ("0101248142", Error::CheckDigit { expected: Some(1) }),
            ("0101248141-", Error::Branch),
            ("0101248141-000", Error::Branch),
            ("0101248141-1", Error::Branch),
            ("0101248141-001-002", Error::Branch),
        ] {
            assert_eq!(RegistrationNumber::parse(text), Err(error), "{text}");
        }
    }

    proptest! {
        #[test]
        fn nine_digits_have_one_tenth_or_none(digits in prop::array::uniform9(0_u8..10)) {
            let nine: String = digits.iter().map(ToString::to_string).collect();
            let fitting: Vec<u8> = (0..10)
                .filter(|tenth| RegistrationNumber::parse(&format!("{nine}{tenth}")).is_ok())
                .collect();
            prop_assert_eq!(fitting, check_digit(&digits).into_iter().collect::<Vec<_>>());
        }

        #[test]
        fn one_wrong_digit_is_always_noticed(digits in prop::array::uniform9(0_u8..10), at in 0_usize..10, by in 1_u8..10) {
            let Some(tenth) = check_digit(&digits) else { return Ok(()) };
            let mut all = digits.to_vec();
            all.push(tenth);
            all[at] = (all[at] + by) % 10;
            let text: String = all.iter().map(ToString::to_string).collect();
            let noticed = matches!(RegistrationNumber::parse(&text), Err(Error::CheckDigit { .. }));
            prop_assert!(noticed);
        }

        #[test]
        fn any_text_is_read_or_refused(text in any::<String>()) {
            if let Ok(number) = RegistrationNumber::parse(&text) {
                prop_assert_eq!(number.to_string(), text);
            }
        }
    }
}
