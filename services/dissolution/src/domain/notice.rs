//! Notices of dissolution (thông báo giải thể): their permanent numbers, and what the public reads.

use std::{fmt, str::FromStr};

use htx_model::{
    agency::AgencyCode,
    date::{Date, Instant},
    dissolution::{DecisionKind, Route, answers::NoticeState},
    id::{DissolutionId, DissolutionNoticeId},
    organisation::OrganisationKind,
    refusal::{Fault, LegalBasis, Text},
    registration_number::RegistrationNumber,
    text,
};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// What the public reads: as it was on the day of publication, without any person's data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    /// The organisation's name.
    pub organisation_name: String,
    /// What it is.
    pub organisation_kind: OrganisationKind,
    /// Its registration number.
    pub registration_number: Option<RegistrationNumber>,
    /// Where it has its seat: commune and district by name.
    pub seat: String,
    /// By which way it is dissolved.
    pub route: Route,
    /// The day of the decision.
    pub decided_on: Date,
    /// What kind of document decided it.
    pub decision_kind: Option<DecisionKind>,
    /// The agency that published it, under its name then.
    pub authority: String,
    /// Where creditors turn to.
    pub contact: Contact,
    /// Days of the window.
    pub window_days: u32,
    /// The article behind the window, and whether it was read.
    pub window_basis: Norm,
}

/// An article as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Norm {
    /// The document's number.
    pub document: String,
    /// The article.
    pub article: String,
    /// Whether it was read.
    pub verified: bool,
}

impl From<&LegalBasis> for Norm {
    fn from(basis: &LegalBasis) -> Self {
        Self {
            document: basis.document.to_string(),
            article: basis.article.to_string(),
            verified: basis.verified,
        }
    }
}

impl From<Norm> for LegalBasis {
    fn from(norm: Norm) -> Self {
        Self {
            document: norm.document.into(),
            article: norm.article.into(),
            verified: norm.verified,
        }
    }
}

/// A notice. Once published it stays, under its number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Notice {
    /// Its id.
    pub id: DissolutionNoticeId,
    /// Of which case.
    #[serde(skip)]
    pub case: DissolutionId,
    /// Its number.
    pub number: NoticeNumber,
    /// The agency that published it.
    pub agency: AgencyCode,
    /// Where it stands.
    pub state: NoticeState,
    /// When it was published.
    pub published_on: Date,
    /// The last day of its window.
    pub window_ends_on: Date,
    /// What the public reads.
    pub published: Published,
    /// The notice that it takes the place of.
    pub replaces: Option<DissolutionNoticeId>,
    /// Why it does, in words; no part of the log.
    #[serde(skip)]
    pub reason: Option<String>,
    /// Its version.
    #[serde(skip)]
    pub version: i64,
    /// When this version was written.
    #[serde(skip)]
    pub recorded_at: Instant,
}

/// What every number begins with: thông báo giải thể.
const PREFIX: &str = "TBGT";
/// Digits of the count, filled up with zeros.
const DIGITS: usize = 5;

/// The number of a notice, for ever: counted by publishing agency and year, without gaps. It stands
/// in addresses, so it has no slash.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct NoticeNumber {
    /// The mark of the agency that published it.
    mark: String,
    /// The year of publication.
    year: i16,
    /// The how manieth of the agency in the year, from 1.
    sequence: u32,
}

/// The text is no number of a notice.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a number of a notice, such as TBGT-QH277-2025-00012")]
pub struct NotANoticeNumber;

impl NoticeNumber {
    /// The number with this count, published by an agency in a year.
    #[must_use]
    pub fn new(agency: &AgencyCode, year: i16, sequence: u32) -> Self {
        Self { mark: mark(agency), year, sequence }
    }

    /// The year of publication.
    #[must_use]
    pub const fn year(&self) -> i16 {
        self.year
    }

    /// The how manieth of the agency in the year.
    #[must_use]
    pub const fn sequence(&self) -> u32 {
        self.sequence
    }
}

/// An agency in a number: districts as `QH277` (quận, huyện), communes as `PX10045` (phường, xã),
/// departments by their code without its hyphens.
fn mark(agency: &AgencyCode) -> String {
    let code = agency.as_str();
    match (code.strip_prefix("district-"), code.strip_prefix("commune-")) {
        (Some(district), _) => format!("QH{district}"),
        (_, Some(commune)) => format!("PX{commune}"),
        _ => code.replace('-', "").to_uppercase(),
    }
}

impl fmt::Display for NoticeNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { mark, year, sequence } = self;
        write!(formatter, "{PREFIX}-{mark}-{year}-{sequence:0DIGITS$}")
    }
}

impl FromStr for NoticeNumber {
    type Err = NotANoticeNumber;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parts: Vec<&str> = text.split('-').collect();
        let [PREFIX, mark, year, sequence] = parts.as_slice() else { return Err(NotANoticeNumber) };
        let digits = |text: &str, least: usize, most: usize| {
            (least..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
        };
        let known = (2..=20).contains(&mark.len())
            && mark.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
            && digits(year, 4, 4)
            && digits(sequence, DIGITS, 9);
        let number = known.then_some(()).and_then(|()| {
            let (year, sequence) = (year.parse().ok()?, sequence.parse().ok()?);
            Some(Self { mark: (*mark).to_owned(), year, sequence })
        });
        // One notice, one number: none with more zeros than are printed.
        number.filter(|number| number.to_string() == text).ok_or(NotANoticeNumber)
    }
}

