//! The authority's clock, seen from outside: it stops while the file is returned.

use htx_kit::{
    db::Connection,
    feed::{FeedFilter, FeedQuery, read},
};
use htx_model::notification::REMINDER;

use super::*;

#[actix_web::test]
async fn the_clock_stands_still_while_the_file_is_returned() {
    each(async |office| {
        let desk = Desk::of(&office);
        let draft = desk.begin(None, "cooperative", cooperative("HTX Rau")).await;
        let id = &draft["id"];
        desk.review(id).await;
        // Tuesday: one day used.
        office.service.set_clock("2025-05-13T02:30:00Z");
        let findings = json!({ "findings": [
            { "pointer": "/attachments/charter", "reason": "Điều lệ thiếu chữ ký" },
            { "pointer": "/proposal/establishment/entry/name", "reason": "Tên chưa đủ" },
        ] });
        let returned = desk.act(&desk.officer, id, "return", findings).await.expect(200).json();
        assert_eq!(returned["state"], "returned");
        assert_eq!(returned["findings"].as_array().unwrap().len(), 2);
        let clock = &returned["clock"];
        assert_eq!((&clock["stopped"], &clock["due_on"]), (&json!(true), &Value::Null));
        assert_eq!((&clock["used_days"], &clock["remaining_days"]), (&json!(1), &json!(2)));

        // Ten days later the applicant mends it.
        office.service.set_clock("2025-05-23T02:30:00Z");
        let change = json!({ "proposal": cooperative("HTX Rau Xuân Mai") });
        let path = format!("/v1/applications/{}", id.as_str().unwrap());
        let etag = office.get(&path).by(&desk.officer).send().await.expect(200).etag();
        let changed = office.service.patch(&path, change).by(&desk.officer).if_match(&etag);
        assert_eq!(changed.send().await.expect(200).json()["name"], "HTX Rau Xuân Mai");
        let again = desk.act(&desk.officer, id, "resubmit", json!({})).await.expect(200).json();
        assert_eq!(again["state"], "submitted");
        assert_eq!(again["findings"], json!([]));
        // Two days are left after Friday the 23rd.
        assert_eq!(again["clock"]["due_on"], "2025-05-27");
        assert_eq!(again["clock"]["stopped_days"], 8);
        assert_eq!(again["clock"]["submitted_on"], "2025-05-12");

        let overdue = "/v1/applications?overdue=true";
        let listed = office.read_by(&desk.officer, overdue).await;
        assert_eq!(listed["items"], json!([]));
        office.service.set_clock("2025-05-28T02:30:00Z");
        let listed = office.read_by(&desk.officer, overdue).await;
        assert_eq!(each_of(&listed, "id"), [id.as_str().unwrap()]);
        assert_eq!(listed["items"][0]["clock"]["overdue"], true);
        let others = office.read_by(&desk.officer, "/v1/applications?overdue=false").await;
        assert_eq!(others["items"], json!([]));
        desk.act(&desk.officer, id, "withdraw", json!({})).await.expect(200);
        let listed = office.read_by(&desk.officer, overdue).await;
        assert_eq!(listed["items"], json!([]));
    })
    .await;
}

#[actix_web::test]
async fn requirements_and_time_limits_are_those_of_the_day() {
    each(async |office| {
        let caller = office.district();
        let path = "/v1/application-requirements?kind=establishment&organisation_kind=cooperative";
        let today = office.read_by(&caller, path).await;
        assert_eq!(today["on"], "2025-05-12");
        assert_eq!(today["time_limit"]["legal_basis"]["verified"], false);
        let codes = each_of(&today, "code");
        assert!(codes.contains(&"charter".to_owned()));
        assert!(!codes.contains(&"business_plan".to_owned()));
        assert!(today["items"].as_array().unwrap().iter().all(|one| one["form_code"].is_null()));
        let before = office.read_by(&caller, &format!("{path}&on=2024-06-30")).await;
        assert!(each_of(&before, "code").contains(&"business_plan".to_owned()));
        let all = office.read_by(&caller, "/v1/application-requirements").await;
        assert_eq!(all.get("time_limit"), None);
        let bad = office.get("/v1/application-requirements?kind=none").by(&caller).send().await;
        bad.expect_problem(400, "invalid_parameter");
    })
    .await;
}

#[actix_web::test]
async fn the_authority_is_reminded_of_what_it_must_decide_and_of_nothing_that_stands_still() {
    each(async |office| {
        let desk = Desk::of(&office);
        let remind =
            async || htx_registry::usecase::remind::remind(&office.registry).await.unwrap();
        let draft = desk.begin(None, "cooperative", cooperative("HTX Rau")).await;
        let id = &draft["id"];
        assert_eq!(remind().await, 0, "it was not submitted yet");
        desk.review(id).await;
        // Due on Thursday the 15th: within the week, and again on the day before.
        assert_eq!((remind().await, remind().await), (1, 0), "once");
        office.service.set_clock("2025-05-14T02:30:00Z");
        assert_eq!((remind().await, remind().await), (1, 0));
        let told = reminders(&office).await;
        let wanted = json!({
            "what": "application", "about": { "kind": "application", "id": id }, "record": null,
            "agency": "district-277", "due_on": "2025-05-15", "days_before": 1,
        });
        assert_eq!(told.last(), Some(&wanted));
        assert_eq!(told.len(), 2);
        assert!(!told.iter().any(|one| one.to_string().contains("HTX")), "no name is told");
        // Returned to the applicant, it waits for them.
        let findings = json!({ "findings": [
            { "pointer": "/attachments/charter", "reason": "Điều lệ thiếu chữ ký" },
        ] });
        desk.act(&desk.officer, id, "return", findings).await.expect(200);
        office.service.set_clock("2025-05-15T02:30:00Z");
        assert_eq!(remind().await, 0);
    })
    .await;
}

/// Every reminder that the log holds, in its order.
async fn reminders(office: &Office) -> Vec<Value> {
    let runtime = &office.registry.runtime;
    let mut sealer = runtime.sealer(&office.service.setting.secret, None).unwrap();
    sealer.finish().await.unwrap();
    let filter = FeedFilter { types: vec![REMINDER.to_owned()], ..FeedFilter::default() };
    let query = FeedQuery { filter, ..FeedQuery::everything(0, 1_000) };
    let read = move |connection: &mut Connection| read(connection, &query);
    let page = runtime.database.read(read).await.unwrap();
    page.items.into_iter().map(|item| item.event.state).collect()
}
