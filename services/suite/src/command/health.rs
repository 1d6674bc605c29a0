//! `htx health`: for container health checks, where no curl is.

use std::time::Duration;

use clap::Args;
use htx_gateway::{Upstream, probe};

use crate::error::CommandError;

const PATIENCE: Duration = Duration::from_secs(3);

/// Asks a running process whether it is well.
#[derive(Debug, Args)]
pub(crate) struct Health {
    /// What to ask: /readyz where the address has no path
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:8080/readyz")]
    url: String,
}

impl Health {
    /// Succeeds where the answer is 2xx.
    pub(crate) fn run(self) -> Result<(), CommandError> {
        let (upstream, path) = split(&self.url)?;
        let asked = actix_web::rt::System::new().block_on(probe(&upstream, &path, PATIENCE));
        match asked {
            Ok(status) if (200..300).contains(&status) => Ok(()),
            Ok(status) => Err(CommandError::Unhealthy(format!("{} answered {status}", self.url))),
            Err(error) => Err(CommandError::Unhealthy(error.to_string())),
        }
    }
}

fn split(url: &str) -> Result<(Upstream, String), CommandError> {
    let authority = url.find("://").map_or(0, |at| at + 3);
    let at = url[authority..].find('/').map_or(url.len(), |at| authority + at);
    let (upstream, path) = url.split_at(at);
    let path = if path.is_empty() { "/readyz" } else { path };
    let upstream = upstream.parse().map_err(|_| {
        CommandError::Settings(format!("{url} is no address such as http://127.0.0.1:8080/readyz"))
    })?;
    Ok((upstream, path.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_without_a_path_asks_for_readiness() {
        let (upstream, path) = split("http://127.0.0.1:8080").unwrap();
        assert_eq!(
            (upstream.to_string().as_str(), path.as_str()),
            ("http://127.0.0.1:8080", "/readyz")
        );
        assert_eq!(split("http://h:1/livez").unwrap().1, "/livez");
        assert!(split("h:1/livez").is_err());
    }
}
