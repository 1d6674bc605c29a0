use std::fmt::Write as _;

use htx_kit::testing::cooperative;
use htx_model::{
    code_list::CodeList as _,
    directory::{Organisation, Year, YearFigures},
    id::OrganisationId,
    organisation::{OrganisationKind as Kind, OrganisationStatus as Status, Rating, Sector},
    support::{applications::SupportKind, programmes::CommuneGradeKind as Grade},
};

use super::{
    granted::{Granted, GrantedKinds, standings},
    *,
};
use crate::domain::{
    programme::initial,
    rule::{
        WrittenCondition,
        fact::{self, Known},
    },
};

fn day() -> Date {
    Date::new(2025, 5, 12).unwrap()
}

fn organisation(name: &str) -> Organisation {
    cooperative(OrganisationId::from_uuid(uuid::Uuid::from_u128(1)), name)
}

fn year(year: i16, rating: Option<Rating>) -> Year {
    let organisation = OrganisationId::from_uuid(uuid::Uuid::from_u128(1));
    let figures = YearFigures { revenue_vnd: Some(900_000_000), ..YearFigures::default() };
    Year { organisation, year, report: Some(figures), rating }
}

fn facts(organisation: &Organisation, years: &[Year], grade: Option<Grade>) -> Facts {
    let (overdue_debt, owes_support_back) = (None, false);
    fact::of(&Known { organisation, years, grade, overdue_debt, owes_support_back }, day())
}

/// Ten made-up organisations: what is known of each.
fn ten() -> Vec<(Organisation, Vec<Year>, Option<Grade>)> {
    let plain = organisation;
    let with = |name, change: fn(&mut Organisation)| {
        let mut one = organisation(name);
        change(&mut one);
        one
    };
    vec![
        (
            plain("1. Rau ở xã nông thôn mới nâng cao, loại tốt"),
            vec![year(2024, Some(Rating::Good))],
            Some(Grade::AdvancedNewRural),
        ),
        (
            plain("2. Rau ở xã chưa ghi danh hiệu, loại khá"),
            vec![year(2024, Some(Rating::Fair))],
            None,
        ),
        (plain("3. Rau ở xã kiểu mẫu, chưa báo cáo"), vec![], Some(Grade::ModelNewRural)),
        (
            plain("4. Rau ở xã kiểu mẫu, báo cáo năm 2021, loại yếu"),
            vec![year(2021, Some(Rating::Weak))],
            Some(Grade::ModelNewRural),
        ),
        (
            with("5. Thu gom rác, chưa ghi lĩnh vực", |one| {
                one.sector = None;
                one.main_business_line = Some("3811".to_owned());
            }),
            vec![year(2024, Some(Rating::Good))],
            None,
        ),
        (
            with("6. Chưa ghi lĩnh vực và ngành nghề", |one| {
                one.sector = None;
                one.main_business_line = None;
            }),
            vec![year(2024, None)],
            Some(Grade::ModelNewRural),
        ),
        (
            with("7. Tổ hợp tác rau", |one| one.kind = Kind::CooperativeGroup),
            vec![],
            Some(Grade::AdvancedNewRural),
        ),
        (
            with("8. Đang giải thể", |one| one.status = Status::Dissolving),
            vec![year(2024, Some(Rating::Good))],
            Some(Grade::AdvancedNewRural),
        ),
        (
            with("9. Vận tải", |one| {
                one.sector = Some(Sector::Transport);
                one.main_business_line = Some("4933".to_owned());
            }),
            vec![year(2024, Some(Rating::Good))],
            None,
        ),
        (
            with("10. Liên hiệp nông nghiệp mới thành lập", |one| {
                one.kind = Kind::CooperativeUnion;
                one.registered_on = Date::new(2025, 4, 1);
            }),
            vec![],
            None,
        ),
    ]
}

/// How often each of the ten had the made-up programme's support: in 2024, in 2025.
const HAD: [(u32, u32); 10] =
    [(1, 0), (0, 1), (2, 0), (2, 0), (1, 0), (0, 0), (1, 1), (2, 1), (0, 0), (0, 0)];

fn had(number: usize) -> GrantedKinds {
    let (before, this_year) = HAD[number];
    let mut granted = Granted::default();
    for (times, on) in [(before, "2024-06-01"), (this_year, "2025-02-01")] {
        (0..times).for_each(|_| granted.count(Date::parse(on).unwrap(), day()));
    }
    GrantedKinds::from([(SupportKind::Consolidation, granted)])
}

