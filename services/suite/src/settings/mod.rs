//! Settings: a flag wins over its environment variable, that over the settings file, that over the
//! default. One definition, the clap arguments, serves all four; what is unknown is refused.

mod documents;
mod environment;
mod file;
mod nearest;
mod traces;
mod upstreams;

use std::{
    ffi::{OsStr, OsString},
    net::SocketAddr,
    path::PathBuf,
    process::ExitCode,
};

use clap::{ArgMatches, Args, Command};
use htx_kit::http::Network;

pub(crate) use documents::{DocumentPlace, DocumentSettings};
pub(crate) use traces::TraceSettings;
pub(crate) use upstreams::{Upstreams, flag};

use crate::{output, telemetry::LogFormat};

/// actix tells of its own starting and stopping at length, and its parser calls every malformed
/// request of a stranger an error.
const LOG_FILTER: &str = "info,actix_server=warn,actix_http=off";

/// Where data is, and how to tell what happens: for every command that works on data.
#[derive(Debug, Clone, Args)]
pub(crate) struct DataSettings {
    /// Settings file (TOML): each flag's name with underscores, such as `data_dir = "/srv/htx"`
    #[arg(long, env = "HTX_CONFIG", value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,

    /// Folder for databases, documents, the secret and signed checkpoints
    #[arg(long, env = "HTX_DATA_DIR", value_name = "FOLDER", default_value = "data")]
    pub(crate) data_dir: PathBuf,

    /// Databases: sqlite:FOLDER/{service}.db or postgres://USER@HOST/htx_{service};
    /// SQLite in the data folder if not said
    #[arg(long, env = "HTX_DATABASE_URL", value_name = "URL", hide_env_values = true)]
    pub(crate) database_url: Option<String>,

    /// File of 32 random bytes that all processes of a suite share; made in the data folder if not
    /// said
    #[arg(long, env = "HTX_SECRET_FILE", value_name = "FILE")]
    pub(crate) secret_file: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) documents: DocumentSettings,

    /// How log lines are written (to standard error): text or json
    #[arg(long, env = "HTX_LOG_FORMAT", value_name = "FORMAT", default_value = "text")]
    pub(crate) log_format: LogFormat,

    /// What is logged: a level, or levels by target, such as `info,htx::access=off`
    #[arg(long, env = "HTX_LOG", value_name = "FILTER", default_value = LOG_FILTER)]
    pub(crate) log: String,
}

/// How a process serves.
#[derive(Debug, Clone, Args)]
pub(crate) struct ServeSettings {
    #[command(flatten)]
    pub(crate) data: DataSettings,

    /// Address to listen on
    #[arg(long, env = "HTX_LISTEN", value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    pub(crate) listen: SocketAddr,

    /// Address for /metrics (Prometheus), for operators only; off if not said
    #[arg(long, env = "HTX_ADMIN_LISTEN", value_name = "ADDRESS")]
    pub(crate) admin_listen: Option<SocketAddr>,

    /// Threads that take requests; as many as there are cores if not said
    #[arg(long, env = "HTX_WORKERS", value_name = "NUMBER", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) workers: Option<u16>,

    /// Seconds that running requests have to end after SIGINT or SIGTERM
    #[arg(long, env = "HTX_DRAIN_SECONDS", value_name = "SECONDS", default_value_t = 20)]
    pub(crate) drain_seconds: u64,

    /// The suite's address as clients see it: the issuer of its tokens, the same in all processes;
    /// http://LISTEN where one process runs all, else http://127.0.0.1:8080
    #[arg(long, env = "HTX_PUBLIC_URL", value_name = "URL")]
    pub(crate) public_url: Option<String>,

    /// The audience of the suite's tokens
    #[arg(long, env = "HTX_AUDIENCE", value_name = "NAME", default_value = "htx")]
    pub(crate) audience: String,

    /// First administrator's password, for scripts; made and printed once if not said
    #[arg(
        long,
        env = "HTX_BOOTSTRAP_PASSWORD",
        value_name = "PASSWORD",
        hide_env_values = true,
        hide_default_value = true
    )]
    pub(crate) bootstrap_password: Option<String>,

    /// Let webhooks stand on private networks and be reached without TLS: for trials, and for a suite
    /// whose receivers all stand on its own network
    #[arg(long, env = "HTX_ALLOW_PRIVATE_WEBHOOKS")]
    pub(crate) allow_private_webhooks: bool,

    #[command(flatten)]
    pub(crate) traces: TraceSettings,

    #[command(flatten)]
    pub(crate) external: ExternalIssuerSettings,

    #[command(flatten)]
    pub(crate) door: DoorSettings,

    #[command(flatten)]
    pub(crate) upstreams: Upstreams,
}

/// An OIDC issuer outside the suite whose tokens are accepted beside its own.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "External issuer of tokens")]
pub(crate) struct ExternalIssuerSettings {
    /// The `iss` of its tokens
    #[arg(long, env = "HTX_EXTERNAL_ISSUER", value_name = "URL", requires_all = ["external_audience", "external_jwks_url"])]
    pub(crate) external_issuer: Option<String>,

    /// The `aud` that its tokens have for this suite
    #[arg(long, env = "HTX_EXTERNAL_AUDIENCE", value_name = "NAME", requires = "external_issuer")]
    pub(crate) external_audience: Option<String>,

