//! How a figure stands to what is to be reached, and whose figures are too few to be shown.

use htx_model::{indicator::Figure, plan::Aggregate};

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

/// Whether a figure is a mean or share of so few that it would tell what one of them reported.
#[must_use]
pub fn is_of_a_few(figure: &Figure, aggregate: Aggregate) -> bool {
    !aggregate.adds_up() && (1..GROUP_MIN).contains(&group(figure, aggregate))
}

/// Which of the parts are hidden from somebody who reaches only those that `reached` says: means and
/// shares of small groups. Where that is just one, the smallest of the others goes with it: with the
/// figure of the whole it could be worked out.
#[must_use]
pub fn hidden(
    parts: &[Figure],
    aggregate: Aggregate,
    reached: impl Fn(usize) -> bool,
) -> Vec<bool> {
    let of = |index: usize| parts.get(index).map_or(0, |figure| group(figure, aggregate));
    if aggregate.adds_up() {
        return vec![false; parts.len()];
    }
    let mut hidden: Vec<bool> = (0..parts.len())
        .map(|index| (1..GROUP_MIN).contains(&of(index)) && !reached(index))
        .collect();
    if hidden.iter().filter(|hidden| **hidden).count() == 1 {
        let others = (0..parts.len()).filter(|index| !hidden[*index] && of(*index) > 0);
        let smallest = others.filter(|index| !reached(*index)).min_by_key(|index| of(*index));
        if let Some(also) = smallest.and_then(|index| hidden.get_mut(index)) {
            *also = true;
        }
    }
    hidden
}

#[cfg(test)]
mod tests {
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

    #[test]
    fn means_of_small_groups_are_hidden_and_counts_are_not() {
        let of = |groups: &[i64], aggregate| hidden(&parts(groups), aggregate, |_| false);
        assert_eq!(of(&[1, 4, 5, 90], Aggregate::Mean), [true, true, false, false]);
        assert_eq!(of(&[1, 4, 5, 90], Aggregate::Share), [true, true, false, false]);
        assert_eq!(of(&[1, 4, 5, 90], Aggregate::Count), [false; 4]);
        // One alone could be worked out from the whole.
        assert_eq!(of(&[1, 0, 7, 90], Aggregate::Mean), [true, false, true, false]);
        assert_eq!(of(&[7, 8], Aggregate::Mean), [false, false]);
        assert_eq!(of(&[1], Aggregate::Mean), [true]);
    }

    #[test]
    fn who_reaches_a_part_sees_it() {
        let of =
            |groups: &[i64], own: usize| hidden(&parts(groups), Aggregate::Mean, |at| at == own);
        assert_eq!(of(&[1, 4, 90], 0), [false, true, true]);
        assert_eq!(of(&[1, 90, 95], 0), [false, false, false]);
    }
}
