//! What the plan asks of trade promotion: its indicators.

use htx_kit::{db::Connection, failure::Failure, indicator::Computes};
use htx_model::indicator::{Definition, Period, Tally, TradeIndicator};

use crate::{TradePromotion, domain::indicator::DEFINITIONS, store};

impl Computes for TradePromotion {
    type Indicator = TradeIndicator;
    const DEFINITIONS: &'static [Definition<TradeIndicator>] = DEFINITIONS;

    fn tallies(
        connection: &mut Connection,
        definition: &'static Definition<TradeIndicator>,
        period: Period,
    ) -> Result<Vec<Tally>, Failure> {
        store::indicator::tallies(connection, definition, period)
    }
}
