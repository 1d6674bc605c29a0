//! Who a debt stands against or for: a creditor, a member, a debtor. What is known of a natural person
//! stands in the row alone, is masked, and is no part of the log.

use htx_model::{
    masking,
    people::HolderType,
    person::{is_citizen_id, is_phone},
    refusal::{Fault, Text},
    text, words,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// The longest name and address.
const LINE_LENGTH_MAX: usize = 300;

/// A creditor or debtor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// A person, a household, a legal entity, another cooperative.
    pub holder: HolderType,
    /// The name.
    pub name: String,
    /// The citizen id, of a person; of a household that of its representative.
    pub citizen_id: Option<String>,
    /// The telephone number.
    pub phone: Option<String>,
    /// Where it lives or has its seat.
    pub address: Option<String>,
}

impl Party {
    /// What was sent, put right.
    ///
    /// # Errors
    /// Every fault, each at its place below `pointer`.
    pub fn check(given: Self, pointer: &str) -> Result<Self, Vec<Fault>> {
        let mut faults = Vec::new();
        let at = |field: &str| format!("{pointer}/{field}");
        let mut line = |field: &str, given: &str| {
            words::tidy(at(field), given, LINE_LENGTH_MAX)
                .map_err(|fault| faults.push(fault))
                .unwrap_or_default()
        };
        let name = line("name", &given.name);
        let address = given.address.as_deref().map(|address| line("address", address));
        let citizen_id = given.citizen_id.map(|id| id.trim().to_owned());
        let phone = given.phone.map(|phone| text::normalise(&phone));
        if citizen_id.as_deref().is_some_and(|id| !is_citizen_id(id)) {
            faults.push(Fault::new(at("citizen_id"), "not_a_citizen_id", NOT_A_CITIZEN_ID));
        }
        if citizen_id.is_some() && !given.holder.is_personal() {
            faults.push(Fault::new(at("citizen_id"), "not_a_person", NOT_A_PERSON));
        }
        if phone.as_deref().is_some_and(|phone| !is_phone(phone)) {
            faults.push(Fault::new(at("phone"), "not_a_phone", NOT_A_PHONE));
        }
        let party = Self { holder: given.holder, name, citizen_id, phone, address };
        if faults.is_empty() { Ok(party) } else { Err(faults) }
    }

    /// The party as whoever has no task with it reads it. What is known of a legal entity is nobody's
    /// personal data.
    #[must_use]
    pub fn masked(self) -> Self {
        if !self.holder.is_personal() {
            return self;
        }
        Self {
            holder: self.holder,
            name: masking::name(&self.name),
            citizen_id: self.citizen_id.as_deref().map(masking::citizen_id),
            phone: self.phone.as_deref().map(masking::phone),
            address: None,
        }
    }

    /// The party as the log has it: the kind, and the name of what is no person.
    #[must_use]
    pub fn logged(&self) -> Value {
        match self.holder.is_personal() {
            true => json!({ "holder": self.holder }),
            false => json!({ "holder": self.holder, "name": self.name }),
        }
    }
}

const NOT_A_CITIZEN_ID: Text =
    Text::fixed("Số định danh cá nhân gồm 9 hoặc 12 chữ số.", "A citizen id has 9 or 12 digits.");
const NOT_A_PERSON: Text = Text::fixed(
    "Chỉ cá nhân, hộ gia đình có số định danh cá nhân.",
    "Only a person or a household has a citizen id.",
);
const NOT_A_PHONE: Text =
    Text::fixed("Số điện thoại gồm 8 đến 15 chữ số.", "A telephone number has 8 to 15 digits.");

#[cfg(test)]
mod tests {
    use super::*;

    fn person() -> Party {
        Party {
            holder: HolderType::NaturalPerson,
            name: " Nguyễn Văn  An ".to_owned(),
            citizen_id: Some("001085012345".to_owned()),
            phone: Some("0908 246 281".to_owned()),
            address: Some("Thôn 3".to_owned()),
        }
    }

    #[test]
    fn a_person_is_masked_and_no_part_of_the_log_and_a_bank_is_neither() {
        let person = Party::check(person(), "/creditor").unwrap();
        assert_eq!(person.name, "Nguyễn Văn An");
        assert_eq!(person.logged(), json!({ "holder": "natural_person" }));
        let masked = person.masked();
        assert_eq!((masked.name.as_str(), masked.address), ("N*** V*** A***", None));
        assert_eq!(masked.citizen_id.as_deref(), Some("*********345"));
        let bank = Party {
            holder: HolderType::LegalEntity,
            name: "Agribank Chương Mỹ".to_owned(),
            citizen_id: None,
            phone: None,
            address: None,
        };
        assert_eq!(bank.clone().masked(), bank);
        assert_eq!(bank.logged()["name"], "Agribank Chương Mỹ");
    }

    #[test]
    fn every_fault_is_told_at_its_place() {
        let wrong = Party {
            name: " ".to_owned(),
            citizen_id: Some("12".to_owned()),
            phone: Some("ngày mai".to_owned()),
            address: Some("x".repeat(301)),
            ..person()
        };
        let faults = Party::check(wrong, "/creditor").unwrap_err();
        let pointers: Vec<_> = faults.iter().map(|fault| fault.pointer.as_ref()).collect();
        let expected =
            ["/creditor/name", "/creditor/address", "/creditor/citizen_id", "/creditor/phone"];
        assert_eq!(pointers, expected);
        let bank = Party { holder: HolderType::LegalEntity, ..person() };
        assert_eq!(Party::check(bank, "/debtor").unwrap_err()[0].code, "not_a_person");
    }
}
