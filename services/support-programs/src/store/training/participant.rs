//! Who takes part in a class. Names stand in rows of their own, which are erasable.

use diesel::{
    ExpressionMethods as _, JoinOnDsl as _, OptionalExtension as _, QueryDsl as _, Queryable,
    RunQueryDsl as _, Selectable, SelectableHelper as _,
};
use htx_kit::{
    db::{
        Bind, Connection,
        stored::{code, foreign},
    },
    failure::Failure,
    within_scope,
};
use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    agency::AgencyCode,
    code_list::CodeList as _,
    date::{Date, Instant},
    id::{OrganisationId, TrainingClassId, TrainingParticipantId},
    scope::{Placement, Scope},
};

use crate::{
    domain::training::{Origin, Participant, Person},
    store::schema::{organisation, training_participant, training_participant_person},
};

/// A participant with the organisation that they come from as it is today.
#[derive(Debug, Clone)]
pub struct StoredParticipant {
    /// The participant.
    pub participant: Participant,
    /// The organisation's name.
    pub organisation_name: Option<String>,
    /// Its district and its commune of today.
    seat: (Option<DistrictCode>, Option<CommuneCode>),
}

impl StoredParticipant {
    /// Where the participant belongs, to be compared with a caller's scope.
    #[must_use]
    pub fn placement(&self) -> Placement<'_> {
        let (organisation, agency) = match &self.participant.origin {
            Origin::Organisation(id) => (Some(*id), None),
            Origin::Agency(code) => (None, Some(code)),
        };
        let (district, commune) = (self.seat.0.as_ref(), self.seat.1.as_ref());
        Placement { organisation, district, commune, agency }
    }
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = training_participant)]
struct ParticipantRow {
    id: TrainingParticipantId,
    class_id: TrainingClassId,
    kind: String,
    organisation_id: Option<OrganisationId>,
    agency_code: Option<String>,
    registered_by: String,
    registered_on: Date,
    withdrawn_on: Option<Date>,
    recorded_at: Instant,
}

type Seat = (Option<String>, Option<String>, Option<String>);
type PersonColumns = (Option<String>, Option<String>, Option<String>);
type Row = (ParticipantRow, Seat, PersonColumns);

fn read(
    (row, (organisation_name, district, commune), person): Row,
) -> Result<StoredParticipant, Failure> {
    let origin = match (row.organisation_id, row.agency_code) {
        (Some(id), None) => Origin::Organisation(id),
        (None, Some(text)) => {
            Origin::Agency(AgencyCode::parse(&text).map_err(Failure::unexpected)?)
        }
        _ => return Err(foreign("a participant of an organisation and of an agency")),
    };
    let district = district.map(|text| DistrictCode::parse(&text).map_err(|_| foreign(&text)));
    let commune = commune.map(|text| CommuneCode::parse(&text).map_err(|_| foreign(&text)));
    let (name, phone, position) = person;
    let participant = Participant {
        id: row.id,
        class: row.class_id,
        kind: code(&row.kind)?,
        origin,
        person: name.map(|name| Person { name, phone, position }),
        registered_by: row.registered_by,
        registered_on: row.registered_on,
        withdrawn_on: row.withdrawn_on,
        recorded_at: row.recorded_at,
    };
    let seat = (district.transpose()?, commune.transpose()?);
    Ok(StoredParticipant { participant, organisation_name, seat })
}

/// The columns of a participant, the organisation, the person.
macro_rules! columns {
    () => {{
        use diesel::NullableExpressionMethods as _;
        (
            ParticipantRow::as_select(),
            (
                organisation::name.nullable(),
                organisation::district_code.nullable(),
                organisation::current_commune_code.nullable(),
            ),
            (
                training_participant_person::name.nullable(),
                training_participant_person::phone.nullable(),
                training_participant_person::position.nullable(),
            ),
        )
    }};
}

/// Participants with organisation and person.
macro_rules! joined {
    () => {
        training_participant::table
            .left_join(
                organisation::table.on(training_participant::organisation_id
                    .eq(diesel::NullableExpressionMethods::nullable(organisation::id))),
            )
            .left_join(
                training_participant_person::table
                    .on(training_participant_person::participant_id.eq(training_participant::id)),
            )
    };
}

