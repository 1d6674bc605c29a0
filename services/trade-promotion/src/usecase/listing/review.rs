//! What a reviewer does: publishes, returns, hides.

use htx_kit::{failure::Failure, http::IfMatch};
use htx_model::{
    faults::Faults,
    id::Id,
    refusal::Text,
    trade::products::{ListingState, ListingVerdict},
    words::REASON_LENGTH_MAX,
};

use super::{Act, hold, save};
use crate::domain::listing::{Content, Listing, Review, lifecycle};

/// Reviews one. Returning and hiding say why; what has expired meanwhile is not published.
///
/// # Errors
/// Not found; a stale version; a state that does not allow it; whoever prepared it; no reason.
pub fn review<C: Content>(
    act: &mut Act<'_>,
    of: (Id<C::Named>, &IfMatch),
    (verdict, reason): (ListingVerdict, Option<String>),
) -> Result<Listing<C>, Failure> {
    let action = verdict.action();
    let (before, state) = hold::<C>(act, of, action)?;
    let mut faults = Faults::default();
    if lifecycle::needs_reason(action) && reason.is_none() {
        let detail = Text::fixed("Phải nêu lý do.", "A reason must be given.");
        faults.add("/reason", "missing", detail);
    }
    let reason = reason.map(|reason| faults.words("/reason", &reason, REASON_LENGTH_MAX));
    faults.refuse()?;
    let published = state == ListingState::Published;
    if published {
        before.content.clone().checked(act.today())?;
    }
    let review = Review {
        on: act.today(),
        by: act.context.actor.name.clone(),
        agency: act.context.actor.agency.clone(),
        reason,
    };
    let published_on = published.then(|| act.today());
    let after = Listing { state, published_on, review: Some(review), ..before.clone() };
    save(act, &before, after, action)
}
