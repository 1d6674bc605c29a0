//! What is published after a review: entered and changed by those whose it is, reviewed by somebody
//! else.

pub mod review;
pub mod write;

use htx_kit::{act::Act, db::Connection, failure::Failure, http::IfMatch, log};
use htx_model::{
    code_list::CodeList as _,
    event::Subject,
    id::Id,
    permission::Permission,
    principal::Principal,
    refusal::Refusal,
    trade::products::{ListingAction, ListingState},
};
use serde_json::json;

use crate::{
    domain::listing::{Content, Listing, Owner, lifecycle},
    store::{self, listing::Sight},
};

/// One that does not exist, or not for this caller.
#[must_use]
pub fn unknown<C: Content>() -> Refusal {
    Refusal::not_found(&C::NAME.vi.to_lowercase(), &C::NAME.en)
}

/// What somebody sees of a kind today.
#[must_use]
pub fn sight<C: Content>(
    principal: &Principal,
    agencies: &htx_model::agency::Agencies,
    today: htx_model::date::Date,
) -> Sight {
    // Whoever reads the feed, which tells of drafts, sees them here as well.
    let permissions = [C::PREPARE, C::REVIEW, Permission::TradeFeedRead];
    let scopes = permissions.into_iter().map(|permission| principal.scope(permission)).collect();
    Sight::of(scopes, agencies, today)
}

/// One that a sight shows.
///
/// # Errors
/// Not found, or not for this caller.
pub fn read<C: Content>(
    connection: &mut Connection,
    sight: &Sight,
    id: Id<C::Named>,
) -> Result<Listing<C>, Failure> {
    store::listing::find(connection, sight, id)?.ok_or_else(|| unknown::<C>().into())
}

/// Whether the act reaches what is somebody's.
pub(super) fn reaches(act: &Act<'_>, owner: &Owner) -> bool {
    match owner {
        Owner::Organisation(organisation) => act.scope.covers(&organisation.placement()),
        Owner::Agency(code, _) => act.holds(code),
    }
}

/// Takes the turn of one until the transaction ends.
pub(super) fn lock<C: Content>(act: &mut Act<'_>, id: Id<C::Named>) -> Result<(), Failure> {
    Ok(act.connection.lock(&format!("{} {id}", C::KIND))?)
}

/// Takes the turn of one, until the transaction ends, for an action, and tells where it leads.
fn hold<C: Content>(
    act: &mut Act<'_>,
    (id, seen): (Id<C::Named>, &IfMatch),
    action: ListingAction,
) -> Result<(Listing<C>, ListingState), Failure> {
    lock::<C>(act, id)?;
    let found: Option<Listing<C>> = store::listing::find(act.connection, &Sight::everything(), id)?;
    let reached = found.filter(|found| reaches(act, &found.owner));
    let held = reached.ok_or_else(unknown::<C>)?;
    seen.check(held.version)?;
    let next = lifecycle::require(C::NAME, held.state, action)?;
    store::listing::require_whole::<C>(act.connection, id)?;
    if lifecycle::reviews(action) {
        held.prepared_by.require_other_person(act.who)?;
    }
    Ok((held, next))
}

/// The word of an action in the kinds of events.
const fn word(action: ListingAction) -> &'static str {
    match action {
        ListingAction::Change => "changed",
        ListingAction::Submit => "submitted",
        ListingAction::Publish => "published",
        ListingAction::Return => "returned",
        ListingAction::Hide => "hidden",
        ListingAction::Withdraw => "withdrawn",
    }
}

/// Saves one after an action, with its event.
fn save<C: Content>(
    act: &mut Act<'_>,
    before: &Listing<C>,
    mut after: Listing<C>,
    action: ListingAction,
) -> Result<Listing<C>, Failure> {
    if !lifecycle::reviews(action) {
        after.prepared_by.note(act.who);
    }
    (after.version, after.recorded_at) = (before.version + 1, act.context.now);
    store::listing::save(act.connection, &after)?;
    tell(act, word(action), Some(before), &after)?;
    Ok(after)
}

/// Writes down in the log what one is now. What reviewers say is committed to only.
fn tell<C: Content>(
    act: &mut Act<'_>,
    word: &str,
    before: Option<&Listing<C>>,
    after: &Listing<C>,
) -> Result<(), Failure> {
    let subject = Subject { kind: C::KIND.to_owned(), id: after.id.uuid() };
    let (kind, place) = (format!("{}.{word}", C::KIND), after.owner.place());
    let before = before.map(Listing::logged);
    let event = act.context.event(&kind, subject, place, before.as_ref(), after.logged());
    let said = after.review.as_ref().map(|review| json!({ "review_reason": review.reason }));
    log::append(act.connection, &event, said.as_ref(), &act.context.ids)
}

/// The actions that somebody may take now on what they see, as far as permission, owner and person go.
#[must_use]
pub fn available<C: Content>(
    one: &Listing<C>,
    principal: &Principal,
    agencies: &htx_model::agency::Agencies,
    today: htx_model::date::Date,
) -> Vec<ListingAction> {
    let may = |action: &ListingAction| {
        let reviews = lifecycle::reviews(*action);
        let scope = principal.scope(if reviews { C::REVIEW } else { C::PREPARE });
        let reached = match &one.owner {
            Owner::Organisation(organisation) => scope.covers(&organisation.placement()),
            Owner::Agency(code, _) => htx_model::competence::holds(agencies, &scope, code, today),
        };
        reached && !(reviews && one.prepared_by.contains(principal.id))
    };
    let open = ListingAction::all().iter().copied();
    open.filter(|action| lifecycle::after(one.state, *action).is_some()).filter(may).collect()
}
