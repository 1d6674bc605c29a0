//! Answers an expression of interest, or takes it back.

use htx_kit::{failure::Failure, http::IfMatch};
use htx_model::{
    id::InterestId,
    refusal::{ErrorCode, Refusal, Text},
    trade::products::InterestAction,
};

use super::{Act, asked, read, sender, tell};
use crate::{
    domain::interest::{Interest, Said, Side, side},
    store::{self, listing::Sight},
};

/// Takes an action on one.
///
/// # Errors
/// Not found; the other side's matter; a stale version; a state that does not allow it; every fault.
pub fn answer(
    act: &mut Act<'_>,
    (id, seen): (InterestId, &IfMatch),
    action: InterestAction,
    said: Said,
) -> Result<Interest, Failure> {
    act.connection.lock(&format!("interest {id}"))?;
    let sight = Sight::of(vec![act.scope.clone()], act.agencies, act.today());
    let before = read(act.connection, &sight, id)?;
    let whose = match side(action) {
        Side::Interested => sender(act.connection, &before)?,
        Side::Asked => asked(act.connection, before.listing)?,
    };
    if !whose.is_some_and(|owner| sight.shows(&owner)) {
        let detail =
            Text::fixed("Thao tác này thuộc về bên kia.", "This is for the other side to do.");
        return Err(Refusal::new(ErrorCode::PermissionDenied, detail).into());
    }
    seen.check(before.version)?;
    let after = Interest {
        version: before.version + 1,
        recorded_at: act.context.now,
        ..before.taken(action, said, act.today())?
    };
    store::interest::save(act.connection, &after)?;
    tell(act, word(action), Some(&before), &after)?;
    Ok(after)
}

/// The word of an action in the kinds of events.
const fn word(action: InterestAction) -> &'static str {
    match action {
        InterestAction::Accept => "interest.accepted",
        InterestAction::Decline => "interest.declined",
        InterestAction::Withdraw => "interest.withdrawn",
        InterestAction::Contract => "interest.contracted",
    }
}
