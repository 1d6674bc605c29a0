//! What a target will have reached by 31 December at the present rate.

use htx_model::{
    date::Date,
    plan::{Aggregate, PaceRule},
};

/// What a target will reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// By which rule it is foretold.
    pub rule: PaceRule,
    /// How many days of the year have passed, the day of the figure among them.
    pub days_elapsed: i64,
    /// How many it has.
    pub days_total: i64,
    /// What it will be, in the target's unit, whole ones only.
    pub projected: i64,
}

/// What a value of the year as of a day comes to by its end. A count grows as it has grown so far, day by
/// day; a share or a mean stays as it is; a year that is over has reached what it has.
#[must_use]
pub fn pace(value: i64, aggregate: Aggregate, (year, as_of): (i16, Date)) -> Option<Pace> {
    let (first, last) = Date::new(year, 1, 1).zip(Date::new(year, 12, 31))?;
    if as_of < first {
        return None;
    }
    let until = |day: Date| i64::from((day.0 - first.0).get_days()) + 1;
    let days_total = until(last);
    let days_elapsed = until(as_of.min(last));
    let rule = match (as_of >= last, aggregate.adds_up()) {
        (true, _) => PaceRule::YearOver,
        (false, true) => PaceRule::LinearByDays,
        (false, false) => PaceRule::AsMeasured,
    };
    let projected = match rule {
        PaceRule::LinearByDays => {
            let projected = i128::from(value) * i128::from(days_total) / i128::from(days_elapsed);
            i64::try_from(projected).unwrap_or(i64::MAX)
        }
        PaceRule::AsMeasured | PaceRule::YearOver => value,
    };
    Some(Pace { rule, days_elapsed, days_total, projected })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(value: i64, aggregate: Aggregate, as_of: &str) -> Option<(PaceRule, i64, i64)> {
        let pace = pace(value, aggregate, (2025, Date::parse(as_of).unwrap()))?;
        Some((pace.rule, pace.days_elapsed, pace.projected))
    }

    #[test]
    fn a_count_goes_on_as_it_has_gone_so_far() {
        // Half of the year has passed on 2 July of a year of 365 days, but for half a day.
        assert_eq!(of(50, Aggregate::Count, "2025-07-02"), Some((PaceRule::LinearByDays, 183, 99)));
        assert_eq!(
            of(1, Aggregate::CountDistinct, "2025-01-01"),
            Some((PaceRule::LinearByDays, 1, 365))
        );
        assert_eq!(of(0, Aggregate::Count, "2025-11-30"), Some((PaceRule::LinearByDays, 334, 0)));
        let leap = pace(10, Aggregate::Count, (2024, Date::parse("2024-02-29").unwrap())).unwrap();
        assert_eq!((leap.days_elapsed, leap.days_total, leap.projected), (60, 366, 61));
    }

    #[test]
    fn a_share_or_a_mean_stays_as_it_is() {
        for aggregate in [Aggregate::Share, Aggregate::Mean, Aggregate::WeightedMean] {
            assert_eq!(of(6_400, aggregate, "2025-03-31"), Some((PaceRule::AsMeasured, 90, 6_400)));
        }
    }

    #[test]
    fn a_year_that_is_over_has_reached_what_it_has() {
        for as_of in ["2025-12-31", "2026-04-01"] {
            assert_eq!(of(97, Aggregate::Count, as_of), Some((PaceRule::YearOver, 365, 97)));
        }
        assert_eq!(of(97, Aggregate::Count, "2024-12-31"), None);
    }

    proptest! {
        #[test]
        fn more_reached_is_never_foretold_as_less(
            value in 0_i64..=1_000_000_000,
            more in 0_i64..=1_000,
            day in 0_i64..=400,
        ) {
            let as_of = Date::new(2025, 1, 1).unwrap().plus_days(day);
            let of = |value| pace(value, Aggregate::Count, (2025, as_of)).unwrap().projected;
            prop_assert!(of(value) >= value);
            prop_assert!(of(value + more) >= of(value));
        }
    }
}
