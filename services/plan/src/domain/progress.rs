//! How a figure stands to what is to be reached, and whose figures are too few to be shown.

use htx_model::{indicator::Figure, plan::Aggregate};

use super::pace::Pace;

/// How a value stands to the least that is to be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// How much of it is reached, in hundredths of a per cent, rounded down: ten thousand and more only
    /// where it is reached. Nothing of a target of nothing.
    pub share_reached: Option<i64>,
    /// What is lacking.
    pub remaining: i64,
    /// Whether it is reached.
    pub reached: bool,
}

/// How a value stands to the least that is to be reached.
#[must_use]
pub fn standing(value: i64, minimum: i64) -> Standing {
    let share = i128::from(value.max(0)) * 10_000;
    let share = (minimum > 0).then(|| share / i128::from(minimum));
    Standing {
        share_reached: share.map(|share| i64::try_from(share).unwrap_or(i64::MAX)),
        remaining: minimum.saturating_sub(value).max(0),
        reached: value >= minimum,
    }
}

/// Of fewer organisations, a mean or share would tell what one of them reported.
pub const GROUP_MIN: i64 = 5;

/// How many organisations a figure is of.
#[must_use]
pub const fn group(figure: &Figure, aggregate: Aggregate) -> i64 {
    match aggregate {
        Aggregate::Share => figure.denominator,
        Aggregate::Count | Aggregate::CountDistinct | Aggregate::Mean | Aggregate::WeightedMean => {
            figure.counted
        }
    }
}

/// What somebody may know of a figure. Of a mean or share that is not of their own territory they are told
/// how many stand behind it and the value, rounded down to a step of at least what one of them has of it: the
/// difference of two days, or of a whole and its parts, then tells of no organisation what it reported more
/// closely than a whole mean. Of fewer than [`GROUP_MIN`] they are told nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Told {
    /// Whether it is what was computed, or a count.
    pub exact: bool,
    /// Whether it is hidden, because it is of so few.
    pub hidden: bool,
    /// The value.
    pub value: Option<i64>,
    /// How many are counted.
    pub counted: Option<i64>,
    /// What stands above the line.
    pub numerator: Option<i64>,
    /// What stands below the line.
    pub denominator: Option<i64>,
}

/// What somebody may know of a figure, who reaches all that it is of, or does not.
#[must_use]
pub fn told(figure: &Figure, aggregate: Aggregate, reached: bool) -> Told {
    let group = group(figure, aggregate);
    if reached || aggregate.adds_up() {
        return Told {
            exact: true,
            hidden: false,
            value: figure.value,
            counted: Some(figure.counted),
            numerator: figure.numerator,
            denominator: Some(figure.denominator),
        };
    }
    if (1..GROUP_MIN).contains(&group) {
        return Told::HIDDEN;
    }
    Told {
        value: figure.value.map(|value| coarse(value, group)),
        // Of a share it is what stands above the line.
        counted: (aggregate != Aggregate::Share).then_some(figure.counted),
        ..Told::default()
    }
}

/// A value rounded down to a multiple of one, two or five times a power of ten that is no less than one
/// organisation's part of it.
fn coarse(value: i64, group: i64) -> i64 {
    let part = value.unsigned_abs().div_ceil(group.unsigned_abs().max(1));
    let powers = std::iter::successors(Some(1_i64), |power| power.checked_mul(10));
    let mut steps = powers.flat_map(|power| [1, 2, 5].map(|one| power.saturating_mul(one)));
    let step = steps.find(|step| step.unsigned_abs() >= part).unwrap_or(i64::MAX);
    value.div_euclid(step).saturating_mul(step)
}

impl Told {
    const HIDDEN: Self = Self {
        exact: false,
        hidden: true,
        value: None,
        counted: None,
        numerator: None,
        denominator: None,
    };

    /// How what is told stands to the least that is to be reached.
    #[must_use]
    pub fn standing(&self, minimum: Option<i64>) -> Option<Standing> {
        self.value.zip(minimum).map(|(value, minimum)| standing(value, minimum))
    }

    /// What it will reach, by what is told: a mean stays as it is.
    #[must_use]
    pub fn pace(&self, pace: Option<Pace>) -> Option<Pace> {
        let (value, pace) = self.value.zip(pace)?;
        Some(if self.exact { pace } else { Pace { projected: value, ..pace } })
    }
}

