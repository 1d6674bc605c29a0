//! The schedule of a loan in whole đồng: what is paid back is what was lent, to the đồng.

use htx_model::{
    date::Date,
    money::Dong,
    refusal::{Fault, Text},
    support::money::RepaymentMethod,
};

/// The longest loan, in months.
pub const MONTHS_MAX: u32 = 240;
/// The highest interest of a year, in hundredths of a per cent.
pub const RATE_MAX: u32 = 3_000;
/// The largest loan.
pub const PRINCIPAL_MAX: i64 = 1_000_000_000_000;

/// On which terms money is lent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terms {
    /// How much.
    pub principal: Dong,
    /// Interest of a year, in hundredths of a per cent.
    pub rate: u32,
    /// In how many monthly instalments it is paid back.
    pub months: u32,
    /// How.
    pub method: RepaymentMethod,
}

/// An instalment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Instalment {
    /// Its number, from 1.
    pub number: u32,
    /// When it is due.
    pub due_on: Date,
    /// What is paid back of what was lent.
    pub principal: Dong,
    /// What is paid for the month before.
    pub interest: Dong,
    /// What is left of what was lent after it.
    pub left: Dong,
}

impl Instalment {
    /// What is due in all.
    #[must_use]
    pub fn total(&self) -> Dong {
        Dong(self.principal.0.saturating_add(self.interest.0))
    }
}

impl Terms {
    /// Checks the terms.
    ///
    /// # Errors
    /// Every bound that they break.
    pub fn check(&self) -> Result<(), Vec<Fault>> {
        let bounds = [
            ("/principal_vnd", self.principal.0, 1, PRINCIPAL_MAX),
            ("/annual_rate_bps", i64::from(self.rate), 0, i64::from(RATE_MAX)),
            ("/months", i64::from(self.months), 1, i64::from(MONTHS_MAX)),
        ];
        let broken =
            bounds.into_iter().filter(|(_, value, least, most)| value < least || value > most);
        let fault = |(pointer, _, least, most): (&'static str, i64, i64, i64)| {
            Fault::new(
                pointer,
                "out_of_range",
                Text::made(
                    format!("Phải từ {least} đến {most}."),
                    format!("It must be from {least} to {most}."),
                ),
            )
        };
        let mut faults: Vec<Fault> = broken.map(fault).collect();
        if faults.is_empty() && self.principal.0 < i64::from(self.months) {
            faults.push(fault(("/principal_vnd", 0, i64::from(self.months), PRINCIPAL_MAX)));
        }
        if faults.is_empty() { Ok(()) } else { Err(faults) }
    }

    /// The interest of a month on what is left, rounded down to the đồng.
    fn interest(&self, left: i64) -> i64 {
        // At most 10^12 × 3,000 / 120,000.
        let interest = i128::from(left) * i128::from(self.rate) / 120_000;
        i64::try_from(interest).unwrap_or(i64::MAX)
    }

    /// The schedule of a loan that is paid out on a day: the first instalment is due a month later.
    /// The last one takes what is left.
    #[must_use]
    pub fn schedule(&self, paid_out_on: Date) -> Vec<Instalment> {
        let payment = match self.method {
            RepaymentMethod::EqualPrincipal => None,
            RepaymentMethod::Annuity => Some(self.annuity()),
        };
        let mut left = self.principal.0;
        (1..=self.months)
            .map(|number| {
                let interest = self.interest(left);
                let principal = if number == self.months {
                    left
                } else {
                    match payment {
                        None => self.principal.0 / i64::from(self.months),
                        Some(payment) => (payment - interest).clamp(0, left),
                    }
                };
                left -= principal;
                Instalment {
                    number,
                    due_on: months_after(paid_out_on, number),
                    principal: Dong(principal),
                    interest: Dong(interest),
                    left: Dong(left),
                }
            })
            .collect()
    }

    /// The smallest monthly payment that pays everything back in time, found by halving: no fraction
    /// is ever computed.
    fn annuity(&self) -> i64 {
        // Paying everything at once with its interest is certainly enough.
        let (mut least, mut enough) = (1, self.principal.0 + self.interest(self.principal.0));
        while least < enough {
            let payment = least + (enough - least) / 2;
            if self.pays_back(payment) {
                enough = payment;
            } else {
                least = payment + 1;
            }
        }
        least
    }

    fn pays_back(&self, payment: i64) -> bool {
        let left = (0..self.months).try_fold(self.principal.0, |left, _| {
            let after = left + self.interest(left) - payment;
            // What does not fall at first never falls.
            (after <= left).then_some(after.max(0))
        });
        left == Some(0)
    }
}

