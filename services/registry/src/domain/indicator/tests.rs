use htx_model::indicator::named;
use proptest::prelude::*;

use super::*;

#[test]
fn quotients_are_rounded_half_up_once() {
    for (numerator, denominator, expected) in [
        (10, 4, Some(3)),
        (9, 4, Some(2)),
        (-10, 4, Some(-2)),
        (-11, 4, Some(-3)),
        (1, 3, Some(0)),
        (2, 3, Some(1)),
        (0, 7, Some(0)),
        (1, 0, None),
        (i128::from(i64::MAX) * 3, 3, Some(i64::MAX)),
        (i128::from(i64::MAX) * 4, 3, None),
    ] {
        assert_eq!(rounded(numerator, denominator), expected, "{numerator}/{denominator}");
    }
}

#[test]
fn every_indicator_has_one_definition_found_by_code_and_by_number() {
    use htx_model::code_list::CodeList as _;
    for indicator in Indicator::all() {
        let found = named(DEFINITIONS, indicator.code()).unwrap();
        assert_eq!(found.indicator, *indicator);
        assert_eq!(named(DEFINITIONS, found.number).unwrap().indicator, *indicator);
    }
    assert_eq!(DEFINITIONS.len(), Indicator::all().len());
    assert!(named(DEFINITIONS, "12").is_none() && named(DEFINITIONS, "").is_none());
}

#[test]
fn the_definitions_are_those_of_the_plan() {
    use htx_model::code_list::CodeList as _;
    let plan: serde_json::Value =
        serde_json::from_str(include_str!("../../../../../reference/plan-2025.json")).unwrap();
    let of_registry =
        plan["targets"].as_array().unwrap().iter().filter(|target| target["service"] == "registry");
    let numbers: Vec<(&str, &str)> = of_registry
        .map(|target| (target["no"].as_str().unwrap(), target["code"].as_str().unwrap()))
        .collect();
    let defined: Vec<(&str, &str)> =
        DEFINITIONS.iter().map(|one| (one.number, one.indicator.code())).collect();
    assert_eq!(defined, numbers);
}

proptest! {
    #[test]
    fn the_whole_is_made_of_its_parts(amounts in prop::collection::vec((0_usize..5, -1_000_000_000_000_i64..1_000_000_000_000), 0..50)) {
        let tallies: Vec<Tally> = amounts
            .iter()
            .map(|(place, amount)| Tally {
                commune: htx_model::administrative::CommuneCode::parse(&format!("0000{place}")).ok(),
                counted: 1,
                numerator: i128::from(*amount),
                denominator: 1,
                reported: 1,
                expected: 2,
                ..Tally::default()
            })
            .collect();
        let definition = named(DEFINITIONS, "average_revenue").unwrap();
        let key = |tally: &Tally| Key(tally.commune.as_ref().map(|code| code.as_str().to_owned()));
        let (whole, parts) = figure(definition, &tallies, key);
        let sum: i64 = parts.values().filter_map(|part| part.numerator).sum();
        prop_assert_eq!(whole.numerator, Some(sum));
        prop_assert_eq!(whole.counted, parts.values().map(|part| part.counted).sum::<i64>());
        let mean = amounts.iter().map(|(_, amount)| i128::from(*amount)).sum::<i128>() as f64 / amounts.len() as f64;
        match whole.value {
            Some(value) => prop_assert!((value as f64 - mean).abs() <= 0.5 + mean.abs() * 1e-12),
            None => prop_assert!(amounts.is_empty()),
        }
    }
}
