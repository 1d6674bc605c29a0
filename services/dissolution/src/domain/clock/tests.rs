use htx_model::{
    code_list::CodeList as _,
    working_days::{add_working_days, working_days_between},
};
use proptest::prelude::*;

use super::*;

fn date(text: &str) -> Date {
    Date::parse(text).unwrap()
}

fn holidays() -> Holidays {
    Holidays::embedded().unwrap()
}

fn stop(from: &str, to: Option<&str>) -> Stop {
    Stop { reason: StopReason::Objection, from: date(from), to: to.map(date) }
}

fn all(dates: &Dates, today: &str) -> Vec<Deadline> {
    deadlines(dates, PeriodRules::embedded().unwrap(), &holidays(), date(today))
}

fn one(dates: &Dates, kind: DeadlineKind, today: &str) -> Deadline {
    let mut found: Vec<_> =
        all(dates, today).into_iter().filter(|deadline| deadline.kind == kind).collect();
    assert_eq!(found.len(), 1, "{kind}");
    found.remove(0)
}

#[test]
fn each_kind_that_is_counted_has_one_rule_for_every_day_and_none_claims_to_be_verified() {
    let rules = PeriodRules::embedded().unwrap();
    for kind in DeadlineKind::all() {
        for day in ["2010-01-01", "2013-07-01", "2024-06-30", "2024-07-01", "2026-01-10"] {
            let found = rules.on(*kind, date(day));
            assert_eq!(found.is_none(), *kind == DeadlineKind::PlannedClosing, "{kind} {day}");
            if let Some(rule) = found {
                assert!(rule.days > 0 && !rule.basis.verified, "{kind}");
            }
        }
    }
    let basis = |day: &str| {
        let rule = rules.on(DeadlineKind::PublishNotice, date(day)).unwrap();
        rule.basis.document.to_string()
    };
    assert_eq!(basis("2024-06-30"), "23/2012/QH13");
    assert_eq!(basis("2024-07-01"), "17/2023/QH15");
}

#[test]
fn three_working_days_after_the_decision_skip_weekends_and_holidays() {
    for (decided, due) in [
        // A Thursday before the merger of the departments: Friday, Monday, Tuesday.
        ("2025-02-27", "2025-03-04"),
        // A Friday before the districts ended: Monday the 30th of June, the 1st and 2nd of July.
        ("2025-06-27", "2025-07-02"),
        // The 1st and 2nd of September are holidays in 2025.
        ("2025-08-29", "2025-09-05"),
    ] {
        let dates = Dates { decided_on: Some(date(decided)), ..Dates::default() };
        for kind in
            [DeadlineKind::PublishNotice, DeadlineKind::MarkRegister, DeadlineKind::InformTax]
        {
            let deadline = one(&dates, kind, due);
            assert_eq!(deadline.due_on, Some(date(due)), "{decided}");
            assert_eq!((deadline.days, deadline.count), (Some(3), DayCount::Working));
            assert!(!deadline.overdue(date(due)));
            assert!(deadline.overdue(date(due).plus_days(1)));
        }
    }
}

#[test]
fn what_was_done_too_late_stays_overdue_and_what_was_done_in_time_never_is() {
    let decided = Some(date("2025-06-27"));
    let late = Dates {
        decided_on: decided,
        notice: Some((date("2025-07-03"), date("2025-09-01"))),
        ..Dates::default()
    };
    let deadline = one(&late, DeadlineKind::PublishNotice, "2026-01-10");
    assert_eq!(deadline.done_on, Some(date("2025-07-03")));
    assert!(deadline.overdue(date("2026-01-10")));
    let timely = Dates { notice: Some((date("2025-07-02"), date("2025-09-01"))), ..late };
    let deadline = one(&timely, DeadlineKind::PublishNotice, "2026-01-10");
    assert!(!deadline.overdue(date("2026-01-10")));
}

