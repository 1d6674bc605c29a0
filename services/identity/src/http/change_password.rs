//! `POST /v1/me/password`

use std::net::{IpAddr, Ipv6Addr};

use actix_web::{HttpRequest, HttpResponse, post, web::Data};
use htx_kit::{
    auth::Authenticated,
    context::Context,
    failure::Failure,
    http::{Submitted, client_address},
};
use serde::Deserialize;

use crate::{
    settings::Password,
    state::State,
    usecase::change_password::{Passwords, change},
};

/// The password so far and the one to be.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PasswordChange {
    /// The password so far (mật khẩu hiện tại).
    #[schema(min_length = 1, max_length = 1000, format = Password)]
    current_password: String,
    /// The password to be (mật khẩu mới): 15 to 128 characters of any kind, not a common one, not
    /// made of one's own name.
    #[schema(min_length = 15, max_length = 128, format = Password, examples("con trâu đi trước cái cày"))]
    new_password: String,
}

/// Change one's password (đổi mật khẩu)
///
/// A long password of any characters (NIST SP 800-63B). All other logins of the user end.
#[utoipa::path(
    tag = "me",
    request_body = PasswordChange,
    responses((status = 204, description = "Changed.")),
    security(("access_token" = [])),
)]
#[post("/v1/me/password")]
pub(super) async fn change_my_password(
    request: HttpRequest,
    state: Data<State>,
    caller: Authenticated,
    submitted: Submitted<PasswordChange>,
) -> Result<HttpResponse, Failure> {
    let Authenticated(session) = caller;
    let context = Context::new(session.actor(), &state.runtime.ids);
    let PasswordChange { current_password, new_password } = submitted.body;
    let passwords = Passwords {
        current: Password::new(current_password),
        new: Password::new(new_password),
        address: address(&request),
    };
    change(&state.into_inner(), context, &session, passwords).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Where a request comes from, for counting. Of IPv6 the first 64 bits: whoever has one address of
/// such a network has them all (RFC 4291).
pub(super) fn address(request: &HttpRequest) -> String {
    match client_address(request).map(|address| address.to_canonical()) {
        Some(IpAddr::V6(address)) => Ipv6Addr::from_bits(address.to_bits() >> 64 << 64).to_string(),
        Some(address) => address.to_string(),
        None => String::new(),
    }
}
