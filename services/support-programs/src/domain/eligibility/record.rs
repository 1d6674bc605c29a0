//! What a programme said of an applicant at a moment: written down with the application, so that a
//! decision can be explained by what was known then. And what it means for an approval.

use std::collections::BTreeMap;

use htx_model::{
    date::{Date, Instant},
    id::{EligibilityRecordId, ProgrammeVersionId, SupportApplicationId},
    refusal::{Fault, LegalBasis, Text},
    support::programmes::{Eligibility, EligibilityMoment, Fact, RuleResult},
};
use serde::{Deserialize, Serialize};

use super::{Outcome, RuleFinding, granted::Standing};
use crate::domain::rule::{Basis, fact::Value};

/// What was told of an applicant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Record {
    /// Its id.
    pub id: EligibilityRecordId,
    /// Of which application.
    pub application: SupportApplicationId,
    /// When in its life.
    pub moment: EligibilityMoment,
    /// The day by whose rules it was told.
    pub on: Date,
    /// By which version of the programme.
    pub version: ProgrammeVersionId,
    /// The conclusion.
    pub eligibility: Eligibility,
    /// What led to it.
    #[serde(flatten)]
    pub grounds: Grounds,
    /// When it was written down.
    pub recorded_at: Instant,
}

/// What led to a conclusion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grounds {
    /// The number of the version within the programme.
    pub version_number: u32,
    /// Whether the programme ran on the day.
    pub runs: bool,
    /// What each rule said.
    pub rules: Vec<RuleRecord>,
    /// The facts that decided, as they were known; those that are missing are not among them.
    pub facts: BTreeMap<Fact, Value>,
    /// How the kind of support that is applied for stood.
    pub supports: Vec<Standing>,
}

/// What a rule said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleRecord {
    /// Its code.
    pub code: String,
    /// What it demands, in words.
    pub title: String,
    /// Where it stands.
    pub basis: Basis,
    /// Whether that was read.
    pub verified: bool,
    /// What it said.
    pub result: RuleResult,
    /// The facts that decided, known or missing.
    pub decided_by: Vec<Fact>,
}

impl Grounds {
    /// What an outcome went by.
    #[must_use]
    pub fn of(outcome: &Outcome, version_number: u32) -> Self {
        let decisive = outcome.rules.iter().flat_map(|rule| &rule.finding.decisive);
        let facts = decisive.filter_map(|one| Some((one.fact, one.found.clone()?))).collect();
        Self {
            version_number,
            runs: outcome.runs,
            rules: outcome.rules.iter().map(RuleRecord::of).collect(),
            facts,
            supports: outcome.supports.clone(),
        }
    }

    /// What stands against an approval: a programme that does not run; a rule that is broken, under its
    /// article, where that article was read; and where no reason is given, a rule that is broken or cannot be
    /// told and whose article was not read, or whose fact is missing.
    #[must_use]
    pub fn against_an_approval(&self, has_reason: bool) -> Vec<Fault> {
        let mut faults = Vec::new();
        if !self.runs {
            faults.push(fault("programme_over", programme_over(), None));
        }
        let broken = |rule: &&RuleRecord| rule.result == RuleResult::NotMet && rule.verified;
        faults.extend(self.rules.iter().filter(broken).map(|rule| {
            let basis = LegalBasis {
                document: rule.basis.document.clone().into(),
                article: rule.basis.article.clone().into(),
                verified: true,
            };
            fault("not_eligible", not_eligible(rule), Some(basis))
        }));
        let doubtful: Vec<&str> = self.doubtful().map(|rule| rule.title.as_str()).collect();
        if !doubtful.is_empty() && !has_reason {
            faults.push(Fault::new(
                "/reason",
                "eligibility_not_shown",
                reason_needed(&doubtful.join("; ")),
            ));
        }
        faults
    }

