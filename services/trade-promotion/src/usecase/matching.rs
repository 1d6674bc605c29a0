//! A round of matching: every offer and every demand that is published and holds, compared.

use std::collections::BTreeSet;

use htx_kit::{act::Act, db::Connection, failure::Failure, log};
use htx_model::{
    date::Date,
    event::{Place, Subject},
    id::{DemandId, OfferId, SupplyMatchId},
    refusal::{ErrorCode, Refusal, Text},
    trade::listing::{DemandContent, OfferContent},
};
use serde_json::json;
use uuid::Uuid;

use crate::{
    domain::{
        listing::{Content, Listing},
        matching::{
            self, Fit, Months, Supply, Trade, Want,
            points::{self, Points},
        },
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

/// What fits, and what was looked at.
#[derive(Debug)]
pub struct Matched {
    day: Date,
    points: &'static Points,
    offers: usize,
    demands: usize,
    fits: Vec<Fit>,
    known: (i64, i64),
}

/// Matches. Nobody waits for it who writes: what is written meanwhile is told apart by its position.
///
/// # Errors
/// What the database reports.
pub fn matched(connection: &mut Connection, today: Date) -> Result<Matched, Failure> {
    let points = points::on(today).map_err(Failure::unexpected)?;
    let known = (
        store::listing::last::<OfferContent>(connection)?,
        store::listing::last::<DemandContent>(connection)?,
    );
    let offers = holding::<OfferContent>(connection, today)?;
    let offers: Vec<Supply> = offers.into_iter().filter_map(supply).collect();
    let demands = holding::<DemandContent>(connection, today)?;
    let demands: Vec<Want> = demands.into_iter().map(want).collect();
    let fits = matching::match_all(&offers, &demands, points, today);
    let (offers, demands) = (offers.len(), demands.len());
    Ok(Matched { day: today, points, offers, demands, fits, known })
}

/// Keeps what fits in the place of what fitted before.
///
/// # Errors
/// A round that knows more and was kept meanwhile; what the database reports.
pub fn round(act: &mut Act<'_>, matched: Matched) -> Result<Round, Failure> {
    act.connection.lock("matching round")?;
    let last = store::matching::rounds(act.connection, None, 1)?.pop();
    let (offers, demands) = matched.known;
    if last.is_some_and(|last| last.known.0 > offers || last.known.1 > demands) {
        return Err(overtaken().into());
    }
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let round = Round {
        id: act.context.ids.make(),
        matched_on: matched.day,
        offers: count(matched.offers),
        demands: count(matched.demands),
        matches: count(matched.fits.len()),
        points_since: matched.points.valid_from,
        started_by: act.context.actor.name.clone(),
        agency: act.context.actor.agency.clone(),
        recorded_at: act.context.now,
        known: matched.known,
    };
    let kept = |fit: Fit| StoredMatch {
        id: act.context.ids.make(),
        round: round.id,
        demand: fit.demand,
        offer: fit.offer,
        points: fit.points,
        reasons: fit.reasons,
    };
    let found: Vec<StoredMatch> = matched.fits.into_iter().map(kept).collect();
    store::matching::replace(act.connection, &round, &found)?;
    tell(act, &round)?;
    Ok(round)
}

fn overtaken() -> Refusal {
    Refusal::new(
        ErrorCode::StateConflict,
        Text::fixed(
            "Một đợt ghép nối mới hơn vừa hoàn thành.",
            "A round that knows more was finished meanwhile.",
        ),
    )
    .advising(Text::fixed("Hãy xem kết quả của đợt đó.", "See what that one found."))
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
    let (public, (offered, wanted)) = (Sight::public(today), round.known);
    let offers: Vec<OfferId> = pairs.iter().map(|pair| pair.offer).collect();
    let offers =
        store::listing::unwritten_since::<OfferContent>(connection, &public, &offers, offered)?;
    let demands: Vec<DemandId> = pairs.iter().map(|pair| pair.demand).collect();
    let demands =
        store::listing::unwritten_since::<DemandContent>(connection, &public, &demands, wanted)?;
    let standing: BTreeSet<Uuid> = offers.iter().chain(&demands).map(|id| id.uuid()).collect();
    let fits = |pair: &&StoredMatch| {
        standing.contains(&pair.offer.uuid()) && standing.contains(&pair.demand.uuid())
    };
    Ok(pairs.iter().filter(fits).map(|pair| pair.id).collect())
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
fn holding<C: Content>(
    connection: &mut Connection,
    today: Date,
) -> Result<Vec<Listing<C>>, Failure> {
    let (public, published) = (Sight::public(today), Filter::default());
    let mut all: Vec<Listing<C>> = Vec::new();
    loop {
        let after = all.last().map(|last| last.id);
        let batch = store::listing::list(connection, &public, &published, after.as_ref(), BATCH)?;
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
