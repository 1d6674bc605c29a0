//! What a plan may say.

use std::collections::BTreeSet;

use htx_model::{
    agency::{Agencies, AgencyCode},
    date::Date,
    faults::Faults,
    indicator::Unit,
    plan::Aggregate,
    refusal::{Refusal, Text},
};

use super::{Content, Head, Target, check_duties};

/// The most characters of a plan's code.
pub const CODE_LENGTH_MAX: usize = 40;
/// The years of which there are plans.
pub const YEARS: std::ops::RangeInclusive<i16> = 2021..=2100;

const NAME_LENGTH_MAX: usize = 500;
const TARGET_NAME_LENGTH_MAX: usize = 300;
const DOCUMENT_LENGTH_MAX: usize = 100;
const NUMBER_LENGTH_MAX: usize = 10;
/// The most characters of a target's code.
pub const TARGET_CODE_LENGTH_MAX: usize = 60;
const TARGETS_MAX: usize = 100;
/// The most that a target asks for, in its unit.
pub const AMOUNT_MAX: i64 = 1_000_000_000_000_000;
/// All of a share, in hundredths of a per cent.
const WHOLE: i64 = 10_000;
/// The most years of a period.
const PERIOD_YEARS_MAX: i16 = 10;

/// What a plan is called, and of which years it is, as it was sent there.
///
/// # Errors
/// Every fault of it.
pub fn check_head(head: &Head, at: &str) -> Result<(), Refusal> {
    let Head { code, year, period } = head;
    let at = |field: &str| format!("{at}/{field}");
    let mut faults = Faults::default();
    let parts = || code.split('-');
    let plain = |part: &str| {
        !part.is_empty()
            && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    if code.len() > CODE_LENGTH_MAX || !parts().all(plain) {
        let detail = Text::fixed(
            "Mã kế hoạch gồm chữ thường không dấu và số, nối bằng gạch ngang, nhiều nhất 40 ký tự.",
            "A plan's code has lower-case letters and digits joined by hyphens, 40 at the most.",
        );
        faults.add(at("code"), "invalid_code", detail);
    }
    if !YEARS.contains(year) {
        let detail =
            Text::fixed("Năm phải từ 2021 đến 2100.", "The year must be from 2021 to 2100.");
        faults.add(at("year"), "out_of_range", detail);
    }
    if !period_of(period).is_some_and(|(from, to)| (from..=to).contains(year)) {
        let detail = Text::fixed(
            "Giai đoạn phải viết như “2021-2025”, có năm của kế hoạch, nhiều nhất 10 năm.",
            "The period is written as “2021-2025”, holds the plan's year, and has 10 years at the most.",
        );
        faults.add(at("period"), "invalid_period", detail);
    }
    faults.refuse()
}

/// The first and the last year of a period.
#[must_use]
pub fn period_of(text: &str) -> Option<(i16, i16)> {
    let (from, to) = text.split_once('-')?;
    let year = |text: &str| (text.len() == 4).then(|| text.parse::<i16>().ok()).flatten();
    let (from, to) = year(from).zip(year(to))?;
    (from <= to && to - from < PERIOD_YEARS_MAX && YEARS.contains(&from) && YEARS.contains(&to))
        .then_some((from, to))
}

/// What a version of the plan of a year says, in order.
///
/// # Errors
/// Every fault of it, at its place.
pub fn check(content: Content, year: i16, agencies: &Agencies) -> Result<Content, Refusal> {
    let mut faults = Faults::default();
    let name = faults.words("/content/name", &content.name, NAME_LENGTH_MAX);
    let document = content.document.map(|document| {
        let number =
            faults.words("/content/document/number", &document.number, DOCUMENT_LENGTH_MAX);
        super::Document { number, ..document }
    });
    for (pointer, agency) in [
        ("/content/issuer", &content.issuer),
        ("/content/standing_agency", &content.standing_agency),
    ] {
        require_known(&mut faults, pointer, agency, agencies);
    }
    if let Some(due) = content.report_due {
        require_within(&mut faults, due, year);
    }
    if !(1..=TARGETS_MAX).contains(&content.targets.len()) {
        let detail =
            Text::fixed("Kế hoạch phải có từ 1 đến 100 chỉ tiêu.", "A plan has 1 to 100 targets.");
        faults.add("/content/targets", "out_of_range", detail);
    }
    let targets = check_targets(&mut faults, content.targets);
    let duties = check_duties::check(&mut faults, content.duties, (year, agencies));
    faults.refuse()?;
    Ok(Content { name, document, targets, duties, ..content })
}

fn require_known(
    faults: &mut Faults,
    pointer: &'static str,
    agency: &AgencyCode,
    agencies: &Agencies,
) {
    if agencies.get(agency).is_none() {
        let detail = Text::made(
            format!("Không có cơ quan “{agency}”."),
            format!("There is no agency “{agency}”."),
        );
        faults.add(pointer, "unknown_agency", detail);
    }
}

/// Reports of a year are due in it, or in the one after.
fn require_within(faults: &mut Faults, due: Date, year: i16) {
    if !(year..=year + 1).contains(&due.year()) {
        let detail = Text::fixed(
            "Hạn báo cáo phải nằm trong năm kế hoạch hoặc năm sau.",
            "Reports are due in the plan's year or the one after.",
        );
        faults.add("/content/report_due", "out_of_range", detail);
    }
}

fn check_targets(faults: &mut Faults, targets: Vec<Target>) -> Vec<Target> {
    let (mut codes, mut numbers) = (BTreeSet::new(), BTreeSet::new());
    let mut checked = Vec::with_capacity(targets.len());
    for (index, target) in targets.into_iter().enumerate() {
        let at = |field: &str| format!("/content/targets/{index}/{field}");
        let name = faults.words(at("name"), &target.name, TARGET_NAME_LENGTH_MAX);
        if !is_code(&target.code) || !codes.insert(target.code.clone()) {
            let detail = Text::fixed(
                "Mã chỉ tiêu gồm chữ thường, số, gạch dưới, và không trùng trong kế hoạch.",
                "A target's code has lower-case letters, digits and underscores, and is used once.",
            );
            faults.add(at("code"), "invalid_code", detail);
        }
        if !is_number(&target.number) || !numbers.insert(target.number.clone()) {
            let detail = Text::fixed(
                "Số thứ tự gồm số, chữ thường, dấu chấm, và không trùng trong kế hoạch.",
                "A target's number has digits, lower-case letters and points, and is used once.",
            );
            faults.add(at("number"), "invalid_number", detail);
        }
        check_figures(faults, &at, &target);
        checked.push(Target { name, ..target });
    }
    checked
}

fn check_figures(faults: &mut Faults, at: &impl Fn(&str) -> String, target: &Target) {
    let most = if target.unit == Unit::BasisPoints { WHOLE } else { AMOUNT_MAX };
    if !(0..=most).contains(&target.minimum) {
        let detail = Text::made(
            format!("Mức phải từ 0 đến {most} theo đơn vị tính."),
            format!("It must be from 0 to {most} in its unit."),
        );
        faults.add(at("minimum"), "out_of_range", detail);
    }
    if target.maximum.is_some_and(|upper| !(target.minimum..=most).contains(&upper)) {
        let detail = Text::fixed(
            "Mức tối đa phải không nhỏ hơn mức tối thiểu.",
            "The upper end must not be less than the least.",
        );
        faults.add(at("maximum"), "out_of_range", detail);
    }
    let computed = target.measured().map(|one| (one.unit, one.aggregate));
    if computed.is_some_and(|computed| computed != (target.unit, target.aggregate)) {
        let detail = Text::fixed(
            "Đơn vị tính hoặc cách tổng hợp khác với chỉ tiêu cùng mã mà hệ thống tính được.",
            "Unit or aggregate differ from the indicator with this code that the suite computes.",
        );
        faults.add(at("unit"), "differs_from_indicator", detail);
    }
    let shares = target.unit == Unit::BasisPoints;
    if shares != (target.aggregate == Aggregate::Share) {
        let detail = Text::fixed(
            "Phần vạn là đơn vị của tỷ lệ, và chỉ của tỷ lệ.",
            "Basis points are the unit of shares, and of nothing else.",
        );
        faults.add(at("aggregate"), "differs_from_unit", detail);
    }
}

fn is_code(code: &str) -> bool {
    let mut bytes = code.bytes();
    code.len() <= TARGET_CODE_LENGTH_MAX
        && bytes.next().is_some_and(|first| first.is_ascii_lowercase())
        && bytes.all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

fn is_number(number: &str) -> bool {
    (1..=NUMBER_LENGTH_MAX).contains(&number.len())
        && number
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'.')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::plan::{Duty, initial};

    fn content() -> Content {
        initial::plans().unwrap().remove(0).content
    }

    fn faults(change: impl FnOnce(&mut Content)) -> Vec<(String, &'static str)> {
        let mut content = content();
        content.duties.push(Duty {
            code: "1".into(),
            section: "Nhiệm vụ".into(),
            text: "Báo cáo".into(),
            agencies: vec![AgencyCode::parse("so-ct").unwrap()],
            territorial: false,
            due_on: None,
        });
        change(&mut content);
        let agencies = Agencies::embedded().unwrap();
        match check(content, 2025, agencies) {
            Ok(_) => Vec::new(),
            Err(refusal) => {
                refusal.faults.iter().map(|one| (one.pointer.to_string(), one.code)).collect()
            }
        }
    }

    #[test]
    fn the_plan_of_2025_is_in_order() {
        assert_eq!(faults(|_| ()), []);
    }

    #[test]
    fn each_fault_is_told_at_its_place() {
        type Change = fn(&mut Content);
        let cases: [(Change, &str, &str); 12] = [
            (|one| one.duties[0].agencies.clear(), "/content/duties/0/agencies", "unknown_agency"),
            (
                |one| one.duties.push(one.duties[0].clone()),
                "/content/duties/1/code",
                "invalid_code",
            ),
            (|one| one.name = " ".into(), "/content/name", "text_length"),
            (
                |one| one.issuer = AgencyCode::parse("so-la").unwrap(),
                "/content/issuer",
                "unknown_agency",
            ),
            (|one| one.report_due = Date::new(2024, 12, 10), "/content/report_due", "out_of_range"),
            (|one| one.targets.clear(), "/content/targets", "out_of_range"),
            (
                |one| one.targets[11].code = "new_cooperatives".into(),
                "/content/targets/11/code",
                "invalid_code",
            ),
            (
                |one| one.targets[1].number = "1a".into(),
                "/content/targets/1/number",
                "invalid_number",
            ),
            (|one| one.targets[0].minimum = -1, "/content/targets/0/minimum", "out_of_range"),
            (
                |one| one.targets[2].maximum = Some(6_499),
                "/content/targets/2/maximum",
                "out_of_range",
            ),
            (
                |one| one.targets[0].unit = Unit::TrainingClass,
                "/content/targets/0/unit",
                "differs_from_indicator",
            ),
            (
                |one| {
                    one.targets[0].code = "members".into();
                    one.targets[0].unit = Unit::BasisPoints;
                },
                "/content/targets/0/aggregate",
                "differs_from_unit",
            ),
        ];
        for (change, pointer, code) in cases {
            assert_eq!(faults(change), [(pointer.to_owned(), code)]);
        }
        // A target that no service computes is in order: its figure can only be declared.
        assert_eq!(faults(|one| one.targets[0].code = "members".into()), []);
    }

    #[test]
    fn a_plan_s_head_names_its_years() {
        let check = |code: &str, year, period: &str| {
            check_head(&Head { code: code.into(), year, period: period.into() }, "")
        };
        assert!(check("hn-2026", 2026, "2026-2030").is_ok());
        for (code, year, period) in [
            ("HN-2026", 2026, "2026-2030"),
            ("hn--2026", 2026, "2026-2030"),
            ("hn-2026", 2026, "2021-2025"),
            ("hn-2026", 2026, "2026-2036"),
            ("hn-2026", 2026, "2026"),
            ("hn-2020", 2020, "2020-2025"),
        ] {
            assert!(check(code, year, period).is_err(), "{code} {year} {period}");
        }
    }
}
