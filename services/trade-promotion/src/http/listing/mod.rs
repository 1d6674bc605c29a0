//! What the operations on every kind of listing have in common.

pub(in crate::http) mod view;

use actix_web::{HttpRequest, HttpResponse};
use htx_kit::{
    act::{Act, write},
    auth::Authorized,
    db::Connection,
    failure::Failure,
    http::{
        IfMatch, KeyedOnce, Reply, Whole,
        listed::Listed,
        table::{Representation, Table},
    },
};
use htx_model::{
    id::{Id, OrganisationId},
    permission::{Permit, permit},
    trade::products::ListingVerdict,
};
use serde::Deserialize;

use self::view::{Described, View};
use crate::{
    TradePromotion,
    domain::listing::Listing,
    store::listing::{self as store, Filter, Sight},
    usecase::listing as usecase,
};

/// A verdict on what was handed in (kết luận duyệt).
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ListingReview {
    /// What is found (kết luận).
    verdict: ListingVerdict,
    /// Why; must be said where it is returned or hidden (lý do).
    #[serde(default)]
    #[schema(min_length = 1, max_length = 1000, examples("Ảnh chứng nhận không đọc được"))]
    reason: Option<String>,
}

/// What the caller sees of a kind today.
pub(super) fn sight<P: Permit, C: Described>(
    service: &TradePromotion,
    caller: &Authorized<P>,
) -> Sight {
    usecase::sight::<C>(caller.principal(), &service.agencies, service.runtime.ids.now().date())
}

/// What of the buyers and of the expressions of interest the caller sees: those of whom they may prepare
/// offers and demands for; all where they oversee trade promotion.
pub(super) fn of_market(
    service: &TradePromotion,
    caller: &Authorized<permit::SupplyDemandRead>,
) -> Sight {
    let scopes = vec![
        caller.scope_of::<permit::SupplyDemandPrepare>(),
        caller.scope_of::<permit::TradeFeedRead>(),
    ];
    Sight::of(scopes, &service.agencies, service.runtime.ids.now().date())
}

/// A page of what the caller sees, or the whole list as a table.
pub(super) async fn list<P: Permit, C: Described>(
    (request, service): (&HttpRequest, &TradePromotion),
    caller: &Authorized<P>,
    (filter, page): (Filter, (Option<u32>, Option<String>)),
    representation: Representation,
    table: &'static Table,
) -> Result<HttpResponse, Failure> {
    let sight = sight::<P, C>(service, caller);
    listed::<C>((request, service), sight, filter, page, representation, table).await
}

/// A page of what a sight shows, or the whole of it as a table.
pub(super) async fn listed<C: Described>(
    (request, service): (&HttpRequest, &TradePromotion),
    sight: Sight,
    filter: Filter,
    (limit, cursor): (Option<u32>, Option<String>),
    representation: Representation,
    table: &'static Table,
) -> Result<HttpResponse, Failure> {
    let wanted = Listed {
        request,
        runtime: &service.runtime,
        representation,
        table,
        name: format!("{} {filter:?}", C::KIND),
        limit,
        cursor,
    };
    let rows = move |connection: &mut Connection, after: Option<&Id<C::Named>>, limit| {
        store::list::<C>(connection, &sight, &filter, after, limit)
    };
    let key = |listing: &Listing<C>| listing.id;
    wanted.answer(rows, key, View::brief).await
}

/// One, as the caller sees it.
pub(super) async fn read<P: Permit + Send + 'static, C: Described>(
    service: &TradePromotion,
    caller: Authorized<P>,
    id: Id<C::Named>,
) -> Result<Whole<View<C>>, Failure> {
    let (agencies, today) = (service.agencies.clone(), service.runtime.ids.now().date());
    let sight = sight::<P, C>(service, &caller);
    let principal = caller.principal().clone();
    let work = move |connection: &mut Connection| {
        let listing = usecase::read::<C>(connection, &sight, id)?;
        let concerned = sight.shows(&listing.owner);
        let version = listing.version;
        let view = View::whole(listing, (&principal, &agencies, today), concerned);
        Ok(Whole { version, resource: view })
    };
    service.runtime.database.read(work).await
}

/// Enters one.
pub(super) async fn enter<P: Permit, C: Described>(
    service: &TradePromotion,
    caller: Authorized<P>,
    once: KeyedOnce,
    (organisation, content): (Option<OrganisationId>, C),
) -> Result<Reply, Failure> {
    let principal = caller.principal().clone();
    write(&service.runtime, caller, once, move |act| {
        let listing = usecase::write::enter(act, organisation, content)?;
        let (id, version) = (listing.id, listing.version);
        let view = View::whole(listing, (&principal, act.agencies, act.today()), true);
        Reply::created(format!("{}/{id}", C::PATH), version, &view)
    })
    .await
}

/// Takes an action on one as it was last seen, and answers with it as it is then.
pub(super) async fn act<P, C, F>(
    service: &TradePromotion,
    caller: Authorized<P>,
    once: KeyedOnce,
    (id, seen): (Id<C::Named>, IfMatch),
    work: F,
) -> Result<Reply, Failure>
where
    P: Permit,
    C: Described,
    F: FnOnce(&mut Act<'_>, (Id<C::Named>, &IfMatch)) -> Result<Listing<C>, Failure>
        + Send
        + 'static,
{
    let principal = caller.principal().clone();
    write(&service.runtime, caller, once, move |act| {
        let listing = work(act, (id, &seen))?;
        let version = listing.version;
        let view = View::whole(listing, (&principal, act.agencies, act.today()), true);
        let reply = Reply::changed(version, &view)?;
        reply.keeping(&view.without_words())
    })
    .await
}

/// Reviews one.
pub(super) async fn review<P: Permit, C: Described>(
    service: &TradePromotion,
    caller: Authorized<P>,
    once: KeyedOnce,
    of: (Id<C::Named>, IfMatch),
    review: ListingReview,
) -> Result<Reply, Failure> {
    let said = (review.verdict, review.reason);
    act::<P, C, _>(service, caller, once, of, move |act, of| usecase::review::review(act, of, said))
        .await
}
