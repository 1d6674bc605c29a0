//! The authority's clock: working days from the submission, standing still while the file is
//! returned to the applicant.

use htx_model::{
    application::ApplicationKind,
    date::Date,
    refusal::LegalBasis,
    working_days::{Holidays, add_working_days, working_days_between},
};
use serde::{Deserialize, Serialize};

/// The working days that the authority has for a kind of application, since a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeLimit {
    /// Working days.
    pub working_days: u32,
    /// The first day on which a submission has this limit.
    pub valid_from: Date,
    /// The last.
    pub valid_to: Option<Date>,
    /// The article behind it. The time limits were not read (DOMAIN section 9).
    pub basis: LegalBasis,
}

const UNTIL_2024: LegalBasis = LegalBasis::unverified("193/2013/NĐ-CP", "-");
const SINCE_2024: LegalBasis = LegalBasis::unverified("92/2024/NĐ-CP", "-");
const DECREE_92: Date = Date(jiff::civil::date(2024, 7, 1));

/// The time limit of an application that is submitted on a day.
#[must_use]
pub fn time_limit(kind: ApplicationKind, on: Date) -> TimeLimit {
    if on < DECREE_92 {
        let valid_to = Some(DECREE_92.plus_days(-1));
        let valid_from = Date(jiff::civil::date(2014, 1, 1));
        return TimeLimit { working_days: 5, valid_from, valid_to, basis: UNTIL_2024 };
    }
    let working_days = match kind {
        ApplicationKind::Establishment
        | ApplicationKind::Change
        | ApplicationKind::Branch
        | ApplicationKind::BranchClosing
        | ApplicationKind::Suspension
        | ApplicationKind::Resumption
        | ApplicationKind::Reissue
        | ApplicationKind::Correction => 3,
        ApplicationKind::Conversion
        | ApplicationKind::Merger
        | ApplicationKind::Consolidation
        | ApplicationKind::Division
        | ApplicationKind::Separation => 5,
    };
    TimeLimit { working_days, valid_from: DECREE_92, valid_to: None, basis: SINCE_2024 }
}

/// A time during which the clock stood still: the days after `from` up to and with `to`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stop {
    /// The day on which the file was returned; the authority still had it.
    pub from: Date,
    /// The day on which it was handed in again; as at the submission, that day does not count.
    pub to: Option<Date>,
}

/// What the clock shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// The last day of the limit; none while the clock stands still.
    pub due_on: Option<Date>,
    /// Working days that the authority has had.
    pub used_days: u32,
    /// Working days that remain.
    pub remaining_days: u32,
    /// Working days that the clock stood still.
    pub stopped_days: u32,
    /// Whether it stands still.
    pub stopped: bool,
    /// Whether the limit has passed without a decision, or had before it.
    pub overdue: bool,
}

/// Reads the clock of a file that was submitted on a day, on another day: the day of the decision
/// where there is one.
#[must_use]
pub fn read(
    submitted_on: Date,
    stops: &[Stop],
    at: Date,
    limit: u32,
    holidays: &Holidays,
) -> Reading {
    let (mut used, mut stopped_days, mut started) = (0_u32, 0_u32, submitted_on);
    let mut ran_out = None;
    let mut stopped = false;
    for stop in stops {
        let ran = working_days_between(started, stop.from.min(at), holidays);
        if ran_out.is_none() && used.saturating_add(ran) > limit {
            ran_out = Some(add_working_days(started, limit.saturating_sub(used), holidays));
        }
        used = used.saturating_add(ran);
        let end = stop.to.unwrap_or(at).min(at);
        stopped_days = stopped_days.saturating_add(working_days_between(stop.from, end, holidays));
        stopped = stop.to.is_none();
        started = stop.to.unwrap_or(at);
    }
    let remaining_at_start = limit.saturating_sub(used);
    if !stopped {
        used = used.saturating_add(working_days_between(started, at, holidays));
    }
    let running = (!stopped).then(|| add_working_days(started, remaining_at_start, holidays));
    let due_on = ran_out.or(running);
    Reading {
        due_on,
        used_days: used,
        remaining_days: limit.saturating_sub(used),
        stopped_days,
        stopped,
        overdue: due_on.is_some_and(|due| due < at),
    }
}

