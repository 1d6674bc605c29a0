use proptest::prelude::*;

use super::*;

fn criteria() -> Criteria {
    let worth = [7, 6, 11, 6, 8, 6, 6, 6, 4, 7, 7, 7, 7, 7, 5];
    Criteria {
        id: RatingCriteriaId::from_uuid(uuid::Uuid::nil()),
        valid_from: Date::new(2020, 4, 1).unwrap(),
        document: "01/2020/TT-BKHĐT".to_owned(),
        article: "-".to_owned(),
        verified: false,
        maximum_points: Criterion::all().iter().copied().zip(worth).collect(),
    }
}

fn all(points: impl Fn(u32) -> u32) -> Vec<AssessedPoints> {
    let worth = criteria().maximum_points;
    let one = |(criterion, most): (Criterion, u32)| AssessedPoints {
        criterion,
        points: points(most),
        evidence: None,
    };
    worth.into_iter().map(one).collect()
}

fn codes<T: std::fmt::Debug>(outcome: Result<T, Vec<Fault>>) -> Vec<&'static str> {
    outcome.unwrap_err().iter().map(|fault| fault.code).collect()
}

#[test]
fn there_are_fifteen_criteria_worth_a_hundred_points() {
    assert_eq!(Criterion::all().len(), 15);
    assert_eq!(criteria().check(), Ok(()));
    let mut short = criteria();
    short.maximum_points.remove(&Criterion::Awards);
    assert_eq!(codes(short.check()), ["criterion_missing", "points_do_not_add_up"]);
    let mut zero = criteria();
    zero.maximum_points.insert(Criterion::Awards, 0);
    zero.maximum_points.insert(Criterion::Capital, 12);
    assert_eq!(codes(zero.check()), ["criterion_missing"]);
}

#[test]
fn every_criterion_is_assessed_once_and_within_what_it_is_worth() {
    let criteria = criteria();
    assert!(criteria.check_assessment(&all(|most| most), true).is_ok());
    let mut given = all(|most| most);
    given[0].points = 8;
    given[14] = given[1].clone();
    assert_eq!(
        codes(criteria.check_assessment(&given, true)),
        ["above_maximum", "criterion_twice", "criterion_missing"]
    );
    assert_eq!(codes(criteria.check_assessment(&[], true)).len(), 15);
    assert_eq!(criteria.check_assessment(&[], false), Ok(Vec::new()));
}

#[test]
fn points_other_than_the_assessed_ones_need_a_reason() {
    let (criteria, assessed) = (criteria(), all(|most| most));
    let lower = |reason: Option<&str>| ConfirmedPoints {
        criterion: Criterion::Results,
        points: 5,
        reason: reason.map(str::to_owned),
    };
    for none in [None, Some(" ")] {
        let given = [lower(none)];
        assert_eq!(codes(criteria.check_confirmation(&given, &assessed)), ["reason_needed"]);
    }
    let given = [lower(Some("Doanh thu chưa có chứng từ"))];
    let confirmed = criteria.check_confirmation(&given, &assessed).unwrap();
    assert_eq!(confirmed.len(), 15);
    assert_eq!(confirmed.iter().map(|one| one.points).sum::<u32>(), 94);
    assert_eq!(rating_of(&confirmed, true), Rating::Good);
    assert_eq!(rating_of(&confirmed, false), Rating::NotRated);
}

proptest! {
    #[test]
    fn what_is_confirmed_as_assessed_has_its_points(parts in prop::collection::vec(0_u32..=100, 15)) {
        let criteria = criteria();
        let mut assessed = all(|most| most);
        for (one, part) in assessed.iter_mut().zip(&parts) {
            one.points = one.points * part / 100;
        }
        let assessed = criteria.check_assessment(&assessed, true).unwrap();
        let confirmed = criteria.check_confirmation(&[], &assessed).unwrap();
        let points: u32 = assessed.iter().map(|one| one.points).sum();
        prop_assert!(points <= POINTS);
        prop_assert_eq!(confirmed.iter().map(|one| one.points).sum::<u32>(), points);
        prop_assert_eq!(Some(rating_of(&confirmed, true)), Rating::from_points(points));
    }
}
