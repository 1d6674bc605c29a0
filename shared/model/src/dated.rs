//! Rules that hold from one day to another, each with the article behind it: how reference files keep
//! what a law or a decision may change.

use std::ops::Deref;

use serde::{Deserialize, Deserializer, de::DeserializeOwned};
use serde_json::{Map, Value};

use crate::{date::Date, refusal::LegalBasis};

/// A rule, with when it holds and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dated<R> {
    /// What it says.
    pub says: R,
    /// The first day.
    pub valid_from: Date,
    /// The last.
    pub valid_to: Option<Date>,
    /// The article behind it, and whether it was read.
    pub basis: LegalBasis,
}

impl<R> Dated<R> {
    /// Whether it holds on a day.
    #[must_use]
    pub fn holds_on(&self, day: Date) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|last| day <= last)
    }
}

impl<R> Deref for Dated<R> {
    type Target = R;

    fn deref(&self) -> &R {
        &self.says
    }
}

/// A row of the file: what every rule has, and what is left for the rule itself.
#[derive(Deserialize)]
struct Row {
    valid_from: Date,
    valid_to: Option<Date>,
    document: String,
    article: String,
    verified: bool,
    #[serde(flatten)]
    rule: Map<String, Value>,
}

impl<'de, R: DeserializeOwned> Deserialize<'de> for Dated<R> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Row { valid_from, valid_to, document, article, verified, rule } =
            Row::deserialize(deserializer)?;
        let says = R::deserialize(Value::Object(rule)).map_err(serde::de::Error::custom)?;
        let basis = LegalBasis { document: document.into(), article: article.into(), verified };
        Ok(Self { says, valid_from, valid_to, basis })
    }
}

/// The rules of every time, as a reference file holds them.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(bound(deserialize = "R: DeserializeOwned"))]
pub struct DatedRules<R> {
    rules: Vec<Dated<R>>,
}

impl<R> DatedRules<R> {
    /// Every rule.
    #[must_use]
    pub fn all(&self) -> &[Dated<R>] {
        &self.rules
    }

    /// The rule of a kind that holds on a day.
    #[must_use]
    pub fn on(&self, day: Date, is_wanted: impl Fn(&R) -> bool) -> Option<&Dated<R>> {
        self.rules.iter().find(|rule| is_wanted(rule) && rule.holds_on(day))
    }

    /// As [`DatedRules::on`]; a day before the first rule of the kind takes the first.
    #[must_use]
    pub fn on_or_first(&self, day: Date, is_wanted: impl Fn(&R) -> bool) -> Option<&Dated<R>> {
        self.on(day, &is_wanted).or_else(|| {
            let of_kind = self.rules.iter().filter(|rule| is_wanted(rule));
            of_kind.min_by_key(|rule| rule.valid_from).filter(|first| day < first.valid_from)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Days {
        kind: String,
        days: u32,
    }

    fn file(extra: &str) -> String {
        let row = |days: u32, from: &str, to: &str| {
            format!(
                r#"{{"kind": "answer", "days": {days}, "valid_from": "{from}", "valid_to": {to},
                "document": "17/2023/QH15", "article": "9", "verified": true{extra}}}"#
            )
        };
        let rows = [row(3, "2013-07-01", "\"2024-06-30\""), row(5, "2024-07-01", "\"2025-06-30\"")];
        format!(r#"{{"note": "…", "rules": [{}]}}"#, rows.join(", "))
    }

    #[test]
    fn on_a_day_holds_what_was_in_force_then() {
        let rules: DatedRules<Days> = serde_json::from_str(&file("")).unwrap();
        let days = |found: Option<&Dated<Days>>| found.map(|rule| rule.days);
        let of_kind = |rule: &Days| rule.kind == "answer";
        for (day, on, or_first) in [
            ("2013-06-30", None, Some(3)),
            ("2013-07-01", Some(3), Some(3)),
            ("2024-06-30", Some(3), Some(3)),
            ("2024-07-01", Some(5), Some(5)),
            ("2025-06-30", Some(5), Some(5)),
            ("2025-07-01", None, None),
        ] {
            let day = Date::parse(day).unwrap();
            assert_eq!(days(rules.on(day, of_kind)), on, "{day}");
            assert_eq!(days(rules.on_or_first(day, of_kind)), or_first, "{day}");
            assert_eq!(rules.on_or_first(day, |rule| rule.kind == "other"), None);
        }
        assert_eq!(rules.all()[0].basis, LegalBasis::verified("17/2023/QH15", "9"));
    }

    #[test]
    fn a_field_that_no_rule_has_is_no_rule() {
        let read = |extra| serde_json::from_str::<DatedRules<Days>>(&file(extra)).map(drop);
        assert!(read("").is_ok());
        let refused = read(r#", "unless": 1"#).unwrap_err().to_string();
        assert!(refused.contains("unless"), "{refused}");
    }
}
