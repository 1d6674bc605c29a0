//! Conditions as they are written, and as they are once they were checked.

use htx_model::{
    code_list::CodeList as _,
    refusal::{Fault, Text},
    support::programmes::{Fact, FactType},
};
use serde::{Deserialize, Serialize};

use super::fact;

/// How deep conditions may stand in each other.
pub const DEPTH_MAX: usize = 5;
/// The most conditions of one rule.
pub const NODES_MAX: usize = 50;
/// The most values of one comparison.
pub const VALUES_MAX: usize = 200;

/// A condition as it is written in JSON (điều kiện): exactly one of `all`, `any`, `not` or `fact`; with
/// `fact`, one comparison that fits its type.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = RuleCondition, no_recursion, examples(json!({"fact": "sector", "equals": "agriculture"})))]
#[serde(deny_unknown_fields)]
pub struct WrittenCondition {
    /// All of these hold (tất cả).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_items = 1, max_items = 50)]
    pub all: Option<Vec<Self>>,
    /// One of these holds (một trong).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_items = 1, max_items = 50)]
    pub any: Option<Vec<Self>>,
    /// This does not hold (không).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not: Option<Box<Self>>,
    /// The fact that is compared (dữ kiện).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fact: Option<Fact>,
    /// A code or digits: the fact is this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 60)]
    pub equals: Option<String>,
    /// A code or digits: the fact is one of these.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_items = 1, max_items = 200)]
    pub one_of: Option<Vec<String>>,
    /// Digits: the fact starts with one of these.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_items = 1, max_items = 200)]
    pub starts_with: Option<Vec<String>>,
    /// A number: the fact is at least this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_least: Option<i64>,
    /// A number: the fact is at most this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_most: Option<i64>,
    /// Yes or no: the fact is this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is: Option<bool>,
}

/// A condition that was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// All of these hold.
    All(Vec<Self>),
    /// One of these holds.
    Any(Vec<Self>),
    /// This does not hold.
    Not(Box<Self>),
    /// A fact, held against something.
    Compare(Fact, Test),
}

/// What a fact is held against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Test {
    /// Is one of these codes, or these digits.
    OneOf(Vec<String>),
    /// Starts with one of these digits.
    StartsWith(Vec<String>),
    /// Lies within these bounds; at least one of them is there.
    Within(Option<i64>, Option<i64>),
    /// Is yes, or is no.
    Is(bool),
}

impl WrittenCondition {
    /// Checks what was written, and gives it as it is evaluated. `pointer` is where it stands.
    ///
    /// # Errors
    /// Every fault at its place.
    pub fn check(&self, pointer: &str) -> Result<Condition, Vec<Fault>> {
        let mut reading = Reading { faults: Vec::new(), nodes: 0 };
        let condition = reading.condition(self, pointer, 1);
        match condition {
            Some(condition) if reading.faults.is_empty() => Ok(condition),
            _ => Err(reading.faults),
        }
    }
}

struct Reading {
    faults: Vec<Fault>,
    nodes: usize,
}

impl Reading {
    fn fault(&mut self, pointer: String, code: &'static str, detail: Text) {
        self.faults.push(Fault::new(pointer, code, detail));
    }

    fn condition(
        &mut self,
        written: &WrittenCondition,
        pointer: &str,
        depth: usize,
    ) -> Option<Condition> {
        self.nodes += 1;
        if depth > DEPTH_MAX || self.nodes > NODES_MAX {
            // Told once, however much comes after it.
            if self.faults.iter().all(|fault| fault.code != "rule_too_large") {
                self.fault(pointer.to_owned(), "rule_too_large", too_large());
            }
            return None;
        }
        let WrittenCondition { all, any, not, fact, .. } = written;
        match (all, any, not, fact) {
            (Some(parts), None, None, None) if written.is_bare() => {
                Some(Condition::All(self.parts(parts, &format!("{pointer}/all"), depth)?))
            }
            (None, Some(parts), None, None) if written.is_bare() => {
                Some(Condition::Any(self.parts(parts, &format!("{pointer}/any"), depth)?))
            }
            (None, None, Some(inner), None) if written.is_bare() => {
                let inner = self.condition(inner, &format!("{pointer}/not"), depth + 1)?;
                Some(Condition::Not(Box::new(inner)))
            }
            (None, None, None, Some(fact)) => {
                Some(Condition::Compare(*fact, self.test(written, *fact, pointer)?))
            }
            _ => {
                self.fault(pointer.to_owned(), "rule_shape", shape());
                None
            }
        }
    }

