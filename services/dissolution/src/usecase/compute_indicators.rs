//! What the plan asks of dissolution: its indicators, and the records that they count.

use htx_kit::{
    db::Connection,
    failure::Failure,
    indicator::{Computes, Counted, Place},
};
use htx_model::{
    id::Id,
    indicator::{Definition, DissolutionIndicator, Period, Tally},
    scope::Scope,
};
use uuid::Uuid;

use crate::{
    Dissolutions,
    domain::indicator::DEFINITIONS,
    store::{
        self,
        indicator::{Filter, Record, records},
    },
};

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

    fn counted(
        connection: &mut Connection,
        scope: &Scope,
        of: (&'static Definition<DissolutionIndicator>, Period),
        place: &Place,
        after: Option<Uuid>,
        limit: i64,
    ) -> Result<Vec<Counted>, Failure> {
        let filter = Filter { district: place.district.clone(), commune: place.commune.clone() };
        let after = after.map(Id::from_uuid);
        let found = records(connection, scope, of, &filter, after.as_ref(), limit)?;
        let counted = |record: Record| Counted {
            id: record.case.uuid(),
            kind: "dissolution",
            organisation: Some(record.organisation.id),
            on: record.closed_on,
            numerator: 1,
            denominator: 1,
            district: record.organisation.seat.district,
            commune: Some(record.organisation.seat.current_commune),
            subjects: vec![record.case.uuid()],
        };
        Ok(found.into_iter().map(counted).collect())
    }

    fn stages(connection: &mut Connection) -> Result<Vec<(&'static str, i64)>, Failure> {
        store::indicator::stages(connection)
    }
}
