//! Figures that look like a slip: flagged for a second look, never dropped or refused.
//!
//! The bounds are the suite's own, no law's: configuration to be confirmed by the planning agency.

pub use htx_model::duty::ReportFlag;
use htx_model::{date::Date, refusal::LegalBasis};

use super::annual_report::Figures;

/// The bounds, for as long as they hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bounds {
    /// From which day.
    pub valid_from: Date,
    /// Until which day; none while they hold.
    pub valid_to: Option<Date>,
    /// What they rest on.
    pub legal_basis: LegalBasis,
    /// From which ratio to the year before, either way, a figure is far from it.
    pub factor: u32,
    /// Below which amount one that is not zero was likely given in millions.
    pub least_amount_vnd: i64,
}

/// The bounds in force.
pub const BOUNDS: Bounds = Bounds {
    valid_from: Date(jiff::civil::date(2000, 1, 1)),
    valid_to: None,
    legal_basis: LegalBasis::unverified("-", "-"),
    factor: 10,
    least_amount_vnd: 1_000_000,
};

/// What is unusual about figures, beside those of the year before where there are any.
#[must_use]
pub fn flags(figures: &Figures, year_before: Option<&Figures>) -> Vec<ReportFlag> {
    let jump = |figure: fn(&Figures) -> Option<i64>| {
        year_before.is_some_and(|before| is_far(figure(figures), figure(before)))
    };
    let above = |left: Option<i64>, right: Option<i64>| {
        left.zip(right).is_some_and(|(left, right)| left > right && right >= 0)
    };
    let small = |amount: Option<i64>| {
        amount.is_some_and(|amount| amount != 0 && amount.abs() < BOUNDS.least_amount_vnd)
    };
    let unpaid =
        figures.worker_count.is_some_and(|count| count > 0) && figures.worker_pay_vnd == Some(0);
    let found = [
        (ReportFlag::RevenueJump, jump(|figures| figures.revenue_vnd)),
        (ReportFlag::CapitalJump, jump(|figures| figures.total_capital_vnd)),
        (ReportFlag::PayJump, jump(|figures| figures.worker_pay_vnd)),
        (ReportFlag::MemberJump, jump(|figures| figures.official_member_count.map(i64::from))),
        (ReportFlag::WorkerJump, jump(|figures| figures.worker_count.map(i64::from))),
        (ReportFlag::ProfitAboveRevenue, above(figures.profit_vnd, figures.revenue_vnd)),
        (
            ReportFlag::FundAboveCapital,
            above(figures.undivided_fund_vnd, figures.total_capital_vnd),
        ),
        (
            ReportFlag::LikelyInMillions,
            small(figures.revenue_vnd) || small(figures.total_capital_vnd),
        ),
        (ReportFlag::WorkersWithoutPay, unpaid),
    ];
    found.into_iter().filter(|(_, is_so)| *is_so).map(|(flag, _)| flag).collect()
}

/// Whether two figures of one organisation in two years are a factor apart. Nothing is said of a
/// figure that is unknown or zero in one of them.
fn is_far(now: Option<i64>, before: Option<i64>) -> bool {
    let (Some(now), Some(before)) = (now, before) else { return false };
    if now <= 0 || before <= 0 {
        return false;
    }
    let (small, large) = (i128::from(now.min(before)), i128::from(now.max(before)));
    large >= small * i128::from(BOUNDS.factor)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn revenue(amount: i64) -> Figures {
        Figures { revenue_vnd: Some(amount), ..Figures::default() }
    }

    #[test]
    fn ten_times_or_a_tenth_of_the_year_before_is_flagged() {
        let jumps = |now, before| {
            flags(&revenue(now), Some(&revenue(before))).contains(&ReportFlag::RevenueJump)
        };
        assert!(jumps(10_000_000_000, 1_000_000_000));
        assert!(jumps(1_000_000_000, 10_000_000_000));
        assert!(!jumps(9_999_999_999, 1_000_000_000));
        assert!(!jumps(0, 1_000_000_000));
        assert!(!jumps(1_000_000_000, 0));
        assert!(flags(&revenue(10_000_000_000), None).is_empty());
    }

    #[test]
    fn what_contradicts_itself_is_flagged() {
        let figures = Figures {
            revenue_vnd: Some(500),
            profit_vnd: Some(600),
            total_capital_vnd: Some(2_000_000_000),
            undivided_fund_vnd: Some(2_000_000_001),
            worker_count: Some(3),
            worker_pay_vnd: Some(0),
            ..Figures::default()
        };
        assert_eq!(
            flags(&figures, None),
            [
                ReportFlag::ProfitAboveRevenue,
                ReportFlag::FundAboveCapital,
                ReportFlag::LikelyInMillions,
                ReportFlag::WorkersWithoutPay,
            ]
        );
    }

    proptest! {
        #[test]
        fn a_jump_is_one_in_either_direction(now in 1_i64..=i64::MAX, before in 1_i64..=i64::MAX) {
            let there = flags(&revenue(now), Some(&revenue(before)));
            let back = flags(&revenue(before), Some(&revenue(now)));
            prop_assert_eq!(
                there.contains(&ReportFlag::RevenueJump),
                back.contains(&ReportFlag::RevenueJump)
            );
        }
    }
}
