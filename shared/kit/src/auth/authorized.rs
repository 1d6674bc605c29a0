//! What a handler demands of its caller, in its signature.

use std::{
    future::{Ready, ready},
    marker::PhantomData,
    sync::Arc,
};

use actix_web::{
    FromRequest, HttpRequest,
    dev::Payload,
    http::header::{AUTHORIZATION, HeaderMap},
    web::Data,
};
use htx_model::{
    agency::AgencyCode,
    event::Actor,
    permission::Permit,
    principal::{Principal, PrincipalKind},
    refusal::{ErrorCode, Refusal, Text},
    scope::Scope,
};

use super::{Session, Verifier};
use crate::{clock::IdSource, failure::Failure};

/// A caller who has shown a valid token.
#[derive(Debug, Clone)]
pub struct Authenticated(pub Arc<Session>);

/// A caller who holds a permission, and what it reaches with it.
#[derive(Debug)]
pub struct Authorized<P> {
    session: Arc<Session>,
    /// What the permission reaches; store functions make it a WHERE.
    pub scope: Scope,
    permit: PhantomData<fn() -> P>,
}

impl<P: Permit> Authorized<P> {
    /// The caller.
    #[must_use]
    pub fn principal(&self) -> &Principal {
        &self.session.principal
    }

    /// The agency that the caller acts for with this permission.
    #[must_use]
    pub fn agency(&self) -> Option<&AgencyCode> {
        self.session.principal.agency_for(P::PERMISSION)
    }

    /// The caller as the log names it: for the agency whose assignment grants the act.
    #[must_use]
    pub fn actor(&self) -> Actor {
        Actor { agency: self.agency().cloned(), ..self.session.actor() }
    }

    /// What the caller reaches with another permission: for what one answer holds beside another,
    /// such as personal data.
    #[must_use]
    pub fn scope_of<Q: Permit>(&self) -> Scope {
        self.session.principal.scope(Q::PERMISSION)
    }
}

impl Session {
    /// The caller as the log names it.
    #[must_use]
    pub fn actor(&self) -> Actor {
        let principal = &self.principal;
        Actor {
            kind: principal.kind.to_string(),
            id: Some(principal.id),
            name: principal.name.clone(),
            agency: principal.agency().cloned(),
        }
    }
}

/// The access token that a request shows, whatever it is worth.
#[must_use]
pub fn bearer_token(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

fn authenticate(request: &HttpRequest) -> Result<Arc<Session>, Failure> {
    let (Some(verifier), Some(ids)) =
        (request.app_data::<Data<Verifier>>(), request.app_data::<Data<IdSource>>())
    else {
        return Err(Failure::unexpected("no token verifier was configured"));
    };
    let token = bearer_token(request.headers()).ok_or_else(|| {
        Refusal::new(
            ErrorCode::Unauthenticated,
            Text::fixed(
                "Yêu cầu phải kèm tiêu đề Authorization: Bearer với mã truy cập.",
                "The request must carry Authorization: Bearer with an access token.",
            ),
        )
        .advising(Text::fixed(
            "Hãy lấy mã truy cập ở POST /oauth/token.",
            "Obtain an access token at POST /oauth/token.",
        ))
    })?;
    verifier.verify(token, ids.now())
}

impl FromRequest for Authenticated {
    type Error = Failure;
    type Future = Ready<Result<Self, Failure>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(authenticate(request).map(Self))
    }
}

impl<P: Permit> FromRequest for Authorized<P> {
    type Error = Failure;
    type Future = Ready<Result<Self, Failure>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(authenticate(request).and_then(|session| {
            let scope = session.principal.scope(P::PERMISSION);
            if scope.is_nothing() {
                return Err(denied::<P>(&session.principal).into());
            }
            Ok(Self { session, scope, permit: PhantomData })
        }))
    }
}

fn denied<P: Permit>(principal: &Principal) -> Refusal {
    let text = P::PERMISSION.text();
    let refusal = Refusal::new(
        ErrorCode::PermissionDenied,
        Text::made(
            format!("Tài khoản {} không có quyền {} ({}).", principal.name, text.vi, P::PERMISSION),
            format!("The account {} may not {} ({}).", principal.name, text.en, P::PERMISSION),
        ),
    );
    if principal.has_ended_agency() {
        return refusal.advising(Text::fixed(
            "Cơ quan của tài khoản đã kết thúc hoạt động; thẩm quyền đã chuyển cho cơ quan kế nhiệm (xem GET /v1/agencies).",
            "The account's agency has ended; its competence passed to its successor (see GET /v1/agencies).",
        ));
    }
    if principal.kind == PrincipalKind::User && principal.assignments.is_empty() {
        return refusal.advising(Text::fixed(
            "Tài khoản hiện không có vai trò nào có hiệu lực. Mật khẩu do người khác đặt chỉ dùng được trong 24 giờ: hãy đổi mật khẩu ở POST /v1/me/password, rồi lấy mã truy cập mới ở POST /oauth/token.",
            "The account has no role in force now. A password that someone else chose serves for 24 hours: change it at POST /v1/me/password, then obtain a new access token at POST /oauth/token.",
        ));
    }
    refusal.advising(Text::fixed(
        "Ai có quyền này xem tại GET /v1/authorization/rules.",
        "GET /v1/authorization/rules tells who holds this permission.",
    ))
}
