//! From tallies to figures: integers throughout, rounded once at the end.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Definition, Unit};
use crate::administrative::{CommuneCode, DistrictCode};

/// What was counted of one place: the organisations of one district as registered that lie in one
/// commune of today.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// The district as registered.
    pub district: Option<DistrictCode>,
    /// The commune of today.
    pub commune: Option<CommuneCode>,
    /// How many organisations are counted; of a share, how many of them are above the line.
    pub counted: i64,
    /// What stands above the line: an amount, or a number.
    pub numerator: i128,
    /// What stands below the line.
    pub denominator: i64,
    /// Those of the counted that came by an application.
    pub by_application: i64,
    /// How many reported what is needed.
    pub reported: i64,
    /// How many should have.
    pub expected: i64,
}

/// Of what a figure is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key(pub Option<String>);

/// A figure with what it stands on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figure {
    /// The value; nothing where nothing stands below the line.
    pub value: Option<i64>,
    /// How many organisations are counted.
    pub counted: i64,
    /// What stands above the line; nothing beyond 64 bits.
    pub numerator: Option<i64>,
    /// What stands below the line.
    pub denominator: i64,
    /// Those of the counted that came by an application.
    pub by_application: i64,
    /// How many reported what is needed.
    pub reported: i64,
    /// How many should have.
    pub expected: i64,
}

impl Tally {
    fn add(&mut self, other: &Self) {
        self.counted += other.counted;
        self.numerator += other.numerator;
        self.denominator += other.denominator;
        self.by_application += other.by_application;
        self.reported += other.reported;
        self.expected += other.expected;
    }
}

/// A quotient rounded half up; nothing where it is of nothing or beyond 64 bits.
#[must_use]
pub fn rounded(numerator: i128, denominator: i64) -> Option<i64> {
    if denominator <= 0 {
        return None;
    }
    let denominator = i128::from(denominator);
    let doubled = numerator.checked_mul(2)?.checked_add(denominator)?;
    i64::try_from(doubled.div_euclid(denominator * 2)).ok()
}

fn of<I>(definition: &Definition<I>, tally: &Tally) -> Figure {
    let value = match definition.unit {
        Unit::Cooperative | Unit::CooperativeUnion | Unit::TrainingClass => Some(tally.counted),
        Unit::BasisPoints => rounded(tally.numerator * 10_000, tally.denominator),
        Unit::VndPerYear => rounded(tally.numerator, tally.denominator),
    };
    Figure {
        value,
        counted: tally.counted,
        numerator: i64::try_from(tally.numerator).ok(),
        denominator: tally.denominator,
        by_application: tally.by_application,
        reported: tally.reported,
        expected: tally.expected,
    }
}

/// The figure of all tallies, and that of each key.
#[must_use]
pub fn figure<I>(
    definition: &Definition<I>,
    tallies: &[Tally],
    key: impl Fn(&Tally) -> Key,
) -> (Figure, BTreeMap<Key, Figure>) {
    let mut whole = Tally::default();
    let mut parts: BTreeMap<Key, Tally> = BTreeMap::new();
    for tally in tallies {
        whole.add(tally);
        parts.entry(key(tally)).or_default().add(tally);
    }
    let parts = parts.into_iter().map(|(key, tally)| (key, of(definition, &tally))).collect();
    (of(definition, &whole), parts)
}
