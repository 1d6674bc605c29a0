//! Expressions of interest: sent by one side, answered by the other.

pub mod answer;
pub mod send;

use htx_kit::{act::Act, db::Connection, failure::Failure, log};
use htx_model::{
    event::Subject,
    id::{Id, InterestId},
    refusal::Refusal,
    scope::Scope,
    trade::listing::{DemandContent, OfferContent},
};
use serde_json::json;
use uuid::Uuid;

use crate::{
    domain::{interest::Interest, listing::Owner},
    store::{self, listing::Sight},
    usecase::acting_for,
};

/// What the subject of every event of an expression of interest is called.
pub const SUBJECT: &str = "interest";

/// One that does not exist, or not for this caller.
#[must_use]
pub fn unknown() -> Refusal {
    Refusal::not_found("bày tỏ quan tâm", "expression of interest")
}

/// One, for either side of it, and for who oversees both.
///
/// # Errors
/// Not found, or not for this caller.
pub fn read(
    connection: &mut Connection,
    sight: &Sight,
    id: InterestId,
) -> Result<Interest, Failure> {
    let found = store::interest::find(connection, id)?.ok_or_else(unknown)?;
    let (sender, asked) = (sender(connection, &found)?, asked(connection, found.listing)?);
    let seen = [sender, asked].into_iter().flatten().any(|owner| sight.shows(&owner));
    if seen { Ok(found) } else { Err(unknown().into()) }
}

/// Who is interested, as it stands today.
fn sender(connection: &mut Connection, interest: &Interest) -> Result<Option<Owner>, Failure> {
    if let Some(code) = &interest.agency {
        return Ok(Some(Owner::Agency(code.clone(), code.to_string())));
    }
    let Some(id) = interest.organisation else { return Ok(None) };
    let found = store::organisation::find(connection, &Scope::everything(), id)?;
    Ok(found.map(|organisation| Owner::Organisation(Box::new(organisation))))
}

/// Whose the offer or the demand is.
fn asked(connection: &mut Connection, listing: Uuid) -> Result<Option<Owner>, Failure> {
    let everything = Sight::everything();
    let id = Id::from_uuid(listing);
    if let Some(found) = store::listing::find::<OfferContent>(connection, &everything, id)? {
        return Ok(Some(found.owner));
    }
    let id = Id::from_uuid(listing);
    let found = store::listing::find::<DemandContent>(connection, &everything, id)?;
    Ok(found.map(|found| found.owner))
}

fn tell(
    act: &mut Act<'_>,
    kind: &str,
    before: Option<&Interest>,
    after: &Interest,
) -> Result<(), Failure> {
    let subject = Subject { kind: SUBJECT.to_owned(), id: after.id.uuid() };
    let place = acting_for::place_of(act, after.organisation)?;
    let before = before.map(Interest::logged);
    let event = act.context.event(kind, subject, place, before.as_ref(), after.logged());
    let said = json!({ "message": after.message, "answer": after.answer });
    log::append(act.connection, &event, Some(&said), &act.context.ids)
}