    fn parts(
        &mut self,
        parts: &[WrittenCondition],
        pointer: &str,
        depth: usize,
    ) -> Option<Vec<Condition>> {
        if parts.is_empty() {
            self.fault(pointer.to_owned(), "rule_empty", empty());
        }
        let mut read = Vec::with_capacity(parts.len().min(NODES_MAX));
        for (at, part) in parts.iter().enumerate() {
            if self.nodes > NODES_MAX {
                break;
            }
            read.extend(self.condition(part, &format!("{pointer}/{at}"), depth + 1));
        }
        (read.len() == parts.len() && !parts.is_empty()).then_some(read)
    }

    fn test(&mut self, written: &WrittenCondition, fact: Fact, pointer: &str) -> Option<Test> {
        let WrittenCondition { equals, one_of, starts_with, at_least, at_most, is, .. } = written;
        let kind = fact::kind(fact);
        match (kind, equals, one_of, starts_with, at_least.or(*at_most), is) {
            (FactType::Code | FactType::Digits, Some(one), None, None, None, None) => {
                let place = format!("{pointer}/equals");
                self.value(fact, one, place)?;
                Some(Test::OneOf(vec![one.clone()]))
            }
            (FactType::Code | FactType::Digits, None, Some(many), None, None, None) => {
                self.values(fact, many, &format!("{pointer}/one_of"), false)?;
                Some(Test::OneOf(many.clone()))
            }
            (FactType::Digits, None, None, Some(many), None, None) => {
                self.values(fact, many, &format!("{pointer}/starts_with"), true)?;
                Some(Test::StartsWith(many.clone()))
            }
            (FactType::Number, None, None, None, Some(_), None) => {
                if at_least.zip(*at_most).is_some_and(|(least, most)| least > most) {
                    self.fault(format!("{pointer}/at_most"), "empty_range", empty_range());
                    return None;
                }
                Some(Test::Within(*at_least, *at_most))
            }
            (FactType::Flag, None, None, None, None, Some(is)) => Some(Test::Is(*is)),
            _ => {
                self.fault(pointer.to_owned(), "rule_comparison", comparison(fact, kind));
                None
            }
        }
    }

    fn values(&mut self, fact: Fact, many: &[String], pointer: &str, starts: bool) -> Option<()> {
        if !(1..=VALUES_MAX).contains(&many.len()) {
            self.fault(pointer.to_owned(), "rule_values", values());
            return None;
        }
        let mut right = true;
        for (at, one) in many.iter().enumerate() {
            let place = format!("{pointer}/{at}");
            let known =
                if starts { self.start(fact, one, place) } else { self.value(fact, one, place) };
            right &= known.is_some();
        }
        right.then_some(())
    }

    fn value(&mut self, fact: Fact, one: &str, place: String) -> Option<()> {
        if fact::may_be(fact, one) {
            return Some(());
        }
        self.fault(place, "unknown_value", unknown_value(fact));
        None
    }

    fn start(&mut self, fact: Fact, one: &str, place: String) -> Option<()> {
        if fact::may_start_with(fact, one) {
            return Some(());
        }
        self.fault(place, "unknown_value", unknown_value(fact));
        None
    }
}

impl WrittenCondition {
    /// Whether it compares nothing.
    fn is_bare(&self) -> bool {
        let Self { equals, one_of, starts_with, at_least, at_most, is, .. } = self;
        equals.is_none()
            && one_of.is_none()
            && starts_with.is_none()
            && at_least.is_none()
            && at_most.is_none()
            && is.is_none()
    }
}

fn too_large() -> Text {
    Text::made(
        format!("Điều kiện lồng quá {DEPTH_MAX} tầng hoặc có quá {NODES_MAX} điều kiện con."),
        format!("Conditions stand more than {DEPTH_MAX} deep, or there are more than {NODES_MAX}."),
    )
}

fn shape() -> Text {
    Text::fixed(
        "Mỗi điều kiện phải có đúng một trong all, any, not, fact; chỉ fact đi kèm phép so sánh.",
        "A condition is exactly one of all, any, not, fact; a comparison goes with fact only.",
    )
}

fn empty() -> Text {
    Text::fixed("Phải có ít nhất một điều kiện con.", "There must be at least one condition.")
}

fn empty_range() -> Text {
    Text::fixed("at_least không được lớn hơn at_most.", "at_least cannot be above at_most.")
}

fn values() -> Text {
    Text::made(
        format!("Phải có từ 1 đến {VALUES_MAX} giá trị."),
        format!("There must be 1 to {VALUES_MAX} values."),
    )
}

fn comparison(fact: Fact, kind: FactType) -> Text {
    let with = match kind {
        FactType::Code => "equals, one_of",
        FactType::Digits => "equals, one_of, starts_with",
        FactType::Number => "at_least, at_most",
        FactType::Flag => "is",
    };
    Text::made(
        format!("Dữ kiện {} được so sánh bằng đúng một phép: {with}.", fact.code()),
        format!("The fact {} is compared by exactly one of: {with}.", fact.code()),
    )
}

