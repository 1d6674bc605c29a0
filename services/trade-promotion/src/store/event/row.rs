//! An event as a row, and back.

use diesel::{AsChangeset, Insertable, Queryable, Selectable};
use htx_kit::{
    db::{
        Bind,
        stored::{code, column, foreign, json, written},
    },
    failure::Failure,
};
use htx_model::{
    administrative::CommuneCode,
    agency::AgencyCode,
    code_list::CodeList as _,
    date::{Date, Instant},
    id::TradeEventId,
    money::Dong,
};

use super::StoredEvent;
use crate::{
    domain::event::{Content, Cost, Event},
    store::schema::trade_event,
};

#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = trade_event)]
pub(in crate::store) struct EventRow {
    id: TradeEventId,
    kind: String,
    reach: String,
    title: String,
    summary: Option<String>,
    venue: String,
    commune_code: Option<String>,
    country: Option<String>,
    starts_on: Date,
    ends_on: Date,
    apply_until: Date,
    allotment: String,
    planned_state_vnd: i64,
    planned_participants_vnd: i64,
    organiser_agency: String,
    organiser_name: String,
    booth_count: i32,
    state: String,
    opened_on: Option<Date>,
    ended_on: Option<Date>,
    cancel_reason: Option<String>,
    actual_state_vnd: Option<i64>,
    actual_participants_vnd: Option<i64>,
    revision: i32,
    prepared_by: String,
    version: i64,
    recorded_at: Instant,
}

impl EventRow {
    pub(in crate::store) fn read(self) -> Result<StoredEvent, Failure> {
        let commune = self
            .commune_code
            .map(|text| CommuneCode::parse(&text).map_err(|_| foreign(&text)))
            .transpose()?;
        let content = Content {
            kind: code(&self.kind)?,
            reach: code(&self.reach)?,
            title: self.title,
            summary: self.summary,
            venue: self.venue,
            commune,
            country: self.country,
            starts_on: self.starts_on,
            ends_on: self.ends_on,
            apply_until: self.apply_until,
            allotment: code(&self.allotment)?,
            planned_cost: Cost {
                state: Dong(self.planned_state_vnd),
                participants: Dong(self.planned_participants_vnd),
            },
        };
        let actual = self.actual_state_vnd.zip(self.actual_participants_vnd);
        let event = Event {
            id: self.id,
            content,
            organiser: AgencyCode::parse(&self.organiser_agency).map_err(Failure::unexpected)?,
            organiser_name: self.organiser_name,
            booth_count: u32::try_from(self.booth_count).map_err(Failure::unexpected)?,
            state: code(&self.state)?,
            opened_on: self.opened_on,
            ended_on: self.ended_on,
            cancel_reason: self.cancel_reason,
            actual_cost: actual.map(|(state, participants)| Cost {
                state: Dong(state),
                participants: Dong(participants),
            }),
            revision: u32::try_from(self.revision).map_err(Failure::unexpected)?,
            prepared_by: json(&self.prepared_by)?,
        };
        Ok(StoredEvent { event, version: self.version, recorded_at: self.recorded_at })
    }
}

/// An event on its way into its row.
#[derive(Insertable, AsChangeset)]
#[diesel(
    table_name = trade_event,
    treat_none_as_default_value = false,
    treat_none_as_null = true
)]
pub(super) struct NewEventRow<'a> {
    id: Bind<TradeEventId>,
    kind: &'static str,
    reach: &'static str,
    title: &'a str,
    summary: Option<&'a str>,
    venue: &'a str,
    commune_code: Option<&'a str>,
    country: Option<&'a str>,
    starts_on: Bind<Date>,
    ends_on: Bind<Date>,
    apply_until: Bind<Date>,
    allotment: &'static str,
    planned_state_vnd: i64,
    planned_participants_vnd: i64,
    organiser_agency: &'a str,
    organiser_name: &'a str,
    booth_count: i32,
    state: &'static str,
    opened_on: Bind<Option<Date>>,
    ended_on: Bind<Option<Date>>,
    cancel_reason: Option<&'a str>,
    actual_state_vnd: Option<i64>,
    actual_participants_vnd: Option<i64>,
    revision: i32,
    prepared_by: String,
    version: i64,
    recorded_at: Bind<Instant>,
}

impl<'a> NewEventRow<'a> {
    pub(super) fn of(event: &'a Event, version: i64, now: Instant) -> Result<Self, Failure> {
        let content = &event.content;
        Ok(Self {
            id: Bind(event.id),
            kind: content.kind.code(),
            reach: content.reach.code(),
            title: &content.title,
            summary: content.summary.as_deref(),
            venue: &content.venue,
            commune_code: content.commune.as_ref().map(CommuneCode::as_str),
            country: content.country.as_deref(),
            starts_on: Bind(content.starts_on),
            ends_on: Bind(content.ends_on),
            apply_until: Bind(content.apply_until),
            allotment: content.allotment.code(),
            planned_state_vnd: content.planned_cost.state.0,
            planned_participants_vnd: content.planned_cost.participants.0,
            organiser_agency: event.organiser.as_str(),
            organiser_name: &event.organiser_name,
            booth_count: column(event.booth_count),
            state: event.state.code(),
            opened_on: Bind(event.opened_on),
            ended_on: Bind(event.ended_on),
            cancel_reason: event.cancel_reason.as_deref(),
            actual_state_vnd: event.actual_cost.map(|cost| cost.state.0),
            actual_participants_vnd: event.actual_cost.map(|cost| cost.participants.0),
            revision: column(event.revision),
            prepared_by: written(&event.prepared_by)?,
            version,
            recorded_at: Bind(now),
        })
    }
}
