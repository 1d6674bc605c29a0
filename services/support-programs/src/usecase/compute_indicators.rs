//! What the plan asks of support: its indicators, and the records that they count.

use htx_kit::{
    db::Connection,
    failure::Failure,
    indicator::{Computes, Counted, Place},
};
use htx_model::{
    id::Id,
    indicator::{Definition, Period, SupportIndicator, Tally},
    scope::Scope,
};
use uuid::Uuid;

use crate::{
    SupportPrograms,
    domain::{indicator::DEFINITIONS, training::Class},
    store::{
        self,
        indicator::{Filter, Record, class_records, records},
    },
};

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

    fn counted(
        connection: &mut Connection,
        scope: &Scope,
        of: (&'static Definition<SupportIndicator>, Period),
        place: &Place,
        after: Option<Uuid>,
        limit: i64,
    ) -> Result<Vec<Counted>, Failure> {
        let (definition, period) = of;
        let filter = Filter { district: place.district.clone(), commune: place.commune.clone() };
        if definition.indicator == SupportIndicator::TrainingClasses {
            let after = after.map(Id::from_uuid);
            let found = class_records(connection, scope, period, &filter, after.as_ref(), limit)?;
            return Ok(found.into_iter().map(of_class).collect());
        }
        let after = after.map(Id::from_uuid);
        let found = records(connection, scope, of, &filter, after.as_ref(), limit)?;
        Ok(found.into_iter().map(of_cooperative).collect())
    }
}

fn of_class(class: Class) -> Counted {
    Counted {
        id: class.id.uuid(),
        kind: "training_class",
        organisation: None,
        on: Some(class.content.ends_on),
        numerator: 1,
        denominator: 1,
        district: class.content.district,
        commune: Some(class.content.commune),
        subjects: vec![class.id.uuid()],
    }
}

/// A cooperative counts by its first application that does.
fn of_cooperative(record: Record) -> Counted {
    let Record { organisation, application } = record;
    Counted {
        id: organisation.id.uuid(),
        kind: "organisation",
        organisation: Some(organisation.id),
        on: application.and_then(|(_, day)| day),
        numerator: 1,
        denominator: 1,
        district: organisation.seat.district,
        commune: Some(organisation.seat.current_commune),
        subjects: application.into_iter().map(|(id, _)| id.uuid()).collect(),
    }
}
