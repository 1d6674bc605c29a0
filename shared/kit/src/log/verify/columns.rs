//! Compares the columns of an event's row with its body.

use diesel::prelude::*;
use htx_model::{
    date::{Date, Instant},
    event::Event,
    id::{EventId, OrganisationId},
};

use super::Difference;
use crate::log::{SubjectId, schema::event};

/// A row of the log, all of it.
#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = event)]
pub(super) struct EventRow {
    pub(super) id: EventId,
    kind: String,
    subject_kind: String,
    subject_id: SubjectId,
    organisation_id: Option<OrganisationId>,
    district_code: Option<String>,
    commune_code: Option<String>,
    effective_on: Date,
    recorded_at: Instant,
    pub(super) body: String,
}

impl EventRow {
    /// The event that the body tells, once every column agrees with it.
    pub(super) fn checked(&self) -> Result<Event, Difference> {
        let told: Event =
            serde_json::from_str(&self.body).map_err(|_| Difference::Body { event: self.id })?;
        let place = &told.place;
        let agreements = [
            ("id", self.id == told.id),
            ("kind", self.kind == told.kind),
            ("subject_kind", self.subject_kind == told.subject.kind),
            ("subject_id", self.subject_id.uuid() == told.subject.id),
            ("organisation_id", self.organisation_id == place.organisation),
            (
                "district_code",
                self.district_code.as_deref() == place.district.as_ref().map(|code| code.as_str()),
            ),
            (
                "commune_code",
                self.commune_code.as_deref() == place.commune.as_ref().map(|code| code.as_str()),
            ),
            ("effective_on", self.effective_on == told.effective_on),
            ("recorded_at", self.recorded_at == told.recorded_at),
        ];
        match agreements.into_iter().find(|(_, agrees)| !agrees) {
            Some((column, _)) => Err(Difference::Column { event: self.id, column }),
            None => Ok(told),
        }
    }
}
