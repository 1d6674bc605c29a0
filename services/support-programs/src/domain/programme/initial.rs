//! The programmes as the plan names them. Their norms are not public: each kind of support is there,
//! its norms are to be set by the lead agency.

use std::collections::BTreeMap;

use htx_model::{
    code_list::CodeList as _,
    reference::{self, ReferenceError},
    support::{applications::SupportKind, programmes::ProgrammeKind},
};
use serde::Deserialize;

use super::{Content, Document, Period, Support};
use crate::domain::rule::{Basis, Rule, WrittenCondition};

const PROGRAMMES: &str = "programmes.json";
const RULES: &str = "initial-rules.json";

/// A programme with what its first version says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Initial {
    /// Its code.
    pub code: String,
    /// What it is for.
    pub kind: ProgrammeKind,
    /// What it says.
    pub content: Content,
}

#[derive(Deserialize)]
struct RuleFile {
    rules: Vec<RuleRow>,
}

#[derive(Deserialize)]
struct RuleRow {
    programme: String,
    code: String,
    title: String,
    condition: WrittenCondition,
}

/// The programmes that the suite is delivered with.
///
/// # Errors
/// None in practice: a test reads them.
pub fn programmes() -> Result<Vec<Initial>, ReferenceError> {
    let file: RuleFile = reference::read(RULES, include_str!("../../../data/initial-rules.json"))?;
    let mut rules: BTreeMap<String, Vec<RuleRow>> = BTreeMap::new();
    for row in file.rules {
        rules.entry(row.programme.clone()).or_default().push(row);
    }
    let known = reference::programmes().map_err(Clone::clone)?;
    let programmes = known.programmes.iter();
    programmes.map(|one| initial(one, rules.remove(&one.code).unwrap_or_default())).collect()
}

fn initial(of: &reference::Programme, rules: Vec<RuleRow>) -> Result<Initial, ReferenceError> {
    let wrong = |reason: String| ReferenceError { file: PROGRAMMES, reason };
    let kind = ProgrammeKind::parse(&of.kind).ok_or_else(|| wrong(of.kind.clone()))?;
    let year = |text: &str| text.parse().map_err(|_| wrong(format!("period {text}")));
    let period = match of.period.as_deref().and_then(|period| period.split_once('-')) {
        Some((from, to)) => Some(Period { from: year(from)?, to: year(to)? }),
        None => None,
    };
    let document = of.number.clone().unwrap_or_else(|| of.name_vi.clone());
    let rule = |row: RuleRow| Rule {
        code: row.code,
        title: row.title,
        condition: row.condition,
        basis: Basis { document: document.clone(), article: "Tên văn bản".to_owned() },
        valid_from: None,
        valid_to: None,
        verified: false,
    };
    let support = |kind: &SupportKind| Support { kind: *kind, norms: Vec::new() };
    let content = Content {
        name: of.name_vi.clone(),
        document: of.number.clone().map(|number| Document {
            number,
            issued_on: of.issued,
            annex: of.annex.clone(),
        }),
        lead: of.lead.clone(),
        co_leads: of.co_leads.clone(),
        lead_assumed: of.lead_assumed,
        period,
        fields: Vec::new(),
        supports: supports(kind).iter().map(support).collect(),
        rules: rules.into_iter().map(rule).collect(),
        budgets: Vec::new(),
    };
    Ok(Initial { code: of.code.clone(), kind, content })
}

/// What a programme of a kind gives.
const fn supports(kind: ProgrammeKind) -> &'static [SupportKind] {
    match kind {
        ProgrammeKind::AgriculturalCooperativeSupport => &[SupportKind::AgriculturalSupport],
        ProgrammeKind::Consolidation | ProgrammeKind::NewRuralConsolidation => {
            &[SupportKind::Consolidation]
        }
        ProgrammeKind::IndustrialExtension => &[SupportKind::IndustrialExtension],
        ProgrammeKind::IntellectualProperty => &[
            SupportKind::IntellectualProperty,
            SupportKind::CollectiveMark,
            SupportKind::TechnologyTransfer,
        ],
        // Of the fund: help with loan files. Its loans have a mechanism of their own.
        ProgrammeKind::Credit | ProgrammeKind::LoanFund => &[SupportKind::CreditHelp],
        ProgrammeKind::TaxRelief => &[SupportKind::TaxRelief],
        ProgrammeKind::Land => &[SupportKind::Land],
        ProgrammeKind::WasteServices => &[SupportKind::WasteServices],
        ProgrammeKind::Training => &[SupportKind::StudyTour],
        ProgrammeKind::YoungLabour => &[SupportKind::YoungWorkers],
        ProgrammeKind::ShowcasePoint => &[SupportKind::ShowcasePoint],
        // Plans that others carry out, and what the trade promotion gives.
        ProgrammeKind::ActionProgramme
        | ProgrammeKind::ValueChain
        | ProgrammeKind::DevelopmentPlan
        | ProgrammeKind::EfficiencyScheme
        | ProgrammeKind::TradePromotion => &[],
    }
}

#[cfg(test)]
mod tests {
    use htx_model::date::Date;

    use super::*;
    use crate::domain::{application::norm::Norms, programme::check::check};

    #[test]
    fn the_eighteen_programmes_pass_the_checks_and_no_norm_is_made_up() {
        let programmes = programmes().unwrap();
        assert_eq!(programmes.len(), 18);
        let today = Date::new(2025, 5, 12).unwrap();
        for one in &programmes {
            assert_eq!(check(one.content.clone()).unwrap(), one.content, "{}", one.code);
            assert!(one.content.rules.iter().all(|rule| !rule.verified));
            for support in &one.content.supports {
                assert_eq!(one.content.norms_on(support.kind, today), Norms::default());
            }
        }
        let with_rules = programmes.iter().filter(|one| !one.content.rules.is_empty());
        assert_eq!(with_rules.count(), 6);
    }
}
