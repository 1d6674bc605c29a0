//! Records who joins the Cooperative Alliance, and who leaves.

use htx_kit::{context::Context, db::Connection, failure::Failure, http::IfMatch, log};
use htx_model::{
    date::Date,
    event::{Event, Subject},
    id::{AllianceMembershipId, DocumentId, OrganisationId},
    refusal::{ErrorCode, Fault, Refusal, Text},
    scope::Scope,
};

use crate::{
    domain::{
        alliance::{self, Membership},
        lifecycle::{self, Action},
        organisation::Organisation,
    },
    store::{self, organisation::Stored},
    usecase::{read_organisation, record},
};

/// Who joins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Joining {
    /// Which organisation.
    pub organisation: OrganisationId,
    /// The first day.
    pub joined_on: Date,
    /// The number of the decision.
    pub decision_number: Option<String>,
    /// The decision as a document.
    pub decision_document: Option<DocumentId>,
}

/// Records that an organisation within the scope belongs to the alliance, from a day on. Its entry
/// says so too.
///
/// # Errors
/// Not found outside the scope; one that belongs to it already; a bad day.
pub fn join(
    connection: &mut Connection,
    context: &Context,
    scope: &Scope,
    joining: Joining,
) -> Result<Membership, Failure> {
    let stored = hold(connection, scope, joining.organisation)?;
    lifecycle::require(stored.organisation.status, Action::ChangeAllianceMembership)?;
    let earlier = store::alliance_membership::of(connection, joining.organisation)?;
    if earlier.iter().any(|one| one.left_on.is_none()) {
        let detail = Text::fixed(
            "Tổ chức đang là thành viên Liên minh.",
            "The organisation belongs to the alliance already.",
        );
        return Err(Refusal::new(ErrorCode::StateConflict, detail).into());
    }
    alliance::check_joining(joining.joined_on, &earlier, context.today())
        .map_err(Refusal::rules)?;
    let membership = Membership {
        id: context.ids.make(),
        organisation: joining.organisation,
        joined_on: joining.joined_on,
        left_on: None,
        decision_number: joining.decision_number,
        decision_document: joining.decision_document,
        version: 1,
        recorded_at: context.now,
    };
    store::alliance_membership::insert_many(connection, std::slice::from_ref(&membership))?;
    let entry = &stored.organisation;
    tell(connection, context, entry, "alliance_membership.joined", None, &membership)?;
    keep_in_step(connection, context, stored, true)?;
    Ok(membership)
}

/// Records that an organisation leaves the alliance, from the version that the caller has seen.
///
/// # Errors
/// Not found outside the scope; a stale version; one that has left; a bad day.
pub fn end(
    connection: &mut Connection,
    context: &Context,
    scope: &Scope,
    id: AllianceMembershipId,
    seen: &IfMatch,
    left_on: Option<Date>,
) -> Result<Membership, Failure> {
    let organisation = find(connection, scope, id)?.organisation;
    let stored = hold(connection, scope, organisation)?;
    let before = find(connection, scope, id)?;
    seen.check(before.version)?;
    lifecycle::require(stored.organisation.status, Action::ChangeAllianceMembership)?;
    if before.left_on.is_some() {
        let detail =
            Text::fixed("Tổ chức đã ra khỏi Liên minh.", "The organisation has left the alliance.");
        return Err(Refusal::new(ErrorCode::StateConflict, detail).into());
    }
    let left_on = left_on.unwrap_or_else(|| context.today());
    alliance::check_leaving(&before, left_on, context.today()).map_err(Refusal::rules)?;
    let after = Membership {
        left_on: Some(left_on),
        version: before.version + 1,
        recorded_at: context.now,
        ..before.clone()
    };
    store::alliance_membership::save(connection, &after)?;
    let entry = &stored.organisation;
    tell(connection, context, entry, "alliance_membership.ended", Some(&before), &after)?;
    keep_in_step(connection, context, stored, false)?;
    Ok(after)
}

/// A membership of an organisation within the scope.
///
/// # Errors
/// Not found, or out of the scope.
pub fn find(
    connection: &mut Connection,
    scope: &Scope,
    id: AllianceMembershipId,
) -> Result<Membership, Failure> {
    let unknown = || Refusal::not_found("tư cách thành viên Liên minh", "alliance membership");
    let membership = store::alliance_membership::find(connection, id)?.ok_or_else(unknown)?;
    store::organisation::find(connection, scope, membership.organisation)?.ok_or_else(unknown)?;
    Ok(membership)
}

/// Refuses an entry that says otherwise of the alliance than the memberships on record. To be
/// called wherever an entry is changed, under its lock.
///
/// # Errors
/// The rule that it would break; what the database reports.
pub fn require_in_step(
    connection: &mut Connection,
    before: &Organisation,
    after: &Organisation,
) -> Result<(), Failure> {
    if before.alliance_member == after.alliance_member
        || store::alliance_membership::of(connection, before.id)?.is_empty()
    {
        return Ok(());
    }
    let fault = Fault::new(
        "/alliance_member",
        "membership_on_record",
        Text::fixed(
            "Tư cách thành viên Liên minh theo sổ của Liên minh (/v1/alliance-memberships).",
            "Membership of the alliance follows its own record (/v1/alliance-memberships).",
        ),
    );
    Err(Refusal::rules(vec![fault]).into())
}

fn hold(
    connection: &mut Connection,
    scope: &Scope,
    organisation: OrganisationId,
) -> Result<Stored, Failure> {
    connection.lock(&record::lock_name(organisation))?;
    let stored = store::organisation::find(connection, scope, organisation)?;
    Ok(stored.ok_or_else(read_organisation::unknown)?)
}

fn tell(
    connection: &mut Connection,
    context: &Context,
    entry: &Organisation,
    kind: &str,
    before: Option<&Membership>,
    after: &Membership,
) -> Result<(), Failure> {
    let event = event(context, entry, kind, before, after)?;
    log::append(connection, &event, None, &context.ids)
}

/// The event that an organisation joined or left.
pub(in crate::usecase) fn event(
    context: &Context,
    entry: &Organisation,
    kind: &str,
    before: Option<&Membership>,
    after: &Membership,
) -> Result<Event, Failure> {
    let subject = Subject { kind: "alliance_membership".to_owned(), id: after.id.uuid() };
    let before = before.map(serde_json::to_value).transpose().map_err(Failure::unexpected)?;
    let state = serde_json::to_value(after).map_err(Failure::unexpected)?;
    let event = context.event(kind, subject, entry.place(), before.as_ref(), state);
    Ok(Event {
        effective_on: after.left_on.unwrap_or(after.joined_on),
        legal_basis: after.decision_number.clone(),
        documents: after.decision_document.into_iter().collect(),
        ..event
    })
}

/// What the entry says of the alliance.
fn keep_in_step(
    connection: &mut Connection,
    context: &Context,
    stored: Stored,
    alliance_member: bool,
) -> Result<(), Failure> {
    let before = stored.organisation;
    if before.alliance_member == alliance_member {
        return Ok(());
    }
    let after = Organisation { alliance_member, ..before.clone() };
    store::organisation::save(connection, &after, stored.version, context.now)?;
    let event = record::event(context, "organisation.changed", Some(&before), &after)?;
    log::append(connection, &event, None, &context.ids)
}
