use htx_model::{code_list::CodeList as _, date::Date, id::Id};
use proptest::prelude::*;
use uuid::Uuid;

use super::*;

fn order(day: &str) -> PaymentOrder {
    PaymentOrder::in_force(Date::parse(day).unwrap()).unwrap()
}

fn id(number: u128) -> ClaimId {
    Id::from_uuid(Uuid::from_u128(number))
}

fn claim(number: u128, class: PaymentClass, admitted: i64) -> AdmittedClaim {
    AdmittedClaim { id: id(number), class, admitted: Dong(admitted), paid: Dong::ZERO }
}

fn paid(claim: AdmittedClaim, paid: i64) -> AdmittedClaim {
    AdmittedClaim { paid: Dong(paid), ..claim }
}

fn dues(distribution: &Distribution) -> Vec<i64> {
    distribution.lines.iter().map(|line| line.due.0).collect()
}

use PaymentClass::{DissolutionCosts, Members, Secured, Unsecured, Workers};

#[test]
fn each_class_is_whole_before_the_next_gets_anything_and_members_share_the_rest() {
    let claims = [
        claim(1, DissolutionCosts, 10),
        claim(2, Workers, 20),
        claim(3, Secured, 30),
        claim(4, Unsecured, 20),
        claim(5, Unsecured, 20),
        claim(6, Members, 300),
        claim(7, Members, 100),
    ];
    for (money, expected) in [
        (0, [0, 0, 0, 0, 0, 0, 0]),
        (7, [7, 0, 0, 0, 0, 0, 0]),
        (29, [10, 19, 0, 0, 0, 0, 0]),
        (75, [10, 20, 30, 8, 7, 0, 0]),
        (100, [10, 20, 30, 20, 20, 0, 0]),
        (104, [10, 20, 30, 20, 20, 3, 1]),
        // Members share all that is left, also beyond what they contributed.
        (1100, [10, 20, 30, 20, 20, 750, 250]),
    ] {
        let distribution = distribute(Dong(money), &order("2025-05-12"), &claims).unwrap();
        assert_eq!(dues(&distribution), expected, "{money}");
        assert_eq!(distribution.undistributed, Dong::ZERO);
    }
}

#[test]
fn what_nobody_can_get_is_said() {
    let claims = [claim(1, Workers, 20)];
    let distribution = distribute(Dong(50), &order("2025-05-12"), &claims).unwrap();
    assert_eq!((distribution.to_creditors, distribution.to_members), (Dong(20), Dong::ZERO));
    assert_eq!(distribution.undistributed, Dong(30));
    let nothing = distribute(Dong(5), &order("2025-05-12"), &[]).unwrap();
    assert_eq!((nothing.undistributed, nothing.lines.len()), (Dong(5), 0));
    // A member who contributed nothing has no share.
    let member = [claim(1, Members, 0)];
    let distribution = distribute(Dong(5), &order("2025-05-12"), &member).unwrap();
    assert_eq!(distribution.undistributed, Dong(5));
}

#[test]
fn equal_remainders_go_to_the_claim_entered_first() {
    let claims = [claim(3, Workers, 1), claim(1, Workers, 1), claim(2, Workers, 1)];
    let distribution = distribute(Dong(2), &order("2025-05-12"), &claims).unwrap();
    let lines: Vec<_> = distribution.lines.iter().map(|line| (line.claim.id, line.due.0)).collect();
    assert_eq!(lines, [(id(1), 1), (id(2), 1), (id(3), 0)]);
}

#[test]
fn what_was_paid_counts_towards_the_share_and_is_never_taken_back() {
    // 100 in all for two claims of 100 in one class: 50 each, whoever was paid first.
    let claims = [paid(claim(1, Workers, 100), 40), claim(2, Workers, 100)];
    let distribution = distribute(Dong(100), &order("2025-05-12"), &claims).unwrap();
    let to_pay: Vec<_> = distribution.lines.iter().map(|line| line.to_pay().0).collect();
    assert_eq!((dues(&distribution), to_pay), (vec![50, 50], vec![10, 50]));
    // A late claim of a better class: the one paid keeps its 40, the rest goes up the order.
    let late =
        [paid(claim(1, Unsecured, 100), 40), claim(2, Unsecured, 100), claim(3, Workers, 90)];
    let distribution = distribute(Dong(100), &order("2025-05-12"), &late).unwrap();
    assert_eq!(dues(&distribution), [60, 40, 0]);
    let rules: Vec<_> = distribution.lines.iter().map(|line| line.rule.code()).collect();
    assert_eq!(rules, ["pro_rata", "paid_before", "exhausted"]);
}

