//! The public verification code of a certificate: nobody guesses it, anybody can copy it by hand.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// Digits and capitals that are not taken for one another: no 0, 1, I, L, O. Thirty-one of them, a
/// prime number, so that the check finds every single wrong letter and every swap of two.
const ALPHABET: &[u8; 31] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";
/// Letters without the check: 94 bits of chance.
const FREE: usize = 19;
/// Letters in a printed group.
const GROUP: usize = 4;

/// A verification code: nineteen letters of chance and one of check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, utoipa::ToSchema)]
#[schema(
    value_type = String,
    pattern = "^[2-9A-HJKMNP-Za-hjkmnp-z-]{20,24}$",
    examples("2222-2222-2222-2222-2222")
)]
pub struct VerificationCode([u8; FREE + 1]);

/// The text is no verification code, or one with a slip of the pen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a verification code")]
pub struct NotAVerificationCode;

impl VerificationCode {
    /// The code that follows from 128 bits of chance.
    #[must_use]
    pub fn of(chance: u128) -> Self {
        let (mut rest, mut letters) = (chance, [0; FREE + 1]);
        for letter in letters.iter_mut().take(FREE) {
            *letter = u8::try_from(rest % 31).unwrap_or_default();
            rest /= 31;
        }
        letters[FREE] = check(&letters);
        Self(letters.map(|value| ALPHABET[usize::from(value)]))
    }

    /// The code without its groups, as it is stored.
    #[must_use]
    pub fn as_str(&self) -> &str {
        // The alphabet is ASCII.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The code in groups of four, as it is printed: `7KQ3-M2XD-…`.
    #[must_use]
    pub fn printed(&self) -> String {
        let groups: Vec<&str> = (0..self.0.len())
            .step_by(GROUP)
            .filter_map(|at| self.as_str().get(at..at + GROUP))
            .collect();
        groups.join("-")
    }
}

/// The check of the free letters: their sum weighted by place.
fn check(letters: &[u8]) -> u8 {
    let weighted = letters.iter().take(FREE).zip(1_u32..);
    let sum: u32 = weighted.map(|(value, weight)| u32::from(*value) * weight).sum();
    u8::try_from(sum % 31).unwrap_or_default()
}

impl fmt::Display for VerificationCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.printed())
    }
}

impl FromStr for VerificationCode {
    type Err = NotAVerificationCode;

    /// Reads a code as people write it: with or without groups, in small letters too.
    fn from_str(text: &str) -> Result<Self, NotAVerificationCode> {
        let mut values = [0; FREE + 1];
        let mut count = 0;
        for letter in text.bytes().filter(|byte| *byte != b'-') {
            let value = ALPHABET.iter().position(|one| *one == letter.to_ascii_uppercase());
            let place = values.get_mut(count).ok_or(NotAVerificationCode)?;
            *place = value.and_then(|at| u8::try_from(at).ok()).ok_or(NotAVerificationCode)?;
            count += 1;
        }
        if count != values.len() || check(&values) != values[FREE] {
            return Err(NotAVerificationCode);
        }
        Ok(Self(values.map(|value| ALPHABET[usize::from(value)])))
    }
}

impl Serialize for VerificationCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for VerificationCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_code_is_read_as_it_is_printed_in_any_case(chance: u128) {
            let code = VerificationCode::of(chance);
            let printed = code.printed();
            prop_assert_eq!(printed.len(), 24);
            prop_assert_eq!(printed.parse(), Ok(code));
            prop_assert_eq!(printed.to_lowercase().parse(), Ok(code));
            prop_assert_eq!(code.as_str().parse(), Ok(code));
        }

        #[test]
        fn one_wrong_letter_or_two_swapped_are_noticed(
            chance: u128, at in 0_usize..20, other in 0_usize..20, letter in 0_usize..31,
        ) {
            let code = VerificationCode::of(chance);
            let mut wrong = code.as_str().as_bytes().to_vec();
            wrong[at] = ALPHABET[letter];
            let text = String::from_utf8(wrong).unwrap();
            prop_assert!(text == code.as_str() || text.parse::<VerificationCode>().is_err());
            // The check itself is swapped with another letter unnoticed now and then.
            if at < FREE && other < FREE {
                let mut swapped = code.as_str().as_bytes().to_vec();
                swapped.swap(at, other);
                let text = String::from_utf8(swapped).unwrap();
                prop_assert!(text == code.as_str() || text.parse::<VerificationCode>().is_err());
            }
        }
    }

    #[test]
    fn what_is_no_code_is_refused() {
        let code = VerificationCode::of(7).printed();
        for text in ["", "2222", &format!("{code}2"), &code[1..], "2222-2222-2222-2222-222O"] {
            assert_eq!(text.parse::<VerificationCode>(), Err(NotAVerificationCode), "{text}");
        }
    }
}
