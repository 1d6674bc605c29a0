use htx_model::{
    code_list::CodeList as _,
    id::Id,
    trade::products::{MatchFactor, ProductGroup, QuantityUnit, StandardKind},
};
use proptest::prelude::*;
use uuid::Uuid;

use super::*;

const TODAY: &str = "2025-05-12";

fn today() -> Date {
    Date::parse(TODAY).unwrap()
}

fn id<T>(number: u128) -> Id<T> {
    Id::from_uuid(Uuid::from_u128(number))
}

fn commune(code: &str) -> CommuneCode {
    CommuneCode::parse(code).unwrap()
}

fn months(given: &[u8]) -> Months {
    let months: Vec<Month> = given.iter().map(|month| Month::try_from(*month).unwrap()).collect();
    Months::of(&months)
}

fn trade() -> Trade {
    Trade {
        group: ProductGroup::Vegetables,
        monthly_quantity: 10,
        unit: QuantityUnit::Tonne,
        months: months(&[1, 2, 3, 4]),
        standards: vec![StandardKind::Vietgap],
        price_vnd: Some(20_000_000),
        valid_until: Date::parse("2025-12-31").unwrap(),
    }
}

fn offer(number: u128) -> Supply {
    Supply { id: id(number), organisation: id(number), commune: commune("10045"), trade: trade() }
}

fn demand(number: u128) -> Want {
    Want { id: id(number), organisation: None, commune: Some(commune("10045")), trade: trade() }
}

fn matched(offers: &[Supply], demands: &[Want]) -> Vec<Fit> {
    match_all(offers, demands, points::on(today()).unwrap(), today())
}

fn points_of(offer: &Supply, demand: &Want) -> Vec<u32> {
    let reasons = reasons(offer, demand, points::on(today()).unwrap()).unwrap();
    reasons.iter().map(|reason| reason.points).collect()
}

#[test]
fn what_fits_in_everything_has_all_points() {
    let fits = matched(&[offer(1)], &[demand(2)]);
    assert_eq!(fits.len(), 1);
    assert_eq!(fits[0].points, 100);
    assert_eq!(fits[0].reasons.len(), MatchFactor::all().len());
}

#[test]
fn each_factor_takes_its_own_points() {
    let all = [25, 25, 25, 10, 15];
    let less = |change: fn(&mut Supply)| {
        let mut less = offer(1);
        change(&mut less);
        points_of(&less, &demand(2))
    };
    assert_eq!(less(|_| ()), all);
    assert_eq!(less(|offer| offer.trade.months = months(&[4, 5])), [6, 25, 25, 10, 15]);
    assert_eq!(less(|offer| offer.trade.monthly_quantity = 5), [25, 12, 25, 10, 15]);
    assert_eq!(less(|offer| offer.trade.standards.clear()), [25, 25, 0, 10, 15]);
    assert_eq!(less(|offer| offer.commune = commune("00070")), [25, 25, 25, 5, 15]);
    assert_eq!(less(|offer| offer.trade.price_vnd = Some(22_000_000)), [25, 25, 25, 10, 7]);
    assert_eq!(less(|offer| offer.trade.price_vnd = Some(24_000_000)), [25, 25, 25, 10, 0]);
    assert_eq!(less(|offer| offer.trade.price_vnd = None), [25, 25, 25, 10, 7]);
}

#[test]
fn tonnes_and_kilograms_are_compared_and_tonnes_and_pieces_are_not() {
    let mut kilograms = offer(1);
    kilograms.trade.unit = QuantityUnit::Kilogram;
    kilograms.trade.monthly_quantity = 10_000;
    kilograms.trade.price_vnd = Some(20_000);
    assert_eq!(matched(&[kilograms.clone()], &[demand(2)])[0].points, 100);
    kilograms.trade.unit = QuantityUnit::Piece;
    assert!(matched(&[kilograms], &[demand(2)]).is_empty());
}

#[test]
fn what_has_expired_is_another_group_has_no_month_or_is_ones_own_is_no_match() {
    let changed = |change: fn(&mut Supply)| {
        let mut other = offer(1);
        change(&mut other);
        matched(&[other], &[demand(2)])
    };
    assert!(changed(|offer| offer.trade.valid_until = today().plus_days(-1)).is_empty());
    assert_eq!(changed(|offer| offer.trade.valid_until = today()).len(), 1);
    assert!(changed(|offer| offer.trade.group = ProductGroup::Fruit).is_empty());
    assert!(changed(|offer| offer.trade.months = months(&[12])).is_empty());
    let own = Want { organisation: Some(id(1)), ..demand(2) };
    assert!(matched(&[offer(1)], std::slice::from_ref(&own)).is_empty());
    assert_eq!(matched(&[offer(3)], &[own]).len(), 1);
}

#[test]
fn the_best_are_kept_and_of_equal_ones_the_first() {
    let offers: Vec<Supply> = (1..=30).map(offer).collect();
    let fits = matched(&offers, &[demand(99)]);
    let kept: Vec<OfferId> = fits.iter().map(|fit| fit.offer).collect();
    assert_eq!(kept, (1..=10).map(id).collect::<Vec<_>>());
}

