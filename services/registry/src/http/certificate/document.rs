//! `GET /v1/certificates/{id}/document`

use actix_web::{
    HttpResponse, get,
    http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, VARY},
    web::Data,
};
use htx_kit::{auth::Authorized, failure::Failure, http::PathId};
use htx_model::{id::CertificateId, permission::permit};

use super::view::verification_path;
use crate::{
    Registry,
    domain::{certificate::print, masking},
    usecase::certificate as usecase,
};

/// Print a certificate (in giấy chứng nhận)
///
/// PDF, A4, with its fonts embedded and a QR code that leads to the verification. The
/// representative's name is printed for whoever may read personal data there: the organisation
/// itself and its registrar, whose paper it is; for anybody else it is masked. One that does not hold
/// any more says so.
#[utoipa::path(
    tag = "certificates",
    params(("id" = CertificateId, Path, description = "The certificate's id.")),
    responses((
        status = 200,
        description = "The printed form.",
        content_type = "application/pdf",
        body = String,
    )),
    security(("access_token" = ["organisation.read"])),
)]
#[get("/v1/certificates/{id}/document")]
pub(in crate::http) async fn print_certificate(
    registry: Data<Registry>,
    caller: Authorized<permit::OrganisationRead>,
    id: PathId<CertificateId>,
) -> Result<HttpResponse, Failure> {
    let public_url = registry.public_url.clone();
    // On a thread that may wait: setting the page takes milliseconds.
    let (name, content) = registry
        .runtime
        .database
        .read(move |connection| {
            let found = usecase::by_id(connection, &caller.scope, id.0)?;
            let placement = found.organisation.organisation.placement();
            let sees_person = caller.scope_of::<permit::PersonalDataRead>().covers(&placement);
            let person = found
                .representative
                .map(|name| if sees_person { name } else { masking::name(&name) });
            let certificate = found.stored.certificate;
            let address = format!("{public_url}{}", verification_path(&certificate.code));
            let content = print::print(&certificate, person.as_deref(), &address)
                .map_err(Failure::unexpected)?;
            Ok((certificate.number.text.replace('/', "-"), content))
        })
        .await?;
    Ok(HttpResponse::Ok()
        .content_type("application/pdf")
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{name}.pdf\"")))
        .insert_header((CACHE_CONTROL, "private, no-cache"))
        .insert_header((VARY, "Authorization"))
        .insert_header((CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"))
        .body(content))
}
