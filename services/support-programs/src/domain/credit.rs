//! What the State Bank records on an organisation's debts to credit institutions.

use htx_model::{
    date::{Date, Instant},
    id::{CreditRecordId, OrganisationId},
    money::{self, Dong},
    refusal::{Fault, Text},
};
use serde::Serialize;

use super::correction::Place;

/// The debts to one credit institution on a day. It is never changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CreditRecord {
    /// Its id.
    pub id: CreditRecordId,
    /// Of which organisation.
    #[serde(rename = "organisation_id")]
    pub organisation: OrganisationId,
    /// To which institution.
    pub credit_institution: String,
    /// On which day.
    pub as_of: Date,
    /// How much is owed.
    #[serde(rename = "outstanding_vnd")]
    pub outstanding: Dong,
    /// How much of it is overdue.
    #[serde(rename = "overdue_vnd")]
    pub overdue: Dong,
    /// Since when the oldest of that is.
    pub overdue_since: Option<Date>,
    /// The login name of whoever recorded it.
    pub recorded_by: String,
    /// When.
    #[serde(skip)]
    pub recorded_at: Instant,
    /// Where it stands among the records of the institution and day.
    #[serde(flatten)]
    pub place: Place<CreditRecordId>,
}

/// Checks what is owed: no more is overdue than is owed, and what is overdue says since when.
///
/// # Errors
/// Every rule that it breaks.
pub fn check(
    (outstanding, overdue): (i64, i64),
    overdue_since: Option<Date>,
    as_of: Date,
) -> Result<(), Vec<Fault>> {
    let mut faults = Vec::new();
    faults.extend(money::amount("/outstanding_vnd", outstanding, 0).err());
    if overdue < 0 || overdue > outstanding {
        faults.push(Fault::new(
            "/overdue_vnd",
            "beyond_what_is_owed",
            Text::fixed(
                "Nợ quá hạn phải từ 0 đến dư nợ.",
                "What is overdue must be from 0 to what is owed.",
            ),
        ));
    }
    if (overdue > 0) != overdue_since.is_some() {
        faults.push(Fault::new(
            "/overdue_since",
            "overdue_and_day_differ",
            Text::fixed(
                "Nợ quá hạn phải nêu quá hạn từ ngày nào; không quá hạn thì không nêu.",
                "What is overdue says since when; what is not says nothing.",
            ),
        ));
    }
    if overdue_since.is_some_and(|since| since > as_of) {
        faults.push(Fault::new(
            "/overdue_since",
            "out_of_order",
            Text::fixed(
                "Ngày quá hạn không được sau ngày số liệu.",
                "What is overdue cannot be so only after the day of the figures.",
            ),
        ));
    }
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_overdue_is_owed_and_says_since_when() {
        let day = |text: &str| Date::parse(text).unwrap();
        let codes = |amounts, since: Option<&str>| {
            let checked = check(amounts, since.map(day), day("2025-05-01"));
            checked.err().unwrap_or_default().iter().map(|fault| fault.code).collect::<Vec<_>>()
        };
        assert!(codes((100, 0), None).is_empty());
        assert!(codes((100, 100), Some("2025-05-01")).is_empty());
        assert_eq!(codes((100, 101), Some("2025-01-01")), ["beyond_what_is_owed"]);
        assert_eq!(codes((100, 5), None), ["overdue_and_day_differ"]);
        assert_eq!(codes((100, 5), Some("2025-05-02")), ["out_of_order"]);
        assert_eq!(codes((-1, 0), None), ["amount_out_of_range", "beyond_what_is_owed"]);
    }
}
