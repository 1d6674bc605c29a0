//! A service on a real socket.

use std::net::SocketAddr;

use actix_web::{dev::ServerHandle, web::ServiceConfig};

use crate::{
    clock::IdSource,
    http::{HttpOptions, TrustedProxies, serve},
};

/// A server on a port of this machine. It stops when this is dropped.
pub struct Listening {
    address: SocketAddr,
    handle: ServerHandle,
}

impl std::fmt::Debug for Listening {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Listening({})", self.address)
    }
}

impl Listening {
    pub(super) fn start(
        ids: IdSource,
        configure: impl Fn(&mut ServiceConfig) + Clone + Send + 'static,
    ) -> Self {
        let options = HttpOptions {
            listen: (std::net::Ipv4Addr::LOCALHOST, 0).into(),
            workers: 1,
            drain_seconds: 1,
            trusted_proxies: TrustedProxies::default(),
        };
        let (server, addresses) = serve(&options, ids, configure).expect("a free port");
        let handle = server.handle();
        actix_web::rt::spawn(server);
        Self { address: addresses[0], handle }
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The address of a path.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        // The message is sent now; the future only waits for the end.
        drop(self.handle.stop(false));
    }
}
