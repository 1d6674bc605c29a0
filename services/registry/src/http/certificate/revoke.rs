//! `POST /v1/certificates/{id}/revoke`

use actix_web::{post, web::Data};
use htx_kit::{
    act::write_by,
    auth::Authorized,
    failure::Failure,
    http::{Changed, IfMatch, PathId, Reply, Submitted},
};
use htx_model::{id::CertificateId, permission::permit};
use serde::Deserialize;

use super::view::CertificateView;
use crate::{
    Registry,
    usecase::certificate::{self as usecase, Revocation},
};

/// Why a certificate is withdrawn.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct CertificateRevocation {
    /// The reason, without personal data: it stands in the log (lý do thu hồi).
    #[schema(min_length = 1, max_length = 1000, examples("Hồ sơ đăng ký có nội dung giả mạo"))]
    reason: String,
    /// The article and the decision relied on (căn cứ pháp lý).
    #[schema(
        min_length = 1,
        max_length = 300,
        examples("Quyết định số 12/QĐ-UBND ngày 05/5/2025")
    )]
    legal_basis: String,
}

/// Revoke a certificate (thu hồi giấy chứng nhận)
///
/// By an approver of the agency that registers the organisation. The organisation's status stays: its
/// dissolution by revocation is a case of its own. The grounds for revocation are not verified
/// configuration, so the approver names the article and the decision.
#[utoipa::path(
    tag = "certificates",
    params(PathId<CertificateId>, IfMatch),
    request_body = CertificateRevocation,
    responses(Changed<CertificateView>),
    security(("access_token" = ["certificate.revoke"])),
)]
#[post("/v1/certificates/{id}/revoke")]
pub(in crate::http) async fn revoke_certificate(
    registry: Data<Registry>,
    caller: Authorized<permit::CertificateRevoke>,
    id: PathId<CertificateId>,
    seen: IfMatch,
    submitted: Submitted<CertificateRevocation>,
) -> Result<Reply, Failure> {
    let Submitted { body, once } = submitted;
    let revocation = Revocation { reason: body.reason, legal_basis: body.legal_basis };
    write_by(&registry.runtime, caller, once, move |connection, context, caller| {
        let readable = caller.scope_of::<permit::OrganisationRead>();
        let (revoked, _) = usecase::revoke(
            connection,
            context,
            &readable,
            &caller.scope,
            id.0,
            &seen,
            &revocation,
        )?;
        let (version, view) = (revoked.version, CertificateView::from(revoked).with_actions(true));
        Reply::changed(version, &view)?.keeping(&view.without_words())
    })
    .await
}
