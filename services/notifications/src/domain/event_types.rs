//! Which types of events a webhook is told: one, all beneath a prefix, or all.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The longest pattern, in letters: as long as a type that a feed is asked for.
pub const PATTERN_LENGTH_MAX: usize = 100;
/// The type of what is sent to try a webhook.
pub const TEST: &str = "webhook.test";

/// A type such as `organisation.changed`, a prefix such as `organisation.*`, or `*`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EventPattern(String);

impl EventPattern {
    /// Reads a pattern; nothing for what is none.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let word = |word: &str| {
            let letter =
                |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
            !word.is_empty() && word.bytes().all(letter)
        };
        let prefix = text.strip_suffix(".*").unwrap_or(text);
        let sound = text == "*" || prefix.split('.').all(word);
        (sound && text.len() <= PATTERN_LENGTH_MAX).then(|| Self(text.to_owned()))
    }

    /// Whether an event of this type is meant.
    #[must_use]
    pub fn matches(&self, kind: &str) -> bool {
        match self.0.strip_suffix('*') {
            Some(prefix) => kind.starts_with(prefix),
            None => self.0 == kind,
        }
    }
}

impl fmt::Display for EventPattern {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_is_a_type_a_prefix_or_everything() {
        let matches = |pattern: &str, kind| EventPattern::parse(pattern).unwrap().matches(kind);
        assert!(matches("organisation.changed", "organisation.changed"));
        assert!(!matches("organisation.changed", "organisation.changed.back"));
        assert!(matches("organisation.*", "organisation.changed"));
        assert!(!matches("organisation.*", "organisation_branch.opened"));
        assert!(matches("*", "plan_report.signed"));
        for wrong in ["", ".", "a..b", "a.*.b", "*.a", "A.b", "a b", "a*", ".*"] {
            assert_eq!(EventPattern::parse(wrong), None, "{wrong}");
        }
        assert_eq!(EventPattern::parse(&"a".repeat(101)), None);
    }
}
