//! What the pollers of keys and revocations share: a client with limits, and patience.

use std::time::Duration;

use serde::de::DeserializeOwned;

use crate::failure::Failure;

const TIMEOUT: Duration = Duration::from_secs(5);
/// How soon to ask again where there was no answer.
const AGAIN: Duration = Duration::from_secs(2);
/// No list of keys or revocations is larger.
const LIMIT: u64 = 1 << 20;

pub(super) fn client() -> Result<reqwest::Client, Failure> {
    reqwest::Client::builder()
        .timeout(TIMEOUT)
        .connect_timeout(TIMEOUT)
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .map_err(Failure::unexpected)
}

pub(super) async fn fetch<T: DeserializeOwned>(
    request: reqwest::RequestBuilder,
) -> Result<T, Failure> {
    let answer = request.send().await.and_then(reqwest::Response::error_for_status);
    let mut answer = answer.map_err(Failure::unavailable)?;
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(Failure::unavailable)? {
        body.extend_from_slice(&chunk);
        if body.len() as u64 > LIMIT {
            return Err(Failure::unavailable("the answer is too large"));
        }
    }
    serde_json::from_slice(&body).map_err(Failure::unavailable)
}

pub(super) async fn forever(
    what: &str,
    period: Duration,
    refresh: impl AsyncFn() -> Result<(), Failure>,
) {
    let mut answered = true;
    loop {
        let pause = match refresh().await {
            Ok(()) => {
                answered = true;
                period
            }
            Err(failure) => {
                // Said once, not every two seconds of an outage.
                if answered {
                    tracing::warn!(%failure, "cannot fetch {what}; what is known stays in use");
                }
                answered = false;
                AGAIN.min(period)
            }
        };
        tokio::time::sleep(pause).await;
    }
}
