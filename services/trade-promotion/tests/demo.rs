//! The synthetic season of `htx demo`.

use std::{cell::RefCell, collections::BTreeSet, sync::Arc};

use htx_kit::clock::{Clock, FixedClock, IdSource};
use htx_model::date::Instant;
use htx_trade_promotion::usecase::season::{self, Setting};
use serde_json::Value;

use super::office::{Office, each};

/// A season out of a seed, with eighty cooperatives that are the same each time.
async fn season(office: &Office, seed: u64) {
    let start = Instant::from_microseconds(1_735_689_600_000_000);
    let clock = Arc::new(FixedClock::at(start));
    let ids = IdSource::seeded(Arc::clone(&clock) as Arc<dyn Clock>, 1);
    let cooperatives = (0..80).map(|number| {
        let mut one = office.cooperative(&format!("HTX số {number}"));
        one.id = ids.make();
        one
    });
    office.know(cooperatives.collect()).await;
    let setting = Setting {
        database: office.trade.runtime.database.clone(),
        agencies: Arc::clone(&office.trade.agencies),
        ids: IdSource::seeded(Arc::clone(&clock) as Arc<dyn Clock>, seed),
        clock,
        seed,
    };
    assert_eq!(season::make(&setting).await.unwrap(), 11);
    assert!(season::make(&setting).await.is_err(), "there is one already");
}

async fn all(office: &Office, list: &str) -> Vec<Value> {
    let page = office.read_by(&office.audit(), &format!("{list}?limit=200")).await;
    let mut items = page["items"].as_array().unwrap().clone();
    let mut next = page["next"].as_str().map(str::to_owned);
    while let Some(cursor) = next {
        let path = format!("{list}?limit=200&cursor={cursor}");
        let page = office.read_by(&office.audit(), &path).await;
        items.extend(page["items"].as_array().unwrap().iter().cloned());
        next = page["next"].as_str().map(str::to_owned);
    }
    items
}

fn values(items: &[Value], field: &str) -> BTreeSet<String> {
    items.iter().filter_map(|one| one[field].as_str()).map(str::to_owned).collect()
}

#[actix_web::test]
async fn a_season_has_everything_and_is_the_same_for_the_same_seed() {
    let first: RefCell<Option<[Vec<Value>; 2]>> = RefCell::default();
    each(async |office| {
        season(&office, 7).await;
        // The last day on which anything of it was done.
        office.service.set_clock("2026-02-20T10:00:00Z");
        let events = all(&office, "/v1/trade-events").await;
        assert_eq!((values(&events, "state").len(), values(&events, "kind").len()), (6, 4));
        let applications = all(&office, "/v1/trade-applications").await;
        assert_eq!(values(&applications, "state").len(), 6, "{:?}", values(&applications, "state"));
        assert_eq!(values(&applications, "attendance").len(), 2);
        let results = all(&office, "/v1/trade-results").await;
        assert_eq!(values(&results, "kind").len(), 4);
        let asked = all(&office, "/v1/trade-follow-ups").await;
        let states: BTreeSet<_> =
            asked.iter().map(|one| one["follow_up"]["state"].as_str().unwrap()).collect();
        assert_eq!(states, BTreeSet::from(["done", "due", "upcoming"]));
        let path = "/v1/trade-promotion/indicators/4?period=2025";
        let figure = office.read_by(&office.audit(), path).await["figure"]["value"].clone();
        assert!(figure.as_i64().unwrap() > 30, "{figure}");
        the_market_is_played(&office).await;
        let same = [events, applications];
        let first = &mut *first.borrow_mut();
        assert_eq!(*first.get_or_insert_with(|| same.clone()), same);
    })
    .await;
}

/// Products, what is offered and sought, what fits, prices, words, points: something of each, as the public
/// and the audit see it on a day of the season.
async fn the_market_is_played(office: &Office) {
    office.service.set_clock("2025-06-02T02:00:00Z");
    let catalogue = office.service.get("/v1/product-catalogue").send().await.expect(200).json();
    assert!(catalogue["count"].as_u64().unwrap() > 5, "{catalogue:#}");
    assert!(!catalogue["facets"]["stars"].as_array().unwrap().is_empty());
    let offers = all(office, "/v1/offers").await;
    let demands = all(office, "/v1/demands").await;
    assert!(offers.len() > 3 && demands.len() > 3, "{} {}", offers.len(), demands.len());
    assert_eq!(all(office, "/v1/buyers").await.len(), 3);
    let mut fitting = 0;
    for demand in &demands {
        let path = format!("/v1/demands/{}/matches", demand["id"].as_str().unwrap());
        fitting += all(office, &path).await.len();
    }
    assert!(fitting > 0, "nothing fits");
    assert_eq!(all(office, "/v1/market-prices").await.len(), 48);
    for list in ["/v1/market-bulletins", "/v1/investment-items"] {
        assert_eq!(values(&all(office, list).await, "state"), ["published".to_owned()].into());
    }
    let points = all(office, "/v1/showcase-points").await;
    assert_eq!(values(&points, "state"), ["operating".to_owned()].into());
    let path = "/v1/trade-promotion/indicators/7?period=2025";
    let figure = office.read_by(&office.audit(), path).await["figure"]["value"].clone();
    assert_eq!(figure, points.len());
}
