//! What a loan does to the capital that it is lent out of: it follows from the loan before and after an act,
//! so no act forgets it. What is approved is promised, what is paid out is lent, principal that is paid back
//! may be lent again. Interest is the fund's income: it is no part of its capital, which only an allotment
//! that finance confirms makes larger.

use htx_model::{money::Dong, support::money::LoanState};

use super::Loan;
use crate::domain::ledger::Operation;

/// What is promised to a loan and not paid out, and what of it is lent and was not paid back.
fn standing(loan: Option<&Loan>) -> (Dong, Dong, Dong) {
    let Some((loan, terms)) = loan.and_then(|loan| loan.terms.map(|terms| (loan, terms))) else {
        return (Dong::ZERO, Dong::ZERO, Dong::ZERO);
    };
    match loan.state {
        LoanState::Applied | LoanState::Appraised | LoanState::Rejected | LoanState::Withdrawn => {
            (Dong::ZERO, Dong::ZERO, Dong::ZERO)
        }
        LoanState::Approved => (terms.principal, Dong::ZERO, Dong::ZERO),
        LoanState::Active | LoanState::Settled => {
            (Dong::ZERO, terms.principal, loan.principal_repaid())
        }
    }
}

/// The postings of an act, in their order.
#[must_use]
pub fn postings(before: Option<&Loan>, after: &Loan) -> Vec<(Operation, Dong)> {
    let ((promised, lent, back), (promises, lends, returns)) =
        (standing(before), standing(Some(after)));
    let mut postings = Vec::new();
    let mut post = |operation, from: Dong, to: Dong| {
        if to > from {
            postings.push((operation, Dong(to.0 - from.0)));
        }
    };
    // What never came back is not lent any more before it is taken back as never lent.
    post(Operation::ReverseReturn, returns, back);
    post(Operation::ReverseDisbursement, lends, lent);
    // What is paid out was promised before: only what is neither promised nor lent is new, or given free.
    let (held, holds) = (Dong(promised.0 + lent.0), Dong(promises.0 + lends.0));
    post(Operation::Reserve, held, holds);
    post(Operation::Commit, held, holds);
    post(Operation::Release, holds, held);
    post(Operation::Disburse, lent, lends);
    post(Operation::Return, back, returns);
    postings
}

#[cfg(test)]
mod tests {
    use htx_model::{code_list::CodeList as _, date::Date, support::money::RepaymentMethod};
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::domain::{
        ledger::{Balances, Ledger, Share},
        loan::{schedule::Terms, standing as schedule_standing},
    };

    fn day() -> Date {
        Date::parse("2025-01-15").unwrap()
    }

    fn applied(number: u128, principal: i64) -> Loan {
        let method = RepaymentMethod::EqualPrincipal;
        Loan {
            terms: Some(Terms { principal: Dong(principal), rate: 1_200, months: 6, method }),
            ..Loan::example(Uuid::from_u128(number), Dong(principal))
        }
    }

    fn codes(before: Option<&Loan>, after: &Loan) -> Vec<(&'static str, i64)> {
        postings(before, after).iter().map(|(one, amount)| (one.code(), amount.0)).collect()
    }

    #[test]
    fn a_loan_takes_from_the_capital_what_it_holds_and_gives_it_back() {
        let appraised = Loan { state: LoanState::Appraised, ..applied(1, 600) };
        assert_eq!(codes(None, &appraised), []);
        let approved = Loan { state: LoanState::Approved, ..appraised.clone() };
        assert_eq!(codes(Some(&appraised), &approved), [("reserve", 600), ("commit", 600)]);
        let withdrawn = Loan { state: LoanState::Withdrawn, ..approved.clone() };
        assert_eq!(codes(Some(&approved), &withdrawn), [("release", 600)]);
        let active =
            Loan { state: LoanState::Active, paid_out_on: Some(day()), ..approved.clone() };
        assert_eq!(codes(Some(&approved), &active), [("disburse", 600)]);
        assert_eq!(codes(Some(&active), &approved), [("reverse_disbursement", 600)]);
        // The first instalment: 6 of interest, which is no capital, and 100 of principal.
        let paid = Loan { repaid: Dong(106), ..active.clone() };
        assert_eq!(codes(Some(&active), &paid), [("return", 100)]);
        assert_eq!(codes(Some(&paid), &active), [("reverse_return", 100)]);
        let interest = Loan { repaid: Dong(5), ..active.clone() };
        assert_eq!(codes(Some(&active), &interest), []);
    }

