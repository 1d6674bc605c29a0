//! What those do whose it is: they enter it, change it, hand it in, take it back.

use htx_kit::{failure::Failure, http::IfMatch};
use htx_model::{
    id::{Id, OrganisationId},
    refusal::{ErrorCode, Refusal, Text},
    trade::{
        listing::ProductContent,
        products::{ListingAction, ListingState},
    },
};

use super::{Act, hold, save, tell};
use crate::{
    domain::{
        buyer::Buyer,
        faults::Faults,
        listing::{Content, Listing, Owner},
    },
    store::{self, listing::Sight},
};

/// Enters one as a draft: of an organisation, or of the caller's agency.
///
/// # Errors
/// An organisation that is out of reach, or has ended; an agency that may not; every fault of it.
pub fn enter<C: Content>(
    act: &mut Act<'_>,
    organisation: Option<OrganisationId>,
    content: C,
) -> Result<Listing<C>, Failure> {
    let owner = match organisation {
        Some(id) => organisation_owner(act, id)?,
        None => agency_owner(act)?,
    };
    let content = content.checked(act.today())?;
    referred(act, &owner, &content)?;
    let entered = Listing {
        id: act.context.ids.make(),
        owner,
        content,
        state: ListingState::Draft,
        prepared_by: vec![act.who],
        submitted_on: None,
        published_on: None,
        review: None,
        version: 1,
        recorded_at: act.context.now,
    };
    store::listing::insert(act.connection, &entered)?;
    tell(act, "entered", None, &entered)?;
    Ok(entered)
}

/// The organisation, where the act reaches it and it still is.
fn organisation_owner(act: &mut Act<'_>, id: OrganisationId) -> Result<Owner, Failure> {
    let found = store::organisation::find(act.connection, act.scope, id)?;
    let organisation = found.ok_or_else(|| {
        Refusal::not_found("tổ chức", "organisation").advising(Text::fixed(
            "Tổ chức vừa được ghi vào sổ đăng ký sẽ có ở đây sau ít giây.",
            "An organisation that was just entered in the register is known here after a few seconds.",
        ))
    })?;
    if organisation.status.has_ended() {
        let detail = Text::fixed(
            "Tổ chức đã chấm dứt tồn tại nên không thể đăng tin, sản phẩm.",
            "The organisation is no more, so nothing can be entered for it.",
        );
        return Err(Refusal::new(ErrorCode::StateConflict, detail).into());
    }
    Ok(Owner::Organisation(Box::new(organisation)))
}

/// The caller's agency, where it may.
fn agency_owner(act: &Act<'_>) -> Result<Owner, Refusal> {
    let own = act.context.actor.agency.clone().filter(|code| act.holds(code));
    let own = own.ok_or_else(|| {
        let detail = Text::fixed(
            "Tài khoản này phải nêu tổ chức mà mình lập thay (organisation_id).",
            "This account must name the organisation that it acts for (organisation_id).",
        );
        Refusal::new(ErrorCode::PermissionDenied, detail)
    })?;
    Ok(Owner::Agency(own, act.agency_name().unwrap_or_default()))
}

/// What a content refers to is of the same owner: the buyer of a demand, the product of an offer.
fn referred<C: Content>(act: &mut Act<'_>, owner: &Owner, content: &C) -> Result<(), Failure> {
    let head = content.head();
    let mut faults = Faults::default();
    let organisation = owner.organisation().map(|organisation| organisation.id);
    if let Some(id) = head.buyer {
        let found = store::buyer::find(act.connection, id)?;
        let own = |buyer: &Buyer| {
            buyer.organisation == organisation && buyer.agency.as_ref() == owner.agency()
        };
        if !found.as_ref().is_some_and(own) {
            let detail = Text::fixed(
                "Không có bên mua này do chính đơn vị đăng tin ghi.",
                "Whoever enters the demand has entered no such buyer.",
            );
            faults.add("/content/buyer_id", "unknown_buyer", detail);
        }
    }
    if let Some(id) = head.product {
        let everything = Sight::everything();
        let found = store::listing::find::<ProductContent>(act.connection, &everything, id)?;
        let of = found.and_then(|found| found.owner.organisation().map(|own| own.id));
        if of.is_none() || of != organisation {
            let detail = Text::fixed(
                "Tổ chức không có sản phẩm này.",
                "The organisation has no such product.",
            );
            faults.add("/content/product_id", "unknown_product", detail);
        }
    }
    faults.refuse()?;
    Ok(())
}

/// Changes what one says: all of it, as it was sent. What was published is a draft again.
///
/// # Errors
/// Not found; a stale version; a state that does not allow it; every fault of it.
pub fn change<C: Content>(
    act: &mut Act<'_>,
    of: (Id<C::Named>, &IfMatch),
    content: C,
) -> Result<Listing<C>, Failure> {
    let (before, state) = hold::<C>(act, of, ListingAction::Change)?;
    let content = content.checked(act.today())?;
    referred(act, &before.owner, &content)?;
    let after = Listing { state, content, published_on: None, ..before.clone() };
    save(act, &before, after, ListingAction::Change)
}

/// Hands one in for review. What has expired meanwhile is told now.
///
/// # Errors
/// As [`change`].
pub fn submit<C: Content>(
    act: &mut Act<'_>,
    of: (Id<C::Named>, &IfMatch),
) -> Result<Listing<C>, Failure> {
    let (before, state) = hold::<C>(act, of, ListingAction::Submit)?;
    before.content.clone().checked(act.today())?;
    let after = Listing { state, submitted_on: Some(act.today()), ..before.clone() };
    save(act, &before, after, ListingAction::Submit)
}

/// Takes one back for good.
///
/// # Errors
/// Not found; a stale version; a state that does not allow it.
pub fn withdraw<C: Content>(
    act: &mut Act<'_>,
    of: (Id<C::Named>, &IfMatch),
) -> Result<Listing<C>, Failure> {
    let (before, state) = hold::<C>(act, of, ListingAction::Withdraw)?;
    let after = Listing { state, published_on: None, ..before.clone() };
    save(act, &before, after, ListingAction::Withdraw)
}
