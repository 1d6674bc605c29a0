//! The ledger of a budget, double entry: each posting takes an amount from one account and gives it to
//! another, so that what was allotted is always what is available, reserved, committed and disbursed,
//! less what came back. No account is ever negative, no application is paid more than it was promised.

mod share;
#[cfg(test)]
mod tests;

pub use htx_model::support::money::{LedgerAccount as Account, LedgerOperation as Operation};
use htx_model::{
    date::{Date, Instant},
    id::{BudgetId, LedgerEntryId, LoanId, RepaymentId, SupportApplicationId, SupportPaymentId},
    money::{self, Dong},
    refusal::{Fault, Text},
};
use serde::Serialize;

pub use share::Share;

/// What stands on the accounts of a budget. It is made by postings only.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Balances {
    /// All that was allotted, less what was cut.
    #[serde(rename = "allotted_vnd")]
    pub allotted: Dong,
    /// What can still be promised.
    #[serde(rename = "available_vnd")]
    pub available: Dong,
    /// What is held.
    #[serde(rename = "reserved_vnd")]
    pub reserved: Dong,
    /// What is promised and not paid out.
    #[serde(rename = "committed_vnd")]
    pub committed: Dong,
    /// What was paid out, less what was entered wrongly.
    #[serde(rename = "disbursed_vnd")]
    pub disbursed: Dong,
    /// What came back of it, less what was entered wrongly.
    #[serde(rename = "returned_vnd")]
    pub returned: Dong,
}

/// A posting in the ledger. It is never changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// Its id.
    pub id: LedgerEntryId,
    /// In the ledger of which budget.
    #[serde(rename = "budget_id")]
    pub budget: BudgetId,
    /// Its number in the budget's ledger, from 1.
    pub sequence: i64,
    /// What it does.
    pub operation: Operation,
    /// How much.
    #[serde(rename = "amount_vnd")]
    pub amount: Dong,
    /// For which application.
    #[serde(rename = "application_id")]
    pub application: Option<SupportApplicationId>,
    /// By which payment.
    #[serde(rename = "payment_id")]
    pub payment: Option<SupportPaymentId>,
    /// For which loan.
    #[serde(rename = "loan_id")]
    pub loan: Option<LoanId>,
    /// By which repayment of it.
    #[serde(rename = "repayment_id")]
    pub repayment: Option<RepaymentId>,
    /// What stands on the accounts after it.
    #[serde(rename = "balances")]
    pub after: Balances,
    /// The day from which it holds.
    pub booked_on: Date,
    /// The login name of whoever entered it.
    pub recorded_by: String,
    /// When it was entered.
    pub recorded_at: Instant,
}

/// How the ledger of a budget stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ledger {
    /// How many postings it has.
    pub entries: i64,
    /// What stands on its accounts.
    pub balances: Balances,
}

/// From which account to which an operation moves money.
#[must_use]
pub const fn moves(operation: Operation) -> (Account, Account) {
    match operation {
        Operation::Allocate => (Account::Allotted, Account::Available),
        Operation::Cut => (Account::Available, Account::Allotted),
        Operation::Reserve => (Account::Available, Account::Reserved),
        Operation::Commit => (Account::Reserved, Account::Committed),
        Operation::Release => (Account::Committed, Account::Available),
        Operation::Disburse => (Account::Committed, Account::Disbursed),
        Operation::Return => (Account::Returned, Account::Available),
        Operation::ReverseDisbursement => (Account::Disbursed, Account::Committed),
        Operation::ReverseReturn => (Account::Available, Account::Returned),
    }
}

/// Whether a posting is made for an application, or for a loan; the others are the budget's own.
#[must_use]
pub const fn is_for_somebody(operation: Operation) -> bool {
    match operation {
        Operation::Allocate | Operation::Cut => false,
        Operation::Reserve
        | Operation::Commit
        | Operation::Release
        | Operation::Disburse
        | Operation::Return
        | Operation::ReverseDisbursement
        | Operation::ReverseReturn => true,
    }
}

/// Whether an account stands on the credit side: what is taken from it makes it larger.
const fn is_credit(account: Account) -> bool {
    match account {
        Account::Allotted | Account::Returned => true,
        Account::Available | Account::Reserved | Account::Committed | Account::Disbursed => false,
    }
}

impl Balances {
    fn account(&mut self, account: Account) -> &mut Dong {
        match account {
            Account::Allotted => &mut self.allotted,
            Account::Available => &mut self.available,
            Account::Reserved => &mut self.reserved,
            Account::Committed => &mut self.committed,
            Account::Disbursed => &mut self.disbursed,
            Account::Returned => &mut self.returned,
        }
    }

    /// What is on an account.
    #[must_use]
    pub fn on(mut self, account: Account) -> Dong {
        *self.account(account)
    }

    /// Whether the books balance and no account is below nothing.
    #[must_use]
    pub fn hold(&self) -> bool {
        let given = [self.available, self.reserved, self.committed, self.disbursed];
        let sum: i128 = given.iter().map(|one| i128::from(one.0)).sum();
        let allotted = i128::from(self.allotted.0) + i128::from(self.returned.0);
        sum == allotted
            && given.iter().all(|one| one.0 >= 0)
            && self.allotted.0 >= 0
            && self.returned.0 >= 0
            && self.returned <= self.disbursed
    }
}

impl Ledger {
    /// The ledger after a posting.
    ///
    /// # Errors
    /// A fault at `/amount_vnd` where the amount is none, where there is not so much on the account
    /// that it is taken from, or where more would come back than was paid out.
    pub fn post(self, operation: Operation, amount: Dong) -> Result<Self, Fault> {
        money::amount("/amount_vnd", amount.0, 1)?;
        let (from, to) = moves(operation);
        let mut balances = self.balances;
        for (account, given) in [(from, false), (to, true)] {
            let held = balances.account(account);
            let grows = given != is_credit(account);
            let after = if grows { held.checked_add(amount) } else { held.checked_sub(amount) };
            *held = after
                .filter(|after| after.0 >= 0)
                .ok_or_else(|| not_enough(account, self.balances))?;
        }
        if balances.returned > balances.disbursed {
            return Err(not_enough(Account::Disbursed, self.balances));
        }
        Ok(Self { entries: self.entries + 1, balances })
    }
}

fn not_enough(account: Account, balances: Balances) -> Fault {
    use htx_model::{code_list::CodeList as _, language::Language};
    let on = balances.on(account);
    let (vi, en) = (account.label(Language::Vi), account.label(Language::En));
    let code = match account {
        Account::Available => "budget_exceeded",
        _ => "not_enough_money",
    };
    let detail = Text::made(
        format!("Không đủ kinh phí: “{vi}” chỉ có {on}."),
        format!("There is not so much money: “{en}” holds {on} only."),
    );
    fault(code, detail)
}

fn fault(code: &'static str, detail: Text) -> Fault {
    Fault::new("/amount_vnd", code, detail)
}
