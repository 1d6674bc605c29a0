//! Asks the rules once more: what was proposed months ago may work again by now.

use std::collections::{BTreeMap, HashSet};

use htx_kit::{db::Connection, failure::Failure};
use htx_model::{
    date::Date,
    dissolution::planning::CandidateRule,
    id::OrganisationId,
    refusal::{ErrorCode, Refusal, Text},
    scope::Scope,
};

use super::{Finding, searched};
use crate::{
    domain::{
        candidate::{BULK_MAX, Candidate},
        organisation::Organisation,
    },
    store::{self, candidate::Search},
};

/// The organisations among those of candidates that the rule of each still finds today. One query for
/// each rule that they were proposed by.
///
/// # Errors
/// What the database reports.
pub(super) fn still_found(
    connection: &mut Connection,
    candidates: &[(Candidate, Organisation)],
    today: Date,
) -> Result<HashSet<OrganisationId>, Failure> {
    let mut by_rule: BTreeMap<(CandidateRule, Option<u32>), Vec<OrganisationId>> = BTreeMap::new();
    for (candidate, of) in candidates {
        by_rule.entry((candidate.rule, candidate.years)).or_default().push(of.id);
    }
    let (everything, most) = (Scope::everything(), i64::try_from(BULK_MAX).unwrap_or(i64::MAX));
    let mut found = HashSet::new();
    for ((rule, years), organisations) in by_rule {
        let finding = Finding { rule, years, district: None, commune: None };
        let (_, search) = searched(&everything, &finding, Some(organisations), today)?;
        let kinds = candidates.iter().map(|(_, of)| of.kind).collect();
        let search = Search { kinds, proposed_too: true, ..search };
        let living = store::candidate::search(connection, &everything, &search, most)?;
        found.extend(living.into_iter().map(|of| of.id));
    }
    Ok(found)
}

/// A candidate that its rule does not find any more.
pub(super) fn found_no_longer() -> Refusal {
    Refusal::new(
        ErrorCode::StateConflict,
        Text::fixed(
            "Theo sổ đăng ký hôm nay, tổ chức không còn thuộc tiêu chí đã đề xuất.",
            "By the register of today, the rule that proposed the organisation finds it no longer.",
        ),
    )
    .advising(Text::fixed(
        "Hãy rút đề xuất và nêu lý do.",
        "Withdraw the candidate, with the reason.",
    ))
}
