//! Notices of suspension: given in time, and of twelve months at the most.

use htx_model::{
    date::Date,
    id::{ApplicationId, OrganisationId, SuspensionId},
    refusal::{Fault, LegalBasis, Text},
    working_days::{Holidays, add_working_days},
};
use serde::Serialize;

use super::proposal::Pause;

/// Working days between the notice and the first day of the pause (DOMAIN section 4).
pub const NOTICE_DAYS: u32 = 3;
/// Months of one notice (DOMAIN section 4).
const MONTHS_MAX: i8 = 12;
/// The articles were not read.
const NOTICE: LegalBasis = LegalBasis::unverified("92/2024/NĐ-CP", "-");

/// A notice that was approved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Suspension {
    /// Its id.
    pub id: SuspensionId,
    /// Whose.
    pub organisation: OrganisationId,
    /// The application.
    pub application: ApplicationId,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
    /// Whether it has begun.
    pub begun: bool,
    /// The day on which business was resumed.
    pub resumed_on: Option<Date>,
}

impl Suspension {
    /// Whether its last day has passed and nobody said how it goes on.
    #[must_use]
    pub fn has_expired(&self, today: Date) -> bool {
        self.resumed_on.is_none() && self.to < today
    }
}

/// Checks a notice given on a day. `busy_until` is the last day of a notice that holds already.
///
/// # Errors
/// Every rule that it breaks.
pub fn check(
    pause: &Pause,
    notice_on: Date,
    busy_until: Option<Date>,
    holidays: &Holidays,
) -> Result<(), Vec<Fault>> {
    let mut faults = Vec::new();
    let mut add = |pointer: &'static str, code, detail| {
        let pointer = pointer.into();
        faults.push(Fault { pointer, code, detail, legal_basis: Some(NOTICE) });
    };
    let earliest = add_working_days(notice_on, NOTICE_DAYS, holidays);
    if pause.from < earliest {
        add(
            "/from",
            "notice_too_short",
            Text::made(
                format!(
                    "Phải báo trước ít nhất {NOTICE_DAYS} ngày làm việc: sớm nhất từ {earliest}."
                ),
                format!(
                    "Notice is given at least {NOTICE_DAYS} working days ahead: from {earliest} on."
                ),
            ),
        );
    }
    if pause.to < pause.from {
        add(
            "/to",
            "ends_before_it_begins",
            Text::fixed(
                "Ngày cuối không được trước ngày đầu.",
                "The last day cannot lie before the first.",
            ),
        );
    }
    let longest = jiff::Span::new().months(MONTHS_MAX);
    let last = Date(pause.from.0.saturating_add(longest)).plus_days(-1);
    if pause.to > last {
        add(
            "/to",
            "suspension_too_long",
            Text::made(
                format!("Mỗi lần tạm ngừng không quá {MONTHS_MAX} tháng: đến {last}."),
                format!("One notice is for {MONTHS_MAX} months at the most: until {last}."),
            ),
        );
    }
    if let Some(busy) = busy_until.filter(|busy| pause.from <= *busy) {
        add(
            "/from",
            "suspension_overlaps",
            Text::made(
                format!(
                    "Đã có thông báo tạm ngừng đến {busy}; thông báo mới phải bắt đầu sau ngày đó."
                ),
                format!("A notice holds until {busy}; another begins after that day."),
            ),
        );
    }
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(from: &str, to: &str, busy_until: Option<&str>) -> Vec<&'static str> {
        let date = |text: &str| Date::parse(text).unwrap();
        let pause = Pause { from: date(from), to: date(to), reason: String::new() };
        let holidays = Holidays::embedded().unwrap();
        // A Monday.
        let checked = check(&pause, date("2025-05-12"), busy_until.map(date), &holidays);
        checked.err().unwrap_or_default().iter().map(|fault| fault.code).collect()
    }

    #[test]
    fn notice_is_three_working_days_ahead_and_a_pause_a_year_at_most() {
        assert!(codes("2025-05-15", "2026-05-14", None).is_empty());
        assert_eq!(codes("2025-05-14", "2025-06-14", None), ["notice_too_short"]);
        assert_eq!(codes("2025-05-15", "2026-05-15", None), ["suspension_too_long"]);
        assert_eq!(codes("2025-05-15", "2025-05-14", None), ["ends_before_it_begins"]);
        assert_eq!(codes("2025-05-15", "2025-06-15", Some("2025-05-15")), ["suspension_overlaps"]);
        assert!(codes("2025-05-16", "2025-06-15", Some("2025-05-15")).is_empty());
    }

    #[test]
    fn a_pause_from_the_last_of_february_ends_with_the_calendar() {
        assert!(codes("2028-02-29", "2029-02-27", None).is_empty());
        assert_eq!(codes("2028-02-29", "2029-02-28", None), ["suspension_too_long"]);
    }
}
