//! `GET /.well-known/openid-configuration`, `GET /.well-known/jwks.json`

use actix_web::{HttpResponse, get, http::header::CACHE_CONTROL, web::Data};
use htx_kit::failure::Failure;
use serde::Serialize;

use crate::state::State;

/// Shorter than a new key is published ahead of its first signature.
const CACHED: &str = "public, max-age=30";

/// What an OAuth client needs to know (RFC 8414).
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct OpenidConfiguration {
    /// The `iss` of the tokens.
    #[schema(examples("http://127.0.0.1:8080"))]
    issuer: String,
    /// Where tokens are obtained.
    token_endpoint: String,
    /// Where tokens are revoked.
    revocation_endpoint: String,
    /// Where the public keys are.
    jwks_uri: String,
    /// What may be shown for a token.
    #[schema(max_items = 10)]
    grant_types_supported: Vec<&'static str>,
    /// How client systems show themselves.
    #[schema(max_items = 10)]
    token_endpoint_auth_methods_supported: Vec<&'static str>,
    /// None: there is no endpoint for browsers.
    #[schema(max_items = 10)]
    response_types_supported: Vec<&'static str>,
    /// Names are the same for all who ask.
    #[schema(max_items = 10)]
    subject_types_supported: Vec<&'static str>,
    /// What tokens are signed with.
    #[schema(max_items = 10)]
    id_token_signing_alg_values_supported: Vec<&'static str>,
}

/// Read the issuer's description (thông tin bộ phát hành)
///
/// For OAuth libraries (RFC 8414).
#[utoipa::path(
    tag = "oauth",
    responses((status = 200, description = "The description.", body = OpenidConfiguration)),
)]
#[get("/.well-known/openid-configuration")]
pub(super) async fn read_openid_configuration(state: Data<State>) -> HttpResponse {
    let issuer = state.settings.issuer.trim_end_matches('/');
    HttpResponse::Ok().insert_header((CACHE_CONTROL, CACHED)).json(OpenidConfiguration {
        issuer: state.settings.issuer.clone(),
        token_endpoint: format!("{issuer}/oauth/token"),
        revocation_endpoint: format!("{issuer}/oauth/revoke"),
        jwks_uri: format!("{issuer}/.well-known/jwks.json"),
        grant_types_supported: vec!["password", "client_credentials", "refresh_token"],
        token_endpoint_auth_methods_supported: vec![
            "client_secret_basic",
            "client_secret_post",
            "none",
        ],
        response_types_supported: Vec::new(),
        subject_types_supported: vec!["public"],
        id_token_signing_alg_values_supported: vec!["EdDSA"],
    })
}

/// The public keys (RFC 7517).
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct JsonWebKeySet {
    /// The keys.
    #[schema(value_type = Vec<JsonWebKey>, max_items = 20)]
    keys: Vec<jsonwebtoken::jwk::Jwk>,
}

/// A public key (RFC 8037).
#[derive(Debug, utoipa::ToSchema)]
#[allow(dead_code, reason = "the form that the document shows; jsonwebtoken writes the keys")]
pub(super) struct JsonWebKey {
    /// `OKP`.
    #[schema(examples("OKP"))]
    kty: String,
    /// `Ed25519`.
    #[schema(examples("Ed25519"))]
    crv: String,
    /// `EdDSA`.
    #[schema(examples("EdDSA"))]
    alg: String,
    /// `sig`.
    #[schema(rename = "use", examples("sig"))]
    usage: String,
    /// The key's id, as in the header of the tokens that it signs.
    kid: String,
    /// The key.
    x: String,
}

/// Read the public keys (khóa công khai)
///
/// With which access tokens are verified (RFC 7517). A new key stands here two minutes before it
/// signs; an old one until its last token has ended.
#[utoipa::path(
    tag = "oauth",
    responses((status = 200, description = "The keys.", body = JsonWebKeySet)),
)]
#[get("/.well-known/jwks.json")]
pub(super) async fn read_jwks(state: Data<State>) -> Result<HttpResponse, Failure> {
    let keys = state.key_ring.jwks(state.runtime.ids.now())?.keys;
    Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, CACHED)).json(JsonWebKeySet { keys }))
}
