//! `POST /oauth/revoke`

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::CACHE_CONTROL,
    post,
    web::{Data, Payload},
};
use htx_kit::{failure::Failure, http::Problem};
use serde::Deserialize;

use super::token::{OAuthError, Wrong, read_form, refuse};
use crate::{state::State, usecase::revoke::revoke};

/// The token that is no longer wanted (RFC 7009).
#[derive(Deserialize, utoipa::ToSchema)]
pub(super) struct RevokeRequest {
    /// A refresh token or an access token.
    #[schema(required, nullable = false, max_length = 8000)]
    token: Option<String>,
    /// What it is; not needed.
    #[schema(max_length = 100, examples("refresh_token"))]
    #[allow(dead_code, reason = "documented, so that clients that send it are not surprised")]
    token_type_hint: Option<String>,
}

/// Revoke a token (thu hồi mã)
///
/// Ends the login of a refresh or access token. A token that is none is answered alike (RFC 7009).
#[utoipa::path(
    tag = "oauth",
    request_body(content = RevokeRequest, content_type = "application/x-www-form-urlencoded"),
    responses(
        (status = 200, description = "It is void now."),
        (status = 400, description = "`invalid_request`: no token was named.", content((OAuthError = "application/json"), (Problem = "application/problem+json"))),
    ),
)]
#[post("/oauth/revoke")]
pub(super) async fn revoke_token(
    request: HttpRequest,
    state: Data<State>,
    payload: Payload,
) -> Result<HttpResponse, Failure> {
    let form: Option<RevokeRequest> = read_form(&request, payload).await?;
    let Some(token) = form.and_then(|form| form.token) else {
        return Ok(refuse(&request, Wrong::Request("token is required, once")));
    };
    revoke(&state.into_inner(), &token).await?;
    Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, "no-store")).finish())
}