fn unknown_value(fact: Fact) -> Text {
    let (vi, en) = fact::values_in_words(fact);
    Text::made(
        format!("Dữ kiện {} không có giá trị này; có thể là {vi}.", fact.code()),
        format!("The fact {} has no such value; it may be {en}.", fact.code()),
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn check(written: serde_json::Value) -> Result<Condition, Vec<(String, &'static str)>> {
        let written: WrittenCondition = serde_json::from_value(written).unwrap();
        let faults = |faults: Vec<Fault>| {
            faults.into_iter().map(|fault| (fault.pointer.into_owned(), fault.code)).collect()
        };
        written.check("/condition").map_err(faults)
    }

    fn at(place: &str, code: &'static str) -> (String, &'static str) {
        (format!("/condition{place}"), code)
    }

    #[test]
    fn what_the_module_documents_is_understood() {
        let written = json!({"all": [
            {"fact": "kind", "one_of": ["cooperative", "cooperative_union"]},
            {"fact": "business_line", "starts_with": ["01", "03"]},
            {"any": [
                {"fact": "rating", "one_of": ["good", "fair"]},
                {"fact": "age_months", "at_most": 12},
            ]},
            {"not": {"fact": "people_credit_fund", "is": true}},
        ]});
        let Condition::All(parts) = check(written).unwrap() else { panic!("not all") };
        assert_eq!(
            parts[1],
            Condition::Compare(
                Fact::BusinessLine,
                Test::StartsWith(vec!["01".to_owned(), "03".to_owned()])
            )
        );
        let young = Condition::Compare(Fact::AgeMonths, Test::Within(None, Some(12)));
        assert!(matches!(&parts[2], Condition::Any(one) if one[1] == young));
    }

    #[test]
    fn each_fault_is_told_at_its_place() {
        for (written, faults) in [
            (json!({}), vec![at("", "rule_shape")]),
            (json!({"all": []}), vec![at("/all", "rule_empty")]),
            (json!({"all": [], "any": []}), vec![at("", "rule_shape")]),
            (json!({"not": {"fact": "kind"}}), vec![at("/not", "rule_comparison")]),
            (
                json!({"any": [
                    {"fact": "kind", "equals": "company"},
                    {"fact": "member_count", "equals": "7"},
                    {"fact": "commune", "one_of": ["10045", "x"]},
                    {"fact": "sector", "starts_with": ["agri"]},
                    {"fact": "age_months", "at_least": 13, "at_most": 12},
                    {"fact": "alliance_member", "is": true, "at_most": 1},
                ]}),
                vec![
                    at("/any/0/equals", "unknown_value"),
                    at("/any/1", "rule_comparison"),
                    at("/any/2/one_of/1", "unknown_value"),
                    at("/any/3", "rule_comparison"),
                    at("/any/4/at_most", "empty_range"),
                    at("/any/5", "rule_comparison"),
                ],
            ),
            (
                json!({"all": [{"fact": "kind", "equals": "cooperative"}], "is": true}),
                vec![at("", "rule_shape")],
            ),
        ] {
            assert_eq!(check(written.clone()).unwrap_err(), faults, "{written}");
        }
    }

    #[test]
    fn a_rule_is_neither_too_deep_nor_too_wide() {
        let leaf = json!({"fact": "alliance_member", "is": true});
        let nest = |times| (0..times).fold(leaf.clone(), |inner, _| json!({"not": inner}));
        assert!(check(nest(DEPTH_MAX - 1)).is_ok());
        let deep = check(nest(DEPTH_MAX)).unwrap_err();
        assert_eq!(deep, [at(&"/not".repeat(DEPTH_MAX), "rule_too_large")]);
        let wide = |times| json!({"any": vec![leaf.clone(); times]});
        assert!(check(wide(NODES_MAX - 1)).is_ok());
        let place = format!("/any/{}", NODES_MAX - 1);
        assert_eq!(check(wide(NODES_MAX)).unwrap_err(), [at(&place, "rule_too_large")]);
        let many = json!({"fact": "commune", "one_of": vec!["10045"; VALUES_MAX + 1]});
        assert_eq!(check(many).unwrap_err(), [at("/one_of", "rule_values")]);
    }

    #[test]
    fn what_the_language_does_not_know_is_not_read_at_all() {
        for unknown in [json!({"fact": "password", "equals": "x"}), json!({"sql": "1=1"})] {
            assert!(serde_json::from_value::<WrittenCondition>(unknown).is_err());
        }
    }
}
