//! `GET /v1/certificates/{id}/document`

use actix_web::{
    HttpResponse, get,
    http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, VARY},
    web::Data,
};
use htx_kit::{
    auth::Authorized,
    db::Connection,
    failure::Failure,
    http::{PathId, StrictQuery},
};
use htx_model::{id::CertificateId, permission::permit};
use serde::Deserialize;

use super::view::verification_path;
use crate::{
    Registry,
    domain::{certificate::print, masking, personal_data::PersonalDataKind},
    http::personal_data,
    usecase::{
        certificate::{self as usecase, Verified},
        personal_data::read_unmasked,
    },
};

/// Whether the representative's name is asked for.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct PrintQuery {
    /// The representative's name unmasked, for who may read personal data and says why.
    unmasked: Option<bool>,
    /// Why it is read (mục đích); is noted in the log and shown to the organisation.
    #[param(min_length = 5, max_length = 300, example = "Trao giấy chứng nhận")]
    purpose: Option<String>,
}

/// A printed form: the certificate's number, and its bytes.
type Printed = (String, Vec<u8>);

fn printed(found: Verified, unmasked: bool, public_url: &str) -> Result<Printed, Failure> {
    let person =
        found.representative.map(|name| if unmasked { name } else { masking::name(&name) });
    let certificate = found.stored.certificate;
    let address = format!("{public_url}{}", verification_path(&certificate.code));
    let content = print::print(&certificate, person.as_deref(), &address);
    Ok((certificate.number.text, content.map_err(Failure::unexpected)?))
}

/// Print a certificate (in giấy chứng nhận)
///
/// PDF, A4, with its fonts embedded and a QR code that leads to the verification. The
/// representative's name is masked; the organisation itself and its registrar, who hold
/// `personal_data.read` for the place, print it with `unmasked=true` and a `purpose`, which is noted
/// in the log and shown to the organisation. One that does not hold any more says so.
#[utoipa::path(
    tag = "certificates",
    params(PathId<CertificateId>, PrintQuery),
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
    query: StrictQuery<PrintQuery>,
) -> Result<HttpResponse, Failure> {
    let StrictQuery(PrintQuery { unmasked, purpose }) = query;
    let purpose = personal_data::wanted(unmasked, purpose.as_deref())?;
    let (public_url, database) = (registry.public_url.clone(), &registry.runtime.database);
    let context = personal_data::context(&caller, &registry);
    let find = move |connection: &mut Connection| {
        let found = usecase::by_id(connection, &caller.scope, id.0)?;
        if let Some(purpose) = &purpose {
            let reach = caller.scope_of::<permit::PersonalDataRead>();
            let (of, what) = (&found.organisation.organisation, PersonalDataKind::Certificate);
            read_unmasked(connection, &context, &reach, of, what, 1, purpose)?;
        }
        // On a thread that may wait: setting the page takes milliseconds.
        printed(found, purpose.is_some(), &public_url)
    };
    let noted = unmasked.unwrap_or_default();
    let (number, content) =
        if noted { database.write(find).await? } else { database.read(find).await? };
    let name = number.replace('/', "-");
    Ok(HttpResponse::Ok()
        .content_type("application/pdf")
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{name}.pdf\"")))
        .insert_header((CACHE_CONTROL, "private, no-cache"))
        .insert_header((VARY, "Authorization"))
        .insert_header((CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"))
        .body(content))
}
