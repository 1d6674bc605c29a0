//! Training classes: who may take part, who was there, and who earned a certificate.

pub mod check;
pub mod lifecycle;
pub mod rule;

use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    agency::AgencyCode,
    date::{Date, Instant},
    event::Place,
    id::{
        OrganisationId, TrainingClassId, TrainingParticipantId, TrainingSessionId,
        TrainingTrainerId,
    },
    organisation::Sector,
    refusal::{ErrorCode, Refusal, Text},
    support::training::{ParticipantKind, TrainingState},
    text,
};
use serde::Serialize;
use serde_json::{Value, json};
use uuid::Uuid;

/// The most seats of a class.
pub const CAPACITY_MAX: u32 = 500;
/// The most sessions of a class.
pub const SESSIONS_MAX: usize = 60;
/// The most trainers of a class.
pub const TRAINERS_MAX: usize = 20;
/// The longest session, in minutes.
pub const MINUTES_MAX: u32 = 720;

/// A training class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Class {
    /// Its id.
    pub id: TrainingClassId,
    /// What it says.
    pub content: Content,
    /// The agency that holds it.
    pub organiser: AgencyCode,
    /// The name that the agency had then.
    pub organiser_name: String,
    /// How many are registered.
    pub registered: u32,
    /// Where it stands.
    pub state: TrainingState,
    /// Why it was called off.
    pub cancelled_reason: Option<String>,
    /// When it was confirmed.
    pub completed_on: Option<Date>,
    /// Everybody who prepared anything in it: none of them confirms it.
    pub prepared_by: Vec<Uuid>,
    /// Its version.
    pub version: i64,
    /// When this version was written.
    pub recorded_at: Instant,
}

/// What a class says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Content {
    /// Its title.
    pub title: String,
    /// What is taught.
    pub subject: String,
    /// For which field of activity; any where it is not said.
    pub sector: Option<Sector>,
    /// Under which programme.
    pub programme: String,
    /// Where, in words.
    pub place: String,
    /// In which commune of today.
    pub commune: CommuneCode,
    /// In which district as it was until 2025-06-30.
    pub district: Option<DistrictCode>,
    /// The first day.
    pub starts_on: Date,
    /// The last day.
    pub ends_on: Date,
    /// How many seats there are.
    pub capacity: u32,
}

/// A session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Its id.
    pub id: TrainingSessionId,
    /// Its number, from 1.
    pub number: u32,
    /// On which day.
    pub held_on: Date,
    /// How long, in minutes.
    pub minutes: u32,
    /// What it is about.
    pub topic: String,
    /// When it was recorded who was there.
    pub attendance_recorded_on: Option<Date>,
}

/// Somebody who teaches: a natural person, so the name may have been erased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trainer {
    /// The id.
    pub id: TrainingTrainerId,
    /// The number, from 1.
    pub number: u32,
    /// The name and the position; nothing where they were erased.
    pub person: Option<(String, Option<String>)>,
}

/// From where a participant comes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// From an organisation.
    Organisation(OrganisationId),
    /// A state official of an agency.
    Agency(AgencyCode),
}

/// Somebody who takes part: a natural person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The name.
    pub name: String,
    /// The telephone number.
    pub phone: Option<String>,
    /// The position.
    pub position: Option<String>,
}

impl Person {
    /// By what it is told whether somebody is registered already: the words of the name with the
    /// telephone number, or with where they come from.
    #[must_use]
    pub fn key(&self, origin: &Origin) -> String {
        let name = text::words(&self.name).join(" ");
        let digits: String = self
            .phone
            .iter()
            .flat_map(|phone| phone.chars())
            .filter(char::is_ascii_digit)
            .collect();
        match origin {
            _ if !digits.is_empty() => format!("{name} {digits}"),
            Origin::Organisation(id) => format!("{name} {id}"),
            Origin::Agency(code) => format!("{name} {code}"),
        }
    }
}

/// A participant with what they attended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Participant {
    /// The id.
    pub id: TrainingParticipantId,
    /// Of which class.
    pub class: TrainingClassId,
    /// Whom they come from.
    pub kind: ParticipantKind,
    /// From where.
    pub origin: Origin,
    /// Who they are; nothing where it was erased.
    pub person: Option<Person>,
    /// The login name of whoever registered them.
    pub registered_by: String,
    /// When.
    pub registered_on: Date,
    /// When the registration was taken back.
    pub withdrawn_on: Option<Date>,
    /// When it was written down.
    pub recorded_at: Instant,
}

/// A certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Certificate {
    /// Whose.
    pub participant: TrainingParticipantId,
    /// Its year.
    pub year: i16,
    /// Its place among those of the agency and the year, from 1.
    pub sequence: u32,
    /// Its number.
    pub number: String,
    /// For how many minutes.
    pub attended_minutes: u32,
    /// When it was issued.
    pub issued_on: Date,
}

