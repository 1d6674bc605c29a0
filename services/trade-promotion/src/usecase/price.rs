//! Prices on markets, published by the competent agency.

use htx_kit::{failure::Failure, log};
use htx_model::{
    event::{Place, Subject},
    id::MarketPriceId,
};
use serde_json::json;

use super::{act::Act, buyer::own_agency};
use crate::{
    domain::price::{self, Observation},
    store::{self, price::StoredPrice},
};

/// What the subject of an event of prices is called: the first of what was sent together.
pub const SUBJECT: &str = "market_prices";

/// Publishes prices. One of the same product, market, unit and day takes the place of what was entered
/// before.
///
/// # Errors
/// Every fault of what was sent.
pub fn publish(act: &mut Act<'_>, given: Vec<Observation>) -> Result<usize, Failure> {
    let agency = own_agency(act)?;
    let prices = price::checked(given, act.today())?;
    let stored: Vec<StoredPrice> = prices
        .into_iter()
        .map(|price| StoredPrice {
            id: act.context.ids.make(),
            agency: agency.clone(),
            price,
            recorded_at: act.context.now,
        })
        .collect();
    store::price::put(act.connection, &stored)?;
    let Some(first) = stored.first() else { return Ok(0) };
    let told: Vec<_> = stored
        .iter()
        .map(|stored| {
            let price = &stored.price;
            json!({
                "product": price.product,
                "group": price.group,
                "market": price.market,
                "commune": price.commune,
                "unit": price.unit,
                "price_vnd": price.price_vnd,
                "observed_on": price.observed_on,
            })
        })
        .collect();
    let id: MarketPriceId = first.id;
    let subject = Subject { kind: SUBJECT.to_owned(), id: id.uuid() };
    let state = json!({ "agency": agency, "prices": told });
    let event =
        act.context.event("market_prices.published", subject, Place::default(), None, state);
    log::append(act.connection, &event, None, &act.context.ids)?;
    Ok(stored.len())
}
