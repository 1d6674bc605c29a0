//! An event as the log writes it.

use htx_model::{
    date::{Date, Instant},
    event::{Actor, Event, Place, Subject},
    id::{BatchId, DocumentId, EventId},
};
use serde::Serialize;
use serde_json::Value;

use crate::failure::Failure;

/// The members of an event in the order of their names. Written as they stand they are canonical JSON;
/// making a tree of values first took an eighth of the time of an import.
#[derive(Serialize)]
struct Body<'a> {
    actor: &'a Actor,
    batch: Option<BatchId>,
    changed: &'a Value,
    corrects: Option<EventId>,
    documents: &'a [DocumentId],
    effective_on: Date,
    id: EventId,
    legal_basis: Option<&'a str>,
    personal_commitment: Option<&'a str>,
    place: &'a Place,
    purpose: Option<&'a str>,
    recorded_at: Instant,
    state: &'a Value,
    subject: &'a Subject,
    r#type: &'a str,
}

/// The [canonical JSON](super::canonical_json) of an event with the commitment to its personal data.
pub(super) fn body(event: &Event, commitment: Option<&str>) -> Result<String, Failure> {
    // Named one by one, so that none is forgotten that is added to the event.
    let Event {
        id,
        kind,
        subject,
        place,
        actor,
        purpose,
        legal_basis,
        documents,
        effective_on,
        recorded_at,
        corrects,
        batch,
        changed,
        state,
        personal_commitment: None,
    } = event
    else {
        return Err(Failure::unexpected("the log makes the commitment, not its caller"));
    };
    let body = Body {
        actor,
        batch: *batch,
        changed,
        corrects: *corrects,
        documents,
        effective_on: *effective_on,
        id: *id,
        legal_basis: legal_basis.as_deref(),
        personal_commitment: commitment,
        place,
        purpose: purpose.as_deref(),
        recorded_at: *recorded_at,
        state,
        subject,
        r#type: kind,
    };
    serde_json::to_string(&body).map_err(Failure::unexpected)
}

#[cfg(test)]
mod tests {
    use htx_model::{
        administrative::{CommuneCode, DistrictCode},
        agency::AgencyCode,
        id::Id,
    };
    use serde_json::json;
    use uuid::Uuid;

    use super::*;
    use crate::log::{canonical_json, fixture};

    /// An event of which every member says something.
    fn full() -> Event {
        let ids = fixture::ids();
        Event {
            place: Place {
                commune: CommuneCode::parse("10018").ok(),
                district: DistrictCode::parse("276").ok(),
                organisation: Some(ids.make()),
            },
            actor: Actor {
                agency: AgencyCode::parse("so-tc").ok(),
                id: Some(Uuid::from_u128(7)),
                kind: "user".to_owned(),
                name: "so-tc.officer".to_owned(),
            },
            purpose: Some("\"Rà soát\"\n".to_owned()),
            documents: vec![ids.make(), ids.make()],
            corrects: Some(ids.make()),
            batch: Some(Id::from_uuid(Uuid::from_u128(8))),
            changed: json!({"z": {"y": 1, "b": null}, "a": [{"d": -0.5, "c": "Hà Nội"}]}),
            state: json!({"name": "HTX Rau sạch", "kind": "cooperative", "capital": 3_000_000_000_i64}),
            ..fixture::event(&ids)
        }
    }

    #[test]
    fn what_is_written_is_canonical_json_of_the_event() {
        for event in [fixture::event(&fixture::ids()), full()] {
            assert_eq!(
                body(&event, None).unwrap(),
                canonical_json(serde_json::to_value(&event).unwrap())
            );
            let promised = Event { personal_commitment: Some("ab12".to_owned()), ..event.clone() };
            assert_eq!(
                body(&event, Some("ab12")).unwrap(),
                canonical_json(serde_json::to_value(&promised).unwrap())
            );
            assert!(body(&promised, None).is_err(), "the commitment is the log's to make");
        }
    }
}
