//! `POST /oauth/token`

use actix_web::{
    HttpRequest, HttpResponse,
    http::{
        StatusCode,
        header::{
            AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE, PRAGMA, RETRY_AFTER, WWW_AUTHENTICATE,
        },
    },
    post,
    web::{Data, Payload},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use htx_kit::{
    failure::Failure,
    http::{Problem, collect, language},
};
use htx_model::refusal::{ErrorCode, Refusal, Text};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::change_password::address;
use crate::{
    settings::Password,
    state::State,
    usecase::{
        authenticate_client::authenticate,
        issue::{Denied, Tokens},
        log_in::{Attempt, log_in},
        refresh::refresh,
    },
};

/// No form of these endpoints is larger.
const FORM_LIMIT: usize = 16 << 10;

/// What an access token is asked for with (RFC 6749 sections 4.3, 4.4 and 6). Parameters that are
/// not known are passed over, as that standard demands.
#[derive(Deserialize, utoipa::ToSchema)]
pub(super) struct TokenRequest {
    /// What is shown: a password, a client's secret, or a refresh token.
    #[schema(
        required,
        nullable = false,
        pattern = "^(password|client_credentials|refresh_token)$",
        examples("password")
    )]
    grant_type: Option<String>,
    /// With `password`: the login name (tên đăng nhập).
    #[schema(max_length = 200, examples("so-tc.officer"))]
    username: Option<String>,
    /// With `password`: the password (mật khẩu).
    #[schema(max_length = 1000, format = Password)]
    password: Option<String>,
    /// With `client_credentials`: the client's name, unless it stands in HTTP Basic.
    #[schema(max_length = 200, examples("so-tc.accounting"))]
    client_id: Option<String>,
    /// With `client_credentials`: the client's secret, unless it stands in HTTP Basic.
    #[schema(max_length = 1000, format = Password)]
    client_secret: Option<String>,
    /// With `refresh_token`: the newest refresh token of the login.
    #[schema(max_length = 1000)]
    refresh_token: Option<String>,
    /// Not used: what a caller may do follows from its roles.
    #[schema(max_length = 1000)]
    #[allow(dead_code, reason = "documented, so that clients that send it are not surprised")]
    scope: Option<String>,
}

/// Tokens (RFC 6749 section 5.1).
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct TokenAnswer {
    /// The access token (mã truy cập): a JWT of the form of RFC 9068.
    access_token: String,
    /// Always `Bearer`.
    #[schema(examples("Bearer"))]
    token_type: &'static str,
    /// Seconds until the access token ends.
    #[schema(minimum = 0, maximum = 600, examples(600))]
    expires_in: i64,
    /// The refresh token (mã gia hạn), for persons. It serves once: each use gives the next, and
    /// using one twice ends the login.
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh_token: Option<String>,
    /// Seconds until the refresh token ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 43200, examples(43200))]
    refresh_expires_in: Option<i64>,
}

/// Why there is no token (RFC 6749 section 5.2).
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = OAuthError)]
pub(super) struct OAuthError {
    /// The code of the standard.
    #[schema(examples("invalid_grant"))]
    error: &'static str,
    /// What is wrong, in English: the standard allows ASCII only.
    error_description: String,
    /// What is wrong, in the caller's language.
    detail: String,
}

