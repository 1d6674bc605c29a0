use htx_model::id::Id;
use proptest::prelude::*;

use super::*;

fn organisation(number: u128) -> OrganisationId {
    Id::from_uuid(uuid::Uuid::from_u128(number))
}

fn holding(number: u128, key: Option<u8>, kind: MemberKind, amount: i64) -> Holding {
    Holding {
        member: Id::from_uuid(uuid::Uuid::from_u128(number)),
        key: key.map(|key| HolderKey::Citizen(format!("{key:09}"))),
        kind,
        amount: Dong(amount),
    }
}

fn estate(holdings: Vec<Holding>) -> Estate {
    Estate { holdings, unrecorded_capital: Dong(0), unrecorded_officials: 0 }
}

fn sum(amounts: impl IntoIterator<Item = Dong>) -> i64 {
    amounts.into_iter().map(|amount| amount.0).sum()
}

const A: u128 = 1;
const B: u128 = 2;
const C: u128 = 3;

#[test]
fn a_member_of_both_is_one_member_with_both_contributions() {
    let one = holding(10, Some(7), MemberKind::Official, 30);
    let there = HashMap::from([(
        (organisation(B), HolderKey::Citizen("000000007".to_owned())),
        Id::from_uuid(uuid::Uuid::from_u128(20)),
    )]);
    let plan = plan(&estate(vec![one]), &Split::Whole(organisation(B)), &there).unwrap();
    assert_eq!(plan.parts[0].into, Some(Id::from_uuid(uuid::Uuid::from_u128(20))));
    assert_eq!(plan.parts[0].amount, Dong(30));
}

#[test]
fn parts_that_do_not_add_up_are_refused() {
    let one = holding(10, None, MemberKind::Official, 30);
    let assigned = |parts: &[(u128, i64)]| {
        let parts = parts.iter().map(|(to, amount)| (organisation(*to), Dong(*amount))).collect();
        let members = BTreeMap::from([(one.member, parts)]);
        let split = Split::Assigned { members, rest: organisation(B) };
        plan(&estate(vec![one.clone()]), &split, &HashMap::new())
    };
    assert!(assigned(&[(B, 10), (C, 20)]).is_ok());
    for bad in [&[(B, 10), (C, 19)][..], &[(B, -1), (C, 31)], &[(B, 30), (C, 0)], &[]] {
        assert_eq!(assigned(bad).unwrap_err()[0].code, "capital_does_not_add_up", "{bad:?}");
    }
}

#[test]
fn nobody_is_named_who_is_no_member_and_weights_have_a_sum() {
    let members = BTreeMap::from([(Id::from_uuid(uuid::Uuid::from_u128(99)), vec![])]);
    let split = Split::Assigned { members, rest: organisation(B) };
    let none = estate(Vec::new());
    assert_eq!(plan(&none, &split, &HashMap::new()).unwrap_err()[0].code, "unknown_member");
    for weights in [
        vec![],
        vec![(organisation(B), Dong(0))],
        vec![(organisation(B), Dong(1)), (organisation(B), Dong(1))],
    ] {
        let faults = plan(&none, &Split::ProRata(weights), &HashMap::new()).unwrap_err();
        assert_eq!(faults[0].code, "bad_weights");
    }
}

fn holdings() -> impl Strategy<Value = Vec<Holding>> {
    let one = (prop::option::of(0_u8..6), any::<bool>(), 0_i64..1_000_000_000);
    prop::collection::vec(one, 0..12).prop_map(|members| {
        let mut seen = std::collections::HashSet::new();
        members
            .into_iter()
            .enumerate()
            .map(|(at, (key, official, amount))| {
                // One organisation has nobody twice.
                let key = key.filter(|key| seen.insert(*key));
                let kind = if official {
                    MemberKind::Official
                } else {
                    MemberKind::AssociateNonContributing
                };
                holding(100 + at as u128, key, kind, if official { amount + 1 } else { 0 })
            })
            .collect()
    })
}

fn split() -> impl Strategy<Value = (u8, Vec<i64>, u8)> {
    (0_u8..3, prop::collection::vec(0_i64..5_000, 2..4), any::<u8>())
}

proptest! {
    #[test]
    fn the_sum_before_is_the_sum_after_and_no_member_is_lost(
        holdings in holdings(),
        unrecorded in 0_i64..1_000_000_000,
        officials in 0_u32..1_000,
        (way, mut weights, chooser) in split(),
        there in prop::collection::hash_set((0_usize..3, 0_u8..6), 0..6),
    ) {
        weights[0] += 1;
        let targets = [A, B, C].map(organisation);
        let split = match way {
            0 => Split::Whole(targets[1]),
            1 => Split::ProRata(targets.into_iter().zip(weights.into_iter().map(Dong)).collect()),
            _ => {
                let members = holdings
                    .iter()
                    .enumerate()
                    .filter(|(at, _)| (usize::from(chooser) >> (at % 8)) & 1 == 1)
                    .map(|(_, one)| {
                        let half = Dong(one.amount.0 / 2);
                        let parts = if half.0 == 0 {
                            vec![(targets[2], one.amount)]
                        } else {
                            vec![(targets[1], half), (targets[2], Dong(one.amount.0 - half.0))]
                        };
                        (one.member, parts)
                    })
                    .collect();
                Split::Assigned { members, rest: targets[0] }
            }
        };
        let there: HashMap<_, MemberId> = there
            .into_iter()
            .map(|(at, key)| {
                let holder = HolderKey::Citizen(format!("{key:09}"));
                let id = 1_000 + at as u128 * 10 + u128::from(key);
                ((targets[at], holder), Id::from_uuid(uuid::Uuid::from_u128(id)))
            })
            .collect();
        let estate = Estate {
            holdings,
            unrecorded_capital: Dong(unrecorded),
            unrecorded_officials: officials,
        };
        let plan = plan(&estate, &split, &there).unwrap();

        let before = sum(estate.holdings.iter().map(|one| one.amount));
        prop_assert_eq!(sum(plan.parts.iter().map(|part| part.amount)), before);
        prop_assert_eq!(sum(plan.remainders.iter().map(|rest| rest.capital)), unrecorded);
        prop_assert_eq!(plan.remainders.iter().map(|rest| rest.officials).sum::<u32>(), officials);
        for one in &estate.holdings {
            let parts: Vec<_> = plan.parts.iter().filter(|part| part.member == one.member).collect();
            prop_assert!(!parts.is_empty(), "{:?} is lost", one);
            prop_assert_eq!(sum(parts.iter().map(|part| part.amount)), one.amount.0);
            let distinct: std::collections::HashSet<_> = parts.iter().map(|part| part.to).collect();
            prop_assert_eq!(distinct.len(), parts.len(), "twice in one organisation");
            for part in parts {
                prop_assert!(part.amount.0 > 0 || one.amount.0 == 0);
                let known = one.key.clone().and_then(|key| there.get(&(part.to, key)).copied());
                prop_assert_eq!(part.into, known);
            }
        }
        let receivers = split.receivers();
        prop_assert!(plan.parts.iter().all(|part| receivers.contains(&part.to)));
    }
}