/// A rule with every kind of condition, as a lead agency might write it; made up for this test.
fn made_up() -> Content {
    let programmes = initial::programmes().unwrap();
    let mut content = programmes.into_iter().next().unwrap().content;
    content.supports = serde_json::from_value(serde_json::json!([
        {"kind": "consolidation", "norms": [{
            "times": 2, "times_per_year": 1, "basis": {"document": "Ví dụ", "article": "4"}}]},
    ]))
    .unwrap();
    content.rules = serde_json::from_value(serde_json::json!([
        {"code": "strong", "title": "Xếp loại khá trở lên, hoặc mới thành lập dưới 12 tháng",
         "condition": {"any": [
             {"fact": "rating", "one_of": ["good", "fair"]},
             {"fact": "age_months", "at_most": 12}]},
         "basis": {"document": "Ví dụ", "article": "1"}},
        {"code": "reported", "title": "Có báo cáo của năm trước",
         "condition": {"fact": "report_age_years", "at_most": 1},
         "basis": {"document": "Ví dụ", "article": "2"}},
        {"code": "no_fund", "title": "Không phải quỹ tín dụng, không hoạt động vận tải",
         "condition": {"not": {"any": [
             {"fact": "people_credit_fund", "is": true},
             {"fact": "sector", "equals": "transport"}]}},
         "basis": {"document": "Ví dụ", "article": "3"}},
    ]))
    .unwrap();
    content
}

fn explain(text: &mut String, programme: &str, outcome: &Outcome) {
    let missing: Vec<&str> = outcome.missing().iter().map(|fact| fact.code()).collect();
    write!(text, "  {programme}: {}", outcome.eligibility).unwrap();
    if !outcome.runs {
        write!(text, ", the programme does not run").unwrap();
    }
    if !missing.is_empty() {
        write!(text, ", missing {}", missing.join(", ")).unwrap();
    }
    for one in outcome.supports.iter().filter(|one| one.granted.times > 0) {
        let Granted { times, times_in_year, .. } = one.granted;
        let (kind, standing) = (one.kind, one.standing);
        write!(text, ", had {kind} {times} times, {times_in_year} this year: {standing}").unwrap();
    }
    text.push('\n');
    for rule in outcome.rules.iter().filter(|rule| rule.finding.result != RuleResult::Met) {
        let decisive = rule.finding.decisive.iter().map(|one| {
            let found = serde_json::to_string(&one.found).unwrap();
            let not = if one.negated { "not " } else { "" };
            format!("{} {found} against {not}{:?}", one.fact, one.test)
        });
        let decisive: Vec<String> = decisive.collect();
        writeln!(text, "    {} {}: {}", rule.code, rule.finding.result, decisive.join("; "))
            .unwrap();
    }
}

#[test]
fn ten_organisations_are_told_what_decides_and_what_is_missing() {
    let mut programmes: Vec<(String, Content)> = initial::programmes()
        .unwrap()
        .into_iter()
        .filter(|one| !one.content.rules.is_empty() || one.code == "tin-dung")
        .map(|one| (one.code, one.content))
        .collect();
    programmes.push(("made-up".to_owned(), made_up()));
    let mut text = String::new();
    for (number, (organisation, years, grade)) in ten().into_iter().enumerate() {
        writeln!(text, "{}", organisation.name).unwrap();
        let facts = facts(&organisation, &years, grade);
        for (code, content) in &programmes {
            let kinds = if code == "made-up" { had(number) } else { GrantedKinds::new() };
            let supports = standings(content, &kinds, day());
            let outcome = Rules::on(content, day()).unwrap().test(&facts);
            explain(&mut text, code, &outcome.in_the_light_of(supports));
        }
    }
    for verdict in Eligibility::all() {
        assert!(text.contains(&format!(": {verdict}")), "nobody is {verdict}");
    }
    insta::assert_snapshot!("eligibility_of_ten_organisations", text);
}

#[test]
fn a_programme_that_is_over_gives_nothing() {
    let programmes = initial::programmes().unwrap();
    let over = programmes.iter().find(|one| one.code == "nq-13-pl08").unwrap();
    let facts = facts(&organisation("Rau"), &[], None);
    let on = |day| Rules::on(&over.content, day).unwrap().test(&facts).eligibility;
    assert_eq!(on(day()), Eligibility::Eligible);
    assert_eq!(on(Date::new(2026, 1, 1).unwrap()), Eligibility::NotEligible);
}

#[test]
fn a_rule_that_cannot_be_understood_is_an_error() {
    let mut content = made_up();
    content.rules[1].condition = WrittenCondition::default();
    let unreadable = Rules::on(&content, day()).unwrap_err();
    assert_eq!(unreadable.rule, "reported");
    assert_eq!(unreadable.faults[0].code, "rule_shape");
}
