//! Who is told what: what their agency may read of the feed when it is told.

use htx_model::principal::Role;
use serde_json::json;

use crate::{
    office::{each, faults, webhook},
    receiver::Receiver,
};

#[actix_web::test]
async fn a_district_is_never_told_of_another_nor_of_a_feed_that_it_does_not_read() {
    each(async |office| {
        let (district, finance) = (office.district(), office.finance());
        let (own, city) = (Receiver::start(), Receiver::start());
        let (of_district, _) = office.made(&district, &own).await;
        office.made(&finance, &city).await;
        office.tell("registry", "organisation.changed", "277").await;
        office.tell("registry", "organisation.changed", "276").await;
        office.tell("dissolution", "dissolution.decided", "277").await;
        office.tell("dissolution", "dissolution.decided", "276").await;
        office.tell("plan", "plan_task.started", "277").await;
        office.tell("support-programs", "support_application.approved", "277").await;
        assert_eq!(office.send().await, 8);
        assert_eq!(city.received().len(), 6);
        let received = own.received();
        let told: Vec<_> =
            received.iter().map(|one| one.json()["data"]["event"]["place"].clone()).collect();
        assert_eq!(told.len(), 2);
        assert!(told.iter().all(|place| place["district"] == "277"), "{told:?}");
        office.read_by(&district, &of_district).await;
        office.service.get(&of_district).by(&finance).send().await.expect(404);
    })
    .await;
}

#[actix_web::test]
async fn it_is_told_of_the_types_and_places_that_it_names() {
    each(async |office| {
        let (finance, receiver) = (office.finance(), Receiver::start());
        let mut body = webhook(&receiver.url(), &["organisation.*", "dissolution.decided"], "hmac");
        body["content"]["districts"] = json!(["277"]);
        office.post(&finance, "/v1/webhooks", body).await.expect(201);
        office.tell("registry", "organisation.changed", "277").await;
        office.tell("registry", "organisation.changed", "276").await;
        office.tell("registry", "application.submitted", "277").await;
        office.tell("dissolution", "dissolution.decided", "277").await;
        office.tell("dissolution", "dissolution.opened", "277").await;
        assert_eq!(office.send().await, 2);

        let district = office.district();
        let mut body = webhook(&receiver.url(), &["*"], "hmac");
        body["content"]["districts"] = json!(["277", "276"]);
        let problem = office.post(&district, "/v1/webhooks", body).await;
        let problem = problem.expect_problem(422, "rule_violated");
        let wanted = ("/content/districts/1".to_owned(), "outside_scope".to_owned());
        assert_eq!(faults(&problem), [wanted]);
    })
    .await;
}

#[actix_web::test]
async fn an_agency_that_has_ended_is_told_nothing_any_more() {
    each(async |office| {
        office.service.set_clock("2025-06-30T16:59:00Z");
        let (district, receiver) = (office.district(), Receiver::start());
        let (path, _) = office.made(&district, &receiver).await;
        office.tell("registry", "organisation.changed", "277").await;
        // The first of July: the commune took over, and has webhooks of its own.
        office.service.wait(120);
        office.tell("registry", "organisation.changed", "277").await;
        assert_eq!(office.send().await, 0);
        let ended = office.service.as_agency("district-277", Role::Administrator);
        let all = office.deliveries(&ended, &path).await;
        assert_eq!(all.len(), 1, "what happened since is not its to know");
        assert_eq!(all[0]["state"], "withheld");
        assert!(receiver.received().is_empty());

        htx_notifications::usecase::tend::once(&office.notifications).await.unwrap();
        let now = office.read_by(&ended, &path).await;
        assert_eq!((&now["state"], &now["stopped_for"]), (&json!("ended"), &json!("agency_ended")));
        assert_eq!(now["available_actions"], json!([]));
    })
    .await;
}

#[actix_web::test]
async fn a_reminder_goes_to_whom_it_reminds_though_it_does_not_read_the_feed() {
    each(async |office| {
        let (industry, farming) = (Receiver::start(), Receiver::start());
        let officer = |code| office.service.as_client(code, Role::Officer);
        office.made(&officer("so-ct"), &industry).await;
        office.made(&officer("so-nnmt"), &farming).await;
        office.remind("plan", "so-ct").await;
        assert_eq!(office.send().await, 1);
        assert_eq!(industry.received()[0].json()["data"]["event"]["state"]["agency"], "so-ct");
        assert!(farming.received().is_empty());
    })
    .await;
}

#[actix_web::test]
async fn a_reminder_to_the_agency_itself_is_not_kept_away_by_places() {
    each(async |office| {
        let (industry, receiver) =
            (office.service.as_client("so-ct", Role::Officer), Receiver::start());
        let mut body = webhook(&receiver.url(), &["reminder.*"], "hmac");
        body["content"]["districts"] = json!(["277"]);
        office.post(&industry, "/v1/webhooks", body).await.expect(201);
        office.remind("plan", "so-ct").await;
        office.remind("plan", "so-nnmt").await;
        assert_eq!(office.send().await, 1);
        let received = receiver.received();
        assert_eq!(received[0].json()["data"]["event"]["state"]["agency"], "so-ct");
    })
    .await;
}

#[actix_web::test]
async fn nor_is_a_reminder_of_work_that_the_agency_took_over() {
    each(async |office| {
        let (merged, receiver) =
            (office.service.as_client("so-nnmt", Role::Officer), Receiver::start());
        let mut body = webhook(&receiver.url(), &["reminder.*"], "hmac");
        body["content"]["districts"] = json!(["277"]);
        office.post(&merged, "/v1/webhooks", body).await.expect(201);
        // Agriculture has ended and merged with environment; planning has passed to finance.
        office.remind("plan", "so-nnptnt").await;
        office.remind("plan", "so-khdt").await;
        assert_eq!(office.send().await, 1);
        let received = receiver.received();
        assert_eq!(received[0].json()["data"]["event"]["state"]["agency"], "so-nnptnt");
    })
    .await;
}

#[actix_web::test]
async fn a_disabled_webhook_of_an_agency_that_has_ended_ends_as_well() {
    each(async |office| {
        office.service.set_clock("2025-06-30T16:58:00Z");
        let (district, receiver) = (office.district(), Receiver::start());
        let (path, _) = office.made(&district, &receiver).await;
        receiver.answering(410);
        office.tell("registry", "organisation.changed", "277").await;
        assert_eq!(office.send().await, 1);
        assert_eq!(office.read_by(&district, &path).await["state"], "disabled");
        office.service.set_clock("2025-07-01T02:00:00Z");
        htx_notifications::usecase::tend::once(&office.notifications).await.unwrap();
        let ended = office.service.as_agency("district-277", Role::Administrator);
        let now = office.read_by(&ended, &path).await;
        assert_eq!((&now["state"], &now["stopped_for"]), (&json!("ended"), &json!("agency_ended")));
    })
    .await;
}
