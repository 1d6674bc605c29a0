//! Events of trade promotion: fairs, connection conferences, delegations, showcase weeks.

pub mod attendance;
pub mod check;
pub mod lifecycle;
pub mod share;

use htx_model::{
    administrative::CommuneCode,
    agency::AgencyCode,
    date::Date,
    id::TradeEventId,
    money::Dong,
    trade::events::{Allotment, TradeEventKind, TradeEventReach, TradeEventState},
};
use serde::Serialize;
use serde_json::{Value, json};

use super::preparers::Preparers;

/// What an event costs, and who bears it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Cost {
    /// What the state bears.
    #[serde(rename = "state_vnd")]
    pub state: Dong,
    /// What those who take part bear, together.
    #[serde(rename = "participants_vnd")]
    pub participants: Dong,
}

/// What is said of an event before it is announced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Content {
    /// What kind of event.
    pub kind: TradeEventKind,
    /// At home or abroad.
    pub reach: TradeEventReach,
    /// What it is called.
    pub title: String,
    /// What it is about.
    pub summary: Option<String>,
    /// Where it takes place.
    pub venue: String,
    /// The commune of today, at home and where it is known.
    pub commune: Option<CommuneCode>,
    /// The country by its two letters, abroad.
    pub country: Option<String>,
    /// The first day.
    pub starts_on: Date,
    /// The last day.
    pub ends_on: Date,
    /// The last day on which applications are taken.
    pub apply_until: Date,
    /// How its places are given out.
    pub allotment: Allotment,
    /// What it is to cost.
    pub planned_cost: Cost,
}

/// A place of an event: a booth, or a seat in a delegation or at a conference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Booth {
    /// Its number, from 1.
    pub number: u32,
    /// What stands above it, such as `A12`.
    pub label: Option<String>,
    /// How large it is.
    pub area_m2: Option<u32>,
}

/// An event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Its id.
    pub id: TradeEventId,
    /// What is said of it.
    pub content: Content,
    /// The agency that organises it.
    pub organiser: AgencyCode,
    /// The name that it had when it entered the event.
    pub organiser_name: String,
    /// How many places it has, numbered from 1.
    pub booth_count: u32,
    /// Where it stands.
    pub state: TradeEventState,
    /// When it was announced.
    pub opened_on: Option<Date>,
    /// When it was recorded as held, or cancelled.
    pub ended_on: Option<Date>,
    /// Why it does not take place.
    pub cancel_reason: Option<String>,
    /// What it did cost.
    pub actual_cost: Option<Cost>,
    /// How often what the calendar says of it has changed since it was announced.
    pub revision: u32,
    /// Everybody who prepared anything in it: none of them may decide.
    pub prepared_by: Preparers,
}

impl Event {
    /// The event as the log has it; to why it was cancelled, in people's own words, the log only commits.
    #[must_use]
    pub fn logged(&self) -> Value {
        json!({
            "id": self.id,
            "content": self.content,
            "organiser": self.organiser,
            "booth_count": self.booth_count,
            "state": self.state,
            "opened_on": self.opened_on,
            "ended_on": self.ended_on,
            "actual_cost": self.actual_cost,
            "revision": self.revision,
        })
    }
}
