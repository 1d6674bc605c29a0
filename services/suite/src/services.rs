//! The services of the suite. A new one is a row here: it then has its command, its address flag,
//! its place in the gateway and its OpenAPI document.

use std::collections::BTreeMap;

use futures_util::future::{BoxFuture, FutureExt as _, LocalBoxFuture, Shared, join};
use htx_gateway::Interface;
use htx_identity::{Credential, IdentitySettings, Password};
use htx_kit::{
    auth::{
        ExternalIssuer, InternalKey, Issuer, JwksClient, KeySet, RevocationClient, Revocations,
        Verifier,
    },
    failure::Failure,
    feed::{DatabaseSource, FeedSource, HttpSource, Subscriber, Waits},
    http::Check,
    indicator::{Computes, Elsewhere, Here, IndicatorSource},
    service::{Mounted, Runtime, Service},
};
use serde_json::json;

use crate::{
    error::CommandError,
    installation::Installation,
    jobs::Jobs,
    output,
    settings::{ServeSettings, flag},
};

/// The interface of the suite, as `htx openapi` wrote it; a test fails where the code says otherwise.
pub(crate) fn interface() -> Interface {
    Interface::packed(&include_bytes!(concat!(env!("OUT_DIR"), "/suite.json.gz"))[..])
}

/// A service of the suite, and how it is made ready.
pub(crate) struct Entry {
    /// What it is.
    pub(crate) service: Service,
    /// Makes it ready on its database.
    pub(crate) mount: for<'a> fn(&'a mut Process<'_>, Runtime) -> Mounting<'a>,
}

type Mounting<'a> = LocalBoxFuture<'a, Result<Mounted, Failure>>;

/// Every service. Identity comes first: the others take its keys.
pub(crate) const SERVICES: &[Entry] = &[
    Entry { service: htx_identity::SERVICE, mount: identity },
    Entry { service: htx_registry::SERVICE, mount: registry },
    Entry { service: htx_dissolution::SERVICE, mount: dissolution },
    Entry { service: htx_support_programs::SERVICE, mount: support_programs },
    Entry { service: htx_trade_promotion::SERVICE, mount: trade_promotion },
    Entry { service: htx_plan::SERVICE, mount: plan },
    Entry { service: htx_notifications::SERVICE, mount: notifications },
];

/// A process that is being made ready.
pub(crate) struct Process<'a> {
    pub(crate) settings: &'a ServeSettings,
    pub(crate) installation: &'a Installation,
    /// The suite's address as clients see it.
    pub(crate) public_url: String,
    pub(crate) jobs: Jobs,
    pub(crate) checks: Vec<Check>,
    /// Who waits for the next event of each service here.
    pub(crate) waits: Vec<Waits>,
    pub(crate) verifier: Option<Verifier>,
    pub(crate) feeds: Feeds,
    pub(crate) computing: Computing,
}

/// The services in this process that compute indicators.
pub(crate) type Computing = BTreeMap<&'static str, IndicatorSource>;

/// The feeds of the services in this process, and who follows which.
#[derive(Default)]
pub(crate) struct Feeds {
    here: BTreeMap<&'static str, DatabaseSource>,
    followers: Vec<Follower>,
}

/// Ends when jobs shall stop.
type Stopping = Shared<BoxFuture<'static, ()>>;

/// A service that follows the feed of another, wherever that runs.
struct Follower {
    name: &'static str,
    of: &'static str,
    start: Box<dyn FnOnce(FeedSource, Stopping) -> LocalBoxFuture<'static, ()>>,
}

fn identity<'a>(process: &'a mut Process<'_>, runtime: Runtime) -> Mounting<'a> {
    Box::pin(async move {
        let settings = IdentitySettings {
            issuer: process.public_url.clone(),
            audience: process.settings.audience.clone(),
            bootstrap_password: process.settings.bootstrap_password.clone().map(Password::new),
            external: process.external_issuer()?,
        };
        let identity = htx_identity::mount(runtime, settings, &process.installation.secret).await?;
        process.verifier = Some(identity.verifier.clone());
        // At once: should this start fail further on, there would be no second showing.
        let chosen = process.settings.bootstrap_password.is_some();
        match &identity.first_administrator {
            Some(credential) if !chosen => show(credential),
            // Whoever set HTX_BOOTSTRAP_PASSWORD knows it; standard output ends in a log.
            Some(_) | None => {}
        }
        let mounted = identity.mounted.clone();
        process.jobs.start_endless(identity.tend());
        Ok(mounted)
    })
}

fn show(credential: &Credential) {
    output::say(&output::boxed(&[
        "Tài khoản quản trị đầu tiên / First administrator".to_owned(),
        format!("  username: {}", credential.username),
        format!("  password: {}", credential.password.reveal()),
        "Chỉ hiện một lần. Shown this once only.".to_owned(),
    ]));
}

