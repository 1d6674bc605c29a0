//! The one place that reads the clock and the one place that makes ids. Everything else is handed
//! an instant, so that what depends on time can be tested at any time.

use std::sync::{Arc, Mutex, PoisonError};

use htx_model::{
    date::Instant,
    id::Id,
};

/// Tells what time it is.
pub trait Clock: Send + Sync + 'static {
    /// The present instant.
    fn now(&self) -> Instant;
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[allow(clippy::disallowed_methods, reason = "the one place that reads the clock")]
    fn now(&self) -> Instant {
        Instant::new(jiff::Timestamp::now())
    }
}

/// A clock that stands still until it is set: for tests, and for the synthetic city.
#[derive(Debug)]
pub struct FixedClock(Mutex<Instant>);

impl FixedClock {
    /// A clock that shows this instant.
    #[must_use]
    pub fn at(instant: Instant) -> Self {
        Self(Mutex::new(instant))
    }

    /// Sets it.
    pub fn set(&self, instant: Instant) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = instant;
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Instant {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Makes ids: UUID version 7 with a counter, so that ids made by one process ascend even within a
/// millisecond. Time comes from the clock that it was given.
#[derive(Clone)]
pub struct IdSource {
    clock: Arc<dyn Clock>,
    counter: Arc<Mutex<uuid::ContextV7>>,
}

impl std::fmt::Debug for IdSource {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("IdSource")
    }
}

impl IdSource {
    /// An id source on a clock.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        let counter = uuid::ContextV7::new().with_additional_precision();
        Self { clock, counter: Arc::new(Mutex::new(counter)) }
    }

    /// A new id, greater than all that this source made before.
    #[must_use]
    #[allow(clippy::disallowed_methods, reason = "the one place that makes ids")]
    pub fn make<T>(&self) -> Id<T> {
        let microseconds = self.clock.now().microseconds().max(0);
        let seconds = u64::try_from(microseconds / 1_000_000).unwrap_or_default();
        let nanoseconds = u32::try_from(microseconds % 1_000_000).unwrap_or_default() * 1_000;
        let counter = self.counter.lock().unwrap_or_else(PoisonError::into_inner);
        let timestamp = uuid::Timestamp::from_unix(&*counter, seconds, nanoseconds);
        Id::from_uuid(uuid::Uuid::new_v7(timestamp))
    }

    /// What time it is by this source's clock.
    #[must_use]
    pub fn now(&self) -> Instant {
        self.clock.now()
    }
}
