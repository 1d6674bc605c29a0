//! The public calendar: what any calendar can subscribe to.

use htx_model::principal::Role;
use icalendar::{Calendar, CalendarComponent, Component as _, EventStatus};
use serde_json::json;

use super::{office::each, season::Event};

const PATH: &str = "/v1/trade-events/calendar.ics";

#[actix_web::test]
async fn anybody_subscribes_to_what_was_announced_and_hears_of_every_change() {
    each(async |office| {
        let (officer, approver) =
            (office.promotion(Role::Officer), office.promotion(Role::Approver));
        Event::planned(&office, |body| body["title"] = json!("Chưa công bố")).await;
        let event =
            Event::opened(&office, |body| body["title"] = json!("Tuần hàng; Huế, 2025")).await;
        let read = async || {
            let answer = office.service.get(PATH).send().await.expect(200);
            assert_eq!(answer.header("content-type"), Some("text/calendar; charset=utf-8"));
            let calendar: Calendar = answer.text().parse().unwrap();
            let [CalendarComponent::Event(event)] = &calendar.components[..] else {
                panic!("{calendar:?}")
            };
            (answer.etag(), event.clone())
        };
        let (tag, first) = read().await;
        let uid = format!("{}@trade-events.htx", event.id);
        assert_eq!(
            (first.get_uid(), first.get_summary()),
            (Some(&*uid), Some("Tuần hàng; Huế, 2025"))
        );
        assert_eq!(
            (first.get_sequence(), first.get_status()),
            (Some(0), Some(EventStatus::Confirmed))
        );
        let again = office.service.get(PATH).header("if-none-match", &tag).send().await;
        assert_eq!(again.status, 304);
        let amendment = json!({
            "venue": "Huế", "starts_on": "2025-10-01", "ends_on": "2025-10-05",
            "apply_until": "2025-09-20", "reason": "Tránh bão",
        });
        event.done(&officer, "amend", amendment).await;
        let (moved_tag, moved) = read().await;
        assert_ne!(tag, moved_tag);
        assert_eq!((moved.get_uid(), moved.get_sequence()), (Some(&*uid), Some(1)));
        assert_eq!(moved.property_value("DTEND"), Some("20251006"), "the day after the last");
        event.done(&approver, "cancel", json!({ "reason": "Không đủ đơn vị" })).await;
        let (_, cancelled) = read().await;
        assert_eq!(cancelled.get_sequence(), Some(2));
        assert_eq!(cancelled.get_status(), Some(EventStatus::Cancelled));
    })
    .await;
}

#[actix_web::test]
async fn the_calendar_is_bounded_by_days() {
    each(async |office| {
        Event::opened(&office, |_| {}).await;
        let within = async |query: &str| {
            let answer = office.service.get(&format!("{PATH}?{query}")).send().await.expect(200);
            answer.text().matches("BEGIN:VEVENT").count()
        };
        assert_eq!(within("from=2025-09-14&to=2025-09-30").await, 1);
        assert_eq!(within("from=2025-09-15").await, 0);
        assert_eq!(within("to=2025-09-09").await, 0);
        for wrong in ["from=2025-09-15&to=2025-09-14", "from=1999-12-31", "from=soon", "day=1"] {
            let answer = office.service.get(&format!("{PATH}?{wrong}")).send().await;
            assert_eq!(answer.status, 400, "{wrong}");
        }
    })
    .await;
}
