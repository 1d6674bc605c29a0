//! A round of matching: every offer and every demand that is published and holds, compared.

use std::collections::HashMap;

use htx_kit::{db::Connection, failure::Failure, log};
use htx_model::{
    event::{Place, Subject},
    id::{BuyerId, Id, OrganisationId},
    trade::{
        listing::{DemandContent, OfferContent},
        products::ListingState,
    },
};
use serde_json::json;

use super::act::Act;
use crate::{
    domain::{
        listing::{Content, Listing},
        matching::{self, Months, Supply, Trade, Want, points},
    },
    store::{
        self,
        listing::{Filter, Sight},
        matching::{Round, StoredMatch},
    },
};

/// What the subject of the event of a round is called.
pub const SUBJECT: &str = "matching_round";

/// How many rows are read at once.
const BATCH: i64 = 2_000;

/// Matches, and keeps what fits in the place of what fitted before. One round at a time.
///
/// # Errors
/// What the database reports.
pub fn round(act: &mut Act<'_>) -> Result<Round, Failure> {
    act.connection.lock("matching round")?;
    let today = act.today();
    let points = points::on(today).map_err(Failure::unexpected)?;
    let offers: Vec<Supply> =
        holding::<OfferContent>(act)?.into_iter().filter_map(supply).collect();
    let buyers = store::buyer::organisations(act.connection)?;
    let demands = holding::<DemandContent>(act)?;
    let demands: Vec<Want> = demands.into_iter().map(|demand| want(demand, &buyers)).collect();
    let fits = matching::match_all(&offers, &demands, points, today);
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let round = Round {
        id: act.context.ids.make(),
        matched_on: today,
        offers: count(offers.len()),
        demands: count(demands.len()),
        matches: count(fits.len()),
        points_since: points.valid_from,
        started_by: act.context.actor.name.clone(),
        agency: act.context.actor.agency.clone(),
        recorded_at: act.context.now,
    };
    let found: Vec<StoredMatch> = fits
        .into_iter()
        .map(|fit| StoredMatch {
            id: act.context.ids.make(),
            round: round.id,
            demand: fit.demand,
            offer: fit.offer,
            points: fit.points,
            reasons: fit.reasons,
        })
        .collect();
    store::matching::replace(act.connection, &round, &found)?;
    tell(act, &round)?;
    Ok(round)
}

/// The counts are told; what fits follows from offers, demands and points, and would drown the log.
fn tell(act: &mut Act<'_>, round: &Round) -> Result<(), Failure> {
    let subject = Subject { kind: SUBJECT.to_owned(), id: round.id.uuid() };
    let state = json!({
        "id": round.id,
        "matched_on": round.matched_on,
        "offer_count": round.offers,
        "demand_count": round.demands,
        "match_count": round.matches,
        "points_since": round.points_since,
    });
    let event = act.context.event("matching_round.done", subject, Place::default(), None, state);
    log::append(act.connection, &event, None, &act.context.ids)
}

/// Everything of a kind that is published and holds today.
fn holding<C: Content>(act: &mut Act<'_>) -> Result<Vec<Listing<C>>, Failure> {
    let filter = Filter {
        state: Some(ListingState::Published),
        valid_on: Some(act.today()),
        ..Filter::default()
    };
    let mut all: Vec<Listing<C>> = Vec::new();
    loop {
        let batch = page(act.connection, &filter, all.last().map(|last| last.id))?;
        let full = i64::try_from(batch.len()).is_ok_and(|read| read == BATCH);
        all.extend(batch);
        if !full {
            return Ok(all);
        }
    }
}

fn page<C: Content>(
    connection: &mut Connection,
    filter: &Filter,
    after: Option<Id<C::Named>>,
) -> Result<Vec<Listing<C>>, Failure> {
    store::listing::list(connection, &Sight::everything(), filter, after.as_ref(), BATCH)
}

/// An offer of an organisation that still is.
fn supply(listing: Listing<OfferContent>) -> Option<Supply> {
    let organisation = listing.owner.organisation()?;
    if organisation.status.has_ended() {
        return None;
    }
    let content = listing.content;
    Some(Supply {
        id: listing.id,
        organisation: organisation.id,
        commune: content.commune.unwrap_or_else(|| organisation.seat.current_commune.clone()),
        trade: Trade {
            group: content.group,
            monthly_quantity: content.monthly_quantity,
            unit: content.unit,
            months: Months::of(&content.months),
            standards: content.standards,
            price_vnd: content.price_vnd,
            valid_until: content.valid_until,
        },
    })
}

fn want(listing: Listing<DemandContent>, buyers: &HashMap<BuyerId, OrganisationId>) -> Want {
    let content = listing.content;
    let owner = listing.owner.organisation().map(|organisation| organisation.id);
    Want {
        id: listing.id,
        organisation: owner.or_else(|| buyers.get(&content.buyer_id).copied()),
        commune: content.commune,
        trade: Trade {
            group: content.group,
            monthly_quantity: content.monthly_quantity,
            unit: content.unit,
            months: Months::of(&content.months),
            standards: content.standards,
            price_vnd: content.price_vnd,
            valid_until: content.valid_until,
        },
    }
}
