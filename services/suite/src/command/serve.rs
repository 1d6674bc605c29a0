//! `htx serve`: the whole suite in one process, or one part of it.

use std::{net::SocketAddr, num::NonZeroU32, time::Duration};

use actix_web::{
    HttpResponse,
    dev::{Server, ServerHandle},
    rt::System,
    web::{self, Data, ServiceConfig},
};
use clap::{Args, builder::PossibleValuesParser};
use futures_util::future::{BoxFuture, FutureExt as _, pending};
use htx_gateway::{Destination, EdgeOptions, Gateway, RateLimit, UpstreamOptions, probe};
use htx_kit::{
    failure::Failure,
    feed::Waits,
    http::{Check, HttpOptions, Readiness, TrustedProxies},
    service::Mounted,
    telemetry::{Figures, trace::Traces},
};
use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::{
    error::CommandError,
    installation::Installation,
    jobs::Jobs,
    output,
    services::{Computing, Feeds, Process, SERVICES, interface},
    settings::{ServeSettings, flag},
    telemetry,
};

const EVERYTHING: &str = "all";
const GATEWAY: &str = "gateway";
const UPSTREAM_PATIENCE: Duration = Duration::from_secs(2);

/// Runs the suite, or one part of it.
#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// What this process runs
    #[arg(default_value = EVERYTHING, value_parser = PossibleValuesParser::new(parts()))]
    part: String,
    #[command(flatten)]
    settings: ServeSettings,
}

/// What stands before the suite where it is rehearsed with.
pub(crate) trait Front: Clone + Send + 'static {
    /// Registers the suite, with whatever stands before it.
    fn configure(&self, config: &mut ServiceConfig, suite: impl FnOnce(&mut ServiceConfig));
    /// It listens.
    fn listens(&self, addresses: &[SocketAddr]);
    /// Ends when the process shall end, as after a signal.
    fn over(&self) -> BoxFuture<'static, ()>;
}

/// Nothing: the suite as it is.
#[derive(Clone)]
struct Nothing;

impl Front for Nothing {
    fn configure(&self, config: &mut ServiceConfig, suite: impl FnOnce(&mut ServiceConfig)) {
        suite(config);
    }

    fn listens(&self, _: &[SocketAddr]) {}

    fn over(&self) -> BoxFuture<'static, ()> {
        pending().boxed()
    }
}

fn parts() -> Vec<&'static str> {
    let services = SERVICES.iter().map(|entry| entry.service.name);
    [EVERYTHING, GATEWAY].into_iter().chain(services).collect()
}

impl Serve {
    /// The whole suite in one process.
    pub(crate) fn everything(settings: ServeSettings) -> Self {
        Self { part: EVERYTHING.to_owned(), settings }
    }

    /// Serves until a signal, then lets requests end.
    pub(crate) fn run(self) -> Result<(), CommandError> {
        let data = &self.settings.data;
        telemetry::start_logging(data.log_format, &data.log)?;
        let traced = self.settings.traces.of(self.process_name());
        let traces = traced.as_ref().map(telemetry::start_traces).transpose()?;
        let served = self.run_behind(&Nothing);
        traces.into_iter().for_each(Traces::end);
        served
    }

    /// What this process is called where several are looked at together.
    fn process_name(&self) -> String {
        match self.part.as_str() {
            EVERYTHING => "htx".to_owned(),
            part => format!("htx-{part}"),
        }
    }

    /// Serves behind something, until that is over or a signal comes.
    pub(crate) fn run_behind(self, front: &impl Front) -> Result<(), CommandError> {
        System::new().block_on(self.serve(front))
    }

    async fn serve(self, front: &impl Front) -> Result<(), CommandError> {
        let installation = Installation::open(&self.settings.data)?;
        let mut process = Process {
            settings: &self.settings,
            installation: &installation,
            public_url: self.public_url(),
            jobs: Jobs::default(),
            checks: Vec::new(),
            waits: Vec::new(),
            verifier: None,
            feeds: Feeds::default(),
            computing: Computing::default(),
        };
        let (server, addresses) = match self.part.as_str() {
            EVERYTHING | GATEWAY => self.gateway(&mut process, front).await?,
            _ => self.service(&mut process).await?,
        };
        process.start_following()?;
        let admin = self.settings.admin_listen.map(|address| self.admin(address)).transpose()?;
        let (jobs, waits) = (process.jobs, process.waits);
        let signals = Signals::watch()?;
        self.announce(&addresses);
        front.listens(&addresses);
        run(server, admin, waits, signals, front.over()).await?;
        jobs.stop().await;
        Ok(())
    }

