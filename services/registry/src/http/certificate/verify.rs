//! `GET /v1/certificates/{code}/verify`: open to all.

use actix_web::{
    get,
    web::{Data, Json},
};
use htx_kit::{failure::Failure, http::PathId};
use htx_model::{
    certificate::CertificateStatus,
    date::Date,
    organisation::{OrganisationKind, OrganisationStatus},
    registration_number::RegistrationNumber,
};
use serde::Serialize;

use crate::{
    Registry,
    domain::{certificate::VerificationCode, masking},
    usecase::certificate::{self as usecase, Verified},
};

/// What anybody may know of a certificate (kết quả xác thực giấy chứng nhận).
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(in crate::http) struct CertificateVerification {
    /// Whether the certificate holds (hiệu lực).
    status: CertificateStatus,
    /// Its number (số giấy).
    #[schema(max_length = 60, examples("00012/2025/GCN-QH277"))]
    number: String,
    /// The day of issue (ngày cấp).
    issued_on: Date,
    /// The agency that issued it, under its name on that day (cơ quan cấp).
    #[schema(max_length = 300, examples("Ủy ban nhân dân huyện Chương Mỹ"))]
    authority: String,
    /// What the organisation was on that day (loại hình).
    kind: OrganisationKind,
    /// Its name on that day (tên).
    #[schema(max_length = 300, examples("Hợp tác xã Rau an toàn Đông Dư"))]
    organisation_name: String,
    /// Its registration number on that day (mã số).
    #[schema(required)]
    registration_number: Option<RegistrationNumber>,
    /// Who represented it on that day, masked (người đại diện).
    #[schema(required, max_length = 300, examples("N*** V*** A***"))]
    representative: Option<String>,
    /// The first day on which the certificate did not hold any more.
    #[schema(required)]
    ended_on: Option<Date>,
    /// The organisation's name today.
    #[schema(max_length = 300, examples("Hợp tác xã Rau an toàn Đông Dư"))]
    current_name: String,
    /// Where the organisation stands in its life today (tình trạng hiện nay).
    current_status: OrganisationStatus,
}

impl From<Verified> for CertificateVerification {
    fn from(found: Verified) -> Self {
        let certificate = found.stored.certificate;
        let organisation = found.organisation.organisation;
        Self {
            status: certificate.status,
            number: certificate.number.text,
            issued_on: certificate.issued_on,
            authority: certificate.authority,
            kind: certificate.certified.kind,
            organisation_name: certificate.certified.name,
            registration_number: certificate.certified.registration_number,
            representative: found.representative.as_deref().map(masking::name),
            ended_on: certificate.ended.map(|ended| ended.on),
            current_name: organisation.name,
            current_status: organisation.status,
        }
    }
}

/// Verify a certificate (xác thực giấy chứng nhận)
///
/// For anybody who holds the paper: the code is printed on it and stands in its QR code. A code with
/// a slip of the pen, or one that was never issued, is not found. Personal data is masked.
#[utoipa::path(
    tag = "certificates",
    params(("code" = inline(VerificationCode), Path, description = "The verification code (mã xác thực), with or without its hyphens.")),
    responses((status = 200, description = "What the register says of the certificate.", body = CertificateVerification)),
)]
#[get("/v1/certificates/{code}/verify")]
pub(in crate::http) async fn verify_certificate(
    registry: Data<Registry>,
    code: PathId<VerificationCode>,
) -> Result<Json<CertificateVerification>, Failure> {
    registry
        .runtime
        .database
        .read_briefly(move |connection| usecase::verify(connection, &code.0))
        .await
        .map(|found| Json(found.into()))
}
