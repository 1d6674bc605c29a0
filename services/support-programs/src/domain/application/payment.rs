//! Payments of a support, what is handed over in kind, and what comes back.

pub use htx_model::support::applications::PaymentDirection;
use htx_model::{
    date::{Date, Instant},
    id::{SupportApplicationId, SupportPaymentId},
    money::Dong,
    refusal::{Fault, Text},
    support::applications::{EntitlementForm, SupportKind},
};
use serde::Serialize;
use serde_json::Value;

use super::Application;
use crate::domain::{counter_entry::Entered, exhibit::Exhibit};

/// The most payments and recoveries of an application.
pub const PAYMENTS_MAX: i64 = 500;
/// The most months of work that one payment is for.
pub const WORKER_MONTHS_MAX: u32 = 60_000;

/// A payment, a handing over in kind, or a recovery. It is never changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Payment {
    /// Its id.
    pub id: SupportPaymentId,
    /// Of which application.
    #[serde(rename = "application_id")]
    pub application: SupportApplicationId,
    /// Its number, from 1.
    pub sequence: i64,
    /// Which way.
    pub direction: PaymentDirection,
    /// In which form.
    pub form: EntitlementForm,
    /// How much: nothing where no budget is needed.
    #[serde(rename = "amount_vnd")]
    pub amount: Dong,
    /// Months of work that are paid for, over all workers.
    pub worker_months: Option<u32>,
    /// On which day.
    pub paid_on: Date,
    /// The number of the payment order, delivery note or decision.
    pub reference: String,
    /// What proves it.
    pub documents: Vec<Exhibit>,
    /// The login name of whoever entered it.
    pub recorded_by: String,
    /// When it was entered.
    #[serde(skip)]
    pub recorded_at: Instant,
    /// Of a counter-entry: which entry it takes back.
    pub reverses: Option<SupportPaymentId>,
}

impl Entered for Payment {
    type Id = SupportPaymentId;

    fn id(&self) -> SupportPaymentId {
        self.id
    }

    fn reverses(&self) -> Option<SupportPaymentId> {
        self.reverses
    }

    fn reference(&self) -> &str {
        &self.reference
    }

    fn is_of_one_kind(&self, other: &Self) -> bool {
        self.direction == other.direction
    }

    fn subject() -> (&'static str, &'static str) {
        ("lần chi, thu hồi", "payment")
    }
}

/// Checks the months of work that a payment for young workers is for: as many as the application names
/// workers and months, less what was paid before, and no more money than for so many months.
///
/// # Errors
/// Every limit that it breaks.
pub fn check_months(
    application: &Application,
    paid_before: u32,
    amount: Dong,
    months: Option<u32>,
) -> Result<(), Vec<Fault>> {
    let for_workers = application.kind == SupportKind::YoungWorkers;
    let Some(months) = months else {
        let missing = Text::fixed(
            "Hỗ trợ lao động trẻ phải nêu số tháng làm việc được chi trả.",
            "Support of young workers names the months of work that are paid for.",
        );
        return if for_workers {
            Err(vec![Fault::new("/worker_months", "missing", missing)])
        } else {
            Ok(())
        };
    };
    if !for_workers {
        return Err(vec![Fault::new(
            "/worker_months",
            "not_for_this_kind",
            Text::fixed(
                "Chỉ hỗ trợ lao động trẻ mới có số tháng làm việc.",
                "Only support of young workers has months of work.",
            ),
        )]);
    }
    let number = |name: &str| application.details.get(name).and_then(Value::as_i64).unwrap_or(0);
    let granted = number("workers").saturating_mul(number("months"));
    let left = granted - i64::from(paid_before);
    let mut faults = Vec::new();
    if i64::from(months) < 1 || i64::from(months) > left {
        faults.push(Fault::new(
            "/worker_months",
            "beyond_the_months",
            Text::made(
                format!("Chỉ còn {left} tháng làm việc được hỗ trợ."),
                format!("Only {left} months of work are left to be supported."),
            ),
        ));
    }
    let most = number("monthly_support_vnd").saturating_mul(i64::from(months));
    if amount.0 > most {
        faults.push(Fault::new(
            "/amount_vnd",
            "beyond_the_months",
            Text::made(
                format!("Với {months} tháng làm việc, nhiều nhất {}.", Dong(most)),
                format!("For {months} months of work, at most {}.", Dong(most)),
            ),
        ));
    }
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}
