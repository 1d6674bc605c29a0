//! Sends an expression of interest.

use htx_kit::failure::Failure;
use htx_model::{
    faults::Faults,
    id::{DemandId, Id, OfferId, OrganisationId},
    refusal::{ErrorCode, Refusal, Text},
    trade::{
        listing::{DemandContent, OfferContent},
        products::InterestState,
    },
    words::REASON_LENGTH_MAX,
};
use uuid::Uuid;

use super::{Act, tell};
use crate::{
    domain::{
        interest::Interest,
        listing::{Content, Owner},
    },
    store::{self, listing::Sight},
    usecase::{acting_for, listing},
};

/// In what somebody is interested.
#[derive(Debug, Clone, Copy)]
pub enum In {
    /// In an offer.
    Offer(OfferId),
    /// In a demand.
    Demand(DemandId),
}

/// Sends an expression of interest in something that is published and holds, of somebody else.
///
/// # Errors
/// Nothing of the kind; one's own; one that is open already; every fault of what was sent.
pub fn send(
    act: &mut Act<'_>,
    within: In,
    organisation: Option<OrganisationId>,
    message: Option<String>,
) -> Result<Interest, Failure> {
    let (listing, asked) = match within {
        In::Offer(id) => open::<OfferContent>(act, id)?,
        In::Demand(id) => open::<DemandContent>(act, id)?,
    };
    let agency = match organisation {
        Some(id) => {
            acting_for::living(act, id)?;
            None
        }
        None => Some(acting_for::own_agency(act)?),
    };
    let own = match &asked {
        Owner::Organisation(own) => Some(own.id) == organisation,
        Owner::Agency(code, _) => agency.is_some() && act.holds(code),
    };
    if own {
        return Err(ones_own().into());
    }
    if store::interest::is_open(act.connection, listing, (organisation, agency.as_ref()))? {
        return Err(open_already().into());
    }
    let mut faults = Faults::default();
    let message = message.map(|text| faults.words("/message", &text, REASON_LENGTH_MAX));
    faults.refuse()?;
    let sent = Interest {
        id: act.context.ids.make(),
        listing,
        organisation,
        agency,
        state: InterestState::Sent,
        message,
        answer: None,
        contract_number: None,
        contract: None,
        sent_on: act.today(),
        answered_on: None,
        version: 1,
        recorded_at: act.context.now,
    };
    store::interest::insert(act.connection, &sent)?;
    tell(act, "interest.sent", None, &sent)?;
    Ok(sent)
}

/// Takes the turn of what is published and holds today, and tells whose it is: it is neither taken back
/// meanwhile, nor is anybody's interest in it entered twice.
fn open<C: Content>(act: &mut Act<'_>, id: Id<C::Named>) -> Result<(Uuid, Owner), Failure> {
    listing::lock::<C>(act, id)?;
    let public = Sight::public(act.today());
    let found = store::listing::find::<C>(act.connection, &public, id)?;
    let found = found.ok_or_else(|| {
        Refusal::not_found("tin cung, cầu đang công bố", "published offer or demand")
    })?;
    Ok((id.uuid(), found.owner))
}

fn ones_own() -> Refusal {
    Refusal::new(
        ErrorCode::StateConflict,
        Text::fixed("Đây là tin của chính đơn vị.", "This is one's own offer or demand."),
    )
}

fn open_already() -> Refusal {
    Refusal::new(
        ErrorCode::AlreadyExists,
        Text::fixed(
            "Đơn vị đã bày tỏ quan tâm tin này và đang chờ kết quả.",
            "Interest in this was expressed already and is still open.",
        ),
    )
}
