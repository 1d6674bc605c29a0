//! Who somebody is: what must hold of names and numbers.

pub use htx_model::person::is_citizen_id;
use htx_model::{
    date::Date,
    refusal::{Fault, LegalBasis, Text},
    text,
};

use crate::domain::entry::{TEXT_LENGTH_MAX, is_phone};

/// Nobody alive was born before.
const FIRST_YEAR: i16 = 1900;

/// Faults of one thing in a request, each with its place below a prefix.
pub(super) struct Faults<'a> {
    pub(super) prefix: String,
    pub(super) found: &'a mut Vec<Fault>,
}

impl Faults<'_> {
    pub(super) fn add(
        &mut self,
        field: &str,
        code: &'static str,
        detail: Text,
        legal_basis: Option<LegalBasis>,
    ) {
        let pointer = format!("{}{field}", self.prefix).into();
        self.found.push(Fault { pointer, code, detail, legal_basis });
    }

    /// An optional text, tidied; blank is none.
    pub(super) fn text(&mut self, field: &str, given: Option<&str>) -> Option<String> {
        let tidy = text::normalise(given?);
        if tidy.chars().count() > TEXT_LENGTH_MAX {
            let detail = Text::made(
                format!("Dài quá {TEXT_LENGTH_MAX} ký tự."),
                format!("Longer than {TEXT_LENGTH_MAX} characters."),
            );
            self.add(field, "text_too_long", detail, None);
            return None;
        }
        (!tidy.is_empty()).then_some(tidy)
    }

    pub(super) fn name(&mut self, given: Option<&str>) -> Option<String> {
        let before = self.found.len();
        let name = self.text("/name", given);
        if name.is_none() && self.found.len() == before {
            let detail = Text::fixed("Phải có họ tên hoặc tên.", "There must be a name.");
            self.add("/name", "missing_name", detail, None);
        }
        name
    }

    pub(super) fn citizen_id(&mut self, given: Option<&str>) -> Option<String> {
        let id = given?.trim();
        if is_citizen_id(id) {
            return Some(id.to_owned());
        }
        let detail = Text::fixed(
            "Số định danh cá nhân gồm 9 hoặc 12 chữ số.",
            "A citizen id has 9 or 12 digits.",
        );
        self.add("/citizen_id", "not_a_citizen_id", detail, None);
        None
    }

    pub(super) fn phone(&mut self, given: Option<&str>) -> Option<String> {
        let phone = self.text("/phone", given)?;
        if is_phone(&phone) {
            return Some(phone);
        }
        let detail = Text::fixed(
            "Số điện thoại gồm 8 đến 15 chữ số.",
            "A telephone number has 8 to 15 digits.",
        );
        self.add("/phone", "not_a_phone", detail, None);
        None
    }

    pub(super) fn birth_date(&mut self, given: Option<Date>, today: Date) -> Option<Date> {
        let day = given?;
        if day <= today && day.year() >= FIRST_YEAR {
            return Some(day);
        }
        let detail = Text::fixed(
            "Ngày sinh không được sau hôm nay, không trước năm 1900.",
            "A day of birth lies neither in the future nor before 1900.",
        );
        self.add("/birth_date", "not_a_birth_date", detail, None);
        None
    }

    /// A day on which something happened.
    pub(super) fn past(&mut self, field: &str, given: Option<Date>, today: Date) {
        if given.is_some_and(|day| day > today) {
            let detail =
                Text::fixed("Ngày không được sau hôm nay.", "The day cannot lie in the future.");
            self.add(field, "date_in_future", detail, None);
        }
    }
}
