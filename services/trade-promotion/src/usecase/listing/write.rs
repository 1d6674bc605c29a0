//! What those do whose it is: they enter it, change it, hand it in, take it back.

use htx_kit::{failure::Failure, http::IfMatch};
use htx_model::{
    faults::Faults,
    id::{BuyerId, Id, OrganisationId, ProductId},
    refusal::Text,
    trade::{
        listing::ProductContent,
        products::{ListingAction, ListingState, StandardKind},
    },
};

use super::{Act, hold, save, tell};
use crate::{
    domain::{
        buyer::Buyer,
        listing::{Content, Listing, Owner, check},
        preparers::Preparers,
    },
    store::{self, listing::Sight},
    usecase::{acting_for, buyer::lock as lock_buyer},
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
        Some(id) => Owner::Organisation(Box::new(acting_for::living(act, id)?)),
        None => Owner::Agency(acting_for::own_agency(act)?, act.agency_name().unwrap_or_default()),
    };
    let content = content.checked(act.today())?;
    referred(act, &owner, &content)?;
    let entered = Listing {
        id: act.context.ids.make(),
        owner,
        content,
        state: ListingState::Draft,
        prepared_by: Preparers::of(act.who),
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

/// What a content refers to is of the same owner: the buyer of a demand, the product of an offer, which
/// has the certificates that the offer speaks of.
fn referred<C: Content>(act: &mut Act<'_>, owner: &Owner, content: &C) -> Result<(), Failure> {
    let mut faults = Faults::default();
    let head = content.head();
    if let Some(id) = head.buyer {
        buyer(act, owner, id, &mut faults)?;
    }
    if let Some(id) = head.product {
        product(act, owner, (id, content.standards()), &mut faults)?;
    }
    faults.refuse()?;
    Ok(())
}

fn buyer(
    act: &mut Act<'_>,
    owner: &Owner,
    id: BuyerId,
    faults: &mut Faults,
) -> Result<(), Failure> {
    // Who it is may not be erased meanwhile.
    lock_buyer(act, id)?;
    let organisation = owner.organisation().map(|organisation| organisation.id);
    let own = |buyer: &Buyer| {
        buyer.organisation == organisation && buyer.agency.as_ref() == owner.agency()
    };
    match store::buyer::find(act.connection, &Sight::everything(), id)?.filter(own) {
        Some(buyer) => buyer.require_known()?,
        None => {
            let detail = Text::fixed(
                "Không có bên mua này do chính đơn vị đăng tin ghi.",
                "Whoever enters the demand has entered no such buyer.",
            );
            faults.add("/content/buyer_id", "unknown_buyer", detail);
        }
    }
    Ok(())
}

fn product(
    act: &mut Act<'_>,
    owner: &Owner,
    (id, standards): (ProductId, &[StandardKind]),
    faults: &mut Faults,
) -> Result<(), Failure> {
    let everything = Sight::everything();
    let found = store::listing::find::<ProductContent>(act.connection, &everything, id)?;
    let organisation = owner.organisation().map(|organisation| organisation.id);
    let own = |product: &Listing<ProductContent>| {
        let of = product.owner.organisation().map(|own| own.id);
        of.is_some() && of == organisation && product.state != ListingState::Withdrawn
    };
    let Some(product) = found.filter(own) else {
        let detail =
            Text::fixed("Tổ chức không có sản phẩm này.", "The organisation has no such product.");
        faults.add("/content/product_id", "unknown_product", detail);
        return Ok(());
    };
    let today = act.today();
    for (at, standard) in standards.iter().enumerate() {
        if !check::is_certified(&product.content, *standard, today) {
            let detail = Text::fixed(
                "Sản phẩm không có chứng nhận còn hiệu lực của tiêu chuẩn này.",
                "The product has no certificate of this standard that holds.",
            );
            faults.add(format!("/content/standards/{at}"), "not_certified", detail);
        }
    }
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
    referred(act, &before.owner, &before.content)?;
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
