//! Young workers placed at cooperatives: who works where, which months, what is due for each.

use htx_model::{
    date::{Date, Instant},
    id::{OrganisationId, SupportApplicationId, SupportPaymentId, YoungWorkerId},
    money::Dong,
    person::is_citizen_id,
    refusal::{ErrorCode, Fault, Refusal, Text},
    support::{
        applications::SupportState,
        training::{PlacementAction, PlacementState},
    },
    words,
};
use serde::Serialize;
use serde_json::{Value, json};

use super::application::Application;

/// The most characters of a name or a qualification.
pub const NAME_LENGTH_MAX: usize = 200;
/// The most months that are recorded at once.
pub const MONTHS_MAX: usize = 60;
/// The first year in which somebody who works today was born.
const BIRTH_YEAR_FIRST: i16 = 1900;

/// A placement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placement {
    /// Its id.
    pub id: YoungWorkerId,
    /// By which application.
    pub application: SupportApplicationId,
    /// At which cooperative.
    pub organisation: OrganisationId,
    /// Since which day.
    pub starts_on: Date,
    /// The last day.
    pub ended_on: Option<Date>,
    /// Why it ended.
    pub end_reason: Option<String>,
    /// What is due for a month that was worked.
    pub monthly_support: Dong,
    /// How many months are supported at the most.
    pub months_granted: u32,
    /// Its version.
    pub version: i64,
    /// The login name of whoever entered it.
    pub recorded_by: String,
    /// When this version was written.
    pub recorded_at: Instant,
}

/// Who it is: a natural person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Worker {
    /// The name.
    pub name: String,
    /// The year of birth.
    pub birth_year: i16,
    /// The citizen id: nobody is placed twice at a time.
    pub citizen_id: String,
    /// What was learned.
    pub qualification: Option<String>,
}

/// A month of a placement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Month {
    /// Its first day.
    pub month: Date,
    /// Whether it was worked.
    pub worked: bool,
    /// What is due for it.
    #[serde(rename = "due_vnd")]
    pub due: Dong,
    /// By which payment it was paid.
    #[serde(rename = "payment_id")]
    pub payment: Option<SupportPaymentId>,
}

/// The table: the state after an action, or nothing where the state does not allow it.
#[must_use]
pub const fn after(state: PlacementState, action: PlacementAction) -> Option<PlacementState> {
    match (state, action) {
        // What was worked before the end may be recorded after it.
        (state, PlacementAction::RecordMonth) => Some(state),
        (PlacementState::Working, PlacementAction::End) => Some(PlacementState::Ended),
        (PlacementState::Ended, PlacementAction::End) => None,
    }
}

/// What is granted to each worker of an application: months, and the support of a month. It is the lesser
/// of what was asked for and of the grant's share: workers and months times it are never above the grant.
#[must_use]
pub fn granted(application: &Application) -> Option<(u32, Dong)> {
    let number = |name: &str| application.details.get(name).and_then(Value::as_i64);
    let (workers, months) = (number("workers")?, number("months")?);
    let (asked, approved) = (number("monthly_support_vnd")?, application.approved()?);
    let share = approved.0.checked_div(workers.checked_mul(months)?)?;
    let monthly = Dong(asked.min(share));
    (monthly > Dong::ZERO).then_some((u32::try_from(months).ok()?, monthly))
}

/// How many workers an application is granted for.
#[must_use]
pub fn places(application: &Application) -> i64 {
    application.details.get("workers").and_then(Value::as_i64).unwrap_or_default()
}

/// Refuses where the application is not granted, or not any more.
///
/// # Errors
/// [`ErrorCode::StateConflict`].
pub fn require_granted(application: &Application) -> Result<(), Refusal> {
    if matches!(application.state, SupportState::Approved | SupportState::Accepted) {
        return Ok(());
    }
    let detail = Text::fixed(
        "Hồ sơ hỗ trợ không ở trạng thái đã phê duyệt nên không ghi lao động trẻ được.",
        "The support application is not approved, so no young worker can be entered.",
    );
    let advice = Text::fixed(
        "Chỉ hồ sơ hỗ trợ lao động trẻ đã phê duyệt, chưa hoàn thành mới ghi được.",
        "Only an approved application for young workers that is not completed takes entries.",
    );
    Err(Refusal::new(ErrorCode::StateConflict, detail).advising(advice))
}

