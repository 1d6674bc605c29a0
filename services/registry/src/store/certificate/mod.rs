//! Certificates of registration.

mod row;

use diesel::{
    ExpressionMethods as _, Insertable, OptionalExtension as _, QueryDsl as _, RunQueryDsl as _,
    SelectableHelper as _, dsl::max,
};
use htx_kit::{
    db::{Bind, Connection},
    each,
    failure::Failure,
};
use htx_model::{
    agency::AgencyCode,
    certificate::CertificateStatus,
    code_list::CodeList as _,
    date::Instant,
    id::{CertificateId, OrganisationId},
    scope::Scope,
};

use super::{
    organisation::{self, Stored},
    schema::{certificate, certificate_person},
};
use crate::domain::certificate::{Certificate, VerificationCode};
use row::{CertificateRow, NewCertificateRow};

/// Rows of one statement.
const CHUNK: usize = 500;

/// A certificate with its version.
#[derive(Debug, Clone)]
pub struct StoredCertificate {
    /// The certificate.
    pub certificate: Certificate,
    /// Its version, for its ETag.
    pub version: i64,
    /// When this version was written.
    pub recorded_at: Instant,
}

/// The certificate with this id, with its organisation, within a scope.
///
/// # Errors
/// What the database reports.
pub fn find(
    connection: &mut Connection,
    scope: &Scope,
    id: CertificateId,
) -> Result<Option<(StoredCertificate, Stored)>, Failure> {
    let row: Option<CertificateRow> = certificate::table
        .find(Bind(id))
        .select(CertificateRow::as_select())
        .first(connection)
        .optional()?;
    with_organisation(connection, scope, row)
}

/// The certificate with this code, with its organisation: anybody may verify one.
///
/// # Errors
/// What the database reports.
pub fn find_by_code(
    connection: &mut Connection,
    code: &VerificationCode,
) -> Result<Option<(StoredCertificate, Stored)>, Failure> {
    let row: Option<CertificateRow> = certificate::table
        .filter(certificate::verification_code.eq(code.as_str()))
        .select(CertificateRow::as_select())
        .first(connection)
        .optional()?;
    with_organisation(connection, &Scope::everything(), row)
}

fn with_organisation(
    connection: &mut Connection,
    scope: &Scope,
    row: Option<CertificateRow>,
) -> Result<Option<(StoredCertificate, Stored)>, Failure> {
    let Some(stored) = row.map(StoredCertificate::try_from).transpose()? else { return Ok(None) };
    let organisation = organisation::find(connection, scope, stored.certificate.organisation)?;
    Ok(organisation.map(|organisation| (stored, organisation)))
}

/// A page of an organisation's certificates, in the order of their issue.
///
/// # Errors
/// What the database reports.
pub fn list(
    connection: &mut Connection,
    organisation: OrganisationId,
    after: Option<CertificateId>,
    limit: i64,
) -> Result<Vec<StoredCertificate>, Failure> {
    let mut query = certificate::table
        .filter(certificate::organisation_id.eq(Bind(organisation)))
        .order(certificate::id)
        .limit(limit)
        .into_boxed();
    if let Some(after) = after {
        query = query.filter(certificate::id.gt(Bind(after)));
    }
    let rows: Vec<CertificateRow> = query.select(CertificateRow::as_select()).load(connection)?;
    rows.into_iter().map(StoredCertificate::try_from).collect()
}

/// The certificate of an organisation that holds, if one does.
///
/// # Errors
/// What the database reports.
pub fn valid_of(
    connection: &mut Connection,
    organisation: OrganisationId,
) -> Result<Option<StoredCertificate>, Failure> {
    let row: Option<CertificateRow> = certificate::table
        .filter(certificate::organisation_id.eq(Bind(organisation)))
        .filter(certificate::status.eq(CertificateStatus::Valid.code()))
        .select(CertificateRow::as_select())
        .first(connection)
        .optional()?;
    row.map(StoredCertificate::try_from).transpose()
}