#[test]
fn reasons_are_told_in_words() {
    let far = Supply { commune: commune("00070"), ..offer(1) };
    let reasons = reasons(&far, &demand(2), points::on(today()).unwrap()).unwrap();
    let told: Vec<String> = reasons
        .iter()
        .map(|reason| {
            let text = explained(reason);
            format!("{}/{} {} | {}", reason.points, reason.most, text.vi, text.en)
        })
        .collect();
    insta::assert_snapshot!("match_reasons", told.join("\n"));
}

fn any_trade() -> impl Strategy<Value = Trade> {
    let units = [QuantityUnit::Kilogram, QuantityUnit::Tonne, QuantityUnit::Piece];
    let groups = [ProductGroup::Vegetables, ProductGroup::Fruit];
    let standards = [StandardKind::Vietgap, StandardKind::Organic];
    (
        prop::sample::select(groups.to_vec()),
        1_i64..1_000_000_000_000,
        prop::sample::select(units.to_vec()),
        prop::collection::vec(1_u8..=12, 1..12),
        prop::sample::subsequence(standards.to_vec(), 0..=2),
        prop::option::of(1_i64..1_000_000_000_000_000),
        -3_i64..30,
    )
        .prop_map(|(group, monthly_quantity, unit, given, standards, price_vnd, days)| Trade {
            group,
            monthly_quantity,
            unit,
            months: months(&given),
            standards,
            price_vnd,
            valid_until: today().plus_days(days),
        })
}

fn any_market() -> impl Strategy<Value = (Vec<Supply>, Vec<Want>)> {
    let communes = || prop::sample::select(vec!["10045", "00070"]);
    let offers = prop::collection::vec((any_trade(), communes(), 1_u128..6), 0..25);
    let demands = prop::collection::vec((any_trade(), communes(), 1_u128..6), 0..12);
    (offers, demands).prop_map(|(offers, demands)| {
        let offers = offers.into_iter().zip(1..).map(|((trade, place, of), number)| Supply {
            id: id(number),
            organisation: id(of),
            commune: commune(place),
            trade,
        });
        let demands = demands.into_iter().zip(1..).map(|((trade, place, of), number)| Want {
            id: id(number),
            organisation: Some(id(of)),
            commune: Some(commune(place)),
            trade,
        });
        (offers.collect(), demands.collect())
    })
}

proptest! {
    #[test]
    fn the_order_of_what_goes_in_changes_nothing((offers, demands) in any_market()) {
        let fits = matched(&offers, &demands);
        let (mut offers, mut demands) = (offers, demands);
        offers.reverse();
        demands.reverse();
        prop_assert_eq!(matched(&offers, &demands), fits);
    }

    #[test]
    fn nothing_expired_and_nothing_of_ones_own_is_matched((offers, demands) in any_market()) {
        let limits = points::on(today()).unwrap();
        for fit in matched(&offers, &demands) {
            let offer = offers.iter().find(|offer| offer.id == fit.offer).unwrap();
            let demand = demands.iter().find(|demand| demand.id == fit.demand).unwrap();
            prop_assert!(offer.trade.valid_until >= today() && demand.trade.valid_until >= today());
            prop_assert!(demand.organisation != Some(offer.organisation));
            prop_assert_eq!(offer.trade.group, demand.trade.group);
            let sum: u32 = fit.reasons.iter().map(|reason| reason.points).sum();
            prop_assert_eq!(sum, fit.points);
            prop_assert!((limits.least_points..=100).contains(&fit.points));
            prop_assert!(fit.reasons.iter().all(|reason| reason.points <= reason.most));
        }
    }

    #[test]
    fn whoever_offers_more_for_less_never_has_fewer_points((offers, demands) in any_market()) {
        let limits = points::on(today()).unwrap();
        for (offer, demand) in offers.iter().zip(&demands) {
            let Some(before) = total(offer, demand, limits) else { continue };
            let mut better = offer.clone();
            better.trade.monthly_quantity *= 2;
            better.trade.price_vnd = better.trade.price_vnd.map(|price| (price / 2).max(1));
            prop_assert!(total(&better, demand, limits).unwrap() >= before);
        }
    }
}

/// A market of a city: 10,000 offers and 5,000 demands.
#[test]
fn a_round_over_a_whole_market_is_over_before_anybody_waits() {
    let groups = ProductGroup::all();
    let group = |number: u128| groups[usize::try_from(number).unwrap() % groups.len()];
    let varied = |number: u128, mut trade: Trade| {
        trade.group = group(number);
        trade.monthly_quantity = 1 + i64::try_from(number % 97).unwrap();
        trade.price_vnd = Some(10_000_000 + i64::try_from(number % 101).unwrap() * 100_000);
        trade
    };
    let offers: Vec<Supply> =
        (1..=10_000).map(|n| Supply { trade: varied(n, trade()), ..offer(n) }).collect();
    let demands: Vec<Want> =
        (1..=5_000).map(|n| Want { trade: varied(n * 5, trade()), ..demand(n) }).collect();
    let started = std::time::Instant::now();
    let fits = matched(&offers, &demands);
    let taken = started.elapsed();
    assert_eq!(fits.len(), 50_000);
    assert!(
        taken.as_secs() < 60,
        "{taken:?}; 3.3 s without optimisation on two cores that others share"
    );
}
