//! How many requests a client may send: so many a second on average, some at once.
//!
//! Who shows a valid token is counted as the user or client system that it is, wherever it comes
//! from; everybody else by address. The fields are those of the IETF draft "RateLimit header fields
//! for HTTP".

use std::{
    net::{IpAddr, Ipv6Addr},
    num::NonZeroU32,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
};

use actix_web::{
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::header::{HeaderName, HeaderValue},
    middleware::Next,
    web::Data,
};
use governor::{
    DefaultKeyedRateLimiter, Quota, RateLimiter,
    clock::{Clock as _, DefaultClock},
    middleware::StateInformationMiddleware,
};
use htx_kit::{
    auth::{Verifier, bearer_token},
    clock::IdSource,
    failure::Failure,
    http::client_address,
};
use htx_model::refusal::{ErrorCode, Refusal, Text};

const LIMIT: HeaderName = HeaderName::from_static("ratelimit");
const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
/// Probes must answer under load.
const UNLIMITED: &[&str] = &["/livez", "/readyz"];
/// After so many requests, clients who have long been quiet are forgotten.
const TIDY_EVERY: u32 = 1 << 16;

/// How many requests each client may send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateLimit {
    /// On average, in a second.
    pub per_second: NonZeroU32,
    /// At once, after a rest.
    pub burst: NonZeroU32,
}

impl Default for RateLimit {
    /// Enough for a department's bulk work at full speed; it stops only what runs wild.
    fn default() -> Self {
        Self {
            per_second: NonZeroU32::MIN.saturating_add(49_999),
            burst: NonZeroU32::MIN.saturating_add(99_999),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Client {
    Subject(u128),
    Address(IpAddr),
}

pub(super) struct Limiter {
    limit: RateLimit,
    clients: DefaultKeyedRateLimiter<Client, StateInformationMiddleware>,
    verifier: Option<Verifier>,
    policy: HeaderValue,
    seen: AtomicU32,
}

impl Limiter {
    pub(super) fn new(limit: RateLimit, verifier: Option<Verifier>) -> Self {
        let quota = Quota::per_second(limit.per_second).allow_burst(limit.burst);
        let window = limit.burst.get().div_ceil(limit.per_second.get());
        let policy = format!("\"client\";q={};w={window}", limit.burst);
        Self {
            limit,
            clients: RateLimiter::keyed(quota).with_middleware(),
            verifier,
            policy: HeaderValue::try_from(policy).unwrap_or(HeaderValue::from_static("")),
            seen: AtomicU32::new(0),
        }
    }

    /// Who sends this request. A token that is not valid counts for nothing: whoever invents
    /// tokens is counted by address.
    fn client(&self, request: &ServiceRequest) -> Option<Client> {
        self.subject(request).map(Client::Subject).or_else(|| {
            client_address(request.request()).map(|address| Client::Address(household(address)))
        })
    }

    fn subject(&self, request: &ServiceRequest) -> Option<u128> {
        let verifier = self.verifier.as_ref()?;
        let ids = request.app_data::<Data<IdSource>>()?;
        let token = bearer_token(request.headers())?;
        Some(verifier.verify(token, ids.now()).ok()?.claims.sub.as_u128())
    }

    /// How many requests the client has left, or the seconds that it has to wait.
    fn take(&self, client: &Client) -> Result<u32, u64> {
        if self.seen.fetch_add(1, Ordering::Relaxed) % TIDY_EVERY == TIDY_EVERY - 1 {
            self.clients.retain_recent();
            self.clients.shrink_to_fit();
        }
        match self.clients.check_key(client) {
            Ok(state) => Ok(state.remaining_burst_capacity()),
            Err(until) => {
                let wait = until.wait_time_from(DefaultClock::default().now());
                Err(wait.as_secs() + 1)
            }
        }
    }

    /// `RateLimit`: what is left, and in how many seconds all of it is there again.
    fn field(&self, remaining: u32) -> HeaderValue {
        let spent = self.limit.burst.get().saturating_sub(remaining);
        let seconds = spent.div_ceil(self.limit.per_second.get());
        HeaderValue::try_from(format!("\"client\";r={remaining};t={seconds}"))
            .unwrap_or(HeaderValue::from_static(""))
    }
}

/// One subscriber of IPv6 holds a whole /64.
fn household(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 64)))
        }
        address => address,
    }
}

pub(super) async fn limit<B: MessageBody + 'static>(
    limiter: Option<Arc<Limiter>>,
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let limiter = limiter.filter(|_| !UNLIMITED.contains(&request.path()));
    let taken = limiter.as_ref().and_then(|limiter| {
        let client = limiter.client(&request)?;
        Some((limiter, limiter.take(&client)))
    });
    let Some((limiter, taken)) = taken else {
        return Ok(next.call(request).await?.map_into_boxed_body());
    };
    let mut response = match taken {
        Ok(_) => next.call(request).await?.map_into_boxed_body(),
        Err(seconds) => request.error_response(Failure::from(too_many(seconds))),
    };
    let headers = response.headers_mut();
    headers.insert(POLICY, limiter.policy.clone());
    headers.insert(LIMIT, limiter.field(taken.unwrap_or(0)));
    Ok(response)
}

/// The refusal of a caller who sent too much, and may send again after some seconds.
#[must_use]
pub fn too_many(seconds: u64) -> Refusal {
    Refusal::new(
        ErrorCode::TooManyRequests,
        Text::fixed(
            "Đã gửi quá nhiều yêu cầu trong thời gian ngắn.",
            "Too many requests were sent in a short time.",
        ),
    )
    .advising(Text::made(
        format!("Hãy gửi lại sau {seconds} giây; giới hạn nêu trong tiêu đề RateLimit-Policy."),
        format!("Send again in {seconds} seconds; RateLimit-Policy states the limit."),
    ))
    .retrying_after(seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limiter(per_second: u32, burst: u32) -> Limiter {
        let limit = RateLimit {
            per_second: NonZeroU32::new(per_second).unwrap(),
            burst: NonZeroU32::new(burst).unwrap(),
        };
        Limiter::new(limit, None)
    }

    #[test]
    fn a_client_has_its_burst_and_then_waits_while_others_go_on() {
        let limiter = limiter(1, 3);
        let first = Client::Address("192.0.2.1".parse().unwrap());
        let second = Client::Subject(7);
        assert_eq!([(); 3].map(|()| limiter.take(&first)), [Ok(2), Ok(1), Ok(0)]);
        assert_eq!(limiter.take(&first), Err(1));
        assert_eq!(limiter.take(&second), Ok(2));
    }

    #[test]
    fn the_fields_state_the_quota_and_what_is_left() {
        let limiter = limiter(10, 25);
        assert_eq!(limiter.policy, "\"client\";q=25;w=3");
        assert_eq!(limiter.field(24), "\"client\";r=24;t=1");
        assert_eq!(limiter.field(0), "\"client\";r=0;t=3");
    }

    #[test]
    fn one_household_is_one_client() {
        let of = |address: &str| household(address.parse().unwrap());
        assert_eq!(of("2001:db8:1:2:aaaa::1"), of("2001:db8:1:2:bbbb::9"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        assert_eq!(of("::ffff:192.0.2.1"), of("192.0.2.1"));
    }
}
