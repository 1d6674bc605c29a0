//! A webhook: what its agency says of it, and what is told of it.

use std::ops::RangeInclusive;

use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    date::Instant,
    event::{Event, Place},
    id::WebhookId,
    notification::{WebhookSignature, WebhookState, WebhookStop},
    refusal::{Fault, Refusal, Text},
    words,
};
use serde::Serialize;
use serde_json::{Value, json};

use super::{
    event_types::EventPattern,
    owner::{Owner, Told},
    start::Start,
    target,
};

/// The most webhooks of an agency that have not ended.
pub const OF_AGENCY_MAX: usize = 50;
/// The most patterns of a webhook.
pub const TYPES_MAX: usize = 50;
/// The most districts, and the most communes, that a webhook is narrowed to.
pub const PLACES_MAX: usize = 200;
/// The most characters of a description.
pub const DESCRIPTION_LENGTH_MAX: usize = 300;
/// How long before it begins to be told, in seconds, what is told may have been recorded.
const TOLD_BEFORE_SECONDS: i64 = 60;
/// The longest time for which the secret before signs as well, in hours.
pub const OVERLAP_HOURS_MAX: u16 = 168;

/// An address that an agency has events sent to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Webhook {
    /// Its id.
    pub id: WebhookId,
    /// Whose it is.
    pub owner: Owner,
    /// What its agency says of it.
    pub content: Content,
    /// How messages are signed.
    pub signature: WebhookSignature,
    /// Where it stands.
    pub state: WebhookState,
    /// Why it was stopped without being asked.
    pub stopped_for: Option<WebhookStop>,
    /// The number of its secret, from 1.
    pub generation: u32,
    /// Until when the secret before signs as well.
    pub previous_until: Option<Instant>,
    /// It is told what was recorded from then on: a little before it was made, or went on.
    pub told_from: Instant,
    /// Which feeds it is told from an earlier position on.
    pub starts: Vec<Start>,
    /// Since when it has taken nothing.
    pub failing_since: Option<Instant>,
    /// The login name of whoever made it.
    pub made_by_name: String,
    /// When.
    pub made_at: Instant,
    /// Its version, for its ETag.
    pub version: i64,
    /// When that was written.
    pub recorded_at: Instant,
}

/// What an agency says of a webhook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Content {
    /// Where messages are sent.
    #[serde(skip)]
    pub url: String,
    /// What it is for: people's own words, which no log tells.
    #[serde(skip)]
    pub description: String,
    /// Which events it is told.
    pub types: Vec<EventPattern>,
    /// Of these districts as registered only; with `communes` empty as well, of every place.
    pub districts: Vec<DistrictCode>,
    /// Of these communes of today only.
    pub communes: Vec<CommuneCode>,
}

impl Webhook {
    /// From when on whoever begins to be told now is told: a transaction's events bear the instant at which
    /// it began, and clocks differ. Who makes a webhook first and loads a snapshot then misses nothing.
    #[must_use]
    pub fn told_from(now: Instant) -> Instant {
        now.plus_seconds(-TOLD_BEFORE_SECONDS)
    }

    /// Whether it wants to be told of an event, as far as its own words go: what its agency may be told
    /// is another question ([`super::owner`]). What [reminds](super::owner::Scopes::reminds) the agency of
    /// its own work happened nowhere in particular, so no place keeps it away.
    #[must_use]
    pub fn wants(&self, event: &Event, told: &Told, reminds_owner: bool) -> bool {
        let Content { types, districts, communes, .. } = &self.content;
        let place = &event.place;
        let begun = |start: &Start| start.feed == told.feed && start.after < told.position;
        let everywhere = reminds_owner || (districts.is_empty() && communes.is_empty());
        let within = place.district.as_ref().is_some_and(|code| districts.contains(code))
            || place.commune.as_ref().is_some_and(|code| communes.contains(code));
        (event.recorded_at >= self.told_from || self.starts.iter().any(begun))
            && types.iter().any(|pattern| pattern.matches(&event.kind))
            && (everywhere || within)
    }

    /// The numbers of the secrets that sign at an instant, the newest first.
    pub fn generations(&self, now: Instant) -> impl Iterator<Item = u32> + use<> {
        let overlaps = self.previous_until.is_some_and(|until| now < until);
        let previous = overlaps.then(|| self.generation.saturating_sub(1));
        std::iter::once(self.generation).chain(previous.filter(|number| *number > 0))
    }

    /// What the log tells of it: of the address the origin only, since the rest may hold a secret of the
    /// receiver.
    #[must_use]
    pub fn logged(&self) -> Value {
        json!({
            "agency": self.owner.agency,
            "role": self.owner.role,
            "origin": target::origin(&self.content.url),
            "content": self.content,
            "signature": self.signature,
            "state": self.state,
            "stopped_for": self.stopped_for,
            "generation": self.generation,
            "previous_until": self.previous_until,
            "told_from": self.told_from,
            "starts": self.starts.iter().map(begins).collect::<Vec<_>>(),
            "version": self.version,
        })
    }
}

fn begins(start: &Start) -> Value {
    json!({ "service": start.feed, "after": start.after })
}

/// Checks what was sent. `reaches` says whether the owner may be told anything of a place.
///
/// # Errors
/// Every fault.
pub fn check(
    mut sent: Content,
    private_allowed: bool,
    reaches: impl Fn(&Place) -> bool,
) -> Result<Content, Refusal> {
    let mut faults: Vec<Fault> =
        target::read(&sent.url, private_allowed).err().into_iter().collect();
    match words::tidy("/description", &sent.description, DESCRIPTION_LENGTH_MAX) {
        Ok(tidy) => sent.description = tidy,
        Err(fault) => faults.push(fault),
    }
    let counts = [
        ("/types", sent.types.len(), 1..=TYPES_MAX),
        ("/districts", sent.districts.len(), 0..=PLACES_MAX),
        ("/communes", sent.communes.len(), 0..=PLACES_MAX),
    ];
    let wrong = counts.into_iter().filter(|(_, count, allowed)| !allowed.contains(count));
    faults.extend(wrong.map(|(pointer, _, allowed)| count_of(pointer, allowed)));
    let district = |code: &DistrictCode| Place { district: Some(code.clone()), ..Place::default() };
    let commune = |code: &CommuneCode| Place { commune: Some(code.clone()), ..Place::default() };
    let districts = sent.districts.iter().map(district).enumerate();
    let communes = sent.communes.iter().map(commune).enumerate();
    let named = districts
        .map(|(at, place)| (format!("/districts/{at}"), place))
        .chain(communes.map(|(at, place)| (format!("/communes/{at}"), place)));
    faults.extend(named.filter(|(_, place)| !reaches(place)).map(|(at, _)| outside(at)));
    if faults.is_empty() { Ok(sent) } else { Err(Refusal::rules(faults)) }
}

fn count_of(pointer: &'static str, allowed: RangeInclusive<usize>) -> Fault {
    let (least, most) = allowed.into_inner();
    Fault {
        pointer: pointer.into(),
        code: "count",
        detail: Text::made(
            format!("Phải có từ {least} đến {most} mục."),
            format!("There must be {least} to {most} of them."),
        ),
        legal_basis: None,
    }
}

fn outside(pointer: String) -> Fault {
    Fault {
        pointer: pointer.into(),
        code: "outside_scope",
        detail: Text::fixed(
            "Địa bàn nằm ngoài phạm vi mà cơ quan được xem.",
            "The place is outside of what the agency may see.",
        ),
        legal_basis: None,
    }
}
