//! The facts that rules go by: what each is, what it may be, and where a missing one comes from.

use std::collections::BTreeMap;

use htx_model::{
    code_list::{CodeList as _, LabelledCode, code_lists},
    date::Date,
    directory::{Organisation, Year, last_rating, newest_report},
    organisation::SizeClass,
    refusal::Text,
    size_class as sizes,
    support::programmes::{CommuneGradeKind, Fact, FactType},
};
use serde::{Deserialize, Serialize};

/// What a fact is of an organisation.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema,
)]
#[schema(as = FactValue)]
#[serde(untagged)]
pub enum Value {
    /// A code, or digits.
    Code(String),
    /// A number.
    Number(i64),
    /// Yes or no.
    Flag(bool),
}

/// The facts of an organisation that are known; the others are missing.
pub type Facts = BTreeMap<Fact, Value>;

/// What a fact is.
#[must_use]
pub const fn kind(fact: Fact) -> FactType {
    match fact {
        Fact::Kind
        | Fact::Status
        | Fact::Sector
        | Fact::Rating
        | Fact::CommuneGrade
        | Fact::SizeClass => FactType::Code,
        Fact::BusinessLine | Fact::District | Fact::Commune => FactType::Digits,
        Fact::RatingAgeYears
        | Fact::ReportAgeYears
        | Fact::AgeMonths
        | Fact::MemberCount
        | Fact::WorkerCount
        | Fact::CharterCapital
        | Fact::Revenue
        | Fact::Profit
        | Fact::TotalCapital
        | Fact::MeetingAgeMonths
        | Fact::OverdueDebt => FactType::Number,
        Fact::HasRegistrationNumber
        | Fact::PeopleCreditFund
        | Fact::AllianceMember
        | Fact::OwesSupportBack => FactType::Flag,
    }
}

/// The code list that a fact of codes is a member of.
#[must_use]
pub const fn code_list(fact: Fact) -> Option<&'static str> {
    match fact {
        Fact::Kind => Some("organisation_kinds"),
        Fact::Status => Some("organisation_statuses"),
        Fact::Sector => Some("sectors"),
        Fact::Rating => Some("ratings"),
        Fact::CommuneGrade => Some("commune_grades"),
        Fact::SizeClass => Some("size_classes"),
        _ => None,
    }
}

/// How many digits a fact of digits has at the least and at the most.
#[must_use]
pub const fn digits(fact: Fact) -> Option<(usize, usize)> {
    match fact {
        Fact::BusinessLine => Some((4, 4)),
        Fact::District => Some((3, 3)),
        Fact::Commune => Some((5, 5)),
        _ => None,
    }
}

fn codes(fact: Fact) -> &'static [LabelledCode] {
    let list = code_lists().iter().find(|list| Some(list.name) == code_list(fact));
    list.map(|list| list.codes.as_slice()).unwrap_or_default()
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a fact may be this.
#[must_use]
pub fn may_be(fact: Fact, value: &str) -> bool {
    match digits(fact) {
        Some((least, most)) => (least..=most).contains(&value.len()) && is_digits(value),
        None => codes(fact).iter().any(|code| code.code == value),
    }
}

/// Whether a fact of digits may start with this.
#[must_use]
pub fn may_start_with(fact: Fact, start: &str) -> bool {
    digits(fact).is_some_and(|(_, most)| (1..=most).contains(&start.len()) && is_digits(start))
}

/// What a fact of codes or digits may be, in words: Vietnamese, English.
#[must_use]
pub fn values_in_words(fact: Fact) -> (String, String) {
    match digits(fact) {
        Some((_, most)) => (format!("{most} chữ số"), format!("{most} digits")),
        None => {
            let codes: Vec<_> = codes(fact).iter().map(|code| code.code).collect();
            (codes.join(", "), codes.join(", "))
        }
    }
}

