//! Faults of what was sent, found one after another and told at once.

use std::borrow::Cow;

use htx_model::{
    date::Date,
    refusal::{Fault, Refusal, Text},
    words,
};

/// The first day of anything in a case: a year before it is a slip of the pen.
pub const OLDEST: Date = Date(jiff::civil::date(1945, 9, 2));

/// Whether a day lies before [`OLDEST`].
///
/// # Errors
/// A fault at the pointer.
pub fn require_not_absurd(pointer: impl Into<Cow<'static, str>>, day: Date) -> Result<(), Fault> {
    if day >= OLDEST {
        return Ok(());
    }
    let detail = Text::made(
        format!("Ngày không được trước {OLDEST}; hãy kiểm tra năm."),
        format!("The day cannot lie before {OLDEST}; check the year."),
    );
    Err(Fault { pointer: pointer.into(), code: "date_too_old", detail, legal_basis: None })
}

/// Faults found so far.
#[derive(Debug, Default)]
pub struct Faults(pub Vec<Fault>);

impl Faults {
    /// One more.
    pub fn add(&mut self, pointer: impl Into<Cow<'static, str>>, code: &'static str, detail: Text) {
        self.0.push(Fault { pointer: pointer.into(), code, detail, legal_basis: None });
    }

    /// What was found right, or its default with the fault noted down.
    pub fn or<T: Default>(&mut self, checked: Result<T, Fault>) -> T {
        checked.map_err(|fault| self.0.push(fault)).unwrap_or_default()
    }

    /// Words of a length, where they are given.
    pub fn words(
        &mut self,
        pointer: impl Into<Cow<'static, str>>,
        given: Option<&str>,
        most: usize,
    ) -> Option<String> {
        let given = given?;
        let tidy = words::tidy(pointer, given, most);
        tidy.map_err(|fault| self.0.push(fault)).ok()
    }

    /// A day that is not to come, and no slip of the pen; today where none is given.
    pub fn past(
        &mut self,
        pointer: impl Into<Cow<'static, str>>,
        given: Option<Date>,
        today: Date,
    ) -> Date {
        let day = given.unwrap_or(today);
        if day > today {
            let detail =
                Text::fixed("Ngày không được sau hôm nay.", "The day cannot lie in the future.");
            self.add(pointer, "date_in_future", detail);
        } else if let Err(fault) = require_not_absurd(pointer, day) {
            self.0.push(fault);
        }
        day
    }

    /// Refuses what was sent where anything was found.
    ///
    /// # Errors
    /// [`ErrorCode::RuleViolated`](htx_model::refusal::ErrorCode::RuleViolated) with every fault.
    pub fn refuse(self) -> Result<(), Refusal> {
        if self.0.is_empty() { Ok(()) } else { Err(Refusal::rules(self.0)) }
    }
}
