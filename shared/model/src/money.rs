//! Money: whole đồng, never a fraction, never a float.

use std::{borrow::Cow, cmp::Reverse, fmt, iter};

use serde::{Deserialize, Serialize};

use crate::refusal::{Fault, Text};

/// The most đồng of one amount that somebody enters: a million billion, far beyond any cooperative, so that
/// the sum of thousands stays within 64 bits.
pub const AMOUNT_MAX: i64 = 1_000_000_000_000_000;

/// An amount that somebody entered: of at least `least` đồng, and [`AMOUNT_MAX`] at the most.
///
/// # Errors
/// A fault at the pointer.
pub fn amount(
    pointer: impl Into<Cow<'static, str>>,
    given: i64,
    least: i64,
) -> Result<Dong, Fault> {
    if (least..=AMOUNT_MAX).contains(&given) {
        return Ok(Dong(given));
    }
    let (least, most) = (Dong(least), Dong(AMOUNT_MAX));
    let detail = Text::made(
        format!("Số tiền phải từ {least} đến {most}."),
        format!("The amount must be from {least} to {most}."),
    );
    Err(Fault::new(pointer, "amount_out_of_range", detail))
}

/// An amount in whole Vietnamese đồng; negative for a loss.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    utoipa::ToSchema,
)]
#[serde(transparent)]
#[schema(value_type = i64, examples(3_000_000_000_i64))]
pub struct Dong(pub i64);

impl Dong {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// An amount given in million đồng, as the state's forms do; none where it is beyond 64 bits.
    #[must_use]
    pub const fn from_millions(millions: i64) -> Option<Self> {
        match millions.checked_mul(1_000_000) {
            Some(amount) => Some(Self(amount)),
            None => None,
        }
    }

    /// The sum, unless it is beyond 64 bits.
    #[must_use]
    pub const fn checked_add(self, other: Self) -> Option<Self> {
        match self.0.checked_add(other.0) {
            Some(amount) => Some(Self(amount)),
            None => None,
        }
    }

    /// The difference, unless it is beyond 64 bits.
    #[must_use]
    pub const fn checked_sub(self, other: Self) -> Option<Self> {
        match self.0.checked_sub(other.0) {
            Some(amount) => Some(Self(amount)),
            None => None,
        }
    }

    /// The sum of many, unless it is beyond 64 bits. The order does not matter.
    #[must_use]
    pub fn checked_sum(amounts: impl IntoIterator<Item = Self>) -> Option<Self> {
        let sum: i128 = amounts.into_iter().map(|amount| i128::from(amount.0)).sum();
        i64::try_from(sum).ok().map(Self)
    }
}

impl fmt::Display for Dong {
    /// As it is written in Việt Nam: `3.000.000 ₫`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.0.unsigned_abs().to_string();
        let mut written = String::with_capacity(digits.len() * 2);
        if self.0 < 0 {
            written.push('-');
        }
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                written.push('.');
            }
            written.push(digit);
        }
        written.push_str(" ₫");
        formatter.pad(&written)
    }
}

