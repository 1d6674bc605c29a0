//! Runs an HTTP server until it is told to stop, then lets requests end.

use std::net::SocketAddr;

use actix_web::{
    App, HttpServer,
    middleware::from_fn,
    web::{Data, ServiceConfig},
};

use super::{Operations, envelope};
use crate::clock::IdSource;

/// How a server listens.
#[derive(Debug, Clone, Copy)]
pub struct HttpOptions {
    /// Where.
    pub listen: SocketAddr,
    /// Threads that take requests.
    pub workers: usize,
    /// Seconds that running requests have to end after a signal.
    pub drain_seconds: u64,
}

/// Binds and serves. `configure` registers data and routes; it runs once in each worker.
///
/// # Errors
/// Where the address cannot be bound.
pub fn serve<F>(
    options: &HttpOptions,
    ids: IdSource,
    operations: Operations,
    configure: F,
) -> std::io::Result<(actix_web::dev::Server, Vec<SocketAddr>)>
where
    F: Fn(&mut ServiceConfig) + Clone + Send + 'static,
{
    let ids = Data::new(ids);
    let operations = Data::new(operations);
    let server = HttpServer::new(move || {
        App::new()
            .app_data(ids.clone())
            .app_data(operations.clone())
            .wrap(from_fn(envelope))
            .configure(configure.clone())
    })
    .workers(options.workers)
    .shutdown_timeout(options.drain_seconds)
    .client_request_timeout(std::time::Duration::from_secs(15))
    .bind(options.listen)?;
    let addresses = server.addrs();
    Ok((server.run(), addresses))
}