/// A page of a class's participants within a scope, in the order in which they were registered; those
/// whose registration was taken back as well.
///
/// # Errors
/// What the database reports.
pub fn list(
    connection: &mut Connection,
    scope: &Scope,
    of: TrainingClassId,
    after: Option<&TrainingParticipantId>,
    limit: i64,
) -> Result<Vec<StoredParticipant>, Failure> {
    let query = joined!()
        .filter(training_participant::class_id.eq(Bind(of)))
        .order(training_participant::id)
        .limit(limit)
        .into_boxed();
    let mut query = within_scope!(
        query,
        scope,
        organisation::district_code,
        organisation::current_commune_code,
        training_participant::organisation_id.assume_not_null()
    );
    if let Some(after) = after {
        query = query.filter(training_participant::id.gt(Bind(*after)));
    }
    let rows: Vec<Row> = query.select(columns!()).load(connection)?;
    rows.into_iter().map(read).collect()
}

/// One participant of a class within a scope.
///
/// # Errors
/// What the database reports.
pub fn find(
    connection: &mut Connection,
    scope: &Scope,
    of: TrainingClassId,
    id: TrainingParticipantId,
) -> Result<Option<StoredParticipant>, Failure> {
    let query = joined!()
        .filter(training_participant::class_id.eq(Bind(of)))
        .filter(training_participant::id.eq(Bind(id)))
        .into_boxed();
    let query = within_scope!(
        query,
        scope,
        organisation::district_code,
        organisation::current_commune_code,
        training_participant::organisation_id.assume_not_null()
    );
    let row: Option<Row> = query.select(columns!()).first(connection).optional()?;
    row.map(read).transpose()
}

/// The ids of those who take part in a class.
///
/// # Errors
/// What the database reports.
pub fn taking_part(
    connection: &mut Connection,
    of: TrainingClassId,
) -> Result<Vec<TrainingParticipantId>, Failure> {
    let ids = training_participant::table
        .filter(training_participant::class_id.eq(Bind(of)))
        .filter(training_participant::withdrawn_on.is_null())
        .order(training_participant::id)
        .select(training_participant::id)
        .load(connection)?;
    Ok(ids)
}

/// Whether somebody is registered for a class by this key.
///
/// # Errors
/// What the database reports.
pub fn is_registered(
    connection: &mut Connection,
    of: TrainingClassId,
    key: &str,
) -> Result<bool, Failure> {
    let found: Option<TrainingParticipantId> = training_participant_person::table
        .filter(training_participant_person::class_id.eq(Bind(of)))
        .filter(training_participant_person::person_key.eq(key))
        .select(training_participant_person::participant_id)
        .first(connection)
        .optional()?;
    Ok(found.is_some())
}

/// Enters a participant.
///
/// # Errors
/// What the database reports, which refuses a second registration of the same person.
pub fn insert(connection: &mut Connection, one: &Participant) -> Result<(), Failure> {
    let (organisation, agency) = match &one.origin {
        Origin::Organisation(id) => (Some(*id), None),
        Origin::Agency(code) => (None, Some(code.as_str())),
    };
    diesel::insert_into(training_participant::table)
        .values((
            training_participant::id.eq(Bind(one.id)),
            training_participant::class_id.eq(Bind(one.class)),
            training_participant::kind.eq(one.kind.code()),
            training_participant::organisation_id.eq(Bind(organisation)),
            training_participant::agency_code.eq(agency),
            training_participant::registered_by.eq(&one.registered_by),
            training_participant::registered_on.eq(Bind(one.registered_on)),
            training_participant::recorded_at.eq(Bind(one.recorded_at)),
        ))
        .execute(connection)?;
    let Some(person) = &one.person else { return Ok(()) };
    diesel::insert_into(training_participant_person::table)
        .values((
            training_participant_person::participant_id.eq(Bind(one.id)),
            training_participant_person::class_id.eq(Bind(one.class)),
            training_participant_person::name.eq(&person.name),
            training_participant_person::phone.eq(person.phone.as_deref()),
            training_participant_person::position.eq(person.position.as_deref()),
            training_participant_person::person_key.eq(person.key(&one.origin)),
        ))
        .execute(connection)?;
    Ok(())
}

/// Takes a registration back: the person may be registered again.
///
/// # Errors
/// What the database reports.
pub fn withdraw(
    connection: &mut Connection,
    id: TrainingParticipantId,
    on: Date,
) -> Result<(), Failure> {
    diesel::update(training_participant::table)
        .filter(training_participant::id.eq(Bind(id)))
        .set(training_participant::withdrawn_on.eq(Bind(on)))
        .execute(connection)?;
    diesel::update(training_participant_person::table)
        .filter(training_participant_person::participant_id.eq(Bind(id)))
        .set(training_participant_person::person_key.eq(None::<String>))
        .execute(connection)?;
    Ok(())
}
