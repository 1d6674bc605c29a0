//! No sequence of operations breaks the sums.

use std::collections::HashMap;

use htx_model::{code_list::CodeList as _, money::AMOUNT_MAX};
use proptest::prelude::*;

use super::*;

#[test]
fn the_table_of_operations_and_accounts_is_the_golden_one() {
    let mut table =
        String::from("| operation | takes from | gives to | for an application or a loan |\n");
    table.push_str("|---|---|---|---|\n");
    for operation in Operation::all() {
        let (from, to) = moves(*operation);
        let word = if is_for_somebody(*operation) { "yes" } else { "no" };
        table.push_str(&format!("| {operation} | {from} | {to} | {word} |\n"));
    }
    insta::assert_snapshot!("ledger_operations", table);
}

#[test]
fn a_promise_is_kept_from_the_allotment_to_the_return() {
    let post = |ledger: Ledger, (operation, amount)| ledger.post(operation, Dong(amount)).unwrap();
    let ledger = [
        (Operation::Allocate, 100),
        (Operation::Reserve, 60),
        (Operation::Commit, 60),
        (Operation::Disburse, 50),
        (Operation::Return, 20),
        (Operation::Release, 10),
        (Operation::Cut, 70),
    ]
    .into_iter()
    .fold(Ledger::default(), post);
    let expected = Balances {
        allotted: Dong(30),
        disbursed: Dong(50),
        returned: Dong(20),
        ..Balances::default()
    };
    assert_eq!(ledger, Ledger { entries: 7, balances: expected });
}

#[test]
fn a_wrong_entry_is_taken_back_by_another_one_and_the_books_are_as_before() {
    let post = |ledger: Ledger, (operation, amount)| ledger.post(operation, Dong(amount)).unwrap();
    let before = [(Operation::Allocate, 100), (Operation::Reserve, 60), (Operation::Commit, 60)];
    let before = before.into_iter().fold(Ledger::default(), post);
    let paid = post(before, (Operation::Disburse, 50));
    let back = post(paid, (Operation::Return, 20));
    // Of what came back nothing can be taken back as never paid.
    assert_eq!(
        back.post(Operation::ReverseDisbursement, Dong(31)).unwrap_err().code,
        "not_enough_money"
    );
    let again = post(back, (Operation::ReverseReturn, 20));
    assert_eq!(again.balances, paid.balances);
    let undone = post(again, (Operation::ReverseDisbursement, 50));
    assert_eq!((undone.balances, undone.entries), (before.balances, 7));
    // What came back and was promised to another is not there any more.
    let promised = post(back, (Operation::Reserve, 60));
    let gone = promised.post(Operation::ReverseReturn, Dong(20)).unwrap_err();
    assert_eq!(gone.code, "budget_exceeded");
}

#[test]
fn what_is_not_there_is_neither_promised_nor_returned() {
    let ledger = Ledger::default().post(Operation::Allocate, Dong(10)).unwrap();
    let code = |operation, amount| ledger.post(operation, Dong(amount)).unwrap_err().code;
    assert_eq!(code(Operation::Reserve, 11), "budget_exceeded");
    assert_eq!(code(Operation::Cut, 11), "budget_exceeded");
    assert_eq!(code(Operation::Commit, 1), "not_enough_money");
    assert_eq!(code(Operation::Return, 1), "not_enough_money");
    for wrong in [0, -1, i64::MIN, AMOUNT_MAX + 1] {
        assert_eq!(code(Operation::Allocate, wrong), "amount_out_of_range");
    }
}

/// What an operation does to the six accounts, written down a second time, by hand.
fn by_hand(sums: &mut [i128; 6], operation: Operation, amount: i128) {
    let [allotted, available, reserved, committed, disbursed, returned] = sums;
    match operation {
        Operation::Allocate => (*allotted, *available) = (*allotted + amount, *available + amount),
        Operation::Cut => (*allotted, *available) = (*allotted - amount, *available - amount),
        Operation::Reserve => (*available, *reserved) = (*available - amount, *reserved + amount),
        Operation::Commit => (*reserved, *committed) = (*reserved - amount, *committed + amount),
        Operation::Release => (*committed, *available) = (*committed - amount, *available + amount),
        Operation::Disburse => {
            (*committed, *disbursed) = (*committed - amount, *disbursed + amount)
        }
        Operation::Return => (*returned, *available) = (*returned + amount, *available + amount),
        Operation::ReverseDisbursement => {
            (*disbursed, *committed) = (*disbursed - amount, *committed + amount)
        }
        Operation::ReverseReturn => {
            (*returned, *available) = (*returned - amount, *available - amount)
        }
    }
}

fn operations() -> impl Strategy<Value = Vec<(Operation, usize, i64)>> {
    let operation = prop::sample::select(Operation::all());
    let amount = prop_oneof![8 => 1_i64..200, 1 => -5_i64..=0, 1 => AMOUNT_MAX - 5..=i64::MAX];
    prop::collection::vec((operation, 0_usize..4, amount), 0..200)
}

proptest! {
    #[test]
    fn no_sequence_of_operations_breaks_the_sums(operations in operations()) {
        let (mut ledger, mut shares) = (Ledger::default(), HashMap::<usize, Share>::new());
        let mut sums = [0_i128; 6];
        for (operation, application, amount) in operations {
            let amount = Dong(amount);
            let share = shares.get(&application).copied().unwrap_or_default();
            let own = share.post(operation, amount);
            let (Ok(after), Ok(own)) = (ledger.post(operation, amount), own) else { continue };
            prop_assert_eq!(after.entries, ledger.entries + 1);
            ledger = after;
            by_hand(&mut sums, operation, i128::from(amount.0));
            shares.insert(application, own);

            let now = ledger.balances;
            prop_assert!(now.hold(), "{:?}", now);
            let written = [now.allotted, now.available, now.reserved, now.committed, now.disbursed, now.returned];
            prop_assert_eq!(written.map(|one| i128::from(one.0)), sums);
            let total = |of: fn(&Share) -> Dong| Dong::checked_sum(shares.values().map(of));
            prop_assert_eq!(total(|share| share.reserved), Some(now.reserved));
            prop_assert_eq!(total(|share| share.committed), Some(now.committed));
            prop_assert_eq!(total(|share| share.disbursed), Some(now.disbursed));
            prop_assert_eq!(total(|share| share.returned), Some(now.returned));
            prop_assert!(shares.values().all(|share| share.returned <= share.disbursed));
        }
    }

    #[test]
    fn what_is_refused_leaves_everything_as_it_was(operations in operations()) {
        let mut ledger = Ledger::default();
        for (operation, _, amount) in operations {
            let before = ledger;
            match ledger.post(operation, Dong(amount)) {
                Ok(after) => ledger = after,
                Err(fault) => {
                    prop_assert_eq!(fault.pointer, "/amount_vnd");
                    // It is refused for a reason: by hand the sums would break too.
                    let now = before.balances;
                    let mut sums = [now.allotted, now.available, now.reserved, now.committed, now.disbursed, now.returned].map(|one| i128::from(one.0));
                    by_hand(&mut sums, operation, i128::from(amount));
                    let broken = sums.iter().any(|sum| *sum < 0) || sums[5] > sums[4];
                    prop_assert!(broken || !(1..=AMOUNT_MAX).contains(&amount));
                }
            }
        }
    }
}
