//! Which types of events a webhook is told: one, all beneath a prefix, or all.

use serde::{Deserialize, Serialize};

/// The longest pattern, in letters: as long as a type that a feed is asked for.
const PATTERN_LENGTH_MAX: usize = 100;
/// The type of what is sent to try a webhook.
pub const TEST: &str = "webhook.test";

/// A type such as `organisation.changed`, all beneath a prefix such as `organisation.*`, or `*` (loại sự
/// kiện).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(
    value_type = String,
    max_length = 100,
    pattern = r"^(\*|[a-z0-9_]+(\.[a-z0-9_]+)*(\.\*)?)$",
    examples("organisation.*")
)]
pub struct EventPattern(String);

/// The text is no pattern.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a type of events such as organisation.changed, organisation.* or *: {0:?}")]
pub struct NotAPattern(String);

impl TryFrom<String> for EventPattern {
    type Error = NotAPattern;

    fn try_from(text: String) -> Result<Self, NotAPattern> {
        let word = |word: &str| {
            let letter =
                |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
            !word.is_empty() && word.bytes().all(letter)
        };
        let prefix = text.strip_suffix(".*").unwrap_or(&text);
        let sound = text == "*" || prefix.split('.').all(word);
        if sound && text.len() <= PATTERN_LENGTH_MAX {
            Ok(Self(text))
        } else {
            Err(NotAPattern(text))
        }
    }
}

impl From<EventPattern> for String {
    fn from(pattern: EventPattern) -> Self {
        pattern.0
    }
}

impl EventPattern {
    /// Whether an event of this type is meant.
    #[must_use]
    pub fn matches(&self, kind: &str) -> bool {
        match self.0.strip_suffix('*') {
            Some(prefix) => kind.starts_with(prefix),
            None => self.0 == kind,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<EventPattern, NotAPattern> {
        EventPattern::try_from(text.to_owned())
    }

    #[test]
    fn a_pattern_is_a_type_a_prefix_or_everything() {
        let matches = |pattern: &str, kind| read(pattern).unwrap().matches(kind);
        assert!(matches("organisation.changed", "organisation.changed"));
        assert!(!matches("organisation.changed", "organisation.changed.back"));
        assert!(matches("organisation.*", "organisation.changed"));
        assert!(!matches("organisation.*", "organisation_branch.opened"));
        assert!(matches("*", "plan_report.signed"));
        for wrong in ["", ".", "a..b", "a.*.b", "*.a", "A.b", "a b", "a*", ".*"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
        assert!(read(&"a".repeat(101)).is_err());
    }
}