    /// Where its public keys are
    #[arg(long, env = "HTX_EXTERNAL_JWKS_URL", value_name = "URL", requires = "external_issuer")]
    pub(crate) external_jwks_url: Option<String>,

    /// The algorithms that it may sign with, such as ES256,RS256; all asymmetric ones if not said
    #[arg(
        long,
        env = "HTX_EXTERNAL_ALGORITHMS",
        value_name = "NAMES",
        value_delimiter = ',',
        requires = "external_issuer"
    )]
    pub(crate) external_algorithms: Option<Vec<String>>,
}

/// What the gateway lets in.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Gateway")]
pub(crate) struct DoorSettings {
    /// Requests a second that each client may send on average; 0 for any number
    #[arg(long, env = "HTX_RATE_LIMIT", value_name = "NUMBER", default_value_t = 50_000)]
    pub(crate) rate_limit: u32,

    /// Requests that a client may send at once; twice the rate limit if not said
    #[arg(long, env = "HTX_RATE_BURST", value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) rate_burst: Option<u32>,

    /// Largest body of a request, in megabytes; services have narrower limits of their own
    #[arg(long, env = "HTX_BODY_LIMIT_MEGABYTES", value_name = "NUMBER", default_value_t = 64, value_parser = clap::value_parser!(u64).range(1..=65_536))]
    pub(crate) body_limit_megabytes: u64,

    /// Web origins whose pages may call the interface (CORS), such as https://htx.example.vn
    #[arg(
        long,
        env = "HTX_ALLOWED_ORIGINS",
        value_name = "ORIGINS",
        value_delimiter = ',',
        value_parser = origin
    )]
    pub(crate) allowed_origins: Vec<String>,

    /// Proxies in front whose X-Forwarded-* fields are believed, by address or range; none if not
    /// said, but this machine for a service by itself: its gateway
    #[arg(long, env = "HTX_TRUSTED_PROXIES", value_name = "NETWORKS", value_delimiter = ',')]
    pub(crate) trusted_proxies: Vec<Network>,

    /// Seconds for which browsers shall insist on HTTPS (HSTS); only where TLS is in front
    #[arg(long, env = "HTX_HSTS_SECONDS", value_name = "SECONDS")]
    pub(crate) hsts_seconds: Option<u64>,

    /// Seconds that another process may take before it answers
    #[arg(long, env = "HTX_UPSTREAM_TIMEOUT_SECONDS", value_name = "SECONDS", default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..=3600))]
    pub(crate) upstream_timeout_seconds: u64,
}

/// A scheme and a host, as browsers send it: without a path, without a slash at the end.
fn origin(text: &str) -> Result<String, String> {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    match host {
        Some(host) if !host.is_empty() && !host.contains(['/', '*', ' ', '@', '?']) => {
            Ok(text.to_ascii_lowercase())
        }
        _ => Err("an origin is written https://HOST or https://HOST:PORT".to_owned()),
    }
}

/// Settings that are not understood.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// As clap words it: also the answer to `--help`.
    Usage(Box<clap::Error>),
    /// A file that cannot be read, a name that is not known.
    Unknown(String),
}

impl Refusal {
    /// Tells the person at the terminal.
    pub(crate) fn report(self) -> ExitCode {
        match self {
            Self::Usage(error) => error.exit(),
            Self::Unknown(text) => {
                output::complain(&text);
                ExitCode::from(2)
            }
        }
    }

    /// Says where the setting stands that a text is about.
    fn within(self, place: &str) -> Self {
        let Self::Usage(error) = self else { return self };
        Self::Unknown(format!(
            "{place}: {}",
            error.to_string().trim_start_matches("error: ").trim_end()
        ))
    }
}

/// Reads the settings from the command line, the environment and the settings file.
pub(crate) fn read(
    command: Command,
    arguments: impl IntoIterator<Item = OsString>,
    environment: impl IntoIterator<Item = (OsString, OsString)>,
) -> Result<ArgMatches, Refusal> {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let names = environment.into_iter().map(|(name, _)| name);
    let parse = |command: Command| {
        command.try_get_matches_from(&arguments).map_err(|error| Refusal::Usage(Box::new(error)))
    };
    let matches = parse(command.clone())?;
    environment::check(&command, names).map_err(Refusal::Unknown)?;
    let Some(path) = chosen(&matches, "config") else { return Ok(matches) };
    let file = file::read(&path, &command).map_err(Refusal::Unknown)?;
    parse(file.as_defaults(command)).map_err(|refusal| refusal.within(&path.display().to_string()))
}

/// The settings file that was named, for the command or for one of its own commands.
fn chosen(matches: &ArgMatches, id: &str) -> Option<PathBuf> {
    if let Some((_, inner)) = matches.subcommand() {
        return chosen(inner, id);
    }
    let known = matches.ids().any(|known| known.as_str() == id);
    known.then(|| matches.get_one::<PathBuf>(id).cloned()).flatten()
}

/// Every argument of a command and of its own commands, once by id.
fn all_arguments(command: &Command) -> std::collections::BTreeMap<String, &clap::Arg> {
    let own = command.get_arguments().filter(|argument| argument.get_long().is_some());
    let inner = command.get_subcommands().flat_map(all_arguments);
    own.map(|argument| (argument.get_id().to_string(), argument)).chain(inner).collect()
}

/// The environment variable of an argument.
fn variable(argument: &clap::Arg) -> Option<&str> {
    argument.get_env().and_then(OsStr::to_str)
}

#[cfg(test)]
mod tests;