fn registry<'a>(process: &'a mut Process<'_>, runtime: Runtime) -> Mounting<'a> {
    Box::pin(async move {
        let settings = process.installation.registry_settings(&process.public_url)?;
        let registry = htx_registry::open(runtime, settings).await?;
        let mounted = registry.mounted();
        let follower = registry.clone();
        process.follow(htx_registry::SERVICE.name, htx_dissolution::SERVICE.name, move |source| {
            follower.following_dissolutions(source)
        });
        process.computes(htx_registry::SERVICE.name, &registry);
        process.jobs.start_endless(registry.tend());
        Ok(mounted)
    })
}

fn dissolution<'a>(process: &'a mut Process<'_>, runtime: Runtime) -> Mounting<'a> {
    Box::pin(async move {
        let settings = htx_dissolution::Settings {
            documents: process.installation.documents()?,
            public_url: process.public_url.clone(),
        };
        let dissolutions = htx_dissolution::open(runtime, settings)?;
        let mounted = dissolutions.mounted();
        let follower = dissolutions.clone();
        process.follow(htx_dissolution::SERVICE.name, htx_registry::SERVICE.name, move |source| {
            follower.following_registry(source)
        });
        process.computes(htx_dissolution::SERVICE.name, &dissolutions);
        process.jobs.start_endless(dissolutions.tend());
        Ok(mounted)
    })
}

fn support_programs<'a>(process: &'a mut Process<'_>, runtime: Runtime) -> Mounting<'a> {
    Box::pin(async move {
        let settings =
            htx_support_programs::Settings { documents: process.installation.documents()? };
        let programmes = htx_support_programs::open(runtime, settings)?;
        programmes.load_programmes().await?;
        let mounted = programmes.mounted();
        let (name, of) = (htx_support_programs::SERVICE.name, htx_registry::SERVICE.name);
        process.computes(name, &programmes);
        let follower = programmes.clone();
        process.follow(name, of, move |source| follower.following_registry(source));
        process.jobs.start_endless(programmes.tend());
        Ok(mounted)
    })
}

fn trade_promotion<'a>(process: &'a mut Process<'_>, runtime: Runtime) -> Mounting<'a> {
    Box::pin(async move {
        let settings = htx_trade_promotion::Settings {
            documents: process.installation.documents()?,
            public_url: process.public_url.clone(),
        };
        let trade = htx_trade_promotion::open(runtime, settings)?;
        let mounted = trade.mounted();
        let (name, of) = (htx_trade_promotion::SERVICE.name, htx_registry::SERVICE.name);
        process.computes(name, &trade);
        process.follow(name, of, move |source| trade.following_registry(source));
        Ok(mounted)
    })
}

fn plan<'a>(process: &'a mut Process<'_>, runtime: Runtime) -> Mounting<'a> {
    Box::pin(async move {
        let sources = htx_plan::ASKED.iter().map(|of| Ok((*of, process.indicators_of(of)?)));
        let sources = sources.collect::<Result<_, CommandError>>().map_err(Failure::unexpected)?;
        let plan =
            htx_plan::open(runtime, htx_plan::Settings { sources, patience: Default::default() })?;
        plan.load_plans().await?;
        process.jobs.start_endless(plan.tend());
        Ok(plan.mounted())
    })
}

fn notifications<'a>(process: &'a mut Process<'_>, runtime: Runtime) -> Mounting<'a> {
    Box::pin(async move {
        let settings = htx_notifications::Settings {
            secret: process.installation.secret.clone(),
            private_targets_allowed: process.settings.allow_private_webhooks,
        };
        let notifications = htx_notifications::open(runtime, settings)?;
        for (of, _) in htx_notifications::FEEDS {
            let own = notifications.clone();
            let start = move |source: FeedSource, stopping: Stopping| {
                let following = own.following(of, source.clone()).run(stopping.clone());
                let beginning = own.beginning(of, source, stopping);
                join(following, beginning).map(|_| ()).boxed_local()
            };
            process.start_with(htx_notifications::SERVICE.name, of, start);
        }
        process.jobs.start(notifications.deliver(process.jobs.stopping()));
        process.jobs.start_endless(notifications.clone().tend());
        Ok(notifications.mounted())
    })
}

