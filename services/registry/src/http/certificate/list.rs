//! `GET /v1/organisations/{id}/certificates`

use actix_web::{
    get,
    web::{Data, Json},
};
use htx_kit::{
    auth::Authorized,
    failure::Failure,
    http::{Page, PageQuery, PageRequest, PathId, StrictQuery},
};
use htx_model::{
    id::{CertificateId, OrganisationId},
    permission::permit,
};

use super::view::CertificateView;
use crate::{Registry, usecase::certificate as usecase};

type CertificatePage = Page<CertificateView>;

/// List certificates (giấy chứng nhận đăng ký)
///
/// All that were issued to an organisation, in the order of their issue: at most one of them holds.
#[utoipa::path(
    tag = "certificates",
    params(PathId<OrganisationId>, PageQuery),
    responses((status = 200, description = "A page of certificates.", body = CertificatePage)),
    security(("access_token" = ["organisation.read"])),
)]
#[get("/v1/organisations/{id}/certificates")]
pub(in crate::http) async fn list_certificates(
    registry: Data<Registry>,
    caller: Authorized<permit::OrganisationRead>,
    id: PathId<OrganisationId>,
    query: StrictQuery<PageQuery>,
) -> Result<Json<CertificatePage>, Failure> {
    let (PathId(id), StrictQuery(query)) = (id, query);
    let cursor_key = registry.runtime.cursor_key.clone();
    let page: PageRequest<CertificateId> = PageRequest::read(
        &cursor_key,
        format!("certificates {id}"),
        query.limit,
        query.cursor.as_deref(),
    )?;
    registry
        .runtime
        .database
        .read(move |connection| {
            let scope = &caller.scope;
            let (_, rows) = usecase::list(connection, scope, id, page.after, page.fetch())?;
            page.page(&cursor_key, rows, |row| row.certificate.id, CertificateView::from)
        })
        .await
        .map(Json)
}
