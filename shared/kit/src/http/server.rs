//! Runs an HTTP server until it is told to stop, then lets requests end.

use std::{net::SocketAddr, time::Duration};

use actix_web::{
    App, HttpServer,
    body::BoxBody,
    dev::{ServiceFactory, ServiceRequest, ServiceResponse},
    middleware::from_fn,
    web::{Data, ServiceConfig},
};

use super::{TrustedProxies, envelope};
use crate::clock::IdSource;

/// How long a kept connection may rest: longer than the gateway keeps one, so that the gateway
/// never writes a request into a connection that is just being closed.
const KEEP_ALIVE: Duration = Duration::from_secs(75);
/// How long the head of a request may take to arrive.
const HEAD_PATIENCE: Duration = Duration::from_secs(15);

/// How a server listens.
#[derive(Debug, Clone)]
pub struct HttpOptions {
    /// Where.
    pub listen: SocketAddr,
    /// Threads that take requests.
    pub workers: usize,
    /// Seconds that running requests have to end after a signal.
    pub drain_seconds: u64,
    /// Whose word on a caller's address is believed.
    pub trusted_proxies: TrustedProxies,
}

/// The application that one worker runs: whatever `configure` registers, within the envelope.
pub(crate) fn application<F: FnOnce(&mut ServiceConfig)>(
    ids: &Data<IdSource>,
    trusted: &Data<TrustedProxies>,
    configure: F,
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<BoxBody>,
        Error = actix_web::Error,
        InitError = (),
    > + use<F>,
> {
    App::new()
        .app_data(ids.clone())
        .app_data(trusted.clone())
        .wrap(from_fn(envelope))
        .configure(configure)
}

/// Binds and serves, within the envelope. `configure` registers data and routes; it runs once in
/// each worker. To have requests checked against the interface's description, it registers
/// [`Operations`](super::Operations) as data and [`fitting`](super::fitting) as a middleware.
/// Signals are the caller's affair: it stops the server by its handle.
///
/// # Errors
/// Where the address cannot be bound.
pub fn serve<F>(
    options: &HttpOptions,
    ids: IdSource,
    configure: F,
) -> std::io::Result<(actix_web::dev::Server, Vec<SocketAddr>)>
where
    F: Fn(&mut ServiceConfig) + Clone + Send + 'static,
{
    let ids = Data::new(ids);
    let trusted = Data::new(options.trusted_proxies.clone());
    let server = HttpServer::new(move || application(&ids, &trusted, configure.clone()))
        .workers(options.workers)
        .shutdown_timeout(options.drain_seconds)
        .keep_alive(KEEP_ALIVE)
        .client_request_timeout(HEAD_PATIENCE)
        .disable_signals()
        .bind(options.listen)?;
    let addresses = server.addrs();
    Ok((server.run(), addresses))
}