impl Serialize for NoticeNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for NoticeNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(D::Error::custom)
    }
}

/// Where creditors turn to: an office, never a person, because the page is public.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// The office that takes claims and objections.
    pub office: String,
    /// Its address.
    pub address: String,
    /// Its telephone: a fixed line or a service number.
    pub phone: Option<String>,
}

/// The longest name of an office and the longest address, in characters.
pub const CONTACT_MAX: usize = 300;

impl Contact {
    /// The contact as it is kept, or every fault in it.
    ///
    /// # Errors
    /// A text that says nothing or too much; a number that may be a person's own.
    pub fn check(office: &str, address: &str, phone: Option<&str>) -> Result<Self, Vec<Fault>> {
        let mut faults = Vec::new();
        let mut line = |pointer: &'static str, given: &str| {
            let tidy = text::normalise(given);
            if !(1..=CONTACT_MAX).contains(&tidy.chars().count()) {
                faults.push(Fault::new(pointer, "text_length", too_long()));
            }
            tidy
        };
        let (office, address) =
            (line("/contact/office", office), line("/contact/address", address));
        let phone = phone.map(office_phone).transpose().unwrap_or_else(|detail| {
            faults.push(Fault::new("/contact/phone", "not_an_office_phone", detail));
            None
        });
        if faults.is_empty() { Ok(Self { office, address, phone }) } else { Err(faults) }
    }
}

fn too_long() -> Text {
    Text::made(
        format!("Phải có từ 1 đến {CONTACT_MAX} ký tự."),
        format!("It must have 1 to {CONTACT_MAX} characters."),
    )
}

/// A fixed line (02…) or a service number (1800…, 1900…): a mobile number is a person's.
fn office_phone(given: &str) -> Result<String, Text> {
    let punctuation = |character: char| matches!(character, ' ' | '.' | '-' | '(' | ')');
    let digits: String = given.chars().filter(|character| !punctuation(*character)).collect();
    let numeric = digits.bytes().all(|byte| byte.is_ascii_digit());
    let office = match digits.get(..2) {
        Some("02") => (10..=11).contains(&digits.len()),
        Some("18" | "19") => {
            matches!(digits.get(..4), Some("1800" | "1900")) && (8..=10).contains(&digits.len())
        }
        _ => false,
    };
    if numeric && office {
        return Ok(digits);
    }
    Err(Text::fixed(
        "Trang công khai chỉ ghi số máy cố định (02…) hoặc tổng đài (1800, 1900) của cơ quan, không ghi số cá nhân.",
        "The public page shows an office's fixed line (02…) or service number (1800, 1900), no person's own.",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_names_agency_year_and_count_and_stands_in_an_address() {
        for (agency, sequence, expected) in [
            ("district-277", 12, "TBGT-QH277-2025-00012"),
            ("commune-10045", 1, "TBGT-PX10045-2025-00001"),
            ("so-tc", 123_456, "TBGT-SOTC-2025-123456"),
        ] {
            let number = NoticeNumber::new(&AgencyCode::parse(agency).unwrap(), 2025, sequence);
            assert_eq!(number.to_string(), expected);
            assert_eq!(expected.parse(), Ok(number.clone()));
            assert_eq!((number.year(), number.sequence()), (2025, sequence));
            assert_eq!(serde_json::to_string(&number).unwrap(), format!("{expected:?}"));
        }
        for wrong in [
            "",
            "TBGT",
            "TBGT-QH277-2025-0012",
            "TBGT-QH277-2025-000012",
            "TBGT-QH277-25-00012",
            "tbgt-QH277-2025-00012",
            "TBGT-qh277-2025-00012",
            "TBGT-QH277-2025-00012-1",
            "TBGT-QH277-2025-0001x",
            "TBGT-QH277-2025-9999999999",
            "TBGT-Q<b>-2025-00012",
        ] {
            assert_eq!(wrong.parse::<NoticeNumber>(), Err(NotANoticeNumber), "{wrong}");
        }
    }

    #[test]
    fn a_contact_is_an_office_and_never_a_person_s_telephone() {
        let contact =
            Contact::check(" UBND  xã Xuân Mai ", "Khu 1", Some("(024) 3386-6123")).unwrap();
        assert_eq!(contact.office, "UBND xã Xuân Mai");
        assert_eq!(contact.phone.as_deref(), Some("02433866123"));
        for mobile in ["0908246281", "84908246281", "024", "+842433866123", "1801234567", "hai"] {
            let faults = Contact::check("Phòng", "Khu 1", Some(mobile)).unwrap_err();
            assert_eq!(faults[0].code, "not_an_office_phone", "{mobile}");
        }
        assert!(Contact::check("Phòng", "Khu 1", Some("1900 1234")).is_ok());
        let faults = Contact::check(" ", &"x".repeat(301), None).unwrap_err();
        let pointers: Vec<_> = faults.iter().map(|fault| fault.pointer.as_ref()).collect();
        assert_eq!(pointers, ["/contact/office", "/contact/address"]);
    }
}
