//! Follows the register: what it says of organisations enters the directory, and a case learns that
//! the register has followed its last step.

use htx_kit::{
    clock::IdSource, context::Context, db::Connection, directory, failure::Failure, feed::FeedItem,
    log,
};
use htx_model::{date::Date, id::DissolutionId, organisation::OrganisationStatus, scope::Scope};
use serde::Deserialize;

use super::{hold, record};
use crate::store;

/// What the register says of an organisation whose status it changed by a case.
#[derive(Deserialize)]
struct Followed {
    status: OrganisationStatus,
    dissolution_case: DissolutionId,
}

/// Gives a page of the register's feed its effects.
///
/// # Errors
/// What the database reports.
pub fn follow_registry(
    connection: &mut Connection,
    ids: &IdSource,
    items: &[FeedItem],
) -> Result<(), Failure> {
    directory::take(connection, items)?;
    let context = Context::of_operator("registry feed", ids);
    let of_entries = items.iter().filter(|item| item.event.subject.kind == "organisation");
    // Most changes of an entry are no case's.
    let followed: Vec<(&FeedItem, Followed)> = of_entries
        .filter_map(|item| Some((item, Followed::deserialize(&item.event.state).ok()?)))
        .collect();
    hold::turns(connection, followed.iter().map(|(_, followed)| followed.dissolution_case))?;
    for (item, followed) in &followed {
        let at = (item.position, item.event.recorded_at.date());
        note(connection, &context, at, followed)?;
    }
    Ok(())
}

/// Notes down in a case that the register has the status that its last step asks for.
fn note(
    connection: &mut Connection,
    context: &Context,
    at: (u64, Date),
    followed: &Followed,
) -> Result<(), Failure> {
    let id = followed.dissolution_case;
    let Some(stored) = store::case::find(connection, &Scope::everything(), id)? else {
        // The register speaks of a case that this database does not have: restored from a backup.
        tracing::error!(%id, position = at.0, "the register followed a case that is not known here");
        return Ok(());
    };
    let before = stored.case;
    let Some(after) = before.followed(followed.status, at) else { return Ok(()) };
    store::case::save(connection, &after, stored.version, context.now)?;
    let (kind, organisation) = ("dissolution.registry_followed", &stored.organisation);
    let event = record::of_case(context, kind, organisation, Some(&before), &after)?;
    log::append(connection, &event, None, &context.ids)
}
