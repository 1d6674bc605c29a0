//! The records that an indicator counts, as whoever asks for evidence gets them: which, and what the log
//! of the service says of them, with proofs.

use std::collections::BTreeMap;

use diesel::{dsl::sql, prelude::*, sql_types::Bool};
use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    date::{Date, Instant},
    id::{EventId, OrganisationId},
    indicator::Definition,
    scope::Scope,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::compute::{Asked, Computed, Computes, figure_of, period};
use crate::{
    db::{Connection, types::Bind},
    failure::Failure,
    log::{
        SubjectId, TreeHash, counted as position_of, proof,
        schema::{event, event_seal},
    },
};

/// The most records on a page, and one that tells whether there are more.
pub const RECORDS_MAX: u32 = 201;
/// The most events that are shown of one record: the newest.
const EVENTS_MAX: usize = 10;

/// A record that an indicator counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// Its id, by which pages are ordered.
    pub id: Uuid,
    /// What it is, such as `organisation`.
    pub kind: &'static str,
    /// The organisation, if it is of one.
    pub organisation: Option<OrganisationId>,
    /// The day that counts.
    pub on: Option<Date>,
    /// What it adds above the line.
    pub numerator: i64,
    /// What it adds below the line.
    pub denominator: i64,
    /// Its district as registered.
    pub district: Option<DistrictCode>,
    /// Its commune of today.
    pub commune: Option<CommuneCode>,
    /// What the events are about by which it counts.
    pub subjects: Vec<Uuid>,
}

/// Which of the records.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Of this district as registered.
    pub district: Option<DistrictCode>,
    /// In this commune of today.
    pub commune: Option<CommuneCode>,
}

/// What evidence is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceAsked {
    /// Of which figure.
    pub figure: Asked,
    /// Within what the caller reaches.
    pub scope: Scope,
    /// Of which place.
    pub place: Place,
    /// After which record.
    pub after: Option<Uuid>,
    /// How many records.
    pub limit: u32,
    /// Whether the figure is computed as well: who reads on has it already.
    pub with_figure: bool,
}

/// Evidence of a figure: a page of the records that it counts, with proofs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// The figure within the caller's scope, computed in the same breath, where it was asked for.
    pub computed: Option<Computed>,
    /// The records, by their ids.
    pub records: Vec<EvidenceRecord>,
    /// What the proofs lead to; nothing before the service's first checkpoint.
    pub checkpoint: Option<EvidenceCheckpoint>,
}

/// A record that a figure counts, with what the service's log says of it (bản ghi được tính).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct EvidenceRecord {
    /// Its id.
    pub id: Uuid,
    /// What it is.
    #[schema(max_length = 40, examples("organisation"))]
    pub kind: String,
    /// The organisation, if it is of one.
    #[schema(required)]
    pub organisation: Option<OrganisationId>,
    /// The day that counts; null where none does.
    #[schema(required)]
    pub counted_on: Option<Date>,
    /// What it adds above the line: one of what is counted, the amount of a mean. A process of the release
    /// before does not tell it.
    #[serde(default)]
    #[schema(required)]
    pub numerator: Option<i64>,
    /// What it adds below the line: the figure is what all records add above the line, over this.
    #[serde(default)]
    #[schema(required)]
    pub denominator: Option<i64>,
    /// Its district as registered.
    #[schema(required, value_type = Option<String>, pattern = "^[0-9]{3}$", examples("277"))]
    pub district: Option<DistrictCode>,
    /// Its commune of today.
    #[schema(required, value_type = Option<String>, pattern = "^[0-9]{5}$", examples("10045"))]
    pub commune: Option<CommuneCode>,
    /// What was recorded of it, the newest first, ten at the most.
    #[schema(max_items = 10)]
    pub events: Vec<EvidenceEvent>,
}

/// An event of a record, with its proof (sự kiện làm căn cứ).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct EvidenceEvent {
    /// Its id: `/v1/<service>/events/{id}/proof` gives its bytes with the same proof.
    pub id: EventId,
    /// What happened.
    #[serde(rename = "type")]
    #[schema(max_length = 100, examples("organisation.registered"))]
    pub kind: String,
    /// When it was recorded.
    pub recorded_at: Instant,
    /// Its position in the log; null while it is not sealed yet.
    #[schema(required, minimum = 1)]
    pub position: Option<u64>,
    /// The hash of its bytes as a leaf of the tree.
    pub leaf: TreeHash,
    /// The hashes beside the path from the leaf to the root of the checkpoint; null where that does not
    /// cover it yet.
    #[schema(required, max_items = 128)]
    pub hashes: Option<Vec<TreeHash>>,
}

/// What the proofs lead to (điểm kiểm chứng).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct EvidenceCheckpoint {
    /// The size of the log.
    #[schema(minimum = 1)]
    pub size: u64,
    /// The root of the tree over that many events.
    pub root: TreeHash,
    /// The signed note that states both.
    #[schema(max_length = 2000)]
    pub note: String,
}

