//! Writes what a plan names.

use htx_kit::{context::Context, db::Connection, failure::Failure, http::IfMatch};
use htx_model::{
    dissolution::PlanAction,
    id::{DissolutionPlanId, OrganisationId},
    refusal::Refusal,
};

use super::{Said, Whole, held, require_own, tell, whole};
use crate::{
    domain::plan::{self, Entry},
    store,
    usecase::hold::Caller,
};

/// Writes what the draft names in place of what it named.
///
/// # Errors
/// Not found outside the scope; another agency's; a stale version; a plan that is no draft; every
/// fault of what was sent.
pub fn write(
    connection: &mut Connection,
    context: &Context,
    caller: &Caller,
    id: DissolutionPlanId,
    seen: &IfMatch,
    written: Vec<Entry>,
) -> Result<Whole, Failure> {
    let before = held(connection, &caller.scope, id)?;
    require_own(&caller.scope, &before)?;
    seen.check(before.version)?;
    let state = plan::require(before.state, PlanAction::Change)?;
    let named = written.iter().take(plan::ENTRIES_MAX);
    let ids: Vec<OrganisationId> = named.map(|entry| entry.organisation).collect();
    let known = store::organisation::with_ids(connection, &caller.scope, &ids)?;
    let entries = plan::check((&before.territory, before.year), &known, written);
    let entries = entries.map_err(Refusal::rules)?;
    let earlier = store::plan::entries(connection, id, before.revision)?;
    let earlier: Vec<Entry> = earlier.into_iter().map(|(entry, _)| entry).collect();
    let mut after = plan::Plan {
        state,
        entry_count: u32::try_from(entries.len()).unwrap_or(u32::MAX),
        version: before.version + 1,
        recorded_at: context.now,
        ..before.clone()
    };
    after.note_preparer(caller.id);
    store::plan::replace_entries(connection, &after, &entries)?;
    store::plan::save(connection, &after)?;
    let change = (Some((&before, earlier.as_slice())), (&after, entries.as_slice()));
    tell(connection, context, "dissolution_plan.changed", change.0, change.1, Said::default())?;
    whole(connection, after, None)
}
