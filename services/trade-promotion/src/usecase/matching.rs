//! A round of matching: every offer and every demand that is published and holds, compared.

use std::collections::BTreeSet;

use htx_kit::{db::Connection, failure::Failure, log};
use htx_model::{
    date::{Date, Instant},
    event::{Place, Subject},
    id::{DemandId, Id, OfferId, SupplyMatchId},
    trade::listing::{DemandContent, OfferContent},
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
    let demands: Vec<Want> = holding::<DemandContent>(act)?.into_iter().map(want).collect();
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

/// Those of some pairs of the last round that still fit: both sides are what everybody sees today, and
/// neither was written in since. For at most a page.
///
/// # Errors
/// What the database reports.
pub fn standing(
    connection: &mut Connection,
    today: Date,
    pairs: &[StoredMatch],
) -> Result<BTreeSet<SupplyMatchId>, Failure> {
    let Some(round) = pairs.first().map(|pair| pair.round) else { return Ok(BTreeSet::new()) };
    let Some(round) = store::matching::round(connection, round)? else {
        return Ok(BTreeSet::new());
    };
    let offers: Vec<OfferId> = pairs.iter().map(|pair| pair.offer).collect();
    let offers = unwritten::<OfferContent>(connection, (today, round.recorded_at), &offers)?;
    let demands: Vec<DemandId> = pairs.iter().map(|pair| pair.demand).collect();
    let demands = unwritten::<DemandContent>(connection, (today, round.recorded_at), &demands)?;
    let fits = |pair: &&StoredMatch| offers.contains(&pair.offer) && demands.contains(&pair.demand);
    Ok(pairs.iter().filter(fits).map(|pair| pair.id).collect())
}

fn unwritten<C: Content>(
    connection: &mut Connection,
    (today, since): (Date, Instant),
    ids: &[Id<C::Named>],
) -> Result<BTreeSet<Id<C::Named>>, Failure> {
    let seen = store::listing::find_many::<C>(connection, &Sight::public(today), ids)?;
    let unwritten = seen.into_iter().filter(|one| one.recorded_at <= since);
    Ok(unwritten.map(|one| one.id).collect())
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

/// Everything of a kind that everybody sees today.
fn holding<C: Content>(act: &mut Act<'_>) -> Result<Vec<Listing<C>>, Failure> {
    let (public, published) = (Sight::public(act.today()), Filter::default());
    let mut all: Vec<Listing<C>> = Vec::new();
    loop {
        let after = all.last().map(|last| last.id);
        let batch =
            store::listing::list(act.connection, &public, &published, after.as_ref(), BATCH)?;
        let full = i64::try_from(batch.len()).is_ok_and(|read| read == BATCH);
        all.extend(batch);
        if !full {
            return Ok(all);
        }
    }
}

/// An offer as it is compared.
fn supply(listing: Listing<OfferContent>) -> Option<Supply> {
    let organisation = listing.owner.organisation()?;
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

/// A demand as it is compared: of an organisation that buys, or of a promoter for a buyer of its.
fn want(listing: Listing<DemandContent>) -> Want {
    let content = listing.content;
    Want {
        id: listing.id,
        organisation: listing.owner.organisation().map(|organisation| organisation.id),
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
