//! What an organisation had of a programme before, held against the norms on how often.

use std::collections::BTreeMap;

use htx_model::{
    date::Date,
    support::{applications::SupportKind, programmes::SupportUse},
};
use serde::{Deserialize, Serialize};

use crate::domain::{application::norm::Norms, programme::Content};

/// How often an organisation was granted a kind of support under a programme.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Granted {
    /// Ever.
    pub times: u32,
    /// In the year of the day.
    pub times_in_year: u32,
    /// The last time.
    pub last_on: Option<Date>,
}

/// What was granted to an organisation, by kind of support, under one programme.
pub type GrantedKinds = BTreeMap<SupportKind, Granted>;

impl Granted {
    /// The same with one more grant.
    pub fn count(&mut self, on: Date, day: Date) {
        self.times += 1;
        self.times_in_year += u32::from(on.year() == day.year());
        self.last_on = self.last_on.max(Some(on));
    }
}

/// How a kind of support stands for an organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// Which.
    pub kind: SupportKind,
    /// How often it was granted.
    pub granted: Granted,
    /// How often it may be, ever; nothing where the lead agency has not set it.
    pub times: Option<u32>,
    /// How often in a year.
    pub times_per_year: Option<u32>,
    /// What follows.
    pub standing: SupportUse,
}

impl Standing {
    /// How a kind of support stands by its norms.
    #[must_use]
    pub fn of(kind: SupportKind, granted: Granted, norms: &Norms) -> Self {
        let reached = |limit: Option<u32>, times| limit.is_some_and(|limit| times >= limit);
        let standing = if reached(norms.times, granted.times) {
            SupportUse::UsedUp
        } else if reached(norms.times_per_year, granted.times_in_year) {
            SupportUse::UsedUpThisYear
        } else if norms.times.is_none() && norms.times_per_year.is_none() {
            SupportUse::Open
        } else {
            SupportUse::Available
        };
        let (times, times_per_year) = (norms.times, norms.times_per_year);
        Self { kind, granted, times, times_per_year, standing }
    }

    /// Whether it cannot be granted again, ever or this year.
    #[must_use]
    pub const fn is_used_up(&self) -> bool {
        matches!(self.standing, SupportUse::UsedUp | SupportUse::UsedUpThisYear)
    }
}

/// How every kind of support that a programme gives stands for an organisation on a day.
#[must_use]
pub fn standings(content: &Content, granted: &GrantedKinds, day: Date) -> Vec<Standing> {
    let standing = |kind| {
        let before = granted.get(&kind).copied().unwrap_or_default();
        Standing::of(kind, before, &content.norms_on(kind, day))
    };
    content.supports.iter().map(|support| standing(support.kind)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_granted_is_held_against_how_often_it_may_be() {
        let norms = |times, times_per_year| Norms { times, times_per_year, ..Norms::default() };
        let granted = |times, times_in_year| Granted { times, times_in_year, ..Granted::default() };
        for (had, norms, standing) in [
            (granted(5, 5), norms(None, None), SupportUse::Open),
            (granted(0, 0), norms(Some(1), None), SupportUse::Available),
            (granted(1, 0), norms(Some(1), None), SupportUse::UsedUp),
            (granted(1, 1), norms(Some(2), Some(1)), SupportUse::UsedUpThisYear),
            (granted(1, 0), norms(Some(2), Some(1)), SupportUse::Available),
            (granted(2, 1), norms(Some(2), Some(1)), SupportUse::UsedUp),
        ] {
            let told = Standing::of(SupportKind::AgriculturalSupport, had, &norms);
            assert_eq!(told.standing, standing, "{had:?} {norms:?}");
        }
    }

    #[test]
    fn a_grant_counts_in_the_year_of_its_decision() {
        let day = |text| Date::parse(text).unwrap();
        let mut granted = Granted::default();
        for on in ["2025-03-01", "2024-12-31", "2025-01-01"] {
            granted.count(day(on), day("2025-05-12"));
        }
        assert_eq!((granted.times, granted.times_in_year), (3, 2));
        assert_eq!(granted.last_on, Some(day("2025-03-01")));
    }
}