/// How many certificates an organisation was issued so far.
///
/// # Errors
/// What the database reports.
pub fn count_of(connection: &mut Connection, organisation: OrganisationId) -> Result<u32, Failure> {
    let counted: i64 = certificate::table
        .filter(certificate::organisation_id.eq(Bind(organisation)))
        .count()
        .get_result(connection)?;
    u32::try_from(counted).map_err(Failure::unexpected)
}

/// The count that an agency's next certificate of a year has. To be called under the lock of that
/// agency and year.
///
/// # Errors
/// What the database reports.
pub fn next_sequence(
    connection: &mut Connection,
    agency: &AgencyCode,
    year: i16,
) -> Result<u32, Failure> {
    let last: Option<i32> = certificate::table
        .filter(certificate::agency_code.eq(agency.as_str()))
        .filter(certificate::year.eq(i32::from(year)))
        .select(max(certificate::sequence))
        .first(connection)?;
    u32::try_from(last.unwrap_or_default() + 1).map_err(Failure::unexpected)
}

/// Who represented the organisation when a certificate was issued; the caller has checked that it
/// may be seen.
///
/// # Errors
/// What the database reports.
pub fn representative_on(
    connection: &mut Connection,
    id: CertificateId,
) -> Result<Option<String>, Failure> {
    let found = certificate_person::table
        .find(Bind(id))
        .select(certificate_person::representative_name)
        .first(connection)
        .optional()?;
    Ok(found)
}

#[derive(Insertable)]
#[diesel(table_name = certificate_person)]
struct PersonRow<'a> {
    certificate_id: Bind<CertificateId>,
    representative_name: &'a str,
}

/// Enters certificates, each at version 1, with whoever represented the organisation.
///
/// # Errors
/// What the database reports.
pub fn insert_many(
    connection: &mut Connection,
    certificates: &[(&Certificate, Option<&str>)],
    now: Instant,
) -> Result<(), Failure> {
    for chunk in certificates.chunks(CHUNK) {
        let rows = chunk
            .iter()
            .map(|(certificate, _)| NewCertificateRow::of(certificate, 1, now))
            .collect::<Result<Vec<_>, _>>()?;
        each!(connection, one => diesel::insert_into(certificate::table).values(&rows).execute(one))?;
        let people: Vec<_> = chunk
            .iter()
            .filter_map(|(certificate, person)| {
                let certificate_id = Bind(certificate.id);
                person.map(|representative_name| PersonRow { certificate_id, representative_name })
            })
            .collect();
        if !people.is_empty() {
            each!(connection, one => diesel::insert_into(certificate_person::table).values(&people).execute(one))?;
        }
    }
    Ok(())
}

/// Saves how a certificate ended as the version after `version`. What it certifies stays as it is written, also
/// what a later release knows of it and this one does not.
///
/// # Errors
/// What the database reports; [`Failure::Unavailable`] where another writer came between.
pub fn save_end(
    connection: &mut Connection,
    changed: &Certificate,
    version: i64,
    now: Instant,
) -> Result<(), Failure> {
    let ended = changed.ended.as_ref();
    let saved = diesel::update(certificate::table)
        .filter(certificate::id.eq(Bind(changed.id)))
        .filter(certificate::version.eq(version))
        .set((
            certificate::status.eq(changed.status.code()),
            certificate::replaced_by.eq(Bind(ended.and_then(|ended| ended.replaced_by))),
            certificate::ended_on.eq(Bind(ended.map(|ended| ended.on))),
            certificate::end_reason.eq(ended.map(|ended| ended.reason.as_str())),
            certificate::end_legal_basis.eq(ended.and_then(|ended| ended.legal_basis.as_deref())),
            certificate::version.eq(version + 1),
            certificate::recorded_at.eq(Bind(now)),
        ))
        .execute(connection)?;
    if saved == 1 {
        return Ok(());
    }
    Err(Failure::unavailable("the certificate changed while it was being changed"))
}
