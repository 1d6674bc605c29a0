//! Days on which something in a case happened.

use std::borrow::Cow;

use htx_model::{
    date::Date,
    faults::Faults,
    refusal::{Fault, Text},
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
    Err(Fault::new(pointer, "date_too_old", detail))
}

/// A day that is not to come, and no slip of the pen; today where none is given.
pub fn past(
    faults: &mut Faults,
    pointer: impl Into<Cow<'static, str>>,
    given: Option<Date>,
    today: Date,
) -> Date {
    let (pointer, day) = (pointer.into(), given.unwrap_or(today));
    faults.past(pointer.clone(), day, today);
    faults.or(require_not_absurd(pointer, day));
    day
}