/// Obtain an access token (lấy mã truy cập)
///
/// For a person with name and password, for a client system with its secret, or for a login that
/// goes on with its refresh token. Failures are of the form of RFC 6749, for OAuth libraries. After
/// five wrong passwords in a row a name is locked for the address that they came from, for a minute,
/// then for twice as long each time, up to an hour; the answer stays the same.
#[utoipa::path(
    tag = "oauth",
    request_body(content = TokenRequest, content_type = "application/x-www-form-urlencoded"),
    responses(
        (status = 200, description = "The tokens.", body = TokenAnswer),
        (status = 400, description = "`invalid_request`, `unsupported_grant_type`, or `invalid_grant`: wrong name or password, locked, or a refresh token that serves no more.", content((OAuthError = "application/json"), (Problem = "application/problem+json"))),
        (status = 401, description = "`invalid_client`: the client did not show itself.", content((OAuthError = "application/json"), (Problem = "application/problem+json"))),
        (status = 429, description = "`temporarily_unavailable`: too many passwords were tried.", content((OAuthError = "application/json"), (Problem = "application/problem+json")), headers(("Retry-After" = i32, description = "Seconds to wait before trying again."))),
    ),
)]
#[post("/oauth/token")]
pub(super) async fn issue_token(
    request: HttpRequest,
    state: Data<State>,
    payload: Payload,
) -> Result<HttpResponse, Failure> {
    let Some(form) = read_form::<TokenRequest>(&request, payload).await? else {
        return Ok(refuse(
            &request,
            Wrong::Request("the form cannot be read, or names a parameter twice"),
        ));
    };
    let state = state.into_inner();
    let outcome = match form.grant_type.as_deref() {
        Some("password") => match (form.username, form.password) {
            (Some(name), Some(password)) => {
                let password = Password::new(password);
                log_in(&state, Attempt { name, password, address: address(&request) }).await
            }
            _ => return Ok(refuse(&request, Wrong::Request("username and password are required"))),
        },
        Some("client_credentials") => {
            match client_credentials(&request, form.client_id, form.client_secret) {
                Ok((id, secret)) => authenticate(&state, id, secret).await,
                Err(wrong) => return Ok(refuse(&request, wrong)),
            }
        }
        Some("refresh_token") => match form.refresh_token {
            Some(token) => refresh(&state, &token).await,
            None => return Ok(refuse(&request, Wrong::Request("refresh_token is required"))),
        },
        Some(_) => return Ok(refuse(&request, Wrong::GrantType)),
        None => return Ok(refuse(&request, Wrong::Request("grant_type is required"))),
    };
    match outcome {
        Ok(tokens) => Ok(answer(tokens)),
        Err(Denied::Failure(failure)) => Err(failure),
        Err(Denied::Grant) => Ok(refuse(&request, Wrong::Grant)),
        Err(Denied::Client) => Ok(refuse(&request, Wrong::Client)),
        Err(Denied::TooMany(seconds)) => Ok(refuse(&request, Wrong::TooMany(seconds))),
    }
}

fn answer(tokens: Tokens) -> HttpResponse {
    let (refresh_token, refresh_expires_in) =
        tokens.refresh.map(|refresh| (refresh.token, refresh.seconds)).unzip();
    HttpResponse::Ok()
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header((PRAGMA, "no-cache"))
        .json(TokenAnswer {
            access_token: tokens.access_token,
            token_type: "Bearer",
            expires_in: tokens.access_seconds,
            refresh_token,
            refresh_expires_in,
        })
}

/// A form of the OAuth endpoints; nothing where it is malformed.
pub(super) async fn read_form<T: DeserializeOwned>(
    request: &HttpRequest,
    payload: Payload,
) -> Result<Option<T>, Failure> {
    let bytes = collect(payload.into_inner(), FORM_LIMIT).await?;
    let kind = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let essence = kind.map(|kind| kind.split(';').next().unwrap_or_default().trim());
    if !essence.is_some_and(|kind| kind.eq_ignore_ascii_case("application/x-www-form-urlencoded")) {
        return Err(Refusal::new(
            ErrorCode::UnsupportedMediaType,
            Text::fixed(
                "Nội dung phải là application/x-www-form-urlencoded.",
                "The body must be application/x-www-form-urlencoded.",
            ),
        )
        .into());
    }
    Ok(serde_html_form::from_bytes(&bytes).ok())
}

