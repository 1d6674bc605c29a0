//! Passes on by itself every grievance with which an agency is late: the organisation need not ask. It has its
//! own time with the next agency, so doing it again does nothing; with the highest agency it stays, overdue.

use htx_kit::{act::Act, context::Context, db::Connection, failure::Failure};
use htx_model::{
    id::GrievanceId,
    scope::Scope,
    support::grievances::{GrievanceAction, GrievanceState},
    working_days::Holidays,
};
use uuid::Uuid;

use super::grievance::{self, on, pass_on};
use crate::{
    SupportPrograms,
    domain::grievance::Grievance,
    store::{self, grievance::Filter},
};

/// Grievances that are read at once.
const BATCH: i64 = 200;
/// Who passes them on.
const OPERATOR: &str = "grievance-deadlines";

/// Passes on what is late today, each in a transaction of its own, and tells how many.
///
/// # Errors
/// What the database reports.
pub async fn escalate(service: &SupportPrograms) -> Result<usize, Failure> {
    let database = &service.runtime.database;
    let (mut escalated, mut after) = (0, None);
    loop {
        let today = service.runtime.ids.now().date();
        let late = move |connection: &mut Connection| {
            let filter = Filter { overdue_on: Some(today), ..Filter::default() };
            let reach = (&Scope::everything(), &[][..]);
            store::grievance::list(connection, reach, &filter, after.as_ref(), BATCH)
        };
        let batch: Vec<GrievanceId> =
            database.read(late).await?.into_iter().map(|(one, _)| one.id).collect();
        let Some(last) = batch.last() else { return Ok(escalated) };
        after = Some(*last);
        for id in batch {
            let of = service.clone();
            let one = move |connection: &mut Connection| {
                let context = Context::of_operator(OPERATOR, &of.runtime.ids);
                let mut act = Act {
                    connection,
                    context: &context,
                    who: Uuid::nil(),
                    scope: &Scope::everything(),
                    agencies: &of.agencies,
                };
                escalate_one(&mut act, &of.holidays, id)
            };
            escalated += usize::from(database.write(one).await?);
        }
    }
}

/// Passes one on, where its agency is still late and there is another one to pass it to.
fn escalate_one(act: &mut Act<'_>, holidays: &Holidays, id: GrievanceId) -> Result<bool, Failure> {
    act.connection.lock(&format!("grievance {id}"))?;
    let reach = (&Scope::everything(), &[][..]);
    let found = store::grievance::find(act.connection, reach, id)?;
    let today = act.today();
    // Somebody may have acted since it was listed.
    let Some(before) = found.filter(|(one, _)| one.is_overdue(today)) else { return Ok(false) };
    let rule = on(act)?;
    if rule.next(act.agencies, &before.0.agency, today).is_none() {
        return Ok(false);
    }
    let state = GrievanceState::Escalated;
    let mut after = Grievance { state, ..before.0.clone() };
    pass_on(act, &before.0, &mut after)?;
    after.due_on = rule.due(state, after.received_on, holidays);
    (after.version, after.recorded_at) = (before.0.version + 1, act.context.now);
    store::grievance::save(act.connection, &after)?;
    grievance::step(act, (&after, Some(GrievanceAction::Escalate)), (None, false))?;
    let stored = (after, before.1.clone());
    grievance::tell(act, "grievance.escalated", (Some(&before.0), &stored), "")?;
    Ok(true)
}
