//! Which organisation of the register a line of an old paper list means: scored, with the reasons.
//!
//! Pure: who looks the candidates up is [`crate::usecase::match_organisations`].

mod abbreviation;
mod name;
mod number;
mod spelling;

use htx_model::{
    administrative::{CommuneCode, DistrictCode},
    code_list::code_list,
    organisation::OrganisationKind,
    registration_number::RegistrationNumber,
};

use super::{organisation::Organisation, register_sheet::kind_of_name};

pub use abbreviation::spelt_out;
pub use name::{Name, key_words, own_spelling};
pub use spelling::Spellings;

/// Candidates below this score are not told: they have a word or two in common by chance.
pub const SCORE_MIN: u8 = 45;
/// The most candidates that are told of a line.
pub const CANDIDATES_MAX: usize = 5;

code_list! {
    /// Why an organisation is a candidate for a line, or not a better one.
    pub enum MatchReason: "match_reasons" {
        /// The number is the organisation's.
        NumberExact => "number_exact", "Đúng mã số", "Same number";
        /// The number lost the zero that it begins with.
        NumberLostZero => "number_lost_zero", "Mã số mất số 0 ở đầu", "Number without its first zero";
        /// The number's check digit is wrong, and one slip away stands the organisation's.
        NumberOneSlip => "number_one_slip", "Mã số sai một chữ số", "Number with one slip";
        /// The number is right, and another one.
        NumberDiffers => "number_differs", "Mã số khác", "Another number";
        /// The names are the same but for legal form, case and accents.
        NameEqual => "name_equal", "Trùng tên", "Same name";
        /// They are the same once abbreviations are spelt out.
        AbbreviationsSpeltOut => "abbreviations_spelt_out", "Trùng khi viết đủ chữ tắt", "Same with abbreviations spelt out";
        /// They are the same once spaces are taken away.
        SpacingDiffers => "spacing_differs", "Khác khoảng trắng", "Other spacing";
        /// They hold the same words in another order.
        WordOrderDiffers => "word_order_differs", "Khác thứ tự từ", "Other order of words";
        /// They have words in common.
        WordsShared => "words_shared", "Có từ chung", "Words in common";
        /// A word is spelt nearly alike.
        SpellingDiffers => "spelling_differs", "Khác chính tả", "Other spelling";
        /// The line has no accents.
        WithoutAccents => "without_accents", "Viết không dấu", "Written without accents";
        /// A word has other accents.
        AccentsDiffer => "accents_differ", "Khác dấu", "Other accents";
        /// The number is the organisation's, its name is quite another.
        NameDiffers => "name_differs", "Tên khác", "Another name";
        /// The line names another legal form.
        KindDiffers => "kind_differs", "Loại hình khác", "Another legal form";
        /// The commune is the same.
        SameCommune => "same_commune", "Cùng xã, phường", "Same commune";
        /// The district is the same.
        SameDistrict => "same_district", "Cùng quận, huyện", "Same district";
        /// The address below the commune is the same.
        SameAddress => "same_address", "Cùng địa chỉ", "Same address";
        /// The place is another.
        PlaceDiffers => "place_differs", "Địa bàn khác", "Another place";
    }
}

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
