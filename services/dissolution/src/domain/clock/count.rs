//! Counting days: working or calendar, standing still while the clock is stopped.

use htx_model::{
    date::Date,
    dissolution::answers::{DayCount, StopReason},
    working_days::Holidays,
};

/// A time during which a clock stood still: the days after `from` up to and with `to`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stop {
    /// Why.
    pub reason: StopReason,
    /// The day on which it stopped; that day still counts.
    pub from: Date,
    /// The day on which it went on, which does not count; none while it stands still.
    pub to: Option<Date>,
}

impl Stop {
    fn holds(&self, day: Date) -> bool {
        self.from < day && self.to.is_none_or(|to| day <= to)
    }
}

/// What a clock shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// The last day; none while the clock stands still before it ran out.
    pub due_on: Option<Date>,
    /// Days that were not counted because the clock stood still, up to the day of the reading.
    pub stopped_days: u32,
    /// Whether it stands still on the day of the reading.
    pub stopped: bool,
}

/// The longest period that is counted, in days: nothing in a dissolution runs longer.
const LONGEST: u32 = 36_525;

/// Reads a clock of so many days that began on a day. The day on which it began does not count
/// (Civil Code 91/2015/QH13 article 147).
#[must_use]
pub fn read(
    started_on: Date,
    days: u32,
    count: DayCount,
    stops: &[Stop],
    at: Date,
    holidays: &Holidays,
) -> Reading {
    let counts = |day: Date| count != DayCount::Working || holidays.is_working_day(day);
    let stopped_on = |day: Date| stops.iter().any(|stop| stop.holds(day));
    let due_on = due(started_on, days, count, stops, holidays);
    let last = due_on.map_or(at, |due| due.min(at));
    let (mut stopped_days, mut day) = (0_u32, started_on);
    for _ in 0..LONGEST {
        if day >= last {
            break;
        }
        day = day.plus_days(1);
        stopped_days += u32::from(stopped_on(day) && counts(day));
    }
    let open = stops.iter().any(|stop| stop.to.is_none() && stop.from <= at);
    Reading { due_on, stopped_days, stopped: due_on.is_none() && open }
}

fn due(
    started_on: Date,
    days: u32,
    count: DayCount,
    stops: &[Stop],
    holidays: &Holidays,
) -> Option<Date> {
    let (mut day, mut counted) = (started_on, 0);
    for _ in 0..LONGEST {
        if counted == days {
            break;
        }
        day = day.plus_days(1);
        if stops.iter().any(|stop| stop.holds(day)) {
            if stops.iter().any(|stop| stop.to.is_none() && stop.holds(day)) {
                return None;
            }
            continue;
        }
        counted += u32::from(count != DayCount::Working || holidays.is_working_day(day));
    }
    // A last day on which offices are shut moves to the next working day (Civil Code article 148).
    while count == DayCount::Calendar
        && !holidays.is_working_day(day)
        && day.0 < jiff::civil::Date::MAX
    {
        day = day.plus_days(1);
    }
    Some(day)
}
