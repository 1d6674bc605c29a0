//! A certificate as a row, and back.

use diesel::{Insertable, Queryable, Selectable};
use htx_kit::{
    db::{
        Bind,
        stored::{json, written},
    },
    failure::Failure,
};
use htx_model::{
    agency::AgencyCode,
    code_list::CodeList as _,
    date::{Date, Instant},
    id::{ApplicationId, CertificateId, OrganisationId},
};

use super::{StoredCertificate, certificate};
use crate::{
    domain::certificate::{Certificate, CertificateNumber, Ended},
    store::organisation::code,
};

#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = certificate)]
pub(super) struct CertificateRow {
    id: CertificateId,
    organisation_id: OrganisationId,
    agency_code: String,
    year: i32,
    sequence: i32,
    number: String,
    verification_code: String,
    status: String,
    change_number: i32,
    issued_on: Date,
    authority: String,
    certified: String,
    application_id: Option<ApplicationId>,
    reason: Option<String>,
    legal_basis: Option<String>,
    replaces: Option<CertificateId>,
    replaced_by: Option<CertificateId>,
    ended_on: Option<Date>,
    end_reason: Option<String>,
    end_legal_basis: Option<String>,
    version: i64,
    recorded_at: Instant,
}

impl TryFrom<CertificateRow> for StoredCertificate {
    type Error = Failure;

    fn try_from(row: CertificateRow) -> Result<Self, Failure> {
        let number = CertificateNumber {
            agency: AgencyCode::parse(&row.agency_code).map_err(Failure::unexpected)?,
            year: i16::try_from(row.year).map_err(Failure::unexpected)?,
            sequence: u32::try_from(row.sequence).map_err(Failure::unexpected)?,
            text: row.number,
        };
        let ended = row.ended_on.map(|on| Ended {
            on,
            reason: row.end_reason.unwrap_or_default(),
            legal_basis: row.end_legal_basis,
            replaced_by: row.replaced_by,
        });
        let certificate = Certificate {
            id: row.id,
            organisation: row.organisation_id,
            number,
            code: row.verification_code.parse().map_err(Failure::unexpected)?,
            status: code(&row.status)?,
            change_number: u32::try_from(row.change_number).map_err(Failure::unexpected)?,
            issued_on: row.issued_on,
            authority: row.authority,
            certified: json(&row.certified)?,
            application: row.application_id,
            reason: row.reason,
            legal_basis: row.legal_basis,
            replaces: row.replaces,
            ended,
        };
        Ok(Self { certificate, version: row.version, recorded_at: row.recorded_at })
    }
}

/// A certificate on its way into its row.
#[derive(Insertable)]
#[diesel(table_name = certificate, treat_none_as_default_value = false)]
pub(super) struct NewCertificateRow<'a> {
    id: Bind<CertificateId>,
    organisation_id: Bind<OrganisationId>,
    agency_code: &'a str,
    year: i32,
    sequence: i32,
    number: &'a str,
    verification_code: &'a str,
    status: &'static str,
    change_number: i32,
    issued_on: Bind<Date>,
    authority: &'a str,
    certified: String,
    application_id: Bind<Option<ApplicationId>>,
    reason: Option<&'a str>,
    legal_basis: Option<&'a str>,
    replaces: Bind<Option<CertificateId>>,
    replaced_by: Bind<Option<CertificateId>>,
    ended_on: Bind<Option<Date>>,
    end_reason: Option<&'a str>,
    end_legal_basis: Option<&'a str>,
    version: i64,
    recorded_at: Bind<Instant>,
}

impl<'a> NewCertificateRow<'a> {
    pub(super) fn of(
        certificate: &'a Certificate,
        version: i64,
        now: Instant,
    ) -> Result<Self, Failure> {
        let (number, ended) = (&certificate.number, certificate.ended.as_ref());
        let column = |count: u32| i32::try_from(count).map_err(Failure::unexpected);
        Ok(Self {
            id: Bind(certificate.id),
            organisation_id: Bind(certificate.organisation),
            agency_code: number.agency.as_str(),
            year: i32::from(number.year),
            sequence: column(number.sequence)?,
            number: &number.text,
            verification_code: certificate.code.as_str(),
            status: certificate.status.code(),
            change_number: column(certificate.change_number)?,
            issued_on: Bind(certificate.issued_on),
            authority: &certificate.authority,
            certified: written(&certificate.certified)?,
            application_id: Bind(certificate.application),
            reason: certificate.reason.as_deref(),
            legal_basis: certificate.legal_basis.as_deref(),
            replaces: Bind(certificate.replaces),
            replaced_by: Bind(ended.and_then(|ended| ended.replaced_by)),
            ended_on: Bind(ended.map(|ended| ended.on)),
            end_reason: ended.map(|ended| ended.reason.as_str()),
            end_legal_basis: ended.and_then(|ended| ended.legal_basis.as_deref()),
            version,
            recorded_at: Bind(now),
        })
    }
}
