//! Reads blockers: one whole, and how old the open ones are.

use std::collections::BTreeMap;

use htx_kit::{
    db::{
        Connection,
        stored::{code, foreign},
    },
    failure::Failure,
};
use htx_model::{
    administrative::CommuneCode,
    agency::{Agencies, AgencyCode},
    date::Date,
    dissolution::answers::{AgeBand, AnswerBreakdown, BlockerState},
    id::BlockerId,
    scope::Scope,
};

use super::unknown;
use crate::{
    domain::{
        answering::Holding,
        blocker::{Paper, Round, age_band, days_between},
    },
    store::{
        self,
        blocker::{Reach, StoredBlocker, Tally},
    },
};

/// What a caller may see of blockers: the cases within its scope, and what its agency holds today.
#[must_use]
pub fn reach(agencies: &Agencies, scope: &Scope, today: Date) -> Reach {
    let mut holding = Holding::default();
    for own in scope.agencies() {
        let held = Holding::of(agencies, own, today);
        holding.whole.extend(held.whole);
        holding.shared.extend(held.shared);
        holding.commune = holding.commune.or(held.commune);
    }
    Reach { scope: scope.clone(), holding }
}

/// A blocker whole.
#[derive(Debug, Clone)]
pub struct Found {
    /// The blocker.
    pub stored: StoredBlocker,
    /// The rounds before the present one.
    pub earlier: Vec<Round>,
    /// The documents of all rounds.
    pub papers: Vec<Paper>,
}

/// A blocker within a reach.
///
/// # Errors
/// Not found, or outside the reach.
pub fn read(connection: &mut Connection, reach: &Reach, id: BlockerId) -> Result<Found, Failure> {
    let stored = store::blocker::find(connection, reach, id)?.ok_or_else(unknown)?;
    Ok(Found {
        stored,
        earlier: store::blocker::earlier_rounds(connection, id)?,
        papers: store::blocker::papers(connection, id)?,
    })
}

/// The open blockers of one agency or one district.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AgeingLine {
    /// How many.
    pub open: u64,
    /// How many of them wait for an answer.
    pub awaiting: u64,
    /// How many of those are overdue.
    pub overdue: u64,
    /// How many in each band of ages.
    pub bands: BTreeMap<AgeBand, u64>,
    /// When the oldest was raised.
    pub oldest_on: Option<Date>,
}

/// The open blockers, by the code of an agency or a district; nothing where it has none.
pub type Ageing = BTreeMap<Option<String>, AgeingLine>;

/// How old the open blockers within a reach are, by the agency that holds them today or by the
/// district as registered.
///
/// # Errors
/// What the database reports.
pub fn ageing(
    connection: &mut Connection,
    agencies: &Agencies,
    reach: &Reach,
    by: AnswerBreakdown,
    today: Date,
) -> Result<Ageing, Failure> {
    let mut ageing = Ageing::new();
    for tally in store::blocker::tallies(connection, reach)? {
        let key = match by {
            AnswerBreakdown::Agency => Some(holder(agencies, &tally, today)?),
            AnswerBreakdown::District => tally.district.clone(),
        };
        add(ageing.entry(key).or_default(), &tally, today)?;
    }
    Ok(ageing)
}

/// The agency that holds today what was asked then; the one that was asked where nobody does.
fn holder(agencies: &Agencies, tally: &Tally, today: Date) -> Result<String, Failure> {
    let asked = AgencyCode::parse(&tally.agency).map_err(Failure::unexpected)?;
    let commune = CommuneCode::parse(&tally.commune).map_err(|_| foreign(&tally.commune))?;
    let holder = crate::domain::answering::holder_in(agencies, &asked, &commune, today);
    Ok(holder.map_or(tally.agency.clone(), |agency| agency.code.to_string()))
}

fn add(line: &mut AgeingLine, tally: &Tally, today: Date) -> Result<(), Failure> {
    let count = u64::try_from(tally.count).map_err(Failure::unexpected)?;
    let awaits = code::<BlockerState>(&tally.state)?.awaits_answer();
    line.open += count;
    if awaits {
        line.awaiting += count;
    }
    if awaits && tally.due_on < today {
        line.overdue += count;
    }
    *line.bands.entry(age_band(days_between(tally.raised_on, today))).or_default() += count;
    line.oldest_on = Some(line.oldest_on.map_or(tally.raised_on, |day| day.min(tally.raised_on)));
    Ok(())
}