#[test]
fn a_window_of_calendar_days_that_ends_when_offices_are_shut_moves_to_the_next_working_day() {
    let rules = PeriodRules::embedded().unwrap();
    for (published, last) in [
        // The sixtieth day after the 2nd of May is Tuesday the 1st of July.
        ("2025-05-02", "2025-07-01"),
        // After the 29th of April it is Saturday the 28th of June.
        ("2025-04-29", "2025-06-30"),
        // After the 3rd of July it is Monday the 1st of September, a holiday, as is the day after.
        ("2025-07-03", "2025-09-03"),
    ] {
        let (found, rule) = window(rules, date(published), &holidays()).unwrap();
        assert_eq!(found, date(last), "{published}");
        assert!(!rule.basis.verified && rule.days == 60);
    }
    let dates =
        Dates { notice: Some((date("2025-05-02"), date("2025-07-01"))), ..Dates::default() };
    let open = one(&dates, DeadlineKind::ClaimWindow, "2025-07-01");
    assert_eq!((open.done_on, open.overdue(date("2025-07-01"))), (None, false));
    let closed = one(&dates, DeadlineKind::ClaimWindow, "2025-07-02");
    assert_eq!(closed.done_on, Some(date("2025-07-01")));
    assert!(!closed.overdue(date("2025-07-02")), "nobody is late when a window closes");
    let ended = Dates { ended_on: Some(date("2025-06-02")), ..dates };
    let ended = one(&ended, DeadlineKind::ClaimWindow, "2025-06-03");
    assert_eq!(ended.done_on, Some(date("2025-06-02")), "nothing is claimed of what has ended");
}

#[test]
fn an_open_objection_stops_the_clock_and_its_end_lets_it_go_on() {
    let objection = |ended: Option<&str>| Protest {
        record: Uuid::nil(),
        filed_on: date("2025-06-27"),
        ended_on: ended.map(date),
    };
    let mut dates = Dates {
        settled_on: Some(date("2025-06-26")),
        objections: vec![objection(None)],
        ..Dates::default()
    };
    let standing = one(&dates, DeadlineKind::Close, "2025-07-15");
    assert_eq!((standing.due_on, standing.stopped), (None, true));
    assert_eq!(standing.stopped_days, 12);
    assert!(!standing.overdue(date("2025-07-15")));
    // Friday the 27th counted; the four others are the 11th, the 14th, 15th and 16th of July.
    dates.objections = vec![objection(Some("2025-07-10"))];
    let running = one(&dates, DeadlineKind::Close, "2025-07-15");
    assert_eq!((running.due_on, running.stopped), (Some(date("2025-07-16")), false));
    assert_eq!(running.stopped_days, 9);
    assert_eq!(running.stops, [stop("2025-06-27", Some("2025-07-10"))]);
    // The time to publish a notice does not wait for objections.
    dates.decided_on = Some(date("2025-06-26"));
    let notice = one(&dates, DeadlineKind::PublishNotice, "2025-07-15");
    assert_eq!((notice.due_on, notice.stops.len()), (Some(date("2025-07-01")), 0));
}

#[test]
fn a_suspension_stops_the_clock_as_well_and_two_stops_at_once_count_once() {
    let dates = Dates {
        settled_on: Some(date("2025-02-27")),
        suspensions: vec![(date("2025-02-28"), Some(date("2025-03-07")))],
        objections: vec![Protest {
            record: Uuid::nil(),
            filed_on: date("2025-03-04"),
            ended_on: Some(date("2025-03-11")),
        }],
        ..Dates::default()
    };
    let deadline = one(&dates, DeadlineKind::Close, "2025-04-01");
    // Friday the 28th of February counted; the next is Wednesday the 12th of March.
    assert_eq!(deadline.due_on, Some(date("2025-03-17")));
    assert_eq!(deadline.stopped_days, 7);
    let reasons: Vec<_> = deadline.stops.iter().map(|stop| stop.reason).collect();
    assert_eq!(reasons, [StopReason::Suspension, StopReason::Objection]);
}

#[test]
fn a_clock_that_ran_out_before_it_was_stopped_stays_run_out() {
    let late = [stop("2025-03-10", None)];
    let reading =
        read(date("2025-03-03"), 3, DayCount::Working, &late, date("2025-04-01"), &holidays());
    assert_eq!(reading.due_on, Some(date("2025-03-06")));
    assert!(!reading.stopped);
}

