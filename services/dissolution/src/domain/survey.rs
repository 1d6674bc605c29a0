//! The survey (khảo sát) of an organisation that is to be dissolved: what is left of its records, who
//! can be reached, a first inventory of assets and debts.

pub use htx_model::dissolution::grounds::{InventoryFinding, PeopleFinding, RecordsFinding};
use htx_model::{
    date::{Date, Instant},
    faults::Faults,
    id::DissolutionId,
    money::{self, Dong},
    refusal::{Fault, Text},
    words::REASON_LENGTH_MAX,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{facts::SurveyFacts, step::Exhibit};

/// The most lines of an inventory.
pub const LINES_MAX: usize = 200;
/// The most letters of a line's name.
pub const NAME_LENGTH_MAX: usize = 300;

/// What was found, with an explanation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding<F> {
    /// What was found.
    pub finding: F,
    /// More about it, in words: may name persons, so it is no part of the log.
    pub explanation: Option<String>,
}

/// A first inventory, of assets or of debts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inventory {
    /// Whether there is anything.
    pub finding: InventoryFinding,
    /// What there is. May name persons, so it is no part of the log.
    pub lines: Vec<Line>,
    /// More about it, in words; how it is known that there is nothing.
    pub explanation: Option<String>,
}

/// A line of an inventory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// What it is.
    pub name: String,
    /// What it is about worth, where anybody can say.
    pub amount_vnd: Option<Dong>,
}

/// The survey of a case. What nobody has looked at yet is not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Survey {
    /// Of which case.
    pub case: DissolutionId,
    /// When it was looked at.
    pub surveyed_on: Date,
    /// What is left of the records.
    pub records: Option<Finding<RecordsFinding>>,
    /// Who can be reached.
    pub people: Option<Finding<PeopleFinding>>,
    /// Assets.
    pub assets: Option<Inventory>,
    /// Debts.
    pub debts: Option<Inventory>,
    /// What proves it.
    pub documents: Vec<Exhibit>,
    /// Its version.
    pub version: i64,
    /// When this version was written.
    pub recorded_at: Instant,
}

impl Survey {
    /// What the guards look at.
    #[must_use]
    pub fn facts(&self) -> SurveyFacts {
        let listed = |of: &Option<Inventory>| of.as_ref().is_some_and(Inventory::is_listed);
        SurveyFacts {
            records: self.records.is_some(),
            people: self.people.is_some(),
            assets: self.assets.is_some(),
            debts: self.debts.is_some(),
            assets_listed: listed(&self.assets),
            debts_listed: listed(&self.debts),
        }
    }

    /// The survey as the log has it, without what people wrote.
    #[must_use]
    pub fn logged(&self) -> Value {
        let inventory = |of: &Option<Inventory>| of.as_ref().map(Inventory::logged);
        json!({
            "surveyed_on": self.surveyed_on,
            "records": self.records.as_ref().map(|found| found.finding),
            "people": self.people.as_ref().map(|found| found.finding),
            "assets": inventory(&self.assets),
            "debts": inventory(&self.debts),
            "documents": self.documents,
            "version": self.version,
        })
    }

    /// What the log only commits to.
    #[must_use]
    pub fn personal(&self) -> Value {
        let inventory = |of: &Option<Inventory>| {
            let words = |one: &Inventory| json!({ "lines": one.lines, "why": one.explanation });
            of.as_ref().map(words)
        };
        json!({
            "records": self.records.as_ref().and_then(|found| found.explanation.clone()),
            "people": self.people.as_ref().and_then(|found| found.explanation.clone()),
            "assets": inventory(&self.assets),
            "debts": inventory(&self.debts),
        })
    }
}

impl Inventory {
    fn is_listed(&self) -> bool {
        self.finding == InventoryFinding::Listed
    }

    fn logged(&self) -> Value {
        // A sum of at most LINES_MAX amounts stays within 64 bits.
        let total: i64 =
            self.lines.iter().filter_map(|line| line.amount_vnd).map(|one| one.0).sum();
        json!({ "finding": self.finding, "lines": self.lines.len(), "total_vnd": total })
    }

    /// What was sent, put right: what there is, is listed; that there is nothing is explained.
    ///
    /// # Errors
    /// Every fault, each at its place below `pointer`.
    pub fn check(given: Self, pointer: &str) -> Result<Self, Vec<Fault>> {
        let mut faults = Faults::default();
        let listed = given.is_listed();
        if listed == given.lines.is_empty() {
            faults.add(format!("{pointer}/lines"), "lines_and_finding_differ", LINES);
        }
        if given.lines.len() > LINES_MAX {
            faults.add(format!("{pointer}/lines"), "too_many", too_many());
        }
        let explanation = explained(&mut faults, pointer, given.explanation.as_deref(), !listed);
        let mut line = |(at, line): (usize, Line)| {
            let at = format!("{pointer}/lines/{at}");
            let name = faults.words(format!("{at}/name"), &line.name, NAME_LENGTH_MAX);
            let amount = line
                .amount_vnd
                .map(|amount| faults.or(money::amount(format!("{at}/amount_vnd"), amount.0, 0)));
            Line { name, amount_vnd: amount }
        };
        let lines = given.lines.into_iter().take(LINES_MAX).enumerate().map(&mut line).collect();
        let checked = Self { finding: given.finding, lines, explanation };
        faults.unless_any(checked)
    }
}

