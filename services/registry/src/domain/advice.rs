//! The log of advice to founders (tư vấn, hướng dẫn thành lập mới): who was advised on what, what was
//! done afterwards, and which establishment followed.

use std::borrow::Cow;

use htx_model::{
    administrative::{AdministrativeUnits, CommuneCode, DistrictCode},
    agency::AgencyCode,
    date::{Date, Instant},
    event::Place,
    id::{AdviceId, OrganisationId},
    organisation::{OrganisationKind, Sector},
    refusal::{Fault, Text},
    scope::Placement,
    text,
};
use serde::{Deserialize, Serialize};

use super::{
    entry::{TEXT_LENGTH_MAX, is_phone},
    organisation::Address,
};

/// The most founders that one entry names.
pub const FOUNDERS_MAX: usize = 50;
/// The most characters of a subject or a note.
pub const NOTE_LENGTH_MAX: usize = 2_000;
/// The most follow-ups of one entry.
pub const FOLLOW_UPS_MAX: u32 = 200;

/// An entry of the log, without what may name people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Advice {
    /// Its id.
    pub id: AdviceId,
    /// Whose officer gave it.
    pub agency: AgencyCode,
    /// The account under which it was recorded.
    pub officer: String,
    /// The day of the advice.
    pub advised_on: Date,
    /// What is to be established.
    pub planned_kind: Option<OrganisationKind>,
    /// In which field.
    pub planned_sector: Option<Sector>,
    /// The commune as it was said.
    pub commune: CommuneCode,
    /// Its district, where there were districts.
    pub district: Option<DistrictCode>,
    /// The commune of today.
    pub current_commune: CommuneCode,
    /// How many founders were advised.
    pub founder_count: u32,
    /// How often somebody followed it up.
    pub follow_up_count: u32,
    /// The establishment that followed.
    pub organisation: Option<OrganisationId>,
    /// Since when that is known.
    pub linked_on: Option<Date>,
}

impl Advice {
    /// Where it stands, to be compared with a caller's scope.
    #[must_use]
    pub fn placement(&self) -> Placement<'_> {
        Placement {
            organisation: None,
            district: self.district.as_ref(),
            commune: Some(&self.current_commune),
            agency: None,
        }
    }

    /// Where it stands, as its events say it.
    #[must_use]
    pub fn place(&self) -> Place {
        Place {
            organisation: self.organisation,
            district: self.district.clone(),
            commune: Some(self.current_commune.clone()),
        }
    }
}

/// A founder who was advised: personal data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Founder {
    /// The full name.
    pub name: String,
    /// The telephone number.
    pub phone: Option<String>,
}

/// What may name people: personal data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdviceDetails {
    /// What was asked and answered.
    pub subject: String,
    /// Who was advised.
    pub founders: Vec<Founder>,
}

/// What was done after the advice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowUp {
    /// The day.
    pub done_on: Date,
    /// What was done; may name people.
    pub note: String,
    /// The account under which it was recorded.
    pub officer: String,
    /// When it was recorded.
    pub recorded_at: Instant,
}

/// What an officer records. Strings are as sent; [`check`] tidies them.
#[derive(Debug, Clone)]
pub struct NewAdvice {
    /// The day of the advice.
    pub advised_on: Date,
    /// What is to be established.
    pub planned_kind: Option<OrganisationKind>,
    /// In which field.
    pub planned_sector: Option<Sector>,
    /// The commune.
    pub commune: String,
    /// The district, for communes of before 2025-07-01.
    pub district: Option<String>,
    /// What was asked and answered.
    pub subject: String,
    /// Who was advised.
    pub founders: Vec<Founder>,
}

/// Checks what an officer records against the calendar and the map.
///
/// # Errors
/// One fault for each rule that it breaks, all of them at once.
pub fn check(
    new: NewAdvice,
    id: AdviceId,
    (agency, officer): (AgencyCode, String),
    units: &AdministrativeUnits,
    today: Date,
) -> Result<(Advice, AdviceDetails), Vec<Fault>> {
    let mut faults = Vec::new();
    check_day("/advised_on", new.advised_on, None, today, &mut faults);
    let subject = tidy("/subject", &new.subject, NOTE_LENGTH_MAX, &mut faults);
    let founders = founders(&new.founders, &mut faults);
    let address = address(&new, units, today);
    if address.is_none() {
        let vi = "Không có xã, phường này; trước ngày 01/7/2025 phải kèm quận, huyện của nó.";
        let en = "There is no such commune; one of before 2025-07-01 needs its district.";
        faults.push(Fault::new("/commune", "unknown_commune", Text::fixed(vi, en)));
    }
    let Some(address) = address.filter(|_| faults.is_empty()) else { return Err(faults) };
    let advice = Advice {
        id,
        agency,
        officer,
        advised_on: new.advised_on,
        planned_kind: new.planned_kind,
        planned_sector: new.planned_sector,
        commune: address.commune,
        district: address.district,
        current_commune: address.current_commune,
        founder_count: u32::try_from(founders.len()).unwrap_or_default(),
        follow_up_count: 0,
        organisation: None,
        linked_on: None,
    };
    Ok((advice, AdviceDetails { subject, founders }))
}

