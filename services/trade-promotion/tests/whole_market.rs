//! A round over the market of a city, through the interface and the database.

use std::time::Instant;

use htx_model::{
    agency::AgencyCode,
    code_list::CodeList as _,
    directory::Organisation,
    id::{BuyerId, Id},
    principal::Role,
    trade::{
        listing::{DemandContent, Month, OfferContent},
        products::{ListingState, ProductGroup, QuantityUnit, StandardKind},
    },
};
use htx_trade_promotion::{
    domain::{
        listing::{Content, Listing, Owner},
        preparers::Preparers,
    },
    store,
};
use serde_json::json;

use super::office::{Office, each};

const OFFERS: usize = 10_000;
const DEMANDS: usize = 5_000;
/// How many cooperatives offer.
const SELLERS: usize = 500;
/// How many rows are written at once.
const CHUNK: usize = 500;

/// Groups and months as they come: neither all alike, nor none like another.
fn trade(number: usize) -> (ProductGroup, Vec<Month>, i64) {
    let groups = ProductGroup::all();
    let month = |step: usize| Month::try_from(u8::try_from((number + step) % 12 + 1).unwrap());
    let months = (0..4).map(|step| month(step).unwrap()).collect();
    (groups[number % groups.len()], months, 1 + i64::try_from(number % 97).unwrap())
}

fn offer(number: usize) -> OfferContent {
    let (group, months, monthly_quantity) = trade(number);
    let price = 10_000_000 + i64::try_from(number % 101).unwrap() * 100_000;
    OfferContent {
        title: format!("Tin cung số {number}"),
        product_id: None,
        group,
        monthly_quantity,
        unit: QuantityUnit::Tonne,
        months,
        standards: vec![StandardKind::Vietgap],
        price_vnd: Some(price),
        commune: None,
        valid_until: htx_model::date::Date::new(2025, 12, 31).unwrap(),
        note: None,
    }
}

fn demand(number: usize, buyer_id: BuyerId) -> DemandContent {
    let (group, months, monthly_quantity) = trade(number);
    DemandContent {
        title: format!("Tin cầu số {number}"),
        buyer_id,
        group,
        monthly_quantity,
        unit: QuantityUnit::Tonne,
        months,
        standards: vec![StandardKind::Vietgap],
        price_vnd: Some(15_000_000),
        commune: None,
        valid_until: htx_model::date::Date::new(2025, 12, 31).unwrap(),
        note: None,
    }
}

impl Office {
    /// Enters what is published already, in as few transactions as there are chunks.
    async fn published_at_once<C: Content>(&self, contents: Vec<(Owner, C)>) {
        let (now, ids) = (self.service.now(), self.trade.runtime.ids.clone());
        let listing = |(owner, content)| Listing {
            id: ids.make(),
            owner,
            content,
            state: ListingState::Published,
            prepared_by: Preparers::default(),
            submitted_on: Some(now.date()),
            published_on: Some(now.date()),
            review: None,
            version: 1,
            recorded_at: now,
        };
        let mut listings: Vec<Listing<C>> = contents.into_iter().map(listing).collect();
        while !listings.is_empty() {
            let chunk: Vec<_> = listings.drain(..CHUNK.min(listings.len())).collect();
            let write = move |connection: &mut _| {
                chunk.iter().try_for_each(|one| store::listing::insert(connection, one))
            };
            self.database.write(write).await.unwrap();
        }
    }
}

#[actix_web::test]
#[ignore = "fills a database with a market; run by itself, in a release build, to measure"]
async fn a_round_over_ten_thousand_offers_and_five_thousand_demands_takes_less_than_ten_seconds() {
    each(async |office| {
        let sellers: Vec<Organisation> =
            (0..SELLERS).map(|number| office.cooperative(&format!("HTX số {number}"))).collect();
        office.know(sellers.clone()).await;
        let officer = office.promotion(Role::Officer);
        let buyer = json!({ "name": "Chuỗi cửa hàng Nông sản Sạch" });
        let buyer = office.post(&officer, "/v1/buyers", buyer).await.expect(201).json();
        let buyer: BuyerId = Id::from_uuid(buyer["id"].as_str().unwrap().parse().unwrap());
        let seller =
            |number: usize| Owner::Organisation(Box::new(sellers[number % SELLERS].clone()));
        let promoter =
            || Owner::Agency(AgencyCode::parse("hpa").unwrap(), "Trung tâm Xúc tiến".to_owned());
        let filling = Instant::now();
        let offers = (0..OFFERS).map(|number| (seller(number), offer(number)));
        office.published_at_once(offers.collect()).await;
        let demands = (0..DEMANDS).map(|number| (promoter(), demand(number * 5, buyer)));
        office.published_at_once(demands.collect()).await;
        let (filled, started) = (filling.elapsed(), Instant::now());
        let round = office.post(&officer, "/v1/matching-rounds", json!({})).await.expect(201);
        let taken = started.elapsed();
        let round = round.json();
        let backend = office.database.backend();
        eprintln!("{backend:?}: filled in {filled:?}, matched and kept in {taken:?}: {round}");
        assert_eq!(
            (&round["offer_count"], &round["demand_count"]),
            (&json!(OFFERS), &json!(DEMANDS))
        );
        assert_eq!(round["match_count"], json!(DEMANDS * 10));
        // Without optimisation, on cores that others share, it takes several times as long.
        let most = if cfg!(debug_assertions) { 60 } else { 10 };
        assert!(taken.as_secs() < most, "{backend:?} took {taken:?}");
    })
    .await;
}