#[test]
fn each_line_says_class_rule_article_and_whether_it_was_read() {
    let claims = [
        claim(1, Workers, 60_000_000),
        claim(2, Secured, 300_000_000),
        claim(3, Secured, 100_000_000),
        claim(4, Unsecured, 5),
    ];
    let texts = |day| {
        let distribution = distribute(Dong(100_000_000), &order(day), &claims).unwrap();
        let line = |line: &Line| (line.explanation.vi.to_string(), line.explanation.en.to_string());
        distribution.lines.iter().map(line).collect::<Vec<_>>()
    };
    insta::assert_debug_snapshot!("explanations", texts("2025-05-12"));
    let (vi, en) = &texts("2020-05-12")[0];
    assert!(vi.ends_with("(Điều 49 Luật 23/2012/QH13)."), "{vi}");
    assert!(en.ends_with("(article 49 of 23/2012/QH13)."), "{en}");
}

#[test]
fn what_cannot_be_is_refused() {
    let order = order("2025-05-12");
    let try_it = |money, claims: &[AdmittedClaim]| distribute(Dong(money), &order, claims);
    let one = claim(1, Workers, 10);
    assert_eq!(try_it(-1, &[]), Err(WaterfallError::Negative));
    assert_eq!(try_it(1, &[claim(1, Workers, -1)]), Err(WaterfallError::Negative));
    assert_eq!(try_it(1, &[paid(one, -1)]), Err(WaterfallError::Negative));
    assert_eq!(try_it(1, &[paid(one, 2)]), Err(WaterfallError::PaidBeyondMoney));
    let much = [claim(1, Workers, i64::MAX), claim(2, Members, 1)];
    assert_eq!(try_it(1, &much), Err(WaterfallError::TooMuch));
}

/// Amounts from nothing to far beyond any cooperative, small ones often, so that rounding and
/// exhaustion are met.
fn amount() -> impl Strategy<Value = i64> {
    prop_oneof![Just(0), 1..10_i64, 0..1_000_000_i64, 0..1_000_000_000_000_000_i64]
}

fn claims() -> impl Strategy<Value = Vec<AdmittedClaim>> {
    let one = (0..PaymentClass::all().len(), amount());
    prop::collection::vec(one, 0..24).prop_map(|claims| {
        let claim = |(at, (class, admitted)): (usize, (usize, i64))| {
            // Ids in no order, as claims may come.
            claim((at as u128 * 7_919) % 104_729, PaymentClass::all()[class], admitted)
        };
        claims.into_iter().enumerate().map(claim).collect()
    })
}

/// Money around what the claims add up to, where it is decided who gets nothing.
fn money_for(claims: &[AdmittedClaim], part: u32) -> Dong {
    let owed: i128 = claims.iter().map(|claim| i128::from(claim.admitted.0)).sum();
    Dong(i64::try_from(owed * i128::from(part) / 1_000).unwrap())
}

