//! Follows the dissolution cases: the only way by which an organisation becomes dissolving,
//! dissolved or bankrupt, and back where its case is withdrawn.

use htx_kit::{
    clock::IdSource, context::Context, db::Connection, failure::Failure, feed::FeedItem, log,
};
use htx_model::{
    code_list::CodeList as _,
    event::{Event, Subject},
    id::{DissolutionId, OrganisationId},
    language::Language,
    organisation::OrganisationStatus,
    scope::Scope,
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{certificate, record};
use crate::{
    domain::{
        dissolution::{self, FollowedCase, Obstacle, Step},
        organisation::Organisation,
    },
    store::{self, organisation::Stored, search::SUBJECT},
};

/// What a service's subscription to dissolutions is called.
pub const SUBSCRIPTION: &str = "dissolution";

/// The state of a case, as far as the register goes by it.
#[derive(Deserialize)]
struct Told {
    id: DissolutionId,
    organisation: OrganisationId,
    /// Absent where the register has nothing to follow: a case withdrawn before its decision.
    registry_sync: Option<Value>,
}

/// Gives a page of the dissolution feed its effects. What the register cannot follow is noted down
/// and shown with the organisation; it holds up nothing that comes after it.
///
/// # Errors
/// What the database reports.
pub fn follow_dissolutions(
    connection: &mut Connection,
    ids: &IdSource,
    items: &[FeedItem],
) -> Result<(), Failure> {
    let context = Context::of_operator("dissolution feed", ids);
    let mut steps = Vec::new();
    for item in items {
        let Some(step) = dissolution::of_event(&item.event.kind) else { continue };
        match Told::deserialize(&item.event.state) {
            Ok(told) => steps.push((item, step, told)),
            Err(error) => {
                let position = item.position;
                tracing::error!(position, %error, "an event of a dissolution is unclear");
            }
        }
    }
    // All at first, in their order: the officers of two entries never wait for each other in a circle.
    connection.lock_all(steps.iter().map(|(_, _, told)| record::lock_name(told.organisation)))?;
    for (item, step, told) in &steps {
        follow(connection, &context, item, *step, told)?;
    }
    Ok(())
}

fn follow(
    connection: &mut Connection,
    context: &Context,
    item: &FeedItem,
    step: Step,
    told: &Told,
) -> Result<(), Failure> {
    let known = store::dissolution_case::find(connection, told.id)?;
    if known.as_ref().is_some_and(|known| known.position >= item.position) {
        // A cursor was put back: this step was followed before.
        return Ok(());
    }
    if told.registry_sync.is_none() && known.is_none() {
        return Ok(());
    }
    let stored = store::organisation::find(connection, &Scope::everything(), told.organisation)?;
    let kept = known.and_then(|known| known.status_before);
    let outcome = match &stored {
        Some(stored) => dissolution::leads_to(step, stored.organisation.status, kept),
        None => Err(Obstacle::Unknown),
    };
    let frozen = stored.as_ref().map(|stored| stored.organisation.status).filter(|status| {
        step == Step::Decided && outcome.is_ok() && *status != OrganisationStatus::Dissolving
    });
    let case = FollowedCase {
        id: told.id,
        organisation: told.organisation,
        status_before: kept.or(frozen),
        last_step: step,
        not_followed: outcome.err(),
        position: item.position,
    };
    store::dissolution_case::save(connection, &case, context.now)?;
    match stored {
        Some(stored) => write(connection, context, item, &case, stored, outcome.ok()),
        None => {
            tracing::error!(case = %told.id, "a dissolution is of no organisation of the register");
            Ok(())
        }
    }
}

/// Changes the entry and tells of it, or tells why it stays as it is.
fn write(
    connection: &mut Connection,
    context: &Context,
    item: &FeedItem,
    case: &FollowedCase,
    stored: Stored,
    status: Option<OrganisationStatus>,
) -> Result<(), Failure> {
    let Stored { organisation: before, version, .. } = stored;
    let after = Organisation { status: status.unwrap_or(before.status), ..before.clone() };
    if after != before {
        store::organisation::save(connection, &after, version, context.now)?;
    }
    let event = event(context, item, case, &before, &after)?;
    log::append(connection, &event, None, &context.ids)?;
    if status.is_some_and(OrganisationStatus::has_ended) {
        let reason = case.last_step.label(Language::Vi);
        let basis = item.event.legal_basis.as_deref();
        certificate::end_of(connection, context, &after, reason, basis)?;
        store::suspension::end_all(connection, &[after.id], item.event.effective_on)?;
    }
    Ok(())
}

/// The register's own event of a step: the entry with the case, on the ground and from the day on
/// which the step holds.
fn event(
    context: &Context,
    item: &FeedItem,
    case: &FollowedCase,
    before: &Organisation,
    after: &Organisation,
) -> Result<Event, Failure> {
    let before = serde_json::to_value(before).map_err(Failure::unexpected)?;
    let mut state = serde_json::to_value(after).map_err(Failure::unexpected)?;
    state["dissolution_case"] = json!(case.id);
    let kind = match case.not_followed {
        None => dissolution::event(case.last_step),
        Some(obstacle) => {
            state["dissolution_not_followed"] = json!(obstacle);
            "organisation.dissolution_not_followed"
        }
    };
    let subject = Subject { kind: SUBJECT.to_owned(), id: after.id.uuid() };
    let event = context.event(kind, subject, after.place(), Some(&before), state);
    Ok(Event {
        effective_on: item.event.effective_on,
        legal_basis: item.event.legal_basis.clone(),
        ..event
    })
}