#[test]
fn a_question_is_due_on_its_day_across_the_reforms_and_ends_with_the_answer_or_the_case() {
    let question = |ended: Option<&str>| Question {
        record: Uuid::from_u128(7),
        agency: AgencyCode::parse("so-tnmt").unwrap(),
        asked_on: date("2025-02-20"),
        due_on: date("2025-03-06"),
        ended_on: ended.map(date),
    };
    let dates = Dates { questions: vec![question(None)], ..Dates::default() };
    let deadline = one(&dates, DeadlineKind::AnswerBlocker, "2025-03-01");
    assert_eq!(deadline.duty, Duty::Agency(AgencyCode::parse("so-tnmt").unwrap()));
    assert_eq!((deadline.count, deadline.days), (DayCount::Fixed, None));
    assert!(!deadline.overdue(date("2025-03-06")) && deadline.overdue(date("2025-03-07")));
    let answered = Dates { questions: vec![question(Some("2025-03-06"))], ..Dates::default() };
    let deadline = one(&answered, DeadlineKind::AnswerBlocker, "2025-07-01");
    assert!(!deadline.overdue(date("2025-07-01")));
    let ended = Dates { ended_on: Some(date("2025-03-05")), ..dates };
    let deadline = one(&ended, DeadlineKind::AnswerBlocker, "2025-07-01");
    assert!(!deadline.overdue(date("2025-07-01")));
    let rules = PeriodRules::embedded().unwrap();
    let due = answer_due(rules, date("2025-02-20"), &holidays()).unwrap();
    assert_eq!(due, date("2025-03-06"));
}

#[test]
fn the_plan_s_month_is_a_deadline_and_a_case_that_ended_in_time_is_not_overdue() {
    let dates =
        Dates { planned: Some((date("2025-02-10"), date("2025-06-30"))), ..Dates::default() };
    let deadline = one(&dates, DeadlineKind::PlannedClosing, "2025-07-01");
    assert!(deadline.overdue(date("2025-07-01")) && !deadline.overdue(date("2025-06-30")));
    let ended = Dates { ended_on: Some(date("2025-06-30")), ..dates };
    assert!(all(&ended, "2026-01-10").iter().all(|deadline| {
        deadline.kind != DeadlineKind::PlannedClosing || !deadline.overdue(date("2026-01-10"))
    }));
}

#[test]
fn deadlines_come_by_their_last_day_and_those_that_stand_still_come_last() {
    let dates = Dates {
        decided_on: Some(date("2025-06-02")),
        settled_on: Some(date("2025-06-03")),
        planned: Some((date("2025-05-12"), date("2025-12-31"))),
        objections: vec![Protest {
            record: Uuid::nil(),
            filed_on: date("2025-06-03"),
            ended_on: None,
        }],
        ..Dates::default()
    };
    let kinds: Vec<_> = all(&dates, "2025-06-10").iter().map(|deadline| deadline.kind).collect();
    assert_eq!(
        kinds,
        [
            DeadlineKind::PublishNotice,
            DeadlineKind::MarkRegister,
            DeadlineKind::InformTax,
            DeadlineKind::DecideObjection,
            DeadlineKind::PlannedClosing,
            DeadlineKind::Close,
        ]
    );
    assert!(all(&Dates::default(), "2025-06-10").is_empty());
}

proptest! {
    #[test]
    fn without_stops_it_is_the_plain_count(offset in 0_i64..900, days in 1_u32..200) {
        let (holidays, start) = (holidays(), date("2024-01-01").plus_days(offset));
        let working = read(start, days, DayCount::Working, &[], start, &holidays);
        prop_assert_eq!(working.due_on, Some(add_working_days(start, days, &holidays)));
        let calendar = read(start, days, DayCount::Calendar, &[], start, &holidays).due_on.unwrap();
        let plain = start.plus_days(i64::from(days));
        prop_assert!(calendar >= plain && holidays.is_working_day(calendar));
        prop_assert!(calendar == plain || working_days_between(plain, calendar, &holidays) == 1);
    }

    #[test]
    fn a_stop_moves_the_last_day_by_exactly_the_days_that_did_not_count(
        offset in 0_i64..700,
        days in 1_u32..40,
        stops in prop::collection::vec((0_i64..60, 0_i64..30), 0..5),
    ) {
        let (holidays, start) = (holidays(), date("2024-01-01").plus_days(offset));
        let stops: Vec<Stop> = stops
            .into_iter()
            .map(|(from, length)| {
                let from = start.plus_days(from);
                let to = Some(from.plus_days(length));
                Stop { reason: StopReason::Suspension, from, to }
            })
            .collect();
        let far = start.plus_days(400);
        let reading = read(start, days, DayCount::Working, &stops, far, &holidays);
        let due = reading.due_on.unwrap();
        let between = working_days_between(start, due, &holidays);
        prop_assert_eq!(between, days + reading.stopped_days);
        let mut turned = stops.clone();
        turned.reverse();
        prop_assert_eq!(read(start, days, DayCount::Working, &turned, far, &holidays), reading);
    }
}
