//! Another officer, who changes an entry just before the client does: a real change by a real account,
//! so that the version is really another one.

use std::{net::SocketAddr, sync::OnceLock, time::Duration};

use actix_web::http::header::HeaderMap;
use htx_identity::DemoCredential;
use htx_kit::failure::Failure;
use serde_json::{Value, json};

/// The header by which the colleague's requests are told from the client's.
const MARK: &str = "x-rehearsal-colleague";
const PATIENCE: Duration = Duration::from_secs(20);

/// The other officer.
pub(super) struct Colleague {
    credential: DemoCredential,
    /// What only the colleague knows.
    mark: String,
    address: OnceLock<SocketAddr>,
    http: reqwest::Client,
}

impl Colleague {
    pub(super) fn new(credential: DemoCredential, mark: String) -> Result<Self, Failure> {
        let http = reqwest::Client::builder().no_proxy().timeout(PATIENCE).build();
        let http = http.map_err(Failure::unexpected)?;
        Ok(Self { credential, mark, address: OnceLock::new(), http })
    }

    /// Learns where the suite listens.
    pub(super) fn finds_the_suite_at(&self, address: SocketAddr) {
        let mut address = address;
        if address.ip().is_unspecified() {
            address.set_ip([127, 0, 0, 1].into());
        }
        let _ = self.address.set(address);
    }

    /// Whether a request is the colleague's.
    pub(super) fn sent(&self, headers: &HeaderMap) -> bool {
        headers.get(MARK).is_some_and(|mark| mark.as_bytes() == self.mark.as_bytes())
    }

    /// Counts one worker more in an organisation's entry.
    pub(super) async fn change(&self, path: &str) -> Result<(), Failure> {
        let address = self.address.get().ok_or_else(|| Failure::unexpected("not listening yet"))?;
        let base = format!("http://{address}");
        let entry = format!("{base}{path}");
        let login = [
            ("grant_type", "password"),
            ("username", &self.credential.username),
            ("password", self.credential.password.reveal()),
        ];
        let tokens = self.http.post(format!("{base}/oauth/token")).form(&login);
        let (tokens, _) = self.asked(tokens).await?;
        let token = tokens["access_token"].as_str().unwrap_or_default();
        let (found, tag) = self.asked(self.http.get(&entry).bearer_auth(token)).await?;
        let workers = found["worker_count"].as_u64().unwrap_or_default() + 1;
        let change = self
            .http
            .patch(&entry)
            .bearer_auth(token)
            .header("if-match", tag)
            .json(&json!({ "worker_count": workers }));
        self.asked(change).await.map(drop)
    }

    /// The answer to a request, with its entity tag.
    async fn asked(&self, request: reqwest::RequestBuilder) -> Result<(Value, String), Failure> {
        let answer = request.header(MARK, &self.mark).send().await.map_err(Failure::unavailable)?;
        let status = answer.status();
        let tag = answer.headers().get("etag").and_then(|tag| tag.to_str().ok());
        let tag = tag.unwrap_or_default().to_owned();
        let body = answer.bytes().await.map_err(Failure::unavailable)?;
        if !status.is_success() {
            return Err(Failure::unexpected(format!("{status}")));
        }
        Ok((serde_json::from_slice(&body).map_err(Failure::unexpected)?, tag))
    }
}
