//! Buyers: who seeks products, and whom one turns to there.

use htx_model::{
    agency::AgencyCode,
    date::{Date, Instant},
    faults::Faults,
    id::{BuyerId, OrganisationId},
    masking,
    refusal::{ErrorCode, Refusal, Text},
    registration_number::RegistrationNumber,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

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
    /// Which organisation of the register it is.
    pub organisation: Option<OrganisationId>,
    /// Which agency entered it, where it is none of the register.
    pub agency: Option<AgencyCode>,
    /// Who it is; nothing once that was erased.
    pub known: Option<Known>,
    /// When it was erased.
    pub erased_on: Option<Date>,
    /// Its version.
    pub version: i64,
    /// When this version was written.
    pub recorded_at: Instant,
}

/// Who a buyer is: a household or a trader is a natural person, so all of it is erasable, and no part
/// of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Known {
    /// What it is called.
    pub name: String,
    /// Its tax code.
    pub tax_code: Option<RegistrationNumber>,
    /// Whom one turns to.
    pub contact: Option<Contact>,
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

impl Known {
    /// Put right.
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

    /// As whoever has no need to know sees it.
    #[must_use]
    pub fn masked(self) -> Self {
        let contact = self.contact.as_ref().map(Contact::masked);
        Self { contact, ..self }
    }
}

impl Buyer {
    /// Refuses where who it is was erased.
    ///
    /// # Errors
    /// [`ErrorCode::StateConflict`].
    pub fn require_known(&self) -> Result<(), Refusal> {
        let Some(on) = self.erased_on else { return Ok(()) };
        let detail = Text::made(
            format!("Thông tin bên mua đã được xóa ngày {on}."),
            format!("Who the buyer is was erased on {on}."),
        );
        let advice =
            Text::fixed("Hãy ghi bên mua mới nếu cần.", "Enter a new buyer where one is needed.");
        Err(Refusal::new(ErrorCode::StateConflict, detail).advising(advice))
    }

    /// The buyer without who it is.
    #[must_use]
    pub fn erased(&self, on: Date) -> Self {
        Self { known: None, erased_on: Some(on), ..self.clone() }
    }

    /// The buyer as the log has it: without who it is.
    #[must_use]
    pub fn logged(&self) -> Value {
        json!({
            "id": self.id,
            "organisation_id": self.organisation,
            "agency": self.agency,
            "erased_on": self.erased_on,
        })
    }

    /// What the log only commits to.
    #[must_use]
    pub fn personal(&self) -> Option<Value> {
        self.known.as_ref().map(|known| json!({ "buyer": known }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn household() -> Buyer {
        let contact = Contact {
            person: "Nguyễn Văn An".to_owned(),
            telephone: Some("0912345678".to_owned()),
            email: Some("an@example.vn".to_owned()),
        };
        let name = "Hộ kinh doanh Nguyễn Văn An".to_owned();
        Buyer {
            id: BuyerId::from_uuid(uuid::Uuid::from_u128(1)),
            organisation: None,
            agency: AgencyCode::parse("hpa").ok(),
            known: Some(Known { name, tax_code: None, contact: Some(contact) }),
            erased_on: None,
            version: 1,
            recorded_at: Instant::from_microseconds(0),
        }
    }

    #[test]
    fn the_log_tells_of_no_person() {
        let told = household().logged().to_string();
        assert!(!told.contains("Nguyễn") && !told.contains("0912345678"), "{told}");
        assert!(household().personal().unwrap().to_string().contains("Nguyễn Văn An"));
    }

    #[test]
    fn what_was_erased_is_gone_and_tells_since_when() {
        let on = Date::new(2025, 5, 12).unwrap();
        let erased = household().erased(on);
        assert_eq!((erased.known.clone(), erased.personal()), (None, None));
        assert!(household().require_known().is_ok());
        assert_eq!(erased.require_known().unwrap_err().code, ErrorCode::StateConflict);
    }
}
