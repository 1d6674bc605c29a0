//! The operations of trade promotion: the only place that knows actix and utoipa.

mod application;
mod buyers;
mod catalogue;
mod demands;
mod documents;
mod event;
mod expiring;
mod indicators;
mod interests;
mod investment_items;
mod investment_list;
mod listing;
mod market_bulletins;
mod market_prices;
mod matching;
mod offers;
mod outcomes;
mod pictures;
mod product_history;
mod products;
mod results;
mod showcase;
mod step_view;

use htx_kit::{feed, http::Routes, indicator};
use htx_model::permission::permit;

use crate::{SERVICE, TradePromotion};

/// Registers every operation.
pub(crate) fn routes(config: &mut Routes) {
    config
        .configure(event::routes)
        .configure(application::routes)
        .configure(documents::routes)
        .configure(outcomes::routes)
        .configure(results::routes)
        .configure(indicators::routes)
        .configure(indicator::internal::<TradePromotion>(SERVICE.name))
        .configure(catalogue::routes)
        .service(expiring::list_expiring_products)
        .configure(products::routes)
        .service(product_history::read_product_history)
        .configure(pictures::routes)
        .configure(buyers::routes)
        .configure(offers::routes)
        .configure(demands::routes)
        .configure(matching::routes)
        .configure(interests::routes)
        .configure(showcase::routes)
        .configure(market_bulletins::routes)
        .configure(market_prices::routes)
        .service(investment_list::list_investment_opportunities)
        .configure(investment_items::routes)
        .configure(feed::operations::<TradePromotion, permit::TradeFeedRead>(SERVICE.name));
}