    /// The rules of which an approver must say why they do not stand in the way.
    fn doubtful(&self) -> impl Iterator<Item = &RuleRecord> {
        self.rules.iter().filter(|rule| match rule.result {
            RuleResult::Met => false,
            RuleResult::NotMet => !rule.verified,
            RuleResult::Unknown => true,
        })
    }
}

impl RuleRecord {
    fn of(rule: &RuleFinding) -> Self {
        let mut decided_by: Vec<Fact> = rule.finding.decisive.iter().map(|one| one.fact).collect();
        decided_by.sort_unstable();
        decided_by.dedup();
        Self {
            code: rule.code.clone(),
            title: rule.title.clone(),
            basis: rule.basis.clone(),
            verified: rule.verified,
            result: rule.finding.result,
            decided_by,
        }
    }
}

fn fault(code: &'static str, detail: Text, legal_basis: Option<LegalBasis>) -> Fault {
    Fault { pointer: "".into(), code, detail, legal_basis }
}

fn programme_over() -> Text {
    Text::fixed(
        "Vào ngày quyết định, chương trình không trong thời gian thực hiện: cơ quan chủ trì ban hành phiên bản gia hạn nếu được phép.",
        "The programme does not run on the day of the decision: its lead agency adopts a version that extends it where that is allowed.",
    )
}

fn not_eligible(rule: &RuleRecord) -> Text {
    let (title, article) = (&rule.title, &rule.basis.article);
    let document = &rule.basis.document;
    Text::made(
        format!("Không đủ điều kiện “{title}” ({article}, {document})."),
        format!("The condition “{title}” is not met ({article}, {document})."),
    )
}

fn reason_needed(rules: &str) -> Text {
    Text::made(
        format!(
            "Phải nêu lý do phê duyệt (reason), vì chưa chứng minh đủ điều kiện: {rules}. Hãy bổ sung dữ kiện còn thiếu, hoặc nêu căn cứ."
        ),
        format!(
            "A reason for the approval is needed, because it is not shown that these are met: {rules}. Complete the missing facts, or say why."
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(result: RuleResult, verified: bool) -> RuleRecord {
        RuleRecord {
            code: "members".to_owned(),
            title: "Có từ 10 thành viên".to_owned(),
            basis: Basis { document: "Ví dụ".to_owned(), article: "Điều 2".to_owned() },
            verified,
            result,
            decided_by: vec![Fact::MemberCount],
        }
    }

    fn against(rules: Vec<RuleRecord>, has_reason: bool) -> Vec<&'static str> {
        let grounds = Grounds {
            version_number: 1,
            runs: true,
            rules,
            facts: BTreeMap::new(),
            supports: Vec::new(),
        };
        grounds.against_an_approval(has_reason).iter().map(|fault| fault.code).collect()
    }

    #[test]
    fn a_broken_rule_whose_article_was_read_stops_whatever_is_said() {
        for has_reason in [false, true] {
            let broken = vec![rule(RuleResult::NotMet, true)];
            assert_eq!(against(broken, has_reason), ["not_eligible"]);
        }
    }

    #[test]
    fn what_is_not_shown_needs_a_reason() {
        for doubtful in [
            rule(RuleResult::Unknown, true),
            rule(RuleResult::Unknown, false),
            rule(RuleResult::NotMet, false),
        ] {
            assert_eq!(against(vec![doubtful.clone()], false), ["eligibility_not_shown"]);
            assert_eq!(against(vec![doubtful], true), [""; 0]);
        }
        assert_eq!(against(vec![rule(RuleResult::Met, false)], false), [""; 0]);
        assert_eq!(against(Vec::new(), false), [""; 0], "no rule was set");
    }

    #[test]
    fn a_programme_that_is_over_approves_nothing() {
        let over = Grounds {
            version_number: 1,
            runs: false,
            rules: Vec::new(),
            facts: BTreeMap::new(),
            supports: Vec::new(),
        };
        assert_eq!(over.against_an_approval(true)[0].code, "programme_over");
    }
}
