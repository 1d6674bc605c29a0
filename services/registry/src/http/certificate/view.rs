//! A certificate as the registry answers with it.

use htx_model::{
    agency::AgencyCode,
    certificate::{CertificateAction, CertificateStatus},
    code_list::CodeList as _,
    date::{Date, Instant},
    id::{ApplicationId, CertificateId, OrganisationId},
    money::Dong,
    organisation::{OrganisationKind, Sector},
    registration_number::RegistrationNumber,
};
use serde::Serialize;

use crate::{
    domain::{
        certificate::{Certificate, Certified, Ended, VerificationCode, number::NumberForm, state},
        masking,
    },
    store::certificate::StoredCertificate,
};

/// A certificate of registration (giấy chứng nhận đăng ký).
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Certificate)]
pub(super) struct CertificateView {
    /// Its id.
    id: CertificateId,
    /// Whose.
    organisation: OrganisationId,
    /// Its number (số giấy): counted by agency and year.
    #[schema(max_length = 60, examples("00012/2025/GCN-QH277"))]
    number: String,
    /// Whether the form of the number was verified against the law.
    number_form_verified: bool,
    /// What anybody verifies it by (mã xác thực).
    verification_code: VerificationCode,
    /// Where anybody verifies it.
    #[schema(max_length = 100, examples("/v1/certificates/2222-2222-2222-2222-2222/verify"))]
    verification_path: String,
    /// Whether it holds (hiệu lực).
    status: CertificateStatus,
    /// 0 for the first, then which change it certifies (đăng ký thay đổi lần thứ).
    #[schema(minimum = 0, maximum = 1_000_000)]
    change_number: u32,
    /// The day of issue (ngày cấp).
    issued_on: Date,
    /// The agency that issued it (cơ quan cấp).
    agency: AgencyCode,
    /// Its name on that day.
    #[schema(max_length = 300, examples("Ủy ban nhân dân huyện Chương Mỹ"))]
    authority: String,
    /// What it certifies.
    certified: CertifiedView,
    /// Who represented the organisation on that day (người đại diện); masked unless the caller's task
    /// needs it, absent in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 300, examples("N*** V*** A***"))]
    representative: Option<String>,
    /// The application on which it was issued.
    #[schema(required)]
    application: Option<ApplicationId>,
    /// Why it was issued.
    #[schema(required, max_length = 1000)]
    reason: Option<String>,
    /// The article relied on.
    #[schema(required, max_length = 300)]
    legal_basis: Option<String>,
    /// The certificate that it took the place of.
    #[schema(required)]
    replaces: Option<CertificateId>,
    /// How it ended.
    #[schema(required)]
    ended: Option<EndedView>,
    /// Its version, as in its ETag.
    #[schema(minimum = 1)]
    version: i64,
    /// When this version was written.
    recorded_at: Instant,
    /// What the caller may do with it now; absent in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 10)]
    available_actions: Option<Vec<CertificateAction>>,
}

/// What is certified of an organisation, as it was on the day of issue.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Certified)]
pub(super) struct CertifiedView {
    /// What it is (loại hình).
    kind: OrganisationKind,
    /// Its name (tên).
    #[schema(max_length = 300, examples("Hợp tác xã Rau an toàn Đông Dư"))]
    name: String,
    /// Its number (mã số).
    #[schema(required)]
    registration_number: Option<RegistrationNumber>,
    /// The day of its first registration (đăng ký lần đầu).
    #[schema(required)]
    registered_on: Option<Date>,
    /// Its seat in words (địa chỉ trụ sở).
    #[schema(
        max_length = 1000,
        examples("Thôn 3, Thị trấn Xuân Mai, Huyện Chương Mỹ, Thành phố Hà Nội")
    )]
    address: String,
    /// The main business line (mã ngành chính).
    #[schema(required, max_length = 4, examples("0118"))]
    main_business_line: Option<String>,
    /// The main field of activity (lĩnh vực).
    #[schema(required)]
    sector: Option<Sector>,
    /// The charter capital in đồng (vốn điều lệ).
    #[schema(required)]
    charter_capital_vnd: Option<Dong>,
    /// How many official members (số thành viên).
    #[schema(required, minimum = 0, maximum = 10_000_000)]
    member_count: Option<u32>,
}

/// How a certificate ended.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = CertificateEnd)]
pub(super) struct EndedView {
    /// The first day on which it did not hold.
    on: Date,
    /// Why.
    #[schema(max_length = 1000)]
    reason: String,
    /// The article relied on.
    #[schema(required, max_length = 300)]
    legal_basis: Option<String>,
    /// The certificate that took its place.
    #[schema(required)]
    replaced_by: Option<CertificateId>,
}

/// The path under which anybody verifies a certificate.
pub(super) fn verification_path(code: &VerificationCode) -> String {
    format!("/v1/certificates/{code}/verify")
}

impl From<Certified> for CertifiedView {
    fn from(certified: Certified) -> Self {
        Self {
            kind: certified.kind,
            name: certified.name,
            registration_number: certified.registration_number,
            registered_on: certified.registered_on,
            address: certified.address,
            main_business_line: certified.main_business_line,
            sector: certified.sector,
            charter_capital_vnd: certified.charter_capital_vnd,
            member_count: certified.member_count,
        }
    }
}

impl From<Ended> for EndedView {
    fn from(ended: Ended) -> Self {
        Self {
            on: ended.on,
            reason: ended.reason,
            legal_basis: ended.legal_basis,
            replaced_by: ended.replaced_by,
        }
    }
}

impl From<StoredCertificate> for CertificateView {
    fn from(stored: StoredCertificate) -> Self {
        let StoredCertificate { certificate, version, recorded_at } = stored;
        let Certificate { number, code, .. } = certificate;
        Self {
            id: certificate.id,
            organisation: certificate.organisation,
            number_form_verified: NumberForm::on(certificate.issued_on).legal_basis.verified,
            number: number.text,
            verification_path: verification_path(&code),
            verification_code: code,
            status: certificate.status,
            change_number: certificate.change_number,
            issued_on: certificate.issued_on,
            agency: number.agency,
            authority: certificate.authority,
            certified: certificate.certified.into(),
            representative: None,
            application: certificate.application,
            reason: certificate.reason,
            legal_basis: certificate.legal_basis,
            replaces: certificate.replaces,
            ended: certificate.ended.map(EndedView::from),
            version,
            recorded_at,
            available_actions: None,
        }
    }
}

impl CertificateView {
    /// The same without reasons: what is kept for a repetition of the request stands in a table from
    /// which personal data is not erased.
    pub(super) fn without_words(mut self) -> Self {
        self.reason = None;
        if let Some(ended) = &mut self.ended {
            ended.reason.clear();
        }
        self
    }

    /// Adds who represented the organisation, masked.
    pub(super) fn with_representative(mut self, person: Option<&str>) -> Self {
        self.representative = person.map(masking::name);
        self
    }

    /// Adds what the caller may do: a certificate is replaced by an approved application only, and
    /// revoked by whoever keeps the entry.
    pub(super) fn with_actions(mut self, keeps: bool) -> Self {
        let open = |action: &CertificateAction| {
            keeps
                && *action == CertificateAction::Revoke
                && state::after(self.status, *action).is_some()
        };
        self.available_actions =
            Some(CertificateAction::all().iter().copied().filter(open).collect());
        self
    }
}
