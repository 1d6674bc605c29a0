//! What the plan asks of support: its indicators.

use htx_kit::{db::Connection, failure::Failure, indicator::Computes};
use htx_model::indicator::{Definition, Period, SupportIndicator, Tally};

use crate::{SupportPrograms, domain::indicator::DEFINITIONS, store};

impl Computes for SupportPrograms {
    type Indicator = SupportIndicator;
    const DEFINITIONS: &'static [Definition<SupportIndicator>] = DEFINITIONS;

    fn tallies(
        connection: &mut Connection,
        definition: &'static Definition<SupportIndicator>,
        period: Period,
    ) -> Result<Vec<Tally>, Failure> {
        store::indicator::tallies(connection, definition, period)
    }
}