/// The day a number of months later; the last of its month where that is shorter.
fn months_after(day: Date, months: u32) -> Date {
    let span = jiff::Span::new().try_months(i64::from(months)).unwrap_or_default();
    Date(day.0.saturating_add(span))
}

#[cfg(test)]
mod tests {
    use htx_model::code_list::CodeList as _;
    use proptest::prelude::*;

    use super::*;

    fn terms(principal: i64, rate: u32, months: u32, method: RepaymentMethod) -> Terms {
        Terms { principal: Dong(principal), rate, months, method }
    }

    fn day(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    #[test]
    fn equal_principal_leaves_the_rest_to_the_last() {
        let schedule =
            terms(100, 1_200, 3, RepaymentMethod::EqualPrincipal).schedule(day("2025-01-31"));
        let lines: Vec<_> = schedule
            .iter()
            .map(|one| (one.due_on.to_string(), one.principal.0, one.interest.0, one.left.0))
            .collect();
        let line = |on: &str, principal, interest, left| (on.to_owned(), principal, interest, left);
        assert_eq!(
            lines,
            [
                line("2025-02-28", 33, 1, 67),
                line("2025-03-31", 33, 0, 34),
                line("2025-04-30", 34, 0, 0),
            ]
        );
    }

    #[test]
    fn an_annuity_is_the_same_each_month_but_the_last() {
        // 100 million at 6 % in 12 months: 8,606,643 as any bank's table says.
        let schedule =
            terms(100_000_000, 600, 12, RepaymentMethod::Annuity).schedule(day("2025-05-12"));
        let totals: Vec<i64> = schedule.iter().map(|one| one.total().0).collect();
        assert!(totals[..11].iter().all(|total| *total == 8_606_643), "{totals:?}");
        assert!(totals[11] <= 8_606_643 && totals[11] > 8_606_600);
    }

    #[test]
    fn terms_out_of_bounds_are_told_each() {
        let wrong = terms(0, RATE_MAX + 1, 0, RepaymentMethod::Annuity).check().unwrap_err();
        let pointers: Vec<_> = wrong.iter().map(|fault| fault.pointer.as_ref()).collect();
        assert_eq!(pointers, ["/principal_vnd", "/annual_rate_bps", "/months"]);
        assert!(terms(11, 0, 12, RepaymentMethod::Annuity).check().is_err());
        assert!(terms(12, 0, 12, RepaymentMethod::Annuity).check().is_ok());
    }

    proptest! {
        #[test]
        fn what_is_paid_back_is_what_was_lent_to_the_dong(
            principal in prop_oneof![240_i64..10_000, 240..=PRINCIPAL_MAX],
            rate in 0..=RATE_MAX,
            months in 1..=MONTHS_MAX,
            method in prop::sample::select(RepaymentMethod::all()),
        ) {
            let terms = terms(principal, rate, months, method);
            prop_assert!(terms.check().is_ok());
            let schedule = terms.schedule(day("2025-01-31"));
            prop_assert_eq!(schedule.len(), usize::try_from(months).unwrap());
            let paid: i64 = schedule.iter().map(|one| one.principal.0).sum();
            prop_assert_eq!(paid, principal);

            let mut left = principal;
            for (before, one) in schedule.iter().enumerate() {
                prop_assert!(one.principal.0 >= 0 && one.interest.0 >= 0);
                // A month's interest is on what is left, rounded down.
                let exact = i128::from(left) * i128::from(rate);
                let interest = i128::from(one.interest.0) * 120_000;
                prop_assert!(interest <= exact && exact < interest + 120_000);
                left -= one.principal.0;
                prop_assert_eq!(one.left.0, left);
                prop_assert!(before == 0 || schedule[before - 1].due_on < one.due_on);
            }
            prop_assert_eq!(left, 0);

            let (last, others) = schedule.split_last().unwrap();
            match method {
                RepaymentMethod::EqualPrincipal => {
                    let each = principal / i64::from(months);
                    prop_assert!(others.iter().all(|one| one.principal.0 == each));
                    prop_assert!(last.principal.0 - each < i64::from(months));
                }
                RepaymentMethod::Annuity => {
                    let first = schedule[0].total();
                    let same = |one: &Instalment| one.total() == first || one.left.0 == 0;
                    prop_assert!(others.iter().all(same));
                    prop_assert!(last.total() <= first);
                }
            }
        }
    }
}
