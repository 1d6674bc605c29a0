//! The order in which money is paid out: dated configuration, read from the reference data. The one
//! in force is the one whose period holds the date of the dissolution decision.

use htx_model::{
    code_list::CodeList as _,
    date::Date,
    dissolution::money::PaymentClass,
    reference::{self, DissolutionOrder, ReferenceError},
    refusal::{ErrorCode, Fault, LegalBasis, Refusal, Text},
};

/// An order of payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentOrder {
    /// The article that sets it, and whether it was read.
    pub basis: LegalBasis,
    /// First day in force.
    pub valid_from: Date,
    /// Last day in force.
    pub valid_to: Option<Date>,
    /// The classes, first paid first.
    pub classes: Vec<PaymentClass>,
}

/// Why there is no order.
#[derive(Debug, thiserror::Error)]
pub enum NoOrder {
    /// None is on record for the day.
    #[error("no payment order is on record for {0}")]
    On(Date),
    /// The reference data cannot be read: a broken build.
    #[error("the payment orders cannot be read: {0}")]
    Unreadable(String),
}

impl PaymentOrder {
    /// The order in force on the date of a dissolution decision.
    ///
    /// # Errors
    /// Where none is on record for that day.
    pub fn in_force(on: Date) -> Result<Self, NoOrder> {
        let orders = reference::dissolution_orders().map_err(unreadable)?;
        orders.in_force(on).ok_or(NoOrder::On(on)).and_then(Self::of)
    }

    /// The place of a class in the order, from 1.
    #[must_use]
    pub fn rank(&self, class: PaymentClass) -> Option<u32> {
        let at = self.classes.iter().position(|one| *one == class)?;
        u32::try_from(at + 1).ok()
    }

    fn of(order: &DissolutionOrder) -> Result<Self, NoOrder> {
        let wrong = |what: &str| NoOrder::Unreadable(format!("{} of {}", what, order.law));
        // Nothing else is implemented: an order that shares otherwise must not be read as if it did not.
        if order.within_class != "pro_rata" || order.excludes != ["undivided_assets"] {
            return Err(wrong("within_class or excludes"));
        }
        let mut ranked: Vec<_> = order.classes.iter().collect();
        ranked.sort_by_key(|class| class.rank);
        let classes: Option<Vec<_>> =
            ranked.iter().map(|class| PaymentClass::parse(&class.code)).collect();
        let classes = classes.ok_or_else(|| wrong("a class"))?;
        let once = PaymentClass::all()
            .iter()
            .all(|class| classes.iter().filter(|one| *one == class).count() == 1);
        if !once || classes.last() != Some(&PaymentClass::Members) {
            return Err(wrong("the classes"));
        }
        let basis = LegalBasis {
            document: document(&order.law).ok_or_else(|| wrong("the law"))?.into(),
            article: order.article.clone().into(),
            verified: order.verified,
        };
        let (valid_from, valid_to) = (order.valid_from, order.valid_to);
        Ok(Self { basis, valid_from, valid_to, classes })
    }
}

/// Whether a dissolution may be decided as of a day: by a decision of a day for which no order of
/// payment is on record, nobody could ever be paid. Which order held before the first one is not known
/// here; adding it is data (`dissolution-order.json`).
///
/// # Errors
/// A fault at `/effective_on`, or the build is broken.
pub fn check_decided_on(day: Date) -> Result<Result<(), Fault>, NoOrder> {
    match PaymentOrder::in_force(day) {
        Ok(_) => Ok(Ok(())),
        Err(NoOrder::On(day)) => {
            Ok(Err(Fault::new("/effective_on", "no_payment_order", no_order_on(day))))
        }
        Err(broken) => Err(broken),
    }
}

fn no_order_on(day: Date) -> Text {
    Text::made(
        format!("Không có thứ tự thanh toán nào được ghi nhận cho ngày {day}."),
        format!("No payment order is on record for {day}."),
    )
}

impl NoOrder {
    /// What it tells whoever asked, where they can mend it; else the error itself.
    ///
    /// # Errors
    /// Where the build is broken.
    pub fn refusal(self) -> Result<Refusal, Self> {
        let Self::On(day) = self else { return Err(self) };
        Ok(Refusal::new(ErrorCode::RuleViolated, no_order_on(day)).advising(Text::fixed(
            "Thứ tự thanh toán theo ngày quyết định giải thể, từ 2013-07-01; hãy kiểm tra ngày đó.",
            "The payment order follows the date of the decision, from 2013-07-01; check that date.",
        )))
    }
}

/// The number of a law by its code in the reference data.
fn document(law: &str) -> Option<&'static str> {
    match law {
        "law-2012" => Some("23/2012/QH13"),
        "law-2023" => Some("17/2023/QH15"),
        _ => None,
    }
}

fn unreadable(error: &'static ReferenceError) -> NoOrder {
    NoOrder::Unreadable(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(day: &str) -> Result<PaymentOrder, NoOrder> {
        PaymentOrder::in_force(Date::parse(day).unwrap())
    }

    #[test]
    fn the_date_of_the_decision_chooses_the_order_and_says_whether_it_was_read() {
        for (day, document, article, verified) in [
            ("2013-07-01", "23/2012/QH13", "49", true),
            ("2024-06-30", "23/2012/QH13", "49", true),
            ("2024-07-01", "17/2023/QH15", "101", false),
            ("2030-01-01", "17/2023/QH15", "101", false),
        ] {
            let order = on(day).unwrap();
            assert_eq!((&*order.basis.document, &*order.basis.article), (document, article));
            assert_eq!(order.basis.verified, verified, "{day}");
            assert_eq!(order.classes, PaymentClass::all(), "{day}");
            assert_eq!(order.rank(PaymentClass::Members), Some(5));
        }
        for (day, code) in [("2013-07-01", None), ("2013-06-30", Some("no_payment_order"))] {
            let checked = check_decided_on(Date::parse(day).unwrap()).unwrap();
            assert_eq!(checked.err().map(|fault| fault.code), code, "{day}");
        }
        let refusal = on("2013-06-30").unwrap_err().refusal().unwrap();
        assert_eq!(refusal.code, ErrorCode::RuleViolated);
    }

    #[test]
    fn every_order_of_the_reference_data_can_be_read() {
        for order in &reference::dissolution_orders().unwrap().orders {
            PaymentOrder::of(order).unwrap();
        }
    }

    #[test]
    fn an_order_that_shares_otherwise_is_not_read_as_if_it_did_not() {
        let order = &reference::dissolution_orders().unwrap().orders[0];
        let changed = |change: fn(&mut DissolutionOrder)| {
            let mut order = order.clone();
            change(&mut order);
            PaymentOrder::of(&order)
        };
        let changes: [fn(&mut DissolutionOrder); 6] = [
            |order| order.within_class = "first_come".to_owned(),
            |order| order.excludes.clear(),
            |order| order.law = "law-1996".to_owned(),
            |order| order.classes[0].code = "friends".to_owned(),
            |order| order.classes[1].code = "secured".to_owned(),
            |order| order.classes[4].rank = 0,
        ];
        for change in changes {
            assert!(matches!(changed(change), Err(NoOrder::Unreadable(_))));
        }
    }
}