/// A worker, tidied.
///
/// # Errors
/// Every fault at its place.
pub fn check_worker(given: Worker, today: Date) -> Result<Worker, Vec<Fault>> {
    let mut faults = Vec::new();
    let mut line = |pointer: &'static str, text: &str| {
        words::tidy(pointer, text, NAME_LENGTH_MAX)
            .map_err(|one| faults.push(one))
            .unwrap_or_default()
    };
    let name = line("/name", &given.name);
    let qualification = given.qualification.map(|text| line("/qualification", &text));
    if !(BIRTH_YEAR_FIRST..=today.year()).contains(&given.birth_year) {
        let (first, last) = (BIRTH_YEAR_FIRST, today.year());
        let detail = Text::made(
            format!("Năm sinh phải từ {first} đến {last}."),
            format!("The year of birth must be from {first} to {last}."),
        );
        faults.push(Fault::new("/birth_year", "out_of_range", detail));
    }
    if !is_citizen_id(&given.citizen_id) {
        let detail =
            Text::fixed("Số định danh có 9 hoặc 12 chữ số.", "A citizen id has 9 or 12 digits.");
        faults.push(Fault::new("/citizen_id", "not_a_citizen_id", detail));
    }
    if faults.is_empty() { Ok(Worker { name, qualification, ..given }) } else { Err(faults) }
}

impl Placement {
    /// Where it stands.
    #[must_use]
    pub const fn state(&self) -> PlacementState {
        if self.ended_on.is_some() { PlacementState::Ended } else { PlacementState::Working }
    }

    /// Months on their way, checked: within the placement, begun, none that was paid, and no more worked
    /// ones than are granted.
    ///
    /// # Errors
    /// Every fault at its place.
    pub fn check_months(
        &self,
        recorded: &[Month],
        given: &[(Date, bool)],
        today: Date,
    ) -> Result<Vec<Month>, Vec<Fault>> {
        if given.is_empty() || given.len() > MONTHS_MAX {
            let detail = Text::made(
                format!("Phải có từ 1 đến {MONTHS_MAX} tháng."),
                format!("There must be 1 to {MONTHS_MAX} months."),
            );
            return Err(vec![Fault::new("/months", "out_of_range", detail)]);
        }
        let mut faults = Vec::new();
        let mut months: Vec<Month> = Vec::with_capacity(given.len());
        for (at, (month, worked)) in given.iter().enumerate() {
            let pointer = || format!("/months/{at}/month");
            let last = self.ended_on.unwrap_or(today).min(today);
            if *month < first_of(self.starts_on) || *month > last {
                let detail = Text::fixed(
                    "Tháng phải trong thời gian làm việc và không ở tương lai.",
                    "The month lies within the placement, and not in the future.",
                );
                faults.push(Fault::new(pointer(), "outside_the_placement", detail));
            }
            if recorded.iter().any(|one| one.month == *month && one.payment.is_some()) {
                let detail = Text::fixed(
                    "Tháng này đã được chi trả nên không sửa được.",
                    "The month was paid for, so it cannot be changed.",
                );
                faults.push(Fault::new(pointer(), "paid_already", detail));
            }
            if months.iter().any(|one| one.month == *month) {
                let detail = Text::fixed("Tháng bị nêu hai lần.", "The month is given twice.");
                faults.push(Fault::new(pointer(), "twice", detail));
            }
            let due = if *worked { self.monthly_support } else { Dong::ZERO };
            months.push(Month { month: *month, worked: *worked, due, payment: None });
        }
        let others = recorded.iter().filter(|one| months.iter().all(|new| new.month != one.month));
        let worked = others.chain(&months).filter(|one| one.worked).count();
        let granted = self.months_granted;
        if u32::try_from(worked).is_ok_and(|worked| worked > granted) {
            let detail = Text::made(
                format!("Chỉ được hỗ trợ tối đa {granted} tháng làm việc."),
                format!("At most {granted} months of work are supported."),
            );
            faults.push(Fault::new("/months", "beyond_the_months", detail));
        }
        if faults.is_empty() { Ok(months) } else { Err(faults) }
    }

