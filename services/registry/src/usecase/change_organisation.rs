//! Changes an organisation's entry.

use htx_kit::{context::Context, db::Connection, failure::Failure, http::IfMatch, log};
use htx_model::{
    administrative::AdministrativeUnits,
    id::OrganisationId,
    refusal::{ErrorCode, Refusal, Text},
    scope::Scope,
};

use super::{
    Written,
    alliance::memberships,
    people, read_organisation, record,
    register_organisation::{require_free_name, require_free_number, require_keeper},
};
use crate::{
    domain::{
        entry::{self, Entry},
        lifecycle::{self, Action},
        organisation::Organisation,
    },
    store::{self, organisation::Stored},
};

/// Applies a change to the entry that the caller has seen. A change that changes nothing writes
/// nothing and keeps the version.
///
/// # Errors
/// Not found outside the scope; a stale version; a frozen entry; the rules that it would break.
pub fn change_organisation(
    connection: &mut Connection,
    context: &Context,
    scope: &Scope,
    units: &AdministrativeUnits,
    id: OrganisationId,
    seen: &IfMatch,
    change: impl FnOnce(&mut Entry),
) -> Result<Written, Failure> {
    connection.lock(&record::lock_name(id))?;
    let Stored { organisation: before, version, recorded_at, .. } =
        store::organisation::find(connection, scope, id)?.ok_or_else(read_organisation::unknown)?;
    require_keeper(scope, &before)?;
    seen.check(version)?;
    lifecycle::require(before.status, Action::Change)?;
    let person_before = store::organisation::representative_of(connection, id)?;
    let entry_before = Entry::of(&before, &person_before);
    let mut entry = entry_before.clone();
    change(&mut entry);
    let today = context.today();
    let (after, representative) =
        entry::check(entry, Some(&entry_before), id, before.status, units, today)
            .map_err(Refusal::rules)?;
    if after == before && representative == person_before {
        return Ok(Written { organisation: after, representative, version, recorded_at });
    }
    require_still_within(scope, &after)?;
    people::require_figures(connection, &before, &after)?;
    memberships::require_in_step(connection, &before, &after)?;
    if after.name != before.name {
        require_free_name(connection, &after.name, id)?;
    }
    require_free_number(connection, &after)?;
    store::organisation::save(connection, &after, version, context.now)?;
    store::organisation::save_representatives(connection, &[(id, &representative)])?;
    let event = record::event(context, "organisation.changed", Some(&before), &after)?;
    log::append(connection, &event, record::personal(&representative)?.as_ref(), &context.ids)?;
    if let Some(event) = record::departure(context, &before, &after)? {
        log::append(connection, &event, None, &context.ids)?;
    }
    let (version, recorded_at) = (version + 1, context.now);
    Ok(Written { organisation: after, representative, version, recorded_at })
}

/// A change cannot move an entry out of its officer's reach: that is the other agency's to accept.
fn require_still_within(scope: &Scope, after: &Organisation) -> Result<(), Refusal> {
    if scope.covers(&after.placement()) {
        return Ok(());
    }
    Err(Refusal::new(
        ErrorCode::PermissionDenied,
        Text::fixed(
            "Không thể chuyển trụ sở ra ngoài địa bàn của bạn.",
            "The seat cannot be moved out of your territory.",
        ),
    )
    .advising(Text::fixed(
        "Hãy đề nghị cơ quan kế hoạch của Thành phố thực hiện.",
        "Ask the city's planning agency to do it.",
    )))
}