/// The number of a certificate: the agency, the year, its place among them.
#[must_use]
pub fn certificate_number(organiser: &AgencyCode, year: i16, sequence: u32) -> String {
    format!("CN-{}-{year}-{sequence:06}", organiser.as_str().to_uppercase())
}

impl Class {
    /// Where the class is held, as events say it.
    #[must_use]
    pub fn event_place(&self) -> Place {
        Place {
            organisation: None,
            district: self.content.district.clone(),
            commune: Some(self.content.commune.clone()),
        }
    }

    /// Notes down that somebody prepared something in it.
    pub fn note_preparer(&mut self, who: Uuid) {
        if !self.prepared_by.contains(&who) {
            self.prepared_by.push(who);
        }
    }

    /// Who prepared a class does not confirm that it was completed.
    ///
    /// # Errors
    /// [`ErrorCode::PermissionDenied`].
    pub fn require_other_person(&self, who: Uuid) -> Result<(), Refusal> {
        if !self.prepared_by.contains(&who) {
            return Ok(());
        }
        let detail = Text::fixed(
            "Người tổ chức lớp không được tự xác nhận lớp hoàn thành.",
            "Whoever organised the class cannot confirm that it was completed.",
        );
        let advice = Text::fixed(
            "Hãy chuyển cho người phê duyệt khác của Liên minh.",
            "Pass it to another approver of the alliance.",
        );
        Err(Refusal::new(ErrorCode::PermissionDenied, detail).advising(advice))
    }

    /// Takes a seat.
    ///
    /// # Errors
    /// [`ErrorCode::StateConflict`] where there is none left.
    pub fn take_seat(&mut self) -> Result<(), Refusal> {
        if self.registered >= self.content.capacity {
            let capacity = self.content.capacity;
            let detail = Text::made(
                format!("Lớp đã đủ {capacity} học viên."),
                format!("All {capacity} seats of the class are taken."),
            );
            let advice = Text::fixed(
                "Hãy chọn lớp khác, hoặc đề nghị đơn vị tổ chức tăng số chỗ.",
                "Choose another class, or ask the organiser for more seats.",
            );
            return Err(Refusal::new(ErrorCode::StateConflict, detail).advising(advice));
        }
        self.registered += 1;
        Ok(())
    }

    /// Gives a seat back.
    pub const fn give_seat_back(&mut self) {
        self.registered = self.registered.saturating_sub(1);
    }

    /// The class as the log has it, without what people wrote.
    #[must_use]
    pub fn logged(&self) -> Value {
        json!({
            "id": self.id,
            "programme": self.content.programme,
            "sector": self.content.sector,
            "organiser": self.organiser,
            "commune": self.content.commune,
            "district": self.content.district,
            "starts_on": self.content.starts_on,
            "ends_on": self.content.ends_on,
            "capacity": self.content.capacity,
            "registered": self.registered,
            "state": self.state,
            "completed_on": self.completed_on,
        })
    }

    /// What the log only commits to.
    #[must_use]
    pub fn personal(&self) -> Value {
        json!({
            "title": self.content.title,
            "subject": self.content.subject,
            "place": self.content.place,
            "cancelled_reason": self.cancelled_reason,
        })
    }
}

impl Participant {
    /// The participant as the log has it: no name.
    #[must_use]
    pub fn logged(&self) -> Value {
        let (organisation, agency) = match &self.origin {
            Origin::Organisation(id) => (Some(id), None),
            Origin::Agency(code) => (None, Some(code)),
        };
        json!({
            "id": self.id,
            "class_id": self.class,
            "kind": self.kind,
            "organisation_id": organisation,
            "agency": agency,
            "registered_on": self.registered_on,
            "withdrawn_on": self.withdrawn_on,
        })
    }

    /// What the log only commits to.
    #[must_use]
    pub fn personal(&self) -> Value {
        let person = self.person.as_ref();
        json!({
            "name": person.map(|one| &one.name),
            "phone": person.and_then(|one| one.phone.as_ref()),
            "position": person.and_then(|one| one.position.as_ref()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_person_is_known_by_name_and_telephone_however_they_are_written() {
        let person = |name: &str, phone: Option<&str>| Person {
            name: name.to_owned(),
            phone: phone.map(str::to_owned),
            position: None,
        };
        let origin = Origin::Agency(AgencyCode::parse("so-tc").unwrap());
        let other = Origin::Agency(AgencyCode::parse("so-ct").unwrap());
        let key = |name, phone, of| person(name, phone).key(of);
        assert_eq!(
            key("Nguyễn  Văn AN", Some("0908 246.281"), &origin),
            key("nguyễn văn an", Some("0908246281"), &other)
        );
        assert_ne!(key("Nguyễn Văn An", None, &origin), key("Nguyễn Văn An", None, &other));
        assert_eq!(
            certificate_number(&AgencyCode::parse("lmhtx").unwrap(), 2025, 12),
            "CN-LMHTX-2025-000012"
        );
    }
}