/// Where a missing fact comes from: what to do about it.
#[must_use]
pub const fn remedy(fact: Fact) -> Text {
    match fact {
        Fact::CommuneGrade => Text::fixed(
            "Cơ quan nông nghiệp chưa ghi danh hiệu nông thôn mới của xã, phường này (POST /v1/commune-grades).",
            "Agriculture has recorded no new-rural grade of this commune (POST /v1/commune-grades).",
        ),
        Fact::Rating | Fact::RatingAgeYears => Text::fixed(
            "Tổ chức chưa có xếp loại được xác nhận: tự chấm điểm, rồi đề nghị địa phương xác nhận.",
            "The organisation has no confirmed rating: assess it, and have the district confirm it.",
        ),
        Fact::OverdueDebt => Text::fixed(
            "Ngân hàng Nhà nước chưa ghi số liệu tín dụng của tổ chức (POST /v1/credit-records).",
            "The State Bank has recorded no credit of the organisation (POST /v1/credit-records).",
        ),
        Fact::ReportAgeYears
        | Fact::Revenue
        | Fact::Profit
        | Fact::TotalCapital
        | Fact::SizeClass
        | Fact::MeetingAgeMonths => Text::fixed(
            "Chưa có số liệu báo cáo năm: tổ chức nộp báo cáo năm vào sổ đăng ký.",
            "The figure of an annual report is missing: file the annual report with the register.",
        ),
        Fact::Kind
        | Fact::Status
        | Fact::Sector
        | Fact::BusinessLine
        | Fact::District
        | Fact::Commune
        | Fact::AgeMonths
        | Fact::MemberCount
        | Fact::WorkerCount
        | Fact::CharterCapital
        | Fact::HasRegistrationNumber
        | Fact::PeopleCreditFund
        | Fact::AllianceMember
        | Fact::OwesSupportBack => Text::fixed(
            "Sổ đăng ký chưa có thông tin này: đề nghị địa phương bổ sung.",
            "The register does not have it: ask the district to complete the entry.",
        ),
    }
}

/// What is known of an organisation, wherever it comes from.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// What the register says.
    pub organisation: &'a Organisation,
    /// What it reported, how it was rated.
    pub years: &'a [Year],
    /// The grade of its commune.
    pub grade: Option<CommuneGradeKind>,
    /// What it owes overdue; nothing where the State Bank recorded nothing.
    pub overdue_debt: Option<i64>,
    /// Whether support that was cancelled is to be given back.
    pub owes_support_back: bool,
}

/// The facts of an organisation on a day, as far as they are known.
#[must_use]
pub fn of(known: &Known<'_>, day: Date) -> Facts {
    let (of, years) = (known.organisation, known.years);
    let mut facts = Facts::new();
    let mut code = |fact, value: Option<&str>| {
        facts.extend(value.map(|value| (fact, Value::Code(value.to_owned()))));
    };
    code(Fact::Kind, Some(of.kind.code()));
    code(Fact::Status, Some(of.status.code()));
    code(Fact::Sector, of.sector.map(|sector| sector.code()));
    code(Fact::BusinessLine, of.main_business_line.as_deref());
    code(Fact::District, of.seat.district.as_ref().map(|district| district.as_str()));
    code(Fact::Commune, Some(of.seat.current_commune.as_str()));
    code(Fact::CommuneGrade, known.grade.map(|grade| grade.code()));
    let rated = last_rating(years);
    code(Fact::SizeClass, size_class(of, years).map(|class| class.code()));
    code(Fact::Rating, rated.map(|(_, rating)| rating.code()));
    let (report, since) = (newest_report(years), |year: i16| i64::from(day.year() - year));
    let figure = |read: fn(&htx_model::directory::YearFigures) -> Option<i64>| {
        report.and_then(|(_, figures)| read(figures))
    };
    for (fact, number) in [
        (Fact::RatingAgeYears, rated.map(|(year, _)| since(year))),
        (Fact::ReportAgeYears, report.map(|(year, _)| since(year))),
        (Fact::AgeMonths, of.registered_on.map(|first| months(first, day))),
        (Fact::MemberCount, of.member_count.map(i64::from)),
        (Fact::WorkerCount, of.worker_count.map(i64::from)),
        (Fact::CharterCapital, of.charter_capital_vnd.map(|amount| amount.0)),
        (Fact::Revenue, figure(|figures| figures.revenue_vnd)),
        (Fact::Profit, figure(|figures| figures.profit_vnd)),
        (Fact::TotalCapital, figure(|figures| figures.total_capital_vnd)),
        (Fact::MeetingAgeMonths, last_meeting(years, day).map(|last| months(last, day))),
        (Fact::OverdueDebt, known.overdue_debt),
    ] {
        facts.extend(number.map(|number| (fact, Value::Number(number))));
    }
    for (fact, flag) in [
        (Fact::HasRegistrationNumber, of.registration_number.is_some()),
        (Fact::PeopleCreditFund, of.people_credit_fund),
        (Fact::AllianceMember, of.alliance_member),
        (Fact::OwesSupportBack, known.owes_support_back),
    ] {
        facts.insert(fact, Value::Flag(flag));
    }
    facts
}

/// The last annual general meeting on or before a day.
fn last_meeting(years: &[Year], day: Date) -> Option<Date> {
    let reports = years.iter().filter_map(|one| one.report.as_ref());
    reports.filter_map(|report| report.general_meeting_on).filter(|held| *held <= day).max()
}

