//! A request, built word by word.

use std::{
    net::{IpAddr, SocketAddr},
    rc::Rc,
};

use actix_web::{
    HttpResponse, body,
    http::{
        Method,
        header::{
            ACCEPT, ACCEPT_LANGUAGE, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName,
            HeaderValue, IF_MATCH,
        },
    },
    test::TestRequest,
};
use bytes::Bytes;
use futures_util::future::LocalBoxFuture;
use htx_model::language::Language;
use serde::Serialize;

use super::{Answer, Caller, TokenMint};

/// The application that a test calls.
pub(super) type Application = Rc<dyn Fn(TestRequest) -> LocalBoxFuture<'static, HttpResponse>>;

/// A request that is not yet sent.
#[must_use = "a request does nothing until it is sent"]
pub struct Request {
    pub(super) application: Application,
    pub(super) tokens: TokenMint,
    method: Method,
    path: String,
    headers: HeaderMap,
    peer: Option<SocketAddr>,
    body: Bytes,
}

impl std::fmt::Debug for Request {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{} {}", self.method, self.path)
    }
}

impl Request {
    pub(super) fn new(
        application: Application,
        tokens: TokenMint,
        method: Method,
        path: &str,
    ) -> Self {
        let path = path.to_owned();
        let headers = HeaderMap::new();
        Self { application, tokens, method, path, headers, peer: None, body: Bytes::new() }
    }

    /// Shows the caller's token, issued now.
    pub fn by(self, caller: &Caller) -> Self {
        match &caller.principal {
            Some(principal) => {
                let token = self.tokens.token(principal);
                self.bearer(&token)
            }
            None => self,
        }
    }

    /// Shows this token, whatever it is.
    pub fn bearer(self, token: &str) -> Self {
        self.header(AUTHORIZATION.as_str(), &format!("Bearer {token}"))
    }

    /// Asks for an answer in this language.
    pub fn language(self, language: Language) -> Self {
        self.header(ACCEPT_LANGUAGE.as_str(), language.tag())
    }

    /// Asks for a representation.
    pub fn accept(self, media_type: &str) -> Self {
        self.header(ACCEPT.as_str(), media_type)
    }

    /// Names the version that the change was made from: an answer's [`Answer::etag`].
    pub fn if_match(self, etag: &str) -> Self {
        self.header(IF_MATCH.as_str(), etag)
    }

    /// Makes repetitions recognisable.
    pub fn idempotency_key(self, key: &str) -> Self {
        self.header("idempotency-key", key)
    }

    /// Comes from this address.
    pub fn from_address(self, address: IpAddr) -> Self {
        Self { peer: Some(SocketAddr::new(address, 40_000)), ..self }
    }

    /// Sets a header.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        let name = HeaderName::from_bytes(name.as_bytes()).expect("a header's name");
        let value = HeaderValue::from_bytes(value.as_bytes()).expect("a header's value");
        self.headers.insert(name, value);
        self
    }

    /// Carries JSON.
    pub fn json(self, body: impl Serialize) -> Self {
        let body = serde_json::to_vec(&body).expect("the body can be written as JSON");
        self.body("application/json", body)
    }

    /// Carries these bytes.
    pub fn body(mut self, content_type: &str, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self.header(CONTENT_TYPE.as_str(), content_type)
    }

    /// Sends it and takes the whole answer in.
    ///
    /// # Panics
    /// Where the answer breaks off: see [`Request::send_for_fragment`].
    pub async fn send(self) -> Answer {
        let (answer, whole) = self.send_for_fragment().await;
        assert!(whole, "{} broke off after {} bytes", answer.asked, answer.body.len());
        answer
    }

    /// Sends it, and tells whether the answer came to its end. Where it did not, the body is empty.
    pub async fn send_for_fragment(self) -> (Answer, bool) {
        let asked = format!("{self:?}");
        let mut request = TestRequest::with_uri(&self.path).method(self.method);
        if let Some(peer) = self.peer {
            request = request.peer_addr(peer);
        }
        for header in &self.headers {
            request = request.append_header(header);
        }
        let response = (self.application)(request.set_payload(self.body)).await;
        let (head, content) = response.into_parts();
        let content = body::to_bytes(content).await;
        let whole = content.is_ok();
        let answer = Answer {
            status: head.status().as_u16(),
            headers: head.headers().clone(),
            body: content.unwrap_or_default(),
            asked,
        };
        (answer, whole)
    }
}
