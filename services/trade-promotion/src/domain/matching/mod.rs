//! Which offers fit which demands: a pure function, whose every point has a reason.
//!
//! Only what trades in the same group, in units that can be compared and in a month that both have is
//! compared at all; no offer is matched to a demand of its own organisation, and nothing that has
//! expired. The order of what goes in changes nothing.

pub mod points;
mod reason;
#[cfg(test)]
mod tests;

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BinaryHeap},
};

use htx_model::{
    administrative::CommuneCode,
    date::Date,
    id::{DemandId, OfferId, OrganisationId},
    trade::{
        listing::Month,
        products::{MatchFactor, ProductGroup, QuantityUnit, StandardKind},
    },
};

use self::points::Points;
pub use self::reason::{Reason, explained};

/// An offer, as far as it is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Supply {
    /// Which one.
    pub id: OfferId,
    /// Of which organisation.
    pub organisation: OrganisationId,
    /// Where it is delivered from.
    pub commune: CommuneCode,
    /// What is traded.
    pub trade: Trade,
}

/// A demand, as far as it is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Want {
    /// Which one.
    pub id: DemandId,
    /// The organisation that buys, where the buyer is one of the register.
    pub organisation: Option<OrganisationId>,
    /// Where it is delivered to.
    pub commune: Option<CommuneCode>,
    /// What is traded.
    pub trade: Trade,
}

/// What both say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trade {
    /// The group of the product.
    pub group: ProductGroup,
    /// How much a month.
    pub monthly_quantity: i64,
    /// Of what.
    pub unit: QuantityUnit,
    /// In which months, a bit for each.
    pub months: Months,
    /// Which standards are met, or asked for.
    pub standards: Vec<StandardKind>,
    /// For how much a unit.
    pub price_vnd: Option<i64>,
    /// The last day on which it holds.
    pub valid_until: Date,
}

/// Months of the year, a bit for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Months(u16);

impl Months {
    /// These months.
    #[must_use]
    pub fn of(months: &[Month]) -> Self {
        Self(months.iter().fold(0, |bits, month| bits | 1 << u8::from(*month)))
    }

    /// Those of both.
    #[must_use]
    pub const fn shared(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// How many.
    #[must_use]
    pub const fn count(self) -> u32 {
        self.0.count_ones()
    }
}

/// An offer and a demand that fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fit {
    /// The demand.
    pub demand: DemandId,
    /// The offer.
    pub offer: OfferId,
    /// All points.
    pub points: u32,
    /// Where they come from: one reason for each factor, in their order.
    pub reasons: Vec<Reason>,
}

/// What can be compared at all: the group, and the unit to which quantities are brought.
type Shelf = (ProductGroup, QuantityUnit);

/// Brings a unit to the one it is compared in, and by how much it counts there.
const fn base(unit: QuantityUnit) -> (QuantityUnit, i64) {
    match unit {
        QuantityUnit::Tonne => (QuantityUnit::Kilogram, 1_000),
        other => (other, 1),
    }
}

fn shelf(trade: &Trade) -> Shelf {
    (trade.group, base(trade.unit).0)
}

/// The best fits of every demand, by demand, the best first; offers of as many points in the order of
/// their ids.
#[must_use]
pub fn match_all(offers: &[Supply], demands: &[Want], points: &Points, today: Date) -> Vec<Fit> {
    let mut shelves: BTreeMap<Shelf, Vec<&Supply>> = BTreeMap::new();
    for offer in offers.iter().filter(|offer| offer.trade.valid_until >= today) {
        shelves.entry(shelf(&offer.trade)).or_default().push(offer);
    }
    let mut wanted: Vec<&Want> =
        demands.iter().filter(|demand| demand.trade.valid_until >= today).collect();
    wanted.sort_unstable_by_key(|demand| demand.id);
    let mut fits = Vec::new();
    for demand in wanted {
        let shelf = shelves.get(&shelf(&demand.trade)).map(Vec::as_slice).unwrap_or_default();
        for (Reverse(total), _, offer) in best(shelf, demand, points) {
            let reasons = reasons(offer.0, demand, points).unwrap_or_default();
            let (offer, demand) = (offer.0.id, demand.id);
            fits.push(Fit { demand, offer, points: total, reasons });
        }
    }
    fits
}

/// An offer that stands behind its points and its id in an order; it has none of its own.
struct Ranked<'a>(&'a Supply);

