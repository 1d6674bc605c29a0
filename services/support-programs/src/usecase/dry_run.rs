//! What rules would say of every organisation that the caller reaches, before anybody goes by them.
//! Batch by batch, so that other reads have their turn between; nothing is saved.

use std::collections::BTreeMap;

use htx_kit::{db::Connection, directory, failure::Failure};
use htx_model::{
    date::Date,
    id::{OrganisationId, ProgrammeVersionId},
    refusal::Refusal,
    scope::Scope,
    support::programmes::CommuneGradeKind,
};

use super::{facts, programme, programme_terms};
use crate::{
    domain::{
        eligibility::{Rules, tally::Tally},
        programme::check,
        rule::Rule,
    },
    store::{self, programme_version::Drafts},
};

/// Organisations of one batch.
const BATCH: i64 = 1_000;
/// The most examples of each conclusion.
pub const EXAMPLES_MAX: u32 = 20;

/// Which rules are tried.
#[derive(Debug, Clone)]
pub enum Tried {
    /// These.
    Rules(Vec<Rule>),
    /// Those of a version, of which the caller may know.
    Version(ProgrammeVersionId),
    /// Those that hold of a programme.
    Programme(String),
}

/// A dry run that has come so far.
#[derive(Debug)]
pub struct DryRun {
    rules: Rules,
    day: Date,
    grades: BTreeMap<String, CommuneGradeKind>,
    after: Option<OrganisationId>,
    /// What was counted.
    pub tally: Tally,
}

/// Begins a dry run on a day, with so many examples of each conclusion.
///
/// # Errors
/// Every fault of the rules; a version that does not exist, or not for this caller; a programme that
/// there is none of.
pub fn begin(
    connection: &mut Connection,
    drafts: &Drafts,
    tried: Tried,
    (day, examples): (Date, usize),
) -> Result<DryRun, Failure> {
    let rules = match tried {
        Tried::Rules(rules) => {
            let rules = check::check_rules("/rules", rules).map_err(Refusal::rules)?;
            Rules::of(rules.iter().filter(|rule| rule.holds_on(day)), true)
        }
        Tried::Version(id) => {
            let found = store::programme_version::find(connection, drafts, id)?;
            let (_, version) = found.ok_or_else(programme::unknown)?;
            Rules::on(&version.content, day)
        }
        Tried::Programme(code) => {
            let terms = programme_terms::of_programme(connection, &code, day)?;
            Rules::on(&terms.content, day)
        }
    };
    let rules = rules.map_err(Failure::unexpected)?;
    Ok(DryRun {
        tally: Tally::of(&rules, examples),
        rules,
        day,
        grades: store::commune_grade::all_on(connection, day)?,
        after: None,
    })
}

/// Counts the next batch within a scope, in the order of ids, and says whether there may be more.
///
/// # Errors
/// What the database reports.
pub fn batch(
    connection: &mut Connection,
    scope: &Scope,
    run: &mut DryRun,
) -> Result<bool, Failure> {
    let organisations = directory::list(connection, scope, run.after, BATCH)?;
    let facts = facts::of(connection, &organisations, &run.grades, run.day)?;
    for (organisation, facts) in organisations.iter().zip(&facts) {
        run.tally.count(organisation, &run.rules.test(facts));
    }
    run.after = organisations.last().map(|one| one.id).or(run.after);
    Ok(i64::try_from(organisations.len()).is_ok_and(|counted| counted == BATCH))
}
