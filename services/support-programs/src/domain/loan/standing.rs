//! How a loan stands on a day: what was paid, of which instalment, and how long it is overdue.

use htx_model::{date::Date, money::Dong, support::money::OverdueBucket};

use super::schedule::Instalment;

/// How much of an instalment was paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Covered {
    /// The instalment.
    pub instalment: Instalment,
    /// Of its interest.
    pub interest_paid: Dong,
    /// Of its principal.
    pub principal_paid: Dong,
}

impl Covered {
    /// What is still to be paid of it.
    #[must_use]
    pub fn open(&self) -> Dong {
        let paid = self.interest_paid.0.saturating_add(self.principal_paid.0);
        Dong(self.instalment.total().0.saturating_sub(paid))
    }
}

/// How a loan stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// What is left of what was lent.
    pub principal_left: Dong,
    /// What is still to be paid in all, by the schedule.
    pub open: Dong,
    /// What should have been paid and was not.
    pub overdue: Dong,
    /// Since when the oldest of it is.
    pub overdue_since: Option<Date>,
    /// For how many days.
    pub overdue_days: i64,
    /// The bucket of it.
    pub bucket: OverdueBucket,
}

/// Lays what was paid upon the schedule: the oldest instalment first, in each its interest before its
/// principal.
#[must_use]
pub fn cover(schedule: &[Instalment], paid: Dong) -> Vec<Covered> {
    let mut left = paid.0;
    let mut take = |due: Dong| {
        let taken = left.clamp(0, due.0);
        left -= taken;
        Dong(taken)
    };
    let covered = |instalment: &Instalment| Covered {
        instalment: *instalment,
        interest_paid: take(instalment.interest),
        principal_paid: take(instalment.principal),
    };
    schedule.iter().map(covered).collect()
}

/// What a schedule comes to in all.
#[must_use]
pub fn total(schedule: &[Instalment]) -> Dong {
    Dong::checked_sum(schedule.iter().map(Instalment::total)).unwrap_or(Dong(i64::MAX))
}

/// How a loan stands on a day. An instalment is overdue from the day after it is due.
#[must_use]
pub fn on(covered: &[Covered], today: Date) -> Standing {
    let sum = |of: &dyn Fn(&Covered) -> i64| Dong(covered.iter().map(of).sum());
    let is_late = |one: &Covered| one.instalment.due_on < today && one.open() > Dong::ZERO;
    let overdue = sum(&|one| if is_late(one) { one.open().0 } else { 0 });
    let overdue_since = covered.iter().find(|one| is_late(one)).map(|one| one.instalment.due_on);
    let overdue_days = overdue_since.map_or(0, |since| days(since, today));
    Standing {
        principal_left: sum(&|one| one.instalment.principal.0 - one.principal_paid.0),
        open: sum(&|one| one.open().0),
        overdue,
        overdue_since,
        overdue_days,
        bucket: bucket(overdue_days),
    }
}

/// The bucket of so many days.
#[must_use]
pub const fn bucket(days: i64) -> OverdueBucket {
    match days {
        ..=0 => OverdueBucket::Current,
        1..=30 => OverdueBucket::UpTo30,
        31..=90 => OverdueBucket::UpTo90,
        91..=180 => OverdueBucket::UpTo180,
        181..=360 => OverdueBucket::UpTo360,
        _ => OverdueBucket::Over360,
    }
}

fn days(from: Date, to: Date) -> i64 {
    from.0.until(to.0).map_or(0, |span| i64::from(span.get_days()))
}

#[cfg(test)]
mod tests {
    use htx_model::support::money::RepaymentMethod;
    use proptest::prelude::*;

    use super::*;
    use crate::domain::loan::schedule::Terms;

    fn day(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    fn schedule() -> Vec<Instalment> {
        let method = RepaymentMethod::EqualPrincipal;
        // Ten a month for a year, with interest of 1 % a month.
        Terms { principal: Dong(1_200), rate: 1_200, months: 12, method }
            .schedule(day("2025-01-15"))
    }

    #[test]
    fn interest_is_paid_before_principal_and_the_oldest_first() {
        let covered = cover(&schedule(), Dong(150));
        // The first asks for 12 and 100, the second for 11 and 100.
        let paid = |at: usize| (covered[at].interest_paid.0, covered[at].principal_paid.0);
        assert_eq!([paid(0), paid(1), paid(2)], [(12, 100), (11, 27), (0, 0)]);
        assert_eq!(covered[1].open(), Dong(73));
    }

    #[test]
    fn a_loan_is_overdue_from_the_day_after_its_instalment() {
        let standing = |paid, today| on(&cover(&schedule(), Dong(paid)), day(today));
        let due = standing(0, "2025-02-15");
        assert_eq!((due.overdue, due.bucket), (Dong::ZERO, OverdueBucket::Current));
        let late = standing(0, "2025-02-16");
        assert_eq!((late.overdue, late.overdue_days), (Dong(112), 1));
        assert_eq!(late.overdue_since, Some(day("2025-02-15")));
        assert_eq!(late.bucket, OverdueBucket::UpTo30);
        let longer = standing(112, "2025-06-14");
        assert_eq!((longer.overdue_since, longer.overdue_days), (Some(day("2025-03-15")), 91));
        assert_eq!(longer.bucket, OverdueBucket::UpTo180);
        let paid = standing(total(&schedule()).0, "2030-01-01");
        assert_eq!(
            (paid.open, paid.principal_left, paid.bucket),
            (Dong(0), Dong(0), OverdueBucket::Current)
        );
    }

    #[test]
    fn buckets_meet_without_a_gap() {
        let edges = [0, 1, 30, 31, 90, 91, 180, 181, 360, 361].map(|days| bucket(days).to_string());
        assert_eq!(
            edges,
            [
                "current",
                "days_1_30",
                "days_1_30",
                "days_31_90",
                "days_31_90",
                "days_91_180",
                "days_91_180",
                "days_181_360",
                "days_181_360",
                "days_over_360",
            ]
        );
    }

    proptest! {
        #[test]
        fn every_dong_that_is_paid_is_laid_on_something(part in 0_i64..=1_278) {
            let schedule = schedule();
            prop_assert_eq!(total(&schedule), Dong(1_278));
            let covered = cover(&schedule, Dong(part));
            let laid: i64 = covered.iter().map(|one| one.interest_paid.0 + one.principal_paid.0).sum();
            prop_assert_eq!(laid, part);
            let standing = on(&covered, day("2026-06-01"));
            prop_assert_eq!(standing.open.0, 1_278 - part);
            prop_assert_eq!(standing.overdue, standing.open);
            // No instalment is touched before the one before it is paid.
            for pair in covered.windows(2) {
                prop_assert!(pair[0].open() == Dong::ZERO || pair[1].open() == pair[1].instalment.total());
            }
        }
    }
}
