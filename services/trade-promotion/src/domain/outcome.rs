//! What came of taking part in an event: results, and what is asked some months later.

use htx_model::{
    date::Date,
    faults::Faults,
    id::{DocumentId, TradeApplicationId, TradeResultId},
    money::{self, Dong},
    refusal::{Refusal, Text},
    trade::events::{FollowUpState, TradeResultKind},
};
use serde_json::{Value, json};

/// After how many months it is asked what came of an event (DOMAIN section 7).
pub const FOLLOW_UP_MONTHS: [u8; 3] = [3, 6, 12];
/// The most results that are reported at once.
pub const RESULTS_MAX: usize = 50;
/// The most characters of a buyer's name.
pub const BUYER_LENGTH_MAX: usize = 300;

/// A result as it is reported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reported {
    /// What kind.
    pub kind: TradeResultKind,
    /// Who buys; nobody in particular where things were sold on the spot.
    pub buyer: Option<String>,
    /// What it is worth.
    pub value: Dong,
    /// On which day it was agreed.
    pub agreed_on: Date,
    /// The document of the participation that proves it, such as the contract.
    pub document: Option<DocumentId>,
}

/// A result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TradeResult {
    /// Its id.
    pub id: TradeResultId,
    /// Of which participation.
    pub application: TradeApplicationId,
    /// At which follow-up it was reported; nothing at the event itself.
    pub months: Option<u8>,
    /// What it is.
    pub reported: Reported,
}

impl TradeResult {
    /// The result as the log has it: without the buyer, who may be a person.
    #[must_use]
    pub fn logged(&self) -> Value {
        json!({
            "id": self.id,
            "months": self.months,
            "kind": self.reported.kind,
            "value_vnd": self.reported.value,
            "agreed_on": self.reported.agreed_on,
            "document_id": self.reported.document,
        })
    }
}

/// What is asked some months after an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FollowUp {
    /// Of which participation.
    pub application: TradeApplicationId,
    /// How many months after the last day of the event.
    pub months: u8,
    /// On which day it is due.
    pub due_on: Date,
    /// When it was reported.
    pub done_on: Option<Date>,
    /// Whether the organisation still trades with whom it met.
    pub still_trading: Option<bool>,
}

impl FollowUp {
    /// What is asked after an event that ended on a day: of the 31st of a month, the last day of a
    /// shorter one.
    #[must_use]
    pub fn after(application: TradeApplicationId, ended_on: Date) -> [Self; 3] {
        FOLLOW_UP_MONTHS.map(|months| {
            let due = ended_on.0.saturating_add(jiff::Span::new().months(i64::from(months)));
            Self { application, months, due_on: Date(due), done_on: None, still_trading: None }
        })
    }

    /// Where it stands.
    #[must_use]
    pub fn state(&self, today: Date) -> FollowUpState {
        match self.done_on {
            Some(_) => FollowUpState::Done,
            None if self.due_on <= today => FollowUpState::Due,
            None => FollowUpState::Upcoming,
        }
    }
}

/// Results put right.
///
/// # Errors
/// Every fault of them.
pub fn checked(
    results: Vec<Reported>,
    (begun, today): (Date, Date),
) -> Result<Vec<Reported>, Refusal> {
    let mut faults = Faults::default();
    if results.len() > RESULTS_MAX {
        let detail = Text::made(
            format!("Mỗi lần báo cáo không quá {RESULTS_MAX} kết quả."),
            format!("At most {RESULTS_MAX} results at once."),
        );
        faults.add("/results", "too_many_results", detail);
    }
    let mut tidy = Vec::with_capacity(results.len());
    for (at, mut one) in results.into_iter().enumerate() {
        let at = |field: &str| format!("/results/{at}/{field}");
        one.buyer = one.buyer.map(|name| faults.words(at("buyer"), &name, BUYER_LENGTH_MAX));
        if one.buyer.is_none() && one.kind != TradeResultKind::DirectSales {
            let detail = Text::fixed("Phải nêu bên mua.", "The buyer must be named.");
            faults.add(at("buyer"), "buyer_missing", detail);
        }
        faults.or(money::amount(at("value_vnd"), one.value.0, 0));
        if one.agreed_on > today || one.agreed_on < begun {
            let detail = Text::fixed(
                "Ngày phải từ ngày bắt đầu sự kiện đến hôm nay.",
                "The day must lie between the first day of the event and today.",
            );
            faults.add(at("agreed_on"), "date_out_of_range", detail);
        }
        tidy.push(one);
    }
    faults.refuse()?;
    Ok(tidy)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i16, month: i8, day: i8) -> Date {
        Date::new(year, month, day).unwrap()
    }

    #[test]
    fn it_is_asked_after_three_six_and_twelve_months() {
        let application = TradeApplicationId::from_uuid(uuid::Uuid::nil());
        let due = FollowUp::after(application, day(2025, 8, 31)).map(|one| one.due_on);
        assert_eq!(due, [day(2025, 11, 30), day(2026, 2, 28), day(2026, 8, 31)]);
    }

    #[test]
    fn a_follow_up_is_due_on_its_day_and_until_it_is_reported() {
        let application = TradeApplicationId::from_uuid(uuid::Uuid::nil());
        let [first, ..] = FollowUp::after(application, day(2025, 8, 31));
        assert_eq!(first.state(day(2025, 11, 29)), FollowUpState::Upcoming);
        assert_eq!(first.state(day(2025, 11, 30)), FollowUpState::Due);
        let done = FollowUp { done_on: Some(day(2026, 1, 2)), ..first };
        assert_eq!(done.state(day(2026, 1, 2)), FollowUpState::Done);
    }

    #[test]
    fn a_contract_names_its_buyer_and_lies_between_the_event_and_today() {
        let contract = Reported {
            kind: TradeResultKind::Contract,
            buyer: None,
            value: Dong(-1),
            agreed_on: day(2025, 9, 9),
            document: None,
        };
        let sales = Reported {
            kind: TradeResultKind::DirectSales,
            value: Dong(5),
            agreed_on: day(2025, 9, 10),
            ..contract.clone()
        };
        let range = (day(2025, 9, 10), day(2025, 9, 14));
        let refusal = checked(vec![sales.clone(), contract], range).unwrap_err();
        let found: Vec<_> =
            refusal.faults.iter().map(|fault| (&*fault.pointer, fault.code)).collect();
        let expected = [
            ("/results/1/buyer", "buyer_missing"),
            ("/results/1/value_vnd", "amount_out_of_range"),
            ("/results/1/agreed_on", "date_out_of_range"),
        ];
        assert_eq!(found, expected);
        assert!(checked(vec![sales], range).is_ok());
    }
}
