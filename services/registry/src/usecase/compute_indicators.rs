//! What the plan asks of the registry: its indicators, and the records that they count.

use htx_kit::{
    db::Connection,
    failure::Failure,
    indicator::{Computes, Counted, Place},
};
use htx_model::{
    id::Id,
    indicator::{Definition, Indicator, Period, Tally},
    scope::Scope,
};
use uuid::Uuid;

use crate::{
    Registry,
    domain::indicator::DEFINITIONS,
    store::{
        self,
        indicator_records::{Record, RecordFilter, records},
    },
};

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

    fn counted(
        connection: &mut Connection,
        scope: &Scope,
        of: (&'static Definition<Indicator>, Period),
        place: &Place,
        after: Option<Uuid>,
        limit: i64,
    ) -> Result<Vec<Counted>, Failure> {
        let filter =
            RecordFilter { district: place.district.clone(), commune: place.commune.clone() };
        let after = after.map(Id::from_uuid);
        let found = records(connection, scope, of, &filter, after, limit)?;
        let counted = |record: Record| {
            let organisation = record.stored.organisation;
            // What is counted of it, else the entry itself.
            let ground = record.counted.ground.map_or(organisation.id.uuid(), Id::uuid);
            let (numerator, denominator) = record.counted.adds();
            Counted {
                id: organisation.id.uuid(),
                kind: "organisation",
                organisation: Some(organisation.id),
                on: record.counted.on,
                numerator,
                denominator,
                district: organisation.address.district,
                commune: Some(organisation.address.current_commune),
                subjects: vec![ground],
            }
        };
        Ok(found.into_iter().map(counted).collect())
    }
}
