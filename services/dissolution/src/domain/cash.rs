//! The cash book: entries in their order, each with the balance after it. Nothing is edited; what was
//! wrong is taken back by a counter-entry. The balance is never negative, nobody is paid beyond what
//! was admitted, beyond the money there is, or before who comes first.

pub use htx_model::dissolution::money::CashEntryKind;
use htx_model::{
    date::{Date, Instant},
    dissolution::money::PaymentClass,
    id::{AssetId, CashEntryId, ClaimId, DissolutionId, ReceivableId},
    money::Dong,
    refusal::{ErrorCode, Fault, LegalBasis, Refusal, Text},
};
use serde::Serialize;

use super::{
    claim::Claim,
    facts::{NoticeFacts, ObjectionFacts},
    step::Exhibit,
};

/// An entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CashEntry {
    /// Its id.
    pub id: CashEntryId,
    /// In which case.
    #[serde(skip)]
    pub case: DissolutionId,
    /// Its number in the case's book, from 1.
    pub sequence: i64,
    /// What it is.
    pub kind: CashEntryKind,
    /// How much: positive in, negative out.
    #[serde(rename = "amount_vnd")]
    pub amount: Dong,
    /// What there is after it.
    #[serde(rename = "balance_vnd")]
    pub balance: Dong,
    /// On which day the money moved.
    pub booked_on: Date,
    /// The claim that is paid.
    #[serde(rename = "claim_id")]
    pub claim: Option<ClaimId>,
    /// The receivable that is collected.
    #[serde(rename = "receivable_id")]
    pub receivable: Option<ReceivableId>,
    /// The asset that was sold.
    #[serde(rename = "asset_id")]
    pub asset: Option<AssetId>,
    /// The entry that it takes back.
    #[serde(rename = "reverses_id")]
    pub reverses: Option<CashEntryId>,
    /// What proves it.
    pub documents: Vec<Exhibit>,
    /// The login name of whoever entered it.
    pub recorded_by: String,
    /// When it was entered.
    #[serde(skip)]
    pub recorded_at: Instant,
}

/// How a book stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Book {
    /// How many entries it has.
    pub entries: i64,
    /// What there is.
    pub balance: Dong,
}

impl Book {
    /// The balance after money moved: in by a positive amount, out by a negative one.
    ///
    /// # Errors
    /// A fault where there is not so much money.
    pub fn moved(self, amount: Dong) -> Result<Self, Fault> {
        let balance = self.balance.checked_add(amount).filter(|balance| *balance >= Dong::ZERO);
        let balance = balance.ok_or_else(|| not_enough(self.balance))?;
        Ok(Self { entries: self.entries + 1, balance })
    }
}

/// Checks a payment of an admitted claim. `due` is what falls to it by the order of payment out of
/// all the money there ever was.
///
/// # Errors
/// Every limit that it breaks.
pub fn check_payment(
    book: Book,
    claim: &Claim,
    due: Dong,
    amount: Dong,
    order: &LegalBasis,
) -> Result<(), Vec<Fault>> {
    let mut faults = Vec::new();
    let paid = Dong(claim.paid.0.saturating_add(amount.0));
    let admitted = claim.admitted.unwrap_or(Dong::ZERO);
    // A member's claim is a contribution: it shares the rest, whatever that is.
    let shares_the_rest = claim.class == PaymentClass::Members;
    if paid > admitted && !shares_the_rest {
        faults.push(fault(
            "beyond_what_was_admitted",
            Text::made(
                format!("Đã công nhận {admitted}, đã trả {}.", claim.paid),
                format!("{admitted} was admitted and {} paid.", claim.paid),
            ),
        ));
    } else if paid > due && amount <= book.balance {
        let left = Dong(due.0.saturating_sub(claim.paid.0).max(0));
        let detail = Text::made(
            format!("Theo thứ tự thanh toán, lúc này khoản này được trả thêm nhiều nhất {left}."),
            format!("By the order of payment, at most {left} more falls to it now."),
        );
        let basis = Some(order.clone());
        faults.push(Fault { legal_basis: basis, ..fault("before_its_turn", detail) });
    }
    if amount > book.balance {
        faults.push(not_enough(book.balance));
    }
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

/// Whether members have their turn: not before the window of the notice is over and whoever objected
/// within it has an answer. Until then nobody knows what is left.
///
/// # Errors
/// [`ErrorCode::StateConflict`], with what they wait for.
pub fn check_members_turn(
    notice: &NoticeFacts,
    objections: &ObjectionFacts,
    today: Date,
) -> Result<(), Refusal> {
    let waits = match notice.window_ends_on {
        None => Text::fixed(
            "Chưa công bố thông báo giải thể nên chưa biết còn chủ nợ nào.",
            "The dissolution is not published yet, so nobody knows which creditors there are.",
        ),
        Some(last) if today <= last => Text::made(
            format!("Chủ nợ được khai báo nợ đến hết ngày {last}."),
            format!("Creditors may claim until the end of {last}."),
        ),
        Some(_) if objections.open > 0 => Text::made(
            format!("Còn {} phản đối chưa giải quyết.", objections.open),
            format!("{} objections are not decided yet.", objections.open),
        ),
        Some(_) => return Ok(()),
    };
    Err(Refusal::new(ErrorCode::StateConflict, waits).advising(Text::fixed(
        "Thành viên được chi trả sau cùng: hết thời hạn của thông báo và không còn phản đối nào mở.",
        "Members are paid last: after the window of the notice, and with no objection open.",
    )))
}

fn not_enough(balance: Dong) -> Fault {
    fault(
        "not_enough_money",
        Text::made(
            format!("Sổ quỹ chỉ còn {balance}."),
            format!("There is only {balance} in the cash book."),
        ),
    )
}

fn fault(code: &'static str, detail: Text) -> Fault {
    Fault::new("/amount_vnd", code, detail)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_book_is_never_below_nothing_nor_beyond_64_bits() {
        let book = Book { entries: 3, balance: Dong(10) };
        assert_eq!(book.moved(Dong(-10)), Ok(Book { entries: 4, balance: Dong::ZERO }));
        assert_eq!(book.moved(Dong(-11)).unwrap_err().code, "not_enough_money");
        assert!(book.moved(Dong(i64::MAX)).is_err());
    }

    #[test]
    fn members_wait_for_the_window_of_the_notice_and_for_open_objections() {
        let date = |text: &str| Date::parse(text).unwrap();
        let published =
            NoticeFacts { window_ends_on: Some(date("2025-05-12")), ..NoticeFacts::default() };
        let (none, open) =
            (ObjectionFacts::default(), ObjectionFacts { open: 1, open_since: None });
        let turn = |notice: &NoticeFacts, objections, day| {
            check_members_turn(notice, objections, date(day))
        };
        assert!(turn(&NoticeFacts::default(), &none, "2025-05-13").is_err());
        assert!(turn(&published, &none, "2025-05-12").is_err());
        assert!(turn(&published, &open, "2025-05-13").is_err());
        assert!(turn(&published, &none, "2025-05-13").is_ok());
    }

    proptest! {
        #[test]
        fn whatever_is_entered_the_balance_is_the_sum_and_never_negative(
            amounts in prop::collection::vec(-1_000_i64..1_000, 0..50),
        ) {
            let (mut book, mut sum) = (Book::default(), 0);
            for amount in amounts {
                if let Ok(moved) = book.moved(Dong(amount)) {
                    (book, sum) = (moved, sum + amount);
                } else {
                    prop_assert!(sum + amount < 0);
                }
                prop_assert!(book.balance.0 == sum && sum >= 0);
            }
        }
    }
}
