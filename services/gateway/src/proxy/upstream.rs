//! The address of another process of the suite.

use std::{fmt, str::FromStr, time::Duration};

use htx_kit::failure::Failure;
use hyper::{
    Uri,
    http::uri::{Authority, PathAndQuery, Scheme},
};

use super::{body::UploadBody, causes, client};

/// Where a process listens, such as `http://registry:8082`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upstream(Authority);

/// The text is no address of a process of the suite.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no address such as http://registry:8082 (http only, without a path)")]
pub struct InvalidUpstream(String);

impl FromStr for Upstream {
    type Err = InvalidUpstream;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let invalid = || InvalidUpstream(text.to_owned());
        let uri: Uri = text.parse().map_err(|_| invalid())?;
        let plain = uri.scheme() == Some(&Scheme::HTTP)
            && uri.path_and_query().is_none_or(|target| target.as_str() == "/");
        match uri.authority() {
            Some(authority) if plain && !authority.as_str().contains('@') => {
                Ok(Self(authority.clone()))
            }
            _ => Err(invalid()),
        }
    }
}

impl fmt::Display for Upstream {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "http://{}", self.0)
    }
}

impl Upstream {
    /// The address of a path and query there.
    pub(super) fn uri(&self, target: &str) -> Result<Uri, hyper::http::Error> {
        Uri::builder()
            .scheme(Scheme::HTTP)
            .authority(self.0.clone())
            .path_and_query(PathAndQuery::try_from(target)?)
            .build()
    }
}

/// Asks a process whether it is well. Returns the status of its answer.
///
/// # Errors
/// [`Failure::Unavailable`] where no answer comes in time.
pub async fn probe(upstream: &Upstream, path: &str, patience: Duration) -> Result<u16, Failure> {
    let mut request = hyper::Request::new(UploadBody::default());
    *request.uri_mut() = upstream.uri(path).map_err(Failure::unexpected)?;
    let away = |why: &dyn fmt::Display| Failure::unavailable(format!("{upstream}: {why}"));
    match tokio::time::timeout(patience, client().request(request)).await {
        Ok(Ok(answer)) => Ok(answer.status().as_u16()),
        Ok(Err(error)) => Err(away(&causes(&error))),
        Err(_) => Err(away(&format!("no answer within {} seconds", patience.as_secs()))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_plain_http_to_a_host() {
        for text in ["http://registry:8082", "http://127.0.0.1:1/", "http://[::1]:8082"] {
            assert!(text.parse::<Upstream>().is_ok(), "{text}");
        }
        for text in
            ["", "registry:8082", "https://registry", "http://h/path", "http://u:p@h", "http://h?q"]
        {
            assert!(text.parse::<Upstream>().is_err(), "{text}");
        }
    }
}