/// Whether what was found is to be explained: that something is gone or missing is never just said.
pub trait Explained: Copy {
    /// Whether it is.
    fn needs_explanation(self) -> bool;
}

impl Explained for RecordsFinding {
    fn needs_explanation(self) -> bool {
        !matches!(self, Self::Complete)
    }
}

impl Explained for PeopleFinding {
    fn needs_explanation(self) -> bool {
        !matches!(self, Self::Board)
    }
}

impl<F: Explained> Finding<F> {
    /// What was sent, put right.
    ///
    /// # Errors
    /// A fault below `pointer`.
    pub fn check(given: Self, pointer: &str) -> Result<Self, Vec<Fault>> {
        let mut faults = Faults::default();
        let needed = given.finding.needs_explanation();
        let explanation = explained(&mut faults, pointer, given.explanation.as_deref(), needed);
        let checked = Self { finding: given.finding, explanation };
        faults.unless_any(checked)
    }
}

/// An explanation, where one is given; a fault where one is needed.
pub(super) fn explained(
    faults: &mut Faults,
    pointer: &str,
    given: Option<&str>,
    needed: bool,
) -> Option<String> {
    let pointer = format!("{pointer}/explanation");
    if needed && given.is_none() {
        faults.add(pointer, "missing_explanation", EXPLANATION);
        return None;
    }
    faults.given(pointer, given, REASON_LENGTH_MAX)
}

const EXPLANATION: Text =
    Text::fixed("Phải giải thích kết quả này.", "This finding must be explained.");
const LINES: Text = Text::fixed(
    "Đã liệt kê thì phải có ít nhất một dòng; xác nhận không có thì không có dòng nào.",
    "What is listed has at least one line; where there is none, there is no line.",
);

fn too_many() -> Text {
    Text::made(format!("Tối đa {LINES_MAX} dòng."), format!("At most {LINES_MAX} lines."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inventory(
        finding: InventoryFinding,
        lines: &[&str],
        explanation: Option<&str>,
    ) -> Inventory {
        let line = |name: &&str| Line { name: (*name).to_owned(), amount_vnd: Some(Dong(5)) };
        let explanation = explanation.map(ToOwned::to_owned);
        Inventory { finding, lines: lines.iter().map(line).collect(), explanation }
    }

    fn codes<T: std::fmt::Debug>(checked: Result<T, Vec<Fault>>) -> Vec<String> {
        let of = |fault: Fault| format!("{} {}", fault.pointer, fault.code);
        checked.unwrap_err().into_iter().map(of).collect()
    }

    #[test]
    fn what_there_is_is_listed_and_that_there_is_nothing_is_explained() {
        let check = |one| Inventory::check(one, "/assets");
        let (listed, none) = (InventoryFinding::Listed, InventoryFinding::NoneConfirmed);
        let house = check(inventory(listed, &[" Nhà  kho "], None)).unwrap();
        assert_eq!(house.lines[0].name, "Nhà kho");
        assert!(check(inventory(none, &[], Some("Đã kiểm tra tại xã"))).is_ok());
        assert_eq!(
            codes(check(inventory(listed, &[], None))),
            ["/assets/lines lines_and_finding_differ"]
        );
        assert_eq!(
            codes(check(inventory(none, &["Nhà kho"], None))),
            ["/assets/lines lines_and_finding_differ", "/assets/explanation missing_explanation"]
        );
        assert_eq!(
            codes(check(inventory(listed, &[""], None))),
            ["/assets/lines/0/name text_length"]
        );
        assert_eq!(
            check(inventory(listed, &["x"; LINES_MAX], None)).unwrap().lines.len(),
            LINES_MAX
        );
        let many = inventory(listed, &["x"; LINES_MAX + 1], None);
        assert_eq!(codes(check(many)), ["/assets/lines too_many"]);
    }

    #[test]
    fn that_something_is_gone_is_explained() {
        let records = |finding, why: Option<&str>| {
            let explanation = why.map(ToOwned::to_owned);
            Finding::check(Finding { finding, explanation }, "/records")
        };
        assert!(records(RecordsFinding::Complete, None).is_ok());
        assert!(records(RecordsFinding::Gone, Some("Cháy kho năm 2009")).is_ok());
        for finding in [RecordsFinding::Gone, RecordsFinding::Partial] {
            assert_eq!(codes(records(finding, None)), ["/records/explanation missing_explanation"]);
        }
        let nobody = Finding { finding: PeopleFinding::Nobody, explanation: Some(" ".to_owned()) };
        assert_eq!(codes(Finding::check(nobody, "/people")), ["/people/explanation text_length"]);
    }
}
