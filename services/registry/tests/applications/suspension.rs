//! Pauses: noticed three working days ahead, begun on their day, ended by resuming.

use super::*;

fn pause(from: &str, to: &str) -> Value {
    json!({ "suspension": { "from": from, "to": to, "reason": "Sửa chữa nhà xưởng" } })
}

#[actix_web::test]
async fn a_pause_begins_on_its_day_and_ends_by_resuming() {
    each(async |office| {
        let desk = Desk::of(&office);
        let organisation = established(&desk, "HTX Rau", 1, 20).await;
        let id = organisation["id"].as_str().unwrap();
        desk.approved(&organisation, "cooperative", pause("2025-05-20", "2025-06-20")).await;
        assert_eq!(desk.organisation(&organisation["id"]).await["status"], "active");
        let notices = office.read("/v1/suspensions").await;
        assert_eq!(notices["items"][0]["begun"], false);
        assert_eq!(office.registry.begin_suspensions().await.unwrap(), 0);

        office.service.set_clock("2025-05-20T02:30:00Z");
        assert_eq!(office.registry.begin_suspensions().await.unwrap(), 1);
        assert_eq!(office.registry.begin_suspensions().await.unwrap(), 0);
        let suspended = desk.organisation(&organisation["id"]).await;
        assert_eq!(suspended["status"], "suspended");

        // Its last day passes: it is listed until somebody says how it goes on.
        assert_eq!(office.read("/v1/suspensions?expired=true").await["items"], json!([]));
        office.service.set_clock("2025-06-21T02:30:00Z");
        let expired = office.read("/v1/suspensions?expired=true").await;
        assert_eq!(each_of(&expired, "organisation_id"), [id]);
        let neighbour = office.service.as_agency("district-276", Role::Officer);
        let elsewhere = office.read_by(&neighbour, "/v1/suspensions").await;
        assert_eq!(elsewhere["items"], json!([]));

        let resumption = json!({ "resumption": { "reason": "Đã sửa xong" } });
        desk.approved(&organisation, "cooperative", resumption).await;
        assert_eq!(desk.organisation(&organisation["id"]).await["status"], "active");
        assert_eq!(office.read("/v1/suspensions?expired=true").await["items"], json!([]));
        let all = office.read(&format!("/v1/suspensions?organisation={id}")).await;
        assert_eq!(all["items"][0]["resumed_on"], "2025-06-21");
    })
    .await;
}

#[actix_web::test]
async fn a_pause_approved_on_its_first_day_begins_at_once() {
    each(async |office| {
        let desk = Desk::of(&office);
        let organisation = established(&desk, "HTX Rau", 1, 20).await;
        let notice = pause("2025-05-15", "2025-06-20");
        let begun = desk.begin(Some(&organisation), "cooperative", notice).await;
        desk.review(&begun["id"]).await;
        office.service.set_clock("2025-05-15T02:30:00Z");
        desk.act(&desk.approver, &begun["id"], "approve", json!({})).await.expect(200);
        assert_eq!(desk.organisation(&organisation["id"]).await["status"], "suspended");
    })
    .await;
}

#[actix_web::test]
async fn notices_are_in_time_of_a_year_at_most_and_do_not_overlap() {
    each(async |office| {
        let desk = Desk::of(&office);
        let organisation = established(&desk, "HTX Rau", 1, 20).await;
        desk.approved(&organisation, "cooperative", pause("2025-05-20", "2025-06-20")).await;
        for (notice, code) in [
            (pause("2025-05-14", "2025-05-15"), "notice_too_short"),
            (pause("2025-07-01", "2026-07-01"), "suspension_too_long"),
            (pause("2025-06-20", "2025-07-20"), "suspension_overlaps"),
        ] {
            let begun = desk.begin(Some(&organisation), "cooperative", notice).await;
            let refused = desk.act(&desk.officer, &begun["id"], "submit", json!({})).await;
            let found = faults(&refused.expect_problem(422, "rule_violated"));
            assert!(found.iter().any(|(_, found)| found == code), "{code}: {found:?}");
        }
        desk.approved(&organisation, "cooperative", pause("2025-06-21", "2025-07-20")).await;
    })
    .await;
}

#[actix_web::test]
async fn an_active_organisation_has_nothing_to_resume() {
    each(async |office| {
        let desk = Desk::of(&office);
        let organisation = established(&desk, "HTX Rau", 1, 20).await;
        let body =
            json!({ "organisation_id": organisation["id"], "proposal": { "resumption": {} } });
        desk.begin_by(&desk.officer, body).await.expect_problem(409, "state_conflict");
    })
    .await;
}
