//! Where traces of requests are sent.

use clap::Args;
use htx_kit::telemetry::TraceOptions;
use url::Url;

/// Traces, for an htx that was built with `--features otlp`.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Traces")]
pub(crate) struct TraceSettings {
    /// Collector that is sent the traces of requests, by OTLP over HTTP, such as
    /// http://collector:4318; needs an htx that was built with `--features otlp`
    #[arg(long, env = "HTX_OTLP_ENDPOINT", value_name = "URL", value_parser = collector)]
    pub(crate) otlp_endpoint: Option<String>,

    /// Of a hundred requests that come without a traceparent, how many are traced
    #[arg(
        long,
        env = "HTX_OTLP_PERCENT",
        value_name = "NUMBER",
        default_value_t = 100,
        value_parser = clap::value_parser!(u8).range(0..=100)
    )]
    pub(crate) otlp_percent: u8,
}

impl TraceSettings {
    /// What a process sends, if anything.
    pub(crate) fn of(&self, process: String) -> Option<TraceOptions> {
        let endpoint = self.otlp_endpoint.clone()?;
        Some(TraceOptions { endpoint, process, percent: self.otlp_percent })
    }
}

/// The address of a collector: `/v1/traces` is put behind it, as OTLP has it.
fn collector(text: &str) -> Result<String, String> {
    let fits = Url::parse(text).is_ok_and(|url| {
        ["http", "https"].contains(&url.scheme())
            && url.username().is_empty()
            && url.password().is_none()
            && url.query().is_none()
            && url.fragment().is_none()
            && !url.path().trim_end_matches('/').ends_with("/v1/traces")
    });
    if fits {
        return Ok(text.trim_end_matches('/').to_owned());
    }
    Err("a collector is written http://HOST:4318, without /v1/traces, name and password".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_collector_is_an_address_without_its_path_for_traces() {
        assert_eq!(collector("http://collector:4318/").as_deref(), Ok("http://collector:4318"));
        assert!(collector("https://collector.example.vn/otlp").is_ok());
        for text in [
            "collector:4318",
            "",
            "grpc://c:4317",
            "http://u:p@c",
            "http://c/v1/traces",
            "http://c?k=1",
        ] {
            assert!(collector(text).is_err(), "{text}");
        }
    }
}