    /// Where this process runs everything, clients see it where it listens.
    fn public_url(&self) -> String {
        let listen = match self.part.as_str() {
            EVERYTHING => self.settings.listen,
            _ => SocketAddr::from(([127, 0, 0, 1], 8080)),
        };
        self.settings.public_url.clone().unwrap_or_else(|| format!("http://{listen}"))
    }

    /// A gateway: with every service that does not run elsewhere, or with none.
    async fn gateway(
        &self,
        process: &mut Process<'_>,
        front: &impl Front,
    ) -> Result<(Server, Vec<SocketAddr>), CommandError> {
        let mut destinations = Vec::new();
        for entry in SERVICES {
            let service = entry.service;
            destinations.push(match self.settings.upstreams.of(service.name) {
                Some(upstream) => {
                    let target = upstream.clone();
                    process.checks.push(Check::new(service.name, move || ready(target.clone())));
                    Destination::Proxied { service, upstream: upstream.clone() }
                }
                None if self.part == GATEWAY => {
                    let needed = flag(service.name);
                    return Err(CommandError::Settings(format!(
                        "{needed} is needed: a gateway by itself runs no service"
                    )));
                }
                None => Destination::Mounted(process.mount(entry).await?),
            });
        }
        let verifier = match process.verifier.clone() {
            Some(verifier) => verifier,
            None => process.verify_remotely()?,
        };
        let door = &self.settings.door;
        let edge = EdgeOptions {
            rate_limit: rate_limit(door.rate_limit, door.rate_burst),
            allowed_origins: door.allowed_origins.clone(),
            body_limit: door.body_limit_megabytes << 20,
            hsts_seconds: door.hsts_seconds,
        };
        let upstream =
            UpstreamOptions { timeout: Duration::from_secs(door.upstream_timeout_seconds) };
        let readiness = Readiness::of(std::mem::take(&mut process.checks));
        let verified = Some(verifier.clone());
        let gateway = Gateway::new(destinations, interface(), edge, upstream, verified, readiness)
            .map_err(CommandError::unexpected)?;
        let verifier = Data::new(verifier);
        let front = front.clone();
        self.listen(process, move |config| {
            config.app_data(verifier.clone());
            front.configure(config, |config| gateway.configure(config));
        })
    }

    /// One service by itself, behind a gateway in another process.
    async fn service(
        &self,
        process: &mut Process<'_>,
    ) -> Result<(Server, Vec<SocketAddr>), CommandError> {
        let Some(entry) = SERVICES.iter().find(|entry| entry.service.name == self.part) else {
            return Err(CommandError::Settings(format!("there is no service {}", self.part)));
        };
        let mounted: Mounted = process.mount(entry).await?;
        let verifier = match process.verifier.clone() {
            Some(verifier) => verifier,
            None => process.verify_remotely()?,
        };
        let operations = interface().text().and_then(|text| entry.service.operations(&text));
        let operations = Data::new(operations.map_err(CommandError::unexpected)?);
        let readiness = Readiness::of(std::mem::take(&mut process.checks));
        let verifier = Data::new(verifier);
        self.listen(process, move |config| {
            config.app_data(verifier.clone());
            readiness.configure(config);
            mounted.configure_alone(&operations, config);
        })
    }

    fn trusted_proxies(&self) -> TrustedProxies {
        let named = &self.settings.door.trusted_proxies;
        let is_gateway = [EVERYTHING, GATEWAY].contains(&self.part.as_str());
        if named.is_empty() && !is_gateway {
            return TrustedProxies::on_this_machine();
        }
        TrustedProxies::new(named.clone())
    }