/// A page of the records of an indicator, with the figure within the same scope.
///
/// # Errors
/// A year or a day out of range; what the database reports.
pub(super) async fn evidence<S: Computes>(
    service: &S,
    definition: &'static Definition<S::Indicator>,
    asked: EvidenceAsked,
) -> Result<Evidence, Failure> {
    let runtime = service.as_ref();
    let now = runtime.ids.now();
    let EvidenceAsked { figure, scope, place, after, limit, with_figure } = asked;
    let period = period(figure.period, figure.as_of, now.date())?;
    let limit = i64::from(limit.min(RECORDS_MAX));
    let work = move |connection: &mut Connection| {
        let computed = with_figure
            .then(|| figure_of::<S>(connection, definition, (period, None), &scope, now))
            .transpose()?;
        let of = (definition, period);
        let counted = S::counted(connection, &scope, of, &place, after, limit)?;
        let (records, checkpoint) = proven(connection, counted)?;
        Ok(Evidence { computed, records, checkpoint })
    };
    // The figure is that of the records.
    runtime.database.read(|connection| connection.at_one_moment(work)).await
}

/// The records with their events, and the checkpoint under which these are proven.
fn proven(
    connection: &mut Connection,
    counted: Vec<Counted>,
) -> Result<(Vec<EvidenceRecord>, Option<EvidenceCheckpoint>), Failure> {
    let subjects = counted.iter().flat_map(|one| one.subjects.iter().copied());
    let mut events = events(connection, subjects.collect())?;
    let positions = events.values().flatten().filter_map(|event| event.position);
    let paths = proof::paths(connection, positions.collect::<Vec<_>>())?;
    for event in events.values_mut().flatten() {
        let path = event.position.zip(paths.as_ref());
        event.hashes = path.and_then(|(at, paths)| paths.hashes.get(&at).cloned());
    }
    let record = |one: Counted| {
        let own = one.subjects.iter().filter_map(|subject| events.get(subject));
        let mut own: Vec<EvidenceEvent> = own.flatten().cloned().collect();
        own.sort_by_key(|event| std::cmp::Reverse((event.recorded_at, event.id)));
        own.truncate(EVENTS_MAX);
        EvidenceRecord {
            id: one.id,
            kind: one.kind.to_owned(),
            organisation: one.organisation,
            counted_on: one.on,
            numerator: Some(one.numerator),
            denominator: Some(one.denominator),
            district: one.district,
            commune: one.commune,
            events: own,
        }
    };
    let records = counted.into_iter().map(record).collect();
    let checkpoint = paths.map(|paths| EvidenceCheckpoint {
        size: paths.size,
        root: paths.root,
        note: paths.checkpoint,
    });
    Ok((records, checkpoint))
}

type Row = (SubjectId, EventId, String, Instant, Option<i64>);

/// What was recorded of each subject, the newest first: of each as many as are shown, however much was
/// recorded of the others.
fn events(
    connection: &mut Connection,
    subjects: Vec<Uuid>,
) -> Result<BTreeMap<Uuid, Vec<EvidenceEvent>>, Failure> {
    let subjects = subjects.into_iter().map(|id| Bind(SubjectId::from_uuid(id)));
    // The index by subject ends this after so many rows.
    let among_the_newest = sql::<Bool>(&format!(
        "event.id IN (SELECT newer.id FROM event AS newer WHERE newer.subject_id = event.subject_id \
         ORDER BY newer.recorded_at DESC, newer.id DESC LIMIT {EVENTS_MAX})"
    ));
    let rows: Vec<Row> = event::table
        .left_join(event_seal::table.on(event_seal::event_id.eq(event::id)))
        .filter(event::subject_id.eq_any(subjects))
        .filter(among_the_newest)
        .order((event::recorded_at.desc(), event::id.desc()))
        .select((
            event::subject_id,
            event::id,
            event::kind,
            event::recorded_at,
            event_seal::position.nullable(),
        ))
        .load(connection)?;
    let sealed = rows.iter().filter_map(|(_, _, _, _, position)| position.map(position_of));
    let leaves = proof::leaves(connection, sealed.collect::<Vec<_>>())?;
    let pending = rows.iter().filter(|(_, _, _, _, position)| position.is_none());
    let pending = pending.map(|(_, id, ..)| Bind(*id)).collect::<Vec<_>>();
    let bodies: Vec<(EventId, String)> = event::table
        .filter(event::id.eq_any(pending))
        .select((event::id, event::body))
        .load(connection)?;
    let bodies: BTreeMap<EventId, String> = bodies.into_iter().collect();
    let mut events: BTreeMap<Uuid, Vec<EvidenceEvent>> = BTreeMap::new();
    for (subject, id, kind, recorded_at, position) in rows {
        let position = position.map(position_of);
        let leaf = match position {
            Some(position) => leaves.get(&position).copied(),
            None => bodies.get(&id).map(|body| proof::leaf_hash(body)),
        };
        let leaf = leaf.ok_or_else(|| Failure::unexpected("an event without a leaf"))?;
        let event = EvidenceEvent { id, kind, recorded_at, position, leaf, hashes: None };
        events.entry(subject.uuid()).or_default().push(event);
    }
    Ok(events)
}

#[cfg(test)]
mod tests;
