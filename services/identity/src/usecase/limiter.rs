//! How often passwords may be tried, by address and by name from it, in this process. The lock-out
//! in the database is what stops guessing; this keeps a crowd of logins from using up the machine.

use std::{num::NonZeroU32, time::Duration};

use governor::{DefaultKeyedRateLimiter, Quota, clock::Clock as _};

/// Passwords a minute for one name from one address: from another, its owner must get in.
const PER_NAME: NonZeroU32 = NonZeroU32::new(600).expect("not zero");
/// Passwords a minute from one address: a whole office may stand behind it.
const PER_ADDRESS: NonZeroU32 = NonZeroU32::new(1_200).expect("not zero");

/// Counts passwords that are tried.
pub(crate) struct Limiter {
    names: DefaultKeyedRateLimiter<(Vec<u8>, String)>,
    addresses: DefaultKeyedRateLimiter<String>,
}

impl Limiter {
    pub(crate) fn new() -> Self {
        Self {
            names: DefaultKeyedRateLimiter::keyed(Quota::per_minute(PER_NAME)),
            addresses: DefaultKeyedRateLimiter::keyed(Quota::per_minute(PER_ADDRESS)),
        }
    }

    /// Counts one, or tells after how many seconds the next may come.
    pub(crate) fn count(&self, name_digest: &[u8], address: &str) -> Result<(), u64> {
        let wait = |until: Duration| until.as_secs().saturating_add(1);
        let clock = governor::clock::DefaultClock::default();
        self.addresses
            .check_key(&address.to_owned())
            .map_err(|until| wait(until.wait_time_from(clock.now())))?;
        self.names
            .check_key(&(name_digest.to_vec(), address.to_owned()))
            .map_err(|until| wait(until.wait_time_from(clock.now())))
    }

    /// Forgets whoever has not tried for a while.
    pub(crate) fn forget(&self) {
        self.names.retain_recent();
        self.addresses.retain_recent();
    }
}
