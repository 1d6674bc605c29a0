use htx_model::{
    administrative::CommuneCode, agency::AgencyCode, id::OrganisationId,
    trade::products::ShowcaseState,
};
use uuid::Uuid;

use super::*;
use crate::domain::preparers::Preparers;

fn day(month: i8, day: i8) -> Date {
    Date::new(2025, month, day).unwrap()
}

fn point(ended_on: Option<Date>) -> ShowcasePoint {
    ShowcasePoint {
        id: ShowcasePointId::from_uuid(Uuid::from_u128(1)),
        name: "Điểm giới thiệu".to_owned(),
        address: "Xuân Mai".to_owned(),
        commune: CommuneCode::parse("10045").unwrap(),
        operator: OrganisationId::from_uuid(Uuid::from_u128(2)),
        agency: AgencyCode::parse("so-ct").unwrap(),
        agency_name: "Sở Công Thương".to_owned(),
        state: ShowcaseState::Operating,
        decision_number: None,
        decided_on: None,
        ended_on,
        reason: None,
        prepared_by: Preparers::default(),
        version: 1,
        recorded_at: Instant::from_microseconds(0),
    }
}

fn funding(from: Date, to: Date) -> Funding {
    Funding {
        id: ShowcaseFundingId::from_uuid(Uuid::from_u128(1)),
        point: point(None).id,
        from,
        to,
        rent: Dong(1),
        operation: Dong(0),
        source: BudgetSource::CityBudget,
        decision_number: "1/QĐ".to_owned(),
        decided_on: from,
        revoked: None,
        recorded_by: "so-ct.approver".to_owned(),
        recorded_at: Instant::from_microseconds(0),
    }
}

fn granting(from: Date, to: Date) -> Granting {
    Granting {
        from,
        to,
        rent_vnd: 1,
        operation_vnd: 0,
        source: BudgetSource::CityBudget,
        decision_number: "2/QĐ".to_owned(),
        decided_on: day(1, 5),
    }
}

fn codes(refusal: &Refusal) -> Vec<&str> {
    refusal.faults.iter().map(|fault| fault.code).collect()
}

#[test]
fn no_day_is_funded_twice_unless_the_first_was_revoked() {
    let wanted = granting(day(6, 30), day(12, 31));
    let first = funding(day(1, 1), day(6, 30));
    let refused = wanted.clone().checked(std::slice::from_ref(&first), day(5, 1)).unwrap_err();
    assert_eq!(codes(&refused), ["period_funded"]);
    let revoked = Funding { revoked: Some((day(2, 1), "Nhầm".to_owned())), ..first };
    assert!(wanted.checked(&[revoked], day(5, 1)).is_ok());
}

#[test]
fn there_are_never_more_periods_than_are_read() {
    let revoked = Some((day(2, 1), "Nhầm".to_owned()));
    let one = Funding { revoked, ..funding(day(1, 1), day(1, 31)) };
    let all = vec![one; FUNDINGS_MAX];
    let refused = granting(day(6, 1), day(6, 30)).checked(&all, day(5, 1)).unwrap_err();
    assert_eq!(codes(&refused), ["too_many_periods"]);
}

#[test]
fn a_month_is_reported_once_and_again_with_a_reason() {
    let report = Reporting { year: 2025, month: 4, revenue_vnd: 5, ..Reporting::default() };
    let (first, none) = report.clone().checked(&point(None), &[], day(5, 12)).unwrap();
    assert_eq!((first.month, none), (4, None));
    let known = SalesReport {
        id: SalesReportId::from_uuid(Uuid::from_u128(1)),
        point: point(None).id,
        year: 2025,
        month: 4,
        revenue: Dong(5),
        visitors: 0,
        note: None,
        reported_by: "own".to_owned(),
        recorded_at: Instant::from_microseconds(0),
    };
    let all = [known.clone()];
    let twice = report.clone().checked(&point(None), &all, day(5, 12)).unwrap_err();
    assert_eq!(twice.code, ErrorCode::AlreadyExists);
    let why = Some("Ghi thiếu một ngày".to_owned());
    let corrected = Reporting { correction: why.clone(), ..report.clone() };
    let (_, before) = corrected.clone().checked(&point(None), &all, day(5, 12)).unwrap();
    assert_eq!(before, Some(known));
    let nothing = corrected.checked(&point(None), &[], day(5, 12)).unwrap_err();
    assert_eq!(codes(&nothing), ["nothing_to_correct"]);
}

#[test]
fn what_is_sold_is_of_a_month_in_which_the_point_stood() {
    let of = |year, month| Reporting { year, month, ..Reporting::default() };
    let told = |reporting: Reporting, ended| {
        let checked = reporting.checked(&point(ended), &[], day(5, 12));
        checked.map_err(|refusal| codes(&refusal)[0].to_owned()).map(drop)
    };
    assert!(told(of(2025, 5), Some(day(5, 3))).is_ok(), "the month in which it was closed");
    assert_eq!(told(of(2025, 5), Some(day(4, 30))), Err("after_closing".to_owned()));
    assert_eq!(told(of(2025, 6), None), Err("date_in_future".to_owned()));
    assert_eq!(told(of(1, 1), None), Err("date_in_future".to_owned()));
    assert_eq!(told(of(2025, 13), None), Err("date_in_future".to_owned()));
}
