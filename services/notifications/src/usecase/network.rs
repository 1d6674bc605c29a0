//! How messages leave: to the public network only, whatever a name leads to at the moment.

use std::{error::Error, net::SocketAddr, time::Duration};

use htx_kit::failure::Failure;
use htx_model::{notification::AttemptOutcome, refusal::Refusal};
use reqwest::{
    StatusCode,
    dns::{Addrs, Name, Resolve, Resolving},
    header::{CONTENT_TYPE, RETRY_AFTER},
    redirect::Policy,
};
use tokio::time::timeout;
use url::Url;

use crate::domain::{delivery::Shown, target};

/// How long a receiver has to take the connection, and to answer.
const CONNECT: Duration = Duration::from_secs(5);
const ANSWER: Duration = Duration::from_secs(15);

/// The name leads to addresses to which nothing is sent.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("the name leads to no public address")]
struct NotPublic;

type Cause = Box<dyn Error + Send + Sync>;

/// The addresses of a name to which something may be sent.
async fn addresses(host: String, private_allowed: bool) -> Result<Vec<SocketAddr>, Cause> {
    let found = timeout(CONNECT, tokio::net::lookup_host((host, 0))).await??;
    let allowed: Vec<SocketAddr> =
        found.filter(|at| private_allowed || target::is_public(at.ip())).collect();
    if allowed.is_empty() { Err(NotPublic.into()) } else { Ok(allowed) }
}

/// Looks names up for every connection: a name that leads elsewhere than when it was entered is refused
/// then.
struct Names {
    private_allowed: bool,
}

impl Resolve for Names {
    fn resolve(&self, name: Name) -> Resolving {
        let looked_up = addresses(name.as_str().to_owned(), self.private_allowed);
        Box::pin(async move {
            let addresses: Addrs = Box::new(looked_up.await?.into_iter());
            Ok(addresses)
        })
    }
}

/// A message as it is sent.
#[derive(Debug)]
pub struct Signed {
    /// Where to.
    pub url: String,
    /// `webhook-id`.
    pub id: String,
    /// `webhook-timestamp`, in seconds since 1970.
    pub timestamp: i64,
    /// `webhook-signature`.
    pub signature: String,
    /// The JSON.
    pub body: String,
}

/// Sends messages. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Sender {
    client: reqwest::Client,
    private_allowed: bool,
}

impl Sender {
    /// A sender, to private networks too where that is allowed.
    ///
    /// # Errors
    /// Where no HTTP client can be made.
    pub fn new(private_allowed: bool) -> Result<Self, Failure> {
        let client = reqwest::Client::builder()
            .user_agent("htx-webhooks")
            .connect_timeout(CONNECT)
            .timeout(ANSWER)
            .redirect(Policy::none())
            // A proxy would look names up itself.
            .no_proxy()
            .https_only(!private_allowed)
            .dns_resolver(Names { private_allowed })
            .build()
            .map_err(Failure::unexpected)?;
        Ok(Self { client, private_allowed })
    }

    /// Whether private networks, and HTTP without TLS, are allowed.
    #[must_use]
    pub fn is_private_allowed(&self) -> bool {
        self.private_allowed
    }

    /// Checks, before an address is entered, that its name leads to the public network now. A name that
    /// leads nowhere is told apart from one that leads to a private network, so that whoever mistyped
    /// learns so; what names there are is all that can be learned, one by one.
    ///
    /// # Errors
    /// The fault at `/url`. What is no address at all is another check's ([`target::read`]).
    pub async fn check(&self, url: &str) -> Result<(), Refusal> {
        let host = Url::parse(url).ok().and_then(|url| url.domain().map(str::to_owned));
        let (Some(host), false) = (host, self.private_allowed) else { return Ok(()) };
        match addresses(host, false).await {
            Ok(_) => Ok(()),
            Err(cause) if cause.is::<NotPublic>() => {
                Err(Refusal::rules(vec![target::not_public()]))
            }
            Err(_) => Err(Refusal::rules(vec![target::unresolvable()])),
        }
    }

    /// Sends a message. Of the answer nothing is taken but status and `Retry-After`.
    pub async fn send(&self, message: Signed) -> Shown {
        // A literal address is not looked up.
        if target::read(&message.url, self.private_allowed).is_err() {
            return Shown::without_answer(AttemptOutcome::NotAllowed);
        }
        let timestamp = message.timestamp;
        let request = self
            .client
            .post(&message.url)
            .header(CONTENT_TYPE, "application/json")
            .header("webhook-id", message.id)
            .header("webhook-timestamp", timestamp)
            .header("webhook-signature", message.signature)
            .body(message.body);
        match request.send().await {
            Ok(answer) => answered(&answer, timestamp),
            Err(error) => Shown::without_answer(outcome(&error)),
        }
    }
}

/// What an answer shows to a message that was sent at a second since 1970.
fn answered(answer: &reqwest::Response, sent_at: i64) -> Shown {
    let status = answer.status();
    let outcome = match status {
        status if status.is_success() => AttemptOutcome::Delivered,
        StatusCode::GONE => AttemptOutcome::Gone,
        _ => AttemptOutcome::Refused,
    };
    let busy = [StatusCode::TOO_MANY_REQUESTS, StatusCode::SERVICE_UNAVAILABLE].contains(&status);
    let asked = answer.headers().get(RETRY_AFTER).filter(|_| busy);
    let retry_after = asked.and_then(|value| seconds_of(value.to_str().ok()?.trim(), sent_at));
    Shown { outcome, status: Some(status.as_u16()), retry_after }
}

/// `Retry-After` as it may be written: in seconds, or as a date (RFC 9110, 10.2.3).
fn seconds_of(text: &str, sent_at: i64) -> Option<i64> {
    text.parse().ok().or_else(|| {
        let date = jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(text).ok()?;
        Some(date.as_second().saturating_sub(sent_at))
    })
}

fn outcome(error: &reqwest::Error) -> AttemptOutcome {
    let first: &(dyn Error + 'static) = error;
    let mut causes =
        std::iter::successors(Some(first), |error: &&(dyn Error + 'static)| (*error).source());
    if causes.any(|cause| cause.is::<NotPublic>()) {
        AttemptOutcome::NotAllowed
    } else if error.is_timeout() {
        AttemptOutcome::TimedOut
    } else {
        AttemptOutcome::Unreachable
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receiver_puts_off_by_seconds_or_until_a_date() {
        assert_eq!(seconds_of("90", 0), Some(90));
        let date = "Mon, 12 May 2025 02:30:00 GMT";
        assert_eq!(seconds_of(date, 1_747_017_000 - 90), Some(90));
        assert_eq!(
            seconds_of(date, 1_747_017_000 + 90),
            Some(-90),
            "which is no sooner than usual"
        );
        assert_eq!(seconds_of("soon", 0), None);
    }
}
