//! The tables as Diesel sees them; a test compares them with both databases.

mod events;
mod listings;
mod matching;
mod prices;
mod showcases;

htx_kit::directory_table!();

pub(in crate::store) use events::{
    trade_application, trade_booth, trade_document, trade_event, trade_follow_up, trade_result,
    trade_step, trade_step_reason,
};
pub(in crate::store) use listings::{
    buyer, buyer_personal, catalogue_position, listing, product_picture,
};
pub(in crate::store) use matching::{interest, matching_round, supply_match};
pub(in crate::store) use prices::market_price;
pub(in crate::store) use showcases::{showcase_funding, showcase_point, showcase_sales};

#[cfg(test)]
mod tests {
    #[test]
    fn the_declared_tables_are_those_of_both_databases() {
        let folder = env!("CARGO_MANIFEST_DIR");
        htx_kit::testing::declared_tables_are_real(folder, crate::SERVICE.migrations);
    }
}