impl Process<'_> {
    /// Lets a service follow the feed of another once all are mounted.
    fn follow(
        &mut self,
        name: &'static str,
        of: &'static str,
        subscribe: impl FnOnce(FeedSource) -> Subscriber<FeedSource> + 'static,
    ) {
        self.start_with(name, of, move |source, stopping| {
            subscribe(source).run(stopping).boxed_local()
        });
    }

    /// Starts what a service does with the feed of another once all are mounted.
    fn start_with(
        &mut self,
        name: &'static str,
        of: &'static str,
        start: impl FnOnce(FeedSource, Stopping) -> LocalBoxFuture<'static, ()> + 'static,
    ) {
        self.feeds.followers.push(Follower { name, of, start: Box::new(start) });
    }

    /// Starts whoever follows a feed: of a service in this process, or over HTTP of one in another.
    pub(crate) fn start_following(&mut self) -> Result<(), CommandError> {
        for Follower { name, of, start } in std::mem::take(&mut self.feeds.followers) {
            let source = match self.feeds.here.get(of) {
                Some(source) => FeedSource::Here(source.clone()),
                None => FeedSource::Elsewhere(self.feed_elsewhere(name, of)?),
            };
            let stopping = self.jobs.stopping().boxed().shared();
            self.jobs.start(start(source, stopping));
        }
        Ok(())
    }

    /// Lets the plan ask a service of this process for its indicators.
    fn computes<S: Computes + std::fmt::Debug>(&mut self, name: &'static str, service: &S) {
        self.computing.insert(name, std::sync::Arc::new(Here(service.clone())));
    }

    /// Where a service is asked for its indicators: in this process, or over HTTP in another. Whoever
    /// asks is mounted after those of this process.
    fn indicators_of(&self, of: &'static str) -> Result<IndicatorSource, CommandError> {
        if let Some(here) = self.computing.get(of) {
            return Ok(here.clone());
        }
        let Some(upstream) = self.settings.upstreams.of(of) else {
            let needed = flag(of);
            return Err(CommandError::Settings(format!(
                "{needed} is needed: the plan asks {of} for its indicators"
            )));
        };
        let key = InternalKey::of(&self.installation.secret);
        let elsewhere = Elsewhere::new(&upstream.to_string(), of, key);
        Ok(std::sync::Arc::new(elsewhere.map_err(CommandError::unexpected)?))
    }

    fn feed_elsewhere(&self, name: &str, of: &'static str) -> Result<HttpSource, CommandError> {
        let Some(upstream) = self.settings.upstreams.of(of) else {
            let needed = flag(of);
            return Err(CommandError::Settings(format!(
                "{needed} is needed: {name} follows the feed of {of}"
            )));
        };
        let key = InternalKey::of(&self.installation.secret);
        HttpSource::new(&upstream.to_string(), of, key).map_err(CommandError::unexpected)
    }

    /// Opens a service's database, makes the service ready and has its log sealed.
    pub(crate) async fn mount(&mut self, entry: &Entry) -> Result<Mounted, CommandError> {
        let name = entry.service.name;
        let failed = |source: Failure| CommandError::Service { service: name, source };
        let runtime = self.installation.runtime(&entry.service).await?;
        self.checks.push(Check::database(name, &runtime.database));
        let sealer = runtime
            .sealer(&self.installation.secret, Some(self.installation.checkpoints()))
            .map_err(CommandError::unexpected)?;
        let source = DatabaseSource::new(runtime.database.clone(), runtime.sealed.subscribe());
        self.feeds.here.insert(name, source);
        self.waits.push(runtime.waits.clone());
        let mounted = (entry.mount)(self, runtime).await.map_err(failed)?;
        let stopping = self.jobs.stopping();
        self.jobs.start(sealer.run(stopping));
        Ok(mounted)
    }

    /// Verifies tokens where identity runs as another process: fetches its keys, and what was
    /// revoked.
    pub(crate) fn verify_remotely(&mut self) -> Result<Verifier, CommandError> {
        let identity = htx_identity::SERVICE.name;
        let failed = |source: Failure| CommandError::Service { service: identity, source };
        let Some(upstream) = self.settings.upstreams.of(identity) else {
            let needed = flag(identity);
            return Err(CommandError::Settings(format!(
                "{needed} is needed: tokens are verified with the keys of the identity service"
            )));
        };
        let (keys, revocations) = (KeySet::default(), Revocations::default());
        let own = Issuer::of_suite(&self.public_url, &self.settings.audience, keys.clone());
        let mut issuers = vec![own];
        let known = keys.clone();
        self.checks.push(Check::new("token keys", move || {
            let missing = known.is_empty();
            async move {
                let refusal = "the keys of the identity service are not known yet";
                if missing { Err(Failure::unavailable(refusal)) } else { Ok(()) }
            }
        }));
        let keys_url = format!("{upstream}/.well-known/jwks.json");
        self.jobs.start_endless(JwksClient::new(keys_url, keys).map_err(failed)?.run());
        let secret = &self.installation.secret;
        let revoked = RevocationClient::new(&upstream.to_string(), secret, revocations.clone());
        self.jobs.start_endless(revoked.map_err(failed)?.run());
        if let Some(external) = self.external_issuer().map_err(failed)? {
            let keys = KeySet::default();
            issuers.push(external.with_keys(keys.clone()));
            let client = JwksClient::new(external.jwks_url, keys).map_err(failed)?;
            self.jobs.start_endless(client.run());
        }
        let verifier = Verifier::of_any(issuers, revocations);
        self.verifier = Some(verifier.clone());
        Ok(verifier)
    }

    fn external_issuer(&self) -> Result<Option<ExternalIssuer>, Failure> {
        let external = &self.settings.external;
        let Some(issuer) = &external.external_issuer else { return Ok(None) };
        let mut described = json!({
            "issuer": issuer,
            "audience": external.external_audience,
            "jwks_url": external.external_jwks_url,
        });
        if let Some(algorithms) = &external.external_algorithms {
            described["algorithms"] = json!(algorithms);
        }
        serde_json::from_value(described).map(Some).map_err(Failure::unexpected)
    }
}