/// The client's name and secret, out of HTTP Basic or the form, but not both (RFC 6749 section 2.3).
fn client_credentials(
    request: &HttpRequest,
    id: Option<String>,
    secret: Option<String>,
) -> Result<(String, Password), Wrong> {
    match (request.headers().get(AUTHORIZATION), id, secret) {
        (Some(header), id, None) => {
            let (name, secret) = header.to_str().ok().and_then(basic).ok_or(Wrong::Client)?;
            if id.is_some_and(|id| id != name) {
                return Err(Wrong::Request("client_id contradicts the Authorization header"));
            }
            Ok((name, Password::new(secret)))
        }
        (None, Some(id), Some(secret)) => Ok((id, Password::new(secret))),
        (Some(_), _, Some(_)) => Err(Wrong::Request("the client shows itself in two ways")),
        (None, ..) => Err(Wrong::Client),
    }
}

/// Name and secret of HTTP Basic, each encoded as in a form.
fn basic(header: &str) -> Option<(String, String)> {
    let (scheme, encoded) = header.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let text = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
    let (name, secret) = text.split_once(':')?;
    let decode = |part: &str| {
        let pairs: Vec<(String, String)> = serde_html_form::from_str(&format!("v={part}")).ok()?;
        pairs.into_iter().next().map(|(_, value)| value)
    };
    Some((decode(name)?, decode(secret)?))
}

/// What is wrong with a request at an OAuth endpoint.
pub(super) enum Wrong {
    Request(&'static str),
    GrantType,
    Grant,
    Client,
    TooMany(u64),
}

/// The refusal in the form of RFC 6749.
pub(super) fn refuse(request: &HttpRequest, wrong: Wrong) -> HttpResponse {
    let (status, error, text) = match &wrong {
        Wrong::Request(what) => (
            StatusCode::BAD_REQUEST,
            "invalid_request",
            Text::made(
                format!("Yêu cầu không hợp lệ: {what}."),
                format!("The request is not valid: {what}."),
            ),
        ),
        Wrong::GrantType => (
            StatusCode::BAD_REQUEST,
            "unsupported_grant_type",
            Text::fixed(
                "grant_type phải là password, client_credentials hoặc refresh_token.",
                "grant_type must be password, client_credentials or refresh_token.",
            ),
        ),
        Wrong::Grant => (
            StatusCode::BAD_REQUEST,
            "invalid_grant",
            Text::fixed(
                "Sai tên hoặc mật khẩu, hoặc phiên đã kết thúc. Sau nhiều lần sai, tên bị tạm khóa.",
                "Wrong name or password, or the login has ended. After several wrong ones the name is locked for a while.",
            ),
        ),
        Wrong::Client => (
            StatusCode::UNAUTHORIZED,
            "invalid_client",
            Text::fixed("Sai client_id hoặc khóa bí mật.", "Wrong client_id or secret."),
        ),
        Wrong::TooMany(seconds) => (
            StatusCode::TOO_MANY_REQUESTS,
            "temporarily_unavailable",
            Text::made(
                format!("Quá nhiều lần thử; xin chờ {seconds} giây."),
                format!("Too many tries; please wait {seconds} seconds."),
            ),
        ),
    };
    let mut response = HttpResponse::build(status);
    response.insert_header((CACHE_CONTROL, "no-store")).insert_header((PRAGMA, "no-cache"));
    match wrong {
        Wrong::Client => {
            response.insert_header((WWW_AUTHENTICATE, "Basic realm=\"htx\", charset=\"UTF-8\""));
        }
        Wrong::TooMany(seconds) => {
            response.insert_header((RETRY_AFTER, seconds.to_string()));
        }
        _ => {}
    }
    let detail = text.in_language(language(request)).to_owned();
    response.json(OAuthError { error, error_description: text.en.into_owned(), detail })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn http_basic_holds_name_and_secret_encoded_as_in_a_form() {
        let header = |text: &str| format!("Basic {}", STANDARD.encode(text));
        let pair = |name: &str, secret: &str| Some((name.to_owned(), secret.to_owned()));
        assert_eq!(basic(&header("so-tc.accounting:abc_-")), pair("so-tc.accounting", "abc_-"));
        assert_eq!(basic(&header("a%3Ab:c+d")), pair("a:b", "c d"));
        assert_eq!(basic(&header("nothing")), None);
        assert_eq!(basic("Bearer abc"), None);
        assert_eq!(basic("Basic ###"), None);
    }
}
