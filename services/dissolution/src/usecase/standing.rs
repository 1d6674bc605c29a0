//! The clock of a case, and why it is not closed; kept for lists over all cases.

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use htx_kit::{db::Connection, failure::Failure};
use htx_model::{
    agency::Agency,
    date::Date,
    dissolution::{DissolutionAction, DissolutionState, answers::DeadlineKind},
    id::DissolutionId,
    scope::Scope,
};

use super::{facts, hold};
use crate::{
    Dissolutions,
    domain::{
        answering,
        clock::{self, Dates, Deadline, PeriodRules},
        guard,
        standing::{self, Missing, Situation},
        step::Step,
    },
    store::{self, case::StoredCase, standing::Due},
};

/// How many cases are made anew before it is asked again which need it.
const BATCH: i64 = 100;
/// How many of them at once: SQLite commits together what waits together.
const AT_ONCE: usize = 8;

/// The dated facts of a case.
///
/// # Errors
/// What the database reports.
pub fn dates(connection: &mut Connection, stored: &StoredCase) -> Result<Dates, Failure> {
    let case = &stored.case;
    let steps = store::step::of_case(connection, case.id)?;
    let steps: Vec<&Step> = steps.iter().map(|(step, _)| step).collect();
    let notice = store::notice::facts(connection, case.id)?;
    let settled = steps.iter().rev().find(|step| step.to == DissolutionState::Settled);
    Ok(Dates {
        decided_on: case.decided_on,
        notice: notice.published_on.zip(notice.window_ends_on),
        registered_on: case.registered_on,
        tax_informed_on: notice.tax_informed_on,
        settled_on: settled.map(|step| step.effective_on),
        ended_on: case.ended_on,
        planned: case.planned(),
        suspensions: clock::suspensions(steps.iter().map(|step| (step.action, step.effective_on))),
        questions: store::blocker::questions(connection, case.id)?,
        objections: store::objection::protests(connection, case.id)?,
    })
}

/// All deadlines of a case as of a day.
///
/// # Errors
/// What the database reports.
pub fn deadlines(
    connection: &mut Connection,
    service: &Dissolutions,
    stored: &StoredCase,
    today: Date,
) -> Result<Vec<Deadline>, Failure> {
    let dates = dates(connection, stored)?;
    Ok(clock::deadlines(&dates, rules()?, &service.holidays, today))
}

/// The table of periods.
///
/// # Errors
/// None in practice.
pub fn rules() -> Result<&'static PeriodRules, Failure> {
    PeriodRules::embedded().map_err(|error| Failure::unexpected(error.clone()))
}

/// The smallest list of what keeps a case from its end.
///
/// # Errors
/// What the database reports.
pub fn missing(
    connection: &mut Connection,
    stored: &StoredCase,
    today: Date,
) -> Result<Vec<Missing>, Failure> {
    let case = &stored.case;
    let facts = facts::of(connection, stored, today)?;
    let unmet = |action: &DissolutionAction| (*action, guard::unmet(*action, &facts));
    let situation = Situation {
        state: case.state,
        last_step_on: case.last_step_on,
        ahead: standing::ahead(case.state).iter().map(unmet).collect(),
        questions: store::blocker::open_questions(connection, case.id)?,
        objections: store::objection::open(connection, case.id)?,
    };
    Ok(standing::missing(&situation))
}

/// A case within a scope, to be read.
///
/// # Errors
/// Not found, or outside the scope.
pub fn visible(
    connection: &mut Connection,
    scope: &Scope,
    id: DissolutionId,
) -> Result<StoredCase, Failure> {
    store::case::find(connection, scope, id)?.ok_or_else(|| hold::unknown().into())
}

/// The agency that must see on a day to something that is due; none for a window within which others
/// act.
#[must_use]
pub fn holder<'a>(service: &'a Dissolutions, due: &Due, day: Date) -> Option<&'a Agency> {
    let agencies = &service.agencies;
    match &due.agency {
        Some(asked) => answering::holder(agencies, asked, &due.seat, day),
        None if due.kind == DeadlineKind::ClaimWindow => None,
        None => answering::authority(agencies, (due.organisation_kind, &due.seat), day),
    }
}

/// Makes anew what is kept of the cases in which something was written since, or for which a day has
/// passed that matters: to be called before a list over all cases is read. Each case is a
/// transaction of its own, so that nobody waits for all of them.
///
/// # Errors
/// What the database reports.
pub async fn catch_up(service: &Dissolutions) -> Result<(), Failure> {
    let database = &service.runtime.database;
    let today = service.runtime.ids.now().date();
    loop {
        let stale = database
            .read(move |connection| store::standing::stale(connection, today, BATCH))
            .await?;
        if stale.is_empty() {
            return Ok(());
        }
        let each = stale.into_iter().map(|id| {
            let service = service.clone();
            let work =
                move |connection: &mut Connection| make_anew(connection, &service, id, today);
            database.write(work)
        });
        stream::iter(each).buffer_unordered(AT_ONCE).try_collect::<()>().await?;
    }
}

fn make_anew(
    connection: &mut Connection,
    service: &Dissolutions,
    id: DissolutionId,
    today: Date,
) -> Result<(), Failure> {
    hold::turns(connection, [id])?;
    let Some(stored) = store::case::find(connection, &Scope::everything(), id)? else {
        return Ok(());
    };
    let mut open = deadlines(connection, service, &stored, today)?;
    open.retain(|deadline| deadline.done_on.is_none());
    let missing = missing(connection, &stored, today)?;
    // Once it is decided, time itself changes what is missing: windows close, rejected claims can be
    // contested no longer. So it holds for the day.
    let decided = stored.case.decided_on.is_some() && stored.case.is_open();
    let holds_until = decided.then_some(today);
    store::standing::keep(connection, id, &open, &missing, holds_until)
}
