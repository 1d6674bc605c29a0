//! The one place that reads the clock and the one place that makes ids and draws what nobody may
//! guess. Everything else is handed an instant, so that what depends on time can be tested at any
//! time.

use std::sync::{Arc, Mutex, PoisonError};

use htx_model::{date::Instant, id::Id};
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};

use crate::failure::Failure;

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
    bits: Arc<Mutex<Bits>>,
}

/// Where the bits of an id beside its time come from.
enum Bits {
    /// The machine's randomness.
    Random(Box<uuid::ContextV7>),
    /// A seed: the same ids every time, for the synthetic city.
    Seeded { generator: Box<rand_chacha::ChaCha8Rng>, made: u64 },
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
        Self { clock, bits: Arc::new(Mutex::new(Bits::Random(Box::new(counter)))) }
    }

    /// An id source that makes the same ids for the same seed and clock.
    #[must_use]
    pub fn seeded(clock: Arc<dyn Clock>, seed: u64) -> Self {
        let generator = Box::new(rand_chacha::ChaCha8Rng::seed_from_u64(seed));
        Self { clock, bits: Arc::new(Mutex::new(Bits::Seeded { generator, made: 0 })) }
    }

    /// A new id, greater than all that this source made before.
    #[must_use]
    #[allow(clippy::disallowed_methods, reason = "the one place that makes ids")]
    pub fn make<T>(&self) -> Id<T> {
        let microseconds = self.clock.now().microseconds().max(0);
        let mut bits = self.bits.lock().unwrap_or_else(PoisonError::into_inner);
        Id::from_uuid(match &mut *bits {
            Bits::Random(counter) => {
                let seconds = u64::try_from(microseconds / 1_000_000).unwrap_or_default();
                let nanoseconds =
                    u32::try_from(microseconds % 1_000_000).unwrap_or_default() * 1_000;
                let timestamp = uuid::Timestamp::from_unix(&**counter, seconds, nanoseconds);
                uuid::Uuid::new_v7(timestamp)
            }
            Bits::Seeded { generator, made } => {
                *made += 1;
                // Forty-two bits that count up, around the six of version and variant; then chance.
                let mut tail = [0; 10];
                tail[..2].copy_from_slice(&(*made >> 30).to_be_bytes()[6..]);
                tail[2..6].copy_from_slice(&(*made & 0x3fff_ffff).to_be_bytes()[4..]);
                generator.fill_bytes(&mut tail[6..]);
                let milliseconds = u64::try_from(microseconds / 1_000).unwrap_or_default();
                uuid::Builder::from_unix_timestamp_millis(milliseconds, &tail).into_uuid()
            }
        })
    }

    /// Bytes that nobody can guess: from the machine's secure random source, whatever the ids come
    /// from; of a seeded source the same every time, since nobody in a synthetic city has a secret.
    ///
    /// # Errors
    /// Where the machine has no randomness to give.
    pub fn secret_bytes<const LENGTH: usize>(&self) -> Result<[u8; LENGTH], Failure> {
        let mut bytes = [0; LENGTH];
        match &mut *self.bits.lock().unwrap_or_else(PoisonError::into_inner) {
            Bits::Random(_) => aws_lc_rs::rand::fill(&mut bytes).map_err(Failure::unexpected)?,
            Bits::Seeded { generator, .. } => generator.fill_bytes(&mut bytes),
        }
        Ok(bytes)
    }

    /// What time it is by this source's clock.
    #[must_use]
    pub fn now(&self) -> Instant {
        self.clock.now()
    }
}

impl Clock for IdSource {
    fn now(&self) -> Instant {
        self.clock.now()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_ascend_even_within_one_instant() {
        let instant = Instant::from_microseconds(1_735_689_600_000_000);
        let clock: Arc<dyn Clock> = Arc::new(FixedClock::at(instant));
        for source in [IdSource::new(Arc::clone(&clock)), IdSource::seeded(clock, 7)] {
            let ids: Vec<Id<()>> = (0..100_000).map(|_| source.make()).collect();
            assert!(ids.windows(2).all(|pair| pair[0] < pair[1]));
            assert!(ids.iter().all(|id| id.uuid().get_version_num() == 7));
        }
    }

    #[test]
    fn a_seed_makes_the_same_ids_every_time() {
        let ids = |seed| {
            let source =
                IdSource::seeded(Arc::new(FixedClock::at(Instant::from_microseconds(0))), seed);
            (0..10).map(|_| source.make()).collect::<Vec<Id<()>>>()
        };
        assert_eq!(ids(7), ids(7));
        assert_ne!(ids(7), ids(8));
    }

    #[test]
    fn only_a_seeded_source_draws_the_same_secret_twice() {
        let clock: Arc<dyn Clock> = Arc::new(FixedClock::at(Instant::from_microseconds(0)));
        let seeded = || IdSource::seeded(Arc::clone(&clock), 7).secret_bytes::<16>().unwrap();
        let random = || IdSource::new(Arc::clone(&clock)).secret_bytes::<16>().unwrap();
        assert_eq!(seeded(), seeded());
        assert_ne!(random(), random());
    }
}
