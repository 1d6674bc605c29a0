use htx_model::{code_list::CodeList as _, id::Id, people::HolderType};
use uuid::Uuid;

use super::*;

fn date(text: &str) -> Date {
    Date::parse(text).unwrap()
}

fn claim(state: ClaimState) -> Claim {
    Claim {
        id: Id::from_uuid(Uuid::nil()),
        case: Id::from_uuid(Uuid::nil()),
        debt_kind: DebtKind::Other,
        class: PaymentClass::Unsecured,
        secured_by: None,
        creditor: Party {
            holder: HolderType::NaturalPerson,
            name: "Nguyễn Văn An".to_owned(),
            citizen_id: None,
            phone: None,
            address: None,
        },
        claimed: Dong(100),
        admitted: None,
        paid: Dong::ZERO,
        state,
        basis: "Giấy vay của ông An".to_owned(),
        registered_on: date("2025-05-12"),
        evidence: Vec::new(),
        decision: None,
        contest_until: None,
        contest: None,
        settlement: None,
        version: 1,
        recorded_at: Instant::from_microseconds(0),
    }
}

#[test]
fn the_table_of_states_and_actions_is_the_golden_one() {
    let mut table = String::from("| state | action | by | then |\n|---|---|---|---|\n");
    for state in ClaimState::all() {
        for action in ClaimAction::all() {
            let then = after(*state, *action);
            let word = then.map_or("refused", |state| state.code());
            table.push_str(&format!("| {state} | {action} | {} | {word} |\n", needs(*action)));
            assert_eq!(require(*state, *action).ok(), then);
        }
    }
    insta::assert_snapshot!("claim_states", table);
}

#[test]
fn the_log_has_neither_the_person_nor_the_words() {
    let claim = claim(ClaimState::Registered);
    assert!(!claim.logged().to_string().contains("An"));
    assert_eq!(claim.personal()["creditor"]["name"], "Nguyễn Văn An");
    assert_eq!(claim.personal()["basis"], "Giấy vay của ông An");
}

#[test]
fn a_part_is_admitted_with_a_reason_and_a_date_to_contest() {
    let (claim, today) = (claim(ClaimState::Registered), date("2025-05-12"));
    let codes = |amount: i64, reason: Option<&str>, until: Option<&str>| {
        let checked = check_admission(&claim, Dong(amount), reason, until.map(date), today);
        checked.map_or_else(|faults| faults.iter().map(|fault| fault.code).collect(), |()| vec![])
    };
    assert!(codes(100, None, None).is_empty());
    assert!(codes(99, Some("thiếu chứng từ"), Some("2025-05-12")).is_empty());
    assert_eq!(codes(99, None, None), ["missing_reason", "missing_contest_date"]);
    assert_eq!(codes(99, Some("x"), Some("2025-05-11")), ["date_in_past"]);
    assert_eq!(codes(101, None, None), ["beyond_the_claim"]);
    assert_eq!(codes(0, Some("x"), Some("2025-06-01")), ["beyond_the_claim"]);
    assert_eq!(codes(100, None, Some("2025-06-01")), ["nothing_to_contest"]);
}

#[test]
fn what_was_contested_is_decided_for_good_and_what_was_paid_stays() {
    let today = date("2025-05-12");
    let contested =
        Claim { contest: Some(Ruling::default()), paid: Dong(40), ..claim(ClaimState::Contested) };
    let check = |amount, until: Option<&str>| {
        check_admission(&contested, Dong(amount), Some("x"), until.map(date), today)
    };
    assert_eq!(check(40, None), Ok(()));
    assert_eq!(check(40, Some("2025-06-01")).unwrap_err()[0].code, "contested_before");
    assert_eq!(check(39, None).unwrap_err()[0].code, "below_what_was_paid");
    // A member may have got more than its contribution, and is decided all the same.
    let member = Claim { class: PaymentClass::Members, paid: Dong(140), ..contested.clone() };
    assert_eq!(check_admission(&member, Dong(100), None, None, today), Ok(()));
    let rejected = check_rejection(&contested, Some("x"), None, today);
    assert_eq!(rejected.unwrap_err()[0].code, "paid_already");
}

#[test]
fn the_last_dong_pays_a_claim_and_a_counter_entry_takes_it_back() {
    let admitted = Claim { admitted: Some(Dong(100)), ..claim(ClaimState::Admitted) };
    let partly = admitted.with_payment(Dong(99));
    assert_eq!((partly.state, partly.paid), (ClaimState::Admitted, Dong(99)));
    let whole = partly.with_payment(Dong(1));
    assert_eq!(whole.state, ClaimState::Paid);
    let back = whole.with_payment(Dong(-1));
    assert_eq!((back.state, back.paid), (ClaimState::Admitted, Dong(99)));
    // A member shares the rest, so it is not paid by reaching its contribution.
    let member = Claim { class: PaymentClass::Members, ..back };
    assert_eq!(member.with_payment(Dong(50)).state, ClaimState::Admitted);
}

#[test]
fn what_may_still_be_contested_is_open_until_the_day_has_passed() {
    for state in [ClaimState::Rejected, ClaimState::Paid] {
        let claim = Claim { contest_until: Some(date("2025-06-30")), ..claim(state) };
        assert!(claim.is_open(date("2025-06-30")) && !claim.is_open(date("2025-07-01")));
    }
    for (state, open) in [
        (ClaimState::Registered, true),
        (ClaimState::Admitted, true),
        (ClaimState::Contested, true),
        (ClaimState::Paid, false),
        (ClaimState::Waived, false),
        (ClaimState::WrittenOff, false),
        (ClaimState::Transferred, false),
    ] {
        assert_eq!(claim(state).is_open(date("2025-07-01")), open, "{state}");
    }
}
