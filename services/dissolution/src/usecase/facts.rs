//! Reads what the guards look at: one bounded query for each room.

use htx_kit::{db::Connection, failure::Failure};
use htx_model::{
    date::Date,
    dissolution::{grounds::InventoryFinding, money::AssetDivision},
    id::DissolutionId,
};

use crate::{
    domain::{
        custody,
        facts::{AssetFacts, ClaimFacts, DecisionFacts, Facts, RegistryFacts},
    },
    store::{
        self,
        case::StoredCase,
        money::{asset, cash_entry, claim, receivable},
    },
};

/// Everything that is known of a case.
///
/// # Errors
/// What the database reports.
pub fn of(connection: &mut Connection, stored: &StoredCase, today: Date) -> Result<Facts, Failure> {
    let case = &stored.case;
    let sync = case.registry_sync.as_ref();
    let survey = store::survey::find(connection, case.id)?;
    Ok(Facts {
        survey: survey.map(|survey| survey.facts()).unwrap_or_default(),
        custody: custody::facts(&store::custody::of_case(connection, case.id)?),
        decision: decision_facts(connection, case.id)?,
        tax: store::tax_clearance::facts(connection, case.id)?,
        waiting_since: case.last_step_on,
        registry: RegistryFacts {
            sync: sync.map(|sync| sync.state),
            since: sync.map(|sync| sync.since.date()),
        },
        blockers: store::blocker::facts(connection, case.id)?,
        notice: store::notice::facts(connection, case.id)?,
        objections: store::objection::facts(connection, case.id)?,
        claims: claim_facts(connection, case.id, today)?,
        assets: asset_facts(connection, case.id)?,
        ..Facts::none(case.route, today)
    })
}

/// What the decision rests on: a document counts as long as the case has it.
fn decision_facts(
    connection: &mut Connection,
    case: DissolutionId,
) -> Result<DecisionFacts, Failure> {
    let Some(decision) = store::decision::find(connection, case)? else {
        return Ok(DecisionFacts::default());
    };
    let document = match decision.document {
        Some(deed) => {
            let ids: Vec<_> = deed.documents.iter().map(|one| one.document_id).collect();
            let there = store::document::bound(connection, case, &ids)?;
            let whole = !ids.is_empty() && ids.iter().all(|id| there.contains(id));
            whole.then_some(deed.kind)
        }
        None => None,
    };
    Ok(DecisionFacts {
        document,
        council: decision.council.is_some(),
        capital_list: decision.capital.is_some(),
        undivided_listed: decision
            .capital
            .is_some_and(|list| list.undivided == InventoryFinding::Listed),
    })
}

/// Claims and receivables.
fn claim_facts(
    connection: &mut Connection,
    case: DissolutionId,
    today: Date,
) -> Result<ClaimFacts, Failure> {
    let (open, open_since) = claim::open(connection, case, today)?;
    let (receivables_open, receivables_open_since) = receivable::open(connection, case)?;
    let receivables_open = count(receivables_open);
    let (paid, paid_since) = claim::paid(connection, case)?;
    Ok(ClaimFacts {
        none: claim::count(connection, case)? == 0,
        open: count(open),
        open_since,
        receivables_open,
        receivables_open_since,
        paid: count(paid),
        paid_since,
    })
}

/// Assets and cash.
fn asset_facts(connection: &mut Connection, case: DissolutionId) -> Result<AssetFacts, Failure> {
    let book = cash_entry::book(connection, case)?;
    let none = book.entries == 0
        && asset::count(connection, case)? == 0
        && receivable::count(connection, case)? == 0;
    let mut facts = AssetFacts {
        none,
        undivided_none: asset::count_of(connection, case, AssetDivision::Undivided)? == 0,
        cash: book.balance,
        ..AssetFacts::default()
    };
    for (division, open, since) in asset::open(connection, case)? {
        let (counted, since_when) = match division {
            AssetDivision::Divisible => (&mut facts.undisposed, &mut facts.undisposed_since),
            AssetDivision::Undivided => {
                (&mut facts.undivided_open, &mut facts.undivided_open_since)
            }
        };
        (*counted, *since_when) = (count(open), since);
    }
    Ok(facts)
}

fn count(rows: i64) -> u32 {
    u32::try_from(rows).unwrap_or(u32::MAX)
}
