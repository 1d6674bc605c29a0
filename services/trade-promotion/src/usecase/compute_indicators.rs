//! What the plan asks of trade promotion: its indicators, and the records that they count.

use htx_kit::{
    db::Connection,
    failure::Failure,
    indicator::{Computes, Counted, Place},
};
use htx_model::{
    id::Id,
    indicator::{Definition, Period, Tally, TradeIndicator},
    scope::Scope,
};
use uuid::Uuid;

use crate::{
    TradePromotion,
    domain::indicator::DEFINITIONS,
    store::{
        self,
        indicator::{Filter, Record, records},
    },
};

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

    fn counted(
        connection: &mut Connection,
        scope: &Scope,
        of: (&'static Definition<TradeIndicator>, Period),
        place: &Place,
        after: Option<Uuid>,
        limit: i64,
    ) -> Result<Vec<Counted>, Failure> {
        let filter = Filter { district: place.district.clone(), commune: place.commune.clone() };
        let after = after.map(Id::from_uuid);
        let found = records(connection, scope, of, &filter, after.as_ref(), limit)?;
        let counted = |record: Record| {
            let Record { organisation, grounds } = record;
            Counted {
                id: organisation.id.uuid(),
                kind: "organisation",
                organisation: Some(organisation.id),
                on: grounds.first().map(|ground| ground.on),
                numerator: 1,
                denominator: 1,
                district: organisation.seat.district,
                commune: Some(organisation.seat.current_commune),
                subjects: grounds.iter().map(|ground| ground.subject.uuid()).collect(),
            }
        };
        Ok(found.into_iter().map(counted).collect())
    }
}