    /// The placement as the log has it: no name, no citizen id.
    #[must_use]
    pub fn logged(&self, months: &[Month]) -> Value {
        json!({
            "id": self.id,
            "application_id": self.application,
            "organisation_id": self.organisation,
            "starts_on": self.starts_on,
            "ended_on": self.ended_on,
            "monthly_support_vnd": self.monthly_support,
            "months_granted": self.months_granted,
            "months": months,
        })
    }
}

/// The first day of a day's month.
#[must_use]
pub fn first_of(day: Date) -> Date {
    Date(day.0.first_of_month())
}

#[cfg(test)]
mod tests {
    use htx_model::code_list::CodeList as _;

    use super::*;

    fn day(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    fn placement(granted: u32) -> Placement {
        Placement {
            id: htx_model::id::Id::from_uuid(uuid::Uuid::nil()),
            application: htx_model::id::Id::from_uuid(uuid::Uuid::nil()),
            organisation: htx_model::id::Id::from_uuid(uuid::Uuid::nil()),
            starts_on: day("2025-02-10"),
            ended_on: None,
            end_reason: None,
            monthly_support: Dong(3_000_000),
            months_granted: granted,
            version: 1,
            recorded_by: "htx".to_owned(),
            recorded_at: day("2025-02-10").first_instant(),
        }
    }

    #[test]
    fn the_table_of_states_and_actions_is_the_golden_one() {
        let mut table = String::from("| state | action | then |\n|---|---|---|\n");
        for state in PlacementState::all() {
            for action in PlacementAction::all() {
                let word = after(*state, *action).map_or("-", |state| state.code());
                table.push_str(&format!("| {state} | {action} | {word} |\n"));
            }
        }
        insta::assert_snapshot!("young_worker_states", table);
    }

    #[test]
    fn a_month_that_was_worked_is_due_and_one_that_was_not_is_not() {
        let today = day("2025-05-12");
        let given = [(day("2025-02-01"), true), (day("2025-03-01"), false)];
        let months = placement(12).check_months(&[], &given, today).unwrap();
        let due: Vec<i64> = months.iter().map(|one| one.due.0).collect();
        assert_eq!(due, [3_000_000, 0]);
    }

    #[test]
    fn no_month_before_the_placement_in_the_future_twice_or_beyond_the_grant() {
        let today = day("2025-05-12");
        let codes = |given: &[(Date, bool)], granted| -> Vec<&'static str> {
            let checked = placement(granted).check_months(&[], given, today);
            checked.unwrap_err().iter().map(|one| one.code).collect()
        };
        assert_eq!(codes(&[(day("2025-01-01"), true)], 12), ["outside_the_placement"]);
        assert_eq!(codes(&[(day("2025-06-01"), true)], 12), ["outside_the_placement"]);
        let twice = [(day("2025-03-01"), true), (day("2025-03-01"), false)];
        assert_eq!(codes(&twice, 12), ["twice"]);
        let three =
            [(day("2025-02-01"), true), (day("2025-03-01"), true), (day("2025-04-01"), true)];
        assert_eq!(codes(&three, 2), ["beyond_the_months"]);
        let paid = Month {
            month: day("2025-02-01"),
            worked: true,
            due: Dong(3_000_000),
            payment: Some(htx_model::id::Id::from_uuid(uuid::Uuid::nil())),
        };
        let checked = placement(12).check_months(&[paid], &[(day("2025-02-01"), false)], today);
        assert_eq!(checked.unwrap_err()[0].code, "paid_already");
    }
}
