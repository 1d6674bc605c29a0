//! What the plan asks of the registry: its indicators.

use htx_kit::{db::Connection, failure::Failure, indicator::Computes};
use htx_model::indicator::{Definition, Indicator, Period, Tally};

use crate::{Registry, domain::indicator::DEFINITIONS, store};

impl Computes for Registry {
    type Indicator = Indicator;
    const DEFINITIONS: &'static [Definition<Indicator>] = DEFINITIONS;

    fn tallies(
        connection: &mut Connection,
        definition: &'static Definition<Indicator>,
        period: Period,
    ) -> Result<Vec<Tally>, Failure> {
        store::indicator::tallies(connection, definition, period)
    }
}
