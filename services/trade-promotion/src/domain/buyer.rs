//! Buyers: who seeks products, and whom one turns to there.

use htx_model::{
    agency::AgencyCode,
    date::Instant,
    id::{BuyerId, OrganisationId},
    masking,
    refusal::{Refusal, Text},
    registration_number::RegistrationNumber,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::faults::Faults;

/// The most characters of a buyer's name.
pub const NAME_LENGTH_MAX: usize = 300;
/// The most characters of a person's name.
pub const PERSON_LENGTH_MAX: usize = 100;
/// The most characters of a telephone number or an address for mail.
pub const REACH_LENGTH_MAX: usize = 100;

/// A buyer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Buyer {
    /// Its id.
    pub id: BuyerId,
    /// What it is called.
    pub name: String,
    /// Which organisation of the register it is.
    pub organisation: Option<OrganisationId>,
    /// Which agency entered it, where it is none of the register.
    pub agency: Option<AgencyCode>,
    /// Its tax code.
    pub tax_code: Option<RegistrationNumber>,
    /// Whom one turns to; erasable, and no part of the log.
    pub contact: Option<Contact>,
    /// Its version.
    pub version: i64,
    /// When this version was written.
    pub recorded_at: Instant,
}

/// Whom one turns to: a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Their name.
    pub person: String,
    /// Their telephone number.
    pub telephone: Option<String>,
    /// Their address for mail.
    pub email: Option<String>,
}

impl Contact {
    /// Put right.
    pub fn checked(self, faults: &mut Faults) -> Self {
        let mut optional = |pointer: &'static str, given: Option<String>| {
            given.map(|text| faults.words(pointer, &text, REACH_LENGTH_MAX))
        };
        let telephone = optional("/contact/telephone", self.telephone);
        let email = optional("/contact/email", self.email);
        let digits = |text: &String| {
            text.chars().all(|letter| letter.is_ascii_digit() || "+ .-()".contains(letter))
        };
        if telephone.as_ref().is_some_and(|text| !digits(text)) {
            let detail = Text::fixed("Không phải số điện thoại.", "It is no telephone number.");
            faults.add("/contact/telephone", "malformed", detail);
        }
        if email.as_ref().is_some_and(|text| !text.contains('@')) {
            let detail =
                Text::fixed("Không phải địa chỉ thư điện tử.", "It is no address for mail.");
            faults.add("/contact/email", "malformed", detail);
        }
        let person = faults.words("/contact/person", &self.person, PERSON_LENGTH_MAX);
        Self { person, telephone, email }
    }

    /// As whoever has no need to know sees it.
    #[must_use]
    pub fn masked(&self) -> Self {
        Self {
            person: masking::name(&self.person),
            telephone: self.telephone.as_deref().map(masking::phone),
            email: self.email.as_ref().map(|_| "***".to_owned()),
        }
    }
}

impl Buyer {
    /// A buyer put right.
    ///
    /// # Errors
    /// Every fault of it.
    pub fn checked(mut self) -> Result<Self, Refusal> {
        let mut faults = Faults::default();
        self.name = faults.words("/name", &self.name, NAME_LENGTH_MAX);
        self.contact = self.contact.map(|contact| contact.checked(&mut faults));
        faults.refuse()?;
        Ok(self)
    }

    /// The buyer as the log has it, without the person.
    #[must_use]
    pub fn logged(&self) -> Value {
        json!({
            "id": self.id,
            "name": self.name,
            "organisation_id": self.organisation,
            "agency": self.agency,
            "tax_code": self.tax_code,
        })
    }
}