impl PartialEq for Ranked<'_> {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}
impl Eq for Ranked<'_> {}
impl PartialOrd for Ranked<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Ranked<'_> {
    fn cmp(&self, _: &Self) -> std::cmp::Ordering {
        std::cmp::Ordering::Equal
    }
}

/// The best offers for a demand, the best first.
fn best<'a>(
    offers: &[&'a Supply],
    demand: &Want,
    points: &Points,
) -> Vec<(Reverse<u32>, OfferId, Ranked<'a>)> {
    let mut kept = BinaryHeap::with_capacity(points.kept_for_each_demand + 1);
    for offer in offers {
        let Some(total) = total(offer, demand, points) else { continue };
        if total >= points.least_points {
            kept.push((Reverse(total), offer.id, Ranked(offer)));
            if kept.len() > points.kept_for_each_demand {
                // The greatest is the one with the fewest points, or of those the last.
                kept.pop();
            }
        }
    }
    kept.into_sorted_vec()
}

/// All points of a pair, where it can be compared at all.
fn total(offer: &Supply, demand: &Want, points: &Points) -> Option<u32> {
    parts(offer, demand, points).map(|parts| parts.iter().map(|part| part.points).sum())
}

/// The reasons of a pair, where it can be compared at all.
#[must_use]
pub fn reasons(offer: &Supply, demand: &Want, points: &Points) -> Option<Vec<Reason>> {
    parts(offer, demand, points).map(Vec::from)
}

fn parts(offer: &Supply, demand: &Want, points: &Points) -> Option<[Reason; 5]> {
    let shared = offer.trade.months.shared(demand.trade.months).count();
    let own = demand.organisation == Some(offer.organisation);
    if shared == 0 || own || shelf(&offer.trade) != shelf(&demand.trade) {
        return None;
    }
    let months = demand.trade.months.count();
    Some([
        Reason::share(MatchFactor::Season, points, (shared.into(), months.into())),
        capacity(&offer.trade, &demand.trade, points),
        standard(&offer.trade, &demand.trade, points),
        place(offer, demand, points),
        price(&offer.trade, &demand.trade, points),
    ])
}

fn capacity(offer: &Trade, demand: &Trade, points: &Points) -> Reason {
    // At most a million millions, times a thousand here and a hundred there: it fits.
    let in_base = |trade: &Trade| trade.monthly_quantity.saturating_mul(base(trade.unit).1);
    let (offered, wanted) = (in_base(offer), in_base(demand));
    Reason::share(MatchFactor::Capacity, points, (offered, wanted))
}

fn standard(offer: &Trade, demand: &Trade, points: &Points) -> Reason {
    let met = demand.standards.iter().filter(|one| offer.standards.contains(one)).count();
    let figure = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let of = (figure(met), figure(demand.standards.len()));
    Reason::share(MatchFactor::Standard, points, of)
}

fn place(offer: &Supply, demand: &Want, points: &Points) -> Reason {
    let near = demand.commune.as_ref().is_none_or(|commune| *commune == offer.commune);
    let percent = if near { 100 } else { points.elsewhere_percent };
    Reason::percent(MatchFactor::Place, points, percent, (near.into(), 1))
}

/// An offer that asks no more than the demand pays has all points; the more it asks, the fewer, down to
/// none at the tolerance. Both prices are brought to the same unit.
fn price(offer: &Trade, demand: &Trade, points: &Points) -> Reason {
    let (Some(asked), Some(paid)) = (offer.price_vnd, demand.price_vnd) else {
        let percent = points.price_unknown_percent;
        return Reason::percent(MatchFactor::Price, points, percent, (0, 0));
    };
    let asked = asked.saturating_mul(base(demand.unit).1);
    let paid = paid.saturating_mul(base(offer.unit).1);
    let percent = if asked <= paid { 100 } else { tolerated(asked, paid, points) };
    Reason::percent(MatchFactor::Price, points, percent, (asked, paid))
}

/// How much of the tolerance is left for a price above what is paid, in percent.
fn tolerated(asked: i64, paid: i64, points: &Points) -> u32 {
    let above = (i128::from(asked) - i128::from(paid)) * 100;
    let most = i128::from(paid) * i128::from(points.price_tolerance_percent);
    if above >= most {
        return 0;
    }
    u32::try_from(100 - above * 100 / most).unwrap_or_default()
}
