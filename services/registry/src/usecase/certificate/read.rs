//! Reads certificates: within a scope, or by anybody who has the code.

use htx_kit::{db::Connection, failure::Failure};
use htx_model::{
    id::{CertificateId, OrganisationId},
    refusal::Refusal,
    scope::Scope,
};

use crate::{
    domain::certificate::VerificationCode,
    store::{self, certificate::StoredCertificate, organisation::Stored},
    usecase::read_organisation,
};

/// A certificate with its organisation and whoever represented it on the day of issue.
#[derive(Debug)]
pub struct Verified {
    /// The certificate.
    pub stored: StoredCertificate,
    /// Its organisation, as it stands now.
    pub organisation: Stored,
    /// Who represented it: personal data, to be masked.
    pub representative: Option<String>,
}

/// The certificate with this id.
///
/// # Errors
/// Not found, or out of the scope.
pub fn by_id(
    connection: &mut Connection,
    scope: &Scope,
    id: CertificateId,
) -> Result<Verified, Failure> {
    let found = store::certificate::find(connection, scope, id)?;
    with_representative(connection, found)
}

/// The certificate with this code, for anybody who has it.
///
/// # Errors
/// Not found.
pub fn verify(connection: &mut Connection, code: &VerificationCode) -> Result<Verified, Failure> {
    let found = store::certificate::find_by_code(connection, code)?;
    with_representative(connection, found)
}

fn with_representative(
    connection: &mut Connection,
    found: Option<(StoredCertificate, Stored)>,
) -> Result<Verified, Failure> {
    let (stored, organisation) = found.ok_or_else(unknown)?;
    let representative = store::certificate::representative_on(connection, stored.certificate.id)?;
    Ok(Verified { stored, organisation, representative })
}

/// A page of an organisation's certificates, with the organisation.
///
/// # Errors
/// Not found, or out of the scope.
pub fn list(
    connection: &mut Connection,
    scope: &Scope,
    organisation: OrganisationId,
    after: Option<CertificateId>,
    limit: i64,
) -> Result<(Stored, Vec<StoredCertificate>), Failure> {
    let found = store::organisation::find(connection, scope, organisation)?
        .ok_or_else(read_organisation::unknown)?;
    Ok((found, store::certificate::list(connection, organisation, after, limit)?))
}

pub(super) fn unknown() -> Refusal {
    Refusal::not_found("giấy chứng nhận", "certificate")
}
