//! Which organisation of the register a line of an old paper list means: scored, with the reasons.
//!
//! Pure: who looks the candidates up is [`crate::usecase::match_organisations`].

mod abbreviation;
mod name;
mod number;
mod spelling;

use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    organisation::OrganisationKind,
    registration_number::RegistrationNumber,
};

use super::{organisation::Organisation, register_sheet::kind_of_name};

pub use htx_model::national_system::MatchReason;

pub use abbreviation::spelt_out;
pub use name::{Name, key_words, own_spelling};
pub use spelling::Spellings;

/// Candidates below this score are not told: they have a word or two in common by chance.
pub const SCORE_MIN: u8 = 45;
/// The most candidates that are told of a line.
pub const CANDIDATES_MAX: usize = 5;

/// A line of a list, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The name, where there is more than a number and a legal form.
    pub name: Option<Name>,
    /// The number as written.
    pub number: Option<String>,
    /// The numbers that it may mean.
    pub meant: Vec<(RegistrationNumber, MatchReason)>,
    kind: Option<OrganisationKind>,
    /// The district that the list says.
    pub district: Option<DistrictCode>,
    /// The commune that the list says.
    pub commune: Option<CommuneCode>,
}

impl Line {
    /// Reads a line: a name, a number, or both.
    #[must_use]
    pub fn read(text: &str, district: Option<DistrictCode>, commune: Option<CommuneCode>) -> Self {
        let (number, rest) = number::split(text);
        let meant = number.as_deref().map(number::meant).unwrap_or_default();
        let kind = kind_of_name(&rest);
        Self { name: Name::read(&rest), number, meant, kind, district, commune }
    }
}

impl Line {
    /// A line of which all is known already.
    #[must_use]
    pub fn of(
        name: &str,
        number: Option<RegistrationNumber>,
        kind: OrganisationKind,
        district: Option<DistrictCode>,
        commune: CommuneCode,
    ) -> Self {
        Self {
            name: Name::read(name),
            number: number.as_ref().map(ToString::to_string),
            meant: number.into_iter().map(|one| (one, MatchReason::NumberExact)).collect(),
            kind: Some(kind),
            district,
            commune: Some(commune),
        }
    }
}

/// An organisation with what it is compared by.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// The organisation.
    pub organisation: Organisation,
    name: Option<Name>,
}

impl From<Organisation> for Candidate {
    fn from(organisation: Organisation) -> Self {
        Self { name: Name::read(&organisation.name), organisation }
    }
}

impl Candidate {
    /// Its name, where there is more than a legal form.
    #[must_use]
    pub fn name(&self) -> Option<&Name> {
        self.name.as_ref()
    }
}

/// How surely a line means an organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Score {
    /// From 0 to 100.
    pub points: u8,
    /// Why, the weightiest first.
    pub reasons: Vec<MatchReason>,
}

/// Points of a number that is exactly the organisation's.
const NUMBER_EXACT: i32 = 100;
/// Points of a number that may be the organisation's, and how much of the name's likeness is added.
const NUMBER_NEAR: (i32, i32) = (65, 30);
/// The same of a number that only lost its first zero, as spreadsheets do.
const NUMBER_WITHOUT_ZERO: (i32, i32) = (92, 7);
/// What a number takes away that is right and another: two numbers are two organisations.
const OTHER_NUMBER: i32 = -25;
/// What a number counts for that is the organisation's under quite another name.
const OTHER_NAME: i32 = -15;
const OTHER_KIND: i32 = -8;
const SAME_COMMUNE: i32 = 5;
const SAME_DISTRICT: i32 = 3;
const OTHER_PLACE: i32 = -12;
/// Below this likeness two names are quite different.
const UNLIKE: i32 = 40;

/// How surely a line means an organisation; nothing where it hardly does.
#[must_use]
pub fn score(line: &Line, candidate: &Candidate) -> Option<Score> {
    let mut reasons = Vec::new();
    let likeness = match (&line.name, &candidate.name) {
        (Some(line), Some(name)) => Some(line.likeness(name)),
        _ => None,
    };
    let (name_points, name_reasons) = likeness.unwrap_or_default();
    let number = candidate.organisation.registration_number.as_ref();
    let found = line.meant.iter().find(|(meant, _)| Some(meant) == number);
    let mut points = match found {
        Some((_, reason)) => {
            reasons.push(*reason);
            let is_unlike = line.name.is_some() && name_points < UNLIKE;
            if is_unlike {
                reasons.push(MatchReason::NameDiffers);
            } else {
                reasons.extend(name_reasons);
            }
            let lost_zero = *reason == MatchReason::NumberLostZero;
            let (least, share) = if lost_zero { NUMBER_WITHOUT_ZERO } else { NUMBER_NEAR };
            match (reason, is_unlike) {
                (MatchReason::NumberExact, false) => NUMBER_EXACT,
                (MatchReason::NumberExact, true) => NUMBER_EXACT + OTHER_NAME,
                (_, false) => least + name_points * share / 100,
                (_, true) => least + OTHER_NAME,
            }
        }
        None => {
            reasons.extend(name_reasons);
            let is_other = number.is_some()
                && line.meant.iter().any(|(_, reason)| *reason == MatchReason::NumberExact);
            if is_other {
                reasons.push(MatchReason::NumberDiffers);
            }
            name_points + if is_other { OTHER_NUMBER } else { 0 }
        }
    };
    if line.kind.is_some_and(|kind| kind != candidate.organisation.kind) {
        reasons.push(MatchReason::KindDiffers);
        points += OTHER_KIND;
    }
    if let Some((reason, change)) = place(line, &candidate.organisation) {
        reasons.push(reason);
        points += change;
    }
    let points = u8::try_from(points.clamp(0, 100)).unwrap_or_default();
    (points >= SCORE_MIN).then_some(Score { points, reasons })
}

/// What the place says. The commune may be the registered one or the one of today.
fn place(line: &Line, organisation: &Organisation) -> Option<(MatchReason, i32)> {
    let address = &organisation.address;
    let commune = line
        .commune
        .as_ref()
        .map(|commune| *commune == address.commune || *commune == address.current_commune);
    let district = line.district.as_ref().zip(address.district.as_ref()).map(|(a, b)| a == b);
    match (commune, district) {
        (Some(true), _) => Some((MatchReason::SameCommune, SAME_COMMUNE)),
        (_, Some(true)) => Some((MatchReason::SameDistrict, SAME_DISTRICT)),
        (Some(false), _) | (_, Some(false)) => Some((MatchReason::PlaceDiffers, OTHER_PLACE)),
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests;
