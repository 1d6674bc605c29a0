//! Withdraws a certificate.

use htx_kit::{context::Context, db::Connection, failure::Failure, http::IfMatch};
use htx_model::{
    certificate::CertificateAction,
    id::CertificateId,
    refusal::{Fault, Refusal, Text},
    scope::Scope,
    text,
};

use super::{append, read::unknown};
use crate::{
    domain::{
        certificate::{Certificate, Ended, state},
        organisation::Organisation,
    },
    store::{self, certificate::StoredCertificate, organisation::Stored},
    usecase::{record, register_organisation::require_keeper},
};

/// The most characters of a reason.
const REASON_LENGTH_MAX: usize = 1_000;
/// The most characters of a legal basis.
const BASIS_LENGTH_MAX: usize = 300;

/// Why a certificate is withdrawn. The grounds for it are not verified: the approver names them.
#[derive(Debug, Clone)]
pub struct Revocation {
    /// The reason.
    pub reason: String,
    /// The article and the decision.
    pub legal_basis: String,
}

/// Withdraws the certificate that the caller has seen. The organisation's status stays: revocation
/// is a route of its dissolution, which is a case of its own.
///
/// # Errors
/// Not found outside the scope; another registrar's certificate; a stale version; one that does not
/// hold any more; a reason or basis that says nothing.
pub fn revoke(
    connection: &mut Connection,
    context: &Context,
    readable: &Scope,
    scope: &Scope,
    id: CertificateId,
    seen: &IfMatch,
    revocation: &Revocation,
) -> Result<(StoredCertificate, Stored), Failure> {
    let (found, _) = store::certificate::find(connection, readable, id)?.ok_or_else(unknown)?;
    connection.lock(&record::lock_name(found.certificate.organisation))?;
    // Read again: whoever held the organisation before may have changed it.
    let (found, organisation) =
        store::certificate::find(connection, readable, id)?.ok_or_else(unknown)?;
    require_keeper(scope, &organisation.organisation)?;
    seen.check(found.version)?;
    let revocation = checked(revocation)?;
    let of = &organisation.organisation;
    let revoked = end(connection, context, of, found, revocation.reason, revocation.legal_basis)?;
    Ok((revoked, organisation))
}

/// Withdraws the certificate of an organisation that ends, in the transaction in which it does;
/// nothing where it has none.
///
/// # Errors
/// What the database reports.
pub fn end_of(
    connection: &mut Connection,
    context: &Context,
    organisation: &Organisation,
    reason: &str,
    legal_basis: Option<&str>,
) -> Result<Option<Certificate>, Failure> {
    connection.lock(&record::lock_name(organisation.id))?;
    let Some(held) = store::certificate::valid_of(connection, organisation.id)? else {
        return Ok(None);
    };
    let (reason, basis) = (reason.to_owned(), legal_basis.map(str::to_owned));
    let ended = end(connection, context, organisation, held, reason, basis)?;
    Ok(Some(ended.certificate))
}

fn end(
    connection: &mut Connection,
    context: &Context,
    organisation: &Organisation,
    held: StoredCertificate,
    reason: String,
    legal_basis: impl Into<Option<String>>,
) -> Result<StoredCertificate, Failure> {
    let StoredCertificate { certificate: before, version, .. } = held;
    let after = Certificate {
        status: state::require(before.status, CertificateAction::Revoke)?,
        ended: Some(Ended {
            on: context.today(),
            reason,
            legal_basis: legal_basis.into(),
            replaced_by: None,
        }),
        ..before.clone()
    };
    store::certificate::save_end(connection, &after, version, context.now)?;
    let (kind, place) = ("certificate.revoked", organisation.place());
    append(connection, context, kind, place, Some(&before), &after, None)?;
    Ok(StoredCertificate { certificate: after, version: version + 1, recorded_at: context.now })
}

/// A reason and a basis that say something.
fn checked(given: &Revocation) -> Result<Revocation, Refusal> {
    let mut faults = Vec::new();
    let mut said = |pointer: &'static str, given: &str, longest: usize| {
        let tidy = text::normalise(given);
        if tidy.is_empty() || tidy.chars().count() > longest {
            let detail = Text::made(
                format!("Phải có từ 1 đến {longest} ký tự."),
                format!("It must have 1 to {longest} characters."),
            );
            let code = "text_length";
            faults.push(Fault::new(pointer, code, detail));
        }
        tidy
    };
    let reason = said("/reason", &given.reason, REASON_LENGTH_MAX);
    let legal_basis = said("/legal_basis", &given.legal_basis, BASIS_LENGTH_MAX);
    if faults.is_empty() {
        Ok(Revocation { reason, legal_basis })
    } else {
        Err(Refusal::rules(faults))
    }
}
