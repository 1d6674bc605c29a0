//! Figures over all cases as of a day, from grouped counts. Where a case stood on a day follows from
//! its steps up to that day: each enters a state and leaves the one before.

use std::collections::BTreeMap;

use htx_model::{
    code_list::CodeList as _,
    date::Date,
    dissolution::{
        DissolutionAction, DissolutionState, Route,
        planning::{CaseAge, StatisticsDimension as Dimension},
    },
};

use super::{blocker::days_between, lifecycle};

/// How many steps up to the day entered a state, less those that left it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The district as registered.
    pub district: Option<String>,
    /// By which way.
    pub route: Route,
    /// The state.
    pub state: DissolutionState,
    /// How many.
    pub count: i64,
}

/// How many steps of a kind were taken on a day: an opening, where there is no action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// What.
    pub action: Option<DissolutionAction>,
    /// When.
    pub on: Date,
    /// How many.
    pub count: i64,
}

/// A figure: of what, of which part, how many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// By what it is told apart.
    pub dimension: Dimension,
    /// The part: a district, a code, a month.
    pub key: Option<String>,
    /// How many cases.
    pub count: i64,
    /// How many of them are open; nothing where that is not asked.
    pub open: Option<i64>,
}

/// Everything that is counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Statistics {
    /// All cases that were opened up to the day.
    pub cases: i64,
    /// Those that were open on it.
    pub open: i64,
    /// By dimension, then by part.
    pub lines: Vec<Line>,
}

/// The month of a day, written `YYYY-MM`.
fn month(day: Date) -> String {
    format!("{:04}-{:02}", day.year(), day.0.month())
}

/// The band of ages of a case that is so many days old.
#[must_use]
pub fn age_band(days: u32) -> CaseAge {
    let all = CaseAge::all().iter().copied();
    all.into_iter()
        .find(|band| band.most_days().is_none_or(|most| days <= most))
        .unwrap_or(CaseAge::Longer)
}

/// The figures of a day.
#[must_use]
pub fn statistics(
    standings: &[Standing],
    taken: &[Taken],
    opened: &[(Date, i64)],
    as_of: Date,
) -> Statistics {
    let mut parts: BTreeMap<(Dimension, Option<String>), (i64, Option<i64>)> = BTreeMap::new();
    let mut add = |dimension: Dimension, key: Option<String>, count: i64, open: Option<i64>| {
        let part = parts.entry((dimension, key)).or_insert((0, open.map(|_| 0)));
        part.0 += count;
        part.1 = part.1.zip(open).map(|(known, more)| known + more);
    };
    let (mut cases, mut all_open) = (0, 0);
    for one in standings {
        let open = if lifecycle::is_open(one.state) { one.count } else { 0 };
        (cases, all_open) = (cases + one.count, all_open + open);
        add(Dimension::District, one.district.clone(), one.count, Some(open));
        add(Dimension::Route, Some(one.route.code().to_owned()), one.count, Some(open));
        add(Dimension::State, Some(one.state.code().to_owned()), one.count, None);
    }
    for one in taken {
        let dimension = match one.action {
            None => Dimension::OpenedMonth,
            Some(DissolutionAction::Decide) => Dimension::DecidedMonth,
            Some(DissolutionAction::Close) => Dimension::ClosedMonth,
            Some(_) => continue,
        };
        add(dimension, Some(month(one.on)), one.count, None);
    }
    for (day, count) in opened {
        let band = age_band(days_between(*day, as_of));
        add(Dimension::Age, Some(band.code().to_owned()), *count, None);
    }
    let line = |((dimension, key), (count, open))| Line { dimension, key, count, open };
    let lines = parts.into_iter().map(line).filter(|line: &Line| line.count != 0).collect();
    Statistics { cases, open: all_open, lines }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    #[test]
    fn what_enters_and_leaves_a_state_adds_up_to_where_cases_stand() {
        let of = |state, count| Standing {
            district: Some("277".to_owned()),
            route: Route::Dormant,
            state,
            count,
        };
        // Two were opened; one of them went on and was closed.
        let standings = [
            of(DissolutionState::Identified, 2),
            of(DissolutionState::Identified, -1),
            of(DissolutionState::Surveyed, 1),
            of(DissolutionState::Surveyed, -1),
            of(DissolutionState::Closed, 1),
        ];
        let taken = [Taken { action: None, on: date("2025-05-12"), count: 2 }];
        let opened = [(date("2025-05-12"), 1)];
        let found = statistics(&standings, &taken, &opened, date("2025-08-11"));
        assert_eq!((found.cases, found.open), (2, 1));
        let states: Vec<_> = found
            .lines
            .iter()
            .filter(|line| line.dimension == Dimension::State)
            .map(|line| (line.key.as_deref().unwrap(), line.count))
            .collect();
        assert_eq!(states, [("closed", 1), ("identified", 1)]);
        let district = &found.lines[0];
        assert_eq!((district.count, district.open), (2, Some(1)));
        let age = found.lines.iter().find(|line| line.dimension == Dimension::Age).unwrap();
        assert_eq!(age.key.as_deref(), Some("up_to_1_year"));
    }

    #[test]
    fn each_age_has_one_band() {
        for (days, band) in [
            (0, CaseAge::Quarter),
            (90, CaseAge::Quarter),
            (91, CaseAge::Year),
            (365, CaseAge::Year),
            (730, CaseAge::TwoYears),
            (1826, CaseAge::FiveYears),
            (1827, CaseAge::Longer),
        ] {
            assert_eq!(age_band(days), band, "{days}");
        }
    }
}
