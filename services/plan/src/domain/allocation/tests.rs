use htx_model::{administrative::AdministrativeUnits, agency::Agencies, refusal::Refusal};
use proptest::prelude::*;

use super::*;
use crate::domain::plan::initial;

fn target(number: &str) -> Target {
    let plan = initial::plans().unwrap().remove(0).content;
    plan.target(number).unwrap().clone()
}

fn content(lines: &[(&str, i64)], kept: i64) -> Content {
    let line = |(receiver, amount): &(&str, i64)| Line {
        receiver: (*receiver).to_owned(),
        amount: *amount,
    };
    Content { lines: lines.iter().map(line).collect(), kept, basis: None }
}

fn checked(of: Content, number: &str, receivers: Receivers, year: i16) -> Result<Content, Refusal> {
    let reference = (AdministrativeUnits::embedded().unwrap(), Agencies::embedded().unwrap());
    check(of, &target(number), (receivers, year), reference)
}

#[test]
fn receivers_are_those_that_there_were_in_the_year() {
    for (receiver, receivers, year, is_known) in [
        ("277", Receivers::District, 2025, true),
        ("277", Receivers::District, 2026, false),
        ("999", Receivers::District, 2025, false),
        ("10045", Receivers::Commune, 2025, true),
        ("10045", Receivers::Commune, 2026, true),
        ("lmhtx", Receivers::Agency, 2025, true),
        ("so-khdt", Receivers::Agency, 2025, true),
        ("so-khdt", Receivers::Agency, 2026, false),
        ("so-nnmt", Receivers::Agency, 2025, true),
        // A district's own agency is meant by its district.
        ("district-277", Receivers::Agency, 2025, false),
        ("277", Receivers::Agency, 2025, false),
    ] {
        let checked = checked(content(&[(receiver, 47)], 0), "3", receivers, year);
        assert_eq!(checked.is_ok(), is_known, "{receiver} {receivers} {year}");
    }
}

#[test]
fn nobody_is_given_two_lines_or_less_than_nothing() {
    let twice = content(&[("277", 1), ("277", 2)], 0);
    let faults = checked(twice, "3", Receivers::District, 2025).unwrap_err().faults;
    assert_eq!(faults[0].code, "receiver_twice");
    for (of, number) in [
        (content(&[("277", -1)], 0), "3"),
        (content(&[("277", 10_001)], 0), "2"),
        (content(&[("277", 7_000)], 1), "2"),
        (content(&[("277", 7)], -1), "3"),
        (content(&[], 47), "3"),
    ] {
        assert!(checked(of.clone(), number, Receivers::District, 2025).is_err(), "{of:?}");
    }
}

#[test]
fn a_count_adds_up_and_a_mean_does_not() {
    let sum = |number: &str, receivers, given, kept| {
        content(&[("a", given)], kept).sum(&target(number), receivers)
    };
    assert_eq!(sum("3", Receivers::District, 40, 7), Sum::Fits);
    assert_eq!(sum("3", Receivers::District, 40, 0), Sum::Remains(7));
    assert_eq!(sum("3", Receivers::Agency, 48, 0), Sum::Remains(-1));
    // A cooperative that two agencies support counts for both, and once for the city.
    assert_eq!(sum("4", Receivers::Agency, 260, 0), Sum::Fits);
    assert_eq!(sum("4", Receivers::Agency, 249, 0), Sum::Remains(1));
    assert_eq!(sum("4", Receivers::District, 260, 0), Sum::Remains(-10));
    assert_eq!(sum("8", Receivers::District, 1, 0), Sum::Levels);
}

proptest! {
    #[test]
    fn what_is_handed_in_is_the_target_to_the_last_piece(
        amounts in prop::collection::vec(0_i64..=1_000, 1..=30),
        minimum in 0_i64..=20_000,
        kept in 0_i64..=1_000,
    ) {
        let target = Target { minimum, ..target("3") };
        let lines: Vec<Line> = amounts
            .iter()
            .enumerate()
            .map(|(index, amount)| Line { receiver: index.to_string(), amount: *amount })
            .collect();
        let content = Content { lines, kept, basis: None };
        let sum: i64 = amounts.iter().sum();
        let fits = check_sum(&content, &target, Receivers::District).is_ok();
        prop_assert_eq!(fits, sum + kept == minimum);
        // Whatever remains, keeping just that much makes it fit.
        if let Sum::Remains(remains) = content.sum(&target, Receivers::District) {
            let mended = Content { kept: kept + remains, ..content };
            prop_assert!(mended.sum(&target, Receivers::District) == Sum::Fits);
        }
    }

    #[test]
    fn even_parts_add_up(amount in 0_i64..=1_000_000, parts in 1_usize..=200) {
        let evenly = evenly(amount, parts);
        prop_assert_eq!(evenly.len(), parts);
        prop_assert_eq!(evenly.iter().sum::<i64>(), amount);
        let (least, most) = (evenly.iter().min().unwrap(), evenly.iter().max().unwrap());
        prop_assert!(most - least <= 1);
    }
}
