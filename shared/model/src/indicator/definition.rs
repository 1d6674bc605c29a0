//! What an indicator counts. Changing a rule is a new version of its line.

use super::Unit;
use crate::{
    code_list::CodeList,
    date::Date,
    organisation::OrganisationKind,
    refusal::{LegalBasis, Text},
};

/// What an indicator of a service counts.
#[derive(Debug, Clone)]
pub struct Definition<I> {
    /// Which.
    pub indicator: I,
    /// Its number in the plan.
    pub number: &'static str,
    /// In what it is measured.
    pub unit: Unit,
    /// The kinds of organisation that it speaks of.
    pub kinds: &'static [OrganisationKind],
    /// How it is counted.
    pub rule: Text,
    /// What stands below the line, or what is counted.
    pub denominator: Text,
    /// Whether it tells apart what came by an approved application.
    pub by_application: bool,
    /// Whether it tells how many reported what is needed.
    pub coverage: bool,
    /// The version of the rule; a changed rule has the next.
    pub version: u32,
    /// The document behind it, and whether the rule was verified.
    pub legal_basis: LegalBasis,
    /// Since when the rule holds.
    pub valid_from: Date,
    /// Until when.
    pub valid_to: Option<Date>,
}

/// The indicator with this code, or with this number in the plan.
#[must_use]
pub fn named<I: CodeList>(
    definitions: &'static [Definition<I>],
    code: &str,
) -> Option<&'static Definition<I>> {
    definitions.iter().find(|one| one.indicator.code() == code || one.number == code)
}
