//! Certificates of registration (giấy chứng nhận đăng ký): numbered, with a public verification
//! code, holding what was certified on the day of issue.

pub mod code;
pub mod number;
pub mod print;
pub mod state;

use htx_model::{
    administrative::AdministrativeUnits,
    agency::AgencyCode,
    certificate::CertificateStatus,
    date::Date,
    id::{ApplicationId, CertificateId, OrganisationId},
    money::Dong,
    organisation::{OrganisationKind, Sector},
    registration_number::RegistrationNumber,
};
use serde::{Deserialize, Serialize};

pub use code::VerificationCode;
pub use number::CertificateNumber;

use super::organisation::Organisation;

/// A certificate as the register has it. Who represented the organisation is personal data and
/// stands apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    /// Its id.
    pub id: CertificateId,
    /// Whose.
    pub organisation: OrganisationId,
    /// Its number.
    pub number: CertificateNumber,
    /// What anybody verifies it by.
    pub code: VerificationCode,
    /// Whether it holds.
    pub status: CertificateStatus,
    /// 0 for the first, then how many stood before it (đăng ký thay đổi lần thứ).
    pub change_number: u32,
    /// The day of issue.
    pub issued_on: Date,
    /// The name of the agency that issued it, as it was on that day.
    pub authority: String,
    /// What it certifies.
    pub certified: Certified,
    /// The application on which it was issued.
    pub application: Option<ApplicationId>,
    /// Why it was issued, where that was said.
    pub reason: Option<String>,
    /// The article relied on.
    pub legal_basis: Option<String>,
    /// The certificate that it took the place of.
    pub replaces: Option<CertificateId>,
    /// How it ended, where it has.
    pub ended: Option<Ended>,
}

impl Certificate {
    /// The same as the log tells it: reasons may name people.
    #[must_use]
    pub fn without_words(&self) -> Self {
        let ended = self.ended.clone().map(|ended| Ended { reason: String::new(), ..ended });
        Self { reason: None, ended, ..self.clone() }
    }
}

/// How a certificate ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    /// The first day on which it did not hold.
    pub on: Date,
    /// Why.
    pub reason: String,
    /// The article relied on.
    pub legal_basis: Option<String>,
    /// The certificate that took its place.
    pub replaced_by: Option<CertificateId>,
}

/// What is printed of an organisation, as it was on the day of issue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certified {
    /// What it is.
    pub kind: OrganisationKind,
    /// Its name with the legal form.
    pub name: String,
    /// Its registration number.
    pub registration_number: Option<RegistrationNumber>,
    /// The day of its first registration.
    pub registered_on: Option<Date>,
    /// Its seat in words.
    pub address: String,
    /// The main business line.
    pub main_business_line: Option<String>,
    /// The main field of activity.
    pub sector: Option<Sector>,
    /// The charter capital.
    pub charter_capital_vnd: Option<Dong>,
    /// How many official members.
    pub member_count: Option<u32>,
}

impl Certified {
    /// What is certified of an organisation on a day.
    #[must_use]
    pub fn of(organisation: &Organisation, units: &AdministrativeUnits, today: Date) -> Self {
        Self {
            kind: organisation.kind,
            name: organisation.name.clone(),
            registration_number: organisation.registration_number.clone(),
            registered_on: organisation.registered_on,
            address: organisation.address.written(units, today),
            main_business_line: organisation.main_business_line.clone(),
            sector: organisation.sector,
            charter_capital_vnd: organisation.charter_capital_vnd,
            member_count: organisation.member_count,
        }
    }
}

/// Who issues a certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authority {
    /// The agency's code.
    pub agency: AgencyCode,
    /// Its name on the day of issue.
    pub name: String,
}
