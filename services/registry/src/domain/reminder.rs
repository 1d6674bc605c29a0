//! Who is to be reminded of a yearly duty.

use htx_model::date::Date;
pub use htx_model::duty::ReminderKind;

/// The last day on which an organisation was registered that has the duty for a year: the last of
/// that year; for a rating, which is due from an age of twelve months, the first.
#[must_use]
pub fn registered_by(kind: ReminderKind, year: i16) -> Option<Date> {
    match kind {
        ReminderKind::NotReported | ReminderKind::NotMet => Date::new(year, 12, 31),
        ReminderKind::NotRated => Date::new(year, 1, 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::rating::exemption::{Exemption, Stop, exemption};

    #[test]
    fn whoever_is_reminded_of_the_rating_is_old_enough_for_it() {
        let last = registered_by(ReminderKind::NotRated, 2024);
        assert_eq!(exemption(last, Stop::default(), 2024), None);
        let after = last.map(|day| day.plus_days(1));
        assert_eq!(exemption(after, Stop::default(), 2024), Some(Exemption::TooYoung));
    }
}