    fn listen(
        &self,
        process: &Process<'_>,
        configure: impl Fn(&mut ServiceConfig) + Clone + Send + 'static,
    ) -> Result<(Server, Vec<SocketAddr>), CommandError> {
        let listen = self.settings.listen;
        let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        let options = HttpOptions {
            listen,
            workers: self.settings.workers.map_or(cores, usize::from),
            drain_seconds: self.settings.drain_seconds,
            trusted_proxies: self.trusted_proxies(),
        };
        htx_kit::http::serve(&options, process.installation.ids.clone(), configure)
            .map_err(|source| CommandError::Listen { address: listen, source })
    }

    /// The operators' own listener.
    fn admin(&self, address: SocketAddr) -> Result<Server, CommandError> {
        let figures = Figures::keep().map_err(CommandError::unexpected)?;
        let options = HttpOptions {
            listen: address,
            workers: 1,
            drain_seconds: 1,
            trusted_proxies: TrustedProxies::default(),
        };
        let ids = htx_kit::clock::IdSource::new(std::sync::Arc::new(htx_kit::clock::SystemClock));
        let configure =
            move |config: &mut ServiceConfig| {
                let figures = figures.clone();
                Readiness::default().configure(config);
                config.service(web::resource("/metrics").route(web::get().to(move || {
                    let text = figures.render();
                    async move {
                        HttpResponse::Ok().content_type("text/plain; version=0.0.4").body(text)
                    }
                })));
            };
        let (server, _) = htx_kit::http::serve(&options, ids, configure)
            .map_err(|source| CommandError::Listen { address, source })?;
        Ok(server)
    }

    fn announce(&self, addresses: &[SocketAddr]) {
        for address in addresses {
            output::say(&match self.part.as_str() {
                EVERYTHING | GATEWAY => {
                    format!("htx listens on http://{address} (docs: /docs)")
                }
                service => format!("htx {service} listens on http://{address}"),
            });
        }
    }
}

fn rate_limit(per_second: u32, burst: Option<u32>) -> Option<RateLimit> {
    let per_second = NonZeroU32::new(per_second)?;
    let usual = per_second.saturating_mul(NonZeroU32::MIN.saturating_add(1));
    Some(RateLimit { per_second, burst: burst.and_then(NonZeroU32::new).unwrap_or(usual) })
}

async fn ready(upstream: htx_gateway::Upstream) -> Result<(), Failure> {
    match probe(&upstream, "/readyz", UPSTREAM_PATIENCE).await? {
        200..300 => Ok(()),
        status => Err(Failure::unavailable(format!("{upstream}/readyz answered {status}"))),
    }
}

/// The signals that end the program.
struct Signals {
    interrupt: Signal,
    terminate: Signal,
}

impl Signals {
    /// From here on, a signal no longer ends the program by itself.
    fn watch() -> Result<Self, CommandError> {
        let watch = |kind| signal(kind).map_err(CommandError::unexpected);
        Ok(Self {
            interrupt: watch(SignalKind::interrupt())?,
            terminate: watch(SignalKind::terminate())?,
        })
    }

    async fn next(&mut self) {
        tokio::select! { _ = self.interrupt.recv() => {}, _ = self.terminate.recv() => {} }
    }
}

/// Runs the servers until SIGINT or SIGTERM, or until it is over, then lets requests end; a second signal
/// ends them.
async fn run(
    server: Server,
    admin: Option<Server>,
    waits: Vec<Waits>,
    mut signals: Signals,
    over: BoxFuture<'static, ()>,
) -> Result<(), CommandError> {
    let stopping = server.handle();
    let others: Vec<ServerHandle> = admin.iter().map(Server::handle).collect();
    if let Some(admin) = admin {
        actix_web::rt::spawn(admin);
    }
    actix_web::rt::spawn(async move {
        tokio::select! { () = signals.next() => {}, () = over => {} }
        tracing::info!("stopping: running requests may end");
        waits.iter().for_each(Waits::end);
        tokio::select! {
            () = stopping.stop(true) => {}
            () = signals.next() => stopping.stop(false).await,
        }
    });
    let ended = server.await.map_err(CommandError::unexpected);
    for other in others {
        other.stop(false).await;
    }
    ended
}
