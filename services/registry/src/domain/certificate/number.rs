//! The number of a certificate: counted by issuing agency and year, without gaps.

use std::fmt;

use htx_model::{agency::AgencyCode, date::Date, refusal::LegalBasis};
use serde::{Deserialize, Serialize};

/// How certificates are numbered from a day on. The form that circulars prescribe was not read, so
/// it is configuration; the count by agency and year is not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberForm {
    /// The first day on which it is used.
    pub valid_from: Date,
    /// The last.
    pub valid_to: Option<Date>,
    /// What stands before the agency's mark.
    pub prefix: &'static str,
    /// Digits of the count, filled up with zeros.
    pub digits: usize,
    /// Where it is prescribed.
    pub legal_basis: LegalBasis,
}

/// The forms of all times. Changing one is a new row from a day on.
pub const FORMS: &[NumberForm] = &[NumberForm {
    valid_from: Date(jiff::civil::date(1997, 1, 1)),
    valid_to: None,
    prefix: "GCN",
    digits: 5,
    legal_basis: LegalBasis::unverified("92/2024/NĐ-CP", "-"),
}];

impl NumberForm {
    /// The form that is used on a day.
    #[must_use]
    pub fn on(day: Date) -> &'static Self {
        let used =
            |form: &&Self| form.valid_from <= day && form.valid_to.is_none_or(|last| day <= last);
        FORMS.iter().find(used).unwrap_or(&FORMS[0])
    }
}

/// A certificate's number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertificateNumber {
    /// The agency that issued it.
    pub agency: AgencyCode,
    /// The year of issue.
    pub year: i16,
    /// The how manieth of the agency in the year, from 1.
    pub sequence: u32,
    /// The number as it is printed, such as `00012/2025/GCN-QH277`.
    pub text: String,
}

impl CertificateNumber {
    /// The number with this count, issued by an agency on a day.
    #[must_use]
    pub fn new(agency: AgencyCode, day: Date, sequence: u32) -> Self {
        let (form, year) = (NumberForm::on(day), day.year());
        let mark = agency_mark(&agency);
        let text = format!("{sequence:0width$}/{year}/{}-{mark}", form.prefix, width = form.digits);
        Self { agency, year, sequence, text }
    }
}

impl fmt::Display for CertificateNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

/// An agency in a number: districts as `QH277` (quận, huyện), communes as `PX10045` (phường, xã),
/// departments by their code.
fn agency_mark(agency: &AgencyCode) -> String {
    let code = agency.as_str();
    if let Some(district) = code.strip_prefix("district-") {
        return format!("QH{district}");
    }
    match code.strip_prefix("commune-") {
        Some(commune) => format!("PX{commune}"),
        None => code.to_uppercase(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_names_count_year_and_agency() {
        let day = Date::new(2025, 3, 1).unwrap();
        for (agency, sequence, expected) in [
            ("district-277", 12, "00012/2025/GCN-QH277"),
            ("commune-10045", 1, "00001/2025/GCN-PX10045"),
            ("so-tc", 123_456, "123456/2025/GCN-SO-TC"),
        ] {
            let agency = AgencyCode::parse(agency).unwrap();
            assert_eq!(CertificateNumber::new(agency, day, sequence).to_string(), expected);
        }
        assert!(!NumberForm::on(day).legal_basis.verified);
    }
}
