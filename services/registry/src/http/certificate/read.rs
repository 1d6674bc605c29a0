//! `GET /v1/certificates/{id}`

use actix_web::{get, web::Data};
use htx_kit::{
    auth::Authorized,
    failure::Failure,
    http::{PathId, Tagged},
};
use htx_model::{id::CertificateId, permission::permit};

use super::view::CertificateView;
use crate::{Registry, domain::competence, usecase::certificate as usecase};

/// Read a certificate (xem giấy chứng nhận)
///
/// With what it certifies, as it was on the day of issue. The representative's name is masked; the
/// printed form shows it to the organisation and its registrar.
#[utoipa::path(
    tag = "certificates",
    params(PathId<CertificateId>),
    responses(Tagged<CertificateView>),
    security(("access_token" = ["organisation.read"])),
)]
#[get("/v1/certificates/{id}")]
pub(in crate::http) async fn read_certificate(
    registry: Data<Registry>,
    caller: Authorized<permit::OrganisationRead>,
    id: PathId<CertificateId>,
) -> Result<Tagged<CertificateView>, Failure> {
    registry
        .runtime
        .database
        .read_briefly(move |connection| {
            let found = usecase::by_id(connection, &caller.scope, id.0)?;
            let organisation = &found.organisation.organisation;
            let reach = caller.scope_of::<permit::CertificateRevoke>();
            let keeps = competence::keeps(&reach, organisation.kind, &organisation.placement());
            Ok(Tagged {
                version: found.stored.version,
                resource: CertificateView::from(found.stored)
                    .with_representative(found.representative.as_deref())
                    .with_actions(keeps),
            })
        })
        .await
}
