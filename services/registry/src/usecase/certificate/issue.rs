//! Issues a certificate, in the transaction of the approval that it follows from.

use htx_kit::{context::Context, db::Connection, failure::Failure};
use htx_model::{
    administrative::AdministrativeUnits,
    agency::Agencies,
    certificate::{CertificateAction, CertificateStatus},
    id::{ApplicationId, CertificateId},
    refusal::{ErrorCode, Refusal, Text},
};

use super::append;
use crate::{
    domain::{
        certificate::{
            Authority, Certificate, CertificateNumber, Certified, Ended, VerificationCode, state,
        },
        organisation::Organisation,
    },
    store::{self, certificate::StoredCertificate},
    usecase::record,
};

/// On what a certificate is issued.
#[derive(Debug, Clone, Default)]
pub struct Issuing {
    /// The application that was approved.
    pub application: Option<ApplicationId>,
    /// Why, in words: it stands as the reason why the certificate before was replaced as well.
    pub reason: Option<String>,
    /// The article relied on.
    pub legal_basis: Option<String>,
    /// The certificate that it takes the place of. Where none is named, it is the one that holds;
    /// an organisation never has two that do.
    pub previous: Option<CertificateId>,
}

/// Issues a certificate to an organisation as it stands in this transaction: entry and
/// representative are saved before. It takes the place of the one that held. Its number is the next
/// of the acting agency in this year: nobody else gets it, and none is left out, since whoever rolls
/// back gives it back.
///
/// # Errors
/// [`ErrorCode::PermissionDenied`] where the caller acts for no agency; [`ErrorCode::StateConflict`]
/// where `previous` is not the certificate that holds; what the database reports.
pub fn issue(
    connection: &mut Connection,
    context: &Context,
    units: &AdministrativeUnits,
    organisation: &Organisation,
    issuing: Issuing,
) -> Result<Certificate, Failure> {
    let authority = authority(context)?;
    connection.lock(&record::lock_name(organisation.id))?;
    let before = previous(connection, organisation, issuing.previous)?;
    let (today, year) = (context.today(), context.today().year());
    connection.lock(&format!("certificate number {} {year}", authority.agency))?;
    let sequence = store::certificate::next_sequence(connection, &authority.agency, year)?;
    let person = store::organisation::representative_of(connection, organisation.id)?.name;
    let issued = Certificate {
        id: context.ids.make(),
        organisation: organisation.id,
        number: CertificateNumber::new(authority.agency, today, sequence),
        code: VerificationCode::of(chance(context)?),
        status: CertificateStatus::Valid,
        change_number: store::certificate::count_of(connection, organisation.id)?,
        issued_on: today,
        authority: authority.name,
        certified: Certified::of(organisation, units, today),
        application: issuing.application,
        reason: issuing.reason,
        legal_basis: issuing.legal_basis,
        replaces: before.as_ref().map(|before| before.certificate.id),
        ended: None,
    };
    // The one before ends first: never do two hold.
    if let Some(before) = before {
        replace(connection, context, organisation, before, &issued)?;
    }
    let row = [(&issued, person.as_deref())];
    store::certificate::insert_many(connection, &row, context.now)?;
    let (kind, place) = ("certificate.issued", organisation.place());
    append(connection, context, kind, place, None, &issued, person.as_deref())?;
    Ok(issued)
}

/// The agency that the caller acts for, under the name that it has today.
fn authority(context: &Context) -> Result<Authority, Failure> {
    let agency = context.actor.agency.clone().ok_or_else(|| {
        Refusal::new(
            ErrorCode::PermissionDenied,
            Text::fixed(
                "Giấy chứng nhận chỉ do cơ quan đăng ký cấp.",
                "Certificates are issued by a registering agency only.",
            ),
        )
    })?;
    let agencies = Agencies::embedded().map_err(|error| Failure::unexpected(error.to_string()))?;
    let name = agencies.get(&agency).map_or_else(|| agency.to_string(), |one| one.name_vi.clone());
    Ok(Authority { agency, name })
}

/// The certificate that holds now, if any; a named one must be that one.
fn previous(
    connection: &mut Connection,
    organisation: &Organisation,
    named: Option<CertificateId>,
) -> Result<Option<StoredCertificate>, Failure> {
    let valid = store::certificate::valid_of(connection, organisation.id)?;
    let holds = |id| valid.as_ref().is_some_and(|valid| valid.certificate.id == id);
    if named.is_none_or(holds) {
        return Ok(valid);
    }
    Err(Refusal::new(
        ErrorCode::StateConflict,
        Text::fixed(
            "Giấy chứng nhận được nêu để thay thế không còn hiệu lực hoặc không phải của tổ chức này.",
            "The certificate named as replaced does not hold any more, or is not this organisation's.",
        ),
    )
    .into())
}

fn replace(
    connection: &mut Connection,
    context: &Context,
    organisation: &Organisation,
    before: StoredCertificate,
    by: &Certificate,
) -> Result<(), Failure> {
    let StoredCertificate { certificate: before, version, .. } = before;
    let after = Certificate {
        status: state::require(before.status, CertificateAction::Replace)?,
        ended: Some(Ended {
            on: context.today(),
            reason: by.reason.clone().unwrap_or_default(),
            legal_basis: by.legal_basis.clone(),
            replaced_by: Some(by.id),
        }),
        ..before.clone()
    };
    store::certificate::save_end(connection, &after, version, context.now)?;
    let (kind, place) = ("certificate.replaced", organisation.place());
    append(connection, context, kind, place, Some(&before), &after, None)
}

/// A hundred and twenty-eight bits that nobody guesses.
fn chance(context: &Context) -> Result<u128, Failure> {
    Ok(u128::from_be_bytes(context.ids.secret_bytes()?))
}
