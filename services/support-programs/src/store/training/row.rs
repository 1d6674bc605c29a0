//! The rows of classes and sessions.

use diesel::{AsChangeset, Insertable, Queryable, Selectable};
use htx_kit::{
    db::{
        Bind,
        stored::{code, column, foreign, json, written},
    },
    failure::Failure,
};
use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    agency::AgencyCode,
    code_list::CodeList as _,
    date::{Date, Instant},
    id::{TrainingClassId, TrainingSessionId},
};

use super::{training_class, training_session};
use crate::domain::training::{Class, Content, Session};

#[derive(Queryable, Selectable)]
#[diesel(table_name = training_class)]
pub(super) struct ClassRow {
    id: TrainingClassId,
    title: String,
    subject: String,
    sector: Option<String>,
    organiser: String,
    organiser_name: String,
    programme_code: String,
    place: String,
    commune_code: String,
    district_code: Option<String>,
    starts_on: Date,
    ends_on: Date,
    capacity: i32,
    registered: i32,
    state: String,
    cancelled_reason: Option<String>,
    completed_on: Option<Date>,
    prepared_by: String,
    version: i64,
    recorded_at: Instant,
}

impl TryFrom<ClassRow> for Class {
    type Error = Failure;

    fn try_from(row: ClassRow) -> Result<Self, Failure> {
        let count = |number: i32| u32::try_from(number).map_err(Failure::unexpected);
        let district =
            row.district_code.map(|text| DistrictCode::parse(&text).map_err(|_| foreign(&text)));
        let commune =
            CommuneCode::parse(&row.commune_code).map_err(|_| foreign(&row.commune_code))?;
        Ok(Self {
            id: row.id,
            content: Content {
                title: row.title,
                subject: row.subject,
                sector: row.sector.as_deref().map(code).transpose()?,
                programme: row.programme_code,
                place: row.place,
                commune,
                district: district.transpose()?,
                starts_on: row.starts_on,
                ends_on: row.ends_on,
                capacity: count(row.capacity)?,
            },
            organiser: AgencyCode::parse(&row.organiser).map_err(Failure::unexpected)?,
            organiser_name: row.organiser_name,
            registered: count(row.registered)?,
            state: code(&row.state)?,
            cancelled_reason: row.cancelled_reason,
            completed_on: row.completed_on,
            prepared_by: json(&row.prepared_by)?,
            version: row.version,
            recorded_at: row.recorded_at,
        })
    }
}

#[derive(Insertable, AsChangeset)]
#[diesel(table_name = training_class, treat_none_as_default_value = false, treat_none_as_null = true)]
pub(super) struct NewClassRow<'a> {
    id: Bind<TrainingClassId>,
    title: &'a str,
    subject: &'a str,
    sector: Option<&'static str>,
    organiser: &'a str,
    organiser_name: &'a str,
    programme_code: &'a str,
    place: &'a str,
    commune_code: &'a str,
    district_code: Option<&'a str>,
    starts_on: Bind<Date>,
    ends_on: Bind<Date>,
    capacity: i32,
    registered: i32,
    state: &'static str,
    cancelled_reason: Option<&'a str>,
    completed_on: Bind<Option<Date>>,
    prepared_by: String,
    version: i64,
    recorded_at: Bind<Instant>,
}

impl<'a> NewClassRow<'a> {
    pub(super) fn of(class: &'a Class) -> Result<Self, Failure> {
        let content = &class.content;
        Ok(Self {
            id: Bind(class.id),
            title: &content.title,
            subject: &content.subject,
            sector: content.sector.map(|sector| sector.code()),
            organiser: class.organiser.as_str(),
            organiser_name: &class.organiser_name,
            programme_code: &content.programme,
            place: &content.place,
            commune_code: content.commune.as_str(),
            district_code: content.district.as_ref().map(DistrictCode::as_str),
            starts_on: Bind(content.starts_on),
            ends_on: Bind(content.ends_on),
            capacity: column(content.capacity),
            registered: column(class.registered),
            state: class.state.code(),
            cancelled_reason: class.cancelled_reason.as_deref(),
            completed_on: Bind(class.completed_on),
            prepared_by: written(&class.prepared_by)?,
            version: class.version,
            recorded_at: Bind(class.recorded_at),
        })
    }
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = training_session)]
pub(super) struct SessionRow {
    id: TrainingSessionId,
    number: i32,
    held_on: Date,
    minutes: i32,
    topic: String,
    attendance_recorded_on: Option<Date>,
}

impl TryFrom<SessionRow> for Session {
    type Error = Failure;

    fn try_from(row: SessionRow) -> Result<Self, Failure> {
        let count = |number: i32| u32::try_from(number).map_err(Failure::unexpected);
        Ok(Self {
            id: row.id,
            number: count(row.number)?,
            held_on: row.held_on,
            minutes: count(row.minutes)?,
            topic: row.topic,
            attendance_recorded_on: row.attendance_recorded_on,
        })
    }
}