/// Shares a total by weights in whole đồng, by largest remainder: the shares add up to the total,
/// none is further than one đồng from its exact part, and of equal remainders the earlier wins.
///
/// Nothing where there is no fair answer: a negative total or weight, or a total to share among
/// weights that are all zero.
#[must_use]
pub fn pro_rata(total: Dong, weights: &[Dong]) -> Option<Vec<Dong>> {
    let whole: i128 = weights.iter().map(|weight| i128::from(weight.0)).sum();
    if total.0 < 0 || weights.iter().any(|weight| weight.0 < 0) || (whole == 0 && total.0 > 0) {
        return None;
    }
    if whole == 0 {
        return Some(iter::repeat_n(Dong::ZERO, weights.len()).collect());
    }
    let exact = |weight: &Dong| i128::from(total.0) * i128::from(weight.0);
    let mut shares = weights
        .iter()
        .map(|weight| i64::try_from(exact(weight) / whole).ok().map(Dong))
        .collect::<Option<Vec<_>>>()?;
    let left = usize::try_from(total.0 - Dong::checked_sum(shares.iter().copied())?.0).ok()?;
    let mut by_remainder: Vec<usize> = (0..weights.len()).collect();
    by_remainder.sort_by_key(|&at| Reverse(exact(&weights[at]) % whole));
    for at in by_remainder.into_iter().take(left) {
        shares[at].0 += 1;
    }
    Some(shares)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn amounts_are_written_with_dots() {
        for (amount, written) in [
            (0, "0 ₫"),
            (999, "999 ₫"),
            (3_000_000, "3.000.000 ₫"),
            (-10_000, "-10.000 ₫"),
            (i64::MIN, "-9.223.372.036.854.775.808 ₫"),
        ] {
            assert_eq!(Dong(amount).to_string(), written);
        }
        assert_eq!(serde_json::to_string(&Dong(-5)).unwrap(), "-5");
        assert!(serde_json::from_str::<Dong>("5.5").is_err());
    }

    #[test]
    fn sums_beyond_64_bits_are_refused() {
        assert_eq!(Dong::from_millions(3000), Some(Dong(3_000_000_000)));
        assert_eq!(Dong::from_millions(i64::MAX / 2), None);
        assert_eq!(Dong(i64::MAX).checked_add(Dong(1)), None);
        assert_eq!(Dong(i64::MIN).checked_sub(Dong(1)), None);
        assert_eq!(Dong::checked_sum([Dong(i64::MAX), Dong(1)]), None);
        assert_eq!(Dong::checked_sum([Dong(i64::MAX), Dong(1), Dong(-1)]), Some(Dong(i64::MAX)));
    }

    #[test]
    fn the_largest_remainders_take_what_is_left_and_the_first_of_equals() {
        let shares = |total, weights: &[i64]| {
            let weights: Vec<Dong> = weights.iter().copied().map(Dong).collect();
            pro_rata(Dong(total), &weights)
                .map(|shares| shares.iter().map(|share| share.0).collect::<Vec<_>>())
        };
        assert_eq!(shares(100, &[1, 1, 1]), Some(vec![34, 33, 33]));
        assert_eq!(shares(10, &[1, 2, 4]), Some(vec![1, 3, 6]));
        assert_eq!(shares(0, &[0, 0]), Some(vec![0, 0]));
        assert_eq!(shares(0, &[]), Some(vec![]));
        assert_eq!(shares(1, &[]), None);
        assert_eq!(shares(1, &[0]), None);
        assert_eq!(shares(-1, &[1]), None);
        assert_eq!(shares(1, &[2, -1]), None);
        assert_eq!(
            shares(i64::MAX, &[i64::MAX, i64::MAX]),
            Some(vec![i64::MAX / 2 + 1, i64::MAX / 2])
        );
    }

    proptest! {
        #[test]
        fn shares_add_up_and_lie_within_one_dong(
            total in 0..=i64::MAX,
            weights in prop::collection::vec(prop_oneof![0_i64..5, 0..=i64::MAX], 1..20),
        ) {
            prop_assume!(weights.iter().any(|weight| *weight > 0));
            let weights: Vec<Dong> = weights.into_iter().map(Dong).collect();
            let whole: i128 = weights.iter().map(|weight| i128::from(weight.0)).sum();
            let shares = pro_rata(Dong(total), &weights).unwrap();
            prop_assert_eq!(Dong::checked_sum(shares.iter().copied()), Some(Dong(total)));
            for (share, weight) in shares.iter().zip(&weights) {
                let floor = i128::from(total) * i128::from(weight.0) / whole;
                prop_assert!((floor..=floor + 1).contains(&i128::from(share.0)));
                prop_assert!(weight.0 > 0 || share.0 == 0);
            }
        }

        #[test]
        fn no_creditor_gets_more_than_the_claim(claims in prop::collection::vec(0_i64..1_000_000, 1..20), part in 0_u64..=1000) {
            let claims: Vec<Dong> = claims.into_iter().map(Dong).collect();
            let owed = Dong::checked_sum(claims.iter().copied()).unwrap();
            let available = Dong(owed.0 * i64::try_from(part).unwrap() / 1000);
            let paid = pro_rata(available, &claims).unwrap();
            prop_assert!(paid.iter().zip(&claims).all(|(paid, claim)| paid <= claim));
        }
    }
}
