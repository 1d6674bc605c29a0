//! The norms of a programme: checked where the lead agency has set them, said to be open where not. No
//! norm is ever made up.

use htx_model::{
    money::Dong,
    refusal::{Fault, Text},
    support::applications::{NormKind, NormResult},
};
use serde::{Deserialize, Serialize};

/// Parts of a whole in which a share is given: hundredths of a per cent.
pub const WHOLE: u32 = 10_000;

/// What a programme has set for a kind of support.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Norms {
    /// The most for one application.
    pub ceiling: Option<Dong>,
    /// The largest share of the cost, in hundredths of a per cent.
    pub share: Option<u32>,
    /// How often one organisation may have it.
    pub times: Option<u32>,
    /// How often one organisation may have it in a year.
    pub times_per_year: Option<u32>,
}

impl Norms {
    /// Whether every one is set.
    #[must_use]
    pub const fn are_set(&self) -> bool {
        self.ceiling.is_some()
            && self.share.is_some()
            && self.times.is_some()
            && self.times_per_year.is_some()
    }
}

/// What an application wants, beside what the organisation had before.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Wanted {
    /// How much.
    pub amount: Dong,
    /// What the whole costs.
    pub cost: Dong,
    /// How often the organisation had it, this time left out.
    pub times_before: u32,
    /// How often in the same year.
    pub times_before_in_year: u32,
}

/// What one norm says of an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = NormFinding)]
pub struct Finding {
    /// Which norm (định mức).
    pub norm: NormKind,
    /// Whether it is kept, exceeded, or not set.
    pub result: NormResult,
    /// What the norm allows: đồng for a ceiling, the largest amount in đồng for a share, a number of
    /// times; null where it is not set.
    #[schema(required, minimum = 0)]
    pub limit: Option<i64>,
    /// What the application would come to, in the same unit.
    #[schema(minimum = 0)]
    pub value: i64,
}

/// Holds an application against the norms: one finding for each norm there is.
#[must_use]
pub fn check(norms: &Norms, wanted: &Wanted) -> Vec<Finding> {
    let share = norms.share.map(|share| of(wanted.cost, share));
    let times = |limit: Option<u32>, before: u32| (limit.map(i64::from), i64::from(before) + 1);
    let (times_limit, times_value) = times(norms.times, wanted.times_before);
    let (year_limit, year_value) = times(norms.times_per_year, wanted.times_before_in_year);
    let amount = wanted.amount.0;
    vec![
        finding(NormKind::Ceiling, norms.ceiling.map(|ceiling| ceiling.0), amount),
        finding(NormKind::Share, share, amount),
        finding(NormKind::Times, times_limit, times_value),
        finding(NormKind::TimesPerYear, year_limit, year_value),
    ]
}

/// A share of a cost in whole đồng, rounded down: a norm is never exceeded by rounding.
fn of(cost: Dong, share: u32) -> i64 {
    let part = i128::from(cost.0) * i128::from(share) / i128::from(WHOLE);
    i64::try_from(part).unwrap_or(i64::MAX)
}

fn finding(norm: NormKind, limit: Option<i64>, value: i64) -> Finding {
    let result = match limit {
        None => NormResult::Open,
        Some(limit) if value > limit => NormResult::Exceeded,
        Some(_) => NormResult::Kept,
    };
    Finding { norm, result, limit, value }
}

/// A fault for each norm that is exceeded.
#[must_use]
pub fn faults(findings: &[Finding]) -> Vec<Fault> {
    let exceeded = findings.iter().filter(|finding| finding.result == NormResult::Exceeded);
    exceeded.map(fault).collect()
}

fn fault(finding: &Finding) -> Fault {
    let limit = finding.limit.unwrap_or_default();
    let (code, detail) = match finding.norm {
        NormKind::Ceiling => (
            "above_ceiling",
            Text::made(
                format!("Vượt mức trần {}.", Dong(limit)),
                format!("Above the ceiling of {}.", Dong(limit)),
            ),
        ),
        NormKind::Share => (
            "above_share",
            Text::made(
                format!("Vượt tỷ lệ hỗ trợ: nhiều nhất {} trên tổng chi phí.", Dong(limit)),
                format!("Above the share of the cost: at most {}.", Dong(limit)),
            ),
        ),
        NormKind::Times => (
            "too_often",
            Text::made(
                format!("Mỗi tổ chức chỉ được hỗ trợ {limit} lần."),
                format!("An organisation may have it {limit} times only."),
            ),
        ),
        NormKind::TimesPerYear => (
            "too_often_in_year",
            Text::made(
                format!("Mỗi tổ chức chỉ được hỗ trợ {limit} lần trong năm."),
                format!("An organisation may have it {limit} times a year only."),
            ),
        ),
    };
    Fault::new("/amount_vnd", code, detail)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_not_set_is_open_and_never_exceeded() {
        let wanted = Wanted { amount: Dong(i64::MAX), times_before: 99, ..Wanted::default() };
        let findings = check(&Norms::default(), &wanted);
        assert!(findings.iter().all(|finding| finding.result == NormResult::Open));
        assert_eq!(faults(&findings), []);
    }

    #[test]
    fn what_is_set_is_kept_to_the_last_dong() {
        let norms = Norms {
            ceiling: Some(Dong(100)),
            share: Some(5_000),
            times: Some(2),
            times_per_year: Some(1),
        };
        let codes = |amount, cost, times_before, times_before_in_year| {
            let wanted = Wanted {
                amount: Dong(amount),
                cost: Dong(cost),
                times_before,
                times_before_in_year,
            };
            faults(&check(&norms, &wanted)).iter().map(|fault| fault.code).collect::<Vec<_>>()
        };
        assert_eq!(codes(100, 200, 1, 0), Vec::<&str>::new());
        assert_eq!(codes(101, 202, 1, 0), ["above_ceiling"]);
        assert_eq!(codes(100, 199, 1, 0), ["above_share"]);
        assert_eq!(codes(100, 200, 2, 1), ["too_often", "too_often_in_year"]);
    }

    proptest! {
        #[test]
        fn whoever_keeps_the_share_takes_no_more_than_it(
            cost in 0..=1_000_000_000_000_000_i64, share in 0..=WHOLE, amount in 1..=1_000_000_000_000_000_i64,
        ) {
            let norms = Norms { share: Some(share), ..Norms::default() };
            let wanted = Wanted { amount: Dong(amount), cost: Dong(cost), ..Wanted::default() };
            let kept = faults(&check(&norms, &wanted)).is_empty();
            let within = i128::from(amount) * i128::from(WHOLE) <= i128::from(cost) * i128::from(share);
            prop_assert_eq!(kept, within);
        }
    }
}