fn address(new: &NewAdvice, units: &AdministrativeUnits, today: Date) -> Option<Address> {
    let commune = CommuneCode::parse(&new.commune).ok()?;
    let district = new.district.as_deref().map(DistrictCode::parse).transpose().ok()?;
    Address::resolve(units, None, commune, district, today)
}

/// Checks a follow-up of an entry.
///
/// # Errors
/// One fault for each rule that it breaks.
pub fn check_follow_up(
    advice: &Advice,
    done_on: Date,
    note: &str,
    today: Date,
) -> Result<String, Vec<Fault>> {
    let mut faults = Vec::new();
    check_day("/done_on", done_on, Some(advice.advised_on), today, &mut faults);
    let note = tidy("/note", note, NOTE_LENGTH_MAX, &mut faults);
    if advice.follow_up_count >= FOLLOW_UPS_MAX {
        let detail = Text::made(
            format!("Mỗi lượt tư vấn có nhiều nhất {FOLLOW_UPS_MAX} lần theo dõi."),
            format!("An entry has {FOLLOW_UPS_MAX} follow-ups at the most."),
        );
        faults.push(Fault::new("", "too_many_follow_ups", detail));
    }
    if faults.is_empty() { Ok(note) } else { Err(faults) }
}

fn check_day(
    pointer: &'static str,
    day: Date,
    from: Option<Date>,
    today: Date,
    faults: &mut Vec<Fault>,
) {
    if day > today {
        let (vi, en) = ("Ngày này ở tương lai.", "This day lies in the future.");
        faults.push(Fault::new(pointer, "date_in_future", Text::fixed(vi, en)));
    }
    if from.is_some_and(|from| day < from) {
        let (vi, en) = ("Ngày này trước ngày tư vấn.", "This day is before the advice.");
        faults.push(Fault::new(pointer, "before_advice", Text::fixed(vi, en)));
    }
}

fn founders(given: &[Founder], faults: &mut Vec<Fault>) -> Vec<Founder> {
    if given.is_empty() || given.len() > FOUNDERS_MAX {
        let detail = Text::made(
            format!("Phải nêu từ 1 đến {FOUNDERS_MAX} sáng lập viên được tư vấn."),
            format!("Name 1 to {FOUNDERS_MAX} founders who were advised."),
        );
        faults.push(Fault::new("/founders", "founder_count", detail));
        return Vec::new();
    }
    let founder = |(at, founder): (usize, &Founder)| {
        let name = tidy(format!("/founders/{at}/name"), &founder.name, TEXT_LENGTH_MAX, faults);
        let phone = founder.phone.as_deref().map(text::normalise).filter(|one| !one.is_empty());
        if phone.as_deref().is_some_and(|phone| !is_phone(phone)) {
            let vi = "Số điện thoại gồm 8 đến 15 chữ số.";
            let detail = Text::fixed(vi, "A telephone number has 8 to 15 digits.");
            faults.push(Fault::new(format!("/founders/{at}/phone"), "not_a_phone", detail));
        }
        Founder { name, phone }
    };
    given.iter().enumerate().map(founder).collect()
}

/// A text that says something, tidied.
fn tidy(
    pointer: impl Into<Cow<'static, str>>,
    given: &str,
    longest: usize,
    faults: &mut Vec<Fault>,
) -> String {
    let tidy = text::normalise(given);
    if tidy.is_empty() || tidy.chars().count() > longest {
        let detail = Text::made(
            format!("Phải có từ 1 đến {longest} ký tự."),
            format!("It must have 1 to {longest} characters."),
        );
        faults.push(Fault::new(pointer, "text_length", detail));
    }
    tidy
}