/// What somebody may know of each part who reaches only those that `reached` says. What is hidden could be
/// worked out from the whole and the others: as many of the smallest go with it as it takes that two are
/// hidden, of [`GROUP_MIN`] organisations together.
#[must_use]
pub fn told_of_parts(
    parts: &[Figure],
    aggregate: Aggregate,
    reached: impl Fn(usize) -> bool,
) -> Vec<Told> {
    let of = |index: usize| parts.get(index).map_or(0, |figure| group(figure, aggregate));
    let each = parts.iter().enumerate();
    let mut told: Vec<Told> =
        each.map(|(index, figure)| told(figure, aggregate, reached(index))).collect();
    loop {
        let hidden = || (0..told.len()).filter(|index| told[*index].hidden);
        let (count, together) = (hidden().count(), hidden().map(of).sum::<i64>());
        if count == 0 || (count > 1 && together >= GROUP_MIN) {
            return told;
        }
        let others = (0..told.len()).filter(|index| !told[*index].hidden && of(*index) > 0);
        let smallest = others.filter(|index| !reached(*index)).min_by_key(|index| of(*index));
        let Some(also) = smallest.and_then(|index| told.get_mut(index)) else { return told };
        *also = Told::HIDDEN;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_target_is_reached_from_its_least_on() {
        let of = |value, minimum| {
            let standing = standing(value, minimum);
            (standing.share_reached, standing.remaining, standing.reached)
        };
        assert_eq!(of(47, 47), (Some(10_000), 0, true));
        assert_eq!(of(46, 47), (Some(9_787), 1, false));
        assert_eq!(of(60, 47), (Some(12_765), 0, true));
        assert_eq!(of(2_999_999_999, 3_000_000_000), (Some(9_999), 1, false), "rounded down");
        assert_eq!(of(-5, 10), (Some(0), 15, false), "a loss");
        assert_eq!(of(0, 0), (None, 0, true));
    }

    fn parts(groups: &[i64]) -> Vec<Figure> {
        groups
            .iter()
            .map(|group| Figure { counted: *group, denominator: *group, ..Figure::default() })
            .collect()
    }

    fn hidden(groups: &[i64], aggregate: Aggregate, own: Option<usize>) -> Vec<bool> {
        let told = told_of_parts(&parts(groups), aggregate, |at| Some(at) == own);
        told.iter().map(|one| one.hidden).collect()
    }

    #[test]
    fn means_of_small_groups_are_hidden_and_counts_are_not() {
        let of = |groups: &[i64], aggregate| hidden(groups, aggregate, None);
        assert_eq!(of(&[1, 4, 5, 90], Aggregate::Mean), [true, true, false, false]);
        assert_eq!(of(&[1, 4, 5, 90], Aggregate::Share), [true, true, false, false]);
        assert_eq!(of(&[1, 4, 5, 90], Aggregate::Count), [false; 4]);
        // One alone could be worked out from the whole.
        assert_eq!(of(&[1, 0, 7, 90], Aggregate::Mean), [true, false, true, false]);
        // And so could the mean of two in two districts.
        assert_eq!(of(&[1, 1, 7, 90], Aggregate::Mean), [true, true, true, false]);
        assert_eq!(of(&[7, 8], Aggregate::Mean), [false, false]);
        assert_eq!(of(&[1], Aggregate::Mean), [true]);
    }

    #[test]
    fn who_reaches_a_part_sees_it() {
        let of = |groups: &[i64], own| hidden(groups, Aggregate::Mean, Some(own));
        assert_eq!(of(&[1, 4, 90], 0), [false, true, true]);
        assert_eq!(of(&[1, 90, 95], 0), [false, false, false]);
    }

    #[test]
    fn others_are_told_a_mean_to_one_organisation_s_part_of_it() {
        let of = |value, group| coarse(value, group);
        assert_eq!(of(3_123_456_789, 1_000), 3_120_000_000);
        assert_eq!(of(3_123_456_789, 20), 3_000_000_000);
        assert_eq!(of(9_900_000_000, 5), 8_000_000_000);
        assert_eq!(of(6_650, 1_500), 6_650);
        assert_eq!(of(6_650, 90), 6_600);
        assert_eq!(of(-1_234_567, 10), -1_400_000, "down, of a loss as well");
        assert_eq!(of(0, 7), 0);
        assert_eq!(of(i64::MAX, 1), i64::MAX, "no step is larger");
    }

    proptest! {
        /// The amounts that may stand behind what is told of a group lie a whole mean apart, or further.
        #[test]
        fn what_is_told_tells_of_nobody(value in -10_000_000_000_i64..10_000_000_000, group in 5_i64..2_000) {
            let shown = coarse(value, group);
            prop_assert!(shown <= value);
            let step = (1..).map(|power: u32| 10_i64.pow(power - 1)).flat_map(|ten| [ten, 2 * ten, 5 * ten]);
            let step = step.take(40).find(|step| step * group >= value.abs()).unwrap();
            prop_assert_eq!(shown.rem_euclid(step), 0);
            prop_assert!(value - shown < step && step * group >= value.abs());
        }
    }
}