/// The size class by the newest report, and where that says nothing by the register, as the register
/// tells it. Of whom members, or revenue and capital, are not known it is missing.
fn size_class(of: &Organisation, years: &[Year]) -> Option<SizeClass> {
    let report = newest_report(years).map(|(_, figures)| figures);
    let reported = report.map_or_else(sizes::Facts::default, |figures| sizes::Facts {
        members: figures.official_member_count,
        revenue_vnd: figures.revenue_vnd,
        capital_vnd: figures.total_capital_vnd,
    });
    let facts = reported.or(sizes::Facts {
        members: of.member_count,
        revenue_vnd: None,
        capital_vnd: of.charter_capital_vnd.map(|amount| amount.0),
    });
    let known =
        facts.members.is_some() && (facts.revenue_vnd.is_some() || facts.capital_vnd.is_some());
    known.then(|| sizes::size_class(of.sector, &facts).class)
}

/// Whole months between two days; none before the first.
fn months(first: Date, day: Date) -> i64 {
    let (first, day) = (first.0, day.0);
    let years = i64::from(day.year()) - i64::from(first.year());
    let months = years * 12 + i64::from(day.month()) - i64::from(first.month());
    (months - i64::from(day.day() < first.day())).max(0)
}

#[cfg(test)]
mod tests {
    use htx_model::directory::YearFigures;

    use super::*;

    #[test]
    fn every_fact_of_codes_has_its_list_and_every_fact_of_digits_its_length() {
        for fact in Fact::all() {
            assert_eq!(kind(*fact) == FactType::Code, !codes(*fact).is_empty(), "{fact}");
            assert_eq!(kind(*fact) == FactType::Digits, digits(*fact).is_some(), "{fact}");
        }
    }

    fn organisation() -> Organisation {
        serde_json::from_value(serde_json::json!({
            "id": "0196c253-e440-7000-88b9-50a51c295a94", "kind": "cooperative", "name": "HTX Rau",
            "registration_number": null, "registered_on": "2018-03-05", "status": "active",
            "address": { "commune": "10018", "district": "277", "current_commune": "10045" },
            "main_business_line": "0118", "sector": "agriculture", "people_credit_fund": false,
            "charter_capital_vnd": null, "member_count": 60, "worker_count": null,
        }))
        .unwrap()
    }

    fn year(of: &Organisation, year: i16, revenue: Option<i64>, met: Option<&str>) -> Year {
        let report = YearFigures {
            revenue_vnd: revenue,
            general_meeting_on: met.map(|day| Date::parse(day).unwrap()),
            ..YearFigures::default()
        };
        Year { organisation: of.id, year, report: Some(report), rating: None }
    }

    #[test]
    fn size_and_duties_are_facts_where_what_they_need_is_known() {
        let (organisation, day) = (organisation(), Date::new(2025, 5, 12).unwrap());
        let told = |years: &[Year], overdue_debt| {
            let known = Known {
                organisation: &organisation,
                years,
                grade: None,
                overdue_debt,
                owes_support_back: true,
            };
            of(&known, day)
        };
        let none = told(&[], None);
        assert_eq!(none.get(&Fact::SizeClass), None, "neither revenue nor capital is known");
        assert_eq!(none.get(&Fact::MeetingAgeMonths), None);
        assert_eq!(none.get(&Fact::OverdueDebt), None);
        assert_eq!(none.get(&Fact::OwesSupportBack), Some(&Value::Flag(true)));
        let years = [
            year(&organisation, 2023, Some(90_000_000_000), Some("2024-03-12")),
            year(&organisation, 2024, Some(2_000_000_000), None),
            // One that is to come tells nothing yet.
            year(&organisation, 2025, Some(2_000_000_000), Some("2026-03-12")),
        ];
        let known = told(&years, Some(0));
        assert_eq!(known.get(&Fact::SizeClass), Some(&Value::Code("small".to_owned())));
        assert_eq!(known.get(&Fact::MeetingAgeMonths), Some(&Value::Number(14)));
        assert_eq!(known.get(&Fact::OverdueDebt), Some(&Value::Number(0)));
    }

    #[test]
    fn months_are_whole() {
        let day = |text| Date::parse(text).unwrap();
        for (first, then, whole) in [
            ("2024-05-12", "2025-05-12", 12),
            ("2024-05-13", "2025-05-12", 11),
            ("2024-12-31", "2025-01-30", 0),
            ("2025-06-01", "2025-05-12", 0),
        ] {
            assert_eq!(months(day(first), day(then)), whole, "{first} {then}");
        }
    }
}
