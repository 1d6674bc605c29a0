//! Shutting out those who guess. The count is kept for a name, whether or not there is such an
//! account, so that being shut out tells nothing; and for the address that the guesses come from,
//! so that whoever guesses shuts out nobody but themselves. Guesses at one name from many addresses
//! are slowed down, never locked: its owner gets in a minute later at the latest.

use htx_model::date::Instant;

/// Wrong passwords that are let pass.
const FREE: u32 = 4;
/// The first lock.
const FIRST_LOCK_SECONDS: i64 = 60;
/// The longest lock.
const LONGEST_LOCK_SECONDS: i64 = 3600;
/// After a day without a guess, the count begins anew.
pub(crate) const FORGOTTEN_AFTER_SECONDS: i64 = 24 * 60 * 60;

/// Wrong passwords for one name that are heard in a minute, from all addresses together: at most
/// 29 000 a day, against passwords of at least 15 characters. One address alone, which is locked at
/// its fifth, cannot use them up.
const HEARD_IN_A_MINUTE: u32 = 20;
const MINUTE_SECONDS: i64 = 60;

/// Wrong passwords: those in a row for a name from one address, or those of a minute from all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Guesses {
    pub(crate) failures: u32,
    pub(crate) failed_at: Instant,
}

impl Guesses {
    /// The count after one more failure.
    pub(crate) fn after_failure(before: Option<Self>, now: Instant) -> Self {
        let failures =
            before.filter(|before| !before.is_forgotten(now)).map_or(0, |it| it.failures);
        Self { failures: failures.saturating_add(1), failed_at: now }
    }

    /// Whether the address is shut out of the name.
    pub(crate) fn lock(self, now: Instant) -> bool {
        now < self.failed_at.plus_seconds(lock_seconds(self.failures))
    }

    /// Whether this failure was the one that shuts the address out.
    pub(crate) fn begins_lock(self) -> bool {
        self.failures == FREE + 1
    }

    /// The count of a minute after one more failure: `failed_at` is its first.
    pub(crate) fn within_minute(before: Option<Self>, now: Instant) -> Self {
        match before.filter(|before| before.is_of_minute(now)) {
            Some(before) => Self { failures: before.failures.saturating_add(1), ..before },
            None => Self { failures: 1, failed_at: now },
        }
    }

    /// Whether no more guesses at the name are heard in this minute.
    pub(crate) fn slows(self, now: Instant) -> bool {
        self.failures >= HEARD_IN_A_MINUTE && self.is_of_minute(now)
    }

    fn is_of_minute(self, now: Instant) -> bool {
        now < self.failed_at.plus_seconds(MINUTE_SECONDS)
    }

    fn is_forgotten(self, now: Instant) -> bool {
        self.failed_at.plus_seconds(FORGOTTEN_AFTER_SECONDS) <= now
    }
}

/// | failures | 1–4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 and more |
/// |---|---|---|---|---|---|---|---|---|
/// | lock | none | 1 min | 2 | 4 | 8 | 16 | 32 | 1 h |
fn lock_seconds(failures: u32) -> i64 {
    if failures <= FREE {
        return 0;
    }
    let doublings = (failures - FREE - 1).min(16);
    (FIRST_LOCK_SECONDS << doublings).min(LONGEST_LOCK_SECONDS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn start() -> Instant {
        "2025-05-12T02:30:00Z".parse().unwrap()
    }

    #[test]
    fn each_failure_from_the_fifth_doubles_the_lock_up_to_an_hour() {
        let minutes: Vec<i64> = (1..=13).map(|failures| lock_seconds(failures) / 60).collect();
        assert_eq!(minutes, [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60]);
        assert_eq!(lock_seconds(u32::MAX), LONGEST_LOCK_SECONDS);
    }

    #[test]
    fn a_lock_ends_by_itself_and_the_next_failure_locks_longer() {
        let five =
            (0..5).fold(None, |before, _| Some(Guesses::after_failure(before, start()))).unwrap();
        assert!(five.begins_lock());
        assert!(five.lock(start().plus_seconds(59)));
        assert!(!five.lock(start().plus_seconds(60)));
        let six = Guesses::after_failure(Some(five), start().plus_seconds(60));
        assert!(six.lock(start().plus_seconds(60 + 119)));
        assert!(!six.lock(start().plus_seconds(60 + 120)));
    }

    #[test]
    fn guesses_from_everywhere_are_slowed_down_for_a_minute_and_never_locked() {
        let slowed = (0..HEARD_IN_A_MINUTE)
            .fold(None, |before, _| Some(Guesses::within_minute(before, start())))
            .unwrap();
        assert!(slowed.slows(start().plus_seconds(59)));
        assert!(!slowed.slows(start().plus_seconds(60)));
        let next = Guesses::within_minute(Some(slowed), start().plus_seconds(60));
        assert_eq!(next.failures, 1);
        assert!(!next.slows(start().plus_seconds(60)));
    }

    #[test]
    fn one_address_cannot_slow_down_a_name() {
        const { assert!(FREE + 1 < HEARD_IN_A_MINUTE) };
    }

    #[test]
    fn after_a_day_the_count_begins_anew() {
        let four = Guesses { failures: 4, failed_at: start() };
        let later = start().plus_seconds(FORGOTTEN_AFTER_SECONDS);
        assert_eq!(Guesses::after_failure(Some(four), later).failures, 1);
    }
}
