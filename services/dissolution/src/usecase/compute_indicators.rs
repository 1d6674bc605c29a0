//! What the plan asks of dissolution: its indicators.

use htx_kit::{db::Connection, failure::Failure, indicator::Computes};
use htx_model::indicator::{Definition, DissolutionIndicator, Period, Tally};

use crate::{Dissolutions, domain::indicator::DEFINITIONS, store};

impl Computes for Dissolutions {
    type Indicator = DissolutionIndicator;
    const DEFINITIONS: &'static [Definition<DissolutionIndicator>] = DEFINITIONS;

    fn tallies(
        connection: &mut Connection,
        definition: &'static Definition<DissolutionIndicator>,
        period: Period,
    ) -> Result<Vec<Tally>, Failure> {
        store::indicator::tallies(connection, definition, period)
    }
}