#[cfg(test)]
mod tests {
    use htx_model::code_list::CodeList as _;
    use proptest::prelude::*;

    use super::*;

    fn date(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    fn stop(from: &str, to: Option<&str>) -> Stop {
        Stop { from: date(from), to: to.map(date) }
    }

    fn at(submitted: &str, stops: &[Stop], on: &str) -> Reading {
        read(date(submitted), stops, date(on), 3, &Holidays::embedded().unwrap())
    }

    #[test]
    fn the_limit_counts_from_the_day_after_the_submission_and_skips_weekends() {
        // A Thursday: Friday, Monday, Tuesday.
        let reading = at("2025-05-15", &[], "2025-05-15");
        assert_eq!(reading.due_on, Some(date("2025-05-20")));
        assert_eq!((reading.used_days, reading.remaining_days), (0, 3));
        assert!(!at("2025-05-15", &[], "2025-05-20").overdue);
        let late = at("2025-05-15", &[], "2025-05-21");
        assert!(late.overdue);
        assert_eq!((late.used_days, late.remaining_days), (4, 0));
    }

    #[test]
    fn tet_does_not_count() {
        // From Friday the 24th of January 2025, the last working day before Tết, to Monday the 3rd.
        let reading = at("2025-01-23", &[], "2025-02-03");
        assert_eq!(reading.used_days, 2);
        assert_eq!(reading.due_on, Some(date("2025-02-04")));
        assert!(!reading.overdue);
    }

    #[test]
    fn it_stands_still_while_the_file_is_returned() {
        let returned = [stop("2025-05-13", None)];
        let reading = at("2025-05-12", &returned, "2025-06-30");
        assert_eq!((reading.due_on, reading.stopped, reading.overdue), (None, true, false));
        assert_eq!((reading.used_days, reading.remaining_days), (1, 2));
        assert_eq!(reading.stopped_days, 34);

        let resubmitted = [stop("2025-05-13", Some("2025-05-23"))];
        let reading = at("2025-05-12", &resubmitted, "2025-05-23");
        // Friday the 23rd does not count; Monday and Tuesday do.
        assert_eq!(reading.due_on, Some(date("2025-05-27")));
        assert_eq!((reading.used_days, reading.stopped_days), (1, 8));
        assert!(at("2025-05-12", &resubmitted, "2025-05-28").overdue);
    }

    #[test]
    fn a_file_returned_too_late_stays_overdue() {
        let late = [stop("2025-05-20", Some("2025-05-21"))];
        let reading = at("2025-05-12", &late, "2025-05-21");
        assert_eq!(reading.due_on, Some(date("2025-05-15")));
        assert!(reading.overdue);
    }

    #[test]
    fn every_kind_has_a_limit_that_is_marked_as_not_verified() {
        for kind in ApplicationKind::all() {
            for on in ["2020-01-01", "2024-06-30", "2024-07-01", "2026-01-01"] {
                let limit = time_limit(*kind, date(on));
                assert!(limit.working_days > 0 && !limit.basis.verified);
                assert!(limit.valid_from <= date(on));
                assert!(limit.valid_to.is_none_or(|last| date(on) <= last));
            }
        }
    }

    proptest! {
        #[test]
        fn used_and_stopped_days_are_all_working_days(
            begins in 0_i64..700,
            gaps in prop::collection::vec(0_i64..20, 0..7),
            rest in 0_i64..30,
            limit in 1_u32..10,
        ) {
            let holidays = Holidays::embedded().unwrap();
            let submitted = date("2024-01-01").plus_days(begins);
            let mut day = submitted;
            let mut stops: Vec<Stop> = Vec::new();
            for (number, gap) in gaps.iter().enumerate() {
                day = day.plus_days(*gap);
                match stops.last_mut().filter(|_| number % 2 == 1) {
                    Some(last) => last.to = Some(day),
                    None => stops.push(Stop { from: day, to: None }),
                }
            }
            let at = day.plus_days(rest);
            let reading = read(submitted, &stops, at, limit, &holidays);
            prop_assert_eq!(
                reading.used_days + reading.stopped_days,
                working_days_between(submitted, at, &holidays)
            );
            prop_assert!(reading.overdue || reading.used_days <= limit);
            prop_assert!(reading.due_on.is_some() || reading.stopped);
        }
    }
}
