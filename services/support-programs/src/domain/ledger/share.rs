//! What the ledger holds for one application, or for one loan.

use htx_model::{
    money::{self, Dong},
    refusal::{Fault, Text},
};
use serde::Serialize;

use super::{Operation, fault};

/// What the ledger holds for one application or one loan: the sums of its own postings.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Share {
    /// What is held for it.
    #[serde(rename = "reserved_vnd")]
    pub reserved: Dong,
    /// What it is promised and was not paid.
    #[serde(rename = "committed_vnd")]
    pub committed: Dong,
    /// What it was paid, less what was entered wrongly.
    #[serde(rename = "disbursed_vnd")]
    pub disbursed: Dong,
    /// What it paid back, less what was entered wrongly.
    #[serde(rename = "returned_vnd")]
    pub returned: Dong,
}

impl Share {
    /// What it was paid and did not pay back.
    #[must_use]
    pub fn outstanding(&self) -> Dong {
        Dong(self.disbursed.0.saturating_sub(self.returned.0))
    }

    /// The share after a posting for this application.
    ///
    /// # Errors
    /// A fault at `/amount_vnd` where the posting is beyond what the application has.
    pub fn post(self, operation: Operation, amount: Dong) -> Result<Self, Fault> {
        money::amount("/amount_vnd", amount.0, 1)?;
        let mut after = self;
        match operation {
            // Nothing of any application.
            Operation::Allocate | Operation::Cut => {}
            Operation::Reserve => after.reserved = more(self.reserved, amount)?,
            Operation::Commit => {
                after.reserved = less(self.reserved, amount)?;
                after.committed = more(self.committed, amount)?;
            }
            Operation::Release => after.committed = less(self.committed, amount)?,
            Operation::Disburse => {
                after.committed = less(self.committed, amount)?;
                after.disbursed = more(self.disbursed, amount)?;
            }
            Operation::Return => {
                less(self.outstanding(), amount)?;
                after.returned = more(self.returned, amount)?;
            }
            Operation::ReverseDisbursement => {
                less(self.outstanding(), amount)?;
                after.disbursed = less(self.disbursed, amount)?;
                after.committed = more(self.committed, amount)?;
            }
            Operation::ReverseReturn => after.returned = less(self.returned, amount)?,
        }
        Ok(after)
    }
}

fn more(held: Dong, amount: Dong) -> Result<Dong, Fault> {
    let sum = held.checked_add(amount);
    sum.ok_or(i64::MAX).or_else(|beyond| money::amount("/amount_vnd", beyond, 1))
}

fn less(held: Dong, amount: Dong) -> Result<Dong, Fault> {
    let left = held.checked_sub(amount).filter(|left| left.0 >= 0);
    left.ok_or_else(|| {
        fault(
            "beyond_entitlement",
            Text::made(format!("Hồ sơ này chỉ còn {held}."), format!("Only {held} is left of it.")),
        )
    })
}