proptest! {
    #[test]
    fn everything_paid_the_rest_and_what_nobody_gets_add_up_to_the_money(
        claims in claims(), money in amount(), part in 0..1_500_u32, by_part in any::<bool>(),
    ) {
        let money = if by_part { money_for(&claims, part) } else { Dong(money) };
        let outcome = distribute(money, &order("2025-05-12"), &claims).unwrap();
        let lines: i128 = outcome.lines.iter().map(|line| i128::from(line.due.0)).sum();
        prop_assert_eq!(lines + i128::from(outcome.undistributed.0), i128::from(money.0));
        let parts = [outcome.to_creditors, outcome.to_members, outcome.undistributed];
        prop_assert_eq!(Dong::checked_sum(parts), Some(money));
        prop_assert_eq!(outcome.lines.len(), claims.len());
        for total in &outcome.classes {
            let of_class = outcome.lines.iter().filter(|line| line.rank == total.rank);
            prop_assert_eq!(Dong::checked_sum(of_class.map(|line| line.due)), Some(total.due));
        }
    }

    #[test]
    fn no_class_is_paid_before_the_class_above_is_whole_and_nobody_beyond_the_claim(
        claims in claims(), part in 0..1_500_u32,
    ) {
        let outcome = distribute(money_for(&claims, part), &order("2025-05-12"), &claims).unwrap();
        for line in &outcome.lines {
            let member = line.claim.class == Members;
            prop_assert!(line.due >= Dong::ZERO && (member || line.due <= line.claim.admitted));
            if line.due > Dong::ZERO {
                let above = outcome.lines.iter().filter(|other| other.rank < line.rank);
                for other in above {
                    prop_assert_eq!(other.due, other.claim.admitted);
                }
            }
        }
        // Money is left for nobody only where every creditor is whole.
        if outcome.undistributed > Dong::ZERO {
            let mut lines = outcome.lines.iter();
            let whole = |line: &Line| line.due == line.claim.admitted;
            prop_assert!(lines.all(|line| line.claim.class == Members || whole(line)));
        }
    }

    #[test]
    fn a_share_lies_within_one_dong_of_its_exact_part(claims in claims(), part in 0..1_500_u32) {
        let outcome = distribute(money_for(&claims, part), &order("2025-05-12"), &claims).unwrap();
        for line in &outcome.lines {
            let total = &outcome.classes[line.rank as usize - 1];
            if total.admitted > Dong::ZERO {
                let exact = i128::from(total.due.0) * i128::from(line.claim.admitted.0);
                let floor = exact / i128::from(total.admitted.0);
                prop_assert!((floor..=floor + 1).contains(&i128::from(line.due.0)));
            }
        }
    }

    #[test]
    fn the_order_of_the_claims_does_not_matter(
        (sorted, shuffled) in claims().prop_flat_map(|claims| {
            (Just(claims.clone()), Just(claims).prop_shuffle())
        }),
        part in 0..1_500_u32,
    ) {
        let (order, money) = (order("2025-05-12"), money_for(&sorted, part));
        prop_assert_eq!(distribute(money, &order, &sorted), distribute(money, &order, &shuffled));
    }

    #[test]
    fn the_same_money_is_shared_the_same_way_however_often_it_was_shared_before(
        claims in claims(), first in 0..1_500_u32, second in 0..1_500_u32,
    ) {
        // Whatever a first distribution said is paid out; more money comes; nobody ends below what
        // was paid, and it still adds up.
        let (order, first) = (order("2025-05-12"), money_for(&claims, first));
        let before = distribute(first, &order, &claims).unwrap();
        let paid_out: Vec<_> =
            before.lines.iter().map(|line| paid(line.claim, line.due.0)).collect();
        let money = Dong(first.0 + money_for(&claims, second).0);
        let after = distribute(money, &order, &paid_out).unwrap();
        prop_assert!(after.lines.iter().all(|line| line.to_pay() >= Dong::ZERO));
        let lines: i128 = after.lines.iter().map(|line| i128::from(line.due.0)).sum();
        prop_assert_eq!(lines + i128::from(after.undistributed.0), i128::from(money.0));
        // Nothing new: nothing more to pay, but for what nobody could get.
        let again = distribute(first, &order, &paid_out).unwrap();
        prop_assert!(again.lines.iter().all(|line| line.to_pay() == Dong::ZERO));
    }

    #[test]
    fn whatever_was_paid_before_no_class_gets_more_while_one_above_is_not_whole(
        claims in claims(), parts in prop::collection::vec(0..=1_000_i64, 24), more in amount(),
    ) {
        let claims: Vec<_> = claims
            .iter()
            .zip(&parts)
            .map(|(claim, part)| {
                let part = i128::from(claim.admitted.0) * i128::from(*part) / 1_000;
                paid(*claim, i64::try_from(part).unwrap())
            })
            .collect();
        let before: i64 = claims.iter().map(|claim| claim.paid.0).sum();
        let money = Dong(before + more);
        let outcome = distribute(money, &order("2025-05-12"), &claims).unwrap();
        let lines: i128 = outcome.lines.iter().map(|line| i128::from(line.due.0)).sum();
        prop_assert_eq!(lines + i128::from(outcome.undistributed.0), i128::from(money.0));
        for line in &outcome.lines {
            prop_assert!(line.to_pay() >= Dong::ZERO);
            if line.to_pay() > Dong::ZERO {
                let mut above = outcome.lines.iter().filter(|other| other.rank < line.rank);
                prop_assert!(above.all(|other| other.due >= other.claim.admitted));
            }
        }
    }
}