    /// What somebody tries with one of the loans.
    #[derive(Debug, Clone, Copy)]
    enum Try {
        Approve,
        Withdraw,
        PayOut,
        Repay(i64),
        TakeBack(i64),
        TakeBackPayOut,
    }

    fn tries() -> impl Strategy<Value = Vec<(usize, Try)>> {
        let one = prop_oneof![
            3 => Just(Try::Approve),
            1 => Just(Try::Withdraw),
            3 => Just(Try::PayOut),
            4 => (1_i64..400).prop_map(Try::Repay),
            2 => (1_i64..400).prop_map(Try::TakeBack),
            1 => Just(Try::TakeBackPayOut),
        ];
        prop::collection::vec((0_usize..5, one), 0..120)
    }

    /// The loan after it, where its state and what is owed allow it.
    fn tried(loan: &Loan, one: Try) -> Option<Loan> {
        let total = schedule_standing::total(&loan.schedule());
        let (state, repaid) = match (one, loan.state) {
            (Try::Approve, LoanState::Appraised) => (LoanState::Approved, Dong::ZERO),
            (Try::Withdraw, LoanState::Approved) => (LoanState::Withdrawn, Dong::ZERO),
            (Try::PayOut, LoanState::Approved) => (LoanState::Active, Dong::ZERO),
            (Try::Repay(amount), LoanState::Active) => {
                let repaid = Dong(loan.repaid.0 + amount);
                let settled = repaid == total;
                (if settled { LoanState::Settled } else { LoanState::Active }, repaid)
            }
            (Try::TakeBack(amount), LoanState::Active | LoanState::Settled) => {
                (LoanState::Active, Dong(loan.repaid.0 - amount))
            }
            (Try::TakeBackPayOut, LoanState::Active) if loan.repaid == Dong::ZERO => {
                (LoanState::Approved, Dong::ZERO)
            }
            _ => return None,
        };
        let is_lent = matches!(state, LoanState::Active | LoanState::Settled);
        let after = Loan { state, repaid, paid_out_on: is_lent.then(day), ..loan.clone() };
        let owed = schedule_standing::total(&after.schedule());
        (Dong::ZERO <= repaid && repaid <= owed).then_some(after)
    }

    proptest! {
        #[test]
        fn no_more_is_ever_promised_and_lent_than_the_fund_has(
            capital in 1_i64..2_000,
            principals in prop::array::uniform5(6_i64..900),
            tries in tries(),
        ) {
            let mut ledger = Ledger::default().post(Operation::Allocate, Dong(capital)).unwrap();
            let mut loans: Vec<Loan> = (1..).zip(principals)
                .map(|(number, principal)| Loan { state: LoanState::Appraised, ..applied(number, principal) })
                .collect();
            let mut shares = vec![Share::default(); loans.len()];
            for (at, one) in tries {
                let Some(after) = tried(&loans[at], one) else { continue };
                let posted = postings(Some(&loans[at]), &after).into_iter().try_fold(
                    (ledger, shares[at]),
                    |(ledger, share), (operation, amount)| {
                        Ok::<_, htx_model::refusal::Fault>((ledger.post(operation, amount)?, share.post(operation, amount)?))
                    },
                );
                // What the fund has not got is refused as a whole, and for that reason alone.
                match posted {
                    Ok((next, share)) => (ledger, shares[at], loans[at]) = (next, share, after),
                    Err(fault) => prop_assert_eq!(fault.code, "budget_exceeded", "{:?}", one),
                }
                let Balances { allotted, available, committed, disbursed, returned, reserved } = ledger.balances;
                prop_assert!(ledger.balances.hold());
                prop_assert_eq!((allotted.0, reserved.0), (capital, 0));
                let promised: i64 = loans.iter()
                    .filter(|loan| loan.state == LoanState::Approved)
                    .filter_map(|loan| loan.terms).map(|terms| terms.principal.0).sum();
                let lent: i64 = loans.iter()
                    .filter(|loan| loan.state == LoanState::Active)
                    .map(|loan| schedule_standing::on(&schedule_standing::cover(&loan.schedule(), loan.repaid), day()).principal_left.0)
                    .sum();
                prop_assert_eq!((committed.0, disbursed.0 - returned.0), (promised, lent));
                prop_assert_eq!(available.0 + promised + lent, capital);
            }
        }
    }
}
