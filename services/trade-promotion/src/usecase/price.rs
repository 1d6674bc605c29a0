//! Prices on markets, published by the competent agency.

use htx_kit::{act::Act, failure::Failure, log};
use htx_model::{
    event::{Place, Subject},
    faults::Faults,
    id::MarketPriceId,
    refusal::Text,
};
use serde_json::json;

use crate::{
    domain::price::{self, Observation},
    store::{self, price::StoredPrice},
    usecase::acting_for,
};

/// What the subject of an event of prices is called: the first of what was sent together.
pub const SUBJECT: &str = "market_prices";

/// Publishes prices. One of the same product, market, unit and day takes the place of what the agency
/// entered before; what another did stays.
///
/// # Errors
/// Every fault of what was sent; a price that another agency has published.
pub fn publish(act: &mut Act<'_>, given: Vec<Observation>) -> Result<usize, Failure> {
    let agency = acting_for::own_agency(act)?;
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
    act.connection.lock("market prices")?;
    not_of_others(act, &stored)?;
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

/// Refuses to write over what another agency has published.
fn not_of_others(act: &mut Act<'_>, prices: &[StoredPrice]) -> Result<(), Failure> {
    let mut faults = Faults::default();
    for (at, other) in store::price::of_others(act.connection, prices)? {
        if act.holds(&other) {
            continue;
        }
        let name = act.agencies.get(&other).map_or(other.as_str(), |one| one.name_vi.as_str());
        let detail = Text::made(
            format!("Giá này đã do {name} công bố; hãy đề nghị nơi đó sửa."),
            format!("This price was published by {other}; ask there to have it changed."),
        );
        faults.add(format!("/prices/{at}/product"), "published_by_another", detail);
    }
    Ok(faults.refuse()?)
}
