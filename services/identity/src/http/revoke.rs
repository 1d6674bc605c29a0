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
    token_type_hint: Option<String>,
}

/// The longest token; ours are far shorter.
const TOKEN_LENGTH: usize = 8000;
/// The longest hint; what it says is not needed (RFC 7009 section 2.1).
const HINT_LENGTH: usize = 100;

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
    let Some(RevokeRequest { token: Some(token), token_type_hint: hint }) = form else {
        return Ok(refuse(&request, Wrong::Request("token is required, once")));
    };
    if token.len() > TOKEN_LENGTH || hint.is_some_and(|hint| hint.len() > HINT_LENGTH) {
        return Ok(refuse(&request, Wrong::Request("token or token_type_hint is too long")));
    }
    revoke(&state.into_inner(), &token).await?;
    Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, "no-store")).finish())
}
