//! An issuer of tokens outside the suite: whoever a test wants to be, it says that they are.

use std::{
    io::{Read as _, Write as _},
    net::TcpListener,
    sync::Arc,
    time::Duration,
};

use htx_kit::{
    clock::{IdSource, SystemClock},
    testing::{Caller, TokenMint},
};
use htx_model::date::Instant;
use serde_json::json;

/// An OIDC issuer with its public keys on a port of this machine.
pub(crate) struct ExternalIssuer {
    pub(crate) tokens: TokenMint,
    url: String,
}

impl ExternalIssuer {
    /// Begins to answer for its keys.
    pub(crate) fn start() -> Self {
        let tokens = TokenMint::new(&IdSource::new(Arc::new(SystemClock)));
        let jwk = tokens.signer().jwk().expect("the key has a public half");
        let keys = json!({ "keys": [jwk] }).to_string();
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let url = format!("http://{}/keys", listener.local_addr().expect("an address"));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let mut stream = stream;
                let _ = stream.set_read_timeout(Some(Duration::from_secs(2)));
                let _ = stream.read(&mut [0; 4096]);
                let length = keys.len();
                let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close";
                let _ = write!(stream, "{head}\r\ncontent-length: {length}\r\n\r\n{keys}");
            }
        });
        Self { tokens, url }
    }

    /// The arguments that have a suite believe it.
    pub(crate) fn arguments(&self) -> Vec<String> {
        let claims = self.tokens.claims(&principal("somebody"));
        let pairs = [
            ("--external-issuer", claims.iss),
            ("--external-audience", claims.aud),
            ("--external-jwks-url", self.url.clone()),
        ];
        pairs.into_iter().flat_map(|(name, value)| [name.to_owned(), value]).collect()
    }

    /// A token for a caller, issued now; none for somebody without.
    pub(crate) fn token(&self, caller: &Caller) -> Option<String> {
        caller.principal.as_ref().map(|principal| self.tokens.token(principal))
    }

    /// This instant.
    pub(crate) fn now() -> Instant {
        IdSource::new(Arc::new(SystemClock)).now()
    }
}

fn principal(name: &str) -> htx_model::principal::Principal {
    let caller = Caller::new(htx_model::principal::PrincipalKind::User, name, Vec::new());
    caller.principal.expect("a caller with a name")
}
